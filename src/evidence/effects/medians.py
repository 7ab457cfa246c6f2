"""Median with quartiles or range -> mean and SD, by approximations that are named, for data that look symmetric."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evidence.effects.blanks import lacking, numbers_lacking, put_back
from evidence.effects.means import se_of_mean
from evidence.effects.reading import check_sizes, read, refuse

LEAST = 5  # people: the formulas were made for 4 Q + 1 of them, Q of 1 or more; metafor 4 has the same limit
MEASURE = "M (approximated)"
RANGE, QUARTILES = ("minimum", "maximum"), ("q1", "q3")
_ORDER = ("minimum", "q1", "median", "q3", "maximum")
_METHOD = ": mean by Luo 2018, SD by Wan 2014"
ROUTES = tuple(given + _METHOD for given in ("range", "quartiles", "range and quartiles"))


def from_medians(frame: pd.DataFrame) -> pd.DataFrame:
    """Approximate mean and SD from a median with quartiles, range or both; never meant for data that look skewed.

    Parameters
    ----------
    frame : DataFrame, one row a group of people
        median and n (people), and q1 with q3, or minimum with maximum, or all four, in the unit of the result. Those
        four columns may be absent, cells may be blank, but half a pair leaves its row blank. result_id, where it
        exists, names rows in messages.

    Returns
    -------
    DataFrame
        A copy with effect (the mean), variance (sd^2 / n), se, measure ("M (approximated)", so that it is never pooled
        with M), route (which numbers and formulas), mean, sd (unit of the result), skewed (True where the test of Shi
        2023 finds the numbers too far from symmetric: metafor 4 leaves those out) and missing ("" when complete). The
        variance does not know that mean and SD are approximations.

    Raises
    ------
    StatisticsError
        Absent columns; rows with text for a number, infinite numbers, people that are not whole, numbers that are not
        in the order minimum, q1, median, q3, maximum.

    References
    ----------
    Luo 2018, Stat Methods Med Res 27:1785, equations 7, 11, 15 (mean). Wan 2014, BMC Med Res Methodol 14:135, equations
    9, 16 and their average (SD). Shi 2023, Stat Methods Med Res 32:1338 (skewness, 5% level).

    Examples
    --------
    >>> groups = pd.DataFrame({"median": [50.0, 50.0], "q1": [42.0, 48.0], "q3": [59.0, 75.0], "n": 40})
    >>> from_medians(groups)[["mean", "sd", "skewed", "route"]].round(3)
         mean      sd  skewed                                         route
    0  50.355  13.072   False  quartiles: mean by Luo 2018, SD by Wan 2014
    1  58.162  20.761    True  quartiles: mean by Luo 2018, SD by Wan 2014
    """
    where = "from_medians"
    table = read(frame, where, ("result_id",), (*_ORDER, "n"), optional=("result_id", *RANGE, *QUARTILES))
    check_sizes(table, where, "n")
    given = table[list(_ORDER)]
    refuse(table, given.lt(given.cummax(axis=1)).any(axis=1), where, "numbers out of order", ", ".join(_ORDER))
    needs, usable = _needs(table)
    spans = table.where(usable)  # blank rows give blank sums below
    n, middle = spans["n"], spans["median"]
    has_range, has_quartiles = spans["minimum"].notna(), spans["q1"].notna()
    cases = [has_range & ~has_quartiles, has_quartiles & ~has_range, has_range & has_quartiles]
    outer, inner = (spans["minimum"] + spans["maximum"]) / 2, (spans["q1"] + spans["q3"]) / 2
    mean = pd.Series(np.select(cases, _means(outer, inner, middle, n), np.nan), table.index)
    width, box = spans["maximum"] - spans["minimum"], spans["q3"] - spans["q1"]
    sd = pd.Series(np.select(cases, _sds(width, box, n), np.nan), table.index)
    skewed = pd.Series(np.select(cases, _skewed(outer - middle, inner - middle, width, box, n), False), table.index)
    route = pd.Series(np.select(cases, ROUTES, ""), table.index, dtype=object)
    words, numbers = {"measure": MEASURE, "route": route}, {"mean": mean, "sd": sd, "skewed": skewed.astype(bool)}
    return put_back(frame, mean, se_of_mean(sd, n) ** 2, lacking(table.index, needs), words, numbers)


def _needs(table: pd.DataFrame) -> tuple[dict[str, pd.Series], pd.Series]:
    """Name what each row lacks, and say which rows lack nothing; half a pair is a gap, not a pair less."""
    needs = numbers_lacking(table, "median", "n") | {f"n of {LEAST} or more": table["n"] < LEAST}
    neither = table[[*RANGE, *QUARTILES]].isna().all(axis=1)
    needs["quartiles or range"] = neither
    for low, high in (RANGE, QUARTILES):
        for one, other in ((low, high), (high, low)):
            needs[one] = table[one].isna() & table[other].notna()
        needs[f"{low} and {high} that differ"] = table[low] == table[high]
    return needs, ~pd.concat(needs, axis=1).any(axis=1)


def _means(outer: pd.Series, inner: pd.Series, middle: pd.Series, n: pd.Series) -> list[pd.Series]:
    """Weight midrange, midquartile and median (Luo 2018, equations 7, 11, 15)."""
    by_range, by_quartiles = 4 / (4 + n**0.75), 0.7 + 0.39 / n
    first, second = 2.2 / (2.2 + n**0.75), 0.7 - 0.72 / n**0.55
    return [
        by_range * outer + (1 - by_range) * middle,
        by_quartiles * inner + (1 - by_quartiles) * middle,
        first * outer + second * inner + (1 - first - second) * middle,
    ]


def _sds(width: pd.Series, box: pd.Series, n: pd.Series) -> list[pd.Series]:
    """Divide range and interquartile range by what a normal sample of n spans (Wan 2014, equations 9, 16)."""
    from scipy.special import ndtri  # inside: reading tables must not wait for scipy

    by_range = width / (2 * ndtri((n - 0.375) / (n + 0.25)))
    by_quartiles = box / (2 * ndtri((0.75 * n - 0.125) / (n + 0.25)))
    return [by_range, by_quartiles, (by_range + by_quartiles) / 2]


def _skewed(off_outer: pd.Series, off_inner: pd.Series, width: pd.Series, box: pd.Series, n: pd.Series) -> list:
    """Compare how far the middles lie from the median with what symmetric data show once in twenty (Shi 2023)."""
    by_range, by_quartiles = (2 * off_outer / width).abs(), (2 * off_inner / box).abs()
    both = np.maximum(2.65 * np.log(0.6 * n) / np.sqrt(n) * by_range, by_quartiles)
    return [
        by_range >= 1 / np.log(n + 9) + 2.5 / (n + 1),
        by_quartiles >= 2.65 / np.sqrt(n) - 6 / n**2,
        both >= 3 / np.sqrt(n) - 40 / n**3,
    ]
