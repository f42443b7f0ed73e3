"""What Synthea's visits cost. Its claims give each item a price but the visit itself, and a total that is not always their sum."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from remindful.edges.formats.fhir import keys
from remindful.edges.formats.fhir.elements import Json, Unreadable, cents, part, parts

type Kind = tuple[str, str]  # of a visit: the type of its claim, and its code


@dataclass(slots=True)
class Prices:
    """What each kind of visit may cost, and by how many claims. Synthea prices a kind alike in a run."""

    votes: dict[Kind, Counter[int]] = field(default_factory=dict[Kind, Counter[int]])

    def hear(self, kind: Kind, prices: Iterable[int]) -> None:
        """What one claim says that a visit of its kind may cost."""
        self.votes.setdefault(kind, Counter()).update(prices)

    def of(self, kind: Kind | None) -> int | None:
        """The price on which most claims agree; the lowest of several, since what is left out of an export only adds to a total."""
        votes = self.votes.get(kind) if kind else None
        return None if not votes else min(votes, key=lambda price: (-votes[price], price))


def kind_of(body: Json) -> Kind | None:
    """The kind of visit that a Claim bills; null where it bills none."""
    coded = next(
        (keys.coded(one.get("productOrService")) for one in parts(body, "item") if part(one, "encounter")), None
    )
    return None if coded is None else (keys.first_code(body.get("type")) or "", coded[1])


def possible_prices(body: Json) -> frozenset[int]:
    """What the visit of a Claim may cost: what its total leaves after its first items, however many. None where the visit has a price.

    Synthea's totals are of the moment at which a claim was closed. Items that it added later are not in them; items that its export leaves
    out (years of history) are.
    """
    items = list(parts(body, "item"))
    bare = [one for one in items if one.get("net") is None]
    try:
        left = cents(body, "total")
        others = [cents(one, "net") or 0 for one in items]
    except Unreadable:
        return frozenset()
    if left is None or not any(part(one, "encounter") for one in bare):
        return frozenset()
    prices = {left}
    for one in others:
        left -= one
        prices.add(left)
    return frozenset(price for price in prices if price >= 0)
