"""Events among people -> raw proportion or its logit, with the exact interval."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evidence.effects.blanks import lacking, numbers_lacking, put_back
from evidence.effects.reading import check_counts, choose, read

TAIL = 0.025  # on each side of a 95% interval
ADDED_TO_CELLS = 0.5  # to events and non-events, and only where one is 0: metafor's add = 1/2, to = "only0"
CORRECTED = f"{ADDED_TO_CELLS} added to events and to non-events"
AT_RISK = "at risk"
NOT_AT_RISK = "the people at risk as denominator: this is not a proportion"
EXACT_ONLY = "variance (none or all had the event): the exact interval stands in its place"
_METHODS = {
    "PR": "raw proportion, binomial variance, exact interval",
    "PLO": "logit of the proportion, large-sample variance, exact interval",
}
PROPORTION_MEASURES = tuple(_METHODS)


def from_proportions(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Measure how many of the people at risk had an event, as in metafor 3.8-1.

    Parameters
    ----------
    frame : DataFrame, one row a group of people
        events and total (people). Cells may be blank. denominator, where the column exists, must be "at risk" in a row
        for it to be a proportion; result_id, where it exists, names rows in messages.
    measure : {"PR", "PLO"}
        Raw proportion, or its logit.

    Returns
    -------
    DataFrame
        A copy with effect, variance, se (0 to 1 for PR, natural log of the odds for PLO), measure (PR, PLO; "" without
        an effect), exact_low, exact_high (95% interval of Clopper and Pearson, 0 to 1 for both measures), correction,
        method (one phrase) and missing ("" when complete).

        Where none or all had the event, PLO gets 0.5 added to events and to non-events, and `correction` says so; PR
        is not corrected, unlike in metafor, and has no variance.

    Raises
    ------
    StatisticsError
        An unknown measure; absent columns; rows with text for a number, infinite numbers, events above their total,
        events or totals that are not whole.

    References
    ----------
    Clopper and Pearson 1934, Biometrika 26:404. Viechtbauer 2010, J Stat Softw 36(3), and metafor 3.8-1, escalc with
    to "only0" (PLO) or "none" (PR).

    Examples
    --------
    >>> groups = pd.DataFrame({"events": [9, 0], "total": [30, 12]})
    >>> from_proportions(groups, "PLO")[["effect", "se", "exact_low", "exact_high"]].round(4)
       effect      se  exact_low  exact_high
    0 -0.8473  0.3984     0.1473      0.4940
    1 -3.2189  1.4422     0.0000      0.2646
    """
    where = "from_proportions"
    choose(where, measure, PROPORTION_MEASURES)
    words = ("result_id", "denominator")
    table = read(frame, where, words, ("events", "total"), optional=words)
    check_counts(table, where, "events", "total")
    elsewhere = (table["denominator"] != AT_RISK) & ("denominator" in frame.columns)
    table = table.mask(elsewhere)
    low, high = exact_interval(table["events"], table["total"])
    blanks = numbers_lacking(table, "events", "total")
    needs = {NOT_AT_RISK: elsewhere} | {name: blank & ~elsewhere for name, blank in blanks.items()}
    if measure == "PR":
        effect, variance = raw(table["events"], table["total"])
        needs[EXACT_ONLY] = effect.notna() & variance.isna()
        correction = pd.Series("", table.index, dtype=object)
    else:
        effect, variance, correction = _logit(table["events"], table["total"])
    words = {"measure": measure, "correction": correction, "method": _METHODS[measure]}
    numbers = {"exact_low": low, "exact_high": high}
    return put_back(frame, effect, variance, lacking(table.index, needs), words, numbers)


def raw(events: pd.Series, total: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Give the proportion and its binomial variance, which none and all do not have; both of shape (n,)."""
    share = events / total
    return share, (share * (1 - share) / total).mask((events == 0) | (events == total))


def exact_interval(events: pd.Series, total: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Give the limits of the exact 95% interval of a proportion, both of shape (n,).

    References
    ----------
    Clopper and Pearson 1934, Biometrika 26:404, as quantiles of beta distributions.

    Examples
    --------
    >>> low, high = exact_interval(pd.Series([0.0, 9.0]), pd.Series([12.0, 30.0]))
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0, 0.1473], [0.2646, 0.494])
    """
    from scipy.special import betaincinv  # inside: reading tables must not wait for scipy

    none, everyone = events == 0, events == total
    low = betaincinv(events.mask(none), total - events + 1, TAIL).mask(none, 0.0)
    high = betaincinv(events + 1, (total - events).mask(everyone), 1 - TAIL).mask(everyone, 1.0)
    return low, high


def _logit(events: pd.Series, total: pd.Series) -> tuple[pd.Series, pd.Series, pd.Series]:
    zero = (events == 0) | (events == total)
    having, free = events + ADDED_TO_CELLS * zero, total - events + ADDED_TO_CELLS * zero
    correction = pd.Series(np.where(zero, CORRECTED, ""), events.index, dtype=object)
    return np.log(having / free), 1 / having + 1 / free, correction
