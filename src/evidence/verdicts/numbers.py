"""The number that a claim states, held against what was measured in the same quantity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

import pandas as pd

from evidence.thresholds import DEFAULTS, Thresholds

MONTHS = {"days": 12 / 365.25, "weeks": 12 * 7 / 365.25, "months": 1.0, "years": 12.0}


@dataclass(frozen=True)
class Stated:
    """A number as a claim states it, in the unit of `comparable`; a fall is negative."""

    quantity: str
    low: float
    high: float | None
    bound: str


class Measured(NamedTuple):
    """One linked result in the quantity that its claim states."""

    result_id: str
    study_id: str
    number: float
    bearing: str = "for"
    direct: bool = True
    controlled: bool = False
    benchmark: bool = False

    @property
    def own(self) -> bool:
        """Whether it answers the claim itself: direct, counted, and not the arm that it is compared with."""
        return self.direct and self.bearing in ("for", "against", "mixed") and not self.benchmark


def stated(claim) -> Stated | None:
    """Read the number of a claim; times are turned into months. None where it states none."""
    if pd.isna(claim.number):
        return None
    factor = 1.0
    if claim.quantity == "time to result":
        factor = MONTHS[str(claim.number_unit).split()[0]]
    high = None if pd.isna(claim.number_high) else float(claim.number_high) * factor
    return Stated(claim.quantity, float(claim.number) * factor, high, claim.bound)


def comparable(quantity: str, results: pd.DataFrame) -> pd.Series:
    """Give each result in the quantity that a claim states; NaN where the printed numbers do not allow it.

    Parameters
    ----------
    quantity : str
        percent change, share of people, time to result or amount.
    results : DataFrame
        Linked results: percent_change, statistic, value, events, total, denominator, time, time_unit, direction.

    Returns
    -------
    Series
        Percent, percent, months, or the unit of the result.
    """
    if quantity == "percent change":
        return results["percent_change"].astype(float)
    if quantity == "share of people":
        counted = 100 * results["events"].astype(float) / results["total"].astype(float)
        printed = results["value"].where(results["statistic"].eq("percent")).astype(float)
        return (
            counted.where(results["denominator"].eq("at risk"))
            .fillna(printed)
            .where(results["denominator"].ne("cases only"))
        )
    if quantity == "time to result":
        return results["time"].astype(float) * results["time_unit"].map(MONTHS).where(results["direction"].eq("up"))
    return results["value"].astype(float)


def number_found(claimed: Stated | None, results: Sequence[Measured], thresholds: Thresholds = DEFAULTS) -> str:
    """Say what became of a stated number: one of `vocabulary.NUMBERS`.

    "Up to x" is read as "typical results come near x", so the middle of the controlled results must reach it.
    A change in one arm without a control can neither confirm nor refute a number of effect. A time is
    compared with the times at which a change was first measured, with or without control.

    Parameters
    ----------
    claimed : Stated or None
        The number of the claim.
    results : sequence of Measured
        Linked results in its quantity, also those that do not count: they tell whether the number stands elsewhere.
    thresholds : Thresholds
        `tolerance` and `share_inside` are used.

    Examples
    --------
    >>> number_found(Stated("percent change", 30, None, "up to"), [Measured("e-a", "s-a", 69.4)])
    'only without control'
    """
    if claimed is None:
        return "none stated"
    own = [result for result in results if result.own]
    if own and claimed.quantity == "time to result":
        low, high = _window(claimed, thresholds)
        inside = sum(low <= result.number <= high for result in own) / len(own)
        return "fits" if inside >= thresholds.share_inside else "too strong"
    controlled = [result.number for result in own if result.controlled]
    if controlled:
        return "fits" if _reaches(median(controlled), claimed, thresholds) else "too strong"
    return "only without control" if own else _elsewhere(claimed, results, thresholds)


def _elsewhere(claimed: Stated, results: Sequence[Measured], thresholds: Thresholds) -> str:
    far = [result.number for result in results if not result.direct and not result.benchmark]
    near = any(abs(number - claimed.low) <= thresholds.tolerance * abs(claimed.low) for number in far)
    return "right number, wrong population" if near else "not measured"


def _window(claimed: Stated, thresholds: Thresholds) -> tuple[float, float]:
    """Give the earliest and the latest time that a stated one allows; "up to 6 months" is any time before."""
    low = 0.0 if claimed.bound == "up to" else claimed.low
    high = float("inf") if claimed.bound == "at least" else claimed.high or claimed.low
    return low * (1 - thresholds.tolerance), high * (1 + thresholds.tolerance)


def _reaches(value: float, claimed: Stated, thresholds: Thresholds) -> bool:
    """Say whether a value comes up to a stated number or to the nearer end of a range; a larger fall reaches a fall."""
    end = min((claimed.low, claimed.low if claimed.high is None else claimed.high), key=abs)
    side = -1 if end < 0 else 1
    short = 0 if claimed.bound == "at least" else thresholds.tolerance
    return side * value >= side * end * (1 - short)
