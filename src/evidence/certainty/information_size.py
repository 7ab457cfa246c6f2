"""Optimal information size: how many people one well-made trial would need, as a yardstick for a body of evidence."""

from __future__ import annotations

from math import sqrt

from evidence.errors import StatisticsError


def per_arm_of_risks(risk_1: float, risk_2: float, alpha: float = 0.05, power: float = 0.8) -> float:
    """Give people per arm to tell two risks apart (not rounded).

    Normal approximation with the pooled variance under no difference and the separate variances under the
    alternative; the far tail is left out. It is the formula of R's `power.prop.test`.

    Examples
    --------
    >>> round(per_arm_of_risks(0.20, 0.15), 3)
    905.366
    """
    from scipy.special import ndtri  # inside: reading tables must not wait for scipy

    _check(alpha, power)
    if not (0 <= risk_1 <= 1 and 0 <= risk_2 <= 1) or risk_1 == risk_2:
        raise _refused(f"risks {risk_1} and {risk_2}", "two different shares, 0 to 1", "give two risks")
    middle = (risk_1 + risk_2) / 2
    same = ndtri(1 - alpha / 2) * sqrt(2 * middle * (1 - middle))
    apart = ndtri(power) * sqrt(risk_1 * (1 - risk_1) + risk_2 * (1 - risk_2))
    return float(((same + apart) / (risk_1 - risk_2)) ** 2)


def per_arm_of_means(difference: float, sd: float = 1.0, alpha: float = 0.05, power: float = 0.8) -> float:
    """Give people per arm to show a difference of means with a t test (not rounded); SD 1 for a standardised one.

    Exact, by the noncentral t distribution with 2 n - 2 degrees of freedom, the far tail left out, as R's
    `power.t.test` counts.

    Examples
    --------
    >>> round(per_arm_of_means(0.2), 3)
    393.407
    """
    from scipy.optimize import brentq
    from scipy.special import nctdtr, ndtri, stdtrit

    _check(alpha, power)
    if difference == 0 or not sd > 0:
        raise _refused(f"difference {difference}, SD {sd}", "a difference and an SD above 0", "give both")
    effect = abs(difference) / sd

    def _lacking(n: float) -> float:
        df = 2 * n - 2
        return 1 - nctdtr(df, effect * sqrt(n / 2), stdtrit(df, 1 - alpha / 2)) - power

    normal = 2 * ((ndtri(1 - alpha / 2) + ndtri(power)) / effect) ** 2
    fewest = 1.5  # a t test needs a degree of freedom
    return fewest if _lacking(fewest) >= 0 else float(brentq(_lacking, fewest, 2 * normal + 10, xtol=1e-9))


def _check(alpha: float, power: float) -> None:
    if not (0 < alpha < 1 and 0 < power < 1):
        raise _refused(f"alpha {alpha}, power {power}", "between 0 and 1", "write 0.05 and 0.8")


def _refused(found: str, allowed: str, do: str) -> StatisticsError:
    return StatisticsError(f"information size: found {found}; allowed: {allowed}; do: {do}")
