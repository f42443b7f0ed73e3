"""Tells the eighteen months, account by account, and hands each piece to the file of its day."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from random import Random

from remindful.edges.example import happenings, paying
from remindful.edges.example.answers import Answer, Desk, answer_visit, claim_day_of_second
from remindful.edges.example.cast import GROUP, HOSPITAL, Case, Role, cast_role
from remindful.edges.example.counts import ExampleCounts, Planted, Tally
from remindful.edges.example.happenings import Happening
from remindful.edges.example.office import ORGANIZATIONS, write_office
from remindful.edges.example.paying import Payment
from remindful.edges.example.people import Household, make_household
from remindful.edges.example.plans import make_fees
from remindful.edges.example.span import PEOPLE_WEEKDAY, Span, make_span
from remindful.edges.example.spool import Spool
from remindful.edges.example.visits import Visit, make_visits
from remindful.edges.example.write_835 import Remits
from remindful.edges.example.write_837 import ClaimFiles
from remindful.edges.example.write_csv import (
    CsvFiles,
    contact_fields,
    opening_fields,
    payment_fields,
    person_fields,
    write_mappings,
)

DEFAULT_LAST_ON = date(2026, 10, 31)
TELL_EVERY = 200
