"""Events in two arms -> log risk ratio, log odds ratio, risk difference."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from evidence.effects.blanks import lacking, numbers_lacking
from evidence.effects.reading import check_counts

COLUMNS = ("events_1", "total_1", "events_2", "total_2")
ADDED_TO_CELLS = 0.5  # to all four, and only where one is 0: metafor's add = 1/2, to = "only0"
CORRECTED = f"{ADDED_TO_CELLS} added to all four cells"
NO_EVENTS = "events in either arm: without any, no ratio can be told"
ALL_EVENTS = "people without the event in either arm: without any, no ratio can be told"
NO_VARIANCE = "variance: in each arm none or all had the event"


class Cells(NamedTuple):
    """People with and without the event in arm 1 and in arm 2, each of shape (n,)."""

    with_1: pd.Series
    without_1: pd.Series
    with_2: pd.Series
    without_2: pd.Series


def compare(table: pd.DataFrame, measure: str, where: str) -> tuple[pd.Series, pd.Series, pd.Series, pd.Series]:
    """Compare the events of two arms.

    Parameters
    ----------
    table : DataFrame, one row a study
        events_1, total_1, events_2, total_2 (people), NaN for blank.
    measure : {"RR", "OR", "RD"}
        Ratios are taken to the natural log.
    where : str
        The public function, for its messages.

    Returns
    -------
    effect, variance, correction, missing : Series of shape (n,)
        `correction` is "" or says what was added to the cells.

    Raises
    ------
    StatisticsError
        Names rows whose events or totals count no people, or with more events than people.

    References
    ----------
    Viechtbauer 2010, J Stat Softw 36(3), escalc: RR, a / n1 over c / n2, with variance 1/a - 1/n1 + 1/c - 1/n2; OR,
    a / b over c / d, with 1/a + 1/b + 1/c + 1/d; RD with p (1 - p) / n of each arm, added.
    """
    for arm in "12":
        check_counts(table, where, f"events_{arm}", f"total_{arm}")
    known = table[list(COLUMNS)].notna().all(axis=1)
    events_1, total_1, events_2, total_2 = (table[column].where(known) for column in COLUMNS)
    cells = Cells(events_1, total_1 - events_1, events_2, total_2 - events_2)
    needs = numbers_lacking(table, *COLUMNS)
    if measure == "RD":
        effect, variance = _difference(cells)
        missing = lacking(table.index, needs | {NO_VARIANCE: variance == 0})
        return effect, variance, pd.Series("", table.index, dtype=object), missing
    none, everyone = (cells.with_1 + cells.with_2) == 0, (cells.without_1 + cells.without_2) == 0
    zero = pd.concat(cells, axis=1).eq(0).any(axis=1)
    corrected = Cells(*((cell + ADDED_TO_CELLS * zero).mask(none | everyone) for cell in cells))
    effect, variance = (_risk_ratio if measure == "RR" else _odds_ratio)(corrected)
    correction = pd.Series(np.where(zero & ~(none | everyone), CORRECTED, ""), table.index, dtype=object)
    return effect, variance, correction, lacking(table.index, needs | {NO_EVENTS: none, ALL_EVENTS: everyone})


def _difference(cells: Cells) -> tuple[pd.Series, pd.Series]:
    total_1, total_2 = cells.with_1 + cells.without_1, cells.with_2 + cells.without_2
    spread_1, spread_2 = cells.with_1 * cells.without_1 / total_1**3, cells.with_2 * cells.without_2 / total_2**3
    return cells.with_1 / total_1 - cells.with_2 / total_2, spread_1 + spread_2


def _risk_ratio(cells: Cells) -> tuple[pd.Series, pd.Series]:
    total_1, total_2 = cells.with_1 + cells.without_1, cells.with_2 + cells.without_2
    effect = np.log(cells.with_1 / total_1) - np.log(cells.with_2 / total_2)
    return effect, 1 / cells.with_1 - 1 / total_1 + 1 / cells.with_2 - 1 / total_2


def _odds_ratio(cells: Cells) -> tuple[pd.Series, pd.Series]:
    effect = np.log(cells.with_1 / cells.without_1) - np.log(cells.with_2 / cells.without_2)
    return effect, sum(1 / cell for cell in cells)
