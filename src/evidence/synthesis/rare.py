"""Proportions of rare events: exact where there is one study, a binomial-normal model where there are several."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from evidence.errors import StatisticsError
from evidence.synthesis.inputs import floats

POINTS = 7  # of the adaptive Gauss-Hermite quadrature; metafor 3.8-1 uses 7 (rma.glmm, nAGQ)
MOST_POINTS = 127
SETTLED = 0.002  # of the log-likelihood; where the quadrature is farther off, it is replaced by close integration
PANELS, IN_EACH = 15, 20  # of close integration on each side of the mode, and points in each
DROP = 38.0  # of the logarithm of an integrand; below its peak by as much, it is left out
ONE = "one study: exact interval"
NONE_SEEN = "no event in any study: only an upper bound, from all people together"
ALL_SEEN = "everybody had the event: only a lower bound, from all people together"
SEVERAL = "binomial-normal model by maximum likelihood"
AT_0 = "; tau2 is 0"
CLOSELY = "; closely integrated, since {} points of quadrature are too few here"

Function = Callable[[np.ndarray], float]  # of logit and standard deviation
# (logarithm of the integrand, mode (k, 1), width (k, 1)) -> places (k, n) and logarithms of their weights
Rule = Callable[..., tuple[np.ndarray, np.ndarray]]


def pool_proportions(events, total, level: float = 0.95, points: int = POINTS) -> pd.DataFrame:
    """Pool the proportions of one body of evidence without correcting zeros.

    Studies that differ in what counted as an event, in route, or in how events were sought are not one body; nothing
    here can see that.

    Parameters
    ----------
    events, total : array of float, shape (k,)
        People with the event, and people at risk.
    level : float
        Coverage of the intervals.
    points : int
        Points of the quadrature.

    Returns
    -------
    DataFrame, one row
        k, events, total (sums), proportion, ci_low, ci_high, logit, se, tau2 (blank unless modelled), method.
        One study: Clopper-Pearson. No event in any, or one in everybody: the exact bound from the sums, which takes all
        as one study. Else a logit-normal model, with the standard error from the curvature in both parameters; the
        proportion is that of a typical study. method says where tau2 is 0, and where the quadrature would not do.

    Raises
    ------
    StatisticsError
        Nothing to pool, unequal lengths, counts that are no whole numbers from 0 to their total, totals below 1; some
        studies with no event and all others with nothing else, where the likelihood rises without end; unknown level
        or points.

    References
    ----------
    Clopper and Pearson 1934, Biometrika 26:404. Stijnen, Hamza, Özdemir 2010, Stat Med 29:3046 (the model). Pinheiro
    and Bates 1995, J Comput Graph Stat 4:12 (the quadrature).

    Examples
    --------
    >>> pool_proportions([0], [30])[["proportion", "ci_high", "method"]].round(4)
       proportion  ci_high                     method
    0         0.0   0.1157  one study: exact interval
    """
    events, total = _counts(events, total, "pool_proportions")
    _check_level(level, "pool_proportions")
    if not isinstance(points, (int, np.integer)) or not 1 <= points <= MOST_POINTS:
        allowed = f"a whole number from 1 to {MOST_POINTS}"
        raise StatisticsError(f"pool_proportions: points is {points!r}; allowed: {allowed}; do: leave it at {POINTS}")
    people = {"k": events.size, "events": events.sum(), "total": total.sum()}
    blank = {"logit": np.nan, "se": np.nan, "tau2": np.nan}
    if events.size == 1 or people["events"] in (0, people["total"]):
        low, high = exact_interval(people["events"], people["total"], level)
        method = ONE if events.size == 1 else NONE_SEEN if people["events"] == 0 else ALL_SEEN
        share = {"proportion": people["events"] / people["total"], "ci_low": low, "ci_high": high}
        return pd.DataFrame([people | share | blank | {"method": method}])
    if np.all((events == 0) | (events == total)):
        found = "each study has no event or nothing else"
        allowed = "an estimate from at least one study in between"
        raise StatisticsError(f"pool_proportions: {found}; allowed: {allowed}; do: show the studies as they are")
    return pd.DataFrame([people | _model(events, total, level, points)])


def exact_interval(events: float, total: float, level: float = 0.95) -> tuple[float, float]:
    """Give the Clopper-Pearson interval of a proportion.

    Parameters
    ----------
    events, total : float
        People with the event, and people at risk.
    level : float
        Coverage of the interval.

    Returns
    -------
    low, high : float

    Raises
    ------
    StatisticsError
        Counts that are no whole numbers from 0 to the total, a total below 1, an unknown level.

    Examples
    --------
    >>> [round(limit, 4) for limit in exact_interval(0, 20)]
    [0.0, 0.1684]
    """
    from scipy.special import betaincinv  # inside: reading tables must not wait for scipy

    _check_level(level, "exact_interval")
    (events,), (total,) = _counts([events], [total], "exact_interval")
    tail = (1 - level) / 2
    low = betaincinv(events, total - events + 1, tail) if events > 0 else 0.0
    high = betaincinv(events + 1, total - events, 1 - tail) if events < total else 1.0
    return float(low), float(high)


def _model(events: np.ndarray, total: np.ndarray, level: float, points: int) -> dict:
    """Fit the logit-normal model by quadrature, or by close integration where the two differ at the maximum."""
    from scipy.special import expit, ndtri

    crude = (events.sum() + 0.5) / (total.sum() + 1)
    logits = _logits(events, total)
    starts = [(np.log(crude / (1 - crude)), spread) for spread in (0.1, 0.5, 1.5)]
    starts.append((logits.mean(), logits.std()))  # of studies of very unequal size the largest is all of the crude one
    deviance, closely = (_deviance(events, total, rule) for rule in (_hermite(points), _both_sides()))
    best, note = _lowest(deviance, starts), ""
    if abs(deviance(best) - closely(best)) > SETTLED:
        deviance, note = closely, CLOSELY.format(points)
        best = _lowest(deviance, [best, starts[-1]])
    p = events.sum() / total.sum()
    flat = np.array([np.log(p / (1 - p)), 0.0])
    at_0 = deviance(flat) - deviance(best) <= 1e-12 + 1e-14 * deviance(flat)  # rounding
    if at_0:
        best, se = flat, np.sqrt(1 / (total.sum() * p * (1 - p)))
    else:
        se = np.sqrt(np.linalg.inv(_curvature(deviance, best))[0, 0])
    logit, half = best[0], ndtri((1 + level) / 2) * se
    return {
        "proportion": expit(logit),
        "ci_low": expit(logit - half),
        "ci_high": expit(logit + half),
        "logit": logit,
        "se": se,
        "tau2": best[1] ** 2,
        "method": SEVERAL + (AT_0 if at_0 else "") + note,
    }


def _lowest(deviance: Function, starts: list) -> np.ndarray:
    """Find the best logit and standard deviation; the latter is searched on both sides of 0, where it may end."""
    from scipy.optimize import minimize

    fits = [minimize(deviance, start, method="BFGS", options={"gtol": 1e-9}) for start in starts]
    best = min(fits, key=lambda fit: fit.fun)
    closer = {"xatol": 1e-10, "fatol": 1e-13, "maxiter": 4000}
    logit, spread = minimize(deviance, best.x, method="Nelder-Mead", options=closer).x
    return np.array([logit, abs(spread)])


def _logits(events: np.ndarray, total: np.ndarray) -> np.ndarray:
    return np.log((events + 0.5) / (total - events + 0.5))


def _deviance(events: np.ndarray, total: np.ndarray, rule: Rule) -> Function:
    """Give the function to be lowest: the log-likelihood with its sign turned, of logit and spread."""

    def deviance(parameters) -> float:
        logit, spread = parameters[0], abs(parameters[1])

        def height(place: np.ndarray) -> np.ndarray:
            """Logarithm of each study's integrand at places (k, n) of the random effect, in standard deviations."""
            line = logit + spread * place
            # of events x line - total x log(1 + exp(line)) the smaller way to write it: large terms cancel to noise
            chance = np.where(line > 0, (events - total)[:, None], events[:, None]) * line
            return chance - total[:, None] * np.log1p(np.exp(-np.abs(line))) - place**2 / 2

        mode, bend = _mode(logit, spread, events, total)
        place, log_weight = rule(height, mode[:, None], 1 / np.sqrt(bend)[:, None])
        term = height(place) + log_weight
        top = term.max(axis=1)
        return -float((top + np.log(np.exp(term - top[:, None]).sum(axis=1))).sum())

    return deviance


def _mode(logit: float, spread: float, events: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the peak of each study's integrand, and the second derivative of its logarithm there, sign turned."""
    from scipy.special import expit

    known = (events + 0.5) * (total - events + 0.5) / (total + 1)  # a normal approximation is near the mode
    mode = spread * known * (_logits(events, total) - logit) / (1 + spread**2 * known)
    for _ in range(60):  # Newton on a concave function; steps are kept short at first
        p = expit(logit + spread * mode)
        slope, bend = spread * (events - total * p) - mode, spread**2 * total * p * (1 - p) + 1
        step = np.clip(slope / bend, -2, 2)
        mode = mode + step
        if np.max(np.abs(step)) < 1e-9:
            break
    p = expit(logit + spread * mode)
    return mode, spread**2 * total * p * (1 - p) + 1


def _hermite(points: int) -> Rule:
    """Give the adaptive Gauss-Hermite rule, whose points stand around the mode by its width."""
    node, weight = np.polynomial.hermite_e.hermegauss(points)
    log_weight = np.log(weight) + node**2 / 2

    def rule(height, mode: np.ndarray, width: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return mode + width * node, np.log(width) + log_weight

    return rule


def _both_sides() -> Rule:
    """Give the Gauss-Legendre rule on each side of the mode, as far as the integrand reaches: it may be very skewed."""
    node, weight = np.polynomial.legendre.leggauss(IN_EACH)
    node = ((1 + node) / 2 + np.arange(PANELS)[:, None]).ravel() / PANELS
    log_weight = np.tile(np.log(weight / 2 / PANELS), PANELS)

    def rule(height, mode: np.ndarray, width: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        peak = height(mode)
        places, log_weights = [], []
        for side in (-1, 1):
            near, far = np.zeros_like(mode), np.full_like(mode, np.sqrt(2 * DROP))  # its normal part falls so fast
            for _ in range(30):
                middle = (near + far) / 2
                inside = height(mode + side * middle) > peak - DROP
                near, far = np.where(inside, middle, near), np.where(inside, far, middle)
            places.append(mode + side * far * node)
            log_weights.append(np.log(far) + log_weight)
        return np.hstack(places), np.hstack(log_weights)

    return rule


def _curvature(function, at: np.ndarray) -> np.ndarray:
    """Second derivatives by central differences, over steps in which the function moves enough to be told apart."""
    size = 1e-4 * np.maximum(1.0, np.abs(at))
    diagonal = np.diag(_differences(function, at, size))
    return _differences(function, at, np.where(diagonal > 0, 0.005 / np.sqrt(np.abs(diagonal) + 1e-300), size))


def _differences(function, at: np.ndarray, size: np.ndarray) -> np.ndarray:
    rows = np.eye(at.size) * size
    second = np.empty((at.size, at.size))
    for i in range(at.size):
        for j in range(at.size):
            corners = [function(at + a * rows[i] + b * rows[j]) for a in (1, -1) for b in (1, -1)]
            second[i, j] = (corners[0] - corners[1] - corners[2] + corners[3]) / (4 * size[i] * size[j])
    return second


def _check_level(level: float, where: str) -> None:
    if not isinstance(level, (int, float, np.number)) or not 0 < level < 1:
        raise StatisticsError(f"{where}: level is {level!r}; allowed: between 0 and 1; do: write 0.95 for 95%")


def _counts(events, total, where: str) -> tuple[np.ndarray, np.ndarray]:
    events, total = floats(events, "events", where), floats(total, "total", where)
    if events.size != total.size or events.size == 0:
        found = f"{events.size} events and {total.size} totals"
        raise StatisticsError(f"{where}: {found}; allowed: one of each per study; do: align them")
    whole = (np.floor(events) == events) & (np.floor(total) == total)
    bad = ~(whole & (events >= 0) & (events <= total) & (total >= 1) & (total < 2**53))
    if bad.any():
        at = int(bad.argmax())
        found = f"{int(bad.sum())} of {bad.size} rows, first at position {at} (found {events[at]:g} of {total[at]:g})"
        allowed = "whole numbers, events from 0 to the total, totals from 1"
        raise StatisticsError(f"{where}: counts in {found}; allowed: {allowed}; do: mend the counts")
    return events, total
