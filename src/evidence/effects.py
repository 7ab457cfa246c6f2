"""Results -> effect sizes: what the printed numbers allow, and which number is missing where they do not."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from evidence.errors import StatisticsError

COUNTED = ("count", "percent")
OF_ONE_ARM = ("mean", "change", "percent change")
NO_VALUE = ("direction only", "p only")
STATISTICS = (*COUNTED, *OF_ONE_ARM, "median", "ratio", "difference", "standardised", *NO_VALUE)
RATIOS = ("OR", "RR", "HR")
RANGES = ("quartiles", "IQR width", "range over people", "range over studies")
ESTIMATE_BOUNDS = ("", "=", "about")  # every other bound says where the number ends, not what it is
ADDED = ("effect", "variance", "se", "ci_low", "ci_high", "measure", "missing")

Z_975 = 1.959963984540054  # 97.5% point of the standard normal distribution

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
    table = _read(frame, "effect_sizes", _WORDS, _NUMBERS)
    _check(table)
    added = pd.concat([_RULES[kind](rows) for kind, rows in table.groupby(_kind(table))]).sort_index()
    added["se"] = np.sqrt(added["variance"])
    return frame.assign(**{column: added[column].to_numpy() for column in ADDED})


def percent_change(frame: pd.DataFrame) -> pd.Series:
    """Give the percent change of each result, printed or worked out from its own printed baseline, never from a range.

    Parameters
    ----------
    frame : DataFrame, one row a result
        Reads result_id, statistic, contrast, value, baseline and spread_kind; a bound stays one, so read `bound` too.

    Returns
    -------
    Series
        Percent of the baseline mean, blank where nothing printed allows it: no baseline or one of 0 or less, a
        difference between arms (its baseline is not its own), a range over studies (it has several).

    Raises
    ------
    StatisticsError
        Absent columns, text for a number, infinite numbers.

    Examples
    --------
    >>> percent_change(pd.DataFrame({"result_id": ["r1"], "statistic": ["mean"], "contrast": ["one arm over time"],
    ...                              "value": [99.0], "baseline": [90.0], "spread_kind": [""]})).round(2).tolist()
    [10.0]
    """
    table = _read(frame, "percent_change", ("result_id", "statistic", "contrast", "spread_kind"), ("value", "baseline"))
    own = (table["contrast"] != "between arms") & (table["spread_kind"] != "range over studies")
    value, baseline = table["value"], table["baseline"].where(own & (table["baseline"] > 0))
    percent = value.where(table["statistic"] == "percent change")
    percent = percent.mask(table["statistic"] == "mean", 100 * (value - baseline) / baseline)
    percent = percent.mask(table["statistic"] == "change", 100 * value / baseline)
    return pd.Series(percent.to_numpy(), index=frame.index, name="percent_change")


def _read(frame: pd.DataFrame, where: str, words: tuple[str, ...], numbers: tuple[str, ...]) -> pd.DataFrame:
    """Copy what is needed as clean text and floats on a plain index, since the caller's index may repeat."""
    absent = [column for column in (*words, *numbers) if column not in frame.columns]
    if absent:
        found = f"{where}: columns {', '.join(absent)} not found"
        raise StatisticsError(f"{found}; allowed: a `results` frame; do: add them, blank cells are fine")
    table = pd.DataFrame(index=range(len(frame)))
    for column in words:
        cells = pd.Series(frame[column].to_numpy(dtype=object))
        table[column] = cells.where(cells.notna(), "").astype(str).str.strip()
    for column in numbers:
        cells = pd.Series(frame[column].to_numpy(dtype=object)).replace("", np.nan)
        table[column] = pd.to_numeric(cells, errors="coerce").astype(float)
        _refuse(table, cells.notna() & table[column].isna(), where, f"text in {column}", "one number or blank")
        _refuse(table, np.isinf(table[column]), where, f"an infinite {column}", "finite numbers or blank")
    return table


def _check(table: pd.DataFrame) -> None:
    events, total = table["events"], table["total"]
    for bad, found, allowed in (
        (~table["statistic"].isin(STATISTICS), "an unknown statistic", ", ".join(STATISTICS)),
        (table["spread"] < 0, "a negative spread", "0 or more"),
        ((table["n_analysed"] <= 0) | (total <= 0), "n_analysed or total of 0 or less", "1 or more"),
        ((events < 0) | (events % 1 > 0) | (total % 1 > 0), "events or total that count no people", "whole, 0 or more"),
        (events > total, "more events than the total", "events up to the total"),
    ):
        _refuse(table, bad, "effect_sizes", found, allowed)


def _refuse(table: pd.DataFrame, bad: pd.Series, where: str, found: str, allowed: str) -> None:
    if bad.any():
        ids = table.loc[bad, "result_id"].tolist()
        rows = ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")
        cure = "do: check the row against its source"
        raise StatisticsError(f"{where}: result {rows}: found {found}; allowed: {allowed}; {cure}")


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
    from scipy.special import betaincinv  # inside: reading tables must not wait for scipy

    at_risk, counted = table["denominator"] == "at risk", table["events"].notna() & table["total"].notna()
    events, total = (table[column].where(at_risk & counted) for column in ("events", "total"))
    share, none, everyone = events / total, events == 0, events == total
    low = betaincinv(events.mask(none), total - events + 1, 0.025).mask(none, 0.0)
    high = betaincinv(events + 1, (total - events).mask(everyone), 0.975).mask(everyone, 1.0)
    lacks = np.where(counted, "", "events and total; ") + np.where(at_risk, "", f"{_NOT_AT_RISK}; ").astype(object)
    lacks = pd.Series(lacks, table.index).str.removesuffix("; ").mask(none | everyone, _EXACT_ONLY)
    variance = (share * (1 - share) / total).mask(none | everyone)
    added = _blank(table, lacks, np.where(share.notna(), "PR", ""))
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
    se = spread.where(kind == "SE").mask(kind == "SD", spread / np.sqrt(n.where(n > 1)))
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
    se = se.mask(printed, (high - low) / (2 * Z_975)).where(lambda width: (width > 0) & ~outside)
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


_NOT_AT_RISK = "the people at risk as denominator: this is not a proportion"
_EXACT_ONLY = "variance (none or all had the event): the exact interval stands in its place"
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
