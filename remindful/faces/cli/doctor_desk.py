"""`remindful doctor`: what is well in this installation, and what is not."""

from remindful.faces.cli import tables
from remindful.faces.cli.options import AsJson
from remindful.faces.cli.show import Exit, guarded, print_json
from remindful.flow.ask import examination
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home


@guarded
def doctor(as_json: AsJson = False) -> None:
    """Check this installation: database, office settings, rules, mail, and messages that need your review."""
    report = examination.examine(home=read_home(), clock=read_clock())
    print_json(report) if as_json else tables.show_doctor(report)
    raise SystemExit(Exit.DONE if report.is_well else Exit.FAILED)
