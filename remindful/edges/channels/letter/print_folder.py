"""Print folder: letters wait in home/print/<day>/letters; closing a batch makes one file to print and its manifest.

Each letter is two files: <message id>.pdf and <message id>.json (where it goes). The second is written last, so a
letter with both is whole. A batch is batch-NN.pdf and batch-NN.csv; the CSV is written last, and a letter is in one
batch only.
"""

import csv
import hashlib
import io
import json
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pypdf

from remindful.core.words.kinds import Medium, MessageState
from remindful.core.words.messages import MessageContent, Rendered
from remindful.edges.channels import Receipt, SendSettings, files

__all__ = ["Batch", "PrintFolder", "close_batch", "open_print_folder", "withdraw"]

LETTERS_A_BATCH = 1_000
MANIFEST_COLUMNS = (
    "message_id", "file", "pages", "first_page", "name", "line1", "line2", "city", "state", "zip", "sha256",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Batch:
    """A closed batch: what goes to the printer or the mail house."""

    pdf: Path
    manifest: Path
    letters: int
    pages: int


@dataclass(frozen=True, slots=True)
class PrintFolder:
    """The letters of one day that wait for the printer."""

    home: Path
    day: date

    @property
    def folder(self) -> Path:
        """home/print/2025-03-03."""
        return self.home / "print" / self.day.isoformat()

    def path_of(self, message_id: int) -> Path:
        """The letter's file. Beside it lies where it goes, as JSON."""
        return self.folder / "letters" / f"{message_id}.pdf"

    def send(self, content: MessageContent, rendered: Rendered) -> Receipt:
        """Put a letter into the folder, once. WorldFault passing (disk), permanent (another letter has its number)."""
        path = self.path_of(content.message_id)
        assert hashlib.sha256(rendered.body).hexdigest() == rendered.sha256, (
            f"message {content.message_id} is not what was rendered"
        )
        files.put_once(path, rendered.body)
        files.put_once(path.with_suffix(".json"), _say_where_to(content, rendered))
        return Receipt(content.message_id, MessageState.SENT, Medium.MAIL, path.relative_to(self.home).as_posix())


@contextmanager
def open_print_folder(settings: SendSettings) -> Generator[PrintFolder]:
    """The day's print folder. It is made when the first letter comes."""
    yield PrintFolder(settings.home, settings.day)


def withdraw(settings: SendSettings, day: date, message_id: int) -> None:
    """Remove a letter that waits in its day's folder. One that is in a batch for the printer stays there."""
    path = PrintFolder(settings.home, day).path_of(message_id)
    path.with_suffix(".json").unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def _say_where_to(content: MessageContent, rendered: Rendered) -> bytes:
    to = content.addressee
    row = {
        "message_id": content.message_id,
        "name": to.name,
        "line1": to.line1,
        "line2": to.line2 or "",
        "city": to.city,
        "state": to.state,
        "zip": to.zip,
        "sha256": rendered.sha256,
    }
    return json.dumps(row, ensure_ascii=False).encode()


def close_batch(home: Path, day: date, *, two_sided: bool = False) -> list[Batch]:
    """Gather the day's letters that are in no batch yet; returns all batches of the day. Again: the same.

    two_sided: a letter with an odd number of pages gets a blank one, so that no family's page is on another's back.
    ValueError: a letter in the folder is not the one that was sent.
    """
    folder = PrintFolder(home, day).folder
    manifests = sorted(folder.glob("batch-*.csv"))
    batched = {row["message_id"] for manifest in manifests for row in _read_manifest(manifest)}
    waiting = sorted(
        (path for path in (folder / "letters").glob("*.json") if path.stem not in batched),
        key=lambda path: int(path.stem),
    )
    for start in range(0, len(waiting), LETTERS_A_BATCH):
        number = len(manifests) + 1
        manifests.append(_write_batch(folder, number, waiting[start : start + LETTERS_A_BATCH], two_sided=two_sided))
    return [_count_batch(manifest) for manifest in manifests]


def _write_batch(folder: Path, number: int, letters: Sequence[Path], *, two_sided: bool) -> Path:
    printable = pypdf.PdfWriter()
    rows: list[dict[str, str | int]] = []
    for where_to in letters:
        path = where_to.with_suffix(".pdf")
        row = json.loads(where_to.read_text("utf-8"))
        body = path.read_bytes()
        if hashlib.sha256(body).hexdigest() != row["sha256"]:
            raise ValueError(
                f"{path} was changed after it was sent. Put back the stored message, or take both files out."
            )
        first_page = len(printable.pages) + 1
        printable.append(io.BytesIO(body), import_outline=False)
        pages = len(printable.pages) - first_page + 1
        if two_sided and pages % 2:
            printable.add_blank_page()
        rows.append(row | {"file": f"letters/{path.name}", "pages": pages, "first_page": first_page})
    printable.create_viewer_preferences().duplex = "/DuplexFlipLongEdge" if two_sided else "/Simplex"
    printed = io.BytesIO()
    printable.write(printed)
    manifest = folder / f"batch-{number:02d}.csv"
    files.write_whole(manifest.with_suffix(".pdf"), printed.getvalue())
    files.write_whole(manifest, _write_manifest(rows))
    return manifest


def _write_manifest(rows: Sequence[dict[str, str | int]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, MANIFEST_COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({column: _tame(row[column]) for column in MANIFEST_COLUMNS} for row in rows)
    return text.getvalue().encode("utf-8")


def _tame(value: str | int) -> str | int:
    # A spreadsheet runs a cell that begins so as a formula; a leading apostrophe makes it text.
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _read_manifest(manifest: Path) -> list[dict[str, str]]:
    with manifest.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _count_batch(manifest: Path) -> Batch:
    rows = _read_manifest(manifest)
    return Batch(manifest.with_suffix(".pdf"), manifest, len(rows), sum(int(row["pages"]) for row in rows))
