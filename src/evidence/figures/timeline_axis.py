"""The time axis of the regulatory timeline, with the place beside it for what has no date."""

from __future__ import annotations

import math
from typing import NamedTuple

from evidence.figures.documents_in_time import Document, span
from evidence.figures.foot import NOTE, edge
from evidence.figures.looks import Look
from evidence.figures.scales import Scale
from evidence.figures.sheet import Sheet
from evidence.figures.statuses import put_status
from evidence.figures.style import wrap


class Columns(NamedTuple):
    """Left edges and widths in inches: the place without a date, the axis, the words beside it."""

    undated: float
    undated_width: float
    axis: Scale
    words: float
    words_width: float
    use: float
    use_width: float
    bearing_width: float


def year_axis(found: list[Document], left: float, right: float) -> Scale:
    """Give an axis of whole years that holds every date."""
    spans = [span(one.date) for one in found if one.date]
    low = min((math.floor(one.start) for one in spans), default=0)
    return Scale(low, max((math.ceil(one.end) for one in spans), default=low + 1), left, right)


def ticks(axis: Scale, look: Look) -> list[int]:
    """Give the years to write under the axis; none where no document has a date."""
    room = int((axis.right - axis.left) / look.line(2.2))
    return [] if axis.low == 0 else [int(tick) for tick in axis.ticks(max(2, room)) if tick == int(tick)]


def put_years(sheet: Sheet, at: Columns, y: float) -> None:
    """Write the years, and over the place beside the axis that what stands there has no date."""
    look, found = sheet.look, ticks(at.axis, sheet.look)
    for tick in found:
        sheet.text(at.axis.x(tick), y, str(tick), NOTE, look.palette.quiet, ha="center")
    right = at.axis.x(found[0]) - sheet.fits("2000", NOTE) / 2 if found else at.axis.right
    sheet.lines(at.undated, y, wrap("no date", right - at.undated, look.size(NOTE), 1), NOTE, look.palette.quiet)


def put_grid(sheet: Sheet, at: Columns, top: float, bottom: float) -> None:
    """Draw the lines of the years."""
    for tick in ticks(at.axis, sheet.look):
        sheet.rule(at.axis.x(tick), top, at.axis.x(tick), bottom, lw=0.5)


def put_dated(sheet: Sheet, at: Columns, y: float, row: Document) -> None:
    """Put the mark of a document at the middle of what is known of its date, with a bar over what is left open."""
    known = span(row.date)
    if len(row.date) < 10:
        start, end = at.axis.x(known.start), at.axis.x(known.end)
        sheet.rule(start, y, end, y, sheet.look.palette.quiet, 2, gid=f"open-{row.regulation_id}")
    gid = f"date-{row.regulation_id}"
    put_status(sheet, at.axis.x(known.middle), y, row.status, row.first_hand, gid)


def put_undated(sheet: Sheet, x: float, y: float, row: Document) -> None:
    """Put the mark of a document that has no date beside the axis."""
    put_status(sheet, x, y, row.status, row.first_hand, f"undated-{row.regulation_id}")


def article_lines(text: str, look: Look) -> list[str]:
    """Break what the article says of a jurisdiction into lines."""
    return wrap(text, look.inches - 4 * edge(look), look.size(), 6) if text else []


def article_height(text: str, look: Look) -> float:
    """Give the height in inches that it takes."""
    return look.line(len(article_lines(text, look)) + 0.8) if text else 0.0


def put_article(sheet: Sheet, y: float, text: str) -> float:
    """Write what the article says of a jurisdiction, with a bar at its left; give the y under it."""
    look, told = sheet.look, article_lines(text, sheet.look)
    height = article_height(text, look)
    if told:
        sheet.box(edge(look), y + 0.1 * height, look.line(0.22), 0.8 * height, look.palette.ink, zorder=2)
        sheet.lines(2.2 * edge(look), y + height / 2, told)
    return y + height
