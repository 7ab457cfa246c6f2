"""GRADE: where a body of evidence starts and the steps that the rules propose."""

from __future__ import annotations

from dataclasses import dataclass

from evidence import vocabulary as words
from evidence.certainty.body import Body

# Where each design starts: GRADE guidelines 3 (Balshem 2011, doi 10.1016/j.jclinepi.2010.07.015). That uncontrolled
# designs start at very low rather than low is our choice: the article under review leans on them.
START = {
    "randomised trial": "high",
    "meta-analysis": "high",
    "non-randomised comparison": "low",
    "cohort": "low",
    "cross-sectional": "low",
}


@dataclass(frozen=True)
class Step:
    """One step of a certainty judgement: the domain, the levels up (+) or down (-), and why.

    `rule` is the general rule, `threshold` the number that it compares with (blank where none), `source` where that
    number comes from.
    """

    domain: str
    levels: int
    reason: str
    rule: str = ""
    threshold: str = ""
    source: str = ""


def start_of(design: str | None) -> str:
    """Give the level at which a design starts."""
    return START.get(design, "very low")


def carrying(body: Body) -> Body:
    """Keep the evidence whose design starts highest; the rest cannot raise the certainty and does not lower it."""
    ranks = [words.LEVELS.index(start_of(row.design)) for row in body.rows]
    return body.keep(row for row, rank in zip(body.rows, ranks, strict=True) if rank == max(ranks))


def start(body: Body) -> tuple[str, str]:
    """Say where a body of evidence starts, and by which design."""
    best = carrying(body).rows[0].design
    return start_of(best), f"starts by design: {best}"


def risk_of_bias(body: Body) -> Step:
    """Propose the step for risk of bias: down one unless every carrying study is judged low."""
    judged = {row.study_id: row.risk_of_bias or "not appraised" for row in reversed(body.rows)}
    found = set(judged.values())
    if found == {"low"}:
        return Step("risk of bias", 0, "every study judged low")
    if "critical" in found:
        return Step("risk of bias", -2, "a study judged critical")
    return Step("risk of bias", -1, f"studies judged: {', '.join(sorted(found))}")


def inconsistency(body: Body) -> Step:
    """Propose the step for inconsistency: down one where carrying studies bear in different directions."""
    if len({row.study_id for row in body.rows}) < 2:
        return Step("inconsistency", 0, "one study: cannot be judged")
    if len({row.bearing for row in body.rows}) > 1:
        return Step("inconsistency", -1, "studies bear in different directions")
    return Step("inconsistency", 0, "studies bear in one direction; sizes are not compared yet")


def indirectness(body: Body) -> Step:
    """Propose the step for indirectness: one for each domain that is indirect in every carrying row, two at most."""
    far = [d for d in words.DOMAINS_OF_DIRECTNESS if all(getattr(row, d) == "indirect" for row in body.rows)]
    if far:
        return Step("indirectness", -min(2, len(far)), f"indirect in {' and '.join(far)}")
    return Step("indirectness", 0, "some evidence is not indirect in any domain")


def imprecision(body: Body) -> Step:
    """Propose the step for imprecision by the number of people, as no pooled interval stands (Murad 2017, table 1)."""
    people: dict[str | None, float | None] = {}
    for row in body.rows:
        known = [n for n in (people.get(row.study_id), row.n) if n is not None]
        people[row.study_id] = max(known) if known else None
    total, size = int(sum(n or 0 for n in people.values())), body.thresholds.information_size
    if None in people.values() and total <= size:
        return Step("imprecision", -1, "number of people not known for every study")
    levels = 0 if total > size else -1
    return Step("imprecision", levels, f"{total} people; {size:g} or fewer are a concern")


def publication_bias(body: Body) -> Step:
    """Propose no step: fewer than ten studies cannot be tested, and the searches were not systematic."""
    return Step("publication bias", 0, f"too few studies to test: {len({row.study_id for row in body.rows})}")


GRADE = (risk_of_bias, inconsistency, indirectness, imprecision, publication_bias)


def propose_grade(body: Body) -> tuple[str, str, list[Step]]:
    """Propose a GRADE certainty for one body of evidence: start level, reason of the start, steps."""
    level, reason = start(body)
    best = carrying(body)
    raising = [Step(domain, 0, "not computed: left to the rater") for domain in words.RAISING_DOMAINS]
    return level, reason, [*(rule(best) for rule in GRADE), *raising]
