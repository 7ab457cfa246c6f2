"""Certainty of every question: the proposal by rule, and the rater's decision kept beside it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from evidence import vocabulary as words
from evidence.certainty.body import Body, rows_of
from evidence.certainty.grade import Step
from evidence.certainty.pooled import Pooled
from evidence.certainty.proposal import OVERALL, Departure, departure, propose
from evidence.tables import settled_ratings
from evidence.thresholds import DEFAULTS, Thresholds

COLUMNS = ["question_id", "scale", "start", "certainty_proposed", "certainty", "reason"]
STEP_COLUMNS = [
    *("question_id", "domain", "proposed", "reason", "rule", "threshold", "source"),
    *("decided", "rationale", "rater_kind"),
]


def rate(
    questions: pd.DataFrame,
    evidence: pd.DataFrame,
    ratings: pd.DataFrame,
    thresholds: Thresholds = DEFAULTS,
    pooled: Mapping[str, Pooled] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, Departure]]:
    """Give every question its certainty, proposed and decided.

    Parameters
    ----------
    questions : DataFrame
        Columns question_id, scale.
    evidence : DataFrame
        Counted evidence, one row per link: the columns of `Row`.
    ratings : DataFrame
        The table of that name.
    thresholds : Thresholds
        Numbers that the rules compare with.
    pooled : mapping, optional
        The pooled estimate by question_id, for the questions that have one.

    Returns
    -------
    tuple of (DataFrame, DataFrame, dict)
        Levels: one row per question (question_id, scale, start, certainty_proposed, certainty, reason).
        Steps: one row per question and domain (question_id, domain, proposed, reason, rule, threshold, source,
        decided, rationale, rater_kind).
        Departures of the raters from the rules, by question_id.
    """
    counted, levels, steps, departures = settled_ratings(ratings), [], [], {}
    for row in questions.itertuples():
        rows = rows_of(evidence[evidence["question_id"].eq(row.question_id)])
        body = Body(rows, thresholds, (pooled or {}).get(row.question_id))
        proposal = propose(row.scale, body)
        mine = counted[counted["question_id"].eq(row.question_id)].set_index("domain")
        away = departures[row.question_id] = departure(proposal, mine)
        level = away.applied(proposal)
        levels.append((row.question_id, row.scale, proposal.start, proposal.level, level, proposal.reason))
        if OVERALL in mine.index and proposal.start != words.NOT_RATED:
            steps.append(_record(row.question_id, Step(OVERALL, 0, proposal.reason), level, mine))
        steps += [_record(row.question_id, step, away.taken(step), mine) for step in proposal.steps]
    return pd.DataFrame(levels, columns=COLUMNS), pd.DataFrame(steps, columns=STEP_COLUMNS), departures


def _record(question_id: str, step: Step, decided, mine: pd.DataFrame) -> tuple:
    said = mine.loc[step.domain] if step.domain in mine.index else {"rationale": "", "rater_kind": ""}
    proposed = (step.domain, step.levels, step.reason, step.rule, step.threshold, step.source)
    return question_id, *proposed, decided, said["rationale"], said["rater_kind"]
