"""What a file marks as a test (ISA15 = T, MSH-11 = T or D): taken by organizations that are in test, set aside by all others."""

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.flow.books.receive import ReadFile
from remindful.flow.intake.split_by_organization import Frames, Targets
from remindful.flow.office.desk import Desk


def place_file(
    desk: Desk, read: ReadFile, *, place: Callable[[ReadFile], tuple[Targets, list[Finding]]]
) -> tuple[Targets, list[Finding]]:
    """Whose each part of a file is, and what is wrong with it. place: says it of frames, whether they are a test or not."""
    targets, findings = place(read)
    if read.tests is None:
        return targets, findings
    tested, _ = place(replace(read, frames=read.tests.frames))
    taken: Targets = [(one, frames) for one, frames in tested if one.organization.is_in_test]
    if taken:
        findings = [*findings, *read.tests.findings]
    if len(taken) < len(tested) or not tested:
        findings = [*findings, _say_test(read.received.name, read.tests.line)]
    return _merge(targets, taken, desk), findings


def _merge(targets: Targets, taken: Targets, desk: Desk) -> Targets:
    """Both parts by organization, in the order of the desk."""
    parts: dict[int, Frames] = {}
    for one, frames in [*targets, *taken]:
        before = parts.get(one.organization_id, {})
        both = {name: pl.concat([before[name], frame]) if name in before else frame for name, frame in frames.items()}
        parts[one.organization_id] = before | both
    return [(one, parts[one.organization_id]) for one in desk if one.organization_id in parts]


def _say_test(file: str, line: int) -> Finding:
    return Finding(
        "file.test",
        At(file, line),
        "From here the file is marked as a test (ISA15 = T, or MSH-11 = T or D): nothing of its test part was posted.",
        "Nothing, if the sender is testing. Otherwise ask for the production file. An organization that is in test itself (office.yaml: "
        "`is_practice: true`, or `billing` without `is_production: true`) takes test files.",
    )
