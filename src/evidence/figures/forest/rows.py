"""The frame of a forest plot: one line a row, and what holds for the whole chart in columns of one value."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from evidence.errors import FigureError
from evidence.figures.frames import needed

NEEDED = ("label", "kind", "estimate", "low", "high")
KINDS = ("study", "step", "subgroup", "pooled")  # a step is pooled from some of the results: cumulative, leave one out
NUMBERS = ("estimate", "low", "high", "weight", "pi_low", "pi_high")
WORDS = ("label", "group", "note", "seen")
TEXT, BIAS, COLOUR, SYMBOL = "text: ", "bias: ", "bias colour: ", "bias symbol: "
SECONDARY = "secondary page"
CURE = "make it with gallery.forest.forest_frame"
CHART = "forest"


@dataclass(frozen=True)
class Settings:
    """What holds for the whole chart; each is a column of the frame that has one value, or is left out.

    Attributes
    ----------
    measure, interval, prediction : str
        Name of what is estimated, and of the two kinds of interval.
    log : bool
        Whether the axis is logarithmic (ratios). Numbers are those that are printed, never their logarithms.
    null, threshold : float
        No effect, and a value that a decision hangs on; blank for none.
    threshold_means : str
        What the threshold is.
    favours_low, favours_high : str
        What lies on the two sides of no effect.
    axis_low, axis_high, largest_weight : float
        Ends of the axis and the weight of the largest square, to draw several pages or charts alike; blank to take them
        from the rows.
    """

    measure: str = "estimate"
    interval: str = "95% CI"
    prediction: str = "95% prediction interval"
    log: bool = False
    null: float = math.nan
    threshold: float = math.nan
    threshold_means: str = "threshold"
    favours_low: str = ""
    favours_high: str = ""
    axis_low: float = math.nan
    axis_high: float = math.nan
    largest_weight: float = math.nan


def settings(frame: pd.DataFrame) -> Settings:
    """Read what holds for the whole chart.

    Raises
    ------
    FigureError
        A column that should have one value and has several.
    """
    found = {}
    for field in fields(Settings):
        if field.name not in frame.columns:
            continue
        values = frame[field.name].dropna().unique()
        if len(values) > 1:
            raise FigureError(
                f"{CHART}: column {field.name} holds {len(values)} values; allowed: one for the whole chart; "
                "do: draw a chart for each"
            )
        if len(values):
            found[field.name] = type(field.default)(values[0])
    return Settings(**found)


@dataclass(frozen=True, eq=False)
class Forest:
    """A frame that was read and checked.

    Attributes
    ----------
    frame, rows : DataFrame
        As given, and with absent columns blank and numbers as numbers.
    settings : Settings
        What holds for the whole chart.
    ends : (float, float)
        Ends of the axis.
    """

    frame: pd.DataFrame
    rows: pd.DataFrame
    settings: Settings
    ends: tuple[float, float]


def read(frame: pd.DataFrame) -> Forest:
    """Read and check a frame.

    Raises
    ------
    FigureError
        Missing columns, no row, an unknown kind, row names that repeat, text for a number, an interval upside down, no
        estimate at all, or one that a logarithmic axis cannot hold.
    """
    rows = needed(frame, NEEDED, CHART, CURE).copy()
    if rows.index.has_duplicates:
        raise FigureError(f"{CHART}: row names repeat; allowed: each once; do: call reset_index(drop=True)")
    unknown = sorted(set(map(str, rows["kind"])) - set(KINDS))
    if unknown:
        raise FigureError(f"{CHART}: found the kind {unknown[0]!r}; allowed: {', '.join(KINDS)}; do: {CURE}")
    for name in NUMBERS:
        rows[name] = _numbers(rows, name)
    for name in WORDS:
        rows[name] = rows[name].fillna("").astype(str) if name in rows else ""
    fixed = settings(frame)
    _possible(rows, fixed.log)
    return Forest(frame, rows, fixed, _ends(rows, fixed))


def _numbers(rows: pd.DataFrame, name: str) -> pd.Series:
    if name not in rows:
        return pd.Series(np.nan, rows.index)
    try:
        return rows[name].astype(float)
    except (TypeError, ValueError) as error:
        raise FigureError(f"{CHART}: column {name} holds text ({error}); allowed: numbers or blank") from error


def _possible(rows: pd.DataFrame, log: bool) -> None:
    seen = np.isfinite(rows["estimate"])
    for bad, found, cure in (
        (rows["low"] > rows["high"], "an interval whose low end is above its high end", "mend the row"),
        (rows["pi_low"] > rows["pi_high"], "a prediction interval upside down", "mend the row"),
        (np.isinf(rows["estimate"]), "an estimate that is infinite", "leave it blank"),
        (rows["weight"] < 0, "a weight below 0", "mend the row"),
        (seen & (rows["estimate"] <= 0) & log, "an estimate of 0 or less on a logarithmic axis", "set log to False"),
    ):
        if bad.any():
            label = rows.loc[bad, "label"].iloc[0]
            raise FigureError(f"{CHART}: found {found} ({int(bad.sum())} rows, first {label!r}); do: {cure}")
    if not seen.any():
        raise FigureError(f"{CHART}: found no row with an estimate; do: leave the chart out")


def _ends(rows: pd.DataFrame, fixed: Settings) -> tuple[float, float]:
    """Choose the ends of the axis: all estimates lie on it; an interval much wider than they are spread is cut."""
    if math.isfinite(fixed.axis_low) and math.isfinite(fixed.axis_high):
        return fixed.axis_low, fixed.axis_high
    value = _logged if fixed.log else np.asarray
    ends = np.concatenate([value(rows[name]) for name in ("low", "high", "pi_low", "pi_high")])
    half = np.abs(np.concatenate([value(rows[name]) - value(rows["estimate"]) for name in ("low", "high")]))
    core = np.append(value(rows["estimate"]), value([fixed.null, fixed.threshold]))
    ends, half, core = (numbers[np.isfinite(numbers)] for numbers in (ends, half, core))
    span = core.max() - core.min()
    reach = max(0.8 * span, 1.5 * float(np.median(half)) if half.size else 0.0) or max(1.0, abs(core[0]))
    both = np.append(ends, core)
    low, high = max(both.min(), core.min() - reach), min(both.max(), core.max() + reach)
    room = 0.03 * (high - low) or reach
    low, high = low - room, high + room
    return (math.exp(low), math.exp(high)) if fixed.log else (float(low), float(high))


def _logged(values) -> np.ndarray:
    numbers = np.asarray(values, dtype=float)
    return np.log(numbers, where=numbers > 0, out=np.full(numbers.shape, np.nan))


def texts(frame: pd.DataFrame) -> list[str]:
    """Give the columns of text, in the order of the frame."""
    return [name for name in frame.columns if str(name).startswith(TEXT)]


def domains(frame: pd.DataFrame) -> list[str]:
    """Give the domains of risk of bias, in the order of the frame.

    Raises
    ------
    FigureError
        A domain without its columns of colours and symbols.
    """
    found = [str(name).removeprefix(BIAS) for name in frame.columns if str(name).startswith(BIAS)]
    for name in found:
        needed(frame, (COLOUR + name, SYMBOL + name), CHART, "take both from the table of levels")
    return found
