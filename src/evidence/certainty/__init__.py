"""How far to trust the evidence on a question: a proposal by rule, and the rater's decision kept beside it."""

from __future__ import annotations

from evidence.certainty.absolute import Absolute, absolute_effect, number_needed, risk_with
from evidence.certainty.body import READ, Body, Row, rows_by, rows_of
from evidence.certainty.findings import summary_of_findings
from evidence.certainty.grade import Step
from evidence.certainty.information_size import per_arm_of_means, per_arm_of_risks
from evidence.certainty.plain import sentence, size_of, way_of
from evidence.certainty.pooled import Pooled, StudyEffect
from evidence.certainty.pooling import pooled_from
from evidence.certainty.proposal import Departure, Proposal, departure, lowered, moved_by, propose
from evidence.certainty.rating import rate

__all__ = [
    "READ",
    "Absolute",
    "Body",
    "Departure",
    "Pooled",
    "Proposal",
    "Row",
    "Step",
    "StudyEffect",
    "absolute_effect",
    "departure",
    "lowered",
    "moved_by",
    "number_needed",
    "per_arm_of_means",
    "per_arm_of_risks",
    "pooled_from",
    "propose",
    "rate",
    "risk_with",
    "rows_by",
    "rows_of",
    "sentence",
    "size_of",
    "summary_of_findings",
    "way_of",
]
