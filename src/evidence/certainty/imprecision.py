"""The step for imprecision: does the interval reach where a decision would differ, and are there enough people?"""

from __future__ import annotations

from evidence.certainty.body import Body
from evidence.certainty.information_size import per_arm_of_risks
from evidence.certainty.pooled import RISKS, Pooled
from evidence.certainty.standing import Standing, standing
from evidence.certainty.step import MURAD, Rule, Step
from evidence.thresholds import GRADE_6, PooledThresholds

BY_PEOPLE = Rule("imprecision", "Without a pooled estimate: one level down where too few people were studied.", MURAD)
BY_INTERVAL = Rule(
    "imprecision",
    "One level down where the interval crosses a smallest effect that matters, two where it crosses both that of "
    "benefit and that of harm. Where nobody stated one, a rough guide counts, and only if the interval includes no "
    "effect too; without a guide, no effect is the line. One level down as well where it crosses nothing but people "
    "or events are fewer than the optimal information size.",
    f"{GRADE_6}; GRADE guidance 34 (Zeng 2022, J Clin Epidemiol 150:216), abstract",
)


def imprecision(body: Body) -> Step:
    """Propose the step for imprecision: by the interval and the information size, else by people (Murad 2017)."""
    if body.pooled is None:
        return _by_people(body)
    lines = standing(body.pooled, body.pooled_thresholds)
    crossed, found = _crossed(lines)
    short, had, needs = _short(body.pooled, body.pooled_thresholds)
    threshold = f"no effect; {lines.words}; {needs}"
    return BY_INTERVAL(crossed or short, f"{found}; {had}", threshold, lines.source)


def _by_people(body: Body) -> Step:
    people: dict[str | None, float | None] = {}
    for row in body.rows:
        known = [n for n in (people.get(row.study_id), row.n) if n is not None]
        people[row.study_id] = max(known) if known else None
    total, size = int(sum(n or 0 for n in people.values())), body.thresholds.information_size
    threshold = f"{size:g} people"
    if None in people.values() and total <= size:
        return BY_PEOPLE(-1, "number of people not known for every study", threshold)
    levels = 0 if total > size else -1
    return BY_PEOPLE(levels, f"{total} people; {size:g} or fewer are a concern", threshold)


def _crossed(lines: Standing) -> tuple[int, str]:
    """Give the levels that the interval costs, and say what it crosses."""
    pooled = lines.pooled
    crosses_null = lines.holds_null(pooled.low, pooled.high)
    important = lines.important(pooled.low, pooled.high)
    if not lines.stated and not crosses_null:
        return 0, "interval excludes no effect"
    if lines.benefit is None:
        return -1, "interval includes no effect, and nobody said what matters"
    if not important:
        return 0, f"interval crosses no smallest effect that matters ({lines.words})"
    return -len(important), f"interval crosses the smallest {' and the smallest '.join(important)} that matters"


def _short(pooled: Pooled, numbers: PooledThresholds) -> tuple[int, str, str]:
    """Give the level that too little information costs, and say what there was and what it was held against."""
    if pooled.people is not None and pooled.people >= numbers.large_sample:
        return 0, f"{pooled.people:.0f} people", f"{numbers.large_sample:g} people are many"
    size, had, what = needed_people(pooled, numbers), pooled.people, "people"
    if size is None:
        size = numbers.little_information
        if pooled.measure in RISKS and pooled.events is not None:
            had, what = pooled.events, "events"
    needs = f"{size:.0f} {what}"
    if had is None:
        return -1, "number of people not known", needs
    return (0 if had > size else -1), f"{had:.0f} {what} where {size:.0f} are needed", needs


def needed_people(pooled: Pooled, numbers: PooledThresholds) -> float | None:
    """Give the optimal information size of both arms together from the baseline risk; None where it is not known.

    Examples
    --------
    >>> round(needed_people(Pooled("RR", 4, 0.8, 0.7, 0.9, "lower", baseline_risk=0.05), PooledThresholds()))
    8404
    """
    if pooled.measure not in RISKS or pooled.baseline_risk is None:
        return None
    up = pooled.benefit == "higher" and pooled.baseline_risk * (1 + numbers.relative_change) < 1
    other = pooled.baseline_risk * (1 + numbers.relative_change * (1 if up else -1))
    return 2 * per_arm_of_risks(pooled.baseline_risk, other, numbers.alpha, numbers.power)
