"""Effects and variances -> one row per body: estimate, interval, prediction interval and heterogeneity."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evidence.errors import StatisticsError
from evidence.synthesis import heterogeneity
from evidence.synthesis.blocks import Block, blocks
from evidence.synthesis.inputs import column, floats
from evidence.synthesis.tau2 import TAU2_METHODS, estimate

MODELS = ("random", "common")
INTERVALS = ("z", "t", "HK", "HK-adhoc")
NUMBERS = (
    "estimate",
    "se",
    "ci_low",
    "ci_high",
    "pi_low",
    "pi_high",
    "q",
    "q_df",
    "q_p",
    "i2",
    "h2",
    "tau2",
    "tau2_low",
    "tau2_high",
)
COLUMNS = ("group", "k", *NUMBERS, "pi_note")
LARGEST = 1e30  # of an effect, a variance or its inverse: squares of their ratios must stay finite
ALL = "all"  # group name when the caller gives none

NO_PI_COMMON = "a common effect has no prediction interval"
NO_PI_SMALL = "no prediction interval from fewer than 3 results"
PI_NARROWER = "narrower than the confidence interval"


class _Unnamed(str):
    """The default interval, told apart from the same word given by the caller."""

    __slots__ = ()


def pool(
    effect,
    variance,
    group=None,
    model: str = "random",
    tau2: str = "REML",
    interval: str = _Unnamed("HK-adhoc"),
    level: float = 0.95,
    tau2_interval: bool = True,
) -> pd.DataFrame:
    """Pool the effects of each body of evidence by inverse variance, with its heterogeneity and prediction interval.

    Parameters
    ----------
    effect : array of float, shape (n,)
        One effect per independent result, on an additive scale (log for ratios).
    variance : array of float, shape (n,)
        Their sampling variances, in the squared unit of `effect`, above 0. Rows are matched by position.
    group : array, shape (n,), optional
        The body that each result belongs to; without it all rows are one body named "all".
    model : {"random", "common"}
        `common` fixes tau2 at 0, gives no prediction interval and uses z unless an interval is named.
    tau2 : {"REML", "DL", "PM", "ML", "EB", "SJ", "HE", "HS"}
        Estimator of the variance of true effects, unused under `common`.
    interval : {"HK-adhoc", "HK", "t", "z"}
        HK: Hartung-Knapp-Sidik-Jonkman; HK-adhoc: with the larger of its and the classic standard error; t: the classic
        one; all three with k - 1 degrees of freedom. z: the classic one with the normal distribution.
    level : float
        Coverage of all intervals, between 0 and 1.
    tau2_interval : bool
        Whether to compute the Q-profile interval of tau2.

    Returns
    -------
    DataFrame, one row per body, sorted by group
        group, k, estimate, se (the one that the interval uses), ci_low, ci_high, pi_low, pi_high (t with k - 2 and the
        classic standard error, from k = 3), q, q_df, q_p, i2 (percent) and h2 (from tau2; from q under `common`), tau2,
        tau2_low, tau2_high, pi_note. For k = 1: z, heterogeneity blank.

    Raises
    ------
    StatisticsError
        Nothing to pool, unequal lengths, text, NaN or infinity, variances of 0 or less, blank groups, unknown words.

    References
    ----------
    Viechtbauer 2010, J Stat Softw 36(3), and metafor 3.8-1, whose results these are. Higgins, Thompson, Spiegelhalter
    2009, JRSS A 172:137 (prediction interval). Knapp and Hartung 2003, Stat Med 22:2693 (HK).

    Examples
    --------
    >>> pool([0.1, 0.5, 0.9], [0.01, 0.04, 0.02], tau2="DL").round(4)[["k", "estimate", "ci_low", "ci_high", "tau2"]]
       k  estimate  ci_low  ci_high    tau2
    0  3    0.4935 -0.6711   1.6581  0.1971
    """
    check_words(model, tau2, interval, level)
    effect, variance, codes, groups = _check_numbers(effect, variance, group)
    if model == "common" and isinstance(interval, _Unnamed):
        interval = "z"
    method = tau2 if model == "random" else None
    sizes = np.bincount(codes, minlength=len(groups))
    found = {name: np.full(len(groups), np.nan) for name in NUMBERS}
    for block in blocks(effect, variance, codes, sizes):
        for name, values in _pool_block(block, method, str(interval), level, tau2_interval).items():
            found[name][block.bodies] = values
    narrower = found["pi_high"] - found["pi_low"] < found["ci_high"] - found["ci_low"]
    too_few = NO_PI_SMALL if method else NO_PI_COMMON
    notes = np.where(np.isnan(found["pi_low"]), too_few, np.where(narrower, PI_NARROWER, ""))
    return pd.DataFrame({"group": groups, "k": sizes, **found, "pi_note": notes})[list(COLUMNS)]


def _pool_block(block: Block, method: str | None, interval: str, level: float, tau2_interval: bool) -> dict:
    """Pool the bodies of one block; `method` is None under a common effect."""
    from scipy.special import chdtrc, ndtri, stdtrit  # inside: reading tables must not wait for scipy

    k, upper, root = block.k, (1 + level) / 2, np.sqrt(block.unit)
    if k == 1:
        half = ndtri(upper) * root
        return {"estimate": block.centre, "se": root, "ci_low": block.centre - half, "ci_high": block.centre + half}
    zero = np.zeros(len(block.bodies))
    q = heterogeneity.cochran_q(zero, block.effect, block.variance)
    body = {"q": q, "q_df": np.full_like(q, k - 1), "q_p": chdtrc(k - 1, q)}
    body["i2"], body["h2"] = heterogeneity.i2_h2_from_q(q, k)
    tau2 = zero
    if method:
        tau2 = estimate(block.effect, block.variance, method)
        body["i2"], body["h2"] = heterogeneity.i2_h2(tau2, block.variance)
    if method and tau2_interval:
        low, high = heterogeneity.q_profile(block.effect, block.variance, level)
        body |= {"tau2_low": low * block.unit, "tau2_high": high * block.unit}
    mean, classic, used = _estimate(block, tau2, interval)
    mean, classic, used = block.centre + mean * root, classic * root, used * root
    half = used * (ndtri(upper) if interval == "z" else stdtrit(k - 1, upper))
    body |= {"tau2": tau2 * block.unit, "estimate": mean, "se": used, "ci_low": mean - half, "ci_high": mean + half}
    if method and k >= 3:
        reach = stdtrit(k - 2, upper) * np.sqrt(body["tau2"] + classic**2)
        body |= {"pi_low": mean - reach, "pi_high": mean + reach}
    return body


def _estimate(block: Block, tau2: np.ndarray, interval: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Estimate, classic standard error and the standard error that the interval uses, in the units of the block."""
    weight = heterogeneity.weights(tau2, block.variance)
    mean = heterogeneity.weighted_mean(block.effect, weight)
    classic = np.sqrt(1 / heterogeneity.total(weight))
    if interval not in ("HK", "HK-adhoc"):
        return mean, classic, classic
    ratio = np.sqrt(heterogeneity.cochran_q(tau2, block.effect, block.variance) / (block.k - 1))
    return mean, classic, classic * (ratio if interval == "HK" else np.maximum(1.0, ratio))


def check_words(model: str, tau2: str, interval: str, level: float) -> None:
    """Refuse words that `pool` does not know, and a level that is no share."""
    for name, found, allowed in (
        ("model", model, MODELS),
        ("tau2", tau2, TAU2_METHODS),
        ("interval", interval, INTERVALS),
    ):
        if not isinstance(found, str) or found not in allowed:
            raise StatisticsError(f"pool: {name} is {found!r}; allowed: {', '.join(allowed)}; do: name one of them")
    if not isinstance(level, (int, float, np.number)) or not 0 < level < 1:
        raise StatisticsError(f"pool: level is {level!r}; allowed: between 0 and 1; do: write 0.95 for 95%")


def _check_numbers(effect, variance, group) -> tuple[np.ndarray, np.ndarray, np.ndarray, list]:
    effect, variance = floats(effect, "effect", "pool"), floats(variance, "variance", "pool")
    codes, groups = np.zeros(effect.size, dtype=int), [ALL]
    if group is not None:
        codes, groups = pd.factorize(column(group, "group", "pool"), sort=True)
    sizes = {"effect": effect.size, "variance": variance.size, "group": len(codes)}
    if len(set(sizes.values())) > 1:
        found = ", ".join(f"{name} {size}" for name, size in sizes.items())
        raise StatisticsError(f"pool: unequal lengths ({found}); allowed: one of each per result; do: align them")
    if effect.size == 0:
        raise StatisticsError("pool: found no results; allowed: one or more; do: leave out bodies without results")
    for name, bad, found, allowed in (
        ("effect", ~(np.abs(effect) <= LARGEST), effect, f"finite numbers up to {LARGEST:g}"),
        (
            "variance",
            ~((variance >= 1 / LARGEST) & (variance <= LARGEST)),
            variance,
            f"above 0, {1 / LARGEST:g} to {LARGEST:g}",
        ),
        ("group", codes < 0, np.full(effect.size, "blank"), "a name for every row"),
    ):
        if bad.any():
            at = int(bad.argmax())
            places = f"{int(bad.sum())} of {bad.size} rows, first at position {at} (found {found[at]})"
            raise StatisticsError(f"pool: {name} in {places}; allowed: {allowed}; do: leave out rows without an effect")
    return effect, variance, codes, list(groups)
