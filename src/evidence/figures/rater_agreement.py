"""How far separate ratings agree: raw agreement and chance-corrected coefficients with their intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from evidence.figures.chart import Chart
from evidence.figures.foot import NOTE, edge, foot_height, put_notes, title_height
from evidence.figures.frames import needed
from evidence.figures.key import Entry, key_height, put_key
from evidence.figures.looks import POINTS, SCREEN, Look
from evidence.figures.paging import paged
from evidence.figures.scales import Scale, number
from evidence.figures.sheet import Sheet
from evidence.figures.style import wrap

TITLE = "How far separate ratings agree"
NEEDED = ("judgement", "coefficient", "value", "ci_low", "ci_high", "items", "raters", "note")
# A mark for each kind of coefficient, by a word of its name; what is not named gets the last.
MARKS = {"raw": "o", "kappa": "s", "AC": "D", "alpha": "^", "": "v"}
CHANCE = "0: no better than chance; raw agreement makes no allowance for chance"


class Rate(NamedTuple):
    """One coefficient of one judgement; NaN where it is undefined, and the note says why."""

    judgement: str
    coefficient: str
    value: float
    low: float
    high: float
    items: int
    raters: int
    note: str

    @property
    def defined(self) -> bool:
        """Whether there is a value."""
        return math.isfinite(self.value)

    @property
    def bounded(self) -> bool:
        """Whether there is an interval."""
        return self.defined and math.isfinite(self.low) and math.isfinite(self.high)

    @property
    def written(self) -> str:
        """Value and interval as they are printed, or why there is none."""
        if not self.defined:
            return self.note if "undefined" in self.note else f"undefined{': ' if self.note else ''}{self.note}"
        if not self.bounded:
            return f"{_hundredths(self.value)}, no interval"
        return f"{_hundredths(self.value)} ({_hundredths(self.low)} to {_hundredths(self.high)})"


def _hundredths(value: float) -> str:
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def rates(frame: pd.DataFrame) -> list[Rate]:
    """Give the coefficients in order.

    Parameters
    ----------
    frame : DataFrame
        `Review.repeatability`: judgement, coefficient, value, ci_low, ci_high (shares of 1), items, raters, note;
        optional: between (whose ratings were compared, such as "two machine ratings").

    Raises
    ------
    FigureError
        Missing columns, or no row.
    """
    frame = needed(frame, NEEDED, "rater agreement", "give it review.repeatability, which needs a second rater")
    numbers = {
        name: pd.to_numeric(frame[name], errors="coerce").astype(float) for name in ("value", "ci_low", "ci_high")
    }
    counts = {name: pd.to_numeric(frame[name], errors="coerce").fillna(0).astype(int) for name in ("items", "raters")}
    texts = [frame[name].fillna("").astype(str) for name in ("judgement", "coefficient")]
    columns = (*texts, *numbers.values(), *counts.values(), frame["note"].fillna("").astype(str))
    return [Rate(*row) for row in zip(*columns, strict=True)]


def meaning(frame: pd.DataFrame) -> str:
    """Say what such agreement is, and what it is not."""
    between = frame["between"].iloc[0] if "between" in frame else f"{int(frame['raters'].max())} ratings"
    return f"Repeatability between {between}, not validity."


def shape(coefficient: str) -> str:
    """Give the mark of a coefficient."""
    return next(mark for word, mark in MARKS.items() if word in coefficient)


def _colour(coefficient: str, look: Look) -> str:
    mark = shape(coefficient)
    return look.palette.quiet if mark == "o" else look.palette.second if mark == "s" else look.palette.accent


@dataclass(frozen=True)
class Columns:
    """Left edges and widths in inches."""

    name: float
    name_width: float
    axis: Scale
    value: float
    value_width: float


def columns(frame: pd.DataFrame, look: Look = SCREEN) -> Columns:
    """Share out the width; the axis goes from 0, or from the lowest number, to 1."""
    em, left = look.text / POINTS, edge(look)
    found = [number for rate in rates(frame) for number in (rate.value, rate.low, rate.high) if math.isfinite(number)]
    low, high = frame.attrs.get("axis", (min([0.0, *found]), max([1.0, *found])))
    names = em * (9 if look.narrow else 17)
    values = em * (0.2 if look.narrow else 19)
    start = left + names + 0.8 * em
    axis = Scale(math.floor(low * 5) / 5, math.ceil(high * 5) / 5, start, look.inches - left - values - em)
    return Columns(left, names, axis, axis.right + 1.6 * em, 0 if look.narrow else values)


def _by_judgement(frame: pd.DataFrame) -> list[list[Rate]]:
    found: dict[str, list[Rate]] = {}
    for rate in rates(frame):
        found.setdefault(rate.judgement, []).append(rate)
    return list(found.values())


def _name(rate: Rate, at: Columns, look: Look) -> list[tuple[str, float, str]]:
    """Give the lines that name a judgement: text, size, colour role."""
    items = f"{rate.items:,} items, {rate.raters} raters"
    lines = [(line, 1.0, "ink") for line in wrap(rate.judgement.capitalize(), at.name_width, look.size(), 3)]
    return lines + [(line, NOTE, "quiet") for line in wrap(items, at.name_width, look.size(NOTE), 2)]


def _values(rate: Rate, at: Columns, look: Look) -> list[str]:
    if not at.value_width:
        return [] if rate.defined else wrap(rate.written, at.axis.right - at.axis.left, look.size(NOTE), 2)
    return wrap(rate.written, at.value_width, look.size(NOTE), 3)


def _step(rate: Rate, at: Columns, look: Look) -> float:
    return look.line(NOTE * max(1.15, len(_values(rate, at, look))))


def row_height(group: list[Rate], at: Columns, look: Look) -> float:
    """Give the height in inches of a judgement with its coefficients under each other."""
    named = sum(look.line(share) for _, share, _ in _name(group[0], at, look))
    return max(named, sum(_step(rate, at, look) for rate in group)) + look.line(0.7)


def _key(frame: pd.DataFrame, look: Look) -> list[Entry]:
    def drawer(coefficient: str):
        return lambda sheet, x, y: sheet.mark(x, y, shape(coefficient), _colour(coefficient, look))

    em = look.text / POINTS
    names: dict[str, list[str]] = {}
    for coefficient in dict.fromkeys(rate.coefficient for rate in rates(frame)):
        names.setdefault(shape(coefficient), []).append(coefficient)
    interval = Entry("its interval", lambda s, x, y: s.rule(x - 0.6 * em, y, x + 0.6 * em, y, look.palette.ink, 1.3))
    return [*(Entry(", ".join(alike), drawer(alike[0])) for alike in names.values()), interval]


def _meaning(frame: pd.DataFrame, look: Look) -> list[str]:
    return wrap(meaning(frame), look.inches - 4 * edge(look), look.size(1.06), 3, "bold")


def _head_height(frame: pd.DataFrame, look: Look) -> float:
    told = look.line(1.06) * len(_meaning(frame, look)) + look.line(0.3)
    return (
        title_height(4 if look.narrow else 2, look) + told + key_height(_key(frame, look), look, NOTE) + look.line(1.6)
    )


def _foot(notes: tuple[str, ...], look: Look) -> float:
    return look.line(2.4) + foot_height(notes, look)


def size_rater_agreement(frame: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()) -> tuple[float, float]:
    """Give width and height in inches."""
    at = columns(frame, look)
    rows = sum(row_height(group, at, look) for group in _by_judgement(frame))
    return look.inches, look.page or _head_height(frame, look) + rows + _foot(notes, look)


def pages_rater_agreement(frame: pd.DataFrame, look: Look, notes: tuple[str, ...] = ()) -> list[pd.DataFrame]:
    """Split the judgements over as many pages as a look of fixed height needs."""
    if look.page is None:
        return [frame]
    at, groups = columns(frame, look), _by_judgement(frame)
    room = look.page - _head_height(frame, look) - _foot(notes, look)
    heights = [row_height(group, at, look) for group in groups]
    names = pd.DataFrame({"judgement": [group[0].judgement for group in groups]})
    judged = frame["judgement"].fillna("").astype(str)
    pages = [frame[judged.isin(page["judgement"])] for page in paged(names, heights, room)]
    for page in pages:
        page.attrs["axis"] = (at.axis.low, at.axis.high)  # so that all pages have one axis
    return pages


def plot_rater_agreement(
    frame: pd.DataFrame, ax: Axes, title: str = TITLE, notes: tuple[str, ...] = (), look: Look = SCREEN
) -> Axes:
    """Draw every judgement with its coefficients under each other, each with its interval.

    Parameters
    ----------
    frame : DataFrame
        As in `rates`.
    ax : Axes
        Axes that fill a figure of `size_rater_agreement(frame, look, notes)`.
    title : str
        Title of the chart.
    notes : tuple of str
        Lines to stand under the chart.
    look : Look
        Sizes and colours.

    Returns
    -------
    Axes
        The same axes. A mark has the gid `value-<judgement>|<coefficient>`, its interval
        `interval-<judgement>|<coefficient>`; `columns(frame, look).axis` turns their places into numbers. What is
        undefined has words and no mark.

    Raises
    ------
    FigureError
        Missing columns, or no row.
    """
    at = columns(frame, look)
    sheet = Sheet(ax, size_rater_agreement(frame, look, notes), look)
    y = sheet.title(title, 4 if look.narrow else 2)
    for line in _meaning(frame, look):
        sheet.text(at.name, y + look.line(0.53), line, 1.06, weight="bold")
        y += look.line(1.06)
    y = put_key(sheet, y + look.line(0.3), _key(frame, look), NOTE) + look.line(1.6)
    top = y
    ticks = at.axis.ticks(4 if look.narrow else 7)
    for tick in ticks:
        sheet.text(at.axis.x(tick), y - look.line(0.5), number(tick), NOTE, look.palette.quiet, ha="center")
    for place, group in enumerate(_by_judgement(frame)):
        tall = row_height(group, at, look)
        if place % 2 == 0:
            sheet.box(0, y, sheet.width, tall, look.palette.band)
        _group(sheet, at, y, tall, group)
        y += tall
    for tick in ticks:
        heavy = tick == 0
        colour = look.palette.quiet if heavy else look.palette.rule
        sheet.rule(at.axis.x(tick), top, at.axis.x(tick), y, colour, 1.1 if heavy else 0.5)
        sheet.text(at.axis.x(tick), y + look.line(0.6), number(tick), NOTE, look.palette.quiet, ha="center")
    chance = wrap(CHANCE, look.inches - 2 * at.name, look.size(NOTE), 1)
    left = min(at.axis.x(0) - look.line(0.2), look.inches - at.name - sheet.fits(chance[0], NOTE))
    sheet.lines(max(at.name, left), y + look.line(1.6), chance, NOTE, look.palette.quiet)
    put_notes(sheet, y + look.line(2.2), notes)
    return ax


def _group(sheet: Sheet, at: Columns, y: float, tall: float, group: list[Rate]) -> None:
    look = sheet.look
    named = _name(group[0], at, look)
    line_y = y + (tall - sum(look.line(share) for _, share, _ in named)) / 2
    for text, share, role in named:
        sheet.text(at.name, line_y + look.line(share) / 2, text, share, getattr(look.palette, role))
        line_y += look.line(share)
    steps = [_step(rate, at, look) for rate in group]
    y += (tall - sum(steps)) / 2
    for rate, step in zip(group, steps, strict=True):
        _rate(sheet, at, y + step / 2, rate)
        y += step


def _rate(sheet: Sheet, at: Columns, y: float, rate: Rate) -> None:
    look, key = sheet.look, f"{rate.judgement}|{rate.coefficient}"
    colour = _colour(rate.coefficient, look)
    if rate.bounded:
        sheet.rule(at.axis.x(rate.low), y, at.axis.x(rate.high), y, colour, 1.3, zorder=3, gid=f"interval-{key}")
    if rate.defined:
        sheet.mark(at.axis.x(rate.value), y, shape(rate.coefficient), colour, gid=f"value-{key}")
    left = at.value if at.value_width else at.axis.left
    sheet.lines(left, y, _values(rate, at, look), NOTE, look.palette.ink if rate.defined else look.palette.quiet)


def describe_rater_agreement(frame: pd.DataFrame) -> str:
    """Say every coefficient in words, with its interval or why there is none."""
    said = [meaning(frame)]
    for group in _by_judgement(frame):
        parts = "; ".join(f"{rate.coefficient} {rate.written}" for rate in group)
        said.append(f"{group[0].judgement.capitalize()}, {group[0].items} items, {group[0].raters} raters: {parts}.")
    return "\n".join(said)


def drawn_rater_agreement(frame: pd.DataFrame) -> pd.DataFrame:
    """Give what is drawn."""
    rates(frame)
    return frame[list(NEEDED)]


CHART = Chart(
    "rater agreement",
    plot_rater_agreement,
    size_rater_agreement,
    pages_rater_agreement,
    describe_rater_agreement,
    drawn_rater_agreement,
)
