"""The timeline of few documents: a line for each, with its date, status and use in words."""

from __future__ import annotations

from evidence.figures.documents_in_time import Document
from evidence.figures.foot import NOTE, edge
from evidence.figures.looks import POINTS, SCREEN, Look
from evidence.figures.sheet import Sheet
from evidence.figures.style import wrap
from evidence.figures.timeline_axis import (
    Columns,
    article_height,
    put_article,
    put_dated,
    put_grid,
    put_undated,
    year_axis,
)


def columns(found: list[Document], look: Look = SCREEN) -> Columns:
    """Share out the width; where it is short all words share one column."""
    em, left = look.text / POINTS, edge(look)
    full = look.inches / em > 70
    axis = year_axis(found, left + 5.2 * em, look.inches * (0.33 if full else 0.4))
    words, right = axis.right + 1.4 * em, look.inches - left
    if not full:
        return Columns(left, 2 * em, axis, words, right - words, 0, 0, 0)
    bearing = 8 * em if any(one.bears for one in found) else 0.0
    use = words + 22.5 * em + bearing
    return Columns(left, 2 * em, axis, words, 22 * em, use, right - use, bearing)


def _lines(row: Document, at: Columns, look: Look) -> list[tuple[str, str, str]]:
    """Give the lines in the column of words: text, weight, role of the colour."""
    told = [(f"{row.when}  {row.status}", 3, "normal", "ink")]
    if not at.use_width:
        told += [(row.bears, 1, "bold", "ink"), (row.product_use, 1 if look.narrow else 2, "normal", "quiet")]
    return [
        (line, weight, role)
        for text, most, weight, role in told
        for line in wrap(text, at.words_width, look.size(NOTE), most, weight)
    ]


def row_height(row: Document, at: Columns, look: Look) -> float:
    """Give the height in inches of the line of a document."""
    return look.line(NOTE) * len(_lines(row, at, look)) + look.line(0.3)


def heading_height(row: Document, look: Look) -> float:
    """Give the height in inches of the name of a jurisdiction and what the article says of it."""
    return look.line(1.8) + article_height(row.article, look)


def units(found: list[Document], at: Columns, look: Look) -> list[tuple[int, float, float]]:
    """Give what pages are made of: how many rows, their height, and the height of the heading over them."""
    return [(1, row_height(row, at, look), heading_height(row, look)) for row in found]


def draw_place(sheet: Sheet, at: Columns, y: float, found: list[Document]) -> float:
    """Draw the documents of one jurisdiction from y downwards; give the y under them."""
    look, left, first = sheet.look, edge(sheet.look), found[0]
    sheet.lines(left, y + look.line(0.9), wrap(first.place, look.inches - 2 * left, look.size(), 1), weight="bold")
    y = put_article(sheet, y + look.line(1.6), first.article)
    sheet.rule(left, y, sheet.width - left, y, lw=0.8)
    y = top = y + look.line(0.2)
    for row in found:
        tall, lines = row_height(row, at, look), _lines(row, at, look)
        middle = y + tall / 2
        if row.date:
            put_dated(sheet, at, middle, row)
        else:
            put_undated(sheet, at.undated + 1.6 * look.text / POINTS, middle, row)
        for place, (line, weight, role) in enumerate(lines):
            shift = (place - (len(lines) - 1) / 2) * look.line(NOTE)
            sheet.text(at.words, middle + shift, line, NOTE, getattr(look.palette, role), weight=weight)
        if at.use_width:
            sheet.text(at.use - at.bearing_width, middle, row.bears, NOTE, weight="bold")
            use = wrap(row.product_use, at.use_width, look.size(NOTE), 1)
            sheet.lines(at.use, middle, use, NOTE, look.palette.quiet)
        y += tall
    put_grid(sheet, at, top, y)
    return y
