"""Rows of the results table -> effect sizes: one rule for each kind of printed number."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from evidence.effects import proportions
from evidence.effects.blanks import lacking
from evidence.effects.intervals import Z_975, se_from_interval
from evidence.effects.means import se_of_mean
from evidence.effects.reading import read, refuse

COUNTED = ("count", "percent")
OF_ONE_ARM = ("mean", "change", "percent change")
NO_VALUE = ("direction only", "p only")
STATISTICS = (*COUNTED, *OF_ONE_ARM, "median", "ratio", "difference", "standardised", *NO_VALUE)
RATIOS = ("OR", "RR", "HR")
RANGES = ("quartiles", "IQR width", "range over people", "range over studies")
ESTIMATE_BOUNDS = ("", "=", "about")  # every other bound says where the number ends, not what it is
ADDED = ("effect", "variance", "se", "ci_low", "ci_high", "measure", "missing")

_WORDS = ("result_id", "statistic", "measure_given", "contrast", "bound", "spread_kind", "denominator")
_NUMBERS = ("value", "baseline", "spread", "low", "high", "n_analysed", "events", "total")


def effect_sizes(frame: pd.DataFrame) -> pd.DataFrame:
    """Add to each result its effect and variance where the printed numbers allow it, else the name of what is missing.

    Parameters
    ----------
    frame : DataFrame, one row a result
        Reads result_id, statistic, measure_given, contrast, value, bound, baseline, spread, spread_kind, low, high,
        n_analysed, events, total, denominator; others pass through and cells may be blank. Numbers are in the unit of
        the result; `baseline` is the mean before.

    Returns
    -------
    DataFrame
        A copy with effect, variance, se, ci_low, ci_high (95%), measure and missing ("" when complete). `measure` is PR
        (proportion), logOR, logRR, logHR (natural log, interval too), MD, SMD, Cliff's delta, MC (mean change), PC
        (percent change), M (mean) or blank. A printed interval is kept; else t with n - 1 from an SD, z from an SE.

    Raises
    ------
    StatisticsError
        Names absent columns, or rows with text for a number, an infinite number, an unknown statistic, a negative
        spread, a size or total of 0 or less, events that are negative, not whole or above their total.

    References
    ----------
    Clopper and Pearson 1934, Biometrika 26:404 (exact interval of a proportion).

    Examples
    --------
    >>> row = dict.fromkeys("measure_given contrast bound baseline spread spread_kind low high n_analysed".split())
    >>> row |= dict(result_id="r1", statistic="percent", value=30.8, events=81, total=263, denominator="at risk")
    >>> effect_sizes(pd.DataFrame([row]))[["measure", "effect", "ci_low", "ci_high"]].round(4)
      measure  effect  ci_low  ci_high
    0      PR   0.308  0.2527   0.3676
    """
    if len(frame) == 0:
        return frame.assign(**_blank(frame, missing=""))
    table = read(frame, "effect_sizes", _WORDS, _NUMBERS)
    _check(table)
    added = pd.concat([_RULES[kind](rows) for kind, rows in table.groupby(_kind(table))]).sort_index()
    added["se"] = np.sqrt(added["variance"])
    return frame.assign(**{column: added[column].to_numpy() for column in ADDED})


def _check(table: pd.DataFrame) -> None:
    events, total = table["events"], table["total"]
    for bad, found, allowed in (
        (~table["statistic"].isin(STATISTICS), "an unknown statistic", ", ".join(STATISTICS)),
        (table["spread"] < 0, "a negative spread", "0 or more"),
        ((table["n_analysed"] <= 0) | (total <= 0), "n_analysed or total of 0 or less", "1 or more"),
        ((events < 0) | (events % 1 > 0) | (total % 1 > 0), "events or total that count no people", "whole, 0 or more"),
        (events > total, "more events than the total", "events up to the total"),
    ):
        refuse(table, bad, "effect_sizes", found, allowed)


def _kind(table: pd.DataFrame) -> np.ndarray:
    """Name the rule of each row; the first that fits counts, so that a bound is never read as an estimate."""
    statistic, given, contrast, value = (table[c] for c in ("statistic", "measure_given", "contrast", "value"))
    of_one_arm = statistic.isin(OF_ONE_ARM)
    smd = ((statistic == "standardised") & (given == "")) | (given == "SMD")
    md = (statistic == "difference") & given.isin(["", "MD", "WMD"])
    rules = {
        "no value": statistic.isin(NO_VALUE) | (value.isna() & ~statistic.isin(COUNTED)),
        "bound": ~table["bound"].isin(ESTIMATE_BOUNDS),
        "proportion": statistic.isin(COUNTED),
        "median": (statistic == "median") | table["spread_kind"].isin(RANGES),
        "between arms": of_one_arm & (contrast == "between arms"),
        "mean over time": (statistic == "mean") & (contrast == "one arm over time"),
        "one arm": of_one_arm,
        "ratio of 0 or less": (statistic == "ratio") & (value <= 0),
        "ratio": (statistic == "ratio") & given.isin(RATIOS),
        "unnamed ratio": statistic == "ratio",
        "difference": smd | md | (given == "Cliff's delta"),
    }
    return np.select(list(rules.values()), list(rules), default="unnamed difference")


def _blank(table: pd.DataFrame, missing, measure="") -> pd.DataFrame:
    return pd.DataFrame(np.nan, table.index, list(ADDED)).assign(measure=measure, missing=missing)


def _proportion(table: pd.DataFrame) -> pd.DataFrame:
    elsewhere = table["denominator"] != proportions.AT_RISK
    counted = table["events"].notna() & table["total"].notna()
    events, total = (table[column].where(counted & ~elsewhere) for column in ("events", "total"))
    share, variance = proportions.raw(events, total)
    low, high = proportions.exact_interval(events, total)
    exact_only = share.notna() & variance.isna()
    needs = {"events and total": ~counted, proportions.NOT_AT_RISK: elsewhere, proportions.EXACT_ONLY: exact_only}
    added = _blank(table, lacking(table.index, needs), np.where(share.notna(), "PR", ""))
    return added.assign(effect=share, variance=variance, ci_low=low, ci_high=high)


def _ratio(table: pd.DataFrame) -> pd.DataFrame:
    effect, low, high = (np.log(table[c].where(table[c] > 0)) for c in ("value", "low", "high"))
    no_se = pd.Series(np.nan, table.index)  # an SE beside a ratio does not say on which scale it is
    return _estimate(table, "log" + table["measure_given"], effect, low, high, no_se, f"{_NO_INTERVAL} above 0")


def _difference(table: pd.DataFrame) -> pd.DataFrame:
    delta = table["measure_given"] == "Cliff's delta"
    smd = (table["measure_given"] == "SMD") | (table["statistic"] == "standardised")
    measure = pd.Series(np.select([delta, smd], ["Cliff's delta", "SMD"], "MD"), table.index)
    se = table["spread"].where((table["spread_kind"] == "SE") & ~delta)
    added = _estimate(table, measure, table["value"], table["low"], table["high"], se, _NO_INTERVAL)
    skewed = delta & added["effect"].notna()
    return added.assign(variance=added["variance"].mask(delta), missing=added["missing"].mask(skewed, _SKEWED))


def _one_arm(table: pd.DataFrame) -> pd.DataFrame:
    kind, n, spread = table["spread_kind"], table["n_analysed"], table["spread"]
    se = spread.where(kind == "SE").mask(kind == "SD", se_of_mean(spread, n))
    measure = table["statistic"].map({"mean": "M", "change": "MC", "percent change": "PC"})
    lacks = measure.map({"M": "SD"}).fillna("SD of the change")
    lacks = lacks.mask(n.isna(), lacks + " and n_analysed").mask(spread == 0, lacks + " above 0")
    lacks = lacks.mask((kind == "SD") & (spread > 0), "n_analysed of 2 or more")
    return _estimate(table, measure, table["value"], table["low"], table["high"], se, lacks)


def _estimate(table, measure, effect, low, high, se, lacks) -> pd.DataFrame:
    """Join an estimate to its standard error, refusing one that lies outside its own printed 95% interval."""
    from scipy.special import stdtrit

    printed = (table["spread_kind"] == "CI 95%") & low.notna() & high.notna()
    outside = printed & ~effect.between(low, high)
    se = se.mask(printed, se_from_interval(low, high, Z_975)).where(lambda width: (width > 0) & ~outside)
    people = table["n_analysed"].where((table["spread_kind"] == "SD") & (table["n_analysed"] > 1))
    half = se * stdtrit(people - 1, 0.975).fillna(Z_975)
    missing = pd.Series("", table.index).mask(se.isna(), lacks).mask(outside, _OUTSIDE)
    low, high = low.where(printed, effect - half), high.where(printed, effect + half)
    added = pd.DataFrame({"effect": effect, "variance": se**2, "ci_low": low, "ci_high": high}).mask(outside)
    return _blank(table, missing, measure.mask(outside, "")).assign(**added)


def _mean_over_time(table: pd.DataFrame) -> pd.DataFrame:
    """Subtract the mean before; the printed spread is of the mean after, not of the change, so it gives no variance."""
    before = table["baseline"].notna()
    lacks = np.where(before, "SD of the change", "mean before and SD of the change")
    return _blank(table, lacks, np.where(before, "MC", "")).assign(effect=table["value"] - table["baseline"])


_NO_INTERVAL = "95% interval with two different limits"
_SKEWED = "variance: the interval of Cliff's delta is not symmetric, so none is derived"
_OUTSIDE = "a 95% interval that contains the estimate"
_RULES = {
    "no value": partial(_blank, missing="the value itself"),
    "bound": partial(_blank, missing="the estimate: a bound is not an estimate"),
    "median": partial(_blank, missing="mean and SD: medians are kept as medians, quartiles and ranges as printed"),
    "between arms": partial(_blank, missing="the difference between the arms and its 95% interval"),
    "ratio of 0 or less": partial(_blank, missing="a ratio above 0"),
    "unnamed ratio": partial(_blank, missing="which ratio it is (OR, RR or HR)"),
    "unnamed difference": partial(_blank, missing="which difference it is (MD, WMD, SMD or Cliff's delta)"),
    "proportion": _proportion,
    "mean over time": _mean_over_time,
    "one arm": _one_arm,
    "ratio": _ratio,
    "difference": _difference,
}
