"""What the tests of the exports share: run a command, let people decide, and text that means harm."""

import contextlib
import csv
import io
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

from evidence import cli

PEOPLE = ("AB", "CD")

# What would run in a page, a spreadsheet, TeX, Typst, Markdown, BibTeX or RIS, or hide from a reader, were it not text.
HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "=HYPERLINK(1)",
    "\u202etxet\u202c \u200bzero\u2028line",
    "a\\\"b'c\\n\nd\te",
    "\\input{x} #set page() [x](javascript:1) @book{x, TY  - JOUR",
    "]]> --> {{ 7 * 7 }} ${x} & é “½”",
)


def run(*arguments) -> tuple[int, str, str]:
    """Run a command in this process; give exit code, standard output, standard error."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    argv = ["evidence", *map(str, arguments)]
    with mock.patch.object(sys, "argv", argv), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
    return code, out.getvalue(), err.getvalue()


def decide(folder: Path, *rows: dict) -> None:
    """Append decisions to a review, an hour apart; what a row leaves out is filled with what suits.

    A row without a reviewer is what two people say, one after the other.
    """
    path = folder / "decisions.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    usual = {"reviewer_kind": "human", "reason": "Read again.", "data_version": "0.3.0"}
    said = [
        {**usual, "reviewer": who, **row}
        for row in rows
        for who in ([row["reviewer"]] if "reviewer" in row else PEOPLE)
    ]
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0].split(","), extrasaction="ignore", lineterminator="\n")
        for hour, row in enumerate(said, start=len(lines)):
            time = datetime(2026, 11, 24, tzinfo=UTC) + timedelta(hours=hour)
            digits = f"{int(time.timestamp() * 1000):012x}"  # UUIDv7 begins with its moment
            decision_id = f"{digits[:8]}-{digits[8:]}-7000-8000-{hour:012d}"
            action = "decide" if "verdict" in row else "flag"  # of a log that has this column
            writer.writerow({"action": action, "decision_id": decision_id, "time": f"{time:%Y-%m-%dT%H:%M:%SZ}", **row})


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
