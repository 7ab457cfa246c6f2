"""How a forest plot shares out its sheet: columns of text, the axis between them, and the height of every row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from evidence.figures.forest import words
from evidence.figures.forest.rows import BIAS, SYMBOL, TEXT, Forest, Settings, domains, read, texts
from evidence.figures.looks import POINTS, Look
from evidence.figures.scales import Scale
from evidence.figures.style import wrap
from evidence.figures.table import Column, measured
from evidence.figures.ticks import apart

SMALL, NUMBER = 0.88, 0.94  # sizes of headings and notes, and of numbers, as shares of the text
DOT = 1.55  # width of a column of dots, in sizes of the text
POOLED = ("subgroup", "pooled")


@dataclass(frozen=True, eq=False)
class Layout:
    """A forest plot before it is drawn.

    Attributes
    ----------
    forest : Forest
        What is drawn, read and checked.
    look : Look
        Sizes and colours.
    label, estimate : Column
        Names at the left, and printed numbers right of the axis.
    beside : tuple of Column
        Columns of text that there is room for, and the weight.
    axis : Scale
        Turns numbers into inches and back.
    domains : tuple of str
        Domains of risk of bias that there is room for, and `dots`, the middles of their columns.
    left_out : tuple of str
        Columns that there is no room for.
    """

    forest: Forest
    look: Look
    label: Column
    estimate: Column
    beside: tuple[Column, ...]
    axis: Scale
    domains: tuple[str, ...]
    dots: tuple[float, ...]
    left_out: tuple[str, ...]
    predictions: tuple[str, ...]

    @property
    def rows(self) -> pd.DataFrame:
        """The rows that are drawn."""
        return self.forest.rows

    @property
    def settings(self) -> Settings:
        """What holds for the whole chart."""
        return self.forest.settings

    @property
    def em(self) -> float:
        """Size of the text in inches."""
        return self.look.text / POINTS

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns of text."""
        return (self.label, *self.beside, self.estimate)

    def cells(self, place: int) -> float:
        """Give the height of the cells of a row, without what stands under them."""
        lines = max(len(column.cell(place, self.look)) * self.look.line(column.share) for column in self.columns)
        return max(self.look.line(1.15), lines + self.look.line(0.3))

    def notes(self, place: int) -> list[str]:
        """Give the lines under a row: what is said of its pooling."""
        width = self.axis.left - self.label.left - self.em
        return wrap(self.rows["note"].iloc[place], width, self.look.size(SMALL), 8)

    @cached_property
    def heights(self) -> list[float]:
        """Height of each row in inches, with its prediction interval and its note."""
        return [self._height(place) for place in range(len(self.rows))]

    def _height(self, place: int) -> float:
        interval = self.look.line(1.2) if self.predictions[place] else 0.0
        lines = len(self.notes(place))
        notes = self.look.line(SMALL) * lines + self.look.line(0.2) if lines else 0.0
        return self.cells(place) + max(interval, notes) + self.rule(place)

    def rule(self, place: int) -> float:
        """Give the height of the line that parts the first pooled row of all from the rows above it."""
        kinds = self.rows["kind"]
        return self.look.line(0.4) if place and kinds.iloc[place] == "pooled" != kinds.iloc[place - 1] else 0.0

    @property
    def heading(self) -> float:
        """Height of the heading of a group."""
        return self.look.line(1.7)

    def headed(self, place: int) -> str:
        """Give the heading above a row, blank for none."""
        group = self.rows["group"]
        new = place == 0 or group.iloc[place] != group.iloc[place - 1]
        return group.iloc[place] if new else ""

    def ticks(self) -> list[tuple[float, str]]:
        """Give the places in inches and the numbers to write under the axis."""
        return apart(self.axis, self.look, SMALL)


def layout(frame: pd.DataFrame, look: Look) -> Layout:
    """Measure the texts of a frame and share out the width; what there is no room for is left out, from the right.

    Parameters
    ----------
    frame : DataFrame
        As for `plot_forest`.
    look : Look
        Sizes.

    Raises
    ------
    FigureError
        A frame that cannot be drawn.
    """
    forest, em = read(frame), look.text / POINTS
    rows, fixed = forest.rows, forest.settings
    left, gap, whole = 0.6 * em, (0.9 if look.narrow else 1.3) * em, look.inches
    bold = frozenset(place for place, kind in enumerate(rows["kind"]) if kind in POOLED)
    most = whole * (0.3 if look.narrow else 0.26)
    label = _column("", rows["label"].tolist(), look, most, 3, bold, also=rows["note"]).at(left)
    told, reach = words.estimates(forest), words.predictions(forest)
    heading = f"{fixed.measure}{chr(10) if look.narrow else ' '}({fixed.interval})"
    if look.narrow:
        told = [text.replace(" (", "\n(", 1) for text in told]
    estimate = _column(heading, told, look, whole * (0.36 if look.narrow else 0.3), 3, bold, True, reach)
    room = whole - 2 * left - label.width - estimate.width - 2 * gap - (9.5 if look.narrow else 15) * em
    beside, left_out = [], []
    for name in texts(frame):
        cells = [words.cell(value) for value in frame[name]]
        if not any(cells):
            continue
        column = _column(name.removeprefix(TEXT), cells, look, 13 * em, 2, bold)
        fits = column.width + gap <= room and not left_out  # in the order of the frame, so that none is skipped
        room -= (column.width + gap) if fits else 0
        (beside if fits else left_out).append(column if fits else column.name)
    biased = [name for name in domains(frame) if any(map(words.cell, frame[BIAS + name]))]
    if biased and len(biased) * DOT * em + gap > room:
        left_out, biased = [*left_out, "risk of bias"], []
    room -= len(biased) * DOT * em + (gap if biased else 0)
    share = words.weights(forest)
    weight = _column("weight", share, look, 6 * em, 1, bold, True)
    weighed = [weight] if any(share) and weight.width + gap <= room else []
    left_out += ["weight"] if any(share) and not weighed else []
    x = label.left + label.width + gap
    placed = []
    for column in beside:
        placed.append(column.at(x))
        x += column.width + gap
    right = whole - left - len(biased) * DOT * em
    dots = tuple(right + (place + 0.5) * DOT * em for place in range(len(biased)))
    right -= gap if biased else 0
    for column in weighed:
        placed.append(column.at(right - column.width))
        right -= column.width + gap
    estimate = estimate.at(right - estimate.width)
    axis = Scale(*forest.ends, x, estimate.left - gap, fixed.log)
    return Layout(
        forest, look, label, estimate, tuple(placed), axis, tuple(biased), dots, tuple(left_out), tuple(reach)
    )


def _column(name, cells, look, most, lines, bold, right=None, also=()) -> Column:
    """Measure a column; `also` holds texts that stand under its cells."""
    column = measured(name, [*cells, *also], look, most, lines, NUMBER if right else 1.0, SMALL, bold, right)
    return Column(name, tuple(cells), column.width, lines, column.share, column.right, bold=bold)


def bias_key(plan: Layout) -> str:
    """Explain the dots of risk of bias in one line; blank where there are none."""
    if not plan.domains:
        return ""
    names = "; ".join(f"{place} {name}" for place, name in enumerate(plan.domains, start=1))
    frame, levels = plan.forest.frame, {}
    for name in plan.domains:
        levels |= dict(zip(frame[SYMBOL + name], frame[BIAS + name], strict=True))
    told = ", ".join(f"{symbol} {level}" for symbol, level in levels.items() if words.cell(level))
    return f"Risk of bias: {names}. Judgements: {told}."
