"""How the certainty of each question came about: the steps by rule beside those of the rater."""

from __future__ import annotations

import pandas as pd

from evidence import vocabulary as words
from evidence.certainty import Step, lowered
from evidence.figures import certainty_steps
from evidence.gallery.exhibit import Exhibit, documents
from evidence.review import Review

START, OVERALL = "start", "overall"
METHOD = (
    "A square is the level by rule, a dot the level as a rater decided, after each step; GRADE goes by domains from "
    "the level of the design, the other scales in one judgement. Nothing is raised where anything was lowered, "
    "and below very low there is no level."
)


def exhibits(review: Review, claim_id: str = "") -> list[Exhibit]:
    """Give the steps of every question, or of the question that one claim asks."""
    frame, evidence = stepped(review), review.evidence
    if claim_id:
        claims = review.tables.claims
        asked = claims.loc[claims["claim_id"].eq(claim_id), "question_id"].dropna()
        frame = frame[frame["question_id"].isin(asked)]
    if frame.empty:
        return []
    mine = evidence[evidence["question_id"].isin(frame["question_id"])]
    mine = mine[mine["bearing"].isin(words.COUNTED_BEARINGS)]
    sources = documents(review, mine["study_id"].dropna(), mine["regulation_id"].dropna())
    name = f"certainty_steps_{claim_id}" if claim_id else "certainty_steps"
    title = (
        f"How certain is the evidence on {claim_id}, and why" if claim_id else "How certain is the evidence, and why"
    )
    return [Exhibit(name, certainty_steps.CHART, frame, title, METHOD, sources)]


def stepped(review: Review) -> pd.DataFrame:
    """Give each question with its steps and the levels after them; GRADE first, questions as the article asks them.

    Returns
    -------
    DataFrame
        question_id, question, claims, scale, place, domain, proposed, decided (blank where the step is no number),
        level_proposed, level_decided, reason, rationale.
    """
    claims = review.tables.claims.dropna(subset=["question_id"]).sort_values("claim_id")
    ids = claims.groupby("question_id", sort=False)["claim_id"].agg(", ".join).rename("claims").reset_index()
    asked = ids.merge(review.tables.questions[["question_id", "question"]], on="question_id")
    levels = asked.merge(review.levels, on="question_id")
    levels["scaled"] = levels["scale"].map(
        {scale: place for place, scale in enumerate(dict.fromkeys(words.SCALES.values()))}
    )
    steps = dict(tuple(review.steps.groupby("question_id")))
    rows = []
    levels["blank"] = levels["certainty"].eq(words.NOT_RATED)
    for question in levels.sort_values(["scaled", "blank"], kind="stable").itertuples():
        about = (question.question_id, question.question, question.claims, question.scale)
        mine = _steps(question, steps.get(question.question_id, review.steps.head(0)))
        rows += [(*about, place, *step) for place, step in enumerate(mine)]
    return pd.DataFrame(rows, columns=certainty_steps.NEEDED)


def _steps(question, steps: pd.DataFrame) -> list[tuple]:
    """Give the steps of one question: domain, proposed, decided, the levels after it, reason, rationale."""
    by_domain = steps[steps["domain"].ne(OVERALL)]
    whole = steps[steps["domain"].eq(OVERALL)]
    final = (question.certainty_proposed, question.certainty)
    last = [(OVERALL, None, None, *final, step.reason, step.rationale) for step in whole.itertuples()]
    if by_domain.empty and last:
        return last
    found, taken = [(START, None, None, question.start, question.start, question.reason, "")], {"rule": [], "rater": []}
    for step in by_domain.itertuples():
        taken["rule"].append(Step(step.domain, int(step.proposed), ""))
        taken["rater"].append(Step(step.domain, int(step.decided), ""))
        after = [lowered(question.start, steps) for steps in taken.values()]
        found.append((step.domain, int(step.proposed), int(step.decided), *after, step.reason, step.rationale))
    return [*found, *last]
