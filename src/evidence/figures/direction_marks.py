"""The marks of effect direction: a shape for the direction, a filling for the comparison, an area for the people."""

from __future__ import annotations

import math

import pandas as pd

from evidence.figures.key import Entry
from evidence.figures.looks import Look
from evidence.figures.sheet import Sheet

DIRECTIONS = {"down": "down", "none": "none", "mixed": "mixed", "up": "up", "": "not said"}  # from left to right
SHAPES = {"down": "v", "none": "s", "mixed": "D", "up": "^"}
TIERS = {"randomised": "randomised", "controlled": "not randomised", "one arm": "one arm"}
KEYS = {
    "randomised": "compared at random",
    "controlled": "compared, not at random",
    "one arm": "compared with nothing: one arm",
}
FILLS = {"randomised": 3, "controlled": 1, "one arm": 0}  # place in the shades of the palette
BENCHMARK = "benchmark"  # the role of placebo, vehicle and untreated arms
FEW, MANY = 10, 80  # people below and above which a mark stays as it is


def mark_share(n: float) -> float:
    """Give the size of a mark as a share of the text: its area grows with the people, between two ends.

    Examples
    --------
    >>> mark_share(10), round(mark_share(40) / mark_share(10), 3), mark_share(float("nan")) == mark_share(1)
    (0.6, 2.0, True)
    """
    held = min(max(n, FEW), MANY) if math.isfinite(n) else FEW
    return 0.6 * math.sqrt(held / FEW)


def put_direction(sheet: Sheet, x: float, y: float, row) -> None:
    """Draw which way a row points; where it is not said there is a question mark, no mark."""
    look, gid = sheet.look, f"direction-{row.row_id}"
    beside = row.role == BENCHMARK
    edge = look.palette.second if beside else look.palette.accent
    if row.direction == "":
        sheet.text(x, y, "?", colour=edge, ha="center", weight="bold", gid=gid)
        return
    fill = edge if beside else look.palette.shades[FILLS[row.tier]]
    face = look.palette.paper if row.secondary else fill
    sheet.mark(x, y, SHAPES[row.direction], edge, face, mark_share(row.n), mew=1.2, gid=gid)


def key(frame: pd.DataFrame, look: Look) -> list[Entry]:
    """Explain the fillings and sizes that the frame needs."""
    palette = look.palette
    voting = frame[frame["role"].ne(BENCHMARK)]
    entries = [
        Entry(KEYS[tier], _sample(palette.accent, palette.shades[FILLS[tier]]))
        for tier in TIERS
        if tier in set(voting["tier"])
    ]
    if len(voting) < len(frame):
        entries.append(Entry("placebo, vehicle or no treatment", _sample(palette.second, palette.second)))
    if frame["secondary"].any():
        entries.append(Entry("hollow: secondary pages only", _sample(palette.ink, palette.paper)))
    entries.append(Entry("larger: more people", lambda s, x, y: _sizes(s, x, y)))
    if frame["counted"].eq("enrolled").any():
        entries.append(Entry("(n): enrolled, analysed not stated"))
    return entries


def _sample(edge: str, face: str):
    return lambda sheet, x, y: sheet.mark(x, y, "^", edge, face, 0.75, mew=1.2)


def _sizes(sheet: Sheet, x: float, y: float) -> None:
    em, palette = sheet.look.text / 72, sheet.look.palette
    for shift, n in ((-0.7, FEW), (0.1, 25)):
        sheet.mark(x + shift * em, y, "^", palette.quiet, share=mark_share(n))
