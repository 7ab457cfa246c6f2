"""What is on record, and what became of the raw records."""

from __future__ import annotations

from evidence.figures import record_flow
from evidence.gallery.exhibit import Exhibit
from evidence.review import Review
from evidence.tables.frames import DISPOSITIONS

METHOD = (
    "Not a PRISMA diagram: the records were collected by hand from archived pages, and nobody screened a list of hits. "
    "One record may give several rows of the tables or none, so the numbers below do not add up to those above."
)
IN_TABLES = ("carried", "merged")  # what became of records whose content stands in the tables counted last


def exhibits(review: Review, claim_id: str = "") -> list[Exhibit]:
    """Give the flow of records; none for one claim, as records are counted for the whole review."""
    frame = review.tables.record_flow
    records = int(frame.loc[frame["step"].eq("became"), "rows"].sum())
    if claim_id or not records:
        return []
    ends = frame["step"].eq("became") & ~frame["what"].isin([DISPOSITIONS[word] for word in IN_TABLES])
    left_out = int(frame.loc[frame["what"].eq(DISPOSITIONS["left out"]), "rows"].sum())
    title = f"What is on record: {records} records, {left_out} left out"
    return [Exhibit("record_flow", record_flow.CHART, frame.assign(onward=~ends), title, METHOD)]
