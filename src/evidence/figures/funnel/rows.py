"""The frame of a funnel plot: results, what was filled in, and the straight lines that they are held against."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evidence.errors import FigureError
from evidence.figures.frames import needed
from evidence.figures.ticks import LARGEST, SMALLEST, power_of_ten

NEEDED = ("kind", "label", "effect", "se", "low", "high")
POINTS = ("result", "filled")
LINES = ("contour", "limits")
MIDDLES = ("pooled", "pooled with filled")
KINDS = (*POINTS, *LINES, *MIDDLES)
SETTINGS = {"measure": "effect", "applicable": "", "log": False}
LARGEST_LOG = 700.0  # above it, the number that a logarithm stands for is no longer finite
CHART, CURE = "funnel", "make it with gallery.funnel.funnel_frame"


@dataclass(frozen=True, eq=False)
class Funnel:
    """A frame that was read and checked.

    Attributes
    ----------
    points : DataFrame
        Rows of kind result and filled.
    contours : DataFrame
        One row per level, from the innermost out.
    limits : DataFrame
        Pseudo confidence limits: one row or none.
    middles : DataFrame
        Pooled estimates, without and with what was filled in.
    measure, applicable : str
        Name of what is estimated; what stands against reading the chart.
    log : bool
        Whether effects are logarithms, so that the axis is written in what they stand for.
    low, high, se : float
        Ends of the axis of effects, and the largest standard error.
    """

    points: pd.DataFrame
    contours: pd.DataFrame
    limits: pd.DataFrame
    middles: pd.DataFrame
    measure: str
    applicable: str
    log: bool
    low: float
    high: float
    se: float


def read(frame: pd.DataFrame) -> Funnel:
    """Read and check a frame.

    Raises
    ------
    FigureError
        Missing columns, no result, an unknown kind, row names that repeat, numbers that are none, a standard error of 0
        or less.
    """
    rows = needed(frame, NEEDED, CHART, CURE).copy()
    if rows.index.has_duplicates:
        raise FigureError(f"{CHART}: row names repeat; allowed: each once; do: call reset_index(drop=True)")
    unknown = sorted(set(map(str, rows["kind"])) - set(KINDS))
    if unknown:
        raise FigureError(f"{CHART}: found the kind {unknown[0]!r}; allowed: {', '.join(KINDS)}; do: {CURE}")
    try:
        rows[["effect", "se", "low", "high"]] = rows[["effect", "se", "low", "high"]].astype(float)
    except (TypeError, ValueError) as error:
        raise FigureError(f"{CHART}: found text for a number ({error}); allowed: numbers or blank") from error
    rows["label"] = rows["label"].fillna("").astype(str)
    points, lines = rows[rows["kind"].isin(POINTS)], rows[rows["kind"].isin(LINES)]
    if not points["kind"].eq("result").any():
        raise FigureError(f"{CHART}: found no result; {CURE}")
    spread = (points["se"].gt(0) & np.isfinite(points[["effect", "se"]]).all(axis=1)).all()
    if not spread or not np.isfinite(lines[["effect", "se", "low", "high"]]).all(axis=None) or lines["se"].le(0).any():
        raise FigureError(
            f"{CHART}: found an effect, a standard error or a line without finite numbers, or a standard error of 0 or "
            f"less; do: leave such results out, and {CURE}"
        )
    contours = lines[lines["kind"].eq("contour")]
    width = ((contours["high"] - contours["low"]) / contours["se"]).sort_values()
    one = {name: frame[name].iloc[0] if name in frame else default for name, default in SETTINGS.items()}
    ends = _ends(points, lines, rows[rows["kind"].isin(MIDDLES)])
    if one["log"] and max(map(abs, ends)) > LARGEST_LOG:
        raise FigureError(f"{CHART}: found effects up to {max(map(abs, ends)):g} as logarithms; do: set log to False")
    middles = rows[rows["kind"].isin(MIDDLES)]
    return Funnel(
        points,
        contours.loc[width.index],
        lines[lines["kind"].eq("limits")],
        middles,
        str(one["measure"]),
        str(one["applicable"]),
        bool(one["log"]),
        *ends,
        float(points["se"].max()),
    )


def _ends(points: pd.DataFrame, lines: pd.DataFrame, middles: pd.DataFrame) -> tuple[float, float]:
    """Let the axis hold every point; lines go on beyond it where they are wider than twice what points need."""
    inner = np.concatenate([points["effect"], lines["effect"], middles["effect"].dropna()])
    low, high = inner.min(), inner.max()
    reach = 0.5 * (high - low) or float(points["se"].max())
    both = np.concatenate([inner, lines["low"], lines["high"]])
    low, high = max(both.min(), low - reach), min(both.max(), high + reach)
    room = 0.04 * (high - low) or 1.0
    return float(low - room), float(high + room)


def line_at(line, se: float) -> tuple[float, float]:
    """Give the two numbers that a line of the funnel has at a standard error: it spreads evenly from its tip.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> line_at(SimpleNamespace(effect=1.0, se=0.5, low=0.0, high=2.0), 0.25)
    (0.5, 1.5)
    """
    return line.effect - (line.effect - line.low) * se / line.se, line.effect + (line.high - line.effect) * se / line.se


def printed(value: float, log: bool = False) -> str:
    """Write a number; an effect on the log scale as what it stands for.

    Examples
    --------
    >>> printed(-0.125), printed(math.log(0.5), log=True)
    ('−0.12', '0.50')
    """
    if log:
        value = math.exp(value) if value < 700 else math.inf
    size = abs(value)
    if size and not (SMALLEST <= size < LARGEST):
        return power_of_ten(value) if math.isfinite(value) else "∞"
    text = f"{value:.2f}" if size >= 0.095 or not size else f"{value:.{1 - math.floor(math.log10(size))}f}"
    return text.replace("-", "−")
