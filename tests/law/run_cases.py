"""Print what is wrong with a rulebook, failing cases too.

python tests/law/run_cases.py [folder] [part of a rule's id] [--mutants]
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from remindful.core.guard.check import check_rulebook  # noqa: E402


def main() -> int:
    words = [word for word in sys.argv[1:] if word != "--mutants"]
    folder = Path(words[0]) if words else ROOT / "remindful" / "rulebook"
    part = words[1] if len(words) > 1 else ""
    check = check_rulebook(folder, with_mutants="--mutants" in sys.argv)
    findings = [finding for finding in (*check.findings, *check.survivors) if part in str(finding)]
    counts = f"{check.rules} rules, {check.cases_run} cases, {check.days_compiled} days, {check.mutants} mutants"
    lines = [*(f"[{finding.code}] {finding}" for finding in findings), f"{counts}, {len(findings)} faults"]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
