"""What the codes of a receiver's acknowledgment of a file mean, in our own words: 999 (AK9, IK5, IK3, IK4) and TA1.

Numbers are those of X12 data elements 715, 716, 717, 718, 618, 620, 621 as 005010X231A1 and the interchange control standard use them.
"""

#: AK901, IK501, TA104: whether the file, group or set was taken in. Null: in part.
TAKEN: dict[str, bool | None] = {"A": True, "E": True, "P": None, "M": False, "R": False, "W": False, "X": False}
VERDICTS: dict[str, str] = {
    "A": "Accepted", "E": "Accepted, with errors noted", "P": "Partly accepted", "R": "Refused",
    "M": "Refused: its authentication failed", "W": "Refused: its assurance failed", "X": "Refused: it could not be decrypted",
}  # fmt: skip

#: IK304: what is wrong with a segment.
SEGMENT_FAULTS: dict[str, str] = {
    "1": "is no segment that the receiver knows", "2": "is present where none is expected", "3": "is required and missing",
    "4": "begins a loop more often than allowed", "5": "occurs more often than allowed", "6": "does not belong into this kind of file",
    "7": "is out of order", "8": "has an element that is wrong", "I4": "is not used by the guide",
    "I6": "is missing, though something else requires it", "I7": "begins a loop that comes too seldom", "I8": "comes too seldom",
    "I9": "must not be used here, because of another value",
}  # fmt: skip
#: IK403: what is wrong with an element.
ELEMENT_FAULTS: dict[str, str] = {
    "1": "is required and missing", "2": "is missing, though another element requires it", "3": "is one element too many",
    "4": "is too short", "5": "is too long", "6": "has a character that is not allowed", "7": "is a code that is not valid",
    "8": "is no valid day", "9": "is no valid time", "10": "must not be used together with another element", "12": "is repeated too often",
    "13": "has too many parts", "I6": "is a code that the guide does not use", "I9": "is missing, though something else requires it",
    "I10": "is not used by the guide", "I11": "is repeated too seldom", "I12": "is not written as it must be",
    "I13": "must not be used here, because of another value",
}  # fmt: skip
#: IK502 to IK506: what is wrong with a set (ST..SE).
SET_FAULTS: dict[str, str] = {
    "1": "this kind of file is not supported", "2": "its end (SE) is missing", "3": "its number at the end is another than at the beginning",
    "4": "its count of segments is wrong", "5": "one or more segments are wrong", "6": "its kind is missing or not valid",
    "7": "its number is missing or not valid", "8": "an authentication key is not known", "9": "an encryption key is not known",
    "10": "a security service is not available", "11": "the recipient of its security is not known", "12": "its length is wrong",
    "13": "its authentication code failed", "15": "the originator of its security is not known", "16": "there is a syntax error in decrypted text",
    "17": "its security is not supported", "18": "it does not belong into this group", "19": "the guide that it names is not valid",
    "23": "its number is not unique in the group", "24": "the end of its security is missing", "25": "the beginning of its security is missing",
    "26": "the end of its assurance is missing", "27": "the beginning of its assurance is missing",
    "I5": "it follows a guide that is not supported", "I6": "its guide is not the group's",
}  # fmt: skip
#: AK905 to AK909: what is wrong with a group (GS..GE).
GROUP_FAULTS: dict[str, str] = {
    "1": "this kind of group is not supported", "2": "its version is not supported", "3": "its end (GE) is missing",
    "4": "its number at the end is another than at the beginning", "5": "its count of sets is wrong", "6": "its number is not valid",
    "10": "an authentication key is not known", "11": "an encryption key is not known", "12": "a security service is not available",
    "13": "the recipient of its security is not known", "14": "the originator of its security is not known",
    "15": "there is a syntax error in decrypted text", "16": "its security is not supported", "17": "its length is wrong",
    "18": "its authentication code failed", "19": "its number is not unique in the interchange",
    "23": "the end of its security is missing", "24": "the beginning of its security is missing",
    "25": "the end of its assurance is missing", "26": "the beginning of its assurance is missing", "I6": "a segment that it needs is missing",
}  # fmt: skip
#: TA105: what is wrong with an interchange (ISA..IEA).
INTERCHANGE_FAULTS: dict[str, str] = {
    "000": "no error", "001": "its number at the end is another than at the beginning", "002": "its standard is not supported",
    "003": "its version is not supported", "004": "its segment terminator is not valid", "005": "the kind of the sender's number is not valid",
    "006": "the sender's number is not valid", "007": "the kind of the receiver's number is not valid", "008": "the receiver's number is not valid",
    "009": "the receiver is not known", "010": "its authorization's kind is not valid", "011": "its authorization is not valid",
    "012": "its security's kind is not valid", "013": "its security is not valid", "014": "its day is not valid", "015": "its time is not valid",
    "016": "its standard's number is not valid", "017": "its version's number is not valid", "018": "its number is not valid",
    "019": "whether it asks for an acknowledgment is not valid", "020": "whether it is a test is not valid",
    "021": "its count of groups is wrong", "022": "its frame of segments is not valid", "023": "the file ends too early",
    "024": "what it holds is not valid (such as its GS)", "025": "its number was used before", "026": "its element separator is not valid",
    "027": "its component separator is not valid", "028": "its delivery day is not valid", "029": "its delivery time is not valid",
    "030": "its delivery time code is not valid", "031": "its grade of service is not valid",
}  # fmt: skip
