"""The links of one study's documents; where each one leads is decided in `evidence.references.links`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evidence.references.links import PAGE, Link, reader_link
from evidence.report.cells import text

__all__ = ["PAGE", "Link", "reader_link", "reader_links"]


def reader_links(reports: Iterable[Mapping]) -> tuple[Link, ...]:
    """Choose the links for all documents of one study, those that count as evidence first."""
    ordered = sorted(reports, key=lambda report: bool(text(report.get("exclusion_reason"))))
    return tuple(dict.fromkeys(link for report in ordered if (link := reader_link(report))))
