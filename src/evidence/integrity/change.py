"""Changes: do they follow from the means before and after, and how do they stand beside benchmark arms?"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from evidence.integrity.cases import WORTH_A_LOOK, Case, could_not, fitting, misfit
from evidence.integrity.reading import BETWEEN, Tables, exact, given, groups
from evidence.integrity.rounding import overlap, shown, span

MANY_SD = 3.0  # a mean change of more than so many SD is worth a look; chosen by us
MANY_ACTIVE = 3.0  # times the largest change of two or more arms with other treatments; chosen by us
MANY_BENCHMARK = 10.0  # times the largest change where only a benchmark or one other treatment is there; chosen by us
LEAST_BENCHMARK = 0.01  # of the value: a benchmark that did not move compares with nothing; chosen by us
CHANGES = ("change", "percent change")


def _of_one_arm(tables: Tables) -> list:
    return [row for row in tables.results if row.contrast != BETWEEN and exact(row)]


def follows(tables: Tables) -> Iterator[Case]:
    """Look for changes and percent changes that do not follow from the mean before and the mean after."""
    rows = [row for row in _of_one_arm(tables) if row.statistic in ("mean", *CHANGES)]
    for arm in groups(rows, "study_id", "outcome", "arm", "level"):
        starts = [row for row in arm if row.statistic == "mean" and row.time == 0]
        for same in groups([row for row in arm if row not in starts], "time", "time_unit"):
            yield from _one_time(same, starts)


def _one_time(rows: list, starts: list) -> Iterator[Case]:
    afters = [row for row in rows if row.statistic == "mean"]
    for row in (row for row in rows if row.statistic in CHANGES):
        others = [other for other in rows if other.statistic == "change" and other is not row]
        befores = [(other.baseline, other) for other in (row, *afters, *others) if given(other.baseline)]
        befores += [(start.value, start) for start in starts]
        tried = list(itertools.product(befores, afters if row.statistic == "change" else [*afters, *others]))
        sizes = {other.n_analysed for _, other in tried if given(other.n_analysed, row.n_analysed)}
        if not tried:
            yield could_not(row, "the mean before and the mean after")
        elif "point" in row.unit:
            yield could_not(row, "a change in the unit of the means")
        elif sizes - {row.n_analysed}:
            yield could_not(row, "one n for all three numbers")
        else:
            bad = [(before, other) for before, other in tried if not _follows(row, before[0], other)]
            yield _misfit(row, *bad[0]) if bad else fitting(row)


def _ends(before: float, other) -> list[tuple[float, float]]:
    """Give the corners of (mean before, change) that rounding allows."""
    corners = itertools.product(span(before), span(other.value))
    return [(start, end - start if other.statistic == "mean" else end) for start, end in corners]


def _follows(row, before: float, other) -> bool:
    if row.statistic == "change":
        made = [change for _, change in _ends(before, other)]
    else:
        made = [100 * change / start for start, change in _ends(before, other) if start]
    return not made or overlap((min(made), max(made)), span(row.value))


def _misfit(row, before: tuple, other) -> Case:
    start, percent = before[0], row.statistic == "percent change"
    moved = other.value - start if other.statistic == "mean" else other.value
    made = 100 * moved / start if percent else moved
    sign = "%" if percent else ""
    told = f"to {shown(other.value)}" if other.statistic == "mean" else f"by {shown(other.value)}"
    finding = f"From {shown(start)} {told} is a change of {made:.4g}{sign}, not {shown(row.value)}{sign}"
    finding += "; a mean of each person's own percentage may differ." if percent else "."
    rows = list({case.result_id: case for case in (row, before[1], other)}.values())
    return misfit(rows, finding, f"a change of {made:.4g}{sign}", *([WORTH_A_LOOK] if percent else []))


def implausible(tables: Tables) -> Iterator[Case]:
    """Look for changes that are large for their own SD, or beside the benchmark arms of that outcome and unit."""
    moved = {row.result_id: (row, _sizes(row)) for row in _of_one_arm(tables)}
    for row, sizes in moved.values():
        compared = [(unit, size, *_benchmark(row, unit, moved.values())) for unit, size in sizes.items()]
        beside = [case for case in compared if case[2] > LEAST_BENCHMARK * abs(case[1])]
        own = row.spread if row.spread_kind == "SD" and row.spread > 0 else 0.0
        size = next(iter(sizes.values()), 0.0)
        if own and abs(size) > MANY_SD * own:
            yield _many_deviations(row, size, own)
        elif bad := [case for case in beside if abs(case[1]) > case[3] * case[2]]:
            yield _many_times(row, *bad[0])
        elif sizes and (own or beside):
            yield fitting(row)
        elif sizes:
            yield could_not(row, "an SD, or a benchmark arm with the same outcome and unit")


def _sizes(row) -> dict[str, float]:
    """Give the change in its own unit, then in percent of the mean before, as far as the row allows."""
    if row.statistic == "percent change":
        return {"%": row.value}
    moved = row.value - row.baseline if row.statistic == "mean" else row.value
    if row.statistic not in ("mean", "change") or not given(moved):
        return {}
    return {row.unit: moved} | ({"%": 100 * moved / row.baseline} if row.baseline > 0 else {})


def _benchmark(row, unit: str, moved: Iterable) -> tuple[float, float]:
    """Give the largest change that another arm shows, and how many times that is too many."""
    roles: dict[str, list[float]] = {"benchmark": [], "other treatment": []}
    for other, sizes in moved:
        alike = other.outcome.lower() == row.outcome.lower() and unit in sizes
        if alike and other.arm_role in roles and (other.study_id, other.arm) != (row.study_id, row.arm):
            roles[other.arm_role].append(abs(sizes[unit]))
    many = MANY_ACTIVE if len(roles["other treatment"]) > 1 else MANY_BENCHMARK
    return max([*roles["benchmark"], *roles["other treatment"]], default=0.0), many


def _many_times(row, unit: str, size: float, most: float, many: float) -> Case:
    finding = (
        f"A change of {size:.4g} {unit} is {abs(size) / most:.2g} times the largest of any benchmark or comparator arm "
        f"with this outcome and unit ({most:.4g}). A limit of {many:g} times was chosen by us."
    )
    return misfit([row], finding, "", WORTH_A_LOOK)


def _many_deviations(row, size: float, own: float) -> Case:
    finding = (
        f"A mean change of {size:.6g} with an SD of {shown(own)} is {abs(size) / own:.1f} SD, which hardly any "
        f"treatment shows. A limit of {MANY_SD:g} SD was chosen by us."
    )
    as_error = own * max(row.n_analysed, 1.0) ** 0.5
    fits = f"if {shown(own)} is an SE, the SD is {as_error:.3g} and the change {abs(size) / as_error:.1f} SD"
    return misfit([row], finding, fits if given(row.n_analysed) else "", WORTH_A_LOOK)
