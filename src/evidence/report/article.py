"""The article with every claim marked: pieces of its text, what covers each, and where a claim's number is set."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from evidence import annotation
from evidence.report.cells import text
from evidence.review import Review


@dataclass(frozen=True)
class Mark:
    """A claim as it is marked in the text."""

    claim_id: str
    verdict: str
    short: str
    opinion: bool


@dataclass(frozen=True)
class Piece:
    """A stretch of text covered by the same claims throughout.

    Attributes
    ----------
    runs : tuple of (text, emphasis)
        Its letters, cut where bold or italic begins or ends.
    marks : tuple of Mark
        The claims that cover it, the gravest verdict first: it gives the piece its colour and its link.
    ends : tuple of Mark
        The claims whose quotation ends with it; their ids are set there.
    """

    runs: tuple[tuple[str, tuple[str, ...]], ...]
    marks: tuple[Mark, ...]
    ends: tuple[Mark, ...]


@dataclass(frozen=True)
class Article:
    """One article: where it came from, its marked paragraphs and the sentences that no claim quotes."""

    article_id: str
    title: str
    outlet: str
    address: str
    retrieved: str
    note: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    uncovered: tuple[str, ...]


def articles(review: Review) -> list[Article]:
    """Mark the text of every article under review."""
    return [_article(review, row) for row in review.tables.articles.itertuples()]


def _article(review: Review, row) -> Article:
    tables = review.tables
    plain = tables.texts[row.article_id]
    spans = annotation.spans(tables.claims[tables.claims["article_id"].eq(row.article_id)], plain)
    marks = marks_of(review)
    last = dict(zip(spans["claim_id"], spans["end"], strict=True))
    segments = annotation.segments(plain, spans, tables.emphasis.get(row.article_id, ()))
    paragraphs = [
        tuple(
            _piece(list(same), marks, last) for _, same in itertools.groupby(paragraph, key=lambda one: one.claim_ids)
        )
        for _, paragraph in itertools.groupby(segments, key=lambda one: one.paragraph)
    ]
    return Article(
        article_id=row.article_id,
        title=row.title,
        outlet=text(row.outlet),
        address=text(row.address),
        retrieved=text(row.retrieved),
        note=text(row.note),
        paragraphs=tuple(paragraphs),
        uncovered=tuple(annotation.uncovered(plain, spans)["sentence"]),
    )


def marks_of(review: Review) -> dict[str, Mark]:
    """Give the mark of every claim by its id, the gravest verdict first."""
    order = list(review.counts.index)
    claims = review.claims.assign(place=review.claims["verdict"].map(order.index))
    ordered = claims.sort_values(["place", "claim_id"], kind="stable")
    rows = ordered.itertuples()
    return {row.claim_id: Mark(row.claim_id, row.verdict, row.short, row.kind == "opinion") for row in rows}


def _piece(segments: list[annotation.Segment], marks: dict[str, Mark], last: dict[str, int]) -> Piece:
    covering = set(segments[0].claim_ids)
    # Gravest first, not longest first: a contradicted claim inside a longer, milder one must not go unseen.
    gravest_first = tuple(mark for claim_id, mark in marks.items() if claim_id in covering)
    return Piece(
        runs=tuple((segment.text, segment.emphasis) for segment in segments),
        marks=gravest_first,
        ends=tuple(mark for mark in gravest_first if last[mark.claim_id] == segments[-1].end),
    )
