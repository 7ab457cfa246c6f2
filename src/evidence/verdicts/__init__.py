"""From evidence on a claim to its verdict: three judgements, then the first rule that fits."""

from __future__ import annotations

from evidence.verdicts.case import Case, Finding, certainty_of, evaluate
from evidence.verdicts.flips import IN_HAND, KINDS, Flip, Flipped, Move, flip, flips
from evidence.verdicts.found import claimed, elsewhere, found, regulatory
from evidence.verdicts.judging import agreement, calibration, tier, traceability, wording_fits
from evidence.verdicts.numbers import Measured, Stated, comparable, number_found, stated
from evidence.verdicts.rules import RULES, Judged, Rule, cells, severity, verdict
from evidence.verdicts.sentences import coverage, coverage_counts, lead, sentence, why
from evidence.verdicts.whatif import NEW, SOURCE

__all__ = [
    "IN_HAND",
    "KINDS",
    "NEW",
    "RULES",
    "SOURCE",
    "Case",
    "Finding",
    "Flip",
    "Flipped",
    "Judged",
    "Measured",
    "Move",
    "Rule",
    "Stated",
    "agreement",
    "calibration",
    "cells",
    "certainty_of",
    "claimed",
    "comparable",
    "coverage",
    "coverage_counts",
    "elsewhere",
    "evaluate",
    "flip",
    "flips",
    "found",
    "lead",
    "number_found",
    "regulatory",
    "sentence",
    "severity",
    "stated",
    "tier",
    "traceability",
    "verdict",
    "why",
    "wording_fits",
]
