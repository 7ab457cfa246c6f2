"""Regulation over time: every dated document on one axis, by jurisdiction; what has no date stands beside the axis."""

from __future__ import annotations

import itertools
from types import ModuleType

import pandas as pd
from matplotlib.axes import Axes

from evidence.figures import timeline_lanes, timeline_rows
from evidence.figures.chart import Chart
from evidence.figures.documents_in_time import NEEDED, Document, by_place, documents, seen, span, unseen_note
from evidence.figures.foot import NOTE, foot_height, put_notes, title_height
from evidence.figures.key import Entry, key_height, put_key
from evidence.figures.looks import POINTS, SCREEN, Look
from evidence.figures.paging import paged
from evidence.figures.sheet import Sheet
from evidence.figures.statuses import status_key
from evidence.figures.timeline_axis import Columns, put_years

TITLE = "Regulatory documents over time"
FEW, FEW_NARROW = 36, 12  # documents that get a line each; more are drawn in lanes


def form(frame: pd.DataFrame, look: Look) -> ModuleType:
    """Choose between a line for each document and a lane for each jurisdiction; a page has the form of the whole."""
    seen_rows = int(frame["seen"].ne("nothing").sum())
    few = seen_rows <= (FEW_NARROW if look.narrow else FEW) and not frame.attrs.get("lanes")
    return timeline_rows if few else timeline_lanes


def columns(frame: pd.DataFrame, look: Look = SCREEN) -> Columns:
    """Share out the width of a look."""
    return form(frame, look).columns(documents(frame), look)


def _key(found: list[Document], look: Look) -> list[Entry]:
    quiet, em = look.palette.quiet, look.text / POINTS
    entries = status_key([one.status for one in found], not all(one.first_hand for one in found))
    if any(0 < len(one.date) < 10 for one in found):
        words = "bar: only the month or year is known"
        entries.append(Entry(words, lambda s, x, y: s.rule(x - 0.6 * em, y, x + 0.6 * em, y, quiet, 2)))
    return entries


def _head_height(found: list[Document], look: Look) -> float:
    return title_height(4 if look.narrow else 2, look) + key_height(_key(found, look), look, NOTE) + look.line(2)


def _foot_height(frame: pd.DataFrame, look: Look, notes: tuple[str, ...]) -> float:
    return look.line(1.6) + foot_height((*unseen_note(frame), *notes), look)


def size_regulatory_timeline(
    frame: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()
) -> tuple[float, float]:
    """Give width and height in inches."""
    found = documents(frame)
    if look.page:
        return look.inches, look.page
    chosen, inside = form(frame, look), 0.0
    at = chosen.columns(found, look)
    for of_one in by_place(found):
        units = chosen.units(of_one, at, look)
        inside += units[0][2] + sum(tall for _, tall, _ in units)
    return look.inches, _head_height(found, look) + inside + _foot_height(frame, look, notes)


def pages_regulatory_timeline(frame: pd.DataFrame, look: Look, notes: tuple[str, ...] = ()) -> list[pd.DataFrame]:
    """Split the documents over as many pages as a look of fixed height needs; all have the form of the whole."""
    if look.page is None:
        return [frame]
    rows, found, chosen = seen(frame), documents(frame), form(frame, look)
    room = look.page - _head_height(found, look) - _foot_height(frame, look, notes)
    units = chosen.units(found, chosen.columns(found, look), look)
    ends = list(itertools.accumulate(count for count, _, _ in units))
    parts = pd.DataFrame({"end": ends, "jurisdiction": [found[end - 1].jurisdiction for end in ends]})
    heading = max(heading for _, _, heading in units)
    pages, start = [], 0
    for part in paged(parts, [tall for _, tall, _ in units], room, "jurisdiction", heading):
        end = int(part["end"].iloc[-1])
        pages.append(rows.iloc[start:end])
        start = end
    pages[-1] = pd.concat([pages[-1], frame[frame["seen"].eq("nothing")]])
    for page in pages:
        page.attrs["lanes"] = chosen is timeline_lanes
    return pages


def plot_regulatory_timeline(
    frame: pd.DataFrame, ax: Axes, title: str = TITLE, notes: tuple[str, ...] = (), look: Look = SCREEN
) -> Axes:
    """Draw every document that was seen at its date, with its status as mark and word.

    Parameters
    ----------
    frame : DataFrame
        As in `documents_in_time.seen`.
    ax : Axes
        Axes that fill a figure of `size_regulatory_timeline(frame, look, notes)`.
    title : str
        Title of the chart.
    notes : tuple of str
        Lines to stand under the chart.
    look : Look
        Sizes and colours.

    Returns
    -------
    Axes
        The same axes. A dated mark has the gid `date-<regulation_id>` and stands in the middle of the day, month or
        year that is known; `columns(frame, look).axis` turns its place into a year. Where only a month or a year is
        known, a bar with the gid `open-<regulation_id>` covers it. A mark without a date has the gid
        `undated-<regulation_id>` and stands beside the axis.

    Raises
    ------
    FigureError
        Missing columns, no document that was seen, or a date that is none.
    """
    found, chosen = documents(frame), form(frame, look)
    at = chosen.columns(found, look)
    sheet = Sheet(ax, size_regulatory_timeline(frame, look, notes), look)
    y = put_key(sheet, sheet.title(title, 4 if look.narrow else 2), _key(found, look), NOTE) + look.line(2)
    put_years(sheet, at, y - look.line(0.6))
    if chosen is timeline_lanes and at.words_width:
        sheet.text(at.words, y - look.line(0.6), "newest document", NOTE, look.palette.quiet)
    for of_one in by_place(found):
        y = chosen.draw_place(sheet, at, y, of_one)
    put_years(sheet, at, y + look.line(0.8))
    put_notes(sheet, y + look.line(1.6), (*unseen_note(frame), *notes))
    return ax


def describe_regulatory_timeline(frame: pd.DataFrame) -> str:
    """Say in words what is drawn: every document with its date, status, use and how it was seen, by jurisdiction."""
    found = documents(frame)
    without = sum(not one.date for one in found)
    said = [f"Regulatory documents that were seen: {len(found)}, {without} of them without a date."]
    for of_one in by_place(found):
        article = f" {of_one[0].article}." if of_one[0].article else ""
        said += [f"{of_one[0].place}:{article}", *(one.sentence for one in of_one)]
    return "\n".join([*said, *unseen_note(frame)])


def drawn_regulatory_timeline(frame: pd.DataFrame) -> pd.DataFrame:
    """Give what is drawn: every document with the years between which its date lies."""
    rows = seen(frame)
    spans = [span(one.date) if one.date else (None, None) for one in documents(frame)]
    kept = [*NEEDED, *(name for name in ("place", "bearing") if name in rows)]
    return rows[kept].assign(year_from=[one[0] for one in spans], year_to=[one[1] for one in spans])


CHART = Chart(
    "regulatory timeline",
    plot_regulatory_timeline,
    size_regulatory_timeline,
    pages_regulatory_timeline,
    describe_regulatory_timeline,
    drawn_regulatory_timeline,
)
