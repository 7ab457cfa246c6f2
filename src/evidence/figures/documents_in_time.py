"""Regulatory documents in time: what somebody saw, in order, and the stretch of time that a date leaves open."""

from __future__ import annotations

import calendar
import itertools
from datetime import date
from typing import NamedTuple

import pandas as pd

from evidence.errors import FigureError
from evidence.figures.frames import needed
from evidence.figures.statuses import seen_first_hand

NEEDED = ("regulation_id", "jurisdiction", "status", "product_use", "date", "seen")
BEARING_WORDS = {"against": "✕ against it", "for": "● for it", "mixed": "◐ mixed"}


class Span(NamedTuple):
    """The stretch of time that a date leaves open, in years."""

    start: float
    end: float

    @property
    def middle(self) -> float:
        """Where the mark stands."""
        return (self.start + self.end) / 2


def span(written: str) -> Span:
    """Give the stretch of time that a date names: a day, a month or a year.

    Examples
    --------
    >>> span("2024"), round(span("2024-07").start, 3), round(span("2024-12-31").end, 3)
    (Span(start=2024.0, end=2025.0), 2024.497, 2025.0)
    """
    parts = [int(part) for part in written.split("-")]
    year = parts[0]
    if len(parts) == 1:
        return Span(float(year), year + 1.0)
    first = date(year, parts[1], parts[2] if len(parts) == 3 else 1)
    length = 1 if len(parts) == 3 else calendar.monthrange(year, parts[1])[1]
    days = 366 if calendar.isleap(year) else 365
    gone = (first - date(year, 1, 1)).days
    return Span(year + gone / days, year + (gone + length) / days)


def seen(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep what somebody saw, in order: places as they first occur, in a place by date, what has none last.

    Parameters
    ----------
    frame : DataFrame
        One row per status on record: regulation_id, jurisdiction, status, product_use, date, seen; optional: place,
        bearing, article.

    Raises
    ------
    FigureError
        Missing columns, no row, no row that somebody saw, a regulation_id more than once, or a date that is none.
    """
    frame = needed(frame, NEEDED, "regulatory timeline", "give it the rows of tables.regulations")
    if frame["regulation_id"].duplicated().any():
        raise FigureError("regulatory timeline: found a status more than once; do: drop the duplicates")
    kept = frame[frame["seen"].ne("nothing")]
    if kept.empty:
        raise FigureError("regulatory timeline: found no document that was seen; do: leave the chart out")
    for regulation_id, written in kept.loc[kept["date"].notna(), ["regulation_id", "date"]].itertuples(index=False):
        try:
            span(written)
        except ValueError as error:
            raise FigureError(
                f"regulatory timeline: {regulation_id}: found the date {written!r}; "
                "allowed: YYYY, YYYY-MM or YYYY-MM-DD; do: correct it or leave it blank"
            ) from error
    order = {code: place for place, code in enumerate(dict.fromkeys(kept["jurisdiction"]))}
    ranked = kept.assign(_place=kept["jurisdiction"].map(order))
    return ranked.sort_values(["_place", "date", "regulation_id"], kind="stable").drop(columns="_place")


class Document(NamedTuple):
    """One document; texts that a frame lacks are blank, the place is then the code of the jurisdiction."""

    regulation_id: str
    jurisdiction: str
    place: str
    status: str
    product_use: str
    date: str
    seen: str
    bearing: str
    article: str

    @property
    def first_hand(self) -> bool:
        """Whether the document, a copy or its abstract was seen."""
        return seen_first_hand(self.seen)

    @property
    def when(self) -> str:
        """Its date as it is written, or that it has none."""
        return self.date or "no date"

    @property
    def bears(self) -> str:
        """How it bears on the claim; blank where it does not count."""
        return BEARING_WORDS.get(self.bearing, "")

    @property
    def sentence(self) -> str:
        """All of it in words."""
        bearing = f", {self.bears[2:]}" if self.bears else ""
        return f"{self.when} {self.status}: {self.product_use} ({self.seen}{bearing})."


def documents(frame: pd.DataFrame) -> list[Document]:
    """Give what somebody saw as documents, in the order of `seen`."""
    rows = seen(frame)
    blank = pd.Series("", index=rows.index)
    texts = {name: rows.get(name, blank).astype(object).fillna("") for name in Document._fields}
    if "place" not in rows:
        texts["place"] = rows["jurisdiction"]
    return [Document(*map(str, row)) for row in zip(*texts.values(), strict=True)]


def by_place(found: list[Document]) -> list[list[Document]]:
    """Give the documents of each jurisdiction."""
    return [list(of_one) for _, of_one in itertools.groupby(found, key=lambda one: one.jurisdiction)]


def unseen_note(frame: pd.DataFrame) -> tuple[str, ...]:
    """Say how many rows are not drawn because nobody saw a document."""
    unseen = int(frame["seen"].eq("nothing").sum())
    return (f"Not drawn: {unseen} on record of which no document was seen.",) if unseen else ()
