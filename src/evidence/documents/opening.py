"""The first pages: what this is and who judged, the verdicts in numbers, the flagged claims, the chart."""

from __future__ import annotations

from collections.abc import Sequence

from evidence import vocabulary as words
from evidence.documents.blocks import Block, Column, bullets, figure, heading, new_page, paragraph, styled, table
from evidence.documents.charts import ChartPage
from evidence.documents.inlines import link, strong, verdict
from evidence.report import summary
from evidence.report.article import Article
from evidence.report.cells import counted
from evidence.report.claims import verdict_table
from evidence.report.links import PAGE
from evidence.review import Review


def front(review: Review, articles: Sequence[Article]) -> list[Block]:
    """Say what this is, what was read, and above all who judged."""
    told = summary.judges(review)
    settled = f"Reviewers have settled {counted(told['decided'], 'claim')}." if told["decided"] else ""
    settled = settled or "No claim has been settled by a human reviewer."
    return [
        styled("Banner", paragraph(strong(review.who_judged), f" They are {told['of']}. {settled}")),
        paragraph(
            "This report takes the checkable statements of an article one by one and holds each against the evidence "
            "that could be seen. For each it says how strong the evidence is, why, and what would change the verdict. "
            "It is about what the article says, and it is not advice on treatment."
        ),
        *[_read(article) for article in articles],
    ]


def _read(article: Article) -> Block:
    address = article.address
    from_where = link(address, address) if PAGE.fullmatch(address) else address
    parts = [
        "The article: ",
        strong(article.title),
        f". {article.outlet}, text taken on {article.retrieved}. ",
        from_where,
    ]
    return paragraph(*parts, f" {article.note}" if article.note else "")


def on_one_page(review: Review) -> list[Block]:
    """Give the verdicts in numbers, what they were held against, and the flagged claims with the reason for each."""
    counts = [[verdict(row["verdict"]), str(row["count"]), row["means"]] for row in summary.verdict_counts(review)]
    flagged = [row for same in verdict_table(review).values() for row in same if row["verdict"] in words.FLAGGED]
    rows = [
        [
            link(row["claim_id"], f"#{row['claim_id']}"),
            row["short"],
            verdict(row["verdict"]),
            row["severity"],
            row["why"],
        ]
        for row in flagged
    ]
    number = (Column("Verdict", 0.2), Column("Claims", 0.1), Column("What it means", 0.7))
    heads = ("Claim", 0.08), ("Statement", 0.27), ("Verdict", 0.15), ("Severity", 0.1), ("Why", 0.4)
    columns = [Column(*one) for one in heads]
    return [
        *new_page(),
        heading(1, "Summary", "summary"),
        table("table-verdicts", f"Verdicts on {counted(len(review.claims), 'claim')}", number, counts),
        _coverage(review),
        *(
            [table("table-flagged", "Claims to look at first", columns, rows)]
            if rows
            else [paragraph("No claim is flagged.")]
        ),
    ]


def _coverage(review: Review) -> Block:
    told = summary.coverage(review)
    rest = told["judged"] - told["checked"]
    against = f": {told['against']}" if told["against"] else ""
    could_not = f" The other {rest} could not: {told['open']}." if told["open"] else ""
    judged = counted(told["judged"], "judged claim")
    return paragraph(
        strong(f"{told['checked']} of {judged} could be checked"),
        f"{against}.{could_not} What could not be checked is never counted as fine.",
    )


def strength(pages: Sequence[ChartPage]) -> list[Block]:
    """Set the chart of claim strength, on as many pages as it needs."""
    if not pages:
        return []
    said = "What the words of each claim need, beside what the evidence gives. The verdicts are those of the rules."
    shown = [figure(page.name, f"{page.name}.png", page.caption, page.alt) for page in pages]
    words_of_it = [_topic(head, lines) for head, lines in _topics(pages).items()]
    title = heading(1, "How strong each claim is", "claim-strength")
    return [
        *new_page(),
        title,
        paragraph(said),
        *shown,
        heading(2, "The chart in words", "chart-in-words"),
        *words_of_it,
    ]


def _topics(pages: Sequence[ChartPage]) -> dict[str, list[str]]:
    """Gather what the pages show under their topics, since a topic can run over two pages."""
    topics: dict[str, list[str]] = {}
    head = ""
    for line in (line for page in pages for line in page.words if line.strip()):
        if line.endswith(":"):
            head = line
        topics.setdefault(head, [])
        if line != head:
            topics[head].append(line)
    return topics


def _topic(head: str, lines: Sequence[str]) -> Block:
    """Set the lines of a chart under their heading, in small print."""
    return styled("Small Print", paragraph(strong(head)), *([bullets(lines)] if lines else []))
