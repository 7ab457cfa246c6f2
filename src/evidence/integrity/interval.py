"""Confidence intervals: around their estimate, and symmetric on the scale where the method makes them so."""

from __future__ import annotations

import math
from collections.abc import Iterator

from evidence.integrity.cases import WORTH_A_LOOK, Case, could_not, fitting, misfit
from evidence.integrity.reading import BETWEEN, INTERVALS, POOLED, Tables, exact, given
from evidence.integrity.rounding import overlap, shown, span

RATIOS = ("OR", "RR", "HR")
# Words in a row's own text that name a method whose interval need not be symmetric.
NOT_SYMMETRIC = ("bootstrap", "profile", "exact", "credible", "bayes", "back-transformed", "geometric", "percentile")


def with_interval(tables: Tables) -> Iterator:
    """Give the results that print a confidence interval or say so."""
    return (row for row in tables.results if row.spread_kind in INTERVALS)


def holds_estimate(tables: Tables) -> Iterator[Case]:
    """Look for intervals upside down, or that leave out their own estimate, or go below 0 for a ratio."""
    for row in with_interval(tables):
        printed = f"{shown(row.low)} to {shown(row.high)}" if given(row.low, row.high) else ""
        if not printed:
            yield could_not(row, "low and high")
        elif row.low > row.high:
            fits = f"{shown(row.high)} to {shown(row.low)}"
            yield misfit([row], f"The interval runs downwards, {printed}.", fits)
        elif row.statistic == "ratio" and row.low < 0:
            yield misfit([row], f"A ratio cannot be below 0, as in {printed}.")
        elif not exact(row):
            yield could_not(row, "an exact value")
        elif not overlap(span(row.value), (span(row.low)[0], span(row.high)[1])):
            scale = row_scale(row) or (str, "natural")
            fits = "" if scale[0] is str else f"an estimate of about {_middle(row, scale[0]):.3g}"
            yield misfit([row], f"{shown(row.value)} lies outside its own interval, {printed}.", fits)
        else:
            yield fitting(row)


def row_scale(row) -> tuple | None:
    """Give the scale on which the method makes an interval symmetric, as (function, name); None where it does not.

    Log for ratios; natural for a difference of means, a mean or mean change of one arm, and a standardised difference
    that a review pooled. None for proportions, medians, Cliff's delta and methods without symmetry.
    """
    said = f"{row.note} {row.as_given} {row.p_compares}".lower()
    if any(word in said for word in NOT_SYMMETRIC):
        return None
    if row.statistic == "ratio" and row.measure_given in RATIOS:
        return math.log, "log"
    mean_difference = row.statistic == "difference" and row.measure_given in ("MD", "WMD")
    pooled_smd = row.statistic == "standardised" and row.measure_given in ("", "SMD") and row.level == POOLED
    one_mean = row.statistic in ("mean", "change") and row.contrast != BETWEEN
    return (float, "natural") if mean_difference or pooled_smd or one_mean else None


def _middle(row, scale) -> float:
    middle = (scale(row.low) + scale(row.high)) / 2 if scale is float or row.low > 0 else math.nan
    return math.exp(middle) if scale is math.log else middle


def symmetric(row, scale) -> bool:
    """Say whether the estimate can lie in the middle of its interval on that scale, given the rounding of all three."""
    spans = [span(number) for number in (row.low, row.high, row.value)]
    if scale is math.log and min(low for low, _ in spans) <= 0:
        return True  # so close to 0 that the rounding allows any width
    low, high, value = ([scale(end) for end in ends] for ends in spans)
    return overlap((low[0] + high[0], low[1] + high[1]), (2 * value[0], 2 * value[1]))


def lopsided(tables: Tables) -> Iterator[Case]:
    """Look for intervals that are not symmetric, beyond rounding, on the scale on which their method makes them so."""
    for row in with_interval(tables):
        scale = row_scale(row)
        if scale is None:
            yield could_not(row, "a method that makes the interval symmetric")
        elif not given(row.low, row.high) or not exact(row):
            yield could_not(row, "low, high and an exact value")
        elif _touches_a_bound(row):
            yield could_not(row, "distance from the bound of the scale")
        elif not row.low <= row.value <= row.high:
            yield could_not(row, "an interval around its estimate")
        elif symmetric(row, scale[0]):
            yield fitting(row)
        else:
            yield _lopsided(row, *scale)


def _touches_a_bound(row) -> bool:
    if row.statistic == "ratio":
        return row.low <= 0
    share = row.unit.startswith("%") and row.high == 100
    return row.statistic == "mean" and (row.low == 0 or share)


def _lopsided(row, scale, name: str) -> Case:
    low, value, high = (scale(number) for number in (row.low, row.value, row.high))
    back = math.exp if scale is math.log else float
    finding = (
        f"On the {name} scale the interval {shown(row.low)} to {shown(row.high)} reaches {value - low:.3g} below and "
        f"{high - value:.3g} above {shown(row.value)}. Rounding does not explain it; the usual method makes both equal."
    )
    fits = (
        f"an estimate of {_middle(row, scale):.4g}, a low of {back(2 * value - high):.4g}, "
        f"or a high of {back(2 * value - low):.4g}"
    )
    return misfit([row], finding, fits, WORTH_A_LOOK)
