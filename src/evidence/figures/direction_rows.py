"""The rows of effect direction: their columns, their lines of text, their height."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from evidence.figures.blocks import stack_height
from evidence.figures.direction_marks import BENCHMARK, DIRECTIONS, TIERS
from evidence.figures.foot import NOTE, edge
from evidence.figures.looks import SCREEN, Look
from evidence.figures.style import wrap


@dataclass(frozen=True)
class Columns:
    """Left edges and widths in inches; a column of width 0 is left out. `lanes` are the middles, by direction."""

    name: float
    name_width: float
    people: float
    lanes: dict[str, float]
    lane_width: float
    compared: float
    compared_width: float
    given: float
    given_width: float


class Told(NamedTuple):
    """Lines of text of a row, by column."""

    name: list[str]
    what: list[str]
    compared: list[str]
    bias: list[str]
    given: list[str]


def columns(look: Look) -> Columns:
    """Share out the width of a look; one column of a journal has no room for design and printed value."""
    em, left = look.text / 72, edge(look)
    inner = look.inches - 2 * left
    shares = (0.42, 0.17, 0.41, 0.0, 0.0) if look.narrow else (0.26, 0.09, 0.25, 0.2, 0.2)
    widths = [share * inner for share in shares]
    starts = [left + sum(widths[:place]) for place in range(5)]
    lane = widths[2] / len(DIRECTIONS)
    lanes = {direction: starts[2] + (place + 0.5) * lane for place, direction in enumerate(DIRECTIONS)}
    text = [max(0.0, width - em) for width in widths]
    return Columns(left, text[0], starts[2] - em, lanes, lane, starts[3] + em / 2, text[3], starts[4] + em / 2, text[4])


def told(row, look: Look = SCREEN) -> Told:
    """Give the lines of one row, broken to the widths of their columns."""
    at, most = columns(look), 1 if look.page else 2
    small = look.size(NOTE)
    name = wrap(row.label, at.name_width, look.size(), 2)
    what = [] if look.narrow else wrap(row.what, at.name_width, small, most)
    if not at.compared_width:
        return Told(name, what, [], [], [])
    compared = wrap(compared_words(row), at.compared_width, small, most)
    bias = wrap(f"risk of bias: {row.risk_of_bias}", at.compared_width, small, most) if row.risk_of_bias else []
    return Told(name, what, compared, bias, wrap(row.as_given, at.given_width, small, 3 - bool(look.page)))


def compared_words(row) -> str:
    """Say with what the result of a row was compared."""
    if row.role == BENCHMARK:
        return "itself the comparison"
    return (
        f"{row.against or 'another arm'} ({TIERS[row.tier]})"
        if row.tier != "one arm"
        else f"nothing ({TIERS[row.tier]})"
    )


def people_words(row) -> str:
    """Write the people of a row short: in brackets where only those enrolled are known."""
    if not math.isfinite(row.n):
        return "–"
    return f"({row.n:,.0f})" if row.counted == "enrolled" else f"{row.n:,.0f}"


def row_height(row, look: Look = SCREEN) -> float:
    """Give the height in inches that a row needs."""
    lines = told(row, look)
    left = stack_height(lines.name, lines.what, look, 1.0)
    right = max(stack_height(lines.compared, lines.bias, look), stack_height(lines.given, [], look))
    return max(left, right, look.line(1.25)) + look.line(0.45)
