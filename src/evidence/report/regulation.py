"""Regulatory statuses as a reader sees them: those of the article's jurisdiction first, the newest document on top."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evidence.report.cells import records, text
from evidence.report.links import reader_link
from evidence.review import Review

SHOWN = (
    "regulation_id",
    "jurisdiction",
    "authority",
    "product_use",
    "pathway",
    "status",
    "legal_basis",
    "finding",
    "date",
    "as_of",
    "inferred",
    "seen",
    "seen_where",
)


@dataclass(frozen=True)
class Statuses:
    """The statuses of one or more jurisdictions.

    Attributes
    ----------
    places : tuple of str
        Their codes.
    as_of : str
        The last day on which we looked.
    rows : list of dict
        One status each, with `link` (Link or None).
    """

    places: tuple[str, ...]
    as_of: str
    rows: list[dict]


def statuses(review: Review) -> tuple[Statuses, Statuses]:
    """Give the statuses of the jurisdictions that the article names, and those of all others."""
    table = review.tables.regulations
    named = set(review.tables.claims["jurisdiction"].dropna())
    home = table["jurisdiction"].isin(named)
    return _statuses(review, table[home]), _statuses(review, table[~home])


def _statuses(review: Review, table: pd.DataFrame) -> Statuses:
    reports = {report["report_id"]: report for report in review.tables.reports.to_dict("records")}
    newest = table.sort_values("date", ascending=False, na_position="last", kind="stable")
    ordered = newest.sort_values("jurisdiction", kind="stable")
    links = [reader_link(reports[key]) if key in reports else None for key in ordered["report_id"]]
    return Statuses(
        places=tuple(dict.fromkeys(ordered["jurisdiction"])),
        as_of=max(map(text, ordered["as_of"]), default=""),
        rows=[{**row, "link": link} for row, link in zip(records(ordered, SHOWN), links, strict=True)],
    )
