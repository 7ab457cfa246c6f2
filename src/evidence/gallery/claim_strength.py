"""The signature chart: every judged claim, or one."""

from __future__ import annotations

from evidence.figures import claim_strength
from evidence.gallery.exhibit import Exhibit, documents
from evidence.review import Review

TITLE = "How strong is each claim?"
METHOD = (
    "A diamond is the certainty that the words of a claim need, a dot what the evidence gives, left of the line where "
    "it speaks against the claim; verdicts by the first rule that fits."
)


def exhibits(review: Review, claim_id: str = "") -> list[Exhibit]:
    """Give the chart of all claims, or of one."""
    claims = review.claims if not claim_id else review.claims[review.claims["claim_id"].eq(claim_id)]
    if not claims["kind"].ne("opinion").any():
        return []
    rests = {link for rows in claims["rows"] for link in rows.split()}
    rows = review.evidence[review.evidence["link_id"].isin(rests)]
    sources = documents(review, rows["study_id"].dropna(), rows["regulation_id"].dropna())
    name = f"claim_strength_{claim_id}" if claim_id else "claim_strength"
    return [Exhibit(name, claim_strength.CHART, claims, TITLE, METHOD, sources)]
