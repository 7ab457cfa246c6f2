"""The evidence of a claim on paper: what speaks for and against it, other claims of the article, leads, the rest."""

from __future__ import annotations

from collections.abc import Callable

from evidence.documents.blocks import Block, Column, paragraph, styled, table
from evidence.documents.inlines import Inline, Words, inlines, link, new_line, quiet, strong
from evidence.report.cells import counted
from evidence.report.claims import Card
from evidence.report.rows import Row

# Gives the numbers of the references of a link.
Marks = Callable[[str], list[Inline]]
EVIDENCE = (
    Column("Bearing", 0.11),
    Column("Source", 0.25),
    Column("What it says", 0.42),
    Column("How directly; seen", 0.22),
)


def evidence(card: Card, marks: Marks) -> list[Block]:
    """Set what counts for or against a claim as a table, and say under it how many rows are left out."""
    name, rest = card.judged["claim_id"], _left_out(card)
    if card.counted:
        rows = [_row(row, marks) for row in card.counted]
        shown = table(f"evidence-{name}", f"Evidence for and against {name}", EVIDENCE, rows)
        return [shown, *([styled("Table Note", paragraph(rest))] if rest else [])]
    none = "" if card.itself else "No evidence that counts for or against was seen."
    said = " ".join(part for part in (none, rest) if part)
    return [paragraph(said)] if said else []


def itself(row: dict[str, str]) -> Words:
    """Say how another claim of the article bears on this one."""
    other = row["other_claim_id"]
    return inlines(
        strong(row["bearing"]),
        ", the article itself in ",
        link(other, f"#{other}"),
        f": “{row['quotation']}” {row['reason']}",
    )


def leads(card: Card) -> str:
    """Name the leads, of which nothing was seen; each with the reason why it is one."""
    return " ".join(f"{row.label}: {row.reason}" for row in card.leads)


def _row(row: Row, marks: Marks) -> list[Words]:
    about = quiet(" · ".join(row.about))
    parts = [f"{level}: {domains}" for level, domains in row.directness if level in ("indirect", "partly")]
    directness = "; ".join(parts) or "direct"
    return [
        inlines(strong(row.bearing), new_line(), quiet("decides")) if row.decides else row.bearing,
        inlines(strong(row.label), marks(row.link_id), " " if row.about else "", about if row.about else ""),
        row.reason + (f" As given: {row.as_given}" if row.as_given else ""),
        inlines(directness, new_line(), quiet(f"{row.seen}; {row.link_id}")),
    ]


def _left_out(card: Card) -> str:
    silent = len(card.silent)
    verb = "does" if silent == 1 else "do"
    return (
        f"Left out here: {counted(silent, 'row')} that {verb} not count (silent on it, or context)." if silent else ""
    )
