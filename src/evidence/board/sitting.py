"""A reviewer at the desk: what is said of a claim, and what is taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from evidence import decisions
from evidence.board.folder import marks
from evidence.board.queue import Queue
from evidence.errors import EvidenceError
from evidence.report.claims import Card, cards
from evidence.review.bench import Bench

TAKEN_BACK = "Taken back on the board."


@dataclass(frozen=True)
class Said:
    """What a reviewer says of a claim; blank is nothing. `evidence` are link ids with spaces."""

    verdict: str = ""
    reason: str = ""
    severity: str = ""
    evidence: str = ""
    flag: str = ""


class Sitting:
    """One reviewer at the desk. What was decided stands in the log alone, which is read anew before every row.

    Parameters
    ----------
    data : str or Path
        The data folder.
    reviewer : str
        A role, such as rater-1, or initials.
    open : bool
        Show proposals and what others said before this reviewer has decided; the default is blind.

    Attributes
    ----------
    bench : Bench
        The tables; read again when one of their files changes.
    cards : dict of str to Card
        What the report says of each claim.
    queue : Queue
        As it was when it was last looked at.

    Raises
    ------
    EvidenceError
        If the tables are at fault, or the reviewer is neither a role nor initials.
    """

    def __init__(self, data: str | Path, reviewer: str, open: bool = False):
        self.data, self.reviewer, self.open = Path(data), reviewer, open
        self._saved: list[str] = []
        self._set_up()
        decisions.check_reviewer(reviewer, self.bench.reviewers)
        self.look()

    def _set_up(self) -> None:
        before = marks(self.data, self.data)  # of all files, since only the descriptor says which one is the log
        self.bench = Bench(self.data)
        before.pop(self.bench.path.relative_to(self.data).as_posix(), None)
        self._marks = before
        self.cards: dict[str, Card] = {card.judged["claim_id"]: card for card in cards(self.bench.review)}

    def look(self) -> None:
        """Read the log again."""
        self.queue = Queue(self.bench, self.reviewer, self.open)

    def save(self, claim_id: str, said: Said) -> decisions.Receipt:
        """Append what was said of a claim: a verdict, or a flag alone.

        Raises
        ------
        EvidenceError
            If it is not understood or cannot be written, or if what the reviewer saw is not what stands there now;
            nothing is appended then, and `queue` is what stands there now.
        """
        seen = set(self.queue.own(claim_id)["decision_id"])
        self._check_tables(claim_id)
        self.look()
        own = self.queue.own(claim_id)
        if len(new := own[~own["decision_id"].isin(seen)]):
            told = ", ".join(new["verdict"].fillna(new["action"]))
            raise EvidenceError(
                f"{claim_id}: {self.reviewer} has said something of it elsewhere since this was shown ({told}); "
                "nothing was saved; do: look at what stands there now, and save again if you still want to"
            )
        decision = self._decision(claim_id, said)
        decisions.check_kind(decision, self.queue.log)
        receipt = self.bench.record(decision)
        self._saved.append(receipt.decision.decision_id)
        self.look()
        return receipt

    def undo(self) -> decisions.Decision:
        """Take back the newest row of this sitting that stands: a new row says so. Gives the row that was taken back.

        Raises
        ------
        EvidenceError
            If there is none, or the log cannot be written.
        """
        self.look()
        stand = decisions.standing(self.queue.log)[list(decisions.COLUMNS)].fillna("")
        stand = stand.set_index("decision_id", drop=False)
        left = [one for one in self._saved if one in stand.index]
        if not left:
            raise EvidenceError(
                "undo: nothing that was saved on this board still stands; do: take an older row back with "
                "`evidence withdraw`, or decide on the claim anew"
            )
        row = stand.loc[left[-1]]
        told = {"reason": TAKEN_BACK, "refers_to": row["decision_id"], "action": "withdraw"}
        self.bench.record(decisions.Decision(row["claim_id"], self.reviewer, **told))
        self._saved = left[:-1]
        self.look()
        return decisions.Decision(**{name: row[name] for name in decisions.COLUMNS})

    def _decision(self, claim_id: str, said: Said) -> decisions.Decision:
        settles = bool(said.verdict) and self.queue.settles(claim_id)
        return decisions.Decision(
            claim_id,
            self.reviewer,
            said.reason.strip(),
            verdict=said.verdict,
            flag=said.flag.strip(),
            severity=said.severity,
            evidence=said.evidence,
            refers_to=self.bench.between(self.queue.log, claim_id, self.reviewer) if settles else "",
            action="settle" if settles else "flag" if said.flag.strip() and not said.verdict else "decide",
        )

    def _check_tables(self, claim_id: str) -> None:
        """Read the tables again where a file of theirs was changed, and refuse if that changed what the claim shows."""
        if marks(self.data, self.bench.path) == self._marks:
            return
        before = self._shown(claim_id)
        self._set_up()
        if before != self._shown(claim_id):
            self.look()
            raise EvidenceError(
                f"{claim_id}: the tables were changed since this was shown; nothing was saved; do: look at the claim "
                "again, which is shown as it is now, and save again"
            )

    def _shown(self, claim_id: str) -> tuple:
        beside = self.bench.beside[self.bench.beside["claim_id"].eq(claim_id)].astype("str").to_dict("records")
        card = self.cards.get(claim_id)
        card = card and replace(card, state={}, history=[])  # what was said stands in the log, which is read anyway
        return self.bench.tables.version, self.bench.tables.texts, card, beside
