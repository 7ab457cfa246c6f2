"""What the rules propose for one body of evidence, and how far a rater departed from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from evidence import vocabulary as words
from evidence.certainty.body import Body, Row
from evidence.certainty.grade import Step, carrying, propose_grade
from evidence.certainty.scales import SCALE_RULES

OVERALL = "overall"


@dataclass(frozen=True)
class Proposal:
    """What the rules make of one body: start level and reason, steps, and the studies or documents that decided."""

    start: str
    reason: str
    steps: tuple[Step, ...] = ()
    studies: frozenset[str | None] = frozenset()

    @property
    def level(self) -> str:
        """The level proposed."""
        return self.start if self.start == words.NOT_RATED else lowered(self.start, self.steps)


@dataclass(frozen=True)
class Departure:
    """How far a rater went from the rules on one body: by domain, and on the whole. Nothing where there is no rating.

    It is kept apart from the level so that a what-if body can be judged by the rules and the same departure.

    Attributes
    ----------
    steps : dict
        By domain the step proposed and the step taken.
    levels : tuple of (str, str) or None
        The level that the steps lead to and the level taken, where a rater set the level on the whole.
    studies : frozenset
        The studies or documents that decided when it was rated.
    """

    steps: dict[str, tuple[int, int]] = field(default_factory=dict)
    levels: tuple[str, str] | None = None
    studies: frozenset[str | None] = frozenset()

    def holds(self, proposal: Proposal) -> bool:
        """Say whether a rating can be carried over: at least half of what it was made on still decides, and is most."""
        left = len(self.studies & proposal.studies)
        return not self.studies or (2 * left >= len(self.studies) and 2 * left > len(proposal.studies))

    def taken(self, step: Step) -> int:
        """Give the levels of a step after this departure."""
        return _carried(step.levels, *self.steps.get(step.domain, (0, 0)))

    def applied(self, proposal: Proposal) -> str:
        """Give the level that the rules and this departure lead to; the rules alone where it can't be carried over."""
        if proposal.start == words.NOT_RATED or not self.holds(proposal):
            return proposal.level
        level = lowered(proposal.start, [Step(step.domain, self.taken(step), step.reason) for step in proposal.steps])
        if self.levels is None:
            return level
        place = _carried(words.LEVELS.index(level), *map(words.LEVELS.index, self.levels))
        return words.LEVELS[max(0, min(place, len(words.LEVELS) - 1))]


def _carried(now: int, proposed: int, taken: int) -> int:
    """Carry a departure over to what a rule proposes now; what a worse proposal says already is not said twice.

    Examples
    --------
    >>> _carried(-1, -1, -2), _carried(0, -1, -2), _carried(-2, -1, -2)
    (-2, -1, -2)
    """
    if taken < proposed and now < proposed:
        return min(now, taken)
    return now + taken - proposed


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
        return Proposal(start, reason, tuple(steps), _named(carrying(body).rows))
    if scale not in SCALE_RULES:
        return Proposal(words.NOT_RATED, "the searches speak")
    return Proposal(*SCALE_RULES[scale](body), studies=_named(body.rows))


def _named(rows: Iterable[Row]) -> frozenset[str | None]:
    return frozenset(row.study_id or row.evidence_id for row in rows)


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
    steps = {s.domain: (s.levels, int(rated[s.domain])) for s in proposal.steps if s.domain in rated}
    whole = mine["level"].get(OVERALL) if len(mine) else None
    if whole is None or pd.isna(whole) or proposal.start == words.NOT_RATED:
        return Departure(steps, None, proposal.studies)
    before = Departure(steps).applied(proposal)
    return Departure(steps, (before, whole), proposal.studies)
