"""Percent change, printed or worked out from a result's own baseline."""

from __future__ import annotations

import pandas as pd

from evidence.effects.reading import read


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
    table = read(frame, "percent_change", ("result_id", "statistic", "contrast", "spread_kind"), ("value", "baseline"))
    own = (table["contrast"] != "between arms") & (table["spread_kind"] != "range over studies")
    value, baseline = table["value"], table["baseline"].where(own & (table["baseline"] > 0))
    percent = value.where(table["statistic"] == "percent change")
    percent = percent.mask(table["statistic"] == "mean", 100 * (value - baseline) / baseline)
    percent = percent.mask(table["statistic"] == "change", 100 * value / baseline)
    return pd.Series(percent.to_numpy(), index=frame.index, name="percent_change")
