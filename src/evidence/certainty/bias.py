"""Steps for bias: in the studies, and in which studies can be seen."""

from __future__ import annotations

from evidence.certainty.body import NOT_APPRAISED, Body
from evidence.certainty.step import MURAD, Rule, Step

ROBINS_I = "ROBINS-I"
GRADE_18 = "GRADE guidelines 18 (Schunemann 2019, J Clin Epidemiol 111:105)"

# Levels that a study's judgement costs. Where the start is high because ROBINS-I was used, its judgement also carries
# the want of randomisation, so it costs more (GRADE guidelines 18; how many levels each word costs is chosen by us).
LOSS = {"low": 0, "high": -2, "serious": -2, "critical": -2}
LOSS_ROBINS_I = {"low": 0, "no information": -2, "high": -2, NOT_APPRAISED: -2, "serious": -2, "critical": -3}
GRAVE = -2

UNPOOLED = Rule(
    "risk of bias",
    "One level down unless every study that carries the answer is judged low, two where one is judged critical.",
    f"chosen by us after {MURAD} (one judgement across the studies)",
)
BY_ROBINS_I = Rule(
    "risk of bias",
    "Where ROBINS-I was used, the start is high and the gravest judgement costs: moderate one level, serious or no "
    "information two, critical three.",
    f"{GRADE_18} for the start; the levels are chosen by us",
)
BY_WEIGHT = Rule(
    "risk of bias",
    "What the studies with most of the weight lose is lost (not low one level, high two; where ROBINS-I was used, as "
    "without pooling), and one level at least where studies two or more levels down hold enough weight to matter.",
    "chosen by us after Cochrane Handbook 5.1, table 12.2.d",
)
SEEN_TO_MISS = Rule(
    "publication bias",
    "One level down where a small-study test that may be read finds asymmetry; nothing where it may not be read.",
    "Sterne 2011, BMJ 343:d4002 (ten studies); the p is chosen by us",
)
UNTESTED = Rule(
    "publication bias",
    "Without a pooled estimate nothing can be tested, so no step is proposed; small favourable studies only and "
    "registered studies without a report are left to the rater.",
    MURAD,
)


def started_high(body: Body) -> bool:
    """Whether all rows are non-randomised comparisons judged with ROBINS-I, so that its judgement does the lowering."""
    return bool(body.rows) and all(
        row.design == "non-randomised comparison" and row.tool == ROBINS_I for row in body.rows
    )


def risk_of_bias(body: Body) -> Step:
    """Propose the step for risk of bias: by weight where studies are pooled, else by the judgements alone."""
    judged, by_tool = body.judged, started_high(body)
    if body.pooled is not None and body.pooled.studies:
        return _by_weight(body, judged, LOSS_ROBINS_I if by_tool else LOSS)
    found = set(judged.values())
    words = "every study judged low" if found == {"low"} else f"studies judged: {', '.join(sorted(found))}"
    if by_tool:
        return BY_ROBINS_I(min(_loss(LOSS_ROBINS_I, word) for word in found), words)
    if "critical" in found:
        return UNPOOLED(-2, "a study judged critical")
    return UNPOOLED(0 if found == {"low"} else -1, words)


def _loss(losses: dict[str, int], word: str) -> int:
    return losses.get(word, -1)


def _by_weight(body: Body, judged: dict[str | None, str], losses: dict[str, int]) -> Step:
    numbers, lost = body.pooled_thresholds, {}
    for study in body.pooled.studies:
        levels = _loss(losses, judged.get(study.study_id, NOT_APPRAISED))
        lost[levels] = lost.get(levels, 0) + study.weight
    at_least = {levels: sum(weight for loss, weight in lost.items() if loss <= levels) for levels in (-1, -2, -3)}
    levels = next((levels for levels in (-3, -2, -1) if at_least[levels] > numbers.most_weight), 0)
    if at_least[GRAVE] > numbers.high_weight:
        levels = min(levels, -1)
    reason = f"not low: {at_least[-1]:.0%} of the weight; two or more levels down: {at_least[GRAVE]:.0%}"
    return BY_WEIGHT(levels, reason, f"{numbers.most_weight:.0%} and {numbers.high_weight:.0%} of the weight")


def publication_bias(body: Body) -> Step:
    """Propose the step for publication bias: a small-study test where enough studies are pooled, else none."""
    pooled, numbers = body.pooled, body.pooled_thresholds
    if pooled is None:
        return UNTESTED(0, f"too few studies to test: {len({row.study_id for row in body.rows})}")
    threshold = f"{numbers.fewest_studies:g} studies; p {numbers.asymmetry_p:g}"
    if pooled.k < numbers.fewest_studies:
        return SEEN_TO_MISS(0, f"too few studies to test: {pooled.k}", threshold)
    if pooled.small_study_p is None or not pooled.small_study_applies:
        return SEEN_TO_MISS(0, "no test that may be read", threshold)
    levels = -1 if pooled.small_study_p < numbers.asymmetry_p else 0
    return SEEN_TO_MISS(levels, f"small-study test of {pooled.k} studies: p {pooled.small_study_p:.2g}", threshold)
