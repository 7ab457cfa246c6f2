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
_DAY, _YEAR_10000 = 86_400_000, 253_402_300_800_000  # milliseconds
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
        Rows that refer to nothing or to another claim, times ahead of the clock or rewritten by a
        spreadsheet.
    """
    if decisions.has_all_columns:
        now = datetime.datetime.now(datetime.UTC).timestamp() * 1000
        known = {row["decision_id"]: row["claim_id"] for row in decisions.rows}
        for row in decisions.rows:
            yield from _dangling(decisions, row, known)
            yield from _ahead(decisions, row, now)
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


def _ahead(sheet: Sheet, row: Row, now: float) -> Iterator[Problem]:
    """A row of the day after tomorrow would be the newest word for ever, whatever anybody says later."""
    time = 0.0
    if datetime_fault(row["time"], {}) is None:
        time = datetime.datetime.fromisoformat(row["time"]).timestamp() * 1000
    for column, moment in (("time", time), ("decision_id", _moment(row["decision_id"]))):
        if moment > now + _DAY:
            rule = "a moment at most a day ahead of this machine's clock"
            cure = "set right your clock, or that of this row: write in time and id when it was made"
            yield sheet.problem(row, column, rule, cure)


def _moment(decision_id: str) -> int:
    """Read the milliseconds since 1970 with which an id begins; 0 where it is an id of another form."""
    return int(decision_id.replace("-", "")[:12], 16) if _ID.fullmatch(decision_id) else 0


def _moved(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """Where a spreadsheet has rewritten the time, the id still knows it: it begins with the moment of its row."""
    moment = _moment(row["decision_id"])
    if not row["time"] or datetime_fault(row["time"], {}) is None or not 0 < moment < _YEAR_10000:
        return
    whole = datetime.datetime.fromtimestamp(moment // 1000, tz=datetime.UTC)
    cure = f"write {whole:%Y-%m-%dT%H:%M:%S}.{moment % 1000:03d}Z, with which its id begins; or {_RESTORE}"
    yield sheet.problem(row, "time", "a time in UTC as YYYY-MM-DDThh:mm:ssZ", cure)
