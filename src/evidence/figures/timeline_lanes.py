"""The timeline of many documents: a lane for each jurisdiction, its newest document in words."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from evidence.figures.documents_in_time import Document, by_place, span
from evidence.figures.foot import NOTE, edge
from evidence.figures.looks import POINTS, SCREEN, Look
from evidence.figures.sheet import Sheet
from evidence.figures.spreading import levels
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

STEP, HIGHEST = 0.95, 9.0  # space of a mark, and the most that a lane takes before its marks move closer; in lines


def columns(found: list[Document], look: Look = SCREEN) -> Columns:
    """Share out the width; in one column of a journal the newest document is not told."""
    em, left = look.text / POINTS, edge(look)
    full = look.inches / em > 70
    names = em * (9.5 if full else 6.6)
    undated = 5.4 * em
    words = 0 if look.narrow else em * (24 if full else 15)
    start, right = left + names + undated + 0.9 * em, look.inches - left - words
    axis = year_axis(found, start, right - (1.4 if words else 0.9) * em)
    return Columns(left + names, undated, axis, right, words, 0, 0, 0)


def newest(found: list[Document]) -> str:
    """Say the newest document of a place in words; without any date, the first that has none."""
    last = max(found, key=lambda one: one.date)
    return f"{last.when} {last.status}: {last.product_use}"


class Lane(NamedTuple):
    """Where everything of one jurisdiction stands; marks with their place on the axis (none without date) and level."""

    name: list[str]
    told: list[str]
    marks: list[tuple[Document, float | None, int]]
    tall: float


def lane(found: list[Document], at: Columns, look: Look) -> Lane:
    """Lay out the lane of one jurisdiction."""
    step = look.line(STEP)
    dated = sorted((one for one in found if one.date), key=lambda one: span(one.date).middle)
    places = [at.axis.x(span(one.date).middle) for one in dated]
    abreast = max(1, int(at.undated_width / step))
    without = [one for one in found if not one.date]
    marks = list(zip(dated, places, levels(places, [x + step for x in places]), strict=True))
    marks += [(one, None, number // abreast) for number, one in enumerate(without)]
    room = at.undated - edge(look) - 0.7 * look.text / POINTS
    name = wrap(found[0].place, room, look.size(), 3, "bold")
    told = wrap(newest(found), at.words_width, look.size(NOTE), 2) if at.words_width else []
    deep = min((1 + max(level for _, _, level in marks)) * STEP, HIGHEST)
    tall = look.line(0.7) + max(look.line(deep), look.line(len(name)), look.line(NOTE) * len(told))
    return Lane(name, told, marks, tall)


def units(found: list[Document], at: Columns, look: Look) -> list[tuple[int, float, float]]:
    """Give what pages are made of: how many rows, their height, and the height of the heading over them."""
    return [
        (len(of_one), lane(of_one, at, look).tall + article_height(of_one[0].article, look), 0.0)
        for of_one in by_place(found)
    ]


def draw_place(sheet: Sheet, at: Columns, y: float, found: list[Document]) -> float:
    """Draw the lane of one jurisdiction from y downwards; give the y under it."""
    look, left = sheet.look, edge(sheet.look)
    sheet.rule(left, y, sheet.width - left, y, lw=0.6)
    y = put_article(sheet, y, found[0].article)
    laid = lane(found, at, look)
    middle = y + laid.tall / 2
    sheet.lines(left, middle, laid.name, weight="bold")
    sheet.lines(at.words, middle, laid.told, NOTE, look.palette.quiet)
    deepest = {False: 0, True: 0}
    for _, x, level in laid.marks:
        deepest[x is None] = max(deepest[x is None], level)
    step = look.line(min(STEP, HIGHEST / (1 + max(deepest.values()))))
    across: Counter[int] = Counter()
    for row, x, level in laid.marks:
        height = middle + (level - deepest[x is None] / 2) * step
        if x is None:
            put_undated(sheet, at.undated + look.line(STEP) * (across[level] + 0.5), height, row)
            across[level] += 1
        else:
            put_dated(sheet, at, height, row)
    put_grid(sheet, at, y, y + laid.tall)
    return y + laid.tall
