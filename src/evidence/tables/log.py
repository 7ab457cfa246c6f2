"""What the one table that is only ever appended to must hold beyond the others: whole rows, each of them once."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator
from pathlib import Path

from evidence.errors import Problem
from evidence.tables.cells import datetime_fault
from evidence.tables.files import inside
from evidence.tables.reading import Row, Sheet

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_RESTORE = "take the file from git again (git checkout), and edit it as text, not in a spreadsheet"


def check_log(decisions: Sheet) -> Iterator[Problem]:
    """Check what appending and merging can leave behind, and what a spreadsheet makes of ids and times.

    Parameters
    ----------
    decisions : Sheet
        The log as text.

    Yields
    ------
    Problem
        Rows that refer to nothing or to another claim, times that a spreadsheet rewrote.
    """
    if decisions.has_all_columns:
        known = {row["decision_id"]: row["claim_id"] for row in decisions.rows}
        for row in decisions.rows:
            yield from _dangling(decisions, row, known)
            yield from _moved(decisions, row)


def unfinished(root: Path, decisions: Sheet) -> Iterator[Problem]:
    """Find a last line that does not end: its writer was stopped, or an editor dropped the line end."""
    path = inside(root, decisions.file)
    if path is None or not os.path.isfile(path):
        return
    with open(path, "rb") as file:
        data = file.read()
    if data and not data.endswith(b"\n"):
        rule = "a whole row that ends its line"
        cure = "remove it if it breaks off, else end the line; the next `evidence flag` does just that by itself"
        found = data[data.rfind(b"\n") + 1 :].decode("utf-8", errors="replace")
        yield Problem(decisions.file, data.count(b"\n") + 1, "", found, rule, cure)


def _dangling(sheet: Sheet, row: Row, known: dict[str, str]) -> Iterator[Problem]:
    for other in row["refers_to"].split():
        if other not in known:
            yield sheet.problem(row, "refers_to", "decision_id of a row in this table", f"mend the id; or {_RESTORE}")
        elif known[other] != row["claim_id"]:
            yield sheet.problem(row, "refers_to", f"a decision on {row['claim_id']}", "mend the id or the claim")


def _moved(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """Where a spreadsheet has rewritten the time, the id still knows it: it begins with the moment of its row."""
    if not row["time"] or datetime_fault(row["time"], {}) is None or not _ID.fullmatch(row["decision_id"]):
        return
    moment = int(row["decision_id"].replace("-", "")[:12], 16)
    whole = datetime.datetime.fromtimestamp(moment // 1000, tz=datetime.UTC)
    cure = f"write {whole:%Y-%m-%dT%H:%M:%S}.{moment % 1000:03d}Z, with which its id begins; or {_RESTORE}"
    yield sheet.problem(row, "time", "a time in UTC as YYYY-MM-DDThh:mm:ssZ", cure)
