"""How often would it matter? The effect in a new setting, and the average effect, held against a threshold."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evidence.errors import StatisticsError
from evidence.synthesis.pooling import pool

SIDES = ("above", "below")
NO_PREDICTION = "no share of new settings from fewer than 3 results"
COMMON = "a common effect is the same in every setting"


def exceedance(
    effect,
    variance,
    threshold: float,
    group=None,
    side: str = "above",
    model: str = "random",
    tau2: str = "REML",
    interval: str | None = None,
) -> pd.DataFrame:
    """Say in which share of new settings the effect would pass a threshold, and how sure it is that the average does.

    Parameters
    ----------
    effect, variance, group : arrays, shape (n,)
        As in `pool`.
    threshold : float
        The smallest effect that matters, or the effect that an article claims, on the scale of `effect`.
    side : {"above", "below"}
        On which side of the threshold an effect counts.
    model, tau2, interval : str
        As in `pool`. `interval` chooses the distribution of the average: normal for z, else t with k - 1. Without it,
        HK-adhoc, and z under `common`.

    Returns
    -------
    DataFrame, one row per body
        group, k, threshold, side, share_of_settings (t with k - 2 around the estimate, with the variance tau2 + se^2
        as in the prediction interval; blank below k = 3), confidence_of_average (one-sided confidence that the average
        effect lies on that side: 1 minus a one-sided p; blank when HK gives no error and the estimate is the
        threshold), note.

    Raises
    ------
    StatisticsError
        A threshold that is no finite number, an unknown side, and whatever `pool` refuses.

    References
    ----------
    Higgins, Thompson, Spiegelhalter 2009, JRSS A 172:137. Mathur and VanderWeele 2019, Stat Med 38:1336.

    Examples
    --------
    >>> exceedance([0.1, 0.5, 0.9, 0.3], [0.01, 0.04, 0.02, 0.05], 0.2).round(3)[
    ...     ["k", "share_of_settings", "confidence_of_average"]]
       k  share_of_settings  confidence_of_average
    0  4               0.71                  0.863
    """
    from scipy.special import ndtr, stdtr  # inside: reading tables must not wait for scipy

    if side not in SIDES:
        raise StatisticsError(f"exceedance: side is {side!r}; allowed: {', '.join(SIDES)}; do: name one of them")
    if not isinstance(threshold, (int, float, np.number)) or not np.isfinite(threshold):
        raise StatisticsError(f"exceedance: threshold is {threshold!r}; allowed: a finite number; do: write one")
    if interval is None:
        interval = "z" if model == "common" else "HK-adhoc"
    options = {"group": group, "model": model, "tau2": tau2, "tau2_interval": False}
    average = pool(effect, variance, interval=interval, **options)
    classic = pool(effect, variance, interval="z", **options)
    beyond = (average["estimate"] - threshold) * (1 if side == "above" else -1)
    k, normal = average["k"].to_numpy(), interval == "z" or average["k"].eq(1)
    ratio = (beyond / average["se"]).to_numpy()
    confidence = np.where(normal, ndtr(ratio), stdtr(np.maximum(k - 1, 1), ratio))
    enough = (k >= 3) & (model == "random")
    spread = np.sqrt(classic["tau2"] + classic["se"] ** 2)
    share = np.where(enough, stdtr(np.maximum(k - 2, 1), (beyond / spread).to_numpy()), np.nan)
    return pd.DataFrame(
        {
            "group": average["group"],
            "k": k,
            "threshold": float(threshold),
            "side": side,
            "share_of_settings": share,
            "confidence_of_average": confidence,
            "note": np.where(enough, "", COMMON if model == "common" else NO_PREDICTION),
        }
    )
