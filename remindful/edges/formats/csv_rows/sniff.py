"""Knows a CSV file by its first bytes and its name."""

import re

from remindful.edges.formats.csv_rows.encoding import (
    DELIMITERS,
    decode_head,
    detect_delimiter,
    name_binary,
    split_header,
)
from remindful.edges.formats.csv_rows.known import KINDS, kind_of_header

TABLE_SUFFIXES = (".csv", ".tsv", ".tab", ".xlsx", ".xls")
# Texts that are another format's: X12, HL7, JSON, XML, and the headers of Synthea's tables.
OTHERS = ("isa", "st*", "{", "[", "<", "%pdf")
SYNTHEA_HEADERS = (
    "Id,BIRTHDATE,DEATHDATE,SSN",
    "Id,PATIENTID,PROVIDERID,PRIMARYPATIENTINSURANCEID",
    "ID,CLAIMID,CHARGEID,PATIENTID,TYPE",
    "Id,NAME,OWNERSHIP,ADDRESS",
    "Id,NAME,ADDRESS,CITY,STATE,ZIP,LAT,LON",
    "Id,ORGANIZATION,NAME,GENDER,SPECIAL",
    "Id,START,STOP,PATIENT,",
    "Id,DATE,PATIENT,ENCOUNTER,",
    "PATIENT,MEMBERID,START_DATE",
    "PATIENT,START_",
    "START,STOP,PATIENT,",
    "DATE,PATIENT,ENCOUNTER,",
)


#: An HL7 header: its separator, the other signs, its separator again.
HL7 = re.compile(r"[\s\x0b]*(?:MSH|FHS|BHS)([^\w\s])[^\w\s]{1,5}\1")


def sniff_csv(head: bytes, name: str) -> bool:
    """Whether this is for the CSV reader; a text of another format never is.

    It is a table by its name (also a broken one, so that it is told why), or its header uses our own names, or it is
    a .txt or a name without suffix whose first line has a delimiter.
    """
    is_table = name.lower().endswith(TABLE_SUFFIXES)
    if name_binary(head):
        return is_table
    start = decode_head(head).lstrip()
    lines = start.splitlines()
    header = lines[0] if lines else ""
    if start.lower().startswith(OTHERS) or HL7.match(start) or header.startswith(SYNTHEA_HEADERS):
        return False
    wanted = {name for kind in KINDS.values() for name in kind.names}
    names = split_header(header, detect_delimiter(header, wanted=wanted))
    has_delimiter = any(delimiter in header for delimiter in DELIMITERS.values())
    # A file kept under its content's name has no suffix.
    may_be_table = name.lower().endswith(".txt") or "." not in name
    return is_table or kind_of_header(names) is not None or (may_be_table and has_delimiter)
