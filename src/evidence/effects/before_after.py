"""Means before and after in one arm -> mean change, standardised change, log ratio; the correlation is always said."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from evidence.effects.blanks import lacking, numbers_lacking, put_back, spread_lacking
from evidence.effects.means import small_sample_factor
from evidence.effects.reading import check_sizes, check_spreads, choose, read, refuse
from evidence.errors import StatisticsError

CORRELATIONS = (0.3, 0.5, 0.7, 0.9)  # chosen by us, to span what repeated measurements of people usually show
_NUMBERS = ("mean_before", "sd_before", "mean_after", "sd_after", "n", "correlation")
_NAMES = {
    "MC": ("MC", "mean change (after minus before)"),
    "SMCR": ("SMCR", "mean change in SDs before, with the exact small-sample factor for n - 1"),
    "ROMC": ("logROMC", "log ratio of the mean after to the mean before, without bias correction"),
}
CHANGE_MEASURES = tuple(_NAMES)


def from_before_after(frame: pd.DataFrame, measure: str, correlation: float | None = 0.5) -> pd.DataFrame:
    """Measure the change within one arm; a positive effect is a rise after treatment.

    Parameters
    ----------
    frame : DataFrame, one row an arm
        mean_before, sd_before, mean_after, sd_after (one unit in a row), n (people measured both times) and, where
        known, correlation (between the two measurements of a person). Cells may be blank; SMCR does not use sd_after.
        result_id, where it exists, names rows in messages.
    measure : {"MC", "SMCR", "ROMC"}
        Mean change, standardised mean change (raw score standardisation), ratio of means.
    correlation : float or None
        For rows without their own, between -1 and 1. None leaves them without a variance.

    Returns
    -------
    DataFrame
        A copy with effect, variance, se (unit of the means for MC, SDs before for SMCR, natural log for ROMC), measure
        (MC, SMCR, logROMC; "" without an effect), correlation_used, default (True where it was the argument and not
        the row's own), method (one phrase that names the correlation) and missing ("" when complete).

    Raises
    ------
    StatisticsError
        An unknown measure; absent columns; a correlation of -1, 1 or beyond; rows with text for a number, infinite
        numbers, a negative SD, people that are not whole.

    Notes
    -----
    metafor's escalc gives these for m1i = after and m2i = before; its sd1i is the SD after for MC and ROMC, but for
    SMCR it is the SD that standardises, so the one before. SMCR is J (after - before) / SD before with n - 1 degrees of
    freedom in J, and has the variance 2 (1 - r) / n + SMCR^2 / (2 n).

    References
    ----------
    Becker 1988, Br J Math Stat Psychol 41:257 (SMCR); Lajeunesse 2011, Ecology 92:2049 (ROMC, with the variance
    (v^2 + w^2 - 2 r v w) / n for the two SDs v and w in units of their means); both as in metafor 3.8-1.

    Examples
    --------
    >>> arms = pd.DataFrame({"mean_before": [90.0, 90.0], "sd_before": 20.0, "mean_after": 99.0, "sd_after": 22.0,
    ...                      "n": 25, "correlation": [0.8, None]})
    >>> from_before_after(arms, "MC")[["effect", "se", "correlation_used", "default"]].round(3)
       effect     se  correlation_used  default
    0     9.0  2.683               0.8    False
    1     9.0  4.214               0.5     True
    """
    where = "from_before_after"
    choose(where, measure, CHANGE_MEASURES)
    _check_correlation(where, correlation)
    table = read(frame, where, ("result_id",), _NUMBERS, optional=("result_id", "correlation"))
    check_spreads(table, where, "sd_before", "sd_after")
    check_sizes(table, where, "n")
    refuse(table, table["correlation"].abs() >= 1, where, "a correlation of -1, 1 or beyond", "between -1 and 1")
    default = table["correlation"].isna() & (correlation is not None)
    used = table["correlation"].fillna(np.nan if correlation is None else correlation)
    needs = _needs(table, measure, used)
    effect, variance = _FORMULAS[measure](table, used)
    variance = variance.mask(pd.concat(needs, axis=1).any(axis=1))
    name, method = _NAMES[measure]
    words = {"measure": name, "method": _method(method, used, default)}
    numbers = {"correlation_used": used, "default": default}
    return put_back(frame, effect, variance, lacking(table.index, needs), words, numbers)


def over_correlations(frame: pd.DataFrame, measure: str, correlations: Iterable[float] = CORRELATIONS) -> pd.DataFrame:
    """Work out the changes under each correlation in turn, to show how much hangs on what was assumed.

    Parameters
    ----------
    frame : DataFrame, one row an arm
        As for `from_before_after`. A row with its own correlation keeps it throughout.
    measure : {"MC", "SMCR", "ROMC"}
        As for `from_before_after`.
    correlations : iterable of float
        Between -1 and 1, each once.

    Returns
    -------
    DataFrame, one row per correlation and arm, in that order, on a plain index
        What `from_before_after` gives, and correlation_assumed: the one in whose turn the row stands.

    Raises
    ------
    StatisticsError
        As `from_before_after`; no correlation or a repeated one.

    Examples
    --------
    >>> arms = pd.DataFrame({"mean_before": [90.0], "sd_before": 20.0, "mean_after": 99.0, "sd_after": 22.0, "n": 25})
    >>> over_correlations(arms, "MC", (0.3, 0.9))[["correlation_assumed", "effect", "se"]].round(3)
       correlation_assumed  effect     se
    0                  0.3     9.0  4.980
    1                  0.9     9.0  1.918
    """
    several = np.iterable(correlations) and not isinstance(correlations, str)
    assumed = list(correlations) if several else [correlations]
    for one in assumed:
        _check_correlation("over_correlations", one)
    if not assumed or None in assumed or len(set(assumed)) < len(assumed):
        found = f"over_correlations: correlations are {assumed!r}"
        raise StatisticsError(f"{found}; allowed: one or more, each once; do: name those to compare")
    frames = [from_before_after(frame, measure, one).assign(correlation_assumed=float(one)) for one in assumed]
    return pd.concat(frames, ignore_index=True)


def _check_correlation(where: str, correlation) -> None:
    number = isinstance(correlation, (int, float, np.number)) and not isinstance(correlation, bool)
    if correlation is not None and not (number and -1 < correlation < 1):
        found = f"{where}: correlation is {correlation!r}"
        raise StatisticsError(f"{found}; allowed: between -1 and 1; do: write 0.5 for a middling one")


def _needs(table: pd.DataFrame, measure: str, used: pd.Series) -> dict[str, pd.Series]:
    """Name what the variance of a change needs; what only the effect needs is part of it."""
    needs = numbers_lacking(table, "mean_before", "mean_after")
    needs |= spread_lacking(table, "sd_before", "n", least=3 if measure == "SMCR" else 2)
    if measure != "SMCR":
        needs |= {"sd_after": table["sd_after"].isna(), "sd_after above 0": table["sd_after"] == 0}
    if measure == "ROMC":
        needs |= {f"{mean} above 0": table[mean] <= 0 for mean in ("mean_before", "mean_after")}
    return needs | {"correlation": used.isna()}


def _method(method: str, used: pd.Series, default: pd.Series) -> pd.Series:
    whose = pd.Series(np.where(default, " assumed", " of the study"), used.index, dtype=object)
    return (f"{method}; correlation " + used.astype(str) + whose).where(
        used.notna(), f"{method}; correlation not known"
    )


def _change(table: pd.DataFrame, r: pd.Series) -> tuple[pd.Series, pd.Series]:
    before, after = table["sd_before"], table["sd_after"]
    return table["mean_after"] - table["mean_before"], (before**2 + after**2 - 2 * r * before * after) / table["n"]


def _standardised(table: pd.DataFrame, r: pd.Series) -> tuple[pd.Series, pd.Series]:
    sd, n = table["sd_before"].where(table["sd_before"] > 0), table["n"]
    effect = small_sample_factor(n - 1) * (table["mean_after"] - table["mean_before"]) / sd
    return effect, (2 * (1 - r) + effect**2 / 2) / n


def _ratio(table: pd.DataFrame, r: pd.Series) -> tuple[pd.Series, pd.Series]:
    before, after = (table[mean].where(table[mean] > 0) for mean in ("mean_before", "mean_after"))
    relative_before, relative_after = table["sd_before"] / before, table["sd_after"] / after
    variance = relative_before**2 + relative_after**2 - 2 * r * relative_before * relative_after
    return np.log(after / before), variance / table["n"]


_FORMULAS = {"MC": _change, "SMCR": _standardised, "ROMC": _ratio}
