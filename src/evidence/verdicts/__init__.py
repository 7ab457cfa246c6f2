"""From evidence on a claim to its verdict: three judgements, then the first rule that fits."""

from __future__ import annotations

from evidence.verdicts.judging import agreement, calibration, comparable, number_fits, tier, traceability, wording_fits
from evidence.verdicts.rules import RULES, Judged, Rule, severity, verdict
from evidence.verdicts.sentences import claimed, coverage, found, lead, sentence, why

__all__ = [
    "RULES",
    "Judged",
    "Rule",
    "agreement",
    "calibration",
    "claimed",
    "comparable",
    "coverage",
    "found",
    "lead",
    "number_fits",
    "sentence",
    "severity",
    "tier",
    "traceability",
    "verdict",
    "why",
    "wording_fits",
]
