"""What reviewers decided, as an append-only log: rows are added whole, and nothing is ever rewritten.

`record` is one row, `checking` refuses what it may not be, `log` appends and reads, `tail` tells a whole last row from
a torn one, `escaping` keeps any text on one line, `moments` are its times and ids; `standing` says which rows count and
what is settled, `states` where each claim stands, `basis` what changed since, `blind` who may see what, `history` who
said what when. The chain's verdict stands beside a decision and is never merged with it.
"""

from __future__ import annotations

from evidence.decisions.basis import basis, basis_of_claims, changed
from evidence.decisions.blind import blinded, decided_by, to_decide
from evidence.decisions.checking import check, check_kind, check_reviewer, check_word
from evidence.decisions.escaping import escaped, unescaped
from evidence.decisions.history import history
from evidence.decisions.log import Receipt, append, plain, read
from evidence.decisions.record import ACTIONS, COLUMNS, Decision, is_reviewer
from evidence.decisions.standing import first_of, newest_of, settled, standing
from evidence.decisions.states import STATES, states
from evidence.decisions.tail import whole_rows

__all__ = [
    "ACTIONS",
    "COLUMNS",
    "STATES",
    "Decision",
    "Receipt",
    "append",
    "basis",
    "basis_of_claims",
    "blinded",
    "changed",
    "check",
    "check_kind",
    "check_reviewer",
    "check_word",
    "decided_by",
    "escaped",
    "first_of",
    "history",
    "is_reviewer",
    "newest_of",
    "plain",
    "read",
    "settled",
    "standing",
    "states",
    "to_decide",
    "unescaped",
    "whole_rows",
]
