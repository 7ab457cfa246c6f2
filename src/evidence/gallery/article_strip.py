"""Where in each article its claims stand, by verdict."""

from __future__ import annotations

import pandas as pd

from evidence import annotation
from evidence.figures import article_strip
from evidence.gallery.exhibit import Exhibit
from evidence.review import Review

METHOD = (
    "A bar is the quotation of a claim, at its place in the article by characters; the ids are those of the verdict "
    "table. Flagged are claims that are contradicted, unsupported or untraceable."
)


def exhibits(review: Review, claim_id: str = "") -> list[Exhibit]:
    """Give a strip for each article; none for one claim, whose place says nothing without the others."""
    if claim_id:
        return []
    articles = [row.article_id for row in review.tables.articles.itertuples()]
    found = []
    for article_id in articles:
        frame = stretches(review, article_id)
        if frame["stretch"].eq("claim").any():
            name = f"article_strip_{article_id}" if len(articles) > 1 else "article_strip"
            found.append(Exhibit(name, article_strip.CHART, frame, _title(frame), METHOD))
    return found


def stretches(review: Review, article_id: str) -> pd.DataFrame:
    """Give the paragraphs of an article and the claims in it, with their places and verdicts."""
    text = review.tables.texts[article_id]
    claims = review.tables.claims
    spans = annotation.spans(claims[claims["article_id"].eq(article_id)], text)
    judged = spans.merge(review.claims[["claim_id", "verdict", "flagged"]], on="claim_id")
    judged = judged.rename(columns={"claim_id": "name"}).assign(stretch="claim")
    paragraphs = pd.DataFrame(annotation.blocks(text), columns=["start", "end"])
    openings = [" ".join(text[start:end].split()[:12]) for start, end in annotation.blocks(text)]
    paragraphs = paragraphs.assign(stretch="paragraph", name=openings, verdict="", flagged=False)
    columns = list(article_strip.NEEDED)
    return pd.concat([paragraphs[columns], judged[columns]], ignore_index=True)


def _title(frame: pd.DataFrame) -> str:
    counts = article_strip.flagged_in(frame)
    if not any(counts):
        return "Where the claims stand: none is flagged"
    most = [str(place) for place, count in enumerate(counts, start=1) if count == max(counts)]
    where = f"paragraph{'s' if len(most) > 1 else ''} {' and '.join(most)}"
    return f"{sum(counts)} flagged claims in {sum(map(bool, counts))} of {len(counts)} paragraphs; most in {where}"
