"""Small-study effects: do small studies show other effects than large ones? With few studies nobody can tell."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evidence.errors import StatisticsError
from evidence.synthesis.inputs import floats
from evidence.synthesis.pooling import pool

FEWEST = 10  # studies below which asymmetry cannot be told from chance: Sterne 2011, BMJ 343:d4002, recommendation 1
TOO_FEW = f"fewer than {FEWEST} studies: computed, but it tells nothing"
NOT_ALIKE = "effects differ much (I2 above 50%): asymmetry may have other causes than missing studies"
ALTERNATIVES = "asymmetry is not proof of missing studies: quality, dose and chance make it too"
EXACT_UP_TO = 500  # results; without ties, Kendall's test counts all orders, as metafor's does; beyond, that takes long
ROUNDING = 1e-12  # relative; residuals below it are no noise to test against
CONTOURS = (0.10, 0.05, 0.01)  # levels of the contour-enhanced funnel: Peters 2008, J Clin Epidemiol 61:991


def small_study_tests(effect, variance, events=None, total=None) -> pd.DataFrame:
    """Test a body of evidence for small-study effects.

    Parameters
    ----------
    effect, variance : array of float, shape (k,)
        One body of three or more results with unequal variances.
    events, total : array of float, shape (k,), optional
        Events and people of both arms together, for log odds ratios; Peters' test needs them.

    Returns
    -------
    DataFrame, one row per test
        test (Egger, Peters where it can be computed, Begg), statistic (t, t, Kendall's tau), value, df (blank for
        Begg), p (two-sided), limit, limit_low, limit_high (effect that the line of Egger or Peters reaches for an
        endlessly large study, 95%), k, applicable (k of ten or more) and note (what stands against reading it). Where
        all results lie on one line, so that nothing is left to test against, value and p are blank.

    Raises
    ------
    StatisticsError
        Fewer than three results, equal variances or totals, events without totals or that do not fit them, and
        whatever `pool` refuses.

    References
    ----------
    Egger 1997, BMJ 315:629 (weighted by inverse variance, as metafor's regtest with model "lm"). Peters 2006, JAMA
    295:676. Begg and Mazumdar 1994, Biometrics 50:1088. Applicability: Sterne 2011, BMJ 343:d4002.

    Examples
    --------
    >>> got = small_study_tests([0.1, 0.4, 0.3, 0.9], [0.01, 0.04, 0.02, 0.3])
    >>> got[["test", "value", "p", "applicable"]].round(3)
        test  value      p  applicable
    0  Egger  3.428  0.076       False
    1   Begg  1.000  0.083       False
    """
    effect, variance = body_of_three("small_study_tests", effect, variance)
    unequal("small_study_tests", variance, "variances", "leave the tests out")
    rows = [_line_test("Egger", np.sqrt(variance), effect, 1 / variance)]
    if events is not None or total is not None:
        events, total = _people(events, total, effect.size)
        unequal("small_study_tests", total, "totals", "leave events and total out")
        rows.append(_line_test("Peters", 1 / total, effect, 1 / (1 / events + 1 / (total - events))))
    rows.append(_begg(effect, variance))
    found = pool(effect, variance, tau2="DL", tau2_interval=False).iloc[0]
    return pd.DataFrame(rows).assign(k=effect.size, applicable=effect.size >= FEWEST, note=applicability(found))


def funnel(effect, variance, null: float = 0.0, points: int = 50, **options) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give what a contour-enhanced funnel plot shows: the results, and lines of equal significance.

    Parameters
    ----------
    effect, variance : array of float, shape (k,)
        One body of one or more results.
    null : float
        Effect that the contours are drawn around.
    points : int
        Points per line.
    **options
        Passed to `pool` for the line in the middle.

    Returns
    -------
    results : DataFrame, one row per result
        effect, se, p (two-sided, against `null`), zone (the smallest contour level that p is below; 1 for none).
    lines : DataFrame, one row per line and point
        line ("p = 0.1", "p = 0.05", "p = 0.01", "pooled"), se, low, high. The pooled line has low equal to high.

    Raises
    ------
    StatisticsError
        A `null` that is no finite number, fewer than two points, and whatever `pool` refuses.

    References
    ----------
    Peters 2008, J Clin Epidemiol 61:991.
    """
    from scipy.special import ndtr, ndtri  # inside: reading tables must not wait for scipy

    if not isinstance(null, (int, float, np.number)) or not np.isfinite(null):
        raise StatisticsError(f"funnel: null is {null!r}; allowed: a finite number; do: write 0 for no effect")
    if not isinstance(points, (int, np.integer)) or points < 2:
        raise StatisticsError(f"funnel: points is {points!r}; allowed: a whole number from 2; do: write one")
    pooled = pool(effect, variance, **options).iloc[0]
    effect, error = floats(effect, "effect", "funnel"), np.sqrt(floats(variance, "variance", "funnel"))
    p = 2 * ndtr(-np.abs(effect - null) / error)
    zone = np.min([np.where(p < level, level, 1.0) for level in CONTOURS], axis=0)
    heights = np.linspace(0, error.max(), points)
    reach = {f"p = {level:g}": -ndtri(level / 2) * heights for level in CONTOURS}
    lines = [pd.DataFrame({"line": n, "se": heights, "low": null - r, "high": null + r}) for n, r in reach.items()]
    lines.append(pd.DataFrame({"line": "pooled", "se": heights, "low": pooled["estimate"], "high": pooled["estimate"]}))
    return pd.DataFrame({"effect": effect, "se": error, "p": p, "zone": zone}), pd.concat(lines, ignore_index=True)


def slope(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> float:
    """Slope of a weighted straight line."""
    dx, dy = _centred(x, weight), _centred(y, weight)
    return float(weight @ (dx * dy) / (weight @ dx**2))


def _line_test(test: str, x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> dict:
    """Test the slope of a weighted straight line; its height at x = 0 is the limit."""
    from scipy.special import stdtr, stdtrit

    df, whole = y.size - 2, weight.sum()
    rises, dx = slope(x, y, weight), _centred(x, weight)
    x_mean, spread = x[0] - dx[0], weight @ dx**2
    noise = weight @ (_centred(y, weight) - rises * dx) ** 2 / df
    on_the_line = noise <= ROUNDING**2 * (weight @ y**2)
    value = np.nan if on_the_line else rises / np.sqrt(noise / spread)
    limit = weight @ y / whole - rises * x_mean
    reach = stdtrit(df, 0.975) * np.sqrt(noise * (1 / whole + x_mean**2 / spread))
    row = {"test": test, "statistic": "t", "value": value, "df": df, "p": 2 * stdtr(df, -abs(value))}
    return row | {"limit": limit, "limit_low": limit - reach, "limit_high": limit + reach}


def _centred(values: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Values less their weighted mean, counted from the heaviest one: equal values give 0 without rounding."""
    distance = values - values[weight.argmax()]
    return distance - weight @ distance / weight.sum()


def unequal(where: str, values: np.ndarray, name: str, cure: str) -> None:
    """Refuse sizes that are all the same: no line can be drawn against them."""
    if np.ptp(values) <= 1e-9 * values.max():
        raise StatisticsError(f"{where}: all {name} are equal; allowed: {name} that differ; do: {cure}")


def _begg(effect: np.ndarray, variance: np.ndarray) -> dict:
    """Rank correlation of the standardised effects with their variances."""
    from scipy.stats import kendalltau  # slow to import, and wanted by this test alone

    weight = 1 / variance
    whole, heaviest = weight.sum(), weight.argmax()
    others = whole - weight
    if 2 * weight[heaviest] > whole:  # a difference would cancel
        others[heaviest] = np.delete(weight, heaviest).sum()
    standardised = _centred(effect, weight) / np.sqrt(variance * others / whole)  # variance - 1 / sum of weights
    tied = np.unique(standardised).size < effect.size or np.unique(variance).size < effect.size
    if np.ptp(standardised) == 0:
        return {"test": "Begg", "statistic": "Kendall's tau", "value": np.nan, "p": np.nan}
    method = "asymptotic" if tied or effect.size > EXACT_UP_TO else "exact"
    tau, p = kendalltau(standardised, variance, method=method)
    return {"test": "Begg", "statistic": "Kendall's tau", "value": float(tau), "p": float(p)}


def applicability(pooled: pd.Series) -> str:
    """Say what stands against reading a test of small-study effects, from `pool` on the same body."""
    notes = [TOO_FEW] * bool(pooled["k"] < FEWEST) + [NOT_ALIKE] * bool(pooled["i2"] > 50) + [ALTERNATIVES]
    return "; ".join(notes)


def body_of_three(where: str, effect, variance) -> tuple[np.ndarray, np.ndarray]:
    """Read one body of three or more results, refusing what cannot be pooled."""
    pool(effect, variance, model="common")  # refuses what cannot be pooled
    effect, variance = floats(effect, "effect", where), floats(variance, "variance", where)
    if effect.size < 3:
        found = f"found {effect.size} results"
        raise StatisticsError(f"{where}: {found}; allowed: three or more; do: leave the test out")
    return effect, variance


def _people(events, total, k: int) -> tuple[np.ndarray, np.ndarray]:
    if events is None or total is None:
        given = "events without total" if total is None else "total without events"
        raise StatisticsError(f"small_study_tests: {given}; allowed: both or none; do: give the other one too")
    events, total = floats(events, "events", "small_study_tests"), floats(total, "total", "small_study_tests")
    sizes = {"effect": k, "events": events.size, "total": total.size}
    fits = len(set(sizes.values())) == 1 and bool(np.all((events > 0) & (events < total) & np.isfinite(total)))
    if not fits:
        found = f"events and totals that do not fit ({', '.join(f'{n} {size}' for n, size in sizes.items())})"
        allowed = "one of each per result, events above 0 and below the total"
        raise StatisticsError(f"small_study_tests: {found}; allowed: {allowed}; do: leave them out, or mend them")
    return events, total
