"""The bench of a reviewer: the tables, what stands beside each claim today, and the log that decisions go into."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import pandas as pd

from evidence import decisions
from evidence.decisions.record import REVIEWER
from evidence.errors import EvidenceError
from evidence.review import Review, assess, judge_claims
from evidence.review.reviewers import desk, drafted, states
from evidence.tables import load


class Bench:
    """What every way to decide works on, be it a command or the board; nothing is judged before it is asked for.

    Parameters
    ----------
    data : str or Path
        The data folder.

    Attributes
    ----------
    tables : Tables
        As they were when the bench was made.
    review : Review
        What the whole chain makes of them; the desk itself needs less.
    beside : DataFrame
        From `evidence.review.reviewers.desk`.
    evidence : DataFrame
        `Review.evidence`.
    path : Path
        The log.
    reviewers : str
        What a reviewer may be called, as in the descriptor.
    """

    def __init__(self, data: str | Path):
        self.tables = load(data, decisions.whole_rows)
        log = next(table for table in self.tables.descriptor["resources"] if table["name"] == "decisions")
        fields = {field["name"]: field for field in log["schema"]["fields"]}
        self.path = Path(data) / log["path"]
        self.reviewers = fields["reviewer"].get("constraints", {}).get("pattern", REVIEWER)

    @cached_property
    def review(self) -> Review:
        """What the whole chain makes of the tables."""
        return assess(self.tables)

    @cached_property
    def _judged(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        made = self.__dict__.get("review")  # the board shows all of it, so that nothing need be judged twice
        return (made.claims, made.evidence) if made is not None else judge_claims(self.tables)

    @cached_property
    def beside(self) -> pd.DataFrame:
        """What a decision on each claim rests on today."""
        return desk(self._judged[0], self.tables)

    @property
    def evidence(self) -> pd.DataFrame:
        """One row per link, joined to what it leads to."""
        return self._judged[1]

    def states(self, log: pd.DataFrame | None = None) -> pd.DataFrame:
        """Where each claim stands, opinions left out unless somebody has decided on one."""
        return states(self.beside, self.tables, log)

    def record(self, said: decisions.Decision) -> decisions.Receipt:
        """Check a decision, then judge the claims and append it to the log, with what its claim rests on today."""
        links = self.tables.links.groupby("claim_id")["link_id"].agg(set).to_dict()
        decisions.check(said, {c: links.get(c, set()) for c in self.tables.claims["claim_id"]}, self.reviewers)
        return decisions.append(self.path, drafted(self.beside, self.tables.version, said))

    def between(self, log: pd.DataFrame, claim_id: str, reviewer: str) -> str:
        """List the rows between which a reviewer would settle a claim; refuse where there is nothing to settle."""
        rows = decisions.standing(log)
        rows = decisions.newest_of(rows[rows["reviewer_kind"].eq("human") & rows["claim_id"].eq(claim_id)])
        if rows["verdict"].nunique() < 2:
            raise EvidenceError(
                f"CLAIM: found {claim_id}, on which {len(rows)} of {self.tables.reviewers_needed} reviewers have "
                "decided and none differ; allowed: a claim in conflict; do: see `evidence queue --state 'in conflict'`"
            )
        if reviewer in set(rows["reviewer"]):
            raise EvidenceError(
                f"--reviewer: found {reviewer}, who is one of those who differ; allowed: somebody else; "
                "do: if you have changed your mind, say so with `evidence flag`, which settles it if all agree then"
            )
        return " ".join(rows["decision_id"])
