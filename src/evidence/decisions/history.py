"""Who said what of a claim, when, on which data, and how the proposal moved."""

from __future__ import annotations

import pandas as pd

from evidence.decisions.blind import HIDDEN, decided_by, enough
from evidence.decisions.standing import standing, taken_back

COLUMNS = (
    *("time", "reviewer", "reviewer_kind", "action", "verdict", "flag", "severity", "reason", "evidence"),
    *("data_version", "proposal", "certainty", "moved", "stands", "decision_id", "refers_to"),
)
_PROPOSED = ["proposal", "certainty", "moved"]
_SAID = ["verdict", "flag", "severity", "reason", "evidence"]


def history(decisions: pd.DataFrame, claim_id: str, reviewer: str = "", needed: int = 0) -> pd.DataFrame:
    """Tell the story of one claim, oldest row first.

    Parameters
    ----------
    decisions : DataFrame
        The log, its text as it was given (`read`, or `plain` of the table).
    claim_id : str
        Which claim.
    reviewer : str
        Who looks: one who has not decided on the claim sees no rows of others, and not what the rules proposed. Blank:
        anybody.
    needed : int
        To anybody, what was said is the word "hidden" until so many people have decided; 0: everything is shown.

    Returns
    -------
    DataFrame, one row per row of the log on this claim
        time, reviewer, reviewer_kind, action, verdict, flag, severity, reason, evidence, data_version, proposal and
        certainty as they were then, moved (what the proposal was in the row before, where it was another one), stands
        (yes, taken back, replaced), decision_id, refers_to. Blank is "".
    """
    rows = decisions[decisions["claim_id"].eq(claim_id)]
    shown = decided_by(rows, reviewer) if reviewer else enough(rows, needed) if needed else {claim_id}
    blind = claim_id not in shown
    if blind and reviewer:
        rows = rows[rows["reviewer"].eq(reviewer)]
    rows = rows.assign(at=pd.to_datetime(rows["time"], format="ISO8601", utc=True)).sort_values("at", kind="stable")
    rows["action"] = rows["action"].fillna("decide")
    known = rows["proposal"].ffill()
    before = known.shift()
    moved = before.where(before.notna() & rows["proposal"].notna() & before.ne(rows["proposal"]), "")
    told = rows.assign(moved=moved, stands=_stands(rows)).reindex(columns=list(COLUMNS))
    told = told.fillna("").reset_index(drop=True)
    if blind:
        told[_PROPOSED] = ""
    if blind and not reviewer:
        told[_SAID] = told[_SAID].mask(told[_SAID].ne(""), HIDDEN)
    return told


def _stands(rows: pd.DataFrame) -> pd.Series:
    gone, kept = taken_back(rows), standing(rows)
    verdicts = kept[kept["action"].isin(["decide", "settle"]) & kept["verdict"].notna()]
    newest = verdicts.drop_duplicates(["reviewer", "reviewer_kind", "action"], keep="last")
    replaced = set(verdicts["decision_id"]) - set(newest["decision_id"])
    stands = rows["decision_id"].map(lambda row: "replaced" if row in replaced else "yes")
    return stands.where(~rows["decision_id"].isin(gone), "taken back").astype("str")
