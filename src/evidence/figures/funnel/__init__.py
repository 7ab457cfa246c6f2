"""Funnel plot: do small studies show other effects than large ones? Regions of significance, and what was filled in."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from evidence.figures.chart import Chart, one_page
from evidence.figures.funnel.rows import Funnel, line_at, read
from evidence.figures.funnel.words import NAMES, counted, describe_funnel, drawn_funnel
from evidence.figures.key import Entry, key_height, put_key
from evidence.figures.looks import POINTS, SCREEN, Look
from evidence.figures.scales import Scale
from evidence.figures.sheet import Sheet
from evidence.figures.style import text_width, wrap
from evidence.figures.ticks import apart, brief

TITLE = "Funnel plot"
SMALL, POINT = 0.88, 0.62  # sizes of notes and of points, as shares of the text
TALL = 0.5  # height of the field of points as a share of its width, where the height is free
MIDDLE = {"pooled": {"lw": 1.3}, "pooled with filled": {"lw": 1.3, "ls": (0, (1, 1.5))}}
NULL = 0.7  # width of the line of no effect
LIMITS = {"lw": 1.1, "ls": (0, (5, 2.5))}


def plot_funnel(
    frame: pd.DataFrame, ax: Axes, title: str = TITLE, notes: tuple[str, ...] = (), look: Look = SCREEN
) -> Axes:
    """Draw each result by its effect and its standard error, downwards, over regions of significance.

    Parameters
    ----------
    frame : DataFrame, one row a point or a line
        kind (`result`; `filled`: put in by trim and fill, drawn hollow; `contour`: a line of equal significance;
        `limits`: pseudo confidence limits; `pooled`, `pooled with filled`: estimates), label, effect (on the scale that
        was pooled; of a contour or limits its tip), se, low, high (of a contour or limits the two effects that it has
        at `se`). Columns of one value where they exist: measure, log (effects are logarithms: the axis is written in
        what they stand for) and applicable (what stands against reading the chart).
    ax : Axes
        Axes that fill a figure of `size_funnel(frame, look, notes)`.
    title : str
        Title of the chart.
    notes : tuple of str
        Lines to stand under the chart, after the one on applicability.
    look : Look
        Sizes and colours.

    Returns
    -------
    Axes
        The same axes. Marks carry the name of their row (`result-<index>`, `filled-<index>`, `contour-<index>`,
        `limits-<index>`, `pooled-<index>`); `scales(frame, look, notes)` turns places into effects and standard errors.

    Raises
    ------
    FigureError
        A frame that cannot be drawn.
    """
    funnel = read(frame)
    sheet = Sheet(ax, _size(funnel, look, notes), look)
    put_key(sheet, sheet.title(title, _title_lines(look)), _key(funnel, look), SMALL)
    across, down = _scales(funnel, look, notes)
    inside = sheet.box(across.left, down.left, across.right - across.left, down.right - down.left, look.palette.band)
    _regions(sheet, funnel, across, down, inside)
    _straight(sheet, funnel, across, down, inside)
    for row in funnel.points.itertuples():
        face = look.palette.paper if row.kind == "filled" else look.palette.accent
        _point(sheet, across.x(row.effect), down.x(row.se), face, gid=f"{row.kind}-{row.Index}")
    _axes(sheet, funnel, across, down)
    lines = _footnotes(funnel, look, notes)
    y = sheet.height - look.line(0.6) - look.line(SMALL) * len(lines)
    for line in lines:
        sheet.text(_margin(look), y + look.line(SMALL) / 2, line, SMALL, look.palette.quiet)
        y += look.line(SMALL)
    return ax


def size_funnel(frame: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()) -> tuple[float, float]:
    """Give width and height in inches."""
    return _size(read(frame), look, notes)


def scales(frame: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()) -> tuple[Scale, Scale]:
    """Give what turns effects into inches from the left, and standard errors into inches from the top."""
    return _scales(read(frame), look, notes)


def footnotes(frame: pd.DataFrame, notes: tuple[str, ...] = (), look: Look = SCREEN) -> list[str]:
    """Give the lines under the chart: first what stands against reading it, then the notes given."""
    return _footnotes(read(frame), look, notes)


def _margin(look: Look) -> float:
    return 0.6 * look.text / POINTS


def _title_lines(look: Look) -> int:
    return 3 if look.narrow else 1 if look.inches > 9 else 2


def _footnotes(funnel: Funnel, look: Look, notes: tuple[str, ...]) -> list[str]:
    first = f"{funnel.applicable[:1].upper()}{funnel.applicable[1:]}." if funnel.applicable else ""
    width = look.inches - 2 * _margin(look)
    return [line for text in (first, *notes) for line in wrap(text, width, look.size(SMALL), 12)]


def _top(funnel: Funnel, look: Look) -> float:
    title = look.line(0.9) + look.line(1.45) * _title_lines(look)
    return title + key_height(_key(funnel, look), look, SMALL) + look.line(1.8)


def _bottom(funnel: Funnel, look: Look, notes: tuple[str, ...]) -> float:
    """Give the height of all that stands under the field of points."""
    return look.line(0.6 + SMALL * (3.2 + len(_footnotes(funnel, look, notes))) + 0.6)


def _size(funnel: Funnel, look: Look, notes: tuple[str, ...]) -> tuple[float, float]:
    field = look.inches * (0.8 if look.narrow else TALL)
    return look.inches, look.page or _top(funnel, look) + field + _bottom(funnel, look, notes)


def _scales(funnel: Funnel, look: Look, notes: tuple[str, ...]) -> tuple[Scale, Scale]:
    margin, em = _margin(look), look.text / POINTS
    down = Scale(0, 1.06 * funnel.se, 0.0, 1.0)
    wide = max(text_width(brief(tick), look.size(SMALL)) for tick in down.ticks())
    top = _top(funnel, look)
    height = (look.page or _size(funnel, look, notes)[1]) - _bottom(funnel, look, notes) - top
    across = Scale(funnel.low, funnel.high, margin + wide + 0.6 * em, look.inches - margin - 1.2 * em)
    return across, Scale(down.low, down.high, top, top + height)


def _point(sheet: Sheet, x: float, y: float, face: str, **options) -> None:
    sheet.mark(x, y, "o", sheet.look.palette.accent, face, POINT, mew=1.1, **options)


def _shades(look: Look) -> list[dict]:
    """Give the filling of each region, from the innermost out; the last one repeats."""
    colours = look.palette
    return [
        {"facecolor": colours.paper},
        {"facecolor": colours.rule, "hatch": "////", "edgecolor": colours.paper},
        {"facecolor": colours.rule, "alpha": 0.55},
        {"facecolor": colours.band},
    ]


def _regions(sheet: Sheet, funnel: Funnel, across: Scale, down: Scale, inside: Rectangle) -> None:
    """Fill the regions from the outermost in, each over the last: triangles that stand on their tip."""
    shades = _shades(sheet.look)
    for place, line in reversed(list(enumerate(funnel.contours.itertuples()))):
        low, high = line_at(line, down.high)
        corners = [(across.x(line.effect), down.left), (across.x(low), down.right), (across.x(high), down.right)]
        fill = shades[min(place, len(shades) - 1)]
        shape = sheet.shape(corners, fill["facecolor"], zorder=0.5, gid=f"contour-{line.Index}")
        shape.set(clip_path=inside, **{"alpha": 1.0} | fill)
    tips = funnel.contours["effect"].unique()
    for tip in tips:
        sheet.rule(across.x(tip), down.left, across.x(tip), down.right, sheet.look.palette.quiet, NULL, gid="null")


def _straight(sheet: Sheet, funnel: Funnel, across: Scale, down: Scale, inside: Rectangle) -> None:
    """Draw the pooled estimates and the pseudo confidence limits."""
    colours = sheet.look.palette
    for line in funnel.limits.itertuples():
        ends = line_at(line, down.high)
        xs = [across.x(ends[0]), across.x(line.effect), across.x(ends[1])]
        style = {"color": colours.accent, "zorder": 2, "gid": f"limits-{line.Index}", **LIMITS}
        sheet.ax.plot(xs, [down.right, down.left, down.right], **style)[0].set_clip_path(inside)
    for line in funnel.middles.dropna(subset=["effect"]).itertuples():
        x = across.x(line.effect)
        sheet.rule(
            x, down.left, x, down.right, colours.accent, zorder=2, gid=f"pooled-{line.Index}", **MIDDLE[line.kind]
        )


def _axes(sheet: Sheet, funnel: Funnel, across: Scale, down: Scale) -> None:
    look, quiet, em = sheet.look, sheet.look.palette.quiet, sheet.look.text / POINTS
    step, bottom = look.line(SMALL), down.right
    sheet.text(
        _margin(look), down.left - look.line(0.9), "standard error, downwards: small studies lie low", SMALL, quiet
    )
    sheet.rule(across.left, bottom, across.right, bottom, quiet, 0.9)
    for tick in down.ticks(6):
        sheet.rule(across.left - 0.3 * em, down.x(tick), across.left, down.x(tick), quiet, 0.9)
        sheet.text(across.left - 0.5 * em, down.x(tick), brief(tick), SMALL, quiet, ha="right")
    for x, text in _ticks(funnel, across, look):
        sheet.rule(x, bottom, x, bottom + 0.3 * em, quiet, 0.9)
        sheet.text(x, bottom + look.line(0.4) + step / 2, text, SMALL, quiet, ha="center")
    name = f"{funnel.measure}{' (logarithmic axis)' if funnel.log else ''}"
    name = wrap(name, across.right - across.left, look.size(SMALL), 1)[0]
    sheet.text((across.left + across.right) / 2, bottom + look.line(0.6) + 1.5 * step, name, SMALL, quiet, ha="center")


def _ticks(funnel: Funnel, across: Scale, look: Look) -> list[tuple[float, str]]:
    """Give the places in inches and the numbers to write under the axis, of ratios as ratios."""
    if funnel.log:
        across = Scale(math.exp(funnel.low), math.exp(funnel.high), across.left, across.right, log=True)
    return apart(across, look, SMALL)


def _key(funnel: Funnel, look: Look) -> list[Entry]:
    """Explain points, lines and regions, each drawn as it stands in the chart."""
    colours, em = look.palette, look.text / POINTS
    kinds = set(funnel.points["kind"])

    def line(**style):
        return lambda s, x, y: s.rule(x - 0.8 * em, y, x + 0.8 * em, y, colours.accent, **style)

    def swatch(fill):
        def draw(s, x, y):
            shape = s.box(x - 0.75 * em, y - 0.45 * em, 1.5 * em, 0.9 * em, fill["facecolor"])
            shape.set(**fill)
            s.ax.add_patch(Rectangle(shape.get_xy(), 1.5 * em, 0.9 * em, fill=False, ec=colours.quiet, lw=0.5))

        return draw

    entries = [Entry("one result", lambda s, x, y: _point(s, x, y, colours.accent))]
    if "filled" in kinds:
        entries.append(Entry("filled in, never seen", lambda s, x, y: _point(s, x, y, colours.paper)))
    entries += [Entry(NAMES[kind], line(**MIDDLE[kind])) for kind in MIDDLE if funnel.middles["kind"].eq(kind).any()]
    entries += [Entry(limits.label, line(**LIMITS)) for limits in funnel.limits.itertuples()]
    shades = _shades(look)
    for place, (name, count) in enumerate(counted(funnel).items()):
        entries.append(Entry(f"{name}: {count}", swatch(shades[min(place, len(shades) - 1)])))
    for tip in funnel.contours["effect"].unique():
        text = f"no effect: {brief(math.exp(tip) if funnel.log else tip)}"
        entries.append(Entry(text, lambda s, x, y: s.rule(x, y - 0.6 * em, x, y + 0.6 * em, colours.quiet, NULL)))
    return entries


CHART = Chart("funnel", plot_funnel, size_funnel, one_page, describe_funnel, drawn_funnel)

__all__ = ["CHART", "describe_funnel", "drawn_funnel", "footnotes", "plot_funnel", "scales", "size_funnel"]
