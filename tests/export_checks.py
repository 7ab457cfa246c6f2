"""What the tests of the exports share: run a command, let people decide, and text that means harm."""

import contextlib
import csv
import io
import sys
from pathlib import Path
from unittest import mock

from evidence import cli

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
    """Append decisions to a review; what a row leaves out is filled with what suits."""
    path = folder / "decisions.csv"
    columns = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    held = len(path.read_text(encoding="utf-8").splitlines())
    usual = {"reviewer": "AB", "reviewer_kind": "human", "reason": "Read again.", "data_version": "0.3.0"}
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        for place, row in enumerate(rows, start=held):
            time = f"2026-11-24T{place:02d}:00:00Z"
            writer.writerow({"decision_id": f"d{place}", "time": time} | usual | row)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
