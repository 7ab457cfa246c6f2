"""A reported estimate with its interval, standard error or exact p -> effect and variance, by a route that is named."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evidence.effects.blanks import lacking, put_back
from evidence.effects.intervals import Interval, on_scale, quantile, refuse_conflict, se_from_interval
from evidence.effects.reading import check_spreads, read, refuse

LEVEL = 0.95  # of an interval that does not say its own
SCALES = ("natural", "log")
OPERATORS = ("=", "<", ">")
_WORDS = ("result_id", "measure_given", "scale", "p_operator")
_NUMBERS = ("value", "low", "high", "level", "df", "se_given", "p")
_NEEDED = ("value", "scale")


def from_reported(frame: pd.DataFrame) -> pd.DataFrame:
    """Take an estimate as its source reports it, and its variance from its interval, standard error or exact p.

    Parameters
    ----------
    frame : DataFrame, one row a result
        value (the estimate) and scale: "natural", or "log" for ratios that are to be logged. Where known: low, high (in
        the unit of value) and level (0.95 when blank); se_given, the standard error on the scale of the effect, so of
        the log where scale is "log"; p (two-sided, against no effect: 0, or a ratio of 1) with p_operator; df, degrees
        of freedom where interval and p came from a t distribution, else they are read as normal; measure_given. Cells
        may be blank; columns other than value and scale may be absent. result_id, where it exists, names rows.

    Returns
    -------
    DataFrame
        A copy with effect, variance, se (natural log where scale is "log", else the unit of value), measure (what
        measure_given says, else "estimate"; with "log" before it for ratios; "" without an effect), route (how the
        variance was had: "interval", "standard error" or "p", with the distribution; "" without one), asymmetric and
        missing ("" when complete).

        Interval goes before standard error before p. `asymmetric` is True where nothing that rounds to the printed
        value, low and high has the value in the middle, on the log scale for ratios. Such an interval gives no
        variance, and neither does p beside it, since both would be read as symmetric; only a standard error then does.
        Numbers count as printed with the decimals of the most exact of the three; text cells ("1.50") show their own.
        An interval that does not contain its value leaves the row blank.

    Raises
    ------
    StatisticsError
        Absent columns; rows with text for a number, infinite numbers, an unknown scale or operator, a level of 0, 1 or
        beyond, p outside 0 to 1, a negative standard error, df of 0 or less; rows whose interval and standard error
        disagree beyond rounding.

    References
    ----------
    Cochrane Handbook for Systematic Reviews of Interventions, version 6, chapter 6: standard errors from intervals and
    exact p, on the log scale for ratios, with t in small samples.

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [1.5, 2.1], "low": [0.9, None], "high": [2.5, None], "p": [None, 0.03],
    ...                      "p_operator": "=", "scale": "log", "measure_given": "OR"})
    >>> from_reported(rows)[["measure", "effect", "se", "route"]].round(4)
      measure  effect      se              route
    0   logOR  0.4055  0.2606  interval (normal)
    1   logOR  0.7419  0.3419         p (normal)
    """
    where = "from_reported"
    table = read(frame, where, _WORDS, _NUMBERS, optional={*_WORDS, *_NUMBERS} - {*_NEEDED})
    _check(table, where)
    logged = table["scale"] == "log"
    interval = on_scale(frame, table, logged)
    point = quantile((1 - table["level"].fillna(LEVEL)) / 2, table["df"])
    refuse_conflict(frame, table, interval, point, where)
    effect = interval.printed["value"].where((table["scale"] != "") & ~interval.outside)
    ways = _ways(table, interval, point, effect)
    se = pd.concat(ways, axis=1).bfill(axis=1).iloc[:, 0]
    missing = lacking(table.index, _needs(table, interval, effect, se))
    words = {"measure": _measure(table, logged), "route": _route(ways, table["df"])}
    return put_back(frame, effect, se**2, missing, words, numbers={"asymmetric": interval.lopsided})


def _check(table: pd.DataFrame, where: str) -> None:
    for column, words in (("scale", SCALES), ("p_operator", OPERATORS)):
        unknown = ~table[column].isin([*words, ""])
        refuse(table, unknown, where, f"an unknown {column}", f"{', '.join(words)} or blank")
    level, p = table["level"], table["p"]
    refuse(table, (level <= 0) | (level >= 1), where, "a level of 0, 1 or beyond", "between 0 and 1: 0.95 for 95%")
    refuse(table, (p < 0) | (p > 1), where, "a p outside 0 to 1", "0 to 1")
    refuse(table, table["df"] <= 0, where, "degrees of freedom of 0 or less", "above 0, or blank for normal")
    check_spreads(table, where, "se_given")


def _ways(table: pd.DataFrame, interval: Interval, point: pd.Series, effect: pd.Series) -> dict[str, pd.Series]:
    """Give the standard error by each way, in the order in which they count; NaN where a way is closed."""
    even = ~interval.lopsided
    by_interval = se_from_interval(interval.printed["low"], interval.printed["high"], point)
    exact = table["p"].where((table["p_operator"] == "=") & (table["p"] > 0) & (table["p"] < 1))
    by_p = effect.abs() / quantile(exact / 2, table["df"])
    ways = {"interval": by_interval.where(even), "standard error": table["se_given"], "p": by_p.where(even)}
    return {way: se.where((se > 0) & effect.notna()) for way, se in ways.items()}


def _route(ways: dict[str, pd.Series], df: pd.Series) -> pd.Series:
    by = pd.Series(np.where(df.isna(), " (normal)", " (t)"), df.index, dtype=object)
    names = {"interval": "interval" + by, "standard error": "standard error", "p": "p" + by}
    route = np.select([se.notna() for se in ways.values()], [names[way] for way in ways], "")
    return pd.Series(route, df.index, dtype=object)


def _measure(table: pd.DataFrame, logged: pd.Series) -> pd.Series:
    named = table["measure_given"] != ""
    before = pd.Series(np.select([logged & named, logged], ["log", "log "], ""), table.index, dtype=object)
    return before + table["measure_given"].where(named, "estimate")


def _needs(table: pd.DataFrame, interval: Interval, effect: pd.Series, se: pd.Series) -> dict[str, pd.Series]:
    """Name what keeps a row from its effect, and each way to a variance that is closed where none is open."""
    value, low, high, p, operator = (table[name] for name in ("value", "low", "high", "p", "p_operator"))
    logged, shown = table["scale"] == "log", interval.printed
    beyond = logged & ((low <= 0) | (high <= 0))
    closed = {
        "interval, standard error or exact p": table[["low", "high", "se_given", "p"]].isna().all(axis=1),
        "low": low.isna() & high.notna(),
        "high": high.isna() & low.notna(),
        "interval limits above 0": beyond,
        "an interval with two different limits": low.notna() & (low == high),
        "an interval that is symmetric around the value on its scale": interval.lopsided & (low != high) & ~beyond,
        "standard error above 0": table["se_given"] == 0,
        "an exact p: only a bound on it is given": p.notna() & operator.isin(["<", ">"]),
        "operator of p": p.notna() & (operator == ""),
        "p above 0 and below 1: it is rounded": (operator == "=") & ((p == 0) | (p == 1)),
        "a value that differs from no effect, to use its p": (shown["value"] == 0) & (operator == "=") & p.notna(),
    }
    without = effect.notna() & se.isna()
    return {
        "value": value.isna(),
        "scale, natural or log": table["scale"] == "",
        "value above 0": logged & (value <= 0),
        "an interval that contains the value": interval.outside,
    } | {what: without & bad for what, bad in closed.items()}
