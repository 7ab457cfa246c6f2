"""Two arms that one p compares, and the usual tests of their printed numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from evidence.integrity.reading import BETWEEN, Tables, exact, given, groups
from evidence.integrity.rounding import shown, span

MEANS = ("mean", "change", "percent change")
SMALLEST_SD = 1e-12  # an SD that rounds to 0 must not divide by it
SPLITS = (1 / 3, 1 / 2, 2 / 3)  # shares of one arm that are tried where n of the arms is not printed; chosen by us
PARTED = ("randomised trial", "non-randomised comparison")  # designs whose arms hold different people


class Pair(NamedTuple):
    """Two arms of one outcome; `sizes` holds the numbers of people to try, `assumed` says so where none is printed."""

    one: object
    two: object
    sizes: tuple[tuple[float, float], ...]
    assumed: str = ""
    as_errors: bool = False

    def tests(self) -> list[tuple[str, tuple[float, float]]]:
        """Give the name of each usual test with the least and greatest p over the rounding."""
        return _of_counts(self.one, self.two) if given(self.one.events, self.two.events) else _of_means(self)


def deviations(row, n: float, as_errors: bool = False) -> tuple[float, float]:
    """Give the span of the SD of an arm, from its SD or SE; `as_errors` reads the one as the other."""
    low, high = span(row.spread)
    is_error = (row.spread_kind == "SE") != as_errors
    factor = math.sqrt(n) if is_error else 1.0
    return max(low, 0.0) * factor, high * factor


def _of_means(pair: Pair) -> list[tuple[str, tuple[float, float]]]:
    from scipy import stats

    one, two = span(pair.one.value), span(pair.two.value)
    far = max(abs(one[1] - two[0]), abs(two[1] - one[0]))
    near = max(0.0, one[0] - two[1], two[0] - one[1])
    found = []
    for name, same in (("Welch t", False), ("Student t", True)):
        p = []
        for n, m in pair.sizes:
            ends = zip(deviations(pair.one, n, pair.as_errors), deviations(pair.two, m, pair.as_errors), strict=True)
            for gap, (s, t) in zip((far, near), ends, strict=True):
                s, t = max(s, SMALLEST_SD), max(t, SMALLEST_SD)
                p.append(float(stats.ttest_ind_from_stats(gap, s, n, 0.0, t, m, equal_var=same).pvalue))
        found.append((name, (min(p), max(p))))
    return found


def _of_counts(one, two) -> list[tuple[str, tuple[float, float]]]:
    from scipy import stats

    table = [[row.events, (row.total if given(row.total) else row.n_analysed) - row.events] for row in (one, two)]
    found = [("Fisher", float(stats.fisher_exact(table)[1]))]
    if min(min(counts) for counts in table) > 0:
        (a, b), (c, d) = table
        z = math.log(a * d / b / c) / math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
        found.append(("Wald", float(2 * stats.norm.sf(abs(z)))))
    if all(sum(column) > 0 for column in zip(*table, strict=True)):
        for name, corrected in (("chi2", False), ("chi2 corrected", True)):
            found.append((name, float(stats.chi2_contingency(table, correction=corrected)[1])))
    return [(name, (p, p)) for name, p in found]


def text_of(row) -> str:
    """Write an arm in its numbers."""
    if given(row.events):
        return f"{shown(row.events)} of {shown(row.total if given(row.total) else row.n_analysed)}"
    n = f", n = {shown(row.n_analysed)}" if given(row.n_analysed) else ""
    return f"{shown(row.value)} ({row.spread_kind} {shown(row.spread)}{n})"


def pairs(tables: Tables) -> Iterator[tuple[object, Pair | None]]:
    """Give each p between arms with the two arms that it compares, None where they are not in the table."""
    for row in tables.results:
        between = row.contrast == BETWEEN or row.p_compares.lower().startswith("between")
        if given(row.p) and between:
            yield row, _pair(row, tables)


def _pair(row, tables: Tables) -> Pair | None:
    same = [
        other
        for other in tables.results
        if (other.study_id, other.outcome, other.level) == (row.study_id, row.outcome, row.level)
        and other.contrast != BETWEEN
        and (not given(other.time, row.time) or (other.time, other.time_unit) == (row.time, row.time_unit))
        and (not row.comparator_arm or other.arm in (row.arm, row.comparator_arm))
    ]
    study = tables.studies.get(row.study_id)
    for usable in (_countable, _measurable):
        arms = groups([other for other in same if usable(other)], "statistic", "unit", "time", "time_unit")
        for one, two in (arm for arm in arms if len(arm) == 2 and arm[0].arm != arm[1].arm):
            if usable is _countable or given(one.n_analysed, two.n_analysed):
                return Pair(one, two, ((one.n_analysed, two.n_analysed),))
            if study and study.n >= 8 and study.design in PARTED:
                sizes = tuple((max(2.0, study.n * share), max(2.0, study.n * (1 - share))) for share in SPLITS)
                return Pair(
                    one, two, sizes, f" (n of the arms is not printed: {shown(study.n)} people shared 1:2 to 2:1)"
                )
    return None


def _countable(row) -> bool:
    people = row.total if given(row.total) else row.n_analysed
    return given(row.events, people) and 0 <= row.events <= people


def _measurable(row) -> bool:
    sized = not given(row.n_analysed) or row.n_analysed >= 2
    return row.statistic in MEANS and exact(row) and row.spread_kind in ("SD", "SE") and given(row.spread) and sized
