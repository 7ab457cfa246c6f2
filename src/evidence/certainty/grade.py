"""GRADE: where a body of evidence starts and the steps that the rules propose."""

from __future__ import annotations

from evidence import vocabulary as words
from evidence.certainty.bias import publication_bias, risk_of_bias, started_high
from evidence.certainty.body import Body
from evidence.certainty.consistency import inconsistency, indirectness
from evidence.certainty.imprecision import imprecision
from evidence.certainty.raising import dose_response, large_effect, opposing_confounding
from evidence.certainty.step import Step

# Where each design starts: GRADE guidelines 3 (Balshem 2011, doi 10.1016/j.jclinepi.2010.07.015). That uncontrolled
# designs start at very low rather than low is our choice: the article under review leans on them.
START = {
    "randomised trial": "high",
    "meta-analysis": "high",
    "non-randomised comparison": "low",
    "cohort": "low",
    "cross-sectional": "low",
}
LOWERING = (risk_of_bias, inconsistency, indirectness, imprecision, publication_bias)
RAISING = (large_effect, dose_response, opposing_confounding)
GRADE = (*LOWERING, *RAISING)


def start_of(design: str | None) -> str:
    """Give the level at which a design starts."""
    return START.get(design, "very low")


def carrying(body: Body) -> Body:
    """Keep the evidence whose design starts highest; the rest cannot raise the certainty and does not lower it."""
    ranks = [words.LEVELS.index(start_of(row.design)) for row in body.rows]
    return body.keep(row for row, rank in zip(body.rows, ranks, strict=True) if rank == max(ranks))


def start(body: Body) -> tuple[str, str]:
    """Say where a body of evidence starts, and by what.

    Comparisons without randomisation start low; high where all of them were judged with ROBINS-I, whose judgement then
    does the lowering, so that the want of randomisation is never counted twice (GRADE guidelines 18).
    """
    best = carrying(body)
    if started_high(best):
        return "high", "starts high: ROBINS-I judges the want of randomisation"
    return start_of(best.rows[0].design), f"starts by design: {best.rows[0].design}"


def propose_grade(body: Body) -> tuple[str, str, list[Step]]:
    """Propose a GRADE certainty for one body of evidence: start level, reason of the start, steps."""
    level, reason = start(body)
    best = carrying(body)
    return level, reason, [rule(best) for rule in GRADE]


__all__ = [
    "GRADE",
    "LOWERING",
    "RAISING",
    "START",
    "Step",
    "carrying",
    "propose_grade",
    "start",
    "start_of",
    *(rule.__name__ for rule in GRADE),
]
