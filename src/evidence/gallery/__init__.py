"""The charts of a review: for each, the frame that it draws, its title, its method sentence and its sources."""

from __future__ import annotations

from evidence.gallery import (
    article_strip,
    certainty_steps,
    claim_strength,
    claimed_measured,
    effect_direction,
    evidence_map,
    forest,
    funnel,
    rater_agreement,
    record_flow,
    regulatory_map,
    regulatory_timeline,
    risk_of_bias,
)
from evidence.gallery.exhibit import About, Exhibit, about, documents
from evidence.gallery.writing import FORMATS, Written, write_exhibit, write_exhibits
from evidence.review import Review

__all__ = [
    "FORMATS",
    "About",
    "Exhibit",
    "Written",
    "about",
    "documents",
    "exhibits",
    "write_exhibit",
    "write_exhibits",
]

# In the order in which a reader meets them.
ROOMS = (
    claim_strength,
    article_strip,
    claimed_measured,
    effect_direction,
    forest,
    funnel,
    evidence_map,
    certainty_steps,
    risk_of_bias,
    regulatory_map,
    regulatory_timeline,
    record_flow,
    rater_agreement,
)


def exhibits(review: Review, claim_id: str = "") -> list[Exhibit]:
    """Give the charts of a review, or those about one claim; a chart that has nothing to draw is left out.

    Parameters
    ----------
    review : Review
        From `evidence.assess`.
    claim_id : str
        One claim, or blank for the whole review.
    """
    return [exhibit for room in ROOMS for exhibit in room.exhibits(review, claim_id)]
