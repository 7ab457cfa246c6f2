"""The head of the page: how many claims got which verdict, what they were held against, and who judged."""

from __future__ import annotations

import pandas as pd

from evidence import vocabulary as words
from evidence.report.cells import counted, listed
from evidence.review import Review

FIRST = 5  # claims named at the head of the page: what fits beside its title


def verdict_counts(review: Review) -> list[dict]:
    """Give the verdicts, gravest first, with their number of claims and what each means."""
    return [{"verdict": v, "count": int(n), "means": words.VERDICTS[v]} for v, n in review.counts.items()]


def topics(review: Review) -> list[tuple[str, int]]:
    """Give the topics with their number of claims, in the order in which the article comes to them."""
    count = review.claims.sort_values("claim_id")["topic"].value_counts(sort=False)
    return [(topic, int(number)) for topic, number in count.items() if topic]


def first(table: dict[str, list[dict[str, str]]]) -> list[dict[str, str]]:
    """Take from the verdict table the claims that a reader should see first: its gravest flagged ones."""
    flagged = [row for rows in table.values() for row in rows if row["flagged"] == "True"]
    return flagged[:FIRST]


def coverage(review: Review) -> dict:
    """Say how many claims were held against what, and how many against nothing.

    Returns
    -------
    dict
        judged, checked (numbers), against (words for those that were), open (words for those that could not be).
    """
    found = review.judged["coverage"].value_counts()
    against = [f"{found[name]} against {said}" for name, said in words.COVERAGES.items() if found.get(name)]
    could_not = [f"for {found[name]} {said}" for name, said in words.NOT_CHECKED.items() if found.get(name)]
    checked = int(found[[name for name in found.index if name in words.COVERAGES]].sum())
    judged = len(review.judged)
    return {"judged": judged, "checked": checked, "against": listed(against), "open": listed(could_not)}


def judges(review: Review) -> dict:
    """Say who made the judgements that the verdicts rest on, and how many claims a person has decided.

    Returns
    -------
    dict
        total, human, machine (numbers of rows in links, ratings and appraisals), of (words), decided (claims).
    """
    tables = {name: getattr(review.tables, name) for name in ("links", "ratings", "appraisals")}
    kinds = pd.concat([frame["rater_kind"] for frame in tables.values()])
    singular = {"links": "link", "ratings": "rating of certainty", "appraisals": "appraisal of bias"}
    plural = {"links": "links", "ratings": "ratings of certainty", "appraisals": "appraisals of bias"}
    return {
        "total": len(kinds),
        "human": int(kinds.eq("human").sum()),
        "machine": int(kinds.eq("machine").sum()),
        "of": listed(counted(len(frame), singular[name], plural[name]) for name, frame in tables.items()),
        "decided": int(review.claims["decided"].notna().sum()),
    }
