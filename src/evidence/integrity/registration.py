"""What was registered against what was reported: people, status and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.integrity.cases import WORTH_A_LOOK, Case
from evidence.integrity.reading import QUOTED, Tables, given
from evidence.integrity.rounding import shown

NOT_BEGUN = ("withdrawn", "not yet recruiting", "pending", "no longer available")
NOT_ENDED = ("recruiting", "enrolling by invitation", "suspended")
UPDATED = "last update"  # a registration so noted is not dated by its registering
INFERRED = "That this registration belongs to the study is an inference of ours."


def against_reported(tables: Tables) -> Iterator[Case]:
    """Look for registrations that plan other numbers than were reported, had not begun, or came after the report."""
    for entry in tables.reports:
        study = tables.studies.get(entry.study_id)
        if entry.kind != "registration" or study is None:
            continue
        papers = [
            row
            for row in tables.reports
            if row.study_id == entry.study_id and row.kind in ("paper", "preprint", "abstract")
        ]
        measured = any(row.study_id == entry.study_id and row.level != QUOTED for row in tables.results)
        reported = [row for row in papers if row.seen != "nothing"] if measured else []
        people = study.system in ("people", "") and given(entry.planned_n, study.n) and study.design != "registration"
        found = [
            *(_people(entry, study) if people else []),
            *(_status(entry, study) if measured else []),
            *(_dates(entry, study, reported) if UPDATED not in entry.citation else []),
        ]
        inferred = f" {INFERRED}" if "inferred" in f"{entry.citation} {entry.locator}".lower() else ""
        ids = (entry.report_id,)
        for told, fits in found:
            yield Case(
                ids, "", f"{told}{inferred or _noted(entry.citation)}", fits, WORTH_A_LOOK, touches=(entry.study_id,)
            )
        checked = people or (measured and entry.status) or (reported and entry.date)
        if not found:
            yield Case(ids, "" if checked else "a report with results of the same study")


def _noted(citation: str) -> str:
    """Give what the record notes of a registration in brackets, as a sentence."""
    note = re.search(r"\((.+)\)", citation)
    return f" The record notes: {note[1]}." if note else ""


def _people(entry, study) -> Iterator[tuple[str, str]]:
    if entry.planned_n != study.n:
        told = f"{study.label}: {shown(entry.planned_n)} people registered, {shown(study.n)} reported."
        yield told, f"{shown(entry.planned_n)} people, or a report that says what became of the others"


def _status(entry, study) -> Iterator[tuple[str, str]]:
    status = entry.status.lower().strip()
    if status.startswith(NOT_BEGUN):
        yield f"{study.label}: results are reported, but the registration says {entry.status!r}.", "Completed"
    elif status.startswith(NOT_ENDED):
        yield f"{study.label}: results are reported while the registration says {entry.status!r}.", "Completed"


def _dates(entry, study, reported: list) -> Iterator[tuple[str, str]]:
    """Compare as many parts of the dates as both have: year, month, day."""
    for row in reported:
        length = min(len(entry.date), len(row.date))
        if length and row.date[:length] < entry.date[:length]:
            told = (
                f"{study.label}: reported in {row.date}, and the registration is dated {entry.date}; that may be the "
                "day of its last update, not of registering."
            )
            yield told, "a registration from before the report"
