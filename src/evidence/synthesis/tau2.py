"""Eight estimators of tau2, the variance of true effects, for many bodies at once.

Every estimator takes the dense arrays of a block (see `blocks`): effects and variances of shape (n, k), k >= 2,
centred, in units of the smallest variance, which stands in the first column. Negative moments are cut off by
`estimate`.
"""

from __future__ import annotations

import numpy as np

from evidence.synthesis.heterogeneity import (
    ABOVE,
    cochran_q,
    dot,
    residuals,
    total,
    trace,
    typical_variance,
    weights,
    where_q_is,
)
from evidence.synthesis.roots import falling_roots

# Places per decade at which the sign of a score is looked up, and the share of the smallest variance below which it is
# not, since there the weights and so the score are nearly straight lines. Over 3 million bodies drawn to be hard (two
# to four decades of variances, heavy tails) one higher maximum was missed, by 0.0003 of log-likelihood; more places
# missed the same one.
PER_DECADE = 5
NEAR_0 = 1 / 10


def estimate(effect: np.ndarray, variance: np.ndarray, method: str) -> np.ndarray:
    """Estimate the variance of true effects of each body, never below 0, by a method named in `TAU2_METHODS`."""
    return np.maximum(0.0, _ESTIMATORS[method](effect, variance))


def _hunter_schmidt(effect, variance):
    return (_q(effect, variance) - effect.shape[1]) / total(1 / variance)


def _hedges(effect, variance):
    return effect.var(axis=1, ddof=1) - variance.mean(axis=1)


def _dersimonian_laird(effect, variance):
    return (_q(effect, variance) / (effect.shape[1] - 1) - 1) * typical_variance(variance)


def _sidik_jonkman(effect, variance):
    start = effect.var(axis=1)
    ratio = cochran_q(np.where(start > 0, start, 1.0), effect, variance) / (effect.shape[1] - 1)
    return start * ratio


def _paule_mandel(effect, variance):
    return where_q_is(effect.shape[1] - 1, effect, variance)


def _maximum_likelihood(effect, variance):
    return _likeliest(effect, variance, restricted=False)


def _restricted_maximum_likelihood(effect, variance):
    return _likeliest(effect, variance, restricted=True)


def _q(effect, variance):
    return cochran_q(np.zeros(len(effect)), effect, variance)


def _likeliest(effect: np.ndarray, variance: np.ndarray, restricted: bool) -> np.ndarray:
    """Take the highest of all maxima of each likelihood: 0, and every place where its slope falls through 0."""
    body, low, high, falls_at_0 = _falls(effect, variance, restricted)
    peak = np.zeros(0)
    if body.size:
        score = _restricted_score if restricted else _score
        peak = falling_roots(score, (effect[body], variance[body]), low, high)
    body, peak = np.append(body, np.flatnonzero(falls_at_0)), np.append(peak, np.zeros(int(falls_at_0.sum())))
    best = np.zeros(len(effect))
    best[body] = peak
    several = np.bincount(body, minlength=len(effect)) > 1
    if several.any():
        rivals = several[body]
        body, peak = body[rivals], peak[rivals]
        height = _log_likelihood(peak, effect[body], variance[body], restricted)
        rising = np.argsort(height, kind="stable")  # of two entries for one body the later, higher one stays
        best[body[rising]] = peak[rising]
    return best


def _falls(effect, variance, restricted: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Bracket every fall of the slope through 0, from far right to 0, and say where it is not positive at 0.

    Right of `_top` the slope is negative. Bodies are put in order of their top, so that those still looked at are the
    first rows, and no data is copied.
    """
    score = _restricted_score if restricted else _score
    top = _top(effect, variance)
    order = np.argsort(-top, kind="stable")
    effect, variance, right = effect[order], variance[order], top[order].copy()
    at_right = np.full(right.size, -1.0)  # its sign is all that is used
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    ratio = 10 ** (-1 / PER_DECADE)
    left, m = right * ratio, int(np.searchsorted(-right, -NEAR_0))
    while m:
        value = score(left[:m], effect[:m], variance[:m])
        fall = np.flatnonzero((value > 0) & (at_right[:m] <= 0))
        found.append((order[fall], left[fall], right[fall]))
        at_right[:m], right[:m] = value, left[:m]
        left = right * ratio
        m = int(np.searchsorted(-right[:m], -NEAR_0))
    at_0 = score(np.zeros(right.size), effect, variance)
    fall = np.flatnonzero((at_0 > 0) & (at_right <= 0) & (right > 0))
    found.append((order[fall], np.zeros(fall.size), right[fall]))
    body, low, high = (np.concatenate(parts) for parts in zip(*found, strict=True))
    falls_at_0 = np.empty(right.size, dtype=bool)
    falls_at_0[order] = (at_0 <= 0) | (right <= 0)
    return body, low, high, falls_at_0


def _top(effect: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Bound the maxima: the slope is negative where (k - 1)(1 + t)^2 > SS (v + t), v being the largest variance.

    In it, w lies between 1 / (v + t) and 1 / (1 + t), so that the sum of (w d)^2 is at most SS / (1 + t)^2, of w d^2 at
    most SS / (1 + t), and the trace at least (k - 1) / (v + t).
    """
    distance, largest = residuals(effect, np.ones_like(effect)), variance.max(axis=1)
    share = dot(distance, distance) / (effect.shape[1] - 1)
    half = share / 2
    return np.maximum(0.0, ABOVE * (half + np.sqrt(half**2 + share * (largest - 1))) - 1)


def _restricted_score(tau2: np.ndarray, effect: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Twice the slope of the restricted log-likelihood in tau2 (Viechtbauer 2005, REML)."""
    weight = weights(tau2, variance)
    distance = residuals(effect, weight)
    distance *= weight
    return dot(distance, distance) - trace(weight)


def _score(tau2: np.ndarray, effect: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Twice the slope of the log-likelihood in tau2 (Viechtbauer 2005, ML)."""
    weight = weights(tau2, variance)
    distance = residuals(effect, weight)
    distance *= weight
    return dot(distance, distance) - total(weight)


def _log_likelihood(tau2: np.ndarray, effect: np.ndarray, variance: np.ndarray, restricted: bool) -> np.ndarray:
    weight = weights(tau2, variance)
    both = total(np.log(weight)) - cochran_q(tau2, effect, variance)
    return both - np.log(total(weight)) if restricted else both


_ESTIMATORS = {
    "REML": _restricted_maximum_likelihood,
    "DL": _dersimonian_laird,
    "PM": _paule_mandel,
    "ML": _maximum_likelihood,
    "EB": _paule_mandel,  # empirical Bayes solves the same equation (Morris 1983), reached by another iteration
    "SJ": _sidik_jonkman,
    "HE": _hedges,
    "HS": _hunter_schmidt,
}
TAU2_METHODS = tuple(_ESTIMATORS)
