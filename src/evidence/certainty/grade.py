"""GRADE without a pooled estimate: where a body of evidence starts and the steps that the rules propose."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evidence import vocabulary as words

# Where each design starts: GRADE guidelines 3 (Balshem 2011, doi 10.1016/j.jclinepi.2010.07.015). That uncontrolled
# designs start at very low rather than low is our choice: the article under review leans on them.
START = {
    "randomised trial": "high",
    "meta-analysis": "high",
    "non-randomised comparison": "low",
    "cohort": "low",
    "cross-sectional": "low",
}
# Murad 2017, Evid Based Med 22:85, table 1: without a pooled estimate, 400 people or fewer are a concern.
INFORMATION_SIZE = 400


@dataclass(frozen=True)
class Step:
    """One step of a certainty judgement: the domain, the levels up (+) or down (-), and why."""

    domain: str
    levels: int
    reason: str


def carrying(body: pd.DataFrame) -> pd.DataFrame:
    """Keep the evidence whose design starts highest; the rest cannot raise the certainty and does not lower it."""
    rank = body["design"].map(START).fillna("very low").map(words.LEVELS.index)
    return body[rank.eq(rank.max())]


def start(body: pd.DataFrame) -> tuple[str, str]:
    """Say where a body of evidence starts, and by which design."""
    best = carrying(body)["design"].iloc[0]
    return START.get(best, "very low"), f"starts by design: {best}"


def risk_of_bias(body: pd.DataFrame) -> Step:
    """Propose the step for risk of bias: down one unless every carrying study is judged low."""
    judged = body.drop_duplicates("study_id")["risk_of_bias"]
    if judged.eq("low").all():
        return Step("risk of bias", 0, "every study judged low")
    if judged.eq("critical").any():
        return Step("risk of bias", -2, "a study judged critical")
    named = ", ".join(sorted(judged.fillna("not appraised").unique()))
    return Step("risk of bias", -1, f"studies judged: {named}")


def inconsistency(body: pd.DataFrame) -> Step:
    """Propose the step for inconsistency: down one where carrying studies bear in different directions."""
    if body["study_id"].nunique() < 2:
        return Step("inconsistency", 0, "one study: cannot be judged")
    if body["bearing"].nunique() > 1:
        return Step("inconsistency", -1, "studies bear in different directions")
    return Step("inconsistency", 0, "studies bear in one direction; sizes are not compared yet")


def indirectness(body: pd.DataFrame) -> Step:
    """Propose the step for indirectness: one for each domain that is indirect in every carrying row, two at most."""
    far = [d for d in words.DOMAINS_OF_DIRECTNESS if body[d].eq("indirect").all()]
    if far:
        return Step("indirectness", -min(2, len(far)), f"indirect in {' and '.join(far)}")
    return Step("indirectness", 0, "some evidence is not indirect in any domain")


def imprecision(body: pd.DataFrame) -> Step:
    """Propose the step for imprecision by the number of people, as no pooled interval stands (Murad 2017, table 1)."""
    people = body.groupby("study_id")["n"].max()
    if people.isna().any() and people.sum() <= INFORMATION_SIZE:
        return Step("imprecision", -1, "number of people not known for every study")
    total = int(people.sum())
    levels = 0 if total > INFORMATION_SIZE else -1
    return Step("imprecision", levels, f"{total} people; {INFORMATION_SIZE} or fewer are a concern")


def publication_bias(body: pd.DataFrame) -> Step:
    """Propose no step: fewer than ten studies cannot be tested, and the searches were not systematic."""
    return Step("publication bias", 0, f"too few studies to test: {body['study_id'].nunique()}")


GRADE = (risk_of_bias, inconsistency, indirectness, imprecision, publication_bias)


def propose_grade(body: pd.DataFrame) -> tuple[str, str, list[Step]]:
    """Propose a GRADE certainty for one body of evidence.

    Parameters
    ----------
    body : DataFrame
        Counted evidence on one question: study_id, design, bearing, n, risk_of_bias and the four directness columns.

    Returns
    -------
    tuple
        Start level, reason of the start, steps.
    """
    level, reason = start(body)
    best = carrying(body)
    raising = [Step(domain, 0, "not computed: left to the rater") for domain in words.RAISING_DOMAINS]
    return level, reason, [*(rule(best) for rule in GRADE), *raising]
