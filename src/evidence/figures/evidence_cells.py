"""Cells of the evidence map: what each claim has in each column, and marks whose area is a count."""

from __future__ import annotations

from math import pi, sqrt
from typing import NamedTuple

import pandas as pd

from evidence.errors import FigureError
from evidence.figures.frames import needed, only
from evidence.figures.looks import Look
from evidence.figures.palette import Palette
from evidence.figures.sheet import Sheet
from evidence.figures.style import text_width

NEEDED = ("claim_id", "topic", "short", "column", "place", "side", "direct", "rows")
CURE = "give it a frame of gallery.evidence_map"
SIDES = ("against", "mixed", "for")  # left to right
SHAPES = {"against": "s", "mixed": "D", "for": "o"}
FILL = {"s": 1.0, "D": 1.0, "o": pi / 4}  # area of a marker in squares of its size
COUNT = 0.86  # size of the numbers, as a share of the text


class Claim(NamedTuple):
    """One line of the map: the rows of each column that is not empty, in the order in which they are drawn."""

    claim_id: str
    topic: str
    short: str
    cells: dict[str, list]

    @property
    def rows(self) -> int:
        """All its rows together."""
        return sum(row.rows for cell in self.cells.values() for row in cell)


def order(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the counts in the order in which they are drawn: claims as given, columns by their place, then by side.

    Raises
    ------
    FigureError
        Missing columns, no row, an unknown side, or rows that are no count.
    """
    counts = needed(frame, NEEDED, "evidence map", CURE)
    wrong = counts[~(counts["rows"].ge(0) & counts["rows"].lt(float("inf")))]
    if len(wrong):
        raise FigureError(f"evidence map, rows: found {wrong['rows'].iloc[0]}; allowed: 0, 1, 2 and so on; {CURE}")
    only(counts[counts["rows"].gt(0)], "side", SIDES, "evidence map", CURE)
    claims = {claim: place for place, claim in enumerate(counts["claim_id"].drop_duplicates())}
    sides = {side: place for place, side in enumerate(SIDES)}
    keyed = counts.assign(claim=counts["claim_id"].map(claims), way=counts["side"].map(sides))
    keyed = keyed.sort_values(["claim", "place", "way", "direct"], ascending=[True, True, True, False])
    return keyed.drop(columns=["claim", "way"])


def claims_of(frame: pd.DataFrame) -> list[Claim]:
    """Gather the counts of each claim."""
    claims: dict[str, Claim] = {}
    for row in order(frame).itertuples():
        claim = claims.setdefault(row.claim_id, Claim(row.claim_id, row.topic, row.short, {}))
        if row.rows > 0:
            claim.cells.setdefault(row.column, []).append(row)
    return list(claims.values())


def place_marks(look: Look, width: float, unit: float, cell: list) -> tuple[list[tuple[float, float, object]], float]:
    """Place the marks of one cell: middle from the left of the cell, middle from its top, and the row; its height."""
    em, room = look.text / 72, width - 0.5 * look.text / 72
    lines, widths, heights = [[]], [0.0], [0.0]
    for row in cell:
        size = unit * sqrt(row.rows)
        wide = size + 0.25 * em + text_width(f"{row.rows:,}", look.size(COUNT)) + 0.5 * em
        if lines[-1] and widths[-1] + wide > room + 0.5 * em:
            lines, widths, heights = [*lines, []], [*widths, 0.0], [*heights, 0.0]
        lines[-1].append((widths[-1] + size / 2, row))
        widths[-1] += wide
        heights[-1] = max(heights[-1], size + 0.35 * em, look.line(COUNT))
    placed, top = [], 0.0
    for line, wide, height in zip(lines, widths, heights, strict=True):
        start = (width - wide + 0.5 * em) / 2
        placed += [(start + x, top + height / 2, row) for x, row in line]
        top += height
    return placed, top


def _colour(palette: Palette, side: str) -> str:
    return {"for": palette.accent, "against": palette.verdicts["contradicted"], "mixed": palette.second}[side]


def put_marks(sheet: Sheet, x, y, side: str, direct: bool, rows, unit: float, gid=None) -> None:
    """Put marks of an area that is the number of rows times the square of `unit` (inches), whatever their shape."""
    shape, colour = SHAPES[side], _colour(sheet.look.palette, side)
    sizes = pd.Series(rows, dtype=float) * (unit * 72) ** 2 / FILL[shape] * FILL["o"]
    face = colour if direct else sheet.look.palette.paper
    sheet.ax.scatter(x, y, s=sizes, marker=shape, facecolor=face, edgecolor=colour, lw=1.0, zorder=4, gid=gid)
