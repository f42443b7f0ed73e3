"""A payer whose number is only in its trace (TRN03)."""

from dataclasses import replace

import polars as pl

from remindful.edges.formats.era835.shape import Draft
from remindful.edges.formats.quirks import Quirk


def fill_payer_key(draft: Draft) -> Draft:
    """Remits whose payer names itself without a number get the originator of their trace as payer_key."""
    if "payer_originator" not in draft.remits.columns:  # no transaction ends in this piece
        return draft
    return replace(draft, remits=draft.remits.with_columns(pl.coalesce("payer_key", "payer_originator")))


QUIRK = Quirk(
    seen="The payer gives its name alone: neither N104 nor REF*2U, one of which the guide has for its number. TRN03 always names it.",
    where="New York Medicaid's published sample (eMedNY), and most of the guide's own examples.",
    sample="payer_without_number.835",
    apply=fill_payer_key,
)
