"""Counts of ratings -> each coefficient with its standard error and interval, blank where it is undefined."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

BLANK = float("nan")
NO_SPREAD = "no interval: no spread between items"
ONE_ITEM_DECIDES = "no interval: without one of the items it is undefined"
FIXED_RATER = "one rater used one category only, so kappa is 0 whatever the other says"
ROUNDING = 1e-7  # a standard error below this is 0 but for rounding


class Estimate(NamedTuple):
    """A coefficient; numbers are NaN where there is none, and the note says why."""

    value: float = BLANK
    se: float = BLANK
    ci_low: float = BLANK
    ci_high: float = BLANK
    note: str = ""


def raw_agreement(counts: np.ndarray, level: float) -> Estimate:
    """Share of pairs of ratings that are the same, averaged over items with two or more.

    Wilson 1927 interval where all have exactly two; else the variance of Gwet 2014 (his percent agreement).
    """
    from statsmodels.stats.proportion import proportion_confint  # inside: reading tables must not wait for it

    paired = counts[counts.sum(axis=1) >= 2]
    same = np.eye(counts.shape[1])
    agreed = _agreed(paired, same)
    value = float(agreed.mean())
    if (paired.sum(axis=1) == 2).all():
        low, high = proportion_confint(round(agreed.sum()), len(agreed), alpha=1 - level, method="wilson")
        se = np.sqrt(value * (1 - value) / len(agreed))
        return Estimate(value, se if se > ROUNDING else BLANK, float(low), float(high))
    if len(agreed) < 2:
        return Estimate(value, note="no interval: only 1 item")
    se = _gwet_se(value, 0.0, _gain(counts, same, 0.0), np.zeros(len(counts)))
    return _with_interval(value, se, level, df=len(counts) - 1, lowest=0.0)


def cohen_kappa(table: np.ndarray, distance: np.ndarray, level: float) -> Estimate:
    """Cohen's kappa of a square table of two raters; variance of Fleiss, Cohen and Everitt 1969."""
    from statsmodels.stats import inter_rater

    if 1 in ((table.sum(axis=0) > 0).sum(), (table.sum(axis=1) > 0).sum()):
        return Estimate(0.0, note=FIXED_RATER)
    plain = np.array_equal(distance, distance > 0)
    with np.errstate(divide="ignore", invalid="ignore"):  # of its tests against 0, unused here
        found = inter_rater.cohens_kappa(table, weights=None if plain else distance)
    se = np.sqrt(max(found.var_kappa, 0.0))
    return _with_interval(float(found.kappa), se, level)


def fleiss_kappa(counts: np.ndarray, level: float) -> Estimate:
    """Fleiss' kappa of items with the same number of ratings; Fleiss 1971; variance of Gwet 2014."""
    from statsmodels.stats import inter_rater

    value = float(inter_rater.fleiss_kappa(counts))
    share = counts.sum(axis=0) / counts.sum()
    chance = float(share @ share)
    gain = _gain(counts, np.eye(counts.shape[1]), chance)
    se = _gwet_se(value, chance, gain, counts @ share / counts.sum(axis=1))
    return _with_interval(value, se, level, df=len(counts) - 1)


def krippendorff_alpha(counts: np.ndarray, distance: np.ndarray, level: float) -> Estimate:
    """Krippendorff's alpha of items with two or more ratings; Krippendorff 2011; variance: jackknife over items."""
    totals, sizes = counts.sum(axis=0), counts.sum(axis=1)
    within = ((counts @ distance) * counts).sum(axis=1) / (sizes - 1)

    def alpha(inside, categories):
        by_chance = ((categories @ distance) * categories).sum(axis=-1) / (categories.sum(axis=-1) - 1)
        return 1 - inside / by_chance

    value = float(alpha(within.sum(), totals))
    if ((totals - counts > 0).sum(axis=1) < 2).any():
        return Estimate(value, note=ONE_ITEM_DECIDES)
    without = alpha(within.sum() - within, totals - counts)
    se = np.sqrt((len(counts) - 1) * np.var(without))
    return _with_interval(value, se, level, df=len(counts) - 1)


def gwet_ac(counts: np.ndarray, distance: np.ndarray, level: float) -> Estimate:
    """Gwet's AC1, or AC2 where distances are weighted; Gwet 2008; weights and missing ratings: Gwet 2014, ch. 5."""
    paired, weight = counts[counts.sum(axis=1) >= 2], 1 - distance
    size = len(weight)
    share = (counts / counts.sum(axis=1, keepdims=True)).mean(axis=0)
    scale = weight.sum() / (size * (size - 1))
    chance = float(scale * (share @ (1 - share)))
    value = float((_agreed(paired, weight).mean() - chance) / (1 - chance))
    chance_of = scale * (counts @ (1 - share)) / counts.sum(axis=1)
    se = _gwet_se(value, chance, _gain(counts, weight, chance), chance_of)
    return _with_interval(value, se, level, df=len(counts) - 1)


def _agreed(counts: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weighted share of pairs that agree, by item; items with fewer than two ratings are 0."""
    sizes = counts.sum(axis=1)
    return (((counts @ weight) * counts).sum(axis=1) - sizes) / np.maximum(sizes * (sizes - 1), 1)


def _gain(counts: np.ndarray, weight: np.ndarray, chance: float) -> np.ndarray:
    """Agreement beyond chance by item, blown up for the items that have no pair."""
    paired = counts.sum(axis=1) >= 2
    return np.where(paired, (_agreed(counts, weight) - chance) * len(counts) / paired.sum(), 0.0)


def _gwet_se(value: float, chance: float, gain: np.ndarray, chance_of: np.ndarray) -> float:
    """Gwet 2014, ch. 5: variance over items, given these raters, from a population without end (f = 0)."""
    parts = (gain - 2 * (1 - value) * (chance_of - chance)) / (1 - chance)
    return float(np.sqrt(((parts - value) ** 2).sum() / (len(parts) * (len(parts) - 1))))


def _with_interval(value: float, se: float, level: float, df: int | None = None, lowest: float = -1.0) -> Estimate:
    """Add the interval by t with `df`, or by the normal distribution without, cut to what the coefficient can be."""
    from scipy.special import ndtri, stdtrit

    if se <= ROUNDING:
        return Estimate(value, note=NO_SPREAD)
    upper = (1 + level) / 2
    half = se * (ndtri(upper) if df is None else stdtrit(df, upper))
    return Estimate(value, float(se), float(max(value - half, lowest)), float(min(value + half, 1.0)))
