"""Forest plot: every result with its interval, what they come to together, and the numbers beside them."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes

from evidence.figures.chart import Chart
from evidence.figures.forest import marks
from evidence.figures.forest.layout import SMALL, Layout, bias_key, layout
from evidence.figures.forest.words import describe_forest, drawn_forest
from evidence.figures.key import key_height, put_key
from evidence.figures.looks import SCREEN, Look
from evidence.figures.paging import paged
from evidence.figures.sheet import Sheet
from evidence.figures.style import wrap

TITLE = "Forest plot"
PAD = 0.3  # lines between the rows and the lines above and under them


def plot_forest(
    frame: pd.DataFrame, ax: Axes, title: str = TITLE, notes: tuple[str, ...] = (), look: Look = SCREEN
) -> Axes:
    """Draw results with their intervals, pooled rows as diamonds, and the numbers of each row beside it.

    Parameters
    ----------
    frame : DataFrame, one row a line of the chart, from the top
        label, kind (`study`: a square by weight, or a point without one; `step`: pooled from some of the results, as
        in `synthesis.cumulative` and `synthesis.leave_one_out`; `subgroup`, `pooled`: a diamond), estimate, low, high
        (as printed, never logarithms; blank where not given; infinite ends go on beyond the axis). Where they exist:
        group (heading above rows that share it), weight (percent), pi_low, pi_high (prediction interval), note (line
        under the row), seen (`secondary page`: hollow), `text: <name>` (a column of text beside the names),
        `bias: <domain>` with `bias colour: <domain>` and `bias symbol: <domain>` (from the table of levels), and the
        columns of one value that `forest.rows.Settings` names: measure, log, null, threshold and others.
    ax : Axes
        Axes that fill a figure of `size_forest(frame, look, notes)`.
    title : str
        Title of the chart.
    notes : tuple of str
        Lines to stand under the chart.
    look : Look
        Sizes and colours.

    Returns
    -------
    Axes
        The same axes. Marks carry the name of their row: the gids `estimate-<index>`, `interval-<index>`,
        `diamond-<index>`, `prediction-<index>`, `cut-low-<index>`, `cut-high-<index>`, `bias-<index>-<domain>`;
        `forest.layout.layout(frame, look).axis` turns their places into numbers.

    Raises
    ------
    FigureError
        A frame that cannot be drawn.
    """
    plan = layout(frame, look)
    sheet = Sheet(ax, _size(plan, notes), look)
    top = y = _head(sheet, plan, title)
    y += look.line(PAD)
    bottom = y + sum(plan.heights) + _headed(plan) + look.line(PAD)
    _lines(sheet, plan, top, bottom)
    largest = plan.settings.largest_weight
    largest = plan.rows.loc[plan.rows["kind"].eq("study"), "weight"].max() if math.isnan(largest) else largest
    for place, row in enumerate(plan.rows.itertuples()):
        if plan.headed(place):
            name = wrap(plan.headed(place), plan.axis.left - plan.label.left, look.size(), 1, "bold")[0]
            sheet.text(plan.label.left, y + plan.heading * 0.58, name, weight="bold")
            y += plan.heading
        _row(sheet, plan, y, place, row, frame.iloc[place], largest)
        y += plan.heights[place]
    y = _axis(sheet, plan, bottom)
    for line in _footnotes(plan, notes):
        sheet.text(plan.label.left, y + look.line(SMALL) / 2, line, SMALL, look.palette.quiet)
        y += look.line(SMALL)
    return ax


def size_forest(frame: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()) -> tuple[float, float]:
    """Give width and height in inches."""
    return _size(layout(frame, look), notes)


def _size(plan: Layout, notes: tuple[str, ...]) -> tuple[float, float]:
    return plan.look.inches, plan.look.page or _around(plan, notes) + sum(plan.heights) + _headed(plan)


def pages_forest(frame: pd.DataFrame, look: Look, notes: tuple[str, ...] = ()) -> list[pd.DataFrame]:
    """Split the rows over the pages that a look of fixed height needs; all share one axis and one size of square."""
    if look.page is None:
        return [frame]
    plan = layout(frame, look)
    alike = {"axis_low": plan.axis.low, "axis_high": plan.axis.high, "largest_weight": plan.rows["weight"].max()}
    if plan.rows["weight"].isna().all():
        del alike["largest_weight"]
    whole = frame.assign(group=plan.rows["group"], **alike)
    room = look.page - _around(plan, notes)
    return paged(whole, plan.heights, room, "group", plan.heading if plan.rows["group"].any() else 0.0)


def _headed(plan: Layout) -> float:
    return sum(plan.heading for place in range(len(plan.rows)) if plan.headed(place))


def _around(plan: Layout, notes: tuple[str, ...]) -> float:
    """Give the height of all that stands above and under the rows."""
    foot = len(_footnotes(plan, notes)) * plan.look.line(SMALL) + plan.look.line(0.6 + 2 * PAD)
    return _head_height(plan) + _axis_height(plan) + foot


def footnotes(frame: pd.DataFrame, notes: tuple[str, ...] = (), look: Look = SCREEN) -> list[str]:
    """Give the lines under the chart: what the dots mean, what there was no room for, then the notes given."""
    return _footnotes(layout(frame, look), notes)


def _footnotes(plan: Layout, notes: tuple[str, ...]) -> list[str]:
    said = [bias_key(plan)]
    if plan.left_out:
        said.append(f"No room in this size for: {', '.join(plan.left_out)}.")
    width = plan.look.inches - 2 * plan.label.left
    return [line for text in (*said, *notes) for line in wrap(text, width, plan.look.size(SMALL), 12)]


def _title_lines(plan: Layout) -> int:
    return 3 if plan.look.narrow else 1 if plan.look.inches > 9 else 2


def _headings(plan: Layout) -> int:
    return max(len(column.heading(plan.look, SMALL)) for column in plan.columns)


def _head_height(plan: Layout) -> float:
    look = plan.look
    title = look.line(0.9) + look.line(1.45) * _title_lines(plan)
    return title + key_height(marks.key(plan), look, SMALL) + look.line(SMALL) * _headings(plan) + look.line(1.0)


def _head(sheet: Sheet, plan: Layout, title: str) -> float:
    look, bottom = plan.look, _head_height(plan)
    put_key(sheet, sheet.title(title, _title_lines(plan)), marks.key(plan), SMALL)
    base = bottom - look.line(0.3)
    for column in plan.columns:
        column.put_heading(sheet, base, SMALL)
    for place, x in enumerate(plan.dots, start=1):
        sheet.text(x, base - look.line(SMALL) / 2, str(place), SMALL, look.palette.quiet, ha="center")
    sheet.rule(plan.label.left, bottom, sheet.width - plan.label.left, bottom, lw=0.8)
    return bottom


def _lines(sheet: Sheet, plan: Layout, top: float, bottom: float) -> None:
    """Draw the lines that run through all rows: ticks, no effect, threshold, and the estimate of all."""
    colours, axis, fixed = sheet.look.palette, plan.axis, plan.settings
    for x, _ in plan.ticks():
        sheet.rule(x, top, x, bottom, colours.rule, 0.4)
    if math.isfinite(fixed.null) and axis.holds(fixed.null):
        sheet.rule(axis.x(fixed.null), top, axis.x(fixed.null), bottom, colours.ink, 1.0, zorder=2, gid="null")
    if math.isfinite(fixed.threshold) and axis.holds(fixed.threshold):
        x, dashed = axis.x(fixed.threshold), {"ls": (0, (4, 2)), "zorder": 2}
        sheet.rule(x, top, x, bottom, colours.second, 1.4, gid="threshold", **dashed)
    whole = plan.rows.loc[plan.rows["kind"].eq("pooled"), "estimate"].dropna()
    if len(whole):
        sheet.rule(axis.x(whole.iloc[-1]), top, axis.x(whole.iloc[-1]), bottom, colours.quiet, 0.8, ls=(0, (1, 2)))


def _row(sheet: Sheet, plan: Layout, top: float, place: int, row, cells: pd.Series, largest: float) -> None:
    look, colours = sheet.look, sheet.look.palette
    if plan.rule(place):
        sheet.rule(plan.label.left, top + look.line(0.2), sheet.width - plan.label.left, top + look.line(0.2), lw=0.8)
        top += plan.rule(place)
    y, under = top + plan.cells(place) / 2, top + plan.cells(place)
    for column in plan.columns:
        column.put(sheet, y, place)
    marks.put_estimate(sheet, plan, y, row, largest)
    marks.put_dots(sheet, plan, y, cells, row.Index)
    notes = plan.notes(place)
    middle = under + len(notes) * look.line(SMALL) / 2
    if plan.predictions[place]:
        y = under + look.line(0.5)
        marks.put_prediction(sheet, plan, y, row)
        estimate = plan.estimate
        sheet.text(estimate.left + estimate.width, y, plan.predictions[place], estimate.share, ha="right")
    sheet.lines(plan.label.left, middle, notes, SMALL, colours.quiet)


def _sides(plan: Layout) -> list[tuple[float, str, list[str]]]:
    """Give what lies on the two sides of no effect: where the words start, on which side, and the words."""
    fixed, axis, look = plan.settings, plan.axis, plan.look
    if not (math.isfinite(fixed.null) and axis.holds(fixed.null)):
        return []
    middle, gap = axis.x(fixed.null), 0.5 * plan.em
    sides = []
    if fixed.favours_low:
        width = middle - gap - plan.label.left
        sides.append((middle - gap, "right", wrap(f"← {fixed.favours_low}", width, look.size(SMALL), 3)))
    if fixed.favours_high:
        width = look.inches - plan.label.left - middle - gap
        sides.append((middle + gap, "left", wrap(f"{fixed.favours_high} →", width, look.size(SMALL), 3)))
    return sides


def _axis_title(plan: Layout) -> list[str]:
    name = f"{plan.settings.measure}{' (logarithmic axis)' if plan.settings.log else ''}"
    return wrap(name, plan.look.inches - plan.axis.left - plan.label.left, plan.look.size(SMALL), 2)


def _axis_height(plan: Layout) -> float:
    lines = 1 + max((len(words) for _, _, words in _sides(plan)), default=0) + len(_axis_title(plan))
    return plan.look.line(SMALL) * lines + plan.look.line(1.1)


def _axis(sheet: Sheet, plan: Layout, y: float) -> float:
    """Draw the axis under the rows; give the y under all that belongs to it."""
    look, axis, quiet = sheet.look, plan.axis, sheet.look.palette.quiet
    step, end = look.line(SMALL), y + _axis_height(plan)
    sheet.rule(axis.left, y, axis.right, y, quiet, 0.9)
    for x, text in plan.ticks():
        sheet.rule(x, y, x, y + look.line(0.2), quiet, 0.9)
        sheet.text(x, y + look.line(0.25) + step / 2, text, SMALL, quiet, ha="center")
    y += look.line(0.4) + step
    for x, side, lines in _sides(plan):
        sheet.lines(x, y + len(lines) * step / 2, lines, SMALL, look.palette.ink, ha=side)
    y += max((len(lines) for _, _, lines in _sides(plan)), default=0) * step
    lines = _axis_title(plan)
    wide = max(sheet.fits(line, SMALL) for line in lines)
    middle = min(max((axis.left + axis.right) / 2, axis.left + wide / 2), sheet.width - plan.label.left - wide / 2)
    sheet.lines(middle, y + look.line(0.1) + len(lines) * step / 2, lines, SMALL, quiet, ha="center")
    return end


CHART = Chart("forest", plot_forest, size_forest, pages_forest, describe_forest, drawn_forest)

__all__ = ["CHART", "describe_forest", "drawn_forest", "footnotes", "pages_forest", "plot_forest", "size_forest"]
