"""The report as one model for all its writers: title, date and blocks in the reader's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from evidence.documents import opening, tree
from evidence.documents.blocks import Block, contents, heading, landscape, new_page
from evidence.documents.chapters import claim_chapters
from evidence.documents.charts import ChartPage
from evidence.documents.inlines import Inline, text
from evidence.documents.methods import method_chapter, version_chapter
from evidence.documents.publication import OF_FILE, PublicationTable, printed, publication_tables
from evidence.documents.references import References, reference_chapter, references
from evidence.documents.tables import evidence_that_counts
from evidence.report.article import articles
from evidence.report.regulation import statuses
from evidence.review import Review

LANGUAGE = "en-GB"
DATED = (("articles", "retrieved"), ("searches", "date"), ("regulations", "as_of"))
NO_DATE = "1980-01-01"  # the earliest day that a ZIP file, and so a Word file, can hold


@dataclass(frozen=True)
class Document:
    """A document for any writer.

    Attributes
    ----------
    title, subject : str
        What it is called, and in one sentence what it is.
    date : str
        The newest day in the data (YYYY-MM-DD): the clock of the machine never shows.
    blocks : list of Block
        What it holds.
    """

    title: str
    subject: str
    date: str
    blocks: list[Block]


def report_document(review: Review, charts: Sequence[ChartPage]) -> Document:
    """Put the whole report together.

    Parameters
    ----------
    review : Review
        From `evidence.assess`.
    charts : sequence of ChartPage
        The pages of the chart, from `charts.draw`.
    """
    texts = articles(review)
    title = texts[0].title if len(texts) == 1 else review.tables.descriptor.get("title", "A review")
    made = publication_tables(review)
    cited = references(review, set(made[1].frame["study_id"]), _rules_shown(review))
    blocks = [
        *opening.front(review, texts),
        *contents(),
        *opening.on_one_page(review),
        *opening.strength(charts),
        *claim_chapters(review, _marks(review, cited)),
        *_tables(review, made, cited),
        *method_chapter(review),
        *new_page(),
        *reference_chapter(cited),
        *version_chapter(review),
    ]
    return Document(tree.plain(text(title)), f"Evidence review. {review.who_judged}", newest_day(review), blocks)


def newest_day(review: Review) -> str:
    """Give the newest full date of the articles, searches and statuses: the day on which the review stands."""
    days = pd.concat([getattr(review.tables, table)[column] for table, column in DATED]).dropna().astype(str)
    return max((day for day in days if len(day) == len(NO_DATE)), default=NO_DATE)


def _rules_shown(review: Review) -> set[str]:
    counted = evidence_that_counts(review)["regulation_id"].dropna()
    return set(counted) | {row["regulation_id"] for row in statuses(review)[0].rows}


def _marks(review: Review, cited: References):
    evidence = review.evidence.set_index("link_id")[["study_id", "regulation_id"]].fillna("")

    def marks(link_id: str) -> list[Inline]:
        """Give the numbers of the documents behind a link."""
        return cited.marks(*evidence.loc[link_id])

    return marks


def _tables(review: Review, made: Sequence[PublicationTable], cited: References) -> list[Block]:
    """Set the four tables on turned pages; of the statuses, those of the article's jurisdictions."""
    claims, studies, findings, rules = made
    home, elsewhere = statuses(review)
    shown = {row["regulation_id"] for row in home.rows}
    rest = f"{len(elsewhere.rows)} more, of {len(elsewhere.places)} other jurisdictions, stand in the data."
    notes = [note for note in rules.notes if note not in OF_FILE[rules.name]]
    notes = (rest, *notes) if elsewhere.rows else tuple(notes)
    at_home = replace(rules, frame=rules.frame[rules.frame["regulation_id"].isin(shown)], notes=notes)

    def marks(row: dict) -> list[Inline]:
        """Give the numbers of the documents behind a row."""
        return cited.marks(row.get("study_id", ""), row.get("regulation_id", ""))

    parts = [block for one in (claims, studies, findings, at_home) if len(one.frame) for block in printed(one, marks)]
    return landscape([heading(1, "Tables for publication", "tables"), *parts])
