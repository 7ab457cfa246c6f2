"""What reviewers decided, as the page shows it: where each claim stands, and who said what, when, on which data."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from evidence import decisions
from evidence.report.cells import listed, records
from evidence.review import Review, reviewers

ACTIONS = {
    "decide": "decided",
    "flag": "warned",
    "acknowledge": "acknowledged the finding",
    "settle": "settled",
    "withdraw": "took a row back",
}
SAID = ("called", "coefficient", "weights", "value", "ci_low", "ci_high", "items", "note")


def states(review: Review) -> dict[str, dict[str, str]]:
    """Give by claim where it stands between its reviewers; opinions that nobody decided on are absent."""
    found = reviewers.states(reviewers.desk(review.claims, review.tables), review.tables)
    return {row["claim_id"]: row for row in records(found, found.columns)}


def histories(review: Review) -> dict[str, list[dict[str, str]]]:
    """Give by claim the rows of the log, oldest first; claims without any are absent."""
    log = decisions.plain(review.tables.decisions)
    mine = log.groupby("claim_id", sort=False)  # once: the log may hold as many rows as the claims tenfold
    told = {claim_id: decisions.history(rows, claim_id) for claim_id, rows in mine}
    return {claim_id: records(_in_words(rows), rows.columns) for claim_id, rows in told.items()}


def _in_words(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(action=rows["action"].map(ACTIONS))


def summary(review: Review, stand: Mapping[str, dict[str, str]]) -> dict:
    """Say how far the reviewers have come.

    Parameters
    ----------
    review : Review
        The review.
    stand : mapping
        From `states`.

    Returns
    -------
    dict
        states (how many claims in each, in words), needed (reviewers), rows (of the log), people (reviewers), and
        agreement: overall coefficients among people, as text.
    """
    log, tables = review.tables.decisions, review.tables
    found = reviewers.reviewer_agreement(log, review.tables.claims)
    overall = found[found["called"].eq("agreement") & found["scope"].eq("overall")]
    counts = {state: sum(row["state"] == state for row in stand.values()) for state in decisions.STATES}
    return {
        "states": listed(f"{number} {state}" for state, number in counts.items() if number),
        "needed": tables.reviewers_needed,
        "rows": len(log),
        "people": log.loc[log["reviewer_kind"].eq("human"), "reviewer"].nunique(),
        "agreement": [_rounded(row) for row in overall[list(SAID)].to_dict("records")],
    }


def _rounded(row: dict) -> dict[str, str]:
    """Write the numbers of a coefficient as text, and say what is undefined."""
    value, low, high = (row[name] for name in ("value", "ci_low", "ci_high"))
    interval = "" if low != low else f" ({low:.2f} to {high:.2f})".replace("-", "−")
    weighted = ", linear weights" if row["weights"] == "linear" else ""
    said = "" if value != value else f"{value:.2f}".replace("-", "−") + interval  # the note says that it is undefined
    return {"name": row["coefficient"] + weighted, "value": said, "claims": str(row["items"]), "note": row["note"]}
