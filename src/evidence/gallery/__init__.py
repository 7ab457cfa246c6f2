"""The charts of a review: for each, the frame that it draws, its title, its method sentence and its sources."""

from __future__ import annotations

from evidence.errors import FigureError
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
    "choose",
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


def choose(review: Review, chart: str, claim_id: str = "") -> Exhibit:
    """Give the first exhibit of one kind of chart.

    Parameters
    ----------
    review : Review
        From `evidence.assess`.
    chart : str
        A name of `figures.CHARTS`.
    claim_id : str
        One claim, or blank for the whole review.

    Raises
    ------
    FigureError
        If the review has no such chart; the message names those that it has.
    """
    each = (one for room in ROOMS for one in room.exhibits(review, claim_id))
    found = next((one for one in each if one.chart.name == chart), None)
    if found is None:
        names = ", ".join(dict.fromkeys(one.chart.name for one in exhibits(review, claim_id))) or "none"
        whose = f" about {claim_id}" if claim_id else ""
        raise FigureError(f"choose: found no chart {chart!r}{whose}; allowed: {names}; do: name one of these")
    return found
