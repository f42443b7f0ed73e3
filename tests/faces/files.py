"""The small files that the desk's tests bring in: three people, their opening balances, one X12 file, and faulty ones."""

from pathlib import Path

from tests.stories.practice import GROUP, NPI, OFFICE, claim_text

PEOPLE = """\
party_key,guarantor_key,first_name,last_name,birth_on,language,line1,city,state,zip,phone,phone_kind,email,as_of_on
ann,ann,Ann,Example,1980-05-05,en,1 Sample Street,Tallahassee,FL,32301,+18505550123,mobile,ann@example.org,2026-01-02
ben,ben,Ben,Example,1981-05-05,es,2 Sample Street,Tallahassee,FL,32301,+18505550124,mobile,ben@example.org,2026-01-02
kim,,Kim,Example,1982-05-05,en,3 Sample Street,Tallahassee,FL,32301,+18505550125,mobile,kim@example.org,2026-01-02
"""
BALANCES = """\
visit_key,party_key,guarantor_key,service_on,charge_cents,open_cents,reason,description,procedure_code
V1,ann,ann,2026-01-05,18500,4000,copay,Office visit,99213
V2,ben,ben,2026-01-06,6200,6200,self_pay,Strep test,87880
V3,kim,,2026-01-07,9000,9000,self_pay,Office visit,99213
"""
BAD_ROW = """\
payment_key,party_key,visit_key,paid_on,amount_cents,method
P1,ann,V1,2026-02-30,1000,check
"""
#: An invented law, for commands about rulebooks; tests/law proves the shipped one.
SMALL_RULEBOOK = Path(__file__).parents[1] / "law" / "rulebook_small"
PERSON = {"last_name": "Example", "first_name": "Ann", "birth_on": "1980-05-05", "line1": "1 Sample Street",
          "city": "Tallahassee", "state": "FL", "zip": "32301"}  # fmt: skip

__all__ = ["BAD_ROW", "BALANCES", "GROUP", "NPI", "OFFICE", "PEOPLE", "PERSON", "SMALL_RULEBOOK", "claim_text"]
