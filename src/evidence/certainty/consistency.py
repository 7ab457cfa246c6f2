"""Steps for how well the studies agree with each other, and with the question."""

from __future__ import annotations

from itertools import combinations

from evidence import vocabulary as words
from evidence.certainty.body import Body
from evidence.certainty.pooled import Pooled
from evidence.certainty.standing import Standing, standing
from evidence.certainty.step import MURAD, Rule, Step

BY_BEARING = Rule(
    "inconsistency",
    "One level down where studies bear in different directions; without a pooled estimate sizes are not compared.",
    MURAD,
)
BY_NUMBERS = Rule(
    "inconsistency",
    "One level down where studies vary (I2, or intervals that do not overlap) and it matters (the prediction interval, "
    "or without one the studies' estimates, lie on both sides of the line that decides); two where they vary by both "
    "signs, I2 considerably, and benefit and harm that matter are both predicted. I2 alone lowers nothing.",
    "GRADE guidelines 7 (Guyatt 2011, J Clin Epidemiol 64:1294); Core GRADE 3 (Guyatt 2025, BMJ), abstracts; how the "
    "signs are combined is chosen by us",
)
FAR = Rule(
    "indirectness",
    "One level down for each of population, intervention, comparator and outcome that is indirect in every row that "
    "carries the answer, two at most; partly direct lowers nothing.",
    "GRADE guidelines 8 (Guyatt 2011, J Clin Epidemiol 64:1303), abstract, for the four; the count is chosen by us",
)


def inconsistency(body: Body) -> Step:
    """Propose the step for inconsistency: by the pooled numbers, and by the bearing of studies outside of them."""
    if body.pooled is None:
        return _by_bearing(body)
    numbers = _by_numbers(body)
    pooled_ids = {study.study_id for study in body.pooled.studies}
    if not any(row.study_id not in pooled_ids for row in body.rows):
        return numbers
    bearing = _by_bearing(body)
    return bearing if bearing.levels < numbers.levels else numbers


def _by_bearing(body: Body) -> Step:
    if len({row.study_id for row in body.rows}) < 2:
        return BY_BEARING(0, "one study: cannot be judged")
    if len({row.bearing for row in body.rows}) > 1:
        return BY_BEARING(-1, "studies bear in different directions")
    return BY_BEARING(0, "studies bear in one direction; sizes are not compared")


def _by_numbers(body: Body) -> Step:
    pooled, numbers = body.pooled, body.pooled_thresholds
    lines = standing(pooled, numbers)
    threshold = (
        f"I2 {numbers.i2_substantial:g}% and {numbers.i2_considerable:g}%; {numbers.overlap:.0%} of pairs overlap; "
        f"lines: no effect, {lines.words}"
    )
    if pooled.k < 2:
        return BY_NUMBERS(0, "one study: cannot be judged", threshold, lines.source)
    overlap = overlap_of(pooled)
    apart = overlap is not None and overlap < numbers.overlap
    varied = pooled.i2 is not None and pooled.i2 >= numbers.i2_substantial
    told = f"I2 {_told(pooled.i2, '{:.0f}%')}; pairs that overlap: {_told(overlap, '{:.0%}')}"
    if not varied and not apart:
        return BY_NUMBERS(0, told, threshold, lines.source)
    if not _matters(pooled, lines):
        return BY_NUMBERS(0, f"{told}; but all on one side of what matters", threshold, lines.source)
    twice = apart and varied and pooled.i2 >= numbers.i2_considerable and _both_predicted(pooled, lines)
    return BY_NUMBERS(-2 if twice else -1, f"{told}; on both sides of what matters", threshold, lines.source)


def overlap_of(pooled: Pooled) -> float | None:
    """Give the share of pairs of studies whose intervals overlap; None below two studies.

    Examples
    --------
    >>> from evidence.certainty.pooled import StudyEffect
    >>> three = [StudyEffect(i, m, m - 1, m + 1, 1 / 3) for i, m in (("a", 0), ("b", 1), ("c", 9))]
    >>> round(overlap_of(Pooled("MD", 3, 3, 1, 5, "higher", studies=tuple(three))), 2)
    0.33
    """
    pairs = [a.low <= b.high and b.low <= a.high for a, b in combinations(pooled.studies, 2)]
    return sum(pairs) / len(pairs) if pairs else None


def _matters(pooled: Pooled, lines: Standing) -> bool:
    """Whether the variation reaches across the line that decides; unknown counts as yes."""
    if pooled.pi_low is not None and pooled.pi_high is not None:
        ends = lines.span(pooled.pi_low, pooled.pi_high)
    elif pooled.studies:
        gains = [lines.gain(study.estimate) for study in pooled.studies]
        ends = min(gains), max(gains)
    else:
        return True
    return ends[0] < lines.line < ends[1]


def _both_predicted(pooled: Pooled, lines: Standing) -> bool:
    known = pooled.pi_low is not None and pooled.pi_high is not None
    return known and len(lines.important(pooled.pi_low, pooled.pi_high)) == 2


def _told(number: float | None, pattern: str) -> str:
    return "not known" if number is None else pattern.format(number)


def indirectness(body: Body) -> Step:
    """Propose the step for indirectness: one for each domain that is indirect in every carrying row, two at most."""
    far = [d for d in words.DOMAINS_OF_DIRECTNESS if all(getattr(row, d) == "indirect" for row in body.rows)]
    if far:
        return FAR(-min(2, len(far)), f"indirect in {' and '.join(far)}", "2 levels at most")
    return FAR(0, "some evidence is not indirect in any domain", "2 levels at most")
