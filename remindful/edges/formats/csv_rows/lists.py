"""Closed lists and the words that offices write for them: states, languages, media, methods, reasons, yes and no."""

import polars as pl

from remindful.core.words.kinds import EventKind, Medium
from remindful.edges.formats.languages import language_words

_STATES = """AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky
|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana
|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota
|OH Ohio|OK Oklahoma|OR Oregon
|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah
|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|AS American Samoa|GU Guam
|MP Northern Mariana Islands|PR Puerto Rico|VI Virgin Islands|AA Armed Forces Americas|AE Armed Forces Europe
|AP Armed Forces Pacific"""
_MEDIA = {
    Medium.MAIL: "mail letter letters postal post paper usmail",
    Medium.EMAIL: "email e-mail electronic",
    Medium.TEXT: "text sms texting texts",
    Medium.CALL: "call phone telephone voice calls",
    Medium.PORTAL: "portal website patientportal",
}
_PHONE_KINDS = {
    "mobile": "mobile cell cellular cellphone mobilephone wireless",
    "landline": "landline fixed",
    "voip": "voip",
    "work": "work business office",
}
_METHODS = {
    "cash": "cash",
    "check": "check cheque chk",
    "card": "card cc creditcard debitcard credit debit visa mastercard amex discover",
    "ach": "ach eft echeck e-check banktransfer",
}
_REASONS = {
    "self_pay": "self_pay selfpay self-pay self uninsured",
    "deductible": "deductible ded deduct",
    "coinsurance": "coinsurance co-insurance coins coin",
    "copay": "copay co-pay copayment",
    "not_covered": "not_covered notcovered non-covered noncovered",
}
_SEXES = {"M": "m male man", "F": "f female woman", "X": "x nonbinary non-binary", "U": "u unknown"}
_YES_NO = {"true": "true t yes y 1", "false": "false f no n 0"}


def read_states(texts: pl.Series) -> pl.Series:
    """Two letters, of a code or a full name."""
    pairs = [entry.strip().split(" ", 1) for entry in _STATES.split("|")]
    words = {name.casefold(): code for code, name in pairs} | {code.casefold(): code for code, _ in pairs}
    words |= {"washington dc": "DC", "d.c": "DC", "u.s. virgin islands": "VI", "us virgin islands": "VI"}
    return _look_up(texts.str.replace_all(r"\s+", " ").str.strip_suffix("."), words)


def read_languages(texts: pl.Series) -> pl.Series:
    """ISO 639-1, of a code (en, en-US, eng) or a name (English, español)."""
    return _look_up(texts.str.replace(r"^([A-Za-z]{2})[-_][A-Za-z]{2,4}$", "${1}"), language_words())


def read_media(texts: pl.Series) -> pl.Series:
    """Medium: mail, email, text, call, portal."""
    return _look_up(texts.str.replace_all(" ", ""), _words(_MEDIA))


def read_phone_kinds(texts: pl.Series) -> pl.Series:
    """mobile, landline, voip, work. "home" is none of these: a home number may be a mobile."""
    return _look_up(texts.str.replace_all(" ", ""), _words(_PHONE_KINDS))


def read_methods(texts: pl.Series) -> pl.Series:
    """cash, check, card, ach."""
    return _look_up(texts.str.replace_all(" ", ""), _words(_METHODS))


def read_reasons(texts: pl.Series) -> pl.Series:
    """Why the patient owes: self_pay, deductible, coinsurance, copay, not_covered."""
    return _look_up(texts.str.replace_all(" ", ""), _words(_REASONS))


def read_sexes(texts: pl.Series) -> pl.Series:
    """M, F, X, U."""
    return _look_up(texts, _words(_SEXES))


def read_yes_no(texts: pl.Series) -> pl.Series:
    """True or false."""
    words = {word: meaning == "true" for word, meaning in _words(_YES_NO).items()}
    return texts.str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.Boolean)


def read_events(texts: pl.Series) -> pl.Series:
    """EventKind, by its own name alone: an event decides what the law permits, so no near word is taken for it."""
    return _look_up(texts.str.replace_all(r"[ -]", "_"), {kind.value: kind.value for kind in EventKind})


def _words(known: dict[str, str] | dict[Medium, str]) -> dict[str, str]:
    return {word: str(meaning) for meaning, words in known.items() for word in words.split()}


def _look_up(texts: pl.Series, words: dict[str, str]) -> pl.Series:
    return texts.str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.String)
