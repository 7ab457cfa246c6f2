"""How far the separate ratings of the review agree."""

from __future__ import annotations

import pandas as pd

from evidence.figures import rater_agreement
from evidence.gallery.exhibit import Exhibit
from evidence.review import Review
from evidence.tables.settling import ADJUDICATED

METHOD = (
    "Ratings as they were before any third reading; ordered judgements with linear weights, others without. Intervals "
    "of 95%; they take pairs as independent, though pairs of one claim are not, and are too narrow."
)


def exhibits(review: Review, claim_id: str = "") -> list[Exhibit]:
    """Give the agreement of the raters; none for one claim, as it is counted over all."""
    frame = review.repeatability
    if claim_id or frame.empty:
        return []
    frame = frame.assign(between=_between(review, int(frame["raters"].max())))
    return [Exhibit("rater_agreement", rater_agreement.CHART, frame, _title(frame), METHOD)]


def _between(review: Review, raters: int) -> str:
    tables = (review.tables.links, review.tables.ratings)
    kinds = set(pd.concat([table.loc[table["rater"].ne(ADJUDICATED), "rater_kind"] for table in tables]))
    kind = f"{kinds.pop()} " if len(kinds) == 1 else ""
    return f"{'two' if raters == 2 else raters} {kind}ratings"


def _title(frame: pd.DataFrame) -> str:
    """Name the judgements on which the raters agreed no better than by chance: an interval of kappa that reaches 0."""
    kappa = frame[frame["coefficient"].str.contains("kappa")]
    chance = list(kappa.loc[kappa["ci_low"].le(0), "judgement"])
    worst = f": no better than chance on {', '.join(chance)}" if chance else ""
    return f"How far separate ratings agree{worst}"
