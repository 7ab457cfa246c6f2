"""Means of two arms -> mean difference, standardised mean difference, log ratio of means."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evidence.effects.blanks import lacking, numbers_lacking, spread_lacking
from evidence.effects.reading import check_sizes, check_spreads

COLUMNS = ("mean_1", "sd_1", "n_1", "mean_2", "sd_2", "n_2")


def small_sample_factor(df: pd.Series) -> pd.Series:
    """Give the factor J that takes the bias out of a standardised difference, exactly, not by 1 - 3 / (4 df - 1).

    Parameters
    ----------
    df : Series of float, shape (n,)
        Degrees of freedom of the SD, 2 or more; below that, NaN.

    Returns
    -------
    Series of float, shape (n,)
        J = gamma(df / 2) / (sqrt(df / 2) gamma((df - 1) / 2)), by way of the beta function, which stays exact when df
        is large.

    References
    ----------
    Hedges 1981, J Educ Stat 6:107.

    Examples
    --------
    >>> small_sample_factor(pd.Series([2, 10, 1000])).round(6).tolist()
    [0.56419, 0.922746, 0.99925]
    """
    from scipy.special import betaln  # inside: reading tables must not wait for scipy

    df = df.where(df >= 2)
    return np.sqrt(2 * np.pi / df) * np.exp(-betaln((df - 1) / 2, 0.5))


def se_of_mean(sd: pd.Series, n: pd.Series) -> pd.Series:
    """Give the standard error of a mean, NaN for fewer than 2 people, who have no SD; all of shape (n,)."""
    return sd / np.sqrt(n.where(n > 1))


def compare(table: pd.DataFrame, measure: str, where: str) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Compare the means of two arms.

    Parameters
    ----------
    table : DataFrame, one row a study
        mean_1, sd_1, mean_2, sd_2 in one unit, n_1, n_2 (people), NaN for blank.
    measure : {"MD", "SMD", "ROM"}
        The ratio of means is taken to the natural log.
    where : str
        The public function, for its messages.

    Returns
    -------
    effect, variance, missing : Series of shape (n,)
        A difference and a ratio need the means alone, a standardised difference everything.

    Raises
    ------
    StatisticsError
        Names rows with a negative SD or a number of people that is not whole or below 1.

    References
    ----------
    Hedges 1981, J Educ Stat 6:107 (SMD = J (mean 1 - mean 2) / pooled SD); Hedges 1982, Psychol Bull 92:490 (its
    variance, 1 / n1 + 1 / n2 + SMD^2 / (2 (n1 + n2))); Hedges, Gurevitch and Curtis 1999, Ecology 80:1150 (ROM, with
    SD1^2 / (n1 mean1^2) + SD2^2 / (n2 mean2^2), and without the bias correction that metafor has from 5.0).
    """
    check_spreads(table, where, "sd_1", "sd_2")
    check_sizes(table, where, "n_1", "n_2")
    spreads = spread_lacking(table, "sd_1", "n_1") | spread_lacking(table, "sd_2", "n_2")
    needs = numbers_lacking(table, "mean_1", "mean_2") | spreads
    if measure == "ROM":
        needs |= {f"{mean} above 0": table[mean] <= 0 for mean in ("mean_1", "mean_2")}
    no_spread = pd.concat(spreads, axis=1).any(axis=1)
    effect, variance = _FORMULAS[measure](table.mask(no_spread & (measure == "SMD")))
    return effect, variance.mask(no_spread), lacking(table.index, needs)


def _difference(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    variance = se_of_mean(table["sd_1"], table["n_1"]) ** 2 + se_of_mean(table["sd_2"], table["n_2"]) ** 2
    return table["mean_1"] - table["mean_2"], variance


def _standardised(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    n_1, n_2, df = table["n_1"], table["n_2"], table["n_1"] + table["n_2"] - 2
    pooled = np.sqrt(((n_1 - 1) * table["sd_1"] ** 2 + (n_2 - 1) * table["sd_2"] ** 2) / df)
    effect = small_sample_factor(df) * (table["mean_1"] - table["mean_2"]) / pooled
    return effect, 1 / n_1 + 1 / n_2 + effect**2 / (2 * (n_1 + n_2))


def _ratio(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    mean_1, mean_2 = (table[mean].where(table[mean] > 0) for mean in ("mean_1", "mean_2"))
    relative_1, relative_2 = table["sd_1"] / mean_1, table["sd_2"] / mean_2
    variance = se_of_mean(relative_1, table["n_1"]) ** 2 + se_of_mean(relative_2, table["n_2"]) ** 2
    return np.log(mean_1 / mean_2), variance


_FORMULAS = {"MD": _difference, "SMD": _standardised, "ROM": _ratio}
