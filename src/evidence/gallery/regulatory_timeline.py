"""Regulatory documents over time: all of them, or those that bear on one claim."""

from __future__ import annotations

import pandas as pd

from evidence.figures import regulatory_timeline
from evidence.gallery.exhibit import Exhibit, documents
from evidence.gallery.regulation import CONTRAST, statuses
from evidence.gallery.regulatory_map import claim_title
from evidence.review import Review

METHOD = (
    "Each mark is one status of one kind of product at the date of its document; what has no date stands beside the "
    "axis; nothing is dated by us."
)


def exhibits(review: Review, claim_id: str = "") -> list[Exhibit]:
    """Give the timeline of all documents, or of those linked to a claim about regulation."""
    frame = _apart(statuses(review, claim_id))
    seen = frame[frame["seen"].ne("nothing")]
    if seen.empty:
        return []
    name = f"regulatory_timeline_{claim_id}" if claim_id else "regulatory_timeline"
    title = claim_title(statuses(review, claim_id), claim_id) if claim_id else _title(seen)
    return [
        Exhibit(name, regulatory_timeline.CHART, frame, title, METHOD, documents(review, (), seen["regulation_id"]))
    ]


def _apart(frame: pd.DataFrame) -> pd.DataFrame:
    """Give what stands there for contrast a place of its own, so that its approvals are not read as those of others."""
    contrast = frame["group"].eq(CONTRAST)
    return frame.assign(
        jurisdiction=frame["jurisdiction"].mask(contrast, frame["jurisdiction"] + "-contrast"),
        place=frame["place"].mask(contrast, frame["place"] + ", contrast"),
        article=frame["article"].mask(contrast, ""),
    ).sort_values("jurisdiction", key=lambda one: one.str.endswith("-contrast"), kind="stable", ignore_index=True)


def _title(seen: pd.DataFrame) -> str:
    dates = seen["date"].dropna()
    when = f", {min(dates)[:4]} to {max(dates)[:4]}" if len(dates) else ""
    return f"{len(seen)} regulatory statuses on record{when}; {len(seen) - len(dates)} without a date"
