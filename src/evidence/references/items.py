"""Reports of a review as CSL-JSON items: what the tables hold, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.references.citation import own_title, parsed
from evidence.references.dates import date_parts
from evidence.references.kinds import TYPE_OF_KIND
from evidence.references.links import page_link
from evidence.references.text import one_line

if TYPE_CHECKING:
    import pandas as pd

LEAD = "not confirmed: not evidence"


def items(studies: pd.DataFrame, reports: pd.DataFrame, leads: bool = False) -> list[dict]:
    """Write reports as CSL-JSON items.

    Parameters
    ----------
    studies : DataFrame
        Columns study_id and title.
    reports : DataFrame
        The table of reports; a blank cell is missing or empty.
    leads : bool
        Whether to write leads too, of which nothing was seen.

    Returns
    -------
    list of dict
        One per report, in their order; ``id`` is the report_id. ``title`` is the study's where the report is its main
        one, else that of its citation, where that leaves no doubt, else what was cited: of a study in square brackets,
        as a description. Authors, journal, volume, issue and pages only where the shape of the citation leaves no
        doubt; authors who are not named are marked. ``custom`` holds each filled cell of the row as text, so that
        nothing is lost.
    """
    titles = {row["study_id"]: row.get("title", "") for row in _rows(studies)}
    rows = _rows(reports)
    main = _main_reports(rows, titles)
    wanted = [row for row in rows if leads or row.get("seen") != "nothing"]
    return [_item(row, titles.get(row.get("study_id", ""), "") if row["report_id"] in main else "") for row in wanted]


def _rows(frame: pd.DataFrame) -> list[dict[str, str]]:
    """Rows with their filled cells as text."""
    filled = frame.notna()
    return [
        {name: str(row[name]) for name in frame.columns if there[name] and str(row[name])}
        for row, there in zip(frame.to_dict("records"), filled.to_dict("records"), strict=True)
    ]


def _main_reports(rows: list[dict], titles: dict[str, str]) -> set[str]:
    """Which report of each study bears its title: the one that cites it, else the one of its name, else the only."""
    of_study: dict[str, list[dict]] = {}
    for row in rows:
        of_study.setdefault(row.get("study_id", ""), []).append(row)
    main = set()
    for study_id, own in of_study.items():
        title = titles.get(study_id, "")
        citing = [row for row in own if title and title in row.get("citation", "")]
        named = [row for row in own if row["report_id"].removeprefix("r-") == study_id.removeprefix("s-")]
        for candidates in (citing, named, own):
            if len(candidates) == 1:
                main.add(candidates[0]["report_id"])
                break
    return main


def _item(row: dict[str, str], title: str) -> dict:
    """One item; parts without content are left out."""
    date, citation = row.get("date", ""), row.get("citation", "")
    title = title or own_title(citation, date[:4])
    parts = parsed(citation, title, date[:4])
    item = {
        "id": row["report_id"],
        "type": TYPE_OF_KIND.get(row.get("kind", ""), "document"),
        "title": one_line(title) or _described(one_line(citation), date, of_study=bool(row.get("study_id"))),
        **parts,
        "issued": {"date-parts": [date_parts(date)]} if date_parts(date) else None,
        "DOI": one_line(row.get("doi")),
        "PMID": one_line(row.get("pmid")),
        "number": one_line(row.get("registry_id")),
        "URL": page.address if (page := page_link(row)) else "",
        "keyword": "; ".join(_keywords(row)),
        "note": " ".join(_notes(row, parts)),
        "custom": row,
    }
    return {name: value for name, value in item.items() if value}


def _described(citation: str, date: str, of_study: bool) -> str:
    """A citation in the place of a title, without its date where that is the row's; of a study it only describes."""
    said = citation.removesuffix(".").removesuffix(f"({date})").strip() if date else citation
    return f"[{said.removesuffix('.')}]" if of_study and said else said


def _keywords(row: dict[str, str]) -> list[str]:
    lead = [LEAD] if row.get("seen") == "nothing" else []
    return lead + [state for state in ("retracted", "concern", "corrected") if row.get("retraction") == state]


def _notes(row: dict[str, str], parts: dict) -> list[str]:
    """What a reader of the reference must know, in sentences."""
    seen = row.get("seen", "")
    said = ["Lead: nothing of it was seen."] if seen == "nothing" else [f"Seen of it: {seen}."] * bool(seen)
    said += ["Names as far as they were seen; there may be more."] if "author" in parts else []
    said += ["Retraction was not checked."] if row.get("retraction") == "not checked" else []
    said += [f"Gives no result: {row['exclusion_reason']}."] if row.get("exclusion_reason") else []
    said += [f"Cited as: {row['citation']}"] if row.get("citation") else []
    return [one_line(sentence) for sentence in said]
