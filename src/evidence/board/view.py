"""The board as a widget: what it hears from the browser, and the one state that it shows there."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import anywidget
import traitlets

from evidence.board.queue import WAITING, Queue
from evidence.board.sitting import Said, Sitting
from evidence.board.state import BLANK, state, words_of
from evidence.board.table import fault_told, table, told
from evidence.decisions import check_word
from evidence.errors import EvidenceError

VIEW = "application/vnd.jupyter.widget-view+json"


class Face(anywidget.AnyWidget):
    """The browser's side: `shown` is all that it shows, messages are all that it says."""

    _esm = resources.files("evidence.board").joinpath("board.js").read_text(encoding="utf-8")
    _css = resources.files("evidence.board").joinpath("board.css").read_text(encoding="utf-8")
    shown = traitlets.Dict().tag(sync=True)


class Board:
    """Decide on claims in a notebook, one after the other; where no kernel runs, a table of where they stand.

    Parameters
    ----------
    data : str or Path
        The data folder. Decisions are appended to its log.
    reviewer : str
        A role, such as rater-1, or initials. What waits for an adjudicator are the claims in conflict.
    open : bool
        Show what the rules propose and what others said before this reviewer has decided. The default is blind.

    Attributes
    ----------
    face : Face
        The widget.
    sitting : Sitting or None
        The reviewer at the desk; None where the tables or the reviewer are at fault, which the board then says.
    claim_id, filter : str
        What is shown.

    Examples
    --------
    >>> board = Board("no such folder", reviewer="rater-1")
    >>> board.sitting is None, "no such folder" in board.fault
    (True, True)
    """

    def __init__(self, data: str | Path, reviewer: str, open: bool = False):
        self.claim_id, self.filter, self.fault, self.sitting = "", WAITING, "", None
        self._turn = 0
        try:
            self.sitting = Sitting(data, reviewer, open)
        except (EvidenceError, OSError) as error:
            self.fault = words_of(error)
            self.face = Face(shown=BLANK | {"title": "The board cannot open", "wrong": self.fault})
            return
        self.face = Face(shown=BLANK)
        self.face.on_msg(self._heard)
        self.claim_id = self.queue.following("", WAITING)
        self._show()

    @property
    def queue(self) -> Queue:
        """What this reviewer may see, as last looked at."""
        return self.sitting.queue

    def __repr__(self) -> str:
        """How far the review is; needs no kernel."""
        return f"Board: {self.fault}" if self.sitting is None else f"Board. {told(self.queue)}"

    def _repr_html_(self) -> str:
        """Where each claim stands, as a table: what is left of the board where no kernel runs."""
        if self.sitting is None:
            return fault_told(self.fault)
        return table(self.queue, self.sitting.bench.beside)

    def _repr_mimebundle_(self, **kwargs) -> dict:
        bundle = self.face._repr_mimebundle_(**kwargs)
        view = (bundle[0] if isinstance(bundle, tuple) else bundle)[VIEW]
        return {VIEW: view, "text/html": self._repr_html_(), "text/plain": repr(self)}

    def save(self, verdict: str = "", reason: str = "", **more: str) -> None:
        """Say something of the claim that is shown, and go on to the next; more: severity, evidence, flag."""
        said, claim_id = Said(verdict, reason, **more), self.claim_id
        receipt = self.sitting.save(claim_id, said)
        state_now = self.queue.shown.set_index("claim_id")["state"][claim_id]
        told = [f"Saved: {claim_id}, {verdict or 'flag'}; now {state_now}."]
        if receipt.behind > 1:
            behind = f"The clock of this machine is {receipt.behind:.0f} seconds behind the newest row of the log: "
            told.append(behind + "look whose clock is wrong, yours or that of the newest row.")
        if receipt.cut:
            kept = f"it is kept in {self.sitting.bench.path.name}.cut"
            told.append(f"A row that another writer never finished was cut off the log; {kept}.")
        self.claim_id = self.queue.following(claim_id, self.filter)
        self._show(told=" ".join(told), done=claim_id)

    def undo(self) -> None:
        """Take back what was saved last on this board, and show that claim with what was typed."""
        back = self.sitting.undo()
        self.claim_id = back.claim_id
        typed = {name: getattr(back, name) for name in ("verdict", "reason", "severity", "flag")}
        told = f"Taken back: {back.claim_id}, {back.verdict or 'flag'}. A new row says so."
        self._show(told=told, again=typed | {"cited": back.evidence.split()})

    def go(self, claim_id: str) -> None:
        """Show a claim."""
        self._see(claim_id)
        self.sitting.look()
        self._show()

    def move(self, step: int = 1) -> None:
        """Show the next claim that the filter leaves, or, with -1, the one before."""
        self.sitting.look()
        self.claim_id = self.queue.following(self.claim_id, self.filter, step)
        self._show()

    def choose(self, name: str) -> None:
        """Set the filter, one of `FILTERS`; the claim that is shown stays if the filter leaves it."""
        self.sitting.look()
        left = set(self.queue.claims(name)["claim_id"])
        self.filter = name
        if self.claim_id not in left:
            self.claim_id = self.queue.following("", name)
        self._show()

    def _see(self, claim_id: str) -> None:
        check_word("claim", claim_id, self.queue.shown["claim_id"])
        self.claim_id = claim_id

    def _heard(self, face: Face, message: dict, buffers: list) -> None:
        """Do what the browser asks; what cannot be done is said in the board, where what was typed still stands."""
        told = {name: str(value) for name, value in message.items() if isinstance(value, str)}
        typed = {name: told.get(name, "") for name in ("verdict", "reason", "severity", "flag")}
        cited = " ".join(map(str, message.get("cited", ())))
        try:
            match told.get("do"):
                case "save":
                    self._see(told.get("claim_id", ""))
                    self.save(**typed, evidence=cited)
                case "undo":
                    self.undo()
                case "go":
                    self.go(told.get("claim_id", ""))
                case "filter":
                    self.choose(told.get("name", ""))
                case "next" | "back" as step:
                    self.move(1 if step == "next" else -1)
        except (EvidenceError, OSError) as error:
            self._show(wrong=words_of(error))

    def _show(self, **more) -> None:
        self._turn += 1  # the browser would not hear of a state that is as before
        self.face.shown = state(self.sitting, self.claim_id, self.filter) | {"turn": self._turn} | more
