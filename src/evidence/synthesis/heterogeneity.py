"""How much true effects differ: Q, eight estimators of tau2, its Q-profile interval, I2 and H2, for one body.

Every function takes plain arrays of k >= 2 effects (any origin, since only differences count) and their variances.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

PER_DECADE = 10  # grid points in which the sign of a score may change; likelihoods in log tau2 are far smoother
ROOT = {"xtol": 1e-14, "rtol": 4 * np.finfo(float).eps, "maxiter": 1000}  # bodies are scaled to a variance near 1


def weighted_mean(effect: np.ndarray, weight: np.ndarray) -> float:
    """Mean of the effects (k,) under the weights (k,)."""
    return float(weight @ effect / weight.sum())


def cochran_q(effect: np.ndarray, variance: np.ndarray, tau2: float = 0.0) -> float:
    """Sum of squared distances from the pooled mean, each in units of its variance plus `tau2` (Cochran 1954)."""
    weight = 1 / (variance + tau2)
    return float(weight @ (effect - weighted_mean(effect, weight)) ** 2)


def typical_variance(variance: np.ndarray) -> float:
    """Within-study variance that I2 and H2 compare tau2 with (Higgins and Thompson 2002, equation 9)."""
    return (variance.size - 1) / _trace(1 / variance)


def i2_h2(tau2: float, variance: np.ndarray) -> tuple[float, float]:
    """I2 in percent and H2 from tau2, as metafor reports them; from Q they would differ unless tau2 is DL."""
    typical = typical_variance(variance)
    return 100 * tau2 / (tau2 + typical), tau2 / typical + 1


def i2_h2_from_q(q: float, k: int) -> tuple[float, float]:
    """I2 in percent and H2 from Q, as metafor reports them under a common effect."""
    return (max(0.0, 100 * (q - (k - 1)) / q) if q > 0 else 0.0), q / (k - 1)


def estimate_tau2(effect: np.ndarray, variance: np.ndarray, method: str) -> float:
    """Estimate the variance of true effects, never below 0, by a method named in `TAU2_METHODS`."""
    scale = float(np.median(variance))
    centred = (effect - effect.mean()) / np.sqrt(scale)
    return scale * max(0.0, _ESTIMATORS[method](centred, variance / scale))


def q_profile(effect: np.ndarray, variance: np.ndarray, level: float) -> tuple[float, float]:
    """Limits of tau2 at which Q meets the chi-square quantiles (Viechtbauer 2007); (0, 0) when the set is empty."""
    from scipy.special import chdtri  # inside: reading tables must not wait for scipy

    scale = float(np.median(variance))
    centred, scaled, tail = (effect - effect.mean()) / np.sqrt(scale), variance / scale, (1 - level) / 2
    low, high = (_where_q_is(float(chdtri(effect.size - 1, p)), centred, scaled) for p in (tail, 1 - tail))
    return scale * low, scale * high


def _trace(weight: np.ndarray) -> float:
    """Sum of w(1 - w/sum w); the remainder is summed for the heaviest study, where the subtraction would cancel."""
    share = weight / weight.sum()
    rest, heaviest = 1 - share, int(share.argmax())
    rest[heaviest] = np.delete(share, heaviest).sum()
    return float(weight @ rest)


def _hunter_schmidt(effect: np.ndarray, variance: np.ndarray) -> float:
    return (cochran_q(effect, variance) - effect.size) / (1 / variance).sum()


def _hedges(effect: np.ndarray, variance: np.ndarray) -> float:
    return effect.var(ddof=1) - variance.mean()


def _dersimonian_laird(effect: np.ndarray, variance: np.ndarray) -> float:
    return (cochran_q(effect, variance) - (effect.size - 1)) / _trace(1 / variance)


def _sidik_jonkman(effect: np.ndarray, variance: np.ndarray) -> float:
    start = effect.var()
    return start * cochran_q(effect, variance, start) / (effect.size - 1)


def _paule_mandel(effect: np.ndarray, variance: np.ndarray) -> float:
    return _where_q_is(effect.size - 1, effect, variance)


def _where_q_is(target: float, effect: np.ndarray, variance: np.ndarray) -> float:
    """Find tau2 with Q = target; Q only falls and stays below sum of squares / tau2, so twice that bound is enough."""
    from scipy.optimize import brentq

    if cochran_q(effect, variance) <= target:
        return 0.0
    top = 2 * effect @ effect / target
    return brentq(lambda tau2: cochran_q(effect, variance, tau2) - target, 0.0, top, **ROOT)


def _maximum_likelihood(effect: np.ndarray, variance: np.ndarray) -> float:
    return _likeliest(effect, variance, restricted=False)


def _restricted_maximum_likelihood(effect: np.ndarray, variance: np.ndarray) -> float:
    return _likeliest(effect, variance, restricted=True)


def _likeliest(effect: np.ndarray, variance: np.ndarray, restricted: bool) -> float:
    """Take the highest of all maxima: the boundary 0 and every fall of the score through 0 on a log grid.

    Beyond the larger of the greatest variance and 2 SS / (k - 1) the score is negative, so no maximum lies to the right
    of twice that.
    """
    from scipy.optimize import brentq

    score = _score(effect, variance, restricted)
    top = 2 * max(variance.max(), 2 * effect @ effect / (effect.size - 1))
    bottom = variance.min() / 1000
    grid = np.append(0.0, np.geomspace(bottom, top, 2 + int(PER_DECADE * np.log10(top / bottom))))
    signs = np.array([score(tau2) for tau2 in grid]) > 0
    falls = np.flatnonzero(signs[:-1] & ~signs[1:])
    maxima = [brentq(score, grid[i], grid[i + 1], **ROOT) for i in falls] + [0.0] * (not signs[0])
    return max(maxima, key=lambda tau2: _log_likelihood(tau2, effect, variance, restricted))


def _score(effect: np.ndarray, variance: np.ndarray, restricted: bool) -> Callable[[float], float]:
    """Twice the slope of the log-likelihood in tau2 (Viechtbauer 2005, equations for ML and REML)."""

    def score(tau2: float) -> float:
        weight = 1 / (variance + tau2)
        spread = (weight * (effect - weighted_mean(effect, weight))) ** 2
        return float(spread.sum() - (_trace(weight) if restricted else weight.sum()))

    return score


def _log_likelihood(tau2: float, effect: np.ndarray, variance: np.ndarray, restricted: bool) -> float:
    weight = 1 / (variance + tau2)
    both = np.log(weight).sum() - cochran_q(effect, variance, tau2)
    return float(both - np.log(weight.sum())) / 2 if restricted else float(both) / 2


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
