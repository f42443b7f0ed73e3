"""Why a claim is not booked, in words: what is wrong, and what to do."""

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.core.words.money import say_cents

WHY = {
    "no_number": ("claim.no_number", "has no patient control number (CLM01)", "Give it one in the billing system and export it again."),
    "no_charge": ("claim.no_charge", "has no readable charge or no service line", "Correct it in the billing system and export it again."),
    "unbalanced": ("claim.unbalanced", "does not add up: its lines come to another sum than CLM02", "Correct it in the billing system and export it again."),
    "no_day": ("claim.no_day", "has no day of service", "Correct it in the billing system and export it again."),
    "patient_unknown": ("claim.patient_unknown", "is for a patient who is not in any imported file", "Import the demographics: it is tried again every night."),
    "nothing_to_replace": ("claim.nothing_to_replace", "corrects a claim that is not on file", "Import the first claim: this is tried again every night."),
    "twice_in_file": (
        "claim.twice_in_file",
        "is in one file with another claim of the same number, and one of them is a replacement or a void",
        "Export the file again with the last word only.",
    ),
    "other_patient": (
        "claim.other_patient",
        "has the control number of another patient's claim on file ({on_file})",
        "Give it a control number of its own; if the claim on file is the wrong patient's, void that one first (frequency code 8).",
    ),
    "other_day": (
        "claim.number_used_again",
        "has the control number of another day's claim on file ({on_file})",
        "Give each visit a control number of its own. If it corrects the claim on file, send it as a replacement (frequency code 7).",
    ),
    "other_services": (
        "claim.number_used_again",
        "has the control number and the charge of a claim with other services on file ({on_file})",
        "Give each visit a control number of its own. If it corrects the claim on file, send it as a replacement (frequency code 7).",
    ),
    "changed": (
        "claim.changed",
        "has another charge than the claim with the same control number that is on file",
        "Send it as a replacement (frequency code 7) if it corrects that one, or give it a control number of its own.",
    ),
}  # fmt: skip


def say_unbooked(exceptions: pl.DataFrame, file: str) -> list[Finding]:
    """One finding a claim: segment_no, control_number, charge_cents, on_file, why."""
    return [
        Finding(
            WHY[row["why"]][0],
            At(file, row["segment_no"], row["control_number"]),
            f"Claim {row['control_number'] or '(no number)'} of {say_cents(row['charge_cents'] or 0)} "
            f"{WHY[row['why']][1].format(on_file=row['on_file'])}, so it was not booked.",
            WHY[row["why"]][2],
        )
        for row in exceptions.iter_rows(named=True)
    ]
