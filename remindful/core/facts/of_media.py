"""Facts about each medium: an address, an opt-out, a consent, an address that came back."""

import polars as pl

from remindful.core.words.kinds import EventKind as Kind
from remindful.core.words.kinds import Medium

MEDIA = tuple(medium for medium in Medium if medium is not Medium.NONE)
#: Phones that take texts.
TEXTED = ("mobile", "voip")
RETURNS = {Medium.MAIL: Kind.MAIL_RETURNED, Medium.EMAIL: Kind.EMAIL_BOUNCED}


def add_addresses(persons: pl.LazyFrame) -> pl.LazyFrame:
    """Add has_address@<medium>. A number whose kind is not known may not take texts; nobody's portal use is on file."""
    has_mail = pl.all_horizontal(pl.col(name).is_not_null() for name in ("line1", "city", "state", "zip"))
    has_phone = pl.col("phone").is_not_null()
    return persons.with_columns(
        has_mail.alias(f"has_address@{Medium.MAIL}"),
        pl.col("email").is_not_null().alias(f"has_address@{Medium.EMAIL}"),
        has_phone.alias(f"has_address@{Medium.CALL}"),
        (has_phone & pl.col("phone_kind").is_in(TEXTED)).alias(f"has_address@{Medium.TEXT}"),
        pl.lit(None, dtype=pl.Boolean).alias(f"has_address@{Medium.PORTAL}"),
        phone_is_mobile=pl.col("phone_kind") == "mobile",
        # Of a number whose kind nobody told, nobody knows or should know that it is at work.
        **{
            f"phone_is_work@{medium}": pl.lit(medium in (Medium.CALL, Medium.TEXT))
            & (pl.col("phone_kind") == "work").fill_null(value=False)
            for medium in MEDIA
        },
    )


def facts_of_media(events: pl.LazyFrame, persons: pl.LazyFrame) -> pl.LazyFrame:
    """One row an account with such events. persons: account_id, email, phone, as they are now.

    An opt-out of an address or number counts while that is the one on file; mail by any wording counts.
    """
    wishes = (Kind.OPTED_OUT, Kind.OPT_OUT_WITHDRAWN, Kind.CONSENT_GIVEN, Kind.ADDRESS_CHANGED, *RETURNS.values())
    value = pl.col("value").str.strip_chars().str.to_lowercase()
    concerned = (
        events.filter(pl.col("kind").is_in([str(kind) for kind in wishes]))
        .join(persons.select("account_id", "email", "phone"), on="account_id")
        .with_columns(value=value)
        .with_columns(media=_media())
        .explode("media")
        .filter(_is_about() | (pl.col("kind") == str(Kind.ADDRESS_CHANGED)))
    )
    return concerned.group_by("account_id").agg(expr for medium in MEDIA for expr in _medium_exprs(medium))


def _media() -> pl.Expr:
    """The media that an event is about: its own; else those that its value can belong to; else all."""
    returned = pl.col("kind").replace_strict(
        {str(k): str(m) for m, k in RETURNS.items()}, default=None, return_dtype=pl.String
    )
    named = pl.coalesce("medium", returned)
    is_consent = pl.col("kind") == str(Kind.CONSENT_GIVEN)

    def media(*some: Medium) -> pl.Expr:
        return pl.lit([str(medium) for medium in some], dtype=pl.List(pl.String))

    return (
        pl.when(named.is_not_null())
        .then(pl.concat_list(named))
        # Consent to nothing in particular is consent to nothing.
        .when(is_consent)
        .then(media())
        .when(pl.col("value").is_null() | (pl.col("kind") == str(Kind.ADDRESS_CHANGED)))
        .then(media(*MEDIA))
        .when(pl.col("value").str.contains("@", literal=True))
        .then(media(Medium.EMAIL))
        .otherwise(media(Medium.CALL, Medium.TEXT, Medium.MAIL))
    )


def _is_about() -> pl.Expr:
    """Whether an event is about the address or number that is on file now."""
    digits = pl.col("value").str.replace_all(r"\D", "").str.tail(10)
    phone_digits = pl.col("phone").str.replace_all(r"\D", "").str.tail(10)
    # Only an opt-out's value is an address: a consent's may say anything.
    is_other_kind = ~pl.col("kind").is_in([str(Kind.OPTED_OUT), str(Kind.OPT_OUT_WITHDRAWN), str(Kind.EMAIL_BOUNCED)])
    return (
        is_other_kind
        | pl.col("value").is_null()
        | (pl.col("media") == str(Medium.MAIL))
        | (pl.col("value") == pl.col("email").str.strip_chars().str.to_lowercase())
        | ((digits != "") & (digits == phone_digits))
        # The portal has no address of its own.
        | (pl.col("media") == str(Medium.PORTAL))
    ).fill_null(value=False)


def _medium_exprs(medium: Medium) -> list[pl.Expr]:
    def last(*kinds: Kind) -> pl.Expr:
        here = pl.col("kind").is_in([str(kind) for kind in kinds]) & (pl.col("media") == str(medium))
        return pl.col("moment").filter(here).max()

    out, back, consent = last(Kind.OPTED_OUT), last(Kind.OPT_OUT_WITHDRAWN), last(Kind.CONSENT_GIVEN)
    exprs = [
        (out.is_not_null() & (out >= back).fill_null(value=True)).alias(f"medium_is_opted_out@{medium}"),
        pl.col("happened_on")
        .filter((pl.col("kind") == str(Kind.OPTED_OUT)) & (pl.col("media") == str(medium)))
        .max()
        .alias(f"opted_out_on@{medium}"),
        (consent.is_not_null() & (consent > out).fill_null(value=True)).alias(f"has_consent@{medium}"),
    ]
    if medium in RETURNS:
        returned, changed = last(RETURNS[medium]), last(Kind.ADDRESS_CHANGED)
        is_bad = returned.is_not_null() & (returned >= changed).fill_null(value=True)
        exprs.append(is_bad.alias(f"address_is_bad@{medium}"))
    if medium is Medium.CALL:
        is_call_consent = (pl.col("kind") == str(Kind.CONSENT_GIVEN)) & (pl.col("media") == str(medium))
        exprs.append(pl.col("happened_on").filter(is_call_consent).max().alias("call_consent_on"))
    return exprs
