"""The marks of a forest plot (square, point, diamond, intervals, dots of risk of bias) and their key."""

from __future__ import annotations

import math

import pandas as pd

from evidence.figures.forest import words
from evidence.figures.forest.layout import POOLED, Layout
from evidence.figures.forest.rows import BIAS, COLOUR, SECONDARY, SYMBOL
from evidence.figures.key import Entry
from evidence.figures.palette import LIGHT
from evidence.figures.scales import Scale, number
from evidence.figures.sheet import Sheet

LARGEST, SMALLEST, POINT, STEP = 1.0, 0.24, 0.5, 0.52  # sizes of marks as shares of the text
TALL = {"subgroup": 0.34, "pooled": 0.44}  # half the height of a diamond, in sizes of the text
BAR = 0.3  # height of a prediction interval, in lines
TIP = 0.5  # size of the arrow where the axis cuts an interval


def square_share(weight: float, largest: float) -> float:
    """Give the side of a square whose area goes with its weight, down to a size that can still be seen.

    Examples
    --------
    >>> square_share(20, 20), square_share(5, 20), square_share(0.01, 20)
    (1.0, 0.5, 0.24)
    """
    return max(SMALLEST, LARGEST * math.sqrt(weight / largest)) if largest else SMALLEST


def put_estimate(sheet: Sheet, plan: Layout, y: float, row, largest: float) -> None:
    """Draw one row: its interval, cut at the ends of the axis, and its estimate."""
    axis, ink = plan.axis, sheet.look.palette.ink
    if row.kind in POOLED and not any(map(math.isnan, (row.estimate, row.low, row.high))):
        _diamond(sheet, axis, y, row)
        _tips(sheet, axis, y, row.low, row.high, ink, f"{row.Index}")
        return
    ends = [row.estimate if math.isnan(end) else end for end in (row.low, row.high)]
    if not (math.isnan(row.low) and math.isnan(row.high)) and not any(map(math.isnan, ends)):
        places = [axis.clipped(end) for end in ends]
        sheet.rule(places[0], y, places[1], y, ink, 1.0, zorder=3, gid=f"interval-{row.Index}")
        _tips(sheet, axis, y, *ends, ink, f"{row.Index}")
    if not math.isnan(row.estimate) and axis.holds(row.estimate):
        _estimate(sheet, axis.x(row.estimate), y, row, largest)


def _estimate(sheet: Sheet, x: float, y: float, row, largest: float) -> None:
    colours = sheet.look.palette
    shape, share = "o", POINT
    if row.kind == "study" and not math.isnan(row.weight):
        shape, share = "s", square_share(row.weight, largest)
    elif row.kind != "study":
        shape, share = "D", STEP
    face = colours.paper if row.seen == SECONDARY else colours.accent
    sheet.mark(x, y, shape, colours.accent, face, share, mew=0.8, gid=f"estimate-{row.Index}")


def _diamond(sheet: Sheet, axis: Scale, y: float, row) -> None:
    tall = TALL[row.kind] * sheet.look.text / 72
    low, middle, high = (axis.clipped(value) for value in (row.low, row.estimate, row.high))
    corners = [(low, y), (middle, y - tall), (high, y), (middle, y + tall)]
    sheet.shape(corners, sheet.look.palette.ink, gid=f"diamond-{row.Index}")


def _tips(sheet: Sheet, axis: Scale, y: float, low: float, high: float, colour: str, name: str) -> None:
    """Point outwards where an interval goes on beyond the axis."""
    if low < axis.low:
        sheet.mark(axis.left, y, "<", colour, share=TIP, mew=0, gid=f"cut-low-{name}")
    if high > axis.high:
        sheet.mark(axis.right, y, ">", colour, share=TIP, mew=0, gid=f"cut-high-{name}")


def put_prediction(sheet: Sheet, plan: Layout, y: float, row) -> None:
    """Draw a prediction interval: a bar, unlike the line of a confidence interval."""
    axis, colour = plan.axis, sheet.look.palette.shades[2]
    low, high, tall = axis.clipped(row.pi_low), axis.clipped(row.pi_high), sheet.look.line(BAR)
    sheet.box(low, y - tall / 2, high - low, tall, colour, zorder=3, gid=f"prediction-{row.Index}")
    _tips(sheet, axis, y, row.pi_low, row.pi_high, colour, f"prediction-{row.Index}")


def put_dots(sheet: Sheet, plan: Layout, y: float, cells: pd.Series, name) -> None:
    """Draw the judgements of risk of bias of one row: a disc in the colour of the level with its symbol in it."""
    for place, domain in enumerate(plan.domains):
        symbol = words.cell(cells[SYMBOL + domain])
        if not words.cell(cells[BIAS + domain]):
            continue
        x, colour = plan.dots[place], words.cell(cells[COLOUR + domain])
        sheet.mark(x, y, "o", sheet.look.palette.quiet, colour, 1.08, mew=0.5, gid=f"bias-{name}-{place}")
        sheet.text(x, y, symbol, 0.88, LIGHT.paper, ha="center", va="center_baseline", weight="bold", zorder=6)


def key(plan: Layout) -> list[Entry]:
    """Explain the marks that the chart holds, each drawn as it stands in it."""
    rows, fixed, colours = plan.rows, plan.settings, plan.look.palette
    em, ink, accent = plan.em, colours.ink, colours.accent

    def mark(shape, face=accent, share=0.7):
        return lambda s, x, y: (s.rule(x - 0.75 * em, y, x + 0.75 * em, y, ink, 1.0),
                                s.mark(x, y, shape, accent, face, share, mew=0.8))  # fmt: skip

    study, weighed = rows["kind"].eq("study"), rows["weight"].notna()
    pooled = rows["kind"].isin(POOLED)
    ends = words.cut(plan.forest)
    entries = [
        (study & weighed, f"one result: area by weight, line {fixed.interval}", mark("s")),
        (study & ~weighed, f"one result without a weight, line {fixed.interval}", mark("o", share=POINT)),
        (rows["kind"].eq("step"), f"pooled at this step, line {fixed.interval}", mark("D", share=STEP)),
        (rows["seen"].eq(SECONDARY), "hollow: seen on a secondary page only", mark("s", colours.paper)),
        (pooled, f"pooled, width {fixed.interval}", lambda s, x, y: s.shape(
            [(x - 0.75 * em, y), (x, y - 0.4 * em), (x + 0.75 * em, y), (x, y + 0.4 * em)], ink)),
        (rows["pi_low"].notna() & rows["pi_high"].notna(), fixed.prediction, lambda s, x, y: s.box(
            x - 0.75 * em, y - plan.look.line(BAR) / 2, 1.5 * em, plan.look.line(BAR), colours.shades[2])),
        (ends.any(axis=1), "goes on beyond the axis", lambda s, x, y: (
            s.rule(x - 0.75 * em, y, x + 0.5 * em, y, ink, 1.0), s.mark(x + 0.5 * em, y, ">", ink, share=TIP, mew=0))),
    ]  # fmt: skip
    told = [Entry(text, draw) for there, text, draw in entries if there.any()]
    for there, text, colour, style in (
        (fixed.null, "no effect", colours.ink, {"lw": 1.0}),
        (fixed.threshold, fixed.threshold_means, colours.second, {"lw": 1.4, "ls": (0, (4, 2))}),
    ):
        if math.isfinite(there):
            told.append(Entry(f"{text}: {number(there)}", lambda s, x, y, c=colour, o=style: s.rule(
                x, y - 0.6 * em, x, y + 0.6 * em, c, **o)))  # fmt: skip
    return told
