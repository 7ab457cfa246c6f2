"""Proportions of rare events: exact where there is one study, a binomial-normal model where there are several."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evidence.errors import StatisticsError
from evidence.synthesis.inputs import floats

POINTS = 7  # of the adaptive Gauss-Hermite quadrature; metafor 3.8-1 uses 7 (rma.glmm, nAGQ)
ONE = "one study: exact interval"
NONE_SEEN = "no event in any study: only an upper bound, from all people together"
ALL_SEEN = "everybody had the event: only a lower bound, from all people together"
SEVERAL = "binomial-normal model by maximum likelihood"
AT_0 = "; tau2 is 0"


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
        as one study. Else a logit-normal model, with the standard error from the curvature in both parameters.

    Raises
    ------
    StatisticsError
        Nothing to pool, unequal lengths, counts that are no whole numbers from 0 to their total, totals below 1.

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
    events, total = _counts(events, total)
    people = {"k": events.size, "events": events.sum(), "total": total.sum()}
    blank = {"logit": np.nan, "se": np.nan, "tau2": np.nan}
    if events.size == 1 or people["events"] in (0, people["total"]):
        low, high = exact_interval(people["events"], people["total"], level)
        method = ONE if events.size == 1 else NONE_SEEN if people["events"] == 0 else ALL_SEEN
        share = {"proportion": people["events"] / people["total"], "ci_low": low, "ci_high": high}
        return pd.DataFrame([people | share | blank | {"method": method}])
    return pd.DataFrame([people | _model(events, total, level, points)])


def exact_interval(events: float, total: float, level: float = 0.95) -> tuple[float, float]:
    """Give the Clopper-Pearson interval of a proportion.

    Examples
    --------
    >>> [round(limit, 4) for limit in exact_interval(0, 20)]
    [0.0, 0.1684]
    """
    from scipy.special import betaincinv  # inside: reading tables must not wait for scipy

    tail = (1 - level) / 2
    low = betaincinv(events, total - events + 1, tail) if events > 0 else 0.0
    high = betaincinv(events + 1, total - events, 1 - tail) if events < total else 1.0
    return float(low), float(high)


def _model(events: np.ndarray, total: np.ndarray, level: float, points: int) -> dict:
    """Fit the logit-normal model; the standard deviation is searched on both sides of 0, where it may end."""
    from scipy.optimize import minimize
    from scipy.special import expit, ndtri

    node, weight = np.polynomial.hermite_e.hermegauss(points)

    def deviance(parameters) -> float:
        return -_log_likelihood(parameters[0], abs(parameters[1]), events, total, node, np.log(weight))

    crude = (events.sum() + 0.5) / (total.sum() + 1)
    starts = [(np.log(crude / (1 - crude)), spread) for spread in (0.1, 0.5, 1.5)]
    fits = [minimize(deviance, start, method="BFGS", options={"gtol": 1e-9}) for start in starts]
    best = min(fits, key=lambda fit: fit.fun)
    closer = {"xatol": 1e-10, "fatol": 1e-13, "maxiter": 4000}
    polished = minimize(deviance, best.x, method="Nelder-Mead", options=closer)
    logit, spread = polished.x[0], abs(polished.x[1])
    at_0 = spread < 1e-4
    if at_0:
        p = events.sum() / total.sum()
        logit, spread = np.log(p / (1 - p)), 0.0
        se = np.sqrt(1 / (total.sum() * p * (1 - p)))
    else:
        se = np.sqrt(np.linalg.inv(_curvature(deviance, np.array([logit, spread])))[0, 0])
    half = ndtri((1 + level) / 2) * se
    return {
        "proportion": expit(logit),
        "ci_low": expit(logit - half),
        "ci_high": expit(logit + half),
        "logit": logit,
        "se": se,
        "tau2": spread**2,
        "method": SEVERAL + (AT_0 if at_0 else ""),
    }


def _log_likelihood(logit: float, spread: float, events, total, node, log_weight) -> float:
    """Log-likelihood up to a constant, by quadrature around the mode of each study's integrand."""
    mode = np.zeros(events.size)
    for _ in range(60):  # Newton on a concave function; steps are kept short at first
        p = 1 / (1 + np.exp(-(logit + spread * mode)))
        slope, bend = spread * (events - total * p) - mode, spread**2 * total * p * (1 - p) + 1
        step = np.clip(slope / bend, -2, 2)
        mode = mode + step
        if np.max(np.abs(step)) < 1e-12:
            break
    p = 1 / (1 + np.exp(-(logit + spread * mode)))
    width = 1 / np.sqrt(spread**2 * total * p * (1 - p) + 1)
    place = mode[:, None] + width[:, None] * node
    line = logit + spread * place
    term = events[:, None] * line - total[:, None] * np.logaddexp(0, line) - place**2 / 2 + node**2 / 2 + log_weight
    top = term.max(axis=1)
    return float((np.log(width) + top + np.log(np.exp(term - top[:, None]).sum(axis=1))).sum())


def _curvature(function, at: np.ndarray, step: float = 1e-4) -> np.ndarray:
    """Second derivatives by central differences."""
    size = step * np.maximum(1.0, np.abs(at))
    rows = np.eye(at.size) * size
    second = np.empty((at.size, at.size))
    for i in range(at.size):
        for j in range(at.size):
            corners = [function(at + a * rows[i] + b * rows[j]) for a in (1, -1) for b in (1, -1)]
            second[i, j] = (corners[0] - corners[1] - corners[2] + corners[3]) / (4 * size[i] * size[j])
    return second


def _counts(events, total) -> tuple[np.ndarray, np.ndarray]:
    events, total = floats(events, "events", "pool_proportions"), floats(total, "total", "pool_proportions")
    if events.size != total.size or events.size == 0:
        found = f"{events.size} events and {total.size} totals"
        raise StatisticsError(f"pool_proportions: {found}; allowed: one of each per study; do: align them")
    bad = ~((events >= 0) & (events <= total) & (total >= 1) & (events % 1 == 0) & (total % 1 == 0) & (total < 2**53))
    if bad.any():
        at = int(bad.argmax())
        found = f"{int(bad.sum())} of {bad.size} rows, first at position {at} (found {events[at]:g} of {total[at]:g})"
        allowed = "whole numbers, events from 0 to the total, totals from 1"
        raise StatisticsError(f"pool_proportions: counts in {found}; allowed: {allowed}; do: mend the counts")
    return events, total
