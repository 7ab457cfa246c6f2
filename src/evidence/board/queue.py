"""The queue as one reviewer may see it at one moment: which claims wait, and what may be shown of each."""

from __future__ import annotations

import pandas as pd

from evidence import decisions
from evidence.decisions.states import CONFLICT, SETTLED, STALE
from evidence.review.bench import Bench

WAITING, ALL = "waiting for me", "all"
FILTERS = (WAITING, CONFLICT, STALE, ALL)
ADJUDICATOR = "adjudicator"


class Queue:
    """The claims and the log as they were when this was made.

    Parameters
    ----------
    bench : Bench
        Tables, and what stands beside each claim.
    reviewer : str
        A role, such as rater-1, or initials.
    open : bool
        Show proposals and what others said before this reviewer has decided.

    Attributes
    ----------
    log : DataFrame
        The decisions, from `decisions.read`.
    shown : DataFrame
        From `decisions.states`, blinded unless open.
    settled : int
        How many claims are settled.
    """

    def __init__(self, bench: Bench, reviewer: str, open: bool = False):
        self.reviewer, self.open = reviewer, open
        self.log, needed = decisions.read(bench.path), bench.tables.reviewers_needed
        found = bench.states(self.log)
        self.settled = int(found["state"].eq(SETTLED).sum())  # a number tells of no single claim
        self.shown = found if open else decisions.blinded(found, self.log, bench.beside, reviewer, needed)

    @property
    def adjudicates(self) -> bool:
        """Whether this reviewer settles what others differ on."""
        return self.reviewer.partition("-")[0] == ADJUDICATOR

    @property
    def progress(self) -> dict[str, int]:
        """Count the claims, those that this reviewer has decided, those that wait for it, and the settled ones."""
        stand = decisions.standing(self.log)
        mine = stand[stand["reviewer"].eq(self.reviewer) & stand["verdict"].notna()]
        return {
            "claims": len(self.shown),
            "mine": int(self.shown["claim_id"].isin(mine["claim_id"]).sum()),
            "waiting": len(self.claims(WAITING)),
            "settled": self.settled,
        }

    def claims(self, name: str = ALL) -> pd.DataFrame:
        """Give the claims that a filter of `FILTERS` leaves, in the order of `shown`.

        What waits for an adjudicator is what is in conflict.
        """
        decisions.check_word("filter", name, FILTERS)
        if name == WAITING and not self.adjudicates:
            return decisions.to_decide(self.shown, self.log, self.reviewer)
        state = CONFLICT if name == WAITING else name
        return self.shown if name == ALL else self.shown[self.shown["state"].eq(state)]

    def following(self, claim_id: str, name: str, step: int = 1) -> str:
        """Give the next claim that a filter leaves, in its order and round again; blank where it leaves none."""
        left, order = set(self.claims(name)["claim_id"]), list(self.shown["claim_id"])
        place = order.index(claim_id) if claim_id in order else -1
        turns = (order[(place + step * ahead) % len(order)] for ahead in range(1, len(order) + 1))
        return next((one for one in turns if one in left), "")

    def blind(self, claim_id: str) -> bool:
        """Whether proposal and certainty of a claim are hidden from this reviewer."""
        return not self.open and claim_id not in decisions.decided_by(self.log, self.reviewer)

    def settles(self, claim_id: str) -> bool:
        """Whether a verdict of this reviewer would settle a conflict."""
        return self.adjudicates and claim_id in set(self.claims(CONFLICT)["claim_id"])

    def history(self, claim_id: str) -> pd.DataFrame:
        """Give what this reviewer may see of what was said; who is to settle a conflict sees both sides of it."""
        everything = self.open or self.settles(claim_id)
        return decisions.history(self.log, claim_id, "" if everything else self.reviewer)

    def own(self, claim_id: str) -> pd.DataFrame:
        """Give the rows that this reviewer has made on a claim."""
        return self.log[self.log["reviewer"].eq(self.reviewer) & self.log["claim_id"].eq(claim_id)]
