"""Claimed against measured: the number of one claim as a line through every value that was measured."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes

from evidence.errors import FigureError
from evidence.figures import measured_marks as marks
from evidence.figures.blocks import heading_height, put_heading, put_stack
from evidence.figures.chart import Chart
from evidence.figures.foot import NOTE, edge, foot_height, put_notes, room
from evidence.figures.frames import needed
from evidence.figures.key import key_height, put_key
from evidence.figures.looks import SCREEN, Look
from evidence.figures.measured_rows import ANSWER, columns, row_height, told
from evidence.figures.paging import paged
from evidence.figures.palette import VERDICT_MARKS
from evidence.figures.scales import Scale, number
from evidence.figures.sheet import Sheet
from evidence.figures.style import text_width, wrap
from evidence.figures.wording import amount

TITLE = "What the article claims, and what was measured"
NEEDED = (
    *("row_id", "kind", "group", "label", "what", "number", "low", "high", "predicted_low", "predicted_high"),
    *("bound", "unit", "mark", "counts", "secondary", "as_given", "about", "verdict"),
)
CURE = "take it from evidence.gallery, or see plot_claimed_measured for its columns"
ENDS = ("number", "low", "high", "predicted_low", "predicted_high")


def _checked(frame: pd.DataFrame) -> pd.DataFrame:
    frame = needed(frame, NEEDED, "claimed and measured", CURE)
    claims = int(frame["kind"].eq("claim").sum())
    if claims != 1:
        raise FigureError(f"claimed and measured: found {claims} rows of kind claim; allowed: 1; {CURE}")
    if not math.isfinite(_claim(frame).number):
        raise FigureError(f"claimed and measured: the claim's number is not a finite number; {CURE}")
    unknown = sorted(set(frame.loc[frame["kind"].ne("claim"), "mark"]) - set(marks.SHAPES))
    if unknown:
        allowed = ", ".join(map(repr, marks.SHAPES))
        raise FigureError(f"claimed and measured: found the mark {unknown[0]!r}; allowed: {allowed}; {CURE}")
    return frame


def _claim(frame: pd.DataFrame):
    return next(frame[frame["kind"].eq("claim")].itertuples())


def _rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows under the claim: drawn ones, then those in words, groups together as they first stand."""
    rows = frame[frame["kind"].ne("claim")]
    place = {group: place for place, group in enumerate(rows["group"].unique())}
    section = rows["kind"].eq("words") * len(place) + rows["group"].map(place)
    return rows.assign(section=section).sort_values("section", kind="stable")


def _reach(frame: pd.DataFrame) -> tuple[float, float]:
    """Give the lowest and highest finite number, 0 among them; a page has those of the whole."""
    if "axis_low" in frame.columns:
        return frame["axis_low"].iloc[0], frame["axis_high"].iloc[0]
    values = [float(value) for end in ENDS for value in frame[end].dropna() if math.isfinite(value)]
    return min(0.0, *values), max(0.0, *values)


def scale(frame: pd.DataFrame, look: Look = SCREEN) -> Scale:
    """Give the axis: it holds the number claimed, every finite number and 0; shares of people end at 100."""
    claim, at, (low, high) = _claim(frame), columns(look), _reach(frame)
    room = 0.06 * (high - low) or 1.0
    share = claim.unit == "%" and high <= 100 and claim.mark == "share of people"
    return Scale(low - room if low < 0 else 0.0, 103.0 if share else high + room, at.left, at.right)


def _heading_lines(group: str, look: Look) -> list[str]:
    return wrap(group, room(look), look.size(), 3, "bold")


def _answer(claim, look: Look) -> tuple[str, list[str], bool]:
    """Give the verdict, the answer in lines, and whether both stand on one line."""
    verdict = f"{VERDICT_MARKS[claim.verdict]} {claim.verdict.capitalize()}" if claim.verdict else ""
    width, size = room(look), look.size(ANSWER)
    lines = wrap(claim.about, width, size, 6 if look.narrow else 3)
    beside = text_width(f"{verdict}  ", size, "bold") + text_width(lines[0] if lines else "", size) <= width
    return verdict, lines, bool(verdict) and len(lines) == 1 and beside


def _answer_lines(claim, look: Look) -> int:
    verdict, lines, one = _answer(claim, look)
    return len(lines) + bool(verdict) - one


def _head_height(frame: pd.DataFrame, look: Look) -> float:
    """Give the height above the rows: title, answer, key, and the number claimed over its line."""
    title = look.line(0.9) + look.line(1.45) * (3 if look.narrow else 2 if look.inches * 72 / look.text < 75 else 1)
    key = key_height(marks.key(frame, look), look, NOTE)
    return title + _answer_lines(_claim(frame), look) * look.line(ANSWER) + look.line(0.3) + key + look.line(2.4)


def _tail_height(rows: pd.DataFrame, look: Look) -> float:
    """Give the height of the axis: ticks and what they count; none under rows that are all in words."""
    return look.line(3.6) if rows.empty or rows["kind"].ne("words").any() else 0.0


def size_claimed_measured(frame: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()) -> tuple[float, float]:
    """Give width and height in inches."""
    rows = _rows(_checked(frame))
    height = sum(row_height(row, look) for row in rows.itertuples())
    height += sum(
        heading_height(_heading_lines(group, look), look) for group in rows.drop_duplicates("section")["group"]
    )
    height += _head_height(frame, look) + _tail_height(rows, look) + foot_height(notes, look)
    return look.inches, look.page or height


def pages_claimed_measured(frame: pd.DataFrame, look: Look, notes: tuple[str, ...] = ()) -> list[pd.DataFrame]:
    """Split the rows over as many pages as a look of fixed height needs; the claim stands on each."""
    rows = _rows(_checked(frame))
    if look.page is None or rows.empty:
        return [frame]
    free = look.page - _head_height(frame, look) - _tail_height(rows, look) - foot_height(notes, look)
    heights = [row_height(row, look) for row in rows.itertuples()]
    heading = max(heading_height(_heading_lines(group, look), look) for group in rows["group"].unique())
    claim, low, high = frame[frame["kind"].eq("claim")], *_reach(frame)
    pages = paged(rows, heights, free, "section", heading)
    return [pd.concat([claim, page]).assign(axis_low=low, axis_high=high) for page in pages]


def plot_claimed_measured(
    frame: pd.DataFrame, ax: Axes, title: str = TITLE, notes: tuple[str, ...] = (), look: Look = SCREEN
) -> Axes:
    """Draw the number of one claim as a line, and under it, in groups, every value that was measured.

    Parameters
    ----------
    frame : DataFrame
        One row of kind `claim`: number (and high, where it claims a range), bound, unit (what follows a number),
        as_given (the number in words), what (what the axis counts), about (the answer in a sentence), verdict, mark
        (`share of people` where the axis ends at 100). Rows of kind `result` or `pooled`: row_id, group (heading),
        label, what (arm), number (blank or infinite: the row is written, not drawn), low and high (confidence
        interval), predicted_low and predicted_high, bound, mark (between arms, one arm, benchmark), counts (bool),
        secondary (bool: seen on a secondary page only), as_given, about.
    ax : Axes
        Axes that fill a figure of `size_claimed_measured(frame, look, notes)`.
    title : str
        Title of the chart.
    notes : tuple of str
        Lines to stand under the chart.
    look : Look
        Sizes and colours.

    Returns
    -------
    Axes
        The same axes. Marks have the gids `number-<row_id>`, `interval-<row_id>`, `predicted-<row_id>` and
        `bound-<row_id>`, the lines of the claim `claim-low` and `claim-high`; `scale(frame, look)` turns places into
        numbers.

    Raises
    ------
    FigureError
        Missing columns, no claim or several, an unknown mark.
    """
    sheet = Sheet(ax, size_claimed_measured(frame, look, notes), look)
    claim, rows, axis = _claim(frame), _rows(frame), scale(frame, look)
    y = _head(sheet, frame, title)
    words = rows["kind"].eq("words")
    if _tail_height(rows, look):
        y = _drawn(sheet, y, rows[~words], axis, claim)
    for _, some in rows[words].groupby("section", sort=False):
        y = _group(sheet, y, some, axis, claim)
    put_notes(sheet, y, notes)
    return ax


def _drawn(sheet: Sheet, top: float, rows: pd.DataFrame, axis: Scale, claim) -> float:
    """Draw the rows that have an axis, the line of the claim through them, and the axis under them."""
    look, at, y = sheet.look, columns(sheet.look), top
    if at.told_width:  # in one column of a journal the number claimed needs this line
        sheet.text(at.name, top - look.line(0.7), "Study, and what was given", NOTE, look.palette.quiet)
        sheet.text(at.told, top - look.line(0.7), "As printed", NOTE, look.palette.quiet)
    for _, some in rows.groupby("section", sort=False):
        y = _group(sheet, y, some, axis, claim)
    y += look.line(0.8)
    marks.put_claim(sheet, claim, axis, top, y)
    _axis(sheet, axis, claim, y)
    return y + look.line(2.8)


def _head(sheet: Sheet, frame: pd.DataFrame, title: str) -> float:
    look, claim = sheet.look, _claim(frame)
    y = sheet.title(title, 3 if look.narrow else 2)
    verdict, lines, one = _answer(claim, look)
    left, colour = edge(look), look.palette.verdicts.get(claim.verdict, look.palette.ink)
    sheet.text(left, y + look.line(ANSWER) / 2, verdict, ANSWER, colour, weight="bold")
    y += 0 if one or not verdict else look.line(ANSWER)
    left += sheet.fits(f"{verdict}  ", ANSWER, "bold") if one else 0
    for line in lines:
        sheet.text(left, y + look.line(ANSWER) / 2, line, ANSWER)
        y += look.line(ANSWER)
    y += look.line(0.3)
    return put_key(sheet, y, marks.key(frame, look), NOTE) + look.line(2.4)


def _group(sheet: Sheet, y: float, rows: pd.DataFrame, axis: Scale, claim) -> float:
    look, group = sheet.look, rows["group"].iloc[0]
    y = put_heading(sheet, y, _heading_lines(group, look))
    for row in rows.itertuples():
        height = row_height(row, look)
        _row(sheet, y + height / 2, row, axis, claim)
        y += height
    return y


def _row(sheet: Sheet, y: float, row, axis: Scale, claim) -> None:
    look, at, lines = sheet.look, columns(sheet.look), told(row, sheet.look)
    put_stack(sheet, at.name, y, lines.name, lines.what, 1.0)
    if row.kind == "words":
        put_stack(sheet, at.left if row.label else at.name, y, lines.given, lines.about)
    elif marks.on_axis(row):
        marks.put_row(sheet, y, row, axis, claim)
        put_stack(sheet, at.told, y, lines.given, lines.about)
    else:
        sheet.lines(
            at.left + 0.5 * look.text / 72, y, lines.given, ANSWER, weight="bold", zorder=6, bbox=marks.cover(look)
        )


def _axis(sheet: Sheet, axis: Scale, claim, y: float) -> None:
    look, unit = sheet.look, claim.unit if claim.unit == "%" else ""
    sheet.rule(axis.left, y, axis.right, y, look.palette.quiet, 0.8)
    widest = max(text_width(f"{number(end)}{unit}", look.size(NOTE)) for end in axis.ticks())
    most = max(2, int((axis.right - axis.left) / (widest + look.text / 72)))
    for tick in axis.ticks(min(most, 7)):
        x = axis.x(tick)
        sheet.rule(x, y, x, y + look.line(0.25), look.palette.quiet, 0.8)
        sheet.text(x, y + look.line(0.85), f"{number(tick)}{unit}", NOTE, look.palette.quiet, ha="center")
    said = wrap(claim.what, room(look), look.size(NOTE), 1)
    half = text_width(said[0], look.size(NOTE)) / 2 if said else 0
    middle = min(max((axis.left + axis.right) / 2, edge(look) + half), sheet.width - edge(look) - half)
    for line in said:
        sheet.text(middle, y + look.line(1.95), line, NOTE, look.palette.quiet, ha="center")


def describe_claimed_measured(frame: pd.DataFrame) -> str:
    """Say in words what the chart shows: the claim, the answer, then every row under its heading, one a line."""
    rows, claim = _rows(_checked(frame)), _claim(frame)
    lines = [f"The article: {claim.as_given} ({claim.what}). {claim.about}".strip()]
    for _, some in rows.groupby("section", sort=False):
        lines.append(f"{some['group'].iloc[0]}:")
        lines += [_said(row, claim.unit) for row in some.itertuples()]
    return "\n".join(lines)


def _said(row, unit: str) -> str:
    told = [row.label] if row.label else []
    if marks.on_axis(row):
        told.append(f"{row.bound + ' ' if marks.is_bound(row) else ''}{amount(row.number, unit)}")
        told += [f"interval {amount(row.low, unit)} to {amount(row.high, unit)}"] * marks.has_interval(row)
        if marks.has_prediction(row):
            told.append(f"prediction {amount(row.predicted_low, unit)} to {amount(row.predicted_high, unit)}")
    told += [row.what, f"printed: {row.as_given}" if marks.on_axis(row) else row.as_given, row.about]
    told += ["seen on a secondary page only"] * bool(row.secondary)
    return "; ".join(part for part in told if part).removesuffix(".") + "."


def drawn_claimed_measured(frame: pd.DataFrame) -> pd.DataFrame:
    """Give what is drawn: the number claimed, then each row with its number and whether it is drawn or written."""
    checked = _checked(frame)
    rows = pd.concat([checked[checked["kind"].eq("claim")], _rows(checked)])
    shown = ["a mark" if marks.on_axis(row) else "words" for row in rows.itertuples()]
    return rows[["row_id", "kind", "group", "label", "what", *ENDS, "bound", "mark", "as_given", "about"]].assign(
        secondary=rows["secondary"], drawn_as=shown
    )


CHART = Chart(
    "claimed and measured",
    plot_claimed_measured,
    size_claimed_measured,
    pages_claimed_measured,
    describe_claimed_measured,
    drawn_claimed_measured,
)
