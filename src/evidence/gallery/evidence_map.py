"""The evidence map of a review: counted rows by claim, design and directness, and the gaps."""

from __future__ import annotations

import pandas as pd

from evidence import vocabulary as words
from evidence.figures import evidence_map
from evidence.gallery.exhibit import Exhibit, documents
from evidence.review import Review

# Designs from those that can show most about a treatment to those that can show least; the grouping is ours.
COLUMNS = {
    "randomised": ("randomised trial",),
    "comparative": ("non-randomised comparison", "cohort", "cross-sectional"),
    "uncontrolled": ("before-after", "case series"),
    "case report": ("case report",),
    "review, guidance": (
        *("meta-analysis", "systematic review", "narrative review", "guidance"),
        *("professional advice", "consensus statement"),
    ),
    "authority, law": ("authority's document", "regulatory action", "law"),
    "laboratory, animal": ("laboratory", "animal", "histology"),
    "news, vendor": ("news or vendor page",),
}
OTHER = "other"
METHOD = (
    "Counted is each row of evidence that speaks for or against a claim or both ways; indirect is what differs in "
    "people, treatment, comparator or outcome, or comes from another country's authority. One study can give several."
)


def exhibits(review: Review, claim_id: str = "") -> list[Exhibit]:
    """Give the map of all judged claims, or the line of one."""
    counts = counted(review)
    if claim_id:
        counts = counts[counts["claim_id"].eq(claim_id)]
    if counts.empty:
        return []
    rows = _rows(review)
    mine = rows[rows["claim_id"].isin(set(counts["claim_id"]))]
    sources = documents(review, mine["study_id"].dropna(), mine["regulation_id"].dropna())
    name = f"evidence_map_{claim_id}" if claim_id else "evidence_map"
    title = f"Which evidence speaks to claim {claim_id}" if claim_id else "Which evidence speaks to which claim"
    return [Exhibit(name, evidence_map.CHART, counts, title, METHOD, sources)]


def _rows(review: Review) -> pd.DataFrame:
    rows = review.evidence[review.evidence["bearing"].isin(words.COUNTED_BEARINGS)]
    return rows.drop_duplicates(["claim_id", "evidence_id"])


def counted(review: Review) -> pd.DataFrame:
    """Count the rows of evidence of every judged claim, in the order of the topics.

    Returns
    -------
    DataFrame
        claim_id, topic, short, column, place, side, direct, rows; an empty cell is a row with 0 and blanks.
    """
    groups = {design: column for column, designs in COLUMNS.items() for design in designs}
    rows = _rows(review)
    rows = rows.assign(column=rows["design"].map(groups).fillna(OTHER), side=rows["bearing"])
    found = rows.groupby(["claim_id", "column", "side", "direct"]).size().rename("rows").reset_index()
    names = [*COLUMNS, *([OTHER] if found["column"].eq(OTHER).any() else [])]
    cells = pd.DataFrame({"column": names, "place": range(len(names))})
    claims = review.judged[["claim_id", "topic", "short"]]
    topics = claims["topic"].map(list(words.TOPICS).index)
    claims = claims.assign(order=topics).sort_values(["order", "claim_id"]).drop(columns="order")
    grid = claims.merge(cells, how="cross").merge(found, on=["claim_id", "column"], how="left")
    grid["rows"] = grid["rows"].fillna(0).astype(int)
    grid["side"] = grid["side"].fillna("")
    return grid
