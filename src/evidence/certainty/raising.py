"""What may raise the certainty of studies without randomisation; nothing is raised where anything was lowered."""

from __future__ import annotations

from evidence.certainty.absolute import risk_with
from evidence.certainty.body import Body
from evidence.certainty.pooled import Pooled
from evidence.certainty.step import Rule, Step
from evidence.thresholds import GRADE_9

COMPARED = ("non-randomised comparison", "cohort", "cross-sectional")  # designs with a comparison, not randomised

LARGE = Rule(
    "large effect",
    "One level up for a pooled risk ratio from comparisons without randomisation beyond large, two beyond very large, "
    "where nothing was lowered; an odds ratio is first turned into a risk ratio at its baseline risk.",
    GRADE_9,
)
DOSE = Rule("dose response", "Left to the rater: up where more treatment gives more effect.", GRADE_9)
OPPOSING = Rule(
    "opposing confounding",
    "Left to the rater: up where all plausible confounding would hide the effect that is seen, or would have made one "
    "where none is seen.",
    GRADE_9,
)


def large_effect(body: Body) -> Step:
    """Propose the step for a large effect, from the pooled risk ratio."""
    numbers = body.pooled_thresholds
    threshold = f"RR {numbers.large_ratio:g} or {1 / numbers.large_ratio:g}; " + (
        f"{numbers.very_large_ratio:g} or {1 / numbers.very_large_ratio:g}"
    )
    if body.pooled is None:
        return LARGE(0, "not computed: left to the rater", threshold)
    if not all(row.design in COMPARED for row in body.rows):
        return LARGE(0, "only comparisons without randomisation are raised", threshold)
    ratio = risk_ratio(body.pooled)
    if ratio is None:
        return LARGE(0, f"{body.pooled.measure} gives no risk ratio", threshold)
    size = max(ratio, 1 / ratio) if ratio > 0 else float("inf")
    levels = (size > numbers.large_ratio) + (size > numbers.very_large_ratio)
    return LARGE(levels, f"risk ratio {ratio:.3g}", threshold)


def risk_ratio(pooled: Pooled) -> float | None:
    """Give the risk ratio; None where the measure or an unknown baseline risk does not allow it.

    Examples
    --------
    >>> round(risk_ratio(Pooled("OR", 4, 0.1, 0.04, 0.25, "lower", baseline_risk=0.5)), 3)
    0.182
    """
    if pooled.measure == "RR":
        return pooled.estimate
    if pooled.measure != "OR" or pooled.baseline_risk is None:
        return None
    return risk_with("OR", pooled.estimate, pooled.baseline_risk) / pooled.baseline_risk


def dose_response(body: Body) -> Step:
    """Leave the step for a dose response to the rater."""
    return DOSE(0, "not computed: left to the rater")


def opposing_confounding(body: Body) -> Step:
    """Leave the step for opposing confounding to the rater."""
    return OPPOSING(0, "not computed: left to the rater")
