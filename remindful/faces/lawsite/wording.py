"""Plain words for what a rule file says in names: places, acts, parties, days, numbers, how law was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from remindful.core.law.rule import Rule, Rulebook, Where
from remindful.core.words.kinds import CONTACT_ACTS, EXTRAORDINARY_ACTS, Act, OrganizationKind, Verdict
from remindful.core.words.money import say_cents

_STATES = """
al Alabama|ak Alaska|az Arizona|ar Arkansas|ca California|co Colorado|ct Connecticut|de Delaware|dc District of Columbia
|fl Florida|ga Georgia|hi Hawaii|id Idaho|il Illinois|in Indiana|ia Iowa|ks Kansas|ky Kentucky|la Louisiana|me Maine
|md Maryland|ma Massachusetts|mi Michigan|mn Minnesota|ms Mississippi|mo Missouri|mt Montana|ne Nebraska|nv Nevada
|nh New Hampshire|nj New Jersey|nm New Mexico|ny New York|nc North Carolina|nd North Dakota|oh Ohio|ok Oklahoma|or Oregon
|pa Pennsylvania|ri Rhode Island|sc South Carolina|sd South Dakota|tn Tennessee|tx Texas|ut Utah|vt Vermont|va Virginia
|wa Washington|wv West Virginia|wi Wisconsin|wy Wyoming
"""
STATE_NAMES: Mapping[str, str] = {pair[:2]: pair[3:].strip() for pair in _STATES.strip().split("|")}
TERRITORY_NAMES: Mapping[str, str] = {
    "as": "American Samoa",
    "gu": "Guam",
    "mp": "Northern Mariana Islands",
    "pr": "Puerto Rico",
    "vi": "U.S. Virgin Islands",
}
PLACE_NAMES: Mapping[str, str] = {
    "us": "Federal law",
    "program": "Programs of payers",
    "house": "House rules",
    **STATE_NAMES,
    **TERRITORY_NAMES,
}

ACT_NAMES: Mapping[Act, str] = {
    Act.STATEMENT: "statements",
    Act.LETTER: "letters",
    Act.WARNING_LETTER: "letters that warn of an action",
    Act.EMAIL: "emails",
    Act.TEXT: "texts",
    Act.CALL: "calls",
    Act.PRERECORDED_CALL: "calls with a recorded voice",
    Act.PORTAL_MESSAGE: "portal messages",
    Act.DISCOUNT_OFFER: "discount offers",
    Act.PLAN_OFFER: "payment plans",
    Act.AGENCY_PLACEMENT: "placement with an agency",
    Act.CREDIT_REPORT: "credit reporting",
    Act.SALE: "sale of the debt",
    Act.SUIT: "suits",
    Act.LIEN: "liens",
    Act.FORECLOSURE: "foreclosure",
    Act.GARNISHMENT: "garnishment of wages",
    Act.ATTACHMENT: "attachment of property",
    Act.ARREST: "civil arrest",
    Act.CARE_DENIAL: "denying or delaying care",
    Act.INTEREST: "interest",
    Act.LATE_FEE: "late fees",
    Act.BAD_DEBT: "claiming a Medicare bad debt",
    Act.KEEP_CREDIT: "keeping an overpayment",
}
assert set(ACT_NAMES) == set(Act), "an act without its name"

PARTY_NAMES: Mapping[OrganizationKind, str] = {
    OrganizationKind.PROVIDER: "physician groups",
    OrganizationKind.HOSPITAL: "hospitals that are not tax-exempt",
    OrganizationKind.TAX_EXEMPT_HOSPITAL: "tax-exempt hospitals",
    OrganizationKind.EARLY_OUT: "early-out vendors",
    OrganizationKind.THIRD_PARTY: "collection agencies",
}
assert set(PARTY_NAMES) == set(OrganizationKind), "a kind of organization without its name"

_HOSPITALS = {OrganizationKind.HOSPITAL, OrganizationKind.TAX_EXEMPT_HOSPITAL}
_ACT_GROUPS = (("every message and call", CONTACT_ACTS), ("every extraordinary collection action", EXTRAORDINARY_ACTS))
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 (one line is easier to read)


@dataclass(frozen=True, slots=True)
class Badge:
    """A word with a shape before it, so that neither depends on colour. kind: the name of its look."""

    kind: str
    shape: str
    text: str


READ_BADGES: Mapping[str, Badge] = {
    "primary": Badge("primary", "◆", "Primary: the law itself was read"),
    "secondary": Badge("secondary", "◇", "Secondary: read in somebody's account of it"),
    "knowledge": Badge("knowledge", "△", "Knowledge: written from memory, not read"),
    "uncertain": Badge("uncertain", "?", "Uncertain: the law is doubtful"),
    "house": Badge("house", "■", "House: this office's own wish"),
}
VERDICT_BADGES: Mapping[Verdict, Badge] = {
    Verdict.FREE: Badge("free", "○", "free"),
    Verdict.HOLD: Badge("hold", "◐", "hold"),
    Verdict.FORBID: Badge("forbid", "●", "forbid"),
}
STATUS_BADGES: Mapping[str, Badge] = {
    "modelled": Badge("modelled", "■", "Modelled"),
    "none_found": Badge("none", "□", "None found"),
    "federal_only": Badge("federal", "◇", "Federal rules only"),
    "unread": Badge("unread", "?", "Unread: holds"),
}


def say_day(day: date) -> str:
    """2026-03-08 -> Mar 8, 2026, in any locale."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def say_list(words: Sequence[str], last: str = "and") -> str:
    """a, b and c."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def say_acts(acts: Sequence[Act]) -> str:
    """Acts in words; whole groups by their name."""
    if set(acts) == set(Act):
        return "everything that may be done about an account"
    left, words = set(acts), list[str]()
    for name, group in _ACT_GROUPS:
        if group <= set(acts):
            words.append(name)
            left -= group
    return say_list([*words, *(ACT_NAMES[act] for act in Act if act in left)])


def say_parties(parties: Sequence[OrganizationKind]) -> str:
    """Kinds of organizations in words."""
    if set(parties) == set(OrganizationKind):
        return "every organization"
    names = [PARTY_NAMES[party] for party in OrganizationKind if party in parties]
    if set(parties) >= _HOSPITALS:
        names = [name for name in names if name not in {PARTY_NAMES[one] for one in _HOSPITALS}]
        names.insert(1 if OrganizationKind.PROVIDER in parties else 0, "hospitals")
    if set(parties) == set(OrganizationKind) - {OrganizationKind.THIRD_PARTY}:
        return f"{say_list(names)}, not collection agencies"
    return say_list(names)


def say_where(where: Where | None, jurisdiction: str) -> str:
    """Whose state makes a state's rule bind."""
    place = PLACE_NAMES.get(jurisdiction, jurisdiction.upper())
    match where:
        case None:
            return "everywhere"
        case "either":
            return f"where the guarantor lives in {place}, or care was given there"
        case "patient":
            return f"where the guarantor lives in {place}"
        case "facility":
            return f"where care was given in {place}"


def say_in_force(rule: Rule) -> str:
    """From when to when it is law."""
    since = f"from {say_day(rule.starts_on)}" if rule.starts_on else "from any day"
    return f"{since} to the day before {say_day(rule.ends_on)}" if rule.ends_on else f"{since}, with no end set"


def say_amount(value: int | None, unit: str) -> str:
    """A number of the law with its unit, as people say it."""
    if value is None:
        return "not modelled: the rule holds"
    match unit:
        case "cents":
            return say_cents(value)
        case "basis_points":
            return f"{value / 100:g}% ({value} basis points)"
        case "minutes":
            # The only facts in minutes are times of day, so a term in minutes is one too.
            return f"{say_clock(value)} (minute {value} of the day)"
        case _:
            words = {"percent": "%", "count": ""}.get(unit, " " + unit.replace("_", " "))
            return f"{value}{words.removesuffix('s') if value == 1 else words}"


def say_clock(minutes: int) -> str:
    """Minutes after midnight as a time of day: 1260 -> 9:00 p.m."""
    hour, minute = divmod(minutes % 1440, 60)
    return f"{(hour - 1) % 12 + 1}:{minute:02} {'p.m.' if hour >= 12 else 'a.m.'}"


def say_unit(unit: str) -> str:
    """A unit in words."""
    return {"minutes": "time of day", "basis_points": "percent", "cents": "dollars"}.get(unit, unit.replace("_", " "))


def say_name(name: str) -> str:
    """has_open_dispute -> has open dispute."""
    return name.replace("_", " ")


def say_value(value: object, unit: str | None) -> str:
    """A fact's value in an example."""
    match value:
        case None:
            return "not known"
        case bool():
            return "yes" if value else "no"
        case date():
            return say_day(value)
        case list() | tuple():
            return "; ".join(say_value(item, unit) for item in value) or "none"
        case int() if unit is not None:
            return say_clock(value) if unit == "minutes" else say_amount(value, unit)
        case _:
            return str(value)


def say_power(rule: Rule, rulebook: Rulebook) -> str:
    """What the way in which it was read lets a rule do; empty where it may do all."""
    signoff = rulebook.signoffs.get(rule.id)
    if rule.is_uncertain:
        return "The law is doubtful here. The rule forbids where it forbids, and never frees: a person decides."
    if not rulebook.frees(rule):
        return "Written from memory, and signed off by nobody yet. Where it would free, it holds."
    return f"Signed off by {signoff.by} on {say_day(signoff.on)}." if signoff else ""
