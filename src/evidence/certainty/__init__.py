"""How far to trust the evidence on a question: a proposal by rule, and the rater's decision kept beside it."""

from __future__ import annotations

import pandas as pd

from evidence import vocabulary as words
from evidence.certainty.grade import Step, propose_grade
from evidence.certainty.scales import SCALE_RULES
from evidence.tables import settled_ratings

__all__ = ["READ", "Step", "lowered", "propose", "rate"]

READ = (  # columns of the evidence that the rules read
    *("question_id", "study_id", "source", "design", "system", "bearing", "direct", "first_hand", "seen", "date", "n"),
    *("denominator", "risk_of_bias", *words.DOMAINS_OF_DIRECTNESS),
)
COLUMNS = ["question_id", "scale", "start", "certainty_proposed", "certainty", "reason"]


def propose(scale: str, body: pd.DataFrame) -> tuple[str, str, list[Step]]:
    """Propose a certainty for one question: start level, reason, steps (steps only on the GRADE scale)."""
    if body.empty:
        return words.NOT_RATED, "no counted evidence", []
    if scale == "GRADE":
        return propose_grade(body)
    if scale not in SCALE_RULES:
        return words.NOT_RATED, "the searches speak", []
    level, reason = SCALE_RULES[scale](body)
    return level, reason, []


def lowered(level: str, steps: list[Step]) -> str:
    """Move a start level by its steps; nothing is raised when anything was lowered."""
    down = sum(step.levels for step in steps if step.levels < 0)
    up = sum(step.levels for step in steps if step.levels > 0) if down == 0 else 0
    place = words.LEVELS.index(level) + down + up
    return words.LEVELS[max(0, min(place, len(words.LEVELS) - 1))]


def rate(questions: pd.DataFrame, evidence: pd.DataFrame, ratings: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give every question its certainty, proposed and decided.

    Parameters
    ----------
    questions : DataFrame
        Columns question_id, scale.
    evidence : DataFrame
        Counted evidence, one row per link: question_id, study_id, source, design, system, bearing, direct,
        first_hand, seen, date, n, denominator, risk_of_bias and the four directness columns.
    ratings : DataFrame
        The table of that name.

    Returns
    -------
    tuple of DataFrame
        Levels: one row per question (question_id, scale, start, certainty_proposed, certainty, reason).
        Steps: one row per question and domain (question_id, domain, proposed, reason, decided, rationale, rater_kind).
    """
    counted, levels, steps = settled_ratings(ratings), [], []
    for row in questions.itertuples():
        body = evidence[evidence["question_id"].eq(row.question_id)]
        begin, reason, proposed = propose(row.scale, body)
        mine = counted[counted["question_id"].eq(row.question_id)].set_index("domain")
        decided = [_decide(step, mine) for step in proposed]
        proposal = lowered(begin, proposed) if proposed else begin
        level = lowered(begin, decided) if proposed else proposal
        if "overall" in mine.index and begin != words.NOT_RATED and not pd.isna(mine.loc["overall", "level"]):
            level = mine.loc["overall", "level"]
            steps.append(_record(row.question_id, Step("overall", 0, reason), None, mine))
        steps += [_record(row.question_id, p, d, mine) for p, d in zip(proposed, decided, strict=True)]
        levels.append((row.question_id, row.scale, begin, proposal, level, reason))
    columns = ["question_id", "domain", "proposed", "reason", "decided", "rationale", "rater_kind"]
    return pd.DataFrame(levels, columns=COLUMNS), pd.DataFrame(steps, columns=columns)


def _decide(step: Step, mine: pd.DataFrame) -> Step:
    if step.domain not in mine.index or pd.isna(mine.loc[step.domain, "steps"]):
        return step
    return Step(step.domain, int(mine.loc[step.domain, "steps"]), mine.loc[step.domain, "rationale"])


def _record(question_id: str, proposed: Step, decided: Step | None, mine: pd.DataFrame) -> tuple:
    has_rating = proposed.domain in mine.index
    rationale = mine.loc[proposed.domain, "rationale"] if has_rating else ""
    kind = mine.loc[proposed.domain, "rater_kind"] if has_rating else ""
    after = mine.loc["overall", "level"] if decided is None else decided.levels
    return question_id, proposed.domain, proposed.levels, proposed.reason, after, rationale, kind
