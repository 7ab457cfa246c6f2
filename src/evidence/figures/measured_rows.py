"""The rows of claimed against measured: their columns, their lines of text, their height."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from evidence.figures import measured_marks as marks
from evidence.figures.blocks import stack_height
from evidence.figures.foot import NOTE, edge, room
from evidence.figures.looks import SCREEN, Look
from evidence.figures.style import wrap

ANSWER = 1.06  # size of the answer as a share of the text


@dataclass(frozen=True)
class Columns:
    """Left edges and widths in inches; a column of width 0 is left out."""

    name: float
    name_width: float
    left: float
    right: float
    told: float
    told_width: float


class Told(NamedTuple):
    """Lines of text beside the mark of a row: ink, then quiet."""

    name: list[str]
    what: list[str]
    given: list[str]
    about: list[str]


def columns(look: Look) -> Columns:
    """Share out the width of a look; one column of a journal has no room for what was printed."""
    em, left = look.text / 72, edge(look)
    inner = look.inches - 2 * left
    name = inner * (0.4 if look.narrow else 0.25)
    told = 0.0 if look.narrow else inner * 0.31
    start, end = (
        left + name + em,
        look.inches - left - told - (marks.BESIDE + 0.3) * em,
    )  # the last number stands right of its mark
    return Columns(left, name, start, end, end + (marks.BESIDE + 0.3) * em, told)


def told(row, look: Look = SCREEN) -> Told:
    """Give the lines of one row, broken to the widths of their columns."""
    at = columns(look)
    name = wrap(row.label, at.name_width, look.size(), 2)
    most = 1 if look.page else 2
    if row.kind != "words":
        what = wrap(row.what, at.name_width, look.size(NOTE), most)
        if not marks.on_axis(row):
            return Told(name, what, wrap(row.as_given, at.right - at.left, look.size(ANSWER), 2, "bold"), [])
        given = wrap(row.as_given, at.told_width, look.size(NOTE), most) if at.told_width else []
        about = wrap(row.about, at.told_width, look.size(NOTE), most) if at.told_width else []
        return Told(name, what, given, about)
    start = at.left if row.label else at.name
    width = room(look) - start
    about = [] if look.narrow or look.page else wrap(row.about, width, look.size(NOTE), 1)
    return Told(name, [], wrap(row.as_given, width, look.size(NOTE), 3), about)


def row_height(row, look: Look = SCREEN) -> float:
    """Give the height in inches that a row needs."""
    lines = told(row, look)
    left = stack_height(lines.name, lines.what, look, 1.0)
    right = stack_height(lines.given, lines.about, look)
    return max(left, right, look.line(1.1)) + look.line(0.3 if row.kind == "words" else 0.55)
