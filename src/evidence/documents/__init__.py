"""The report on paper and in Word, PDF and Markdown, and the tables of a publication; from one model of blocks."""

from __future__ import annotations

from evidence.documents.table_files import TABLE_FORMATS, write_tables
from evidence.documents.tables import (
    characteristics_of_studies,
    claims_and_verdicts,
    regulatory_status,
    summary_of_findings,
)
from evidence.documents.writing import FORMATS, write_reports

__all__ = [
    "FORMATS",
    "TABLE_FORMATS",
    "characteristics_of_studies",
    "claims_and_verdicts",
    "regulatory_status",
    "summary_of_findings",
    "write_reports",
    "write_tables",
]
