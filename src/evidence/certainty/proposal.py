"""What the rules propose for one body of evidence, and how far a rater departed from it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from evidence import vocabulary as words
from evidence.certainty.body import Body
from evidence.certainty.grade import Step, propose_grade
from evidence.certainty.scales import SCALE_RULES

OVERALL = "overall"


@dataclass(frozen=True)
class Proposal:
    """What the rules make of one body: the start level with its reason, the steps, and the level they lead to."""

    start: str
    reason: str
    steps: tuple[Step, ...] = ()

    @property
    def level(self) -> str:
        """The level proposed."""
        return self.start if self.start == words.NOT_RATED else lowered(self.start, self.steps)


@dataclass(frozen=True)
class Departure:
    """How far a rater went from the rules: steps by domain, and levels on the whole. Nothing where there is no rating.

    It is kept apart from the level so that a what-if body is judged by the rules and the same departure.
    """

    steps: dict[str, int] = field(default_factory=dict)
    levels: int = 0

    def applied(self, proposal: Proposal) -> str:
        """Give the level that the rules and this departure lead to."""
        if proposal.start == words.NOT_RATED:
            return words.NOT_RATED
        moved = tuple(
            Step(step.domain, step.levels + self.steps.get(step.domain, 0), step.reason) for step in proposal.steps
        )
        return moved_by(lowered(proposal.start, moved), self.levels)


def moved_by(level: str, levels: int) -> str:
    """Move a level up or down; beyond the last level it stays there, and what is not rated stays so.

    Examples
    --------
    >>> moved_by("moderate", -1), moved_by("high", 1), moved_by("not rated", 1)
    ('low', 'high', 'not rated')
    """
    if level == words.NOT_RATED:
        return level
    return words.LEVELS[max(0, min(words.LEVELS.index(level) + levels, len(words.LEVELS) - 1))]


def lowered(level: str, steps) -> str:
    """Move a start level by its steps; nothing is raised when anything was lowered."""
    down = sum(step.levels for step in steps if step.levels < 0)
    up = sum(step.levels for step in steps if step.levels > 0) if down == 0 else 0
    return moved_by(level, down + up)


def propose(scale: str, body: Body) -> Proposal:
    """Propose a certainty for one question (steps only on the GRADE scale)."""
    if not body.rows:
        return Proposal(words.NOT_RATED, "no counted evidence")
    if scale == "GRADE":
        start, reason, steps = propose_grade(body)
        return Proposal(start, reason, tuple(steps))
    if scale not in SCALE_RULES:
        return Proposal(words.NOT_RATED, "the searches speak")
    return Proposal(*SCALE_RULES[scale](body))


def departure(proposal: Proposal, mine: pd.DataFrame) -> Departure:
    """Read how far the settled ratings of one question depart from the proposal.

    Parameters
    ----------
    proposal : Proposal
        From `propose`.
    mine : DataFrame
        Settled ratings of the question by domain: steps, level.
    """
    rated = mine["steps"].dropna() if len(mine) else {}
    steps = {s.domain: int(rated[s.domain]) - s.levels for s in proposal.steps if s.domain in rated}
    whole = mine["level"].get(OVERALL) if len(mine) else None
    if whole is None or pd.isna(whole) or proposal.start == words.NOT_RATED:
        return Departure(steps)
    before = Departure(steps).applied(proposal)
    return Departure(steps, words.LEVELS.index(whole) - words.LEVELS.index(before))
