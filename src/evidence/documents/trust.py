"""How far to trust the review, on paper: numbers that do not fit, agreement, what reviewers decided, firmness."""

from __future__ import annotations

from evidence.documents.blocks import Block, Column, bullets, heading, paragraph, table
from evidence.documents.inlines import Words, inlines, joined, link, quiet, verdict
from evidence.report import decided, firmness, methods, prose
from evidence.review import Review


def misfits(review: Review) -> list[Block]:
    """List printed numbers that do not agree, and say for each check how many rows could be checked."""
    found = methods.integrity(review)
    heads = ("Check", 0.17), ("Looked at", 0.2), ("Rows", 0.07), ("Fit", 0.07), ("Named", 0.08), ("Not checked", 0.11)
    columns = [*(Column(*one) for one in heads), Column("For want of (rows)", 0.3)]
    names = ("check", "looked_at", "rows", "fit", "found", "could_not_check", "missing")
    cells = [[row[name] for name in names] for row in methods.checked(review)]
    return [
        heading(2, "Numbers that do not fit", "integrity"),
        paragraph(prose.misfits(found)),
        *([bullets(map(_misfit, found))] if found else []),
        table("table-checked", prose.CHECKED, columns, cells),
    ]


def _misfit(found: dict) -> Words:
    touched = joined([link(claim, f"#{claim}") for claim in found["claims"]], ", ")
    touches = inlines("; touches ", touched) if touched else ""
    return inlines(found["finding"], " ", quiet(f"{found['check']}; {found['weight']}; {found['rows']}", touches))


def raters(review: Review) -> list[Block]:
    """Say how far two raters agreed before their rows were settled; nothing without a second rater."""
    rows = methods.agreement(review)
    if not rows:
        return []
    heads = ("Judgement", 0.25), ("Rated twice", 0.12), ("Same word", 0.21), ("Kappa", 0.21), ("Gwet AC", 0.21)
    cells = [[row["judgement"], str(row["items"]), row["raw"], row["kappa"], row["ac"]] for row in rows]
    return [
        heading(2, "How far two raters agree", "raters"),
        paragraph(prose.raters(methods.overruled(review))),
        table("table-raters", "Agreement before settling, with 95% intervals", [Column(*one) for one in heads], cells),
    ]


def reviewers(review: Review) -> list[Block]:
    """Say when a claim is settled, and how far the reviewers have come."""
    told = decided.summary(review, decided.states(review))
    return [heading(2, "What reviewers decided", "reviewers"), paragraph(prose.reviewers(told))]


def firm(review: Review) -> list[Block]:
    """Say how many verdicts stand whatever single change is tried, and which are the most fragile."""
    told = firmness.firmness(review)
    heads = ("Change", 0.46), ("Claims", 0.12), ("Changes tried", 0.18), ("Verdicts that stand", 0.24)
    cells = [
        [row["words"], row["claims"], row["changes"], row["stand"] + (f" ({row['percent']})" if row["percent"] else "")]
        for row in told["kinds"]
    ]
    title = "Verdicts that stand, whatever single change of the kind is tried"
    blocks = [
        heading(2, "How firm the verdicts are", "firmness"),
        paragraph(prose.tried(told)),
        table("table-firmness", title, [Column(*one) for one in heads], cells),
    ]
    return blocks + ([_fragile(told["fragile"])] if told["fragile"] else [])


def _fragile(rows: list[dict]) -> Block:
    heads = ("Claim", 0.3), ("Verdict", 0.15), ("Changes in hand that move it", 0.15), ("What would change it", 0.4)
    cells: list[list[Words]] = [
        [
            inlines(link(row["claim_id"], f"#{row['claim_id']}"), f" {row['short']}"),
            verdict(row["verdict"]),
            f"{row['in_hand_moving']} of {row['in_hand']}",
            row["would_change"],
        ]
        for row in rows
    ]
    return table("table-fragile", "The most fragile verdicts", [Column(*one) for one in heads], cells)
