"""Printed intervals -> standard errors, on the scale where the interval is symmetric, within what rounding hides."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from evidence.effects.reading import refuse
from evidence.effects.rounding import half_units

Z_975 = 1.959963984540054  # 97.5% point of the standard normal distribution
SLACK = 0.005  # relative: intervals are made with 1.64 and 2.58 where 1.645 and 2.576 are meant
PRINTED = ("value", "low", "high")


class Interval(NamedTuple):
    """An estimate and its limits on their scale.

    Attributes
    ----------
    printed, least, most : DataFrame, shape (n, 3)
        value, low, high as printed, and the least and most that round to what was printed; NaN for blank, and on the
        log scale for 0 or less.
    outside : Series of bool, shape (n,)
        The estimate lies beyond its own limits, or they are in the wrong order.
    lopsided : Series of bool, shape (n,)
        Nothing that rounds to the printed numbers has the estimate in the middle.
    """

    printed: pd.DataFrame
    least: pd.DataFrame
    most: pd.DataFrame
    outside: pd.Series
    lopsided: pd.Series


def on_scale(frame: pd.DataFrame, table: pd.DataFrame, logged: pd.Series) -> Interval:
    """Bring value, low and high to the scale of the effect, and judge whether they belong together there.

    Parameters
    ----------
    frame : DataFrame, one row a result
        The caller's, for the digits that were printed.
    table : DataFrame, one row a result
        value, low, high as numbers.
    logged : Series of bool, shape (n,)
        Where they are ratios, to be taken to the natural log.
    """
    numbers, half = table[list(PRINTED)], half_units(frame, PRINTED)
    printed, least, most = (
        part.where(~logged, np.log(part.where(part > 0)), axis=0) for part in (numbers, numbers - half, numbers + half)
    )
    outside = printed.notna().all(axis=1) & ~printed["value"].between(printed["low"], printed["high"])
    first, last = ((part["low"] + part["high"]) / 2 for part in (least, most))  # where the middle can lie
    return Interval(printed, least, most, outside, outside | (least["value"] > last) | (most["value"] < first))


def quantile(tail: pd.Series, df: pd.Series) -> pd.Series:
    """Give the point that a t distribution, or the normal one where df is blank, leaves `tail` above; shape (n,)."""
    from scipy.special import ndtri, stdtrit  # inside: reading tables must not wait for scipy

    return pd.Series(np.where(df.isna(), -ndtri(tail), -stdtrit(df.fillna(1), tail)), tail.index)


def se_from_interval(low: pd.Series, high: pd.Series, point: float | pd.Series) -> pd.Series:
    """Divide the width (n,) of a symmetric interval by twice the quantile that it was made with."""
    return (high - low) / (2 * point)


def refuse_conflict(frame: pd.DataFrame, table: pd.DataFrame, interval: Interval, point: pd.Series, where: str) -> None:
    """Refuse rows whose interval and standard error cannot both be right, whatever the digits hide.

    Parameters
    ----------
    frame, table, interval
        As in `on_scale`; `table` also has se_given, on the scale of the effect.
    point : Series of float, shape (n,)
        The quantile that each interval was made with.
    where : str
        The public function, for its messages.

    Raises
    ------
    StatisticsError
        Names the rows.
    """
    half = half_units(frame, ("se_given",))["se_given"]
    least = se_from_interval(interval.most["low"], interval.least["high"], point) * (1 - SLACK)
    most = se_from_interval(interval.least["low"], interval.most["high"], point) * (1 + SLACK)
    given = table["se_given"].where(~interval.lopsided)
    found = "an interval and a standard error that disagree"
    allowed = "two that agree on the scale of the effect, with level, and df for an interval made with t"
    refuse(table, (least > given + half) | (most < given - half), where, found, allowed)
