"""The marks of claimed against measured: a number, its interval, its bound, and the line of the claim."""

from __future__ import annotations

import math

import pandas as pd

from evidence.figures.key import Entry
from evidence.figures.looks import Look
from evidence.figures.scales import Scale
from evidence.figures.sheet import Sheet
from evidence.figures.wording import amount

SHAPES = {"between arms": "s", "one arm": "o", "benchmark": "v", "pooled": "D", "": ""}
WORDS = {
    "between arms": "difference between arms",
    "one arm": "change in one arm",
    "benchmark": "placebo or vehicle",
    "pooled": "pooled estimate",
}
UPPER, LOWER = ("up to", "<"), ("at least", ">")
BESIDE = 4.2  # letters right of the axis in which the last number may stand
HERO = 1.12  # size of the number claimed as a share of the text


def on_axis(row) -> bool:
    """Say whether a row has a finite number to draw."""
    return not pd.isna(row.number) and math.isfinite(row.number)


def has_interval(row) -> bool:
    """Say whether a row has a confidence interval; an infinite end counts."""
    return not (pd.isna(row.low) or pd.isna(row.high))


def has_prediction(row) -> bool:
    """Say whether a row has a prediction interval."""
    return not (pd.isna(row.predicted_low) or pd.isna(row.predicted_high))


def is_bound(row) -> bool:
    """Say whether the number is where a value ends, not what it is."""
    return row.bound in (*UPPER, *LOWER)


def colour_of(row, look: Look) -> str:
    """Give the colour of a row: measured, compared with, or not counted."""
    if row.mark == "benchmark":
        return look.palette.second
    return look.palette.accent if row.counts else look.palette.quiet


def put_row(sheet: Sheet, y: float, row, axis: Scale, claim) -> None:
    """Draw one row: a stem from 0, intervals, the mark, and its number on the side that is free."""
    look, colour, x = sheet.look, colour_of(row, sheet.look), axis.x(row.number)
    sheet.rule(axis.clipped(0), y, x, y, look.palette.rule, 1.4, zorder=1.5)
    if has_prediction(row):
        _prediction(sheet, y, row, axis, colour)
    if has_interval(row):
        low, high = axis.clipped(row.low), axis.clipped(row.high)
        sheet.rule(low, y, high, y, colour, 2.4, zorder=3, gid=f"interval-{row.row_id}")
        _arrows(sheet, y, (row.low, row.high), axis, colour)
    if is_bound(row):
        put_bound(sheet, x, y, row.bound, colour, gid=f"bound-{row.row_id}")
    face = look.palette.paper if row.secondary else colour
    sheet.mark(x, y, SHAPES[row.mark], colour, face, 0.72, mew=1.3, gid=f"number-{row.row_id}")
    _number(sheet, y, row, axis, claim, colour)


def _number(sheet: Sheet, y: float, row, axis: Scale, claim, colour: str) -> None:
    """Write the number beside its mark: right or left of it, where it stays on the axis and off the claim's line."""
    unit, em = "%" if claim.unit == "%" else "", sheet.look.text / 72
    text = f"{row.bound + ' ' if is_bound(row) else ''}{amount(row.number, unit)}"
    wide = sheet.fits(text, weight="bold")
    ends = [
        row.number,
        *(end for end in (row.low, row.high, row.predicted_low, row.predicted_high) if not pd.isna(end)),
    ]
    right, left = axis.clipped(max(ends)) + 0.8 * em, axis.clipped(min(ends)) - 0.8 * em - wide
    lines = [axis.x(end) for end in claimed_ends(claim)]
    past = [line + 0.5 * em for line in lines if right - em / 2 < line < right + wide + em / 4]
    edge = axis.right + BESIDE * em - wide
    places = [right, *(x for x in past if x < right + em), left, *past]
    inside = [x for x in places if axis.left <= x <= edge]
    clear = [x for x in inside if not any(x - em / 4 < line < x + wide + em / 4 for line in lines)]
    x = (clear or inside or [min(max(right, axis.left), edge)])[0]
    behind = cover(sheet.look)
    sheet.text(x, y, text, weight="bold", colour=colour, zorder=6, bbox=behind if x == left or not clear else None)


def cover(look: Look) -> dict:
    """Give what stands behind a text so that a line under it does not strike it through."""
    return {"facecolor": look.palette.paper, "lw": 0, "pad": 0.6, "alpha": 0.85}


def _prediction(sheet: Sheet, y: float, row, axis: Scale, colour: str) -> None:
    """Draw a thin line between two upright ends."""
    low, high, half = axis.clipped(row.predicted_low), axis.clipped(row.predicted_high), sheet.look.line(0.28)
    sheet.rule(low, y, high, y, colour, 0.9, zorder=2.5, gid=f"predicted-{row.row_id}")
    for x, end in ((low, row.predicted_low), (high, row.predicted_high)):
        if axis.holds(end):
            sheet.rule(x, y - half, x, y + half, colour, 1.3, zorder=2.5)
    _arrows(sheet, y, (row.predicted_low, row.predicted_high), axis, colour)


def _arrows(sheet: Sheet, y: float, ends: tuple[float, float], axis: Scale, colour: str) -> None:
    """Point outwards where an interval goes on beyond the axis."""
    if ends[0] < axis.low:
        sheet.mark(axis.left, y, "<", colour, share=0.5)
    if ends[1] > axis.high:
        sheet.mark(axis.right, y, ">", colour, share=0.5)


def put_bound(sheet: Sheet, x: float, y: float, bound: str, colour: str, gid: str | None = None) -> None:
    """Draw an open arrow from a number towards where the value lies: a bound says where it ends, not what it is."""
    side = -1 if bound in UPPER else 1
    em = sheet.look.text / 72
    sheet.rule(x, y, x + side * 1.3 * em, y, colour, 1.3, zorder=3)
    sheet.mark(x + side * 1.3 * em, y, "<" if side < 0 else ">", colour, sheet.look.palette.paper, 0.5, gid=gid)


def claimed_ends(claim) -> list[float]:
    """Give the number claimed, or both where a range is claimed."""
    return [claim.number] if pd.isna(claim.high) else [claim.number, claim.high]


def put_claim(sheet: Sheet, claim, axis: Scale, top: float, bottom: float) -> None:
    """Draw the number claimed as a line from top to bottom, shaded towards where its bound lets values lie."""
    look, colour = sheet.look, sheet.look.palette.verdicts.get(claim.verdict, sheet.look.palette.ink)
    ends = [axis.x(end) for end in claimed_ends(claim)]
    reach = {**dict.fromkeys(UPPER, axis.clipped(0)), **dict.fromkeys(LOWER, axis.right)}.get(claim.bound, ends[-1])
    low, high = min(ends[0], reach), max(ends[0], reach)
    if high > low:
        sheet.box(low, top, high - low, bottom - top, colour, alpha=0.09, zorder=0.5)
    dashed = {"ls": (0, (4, 2))} if claim.bound == "about" else {}
    for name, x in zip(("claim-low", "claim-high"), ends, strict=False):
        sheet.rule(x, top, x, bottom, colour, 2.2, zorder=2, gid=name, **dashed)
    if claim.bound in (*UPPER, *LOWER):
        put_bound(sheet, ends[0], bottom - look.line(0.5), claim.bound, colour, gid="claim-bound")
    _flag(sheet, claim, axis, sum(ends) / len(ends), top, colour)


def _flag(sheet: Sheet, claim, axis: Scale, x: float, top: float, colour: str) -> None:
    """Write the number claimed on a flag over its line."""
    look = sheet.look
    end = axis.right + BESIDE * look.text / 72
    start = axis.left if not look.narrow else sheet.width - end  # as far from the left edge as from the right
    room = end - start
    text = next(
        (text for text in (f"the article: {claim.as_given}", claim.as_given) if _wide(sheet, text) <= room),
        sheet.wrapped(claim.as_given, room, 1, HERO)[0],
    )
    wide, high = _wide(sheet, text), look.line(1.45)
    left = min(max(x - wide / 2, start), end - wide)
    sheet.box(left, top - high, wide, high, colour, zorder=5)
    sheet.text(left + wide / 2, top - high / 2, text, HERO, look.palette.paper, ha="center", weight="bold", zorder=6)


def _wide(sheet: Sheet, text: str) -> float:
    return sheet.fits(text, HERO, "bold") + 1.2 * sheet.look.text / 72


def key(frame: pd.DataFrame, look: Look) -> list[Entry]:
    """Explain the marks that the frame needs, each drawn as it stands in the chart."""
    rows = [row for row in frame[frame["kind"].ne("claim")].itertuples() if on_axis(row)]
    ink, paper, em = look.palette.ink, look.palette.paper, look.text / 72
    used = [mark for mark in WORDS if any(row.mark == mark for row in rows)]
    counted = {row.mark for row in rows if row.counts}
    colours = {mark: look.palette.accent if mark in counted else look.palette.quiet for mark in used}
    colours |= {"benchmark": look.palette.second}
    entries = [Entry(WORDS[mark], _sample(mark, colours[mark])) for mark in used]
    if any(not row.counts and row.mark != "benchmark" for row in rows):
        entries.append(Entry("grey: does not count", lambda s, x, y: s.mark(x, y, "o", look.palette.quiet, share=0.72)))
    if any(row.secondary for row in rows):
        entries.append(
            Entry("hollow: secondary page only", lambda s, x, y: s.mark(x, y, "o", ink, paper, 0.72, mew=1.3))
        )
    if any(has_interval(row) for row in rows):
        entries.append(
            Entry("95% interval", lambda s, x, y: s.rule(x - 0.8 * em, y, x + 0.8 * em, y, ink, 2.4, zorder=3))
        )
    if any(has_prediction(row) for row in rows):
        entries.append(Entry("prediction interval", lambda s, x, y: _bracket(s, x, y, ink)))
    if any(is_bound(row) for row in rows):
        entries.append(Entry("a bound, not a value", lambda s, x, y: put_bound(s, x - 0.6 * em, y, "at least", ink)))
    return entries


def _sample(mark: str, colour: str):
    return lambda sheet, x, y: sheet.mark(x, y, SHAPES[mark], colour, share=0.72)


def _bracket(sheet: Sheet, x: float, y: float, colour: str) -> None:
    half, em = sheet.look.line(0.28), sheet.look.text / 72
    sheet.rule(x - 0.8 * em, y, x + 0.8 * em, y, colour, 0.9)
    for end in (x - 0.8 * em, x + 0.8 * em):
        sheet.rule(end, y - half, end, y + half, colour, 1.3)
