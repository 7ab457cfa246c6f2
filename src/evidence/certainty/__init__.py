"""How far to trust the evidence on a question: a proposal by rule, and the rater's decision kept beside it."""

from __future__ import annotations

from evidence.certainty.body import READ, Body, Row, rows_of
from evidence.certainty.grade import Step
from evidence.certainty.proposal import Departure, Proposal, departure, lowered, moved_by, propose
from evidence.certainty.rating import rate

__all__ = [
    "READ",
    "Body",
    "Departure",
    "Proposal",
    "Row",
    "Step",
    "departure",
    "lowered",
    "moved_by",
    "propose",
    "rate",
    "rows_of",
]
