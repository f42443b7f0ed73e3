"""What the codes of an authorization's answer mean: HCR01 (the decision), HCR03 and AAA03 (why not), AAA04 (what next). Our own words."""

from remindful.core.words.care import AuthorizationState

#: HCR01, data element 306.
DECISIONS: dict[str, AuthorizationState] = {
    "A1": AuthorizationState.APPROVED,
    "A2": AuthorizationState.PARTLY,
    "A3": AuthorizationState.DENIED,
    "A4": AuthorizationState.PENDED,
    "A5": AuthorizationState.DENIED,  # upheld after an appeal
    "A6": AuthorizationState.PARTLY,
    "C": AuthorizationState.CANCELLED,
    "CT": AuthorizationState.PENDED,  # the payer wants a call
    "NA": AuthorizationState.NOT_REQUIRED,
}

_PERSON = "Compare name, date of birth and member ID with the card, correct the coverage, and ask again."
_PROVIDER = "Correct the provider (NPI, name, taxonomy), or ask the payer whether it is enrolled, and ask again."
_REQUEST = "Correct the request, and ask again."
_WAIT = "Ask again later, or call the payer."
_CLINICAL = (
    "Send the clinical notes, or ask for a talk between physicians; an appeal has a day by which it must be there."
)

#: HCR03 and AAA03, data element 901: what it says, what to do.
REASONS: dict[str, tuple[str, str]] = {
    "04": ("more was requested than can be authorized", _REQUEST), "15": ("something required is missing", _REQUEST),
    "33": ("the request has errors", _REQUEST), "35": ("the provider is outside the network", _PROVIDER),
    "41": ("the office may not ask this payer", "Finish the enrollment with the payer, and ask again."),
    "42": ("the payer cannot respond now", _WAIT), "43": ("the provider's number is missing or wrong", _PROVIDER),
    "44": ("the provider's name is missing or wrong", _PROVIDER), "45": ("the provider's specialty is missing or wrong", _PROVIDER),
    "46": ("the provider's telephone is missing or wrong", _PROVIDER), "47": ("the provider's state is missing or wrong", _PROVIDER),
    "48": ("the referring provider's number is missing or wrong", _PROVIDER), "49": ("the provider is not the primary care provider", _PROVIDER),
    "51": ("the provider is not on file", _PROVIDER), "52": ("the provider was not enrolled on these days", _PROVIDER),
    "53": ("this provider is not eligible for this service", _PROVIDER), "56": ("a day does not fit", _REQUEST),
    "57": ("the days of service are missing or wrong", _REQUEST), "58": ("the date of birth is missing or wrong", _PERSON),
    "60": ("the date of birth is after the service", _PERSON), "61": ("the day of death is before the service", _PERSON),
    "62": ("the service is too long ago or too far off", _REQUEST), "63": ("the service is in the future", _REQUEST),
    "64": ("the patient's number is missing or wrong", _PERSON), "65": ("the patient's name is missing or wrong", _PERSON),
    "66": ("the patient's sex is missing or wrong", _PERSON), "67": ("the patient is not on file", _PERSON),
    "68": ("the patient's ID belongs to two people", _PERSON), "71": ("the date of birth is another than the payer's", _PERSON),
    "72": ("the member ID is missing or wrong", _PERSON), "73": ("the subscriber's name is missing or wrong", _PERSON),
    "74": ("the subscriber's sex is missing or wrong", _PERSON), "75": ("the subscriber is not on file", _PERSON),
    "76": ("the member ID belongs to two people", _PERSON), "77": ("the subscriber is on file, the patient is not", _PERSON),
    "78": ("the subscriber is not in this group", _PERSON), "79": ("the sender or receiver is not valid", _REQUEST),
    "80": ("the clearinghouse got no response", _WAIT), "82": ("it is not medically necessary, by the payer's view", _CLINICAL),
    "83": ("the level of care is not appropriate, by the payer's view", _CLINICAL),
    "84": ("the payer does not authorize this: it decides with the claim", "Nothing to do: bill without an authorization, and keep this response."),
    "85": ("the authorization belongs to another payer", "Ask the payer that covers this service."),
    "86": ("a second opinion is needed", "Arrange the second opinion, and ask again."), "87": ("it was decided before", "Use the earlier number."),
    "88": ("the service is not covered", "Tell the patient before the service, in writing."), "89": ("the request is too late", _CLINICAL),
    "90": ("the requested information did not arrive in time", "Send it, and ask again."),
    "91": ("it repeats a request", "Use the first response."), "92": ("the payer does not review this service", "Bill without an authorization."),
    "95": ("the patient is not eligible", _PERSON), "96": ("the request was not for this payer", "Ask the payer that covers this service."),
    "97": ("the provider's address is missing or wrong", _PROVIDER), "98": ("the service is experimental, by the payer's view", _CLINICAL),
    "0U": ("more information is needed", "Send what the payer asks for, before its day."),
    "AA": ("the authorization number is not on file", _REQUEST), "AE": ("the primary care provider must authorize it", "Get the referral first."),
    "AF": ("a diagnosis is missing or wrong", _REQUEST), "AG": ("a procedure code is missing or wrong", _REQUEST),
    "AO": ("more about the patient's condition is needed", _CLINICAL), "CI": ("the authorization is of another patient", _REQUEST),
    "E8": ("a medical review is needed", "Wait for the review, and send notes if requested."), "IA": ("the authorization number is not valid", _REQUEST),
    "MA": ("the authorization number is missing", _REQUEST), "T4": ("the payer's name or number is missing", _REQUEST),
    "T5": ("the authorization's data are missing", _REQUEST),
}  # fmt: skip
#: AAA04, data element 889: what the payer wants next.
NEXT_STEPS: dict[str, str] = {
    "C": "It may be corrected and sent again.", "N": "It must not be sent again.", "P": "It should be sent again as it was.",
    "R": "It may be sent again.", "S": "Do not send it again: the payer is asking another party.", "W": "It may be sent again after 30 days.",
    "X": "It may be sent again after 10 days.", "Y": "Do not send it again: the payer will respond.",
}  # fmt: skip


def say_reason(code: str | None) -> tuple[str, str]:
    """What a reason says and what to do; an unknown one by its number."""
    if code is None:
        return "the payer gave no reason", "Call the payer."
    return REASONS.get(
        code, (f"reason {code}, which we have no words for", "Look it up in the payer's guide, or call the payer.")
    )
