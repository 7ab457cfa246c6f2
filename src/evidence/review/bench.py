"""The bench of a reviewer: the tables, what stands beside each claim today, and the log that decisions go into."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from evidence import decisions
from evidence.decisions.record import REVIEWER
from evidence.errors import EvidenceError
from evidence.review import assess
from evidence.review.reviewers import desk, drafted, states
from evidence.tables import load


class Bench:
    """What every way to decide works on, be it a command or the board.

    Parameters
    ----------
    data : str or Path
        The data folder.

    Attributes
    ----------
    tables, review : Tables, Review
        As they were when the bench was made.
    beside : DataFrame
        From `evidence.review.reviewers.desk`.
    path : Path
        The log.
    reviewers : str
        What a reviewer may be called, as in the descriptor.
    """

    def __init__(self, data: str | Path):
        self.tables = load(data, decisions.whole_rows)
        self.review = assess(self.tables)
        self.beside = desk(self.review.claims, self.tables)
        log = next(table for table in self.tables.descriptor["resources"] if table["name"] == "decisions")
        fields = {field["name"]: field for field in log["schema"]["fields"]}
        self.path = Path(data) / log["path"]
        self.reviewers = fields["reviewer"].get("constraints", {}).get("pattern", REVIEWER)

    def states(self, log: pd.DataFrame | None = None) -> pd.DataFrame:
        """Where each claim stands, opinions left out unless somebody has decided on one."""
        return states(self.beside, self.tables, log)

    def record(self, said: decisions.Decision) -> decisions.Receipt:
        """Check a decision and append it to the log, with what its claim rests on today."""
        links = self.tables.links.groupby("claim_id")["link_id"].agg(set)
        decisions.check(said, {c: links.get(c, set()) for c in self.beside["claim_id"]}, self.reviewers)
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
