"""p values against the interval beside them, and against the two arms that they compare."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from evidence.integrity.arms import Pair, pairs, text_of
from evidence.integrity.cases import DOES_NOT_FIT, WORTH_A_LOOK, Case, could_not, fitting, misfit
from evidence.integrity.interval import row_scale, symmetric, with_interval
from evidence.integrity.reading import BETWEEN, POOLED, Tables, exact, given
from evidence.integrity.rounding import half_unit, overlap, shown, span

ALPHA = 0.05
OTHER_TEST = 2.0  # a plain OR or RR may carry p of chi2 or Fisher: so many times more or less is let pass; chosen by us
SPARSE = 20.0  # a plain ratio whose high is so many times its low rests on few events; chosen by us
LEVELS = {"CI 95%": (0.95,), "CI, level not stated": (0.90, 0.95, 0.99)}
NULLS = {"ratio": 1.0, "difference": 0.0, "standardised": 0.0, "change": 0.0, "percent change": 0.0}
OTHER_COMPARISONS = ("baseline", "within", "before")
OTHER_TESTS = "rank mann wilcoxon median covariance ancova adjusted regression model paired signed permutation".split()


def p_span(row) -> tuple[float, float]:
    """Give the p values that can be printed so: "< .05" is all below, "> .05" all above, "=" within its rounding."""
    half = max(min(half_unit(row.p), 0.05), 1e-12) if row.p > 0 else 0.005
    if row.p_operator == "<":
        return 0.0, row.p
    if row.p_operator == ">":
        return row.p, 1.0
    return max(row.p - half - 1e-12, 0.0), min(row.p + half + 1e-12, 1.0)


def _p_text(row) -> str:
    return f"p {row.p_operator or '='} {shown(row.p)}"


def against_interval(tables: Tables) -> Iterator[Case]:
    """Look for p values that say other than the interval: on which side of .05, or how small."""
    for row in with_interval(tables):
        if not given(row.p):
            continue
        if missing := _not_of_interval(row):
            yield could_not(row, missing)
        else:
            yield _decision(row) or _implied(row) or fitting(row)


def _not_of_interval(row) -> str:
    if not given(row.low, row.high) or row.low > row.high:
        return "low and high"
    if row.statistic not in NULLS:
        return "a statistic whose value of no effect is known"
    within = any(word in row.p_compares.lower() for word in OTHER_COMPARISONS)
    if within == (row.contrast == BETWEEN):
        return "a p of the same comparison"
    if _plain(row) and row.high > SPARSE * row.low:
        return "counts enough for all tests to agree: the interval is very wide"
    return ""


def _decision(row) -> Case | None:
    null = NULLS[row.statistic]
    smallest, largest = p_span(row)
    excludes = span(row.low)[0] > null or span(row.high)[1] < null
    includes = span(row.low)[1] < null < span(row.high)[0]
    against = (excludes and smallest >= ALPHA) or (includes and largest <= ALPHA)
    if row.spread_kind != "CI 95%" or not against:
        return None
    finding = (
        f"The interval {shown(row.low)} to {shown(row.high)} {'excludes' if excludes else 'holds'} no effect "
        f"({shown(null)}), but {_p_text(row)} is {'not ' if excludes else ''}significant at .05."
    )
    implied = implied_p(row)
    near = implied is None or overlap(_loosened(row, implied), (smallest, largest))
    fits = f"p of {_said(implied)}" if implied else ""
    return misfit([row], finding, fits, WORTH_A_LOOK if near else DOES_NOT_FIT)


def implied_p(row) -> tuple[float, float] | None:
    """Give the least and the greatest p that estimate and interval imply, over their rounding.

    The width of the interval gives the standard error on the scale where it is symmetric, and the estimate over it z
    (Altman and Bland 2011, BMJ 343:d2304). For means the interval and p may both be of Student's t instead, with as few
    degrees of freedom as the people allow. None where the scale is unknown or the interval is lopsided.
    """
    from scipy import stats

    scale = row_scale(row)
    if scale is None or not exact(row) or not row.low < row.high:
        return None
    if (scale[1] == "log" and min(row.low, row.value) <= 0) or not symmetric(row, scale[0]):
        return None
    ends = list(itertools.product(*(span(number) for number in (row.low, row.high, row.value))))
    if scale[1] == "log":
        ends = [end for end in ends if min(end) > 0]
    null = scale[0](NULLS[row.statistic])
    pull = [(scale[0](value) - null, scale[0](high) - scale[0](low)) for low, high, value in ends]
    ratios = [2 * abs(effect) / width for effect, width in pull if width > 0] or [math.inf]
    least = 0.0 if min(effect for effect, _ in pull) <= 0 <= max(effect for effect, _ in pull) else min(ratios)
    found = []
    for level, free in itertools.product(LEVELS[row.spread_kind], _freedom(row, scale[1])):
        spread = stats.t(free) if math.isfinite(free) else stats.norm
        critical = spread.ppf(0.5 + level / 2)
        found += [2 * spread.sf(critical * ratio) for ratio in (least, max(ratios))]
    return float(min(found)), float(max(found))


def _freedom(row, scale: str) -> list[float]:
    if scale == "log":
        return [math.inf]
    if row.level == POOLED:
        return [math.inf, 4.0]  # Hartung-Knapp over five studies; how many there were is in no column
    people = row.n_analysed / 2 - 1 if row.contrast == BETWEEN else row.n_analysed - 1
    return [math.inf, max(people, 1.0) if given(people) else 4.0]


def _plain(row) -> bool:
    return row.statistic == "ratio" and row.adjusted != "yes" and row.level != POOLED


def _loosened(row, implied: tuple[float, float]) -> tuple[float, float]:
    factor = OTHER_TEST if _plain(row) else 1.0
    return implied[0] / factor, min(implied[1] * factor, 1.0)


def _implied(row) -> Case | None:
    implied = implied_p(row)
    if implied is None:
        return None if row.spread_kind == "CI 95%" else could_not(row, "the level of the interval, or its method")
    if overlap(_loosened(row, implied), p_span(row)):
        return None
    finding = (
        f"{shown(row.value)} with the interval {shown(row.low)} to {shown(row.high)} implies p of {_said(implied)}; "
        f"printed is {_p_text(row)}."
    )
    return misfit([row], finding, f"p of {_said(implied)}", WORTH_A_LOOK)


def _said(bounds: tuple[float, float]) -> str:
    low, high = (f"{bound:.2g}" for bound in bounds)
    return low if low == high else f"{low} to {high}"


def against_arms(tables: Tables) -> Iterator[Case]:
    """Look for p values between arms that the printed numbers of the two arms do not give, by any usual test."""
    for row, pair in pairs(tables):
        missing = _not_testable(row, pair)
        if missing:
            yield could_not(row, missing)
            continue
        named = [(name, bounds) for name, bounds in pair.tests()]
        # Anything between the tests counts as fitting: other tests of the same numbers lie there too.
        everything = (min(low for _, (low, _) in named), max(high for _, (_, high) in named))
        if overlap(everything, p_span(row)):
            yield fitting(row)
            continue
        given_by = ", ".join(f"{name} {_said(bounds)}" for name, bounds in named)
        one_sided = any(overlap((low / 2, high / 2), p_span(row)) for _, (low, high) in named)
        finding = f"{_p_text(row)} does not follow from {text_of(pair.one)} and {text_of(pair.two)}: {given_by}"
        finding += pair.assumed + "."
        fits = f"p of {_said(everything)}" + (", or a one-sided test" if one_sided else "")
        both = dict.fromkeys((row, pair.one, pair.two))
        yield misfit(both, finding, fits, WORTH_A_LOOK)


def _not_testable(row, pair: Pair | None) -> str:
    if pair is None:
        return "two arms with mean, spread and n, or events and total"
    if row.level == POOLED or row.adjusted == "yes":
        return "a plain comparison: pooled or adjusted"
    if any(word in row.p_compares.lower() for word in OTHER_TESTS):
        return "a p of a t test, chi2 or Fisher"
    return ""
