"""Is a spread an SD or an SE? By the other arms, by p, by the interval."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator

from evidence.integrity.arms import MEANS, SMALLEST_SD, deviations, pairs, text_of
from evidence.integrity.cases import WORTH_A_LOOK, Case, could_not, fitting, misfit
from evidence.integrity.pvalues import OTHER_COMPARISONS, p_span
from evidence.integrity.reading import BETWEEN, POOLED, Tables, exact, given, groups
from evidence.integrity.rounding import overlap, shown, span

APART = 2.0  # SDs of arms of one outcome that differ by more are looked at; chosen by us
FEWEST = 8  # people in an arm: with fewer, SDs differ much by chance and SE is close to SD; chosen by us
ALIKE = 1.5  # and named when reading one spread as the other kind brings them so close; chosen by us
RANK_TESTS = ("rank", "wilcoxon", "mann")
SWAPPED = {"SD": "SE", "SE": "SD"}


def deviation_or_error(tables: Tables) -> Iterator[Case]:
    """Look for spreads that make sense only as the other of SD and SE: by the other arms, by p, by the interval."""
    rows = [row for row in tables.results if row.spread_kind in SWAPPED and given(row.spread)]
    named, tried = set(), set()
    for judge in (_by_p, _by_own_p, _by_interval, _by_arms):
        for case in judge(tables, rows):
            tried |= set(case.rows)
            if case.finding and not named & set(case.rows):
                named |= set(case.rows)
                yield case
    for row in rows:
        if row.result_id not in named:
            ready = row.result_id in tried
            yield fitting(row) if ready else could_not(row, "another arm, p or interval, with n")


def _by_arms(tables: Tables, rows: list) -> Iterator[Case]:
    sized = [row for row in rows if row.n_analysed >= FEWEST and row.spread > 0 and row.contrast != BETWEEN]
    for same in groups(sized, "study_id", "outcome", "statistic", "unit", "level"):
        for row in same if len(same) > 1 else []:
            others = [statistics.mean(deviations(other, other.n_analysed)) for other in same if other is not row]
            usual = statistics.median(others)
            as_said = statistics.mean(deviations(row, row.n_analysed)) / usual
            swapped = statistics.mean(deviations(row, row.n_analysed, as_errors=True)) / usual
            if _far(as_said) > APART and _far(swapped) < ALIKE:
                rest = [other for other in same if other is not row]
                yield _swap(row, [row, *rest], f"the other arms have an SD of about {usual:.3g}")
            else:
                yield fitting(row)


def _far(ratio: float) -> float:
    return max(ratio, 1 / ratio) if ratio > 0 else math.inf


def _swap(row, rows, why: str) -> Case:
    other = SWAPPED[row.spread_kind]
    n, printed = row.n_analysed, shown(row.spread)
    turned = row.spread * math.sqrt(n) if other == "SE" else row.spread / math.sqrt(n)
    finding = f"{printed} is called {row.spread_kind} but fits better as {other}: {why}."
    fits = f"{other} {printed}, which is an {row.spread_kind} of {turned:.3g} with n = {shown(n)}"
    return misfit(rows, finding, fits, WORTH_A_LOOK)


def _by_p(tables: Tables, rows: list) -> Iterator[Case]:
    for row, pair in pairs(tables):
        plain = pair and not pair.assumed and row.adjusted != "yes" and row.level != POOLED
        if not plain or given(pair.one.events):
            continue
        said = any(overlap(bounds, p_span(row)) for _, bounds in pair.tests())
        swapped = any(overlap(bounds, p_span(row)) for _, bounds in pair._replace(as_errors=True).tests())
        if swapped and not said:
            why = f"only so do {text_of(pair.one)} and {text_of(pair.two)} give p = {shown(row.p)}"
            yield _swap(pair.one, dict.fromkeys((pair.one, pair.two, row)), why)
        else:
            yield fitting(pair.one, pair.two)


def _by_own_p(tables: Tables, rows: list) -> Iterator[Case]:
    from scipy import stats

    for row in rows:
        own = row.statistic == "change" and row.contrast != BETWEEN and exact(row) and row.n_analysed >= FEWEST
        within = any(word in row.p_compares.lower() for word in OTHER_COMPARISONS)
        if not own or not within or not given(row.p) or any(word in row.p_compares.lower() for word in RANK_TESTS):
            continue
        spans = {}
        for turn in (False, True):
            errors = [sd / math.sqrt(row.n_analysed) for sd in deviations(row, row.n_analysed, turn)]
            sizes = sorted(abs(value) for value in span(row.value))
            t = [sizes[0] / errors[1], sizes[1] / max(errors[0], SMALLEST_SD)]
            spans[turn] = tuple(float(2 * stats.t(row.n_analysed - 1).sf(x)) for x in reversed(t))
        if overlap(spans[True], p_span(row)) and not overlap(spans[False], p_span(row)):
            yield _swap(row, [row], f"only so does the change give p {row.p_operator or '='} {shown(row.p)}")
        else:
            yield fitting(row)


def _by_interval(tables: Tables, rows: list) -> Iterator[Case]:
    for row in tables.results:
        mean_difference = row.statistic == "difference" and row.measure_given in ("MD", "WMD", "")
        if not mean_difference or row.spread_kind != "CI 95%" or not given(row.low, row.high):
            continue
        arms = [
            arm
            for arm in rows
            if (arm.study_id, arm.outcome, arm.level) == (row.study_id, row.outcome, row.level)
            and arm.arm in (row.arm, row.comparator_arm)
            and arm.n_analysed >= FEWEST
            and arm.statistic in MEANS[:2]
        ]
        if len(arms) != 2 or arms[0].arm == arms[1].arm or row.level == POOLED:
            continue
        printed = (row.high - row.low) / 2 / 1.96
        said, swapped = (
            math.sqrt(sum(statistics.mean(deviations(arm, arm.n_analysed, turn)) ** 2 / arm.n_analysed for arm in arms))
            for turn in (False, True)
        )
        if _far(said / printed) > APART and _far(swapped / printed) < ALIKE:
            interval = f"{shown(row.low)} to {shown(row.high)}"
            why = f"the interval {interval} has an SE of {printed:.3g}, the arms give {said:.3g}"
            yield _swap(arms[0], [*arms, row], why)
        else:
            yield fitting(*arms)
