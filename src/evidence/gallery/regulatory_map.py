"""Regulation by jurisdiction and use: all of it, or what bears on one claim."""

from __future__ import annotations

import pandas as pd

from evidence.figures import regulatory_map
from evidence.figures.statuses import PERMITTED
from evidence.gallery.exhibit import Exhibit, documents
from evidence.gallery.regulation import CONTRAST, statuses
from evidence.review import Review

METHOD = (
    "Statuses as the documents give them, grouped by us by the words for product and use; dates are those of the "
    "documents; a status without a date says so."
)


def exhibits(review: Review, claim_id: str = "") -> list[Exhibit]:
    """Give the map of all statuses, or of those linked to a claim about regulation."""
    frame = statuses(review, claim_id)
    if frame.empty:
        return []
    name = f"regulatory_map_{claim_id}" if claim_id else "regulatory_map"
    title = claim_title(frame, claim_id) if claim_id else _title(frame)
    sources = documents(review, (), frame["regulation_id"])
    return [Exhibit(name, regulatory_map.CHART, frame, title, METHOD, sources)]


def _title(frame: pd.DataFrame) -> str:
    permitted, contrast = frame["status"].isin(PERMITTED), frame["group"].eq(CONTRAST)
    allowed = sorted(set(frame.loc[permitted & ~contrast, "place"]))
    other = " except of other products, named for contrast" if (permitted & contrast).any() else ""
    seen = f"approval was seen in {', '.join(allowed)}" if allowed else f"no approval was seen{other}"
    return f"Regulation in {frame['jurisdiction'].nunique()} places: {seen}"


def claim_title(frame: pd.DataFrame, claim_id: str) -> str:
    """Say how the statuses linked to a claim bear on it."""
    counts = frame["bearing"].value_counts()
    against, favour = int(counts.get("against", 0)), int(counts.get("for", 0))
    places = ", ".join(dict.fromkeys(frame["place"]))
    said = f"{against} of {len(frame)} statuses linked to {claim_id} speak against it, {favour or 'none'} for it"
    return f"{places}: {said}"
