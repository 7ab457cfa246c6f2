"""The tables of a publication with what is printed around them: caption, notes, widths, and which way the page lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from evidence.documents import tables
from evidence.documents.blocks import Block, Column, paragraph, styled, table
from evidence.documents.inlines import Words, inlines, link, quiet, verdict
from evidence.report.links import PAGE
from evidence.review import Review

CERTAINTY = "Certainty: how far the evidence on the question can be trusted, whichever way it points."
BLANK = "A blank cell: does not apply, or nothing was recorded."
ABBREVIATIONS = {
    "claims_and_verdicts": f"{CERTAINTY} High severity: safety and regulation, and what is contradicted. {BLANK}",
    "characteristics_of_studies": (
        "People: number enrolled. Risk of bias: in brackets the tool, whose source stands in the table of tools. "
        f"From abstract: no more than an abstract was seen. {BLANK}"
    ),
    "summary_of_findings": f"GRADE: grading of recommendations, assessment, development and evaluation. {CERTAINTY}",
    "regulatory_status": (
        "Where: country code (ISO 3166), or the name of a union. No rule found is not permitted. Read in by us: the "
        f"document does not say so outright. As of: the last day on which we looked. {BLANK}"
    ),
}

# What a reader of the file must know, and a reader of the report need not.
OF_FILE = {
    "regulatory_status": (
        "One row per status; the file of the same name among the tables of the review has one per status and claim.",
    ),
}


@dataclass(frozen=True)
class Shape:
    """How a table is printed.

    Attributes
    ----------
    title : str
        Its caption.
    frame : callable
        Gives its frame from a review.
    shares : dict of str to float
        Columns that are printed, in order, with their shares of the width. What is left out stands in the CSV file.
    turned : bool
        Whether it needs a page turned sideways.
    """

    title: str
    frame: Callable[[Review], pd.DataFrame]
    shares: dict[str, float]
    turned: bool = True


SHAPES = {
    "claims_and_verdicts": Shape(
        "Claims and verdicts",
        tables.claims_and_verdicts,
        {"claim": 0.05, "statement": 0.18, "severity": 0.07, "verdict": 0.1, "certainty": 0.08, "claimed": 0.08,
         "found": 0.2, "why": 0.24},
    ),
    "characteristics_of_studies": Shape(
        "Characteristics of the studies that bear on a claim or give a result",
        tables.characteristics_of_studies,
        {"study": 0.15, "design": 0.1, "condition": 0.115, "product": 0.145, "route": 0.095, "people": 0.055,
         "control": 0.095, "funding": 0.075, "what_was_seen": 0.065, "risk_of_bias": 0.105},
    ),
    "summary_of_findings": Shape(
        "Summary of findings on effects and safety",
        tables.summary_of_findings,
        {"question": 0.12, "outcome": 0.07, "claims": 0.05, "people": 0.09, "found": 0.22, "certainty": 0.065,
         "why_this_certainty": 0.255, "in_plain_words": 0.13},
    ),
    "regulatory_status": Shape(
        "Regulatory status",
        tables.regulatory_status,
        {"where": 0.05, "authority": 0.1, "product_and_use": 0.14, "status": 0.15, "legal_basis": 0.13,
         "what_the_document_says": 0.24, "date": 0.075, "read_in_by_us": 0.05, "what_was_seen": 0.065},
    ),
}  # fmt: skip
# Columns whose cell names the source of its row.
LINKED = {"study", "authority"}
HEADS = {"read_in_by_us": "Read in", "why_this_certainty": "Why", "in_plain_words": "In plain words"}


@dataclass(frozen=True)
class PublicationTable:
    """One table of a review, ready to be printed: its name, shape, frame and the notes under it."""

    name: str
    shape: Shape
    frame: pd.DataFrame
    notes: tuple[str, ...]


def publication_tables(review: Review) -> list[PublicationTable]:
    """Make the four tables of a review: claims, studies, summary of findings, regulatory status."""
    told = f"{review.who_judged} Data version {review.tables.version or 'not given'}."
    return [
        PublicationTable(name, shape, shape.frame(review), (ABBREVIATIONS[name], *OF_FILE.get(name, ()), told))
        for name, shape in SHAPES.items()
    ]


def printed(one: PublicationTable, marks: Callable[[dict], Words] | None = None) -> list[Block]:
    """Set a table with its notes.

    Parameters
    ----------
    one : PublicationTable
        What to print.
    marks : callable or None
        Gives for a row what stands after its first cell: the numbers of its references. Without it the cell that names
        the source is a link.
    """
    columns = [Column(head(name), share) for name, share in one.shape.shares.items()]
    rows = [[_cell(name, row, marks) for name in one.shape.shares] for row in one.frame.to_dict("records")]
    return [
        table(f"table-{one.name.replace('_', '-')}", one.shape.title, columns, rows),
        styled("Table Note", paragraph(" ".join(one.notes))),
    ]


def head(name: str) -> str:
    """Write the name of a column as a heading.

    Examples
    --------
    >>> head("what_was_seen"), head("read_in_by_us")
    ('What was seen', 'Read in')
    """
    return HEADS.get(name, name.replace("_", " ").capitalize())


def _cell(name: str, row: dict[str, str], marks: Callable[[dict], Words] | None) -> Words:
    if name == "verdict":
        return verdict(row[name])
    if name == "claim" and marks:
        return link(row[name], f"#{row[name]}")
    if name in LINKED and marks:
        return inlines(row[name], marks(row))
    if name in LINKED and PAGE.fullmatch(row["address"]):
        return link(row[name], row["address"])
    if name == "status" and row["pathway"]:
        return inlines(row[name], " ", quiet(row["pathway"]))
    return row[name]
