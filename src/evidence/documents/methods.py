"""The back of the report: rules, pooling, searches, limits, versions."""

from __future__ import annotations

from evidence import __version__
from evidence import vocabulary as words
from evidence.documents import trust
from evidence.documents.blocks import Block, Column, bullets, heading, new_page, paragraph, styled, table
from evidence.documents.inlines import place, verdict
from evidence.report import methods, prose, summary
from evidence.review import Review


def method_chapter(review: Review) -> list[Block]:
    """Say how the verdicts were made, what could be pooled, what was searched, how firm it is, and its limits."""
    return [
        *new_page(),
        heading(1, "Methods", "methods"),
        *_rules(review),
        *_pooling(review),
        *_searches(review),
        *trust.misfits(review),
        *trust.raters(review),
        *trust.reviewers(review),
        *trust.firm(review),
        *_limits(review),
    ]


def _rules(review: Review) -> list[Block]:
    columns = (Column("Rule", 0.27), Column("Verdict", 0.15), Column("Claims", 0.08), Column("What it asks for", 0.5))
    needs = (Column("Wording", 0.5), Column("Certainty that makes it fair", 0.5))
    rows = [
        [f"{number}. {rule['name']}", verdict(rule["verdict"]), str(rule["claims"]), rule["change"]]
        for number, rule in enumerate(methods.rules(review), start=1)
    ]
    return [
        heading(2, "How a verdict is made", "rules"),
        *map(paragraph, prose.RULES),
        table("table-rules", "The rules in their order, and the claims that each decided", columns, rows),
        table("table-needs", prose.NEEDS, needs, words.WORDING_NEEDS.items()),
    ]


def _pooling(review: Review) -> list[Block]:
    told = methods.pooling(review)
    columns = (Column("Reason", 0.8), Column("Bodies", 0.2))
    reasons = [[reason, str(number)] for reason, number in told["reasons"]]
    title = "What stood against pooling; a body can have several reasons"
    shown = [table("table-pooling", title, columns, reasons)] if reasons else []
    return [
        heading(2, "What was pooled", "pooling"),
        paragraph(prose.pooled(told)),
        *shown,
        *_directions(told["directions"]),
    ]


def _directions(rows: list[dict]) -> list[Block]:
    if not rows:
        return []
    heads = ("Outcome", 0.15), ("Arms", 0.15), ("Studies", 0.09), ("Direction", 0.21), ("Printed estimates", 0.4)
    cells = [
        [row["outcome_family"], row["arm_role"], row["studies"], row["said"], row["ranges"] or "none"] for row in rows
    ]
    return [table("table-directions", "By direction instead", [Column(*one) for one in heads], cells)]


def _searches(review: Review) -> list[Block]:
    told = methods.searches(review)
    title = heading(2, "Searches", "searches")
    if not told["total"]:
        return [title, paragraph(prose.searched(told))]
    heads = (Column("Search", 0.06), Column("Words of the search", 0.84), Column("The source", 0.1))
    rows = [[place(row["search_id"], row["search_id"]), row["query"], row["outcome"]] for row in told["rows"]]
    flow = [[row["step"], row["what"], row["rows"]] for row in methods.flow(review)]
    steps = (Column("Step", 0.3), Column("What", 0.55), Column("Rows", 0.15))
    return [
        title,
        paragraph(prose.searched(told), " What each one brought back stands in the table of searches of the data."),
        *([table("table-flow", prose.ON_RECORD, steps, flow)] if flow else []),
        styled("Small Print", table("table-searches", "All searches, word for word", heads, rows)),
    ]


def _limits(review: Review) -> list[Block]:
    said = prose.limits(summary.judges(review), methods.limits(review))
    return [heading(2, "Limits", "limits"), bullets(said)]


def version_chapter(review: Review) -> list[Block]:
    """Say which data and which package this was made from, and under which licence the tables stand."""
    licence = methods.licences(review)
    return [
        heading(1, "Versions", "versions"),
        paragraph(
            f"Data version {review.tables.version or 'not given'}, package evidence {__version__}. "
            f"Tables: {licence or 'no licence given'}. The article is quoted for review and is not ours to license."
        ),
    ]
