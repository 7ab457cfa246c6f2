"""Trim and fill: how much an estimate hangs on studies that may be missing. Packages differ; this one says how."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evidence.errors import StatisticsError
from evidence.synthesis.bias import FEWEST, ROUNDING, applicability, body_of_three, slope, unequal
from evidence.synthesis.pooling import pool
from evidence.synthesis.tau2 import TAU2_METHODS

ESTIMATORS = ("L0", "R0", "Q0")
SIDES = ("left", "right")


def trim_and_fill(
    effect, variance, side: str | None = None, estimator: str = "L0", trim: str = "common", **options
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fill in mirror images of the studies that make a funnel uneven, to see how much the estimate hangs on them.

    Parameters
    ----------
    effect, variance : array of float, shape (k,)
        One body of three or more results.
    side : {"left", "right"}, optional
        Side on which studies are thought to be missing. Without it: right where Egger's line falls, else left. (metafor
        asks a line with tau2, which now and then falls where Egger's rises.)
    estimator : {"L0", "R0", "Q0"}
        How the number of missing studies is estimated. Q0 is no number where the funnel is very uneven.
    trim : str
        Model of the trimming: "common", or an estimator of tau2. Packages differ here, and so do their results.
    **options
        Passed to `pool` for the two estimates.

    Returns
    -------
    points : DataFrame, one row per result and per filled-in one
        effect, variance, filled (bool).
    pooled : DataFrame, two rows
        data ("as found", "filled in"), side, filled (number), trimmed_by, then the columns of `pool` without group,
        applicable and note.

    Raises
    ------
    StatisticsError
        Fewer than three results, unknown words, equal variances without a side, Q0 where it is no number, trimming that
        does not settle, and whatever `pool` refuses.

    References
    ----------
    Duval and Tweedie 2000, J Am Stat Assoc 95:89. Ranks of ties, rounding and stopping as in metafor 3.8-1.

    Examples
    --------
    >>> points, pooled = trim_and_fill([0.1, 0.2, 0.15, 0.5, 0.9, 1.1], [0.01, 0.01, 0.02, 0.1, 0.2, 0.3])
    >>> pooled[["data", "k", "filled", "estimate"]].round(2)
            data  k  filled  estimate
    0   as found  6       0      0.19
    1  filled in  8       2      0.16
    """
    effect, variance = body_of_three("trim_and_fill", effect, variance)
    for name, found, allowed in (
        ("side", side, (None, *SIDES)),
        ("estimator", estimator, ESTIMATORS),
        ("trim", trim, ("common", *TAU2_METHODS)),
    ):
        if found not in allowed:
            words = ", ".join(map(str, allowed))
            raise StatisticsError(f"trim_and_fill: {name} is {found!r}; allowed: {words}; do: name one of them")
    if side is None:
        unequal("trim_and_fill", variance, "variances", "name a side")
        side = "left" if slope(np.sqrt(variance), effect, 1 / variance) >= 0 else "right"
    sign = 1 if side == "left" else -1
    order = np.argsort(sign * effect, kind="stable")
    missing, centre = _missing(sign * effect[order], variance[order], estimator, trim)
    far = order[effect.size - missing :]
    points = pd.DataFrame(
        {
            "effect": np.append(effect, 2 * sign * centre - effect[far]),
            "variance": np.append(variance, variance[far]),
            "filled": np.repeat([False, True], [effect.size, missing]),
        }
    )
    found = pool(effect, variance, **options)
    filled = pool(points["effect"], points["variance"], **options)
    pooled = pd.concat([found, filled], ignore_index=True).drop(columns="group")
    for name, values in (
        ("trimmed_by", trim),
        ("filled", [0, missing]),
        ("side", side),
        ("data", ["as found", "filled in"]),
    ):
        pooled.insert(0, name, values)
    return points, pooled.assign(applicable=effect.size >= FEWEST, note=applicability(found.iloc[0]))


def _missing(effect: np.ndarray, variance: np.ndarray, estimator: str, trim: str) -> tuple[int, float]:
    """Estimate how many results are missing on the left of an ordered body, and its centre once they are trimmed."""
    k, missing, seen = effect.size, 0, []
    grain = ROUNDING * np.abs(effect).max() or 1.0  # so that distances that are equal tie, and those that are 0 are 0
    how = {"model": "common"} if trim == "common" else {"tau2": trim, "interval": "z", "tau2_interval": False}
    while missing not in seen:
        seen.append(missing)
        left = k - missing
        centre = float(pool(effect[:left], variance[:left], **how)["estimate"].iloc[0])
        missing = _count(np.round((effect - centre) / grain), estimator)
    if missing != seen[-1]:
        found = f"trimming by {trim} goes in circles ({', '.join(map(str, [*seen, missing]))} results)"
        raise StatisticsError(f"trim_and_fill: {found}; allowed: a body where it settles; do: trim by common")
    return missing, centre


def _count(distance: np.ndarray, estimator: str) -> int:
    """Estimate the number of missing results from the distances of all to the centre; at least one stays."""
    k = distance.size
    rank = np.empty(k)
    rank[np.argsort(np.abs(distance), kind="stable")] = np.arange(1, k + 1)
    above = rank[distance > 0].sum()
    if estimator == "L0":
        estimate = (4 * above - k * (k + 1)) / (2 * k - 1)
    elif estimator == "R0":
        estimate = k - rank[distance <= 0].max(initial=0) - 1
    else:
        square = 2 * k**2 - 4 * above + 0.25
        if square < 0:
            found = "Q0 is no number, since nearly all results lie on one side"
            raise StatisticsError(f"trim_and_fill: {found}; allowed: a less uneven funnel; do: use L0")
        estimate = k - 0.5 - np.sqrt(square)
    return min(k - 1, max(0, int(np.round(estimate))))
