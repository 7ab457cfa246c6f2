"""From a relative effect and a baseline risk to people per 1,000, and to the number needed to treat."""

from __future__ import annotations

import math
from dataclasses import dataclass

from evidence.certainty.pooled import RISKS
from evidence.errors import StatisticsError

THOUSAND = 1000
DIGITS = 6  # an inverse of 1 / 0.02 must not be rounded up to 51


@dataclass(frozen=True)
class Absolute:
    """People per 1,000 with an event: without and with the treatment (interval), and the difference (interval)."""

    baseline: float
    treated: float
    treated_low: float
    treated_high: float

    @property
    def difference(self) -> float:
        """More (+) or fewer (-) people per 1,000."""
        return self.treated - self.baseline

    @property
    def difference_low(self) -> float:
        """Lower limit of the difference."""
        return self.treated_low - self.baseline

    @property
    def difference_high(self) -> float:
        """Upper limit of the difference."""
        return self.treated_high - self.baseline


def risk_with(measure: str, effect: float, baseline_risk: float) -> float:
    """Give the risk with the treatment, as a share; a risk beyond 0 or 1 is cut off there.

    Parameters
    ----------
    measure : {"RR", "OR", "HR", "RD"}
    effect : float
        On the measure's own scale (RD as a share).
    baseline_risk : float
        Risk without the treatment, 0 to 1, unrounded. For HR the risk by the time that matters.

    Raises
    ------
    StatisticsError
        Other measures, a ratio below 0, a baseline risk that is no share.

    References
    ----------
    RR, OR, RD: Cochrane Handbook 5.1, sections 11.5.5 and 12.5.4. HR: the survival without treatment to the power of
    HR, which is what proportional hazards mean.

    Examples
    --------
    >>> round(1000 * risk_with("OR", 0.73, 0.3)), round(1000 * risk_with("RR", 0.92, 0.3))
    (238, 276)
    """
    if measure not in RISKS:
        raise _refused(f"measure {measure!r}", ", ".join(RISKS), "give a measure of risk")
    if not 0 <= baseline_risk <= 1:
        raise _refused(f"baseline risk {baseline_risk}", "0 to 1", "give a share: 0.139 for 139 in 1,000")
    if measure != "RD" and effect < 0:
        raise _refused(f"{measure} {effect}", "0 or more", "give the ratio, not its log")
    risk = {
        "RR": lambda: baseline_risk * effect,
        "OR": lambda: effect * baseline_risk / (1 - baseline_risk + effect * baseline_risk),
        "HR": lambda: 1 - (1 - baseline_risk) ** effect,
        "RD": lambda: baseline_risk + effect,
    }[measure]()
    return min(1.0, max(0.0, risk))


def absolute_effect(measure: str, estimate: float, low: float, high: float, baseline_risk: float) -> Absolute:
    """Give people per 1,000 without and with the treatment, from the unrounded baseline risk.

    The interval holds the uncertainty of the relative effect only: the baseline risk is taken as known (Cochrane
    Handbook 5.1, section 12.5.4.5).

    Examples
    --------
    >>> got = absolute_effect("RR", 1.93, 1.51, 2.47, 77 / 555)
    >>> round(got.baseline), round(got.treated), round(got.treated_low), round(got.treated_high)
    (139, 268, 209, 343)
    """
    treated = (THOUSAND * risk_with(measure, effect, baseline_risk) for effect in (estimate, low, high))
    return Absolute(THOUSAND * baseline_risk, *treated)


def number_needed(difference: float, low: float, high: float, benefit: str = "lower") -> str:
    """Say how many people must be treated for one more to benefit, or for one more to be harmed.

    Parameters
    ----------
    difference, low, high : float
        Risk difference, treated less untreated, as a share, with its interval.
    benefit : {"lower", "higher"}
        Whether fewer or more events are good.

    Returns
    -------
    str
        Rounded up, as is the convention. An interval that includes no difference runs through infinity and is told in
        two pieces. No difference at all is infinity.

    References
    ----------
    Altman 1998, BMJ 317:1309. Rounding: Cochrane Handbook 5.1, section 12.5.4.

    Examples
    --------
    >>> number_needed(-0.013, -0.020, -0.006)
    '77 for one to benefit (50 to 167)'
    >>> number_needed(-0.10, -0.25, 0.05)
    '10 for one to benefit (4 for one to benefit, through infinity, to 20 for one to be harmed)'
    """
    if not low <= difference <= high:
        raise _refused(f"{difference} with interval {low} to {high}", "low <= difference <= high", "order them")
    sign = -1 if benefit == "lower" else 1
    gain, least, most = sign * difference, *sorted((sign * low, sign * high))
    if least > 0 or most < 0:
        ends = sorted((_inverse(least), _inverse(most)))
        return f"{_for_one(gain)} ({ends[0]} to {ends[1]})"
    through = ", through infinity," if least < 0 < most else ""
    return f"{_for_one(gain)} ({_for_one(most)}{through} to {_for_one(least)})"


def _inverse(share: float) -> int:
    return math.ceil(round(1 / abs(share), DIGITS))


def _for_one(gain: float) -> str:
    if gain == 0:
        return "infinity"
    return f"{_inverse(gain)} for one to {'benefit' if gain > 0 else 'be harmed'}"


def _refused(found: str, allowed: str, do: str) -> StatisticsError:
    return StatisticsError(f"absolute effect: found {found}; allowed: {allowed}; do: {do}")
