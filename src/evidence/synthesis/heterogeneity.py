"""How much true effects differ: Q, I2 and H2, and the Q-profile interval of tau2.

Every function takes the dense arrays of a block (see `blocks`): effects and variances of shape (n, k), k >= 2,
centred, in units of the smallest variance, which stands in the first column.
"""

from __future__ import annotations

import numpy as np

from evidence.synthesis.roots import falling_roots

ABOVE = 1 + 1e-9  # a bound that a sum of squares can reach exactly is moved past rounding


def total(values: np.ndarray) -> np.ndarray:
    """Sum over the results of each body."""
    return np.einsum("nk->n", values)


def dot(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Sum of products over the results of each body."""
    return np.einsum("nk,nk->n", first, second)


def weights(tau2: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Inverse of each variance plus tau2."""
    weight = variance + tau2[:, None]
    return np.divide(1.0, weight, out=weight)


def weighted_mean(effect: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Mean of the effects of each body under its weights."""
    return dot(weight, effect) / total(weight)


def residuals(effect: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Effects less their weighted mean."""
    return effect - weighted_mean(effect, weight)[:, None]


def cochran_q(tau2: np.ndarray, effect: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Sum of squared distances from the pooled mean, each in units of its variance plus tau2 (Cochran 1954)."""
    weight = weights(tau2, variance)
    distance = residuals(effect, weight)
    return np.einsum("nk,nk,nk->n", weight, distance, distance)


def trace(weight: np.ndarray) -> np.ndarray:
    """Sum of w(1 - w / sum w); the first weight is the largest, and its rest is summed, since a difference cancels."""
    rest = total(weight[:, 1:])
    whole = weight[:, 0] + rest
    return weight[:, 0] * (rest / whole) + rest - dot(weight[:, 1:], weight[:, 1:]) / whole


def typical_variance(variance: np.ndarray) -> np.ndarray:
    """Within-study variance that I2 and H2 compare tau2 with (Higgins and Thompson 2002, equation 9)."""
    return (variance.shape[1] - 1) / trace(1 / variance)


def i2_h2(tau2: np.ndarray, variance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """I2 in percent and H2 from tau2, as metafor reports them; from Q they would differ unless tau2 is DL."""
    typical = typical_variance(variance)
    return 100 * tau2 / (tau2 + typical), tau2 / typical + 1


def i2_h2_from_q(q: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """I2 in percent and H2 from Q, as metafor reports them under a common effect."""
    return 100 * np.maximum(0.0, q - (k - 1)) / np.where(q > 0, q, 1.0), q / (k - 1)


def where_q_is(target: float, effect: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Find the tau2 at which Q falls to `target`; 0 where it never is above it.

    Q is at most the sum of squares over 1 + tau2, which bounds the root. 1 - target / Q is solved in its place, since
    it is nearly a straight line in tau2.
    """

    def excess(tau2, effect, variance):
        return 1 - target / np.maximum(cochran_q(tau2, effect, variance), 1e-300)

    root = np.zeros(len(effect))
    above = cochran_q(root, effect, variance) > target
    if above.any():
        effect, variance = effect[above], variance[above]
        spread = residuals(effect, np.ones_like(effect))
        root[above] = falling_roots(
            excess, (effect, variance), np.zeros(len(effect)), ABOVE * dot(spread, spread) / target
        )
    return root


def q_profile(effect: np.ndarray, variance: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Limits of tau2 at which Q meets the chi-square quantiles (Viechtbauer 2007); (0, 0) when the set is empty."""
    from scipy.special import chdtri  # inside: reading tables must not wait for scipy

    k, tail = effect.shape[1], (1 - level) / 2
    low, high = (where_q_is(float(chdtri(k - 1, p)), effect, variance) for p in (tail, 1 - tail))
    return low, high
