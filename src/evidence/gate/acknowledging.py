"""Which claims a person has looked at and let stand, read from the log of decisions."""

from __future__ import annotations

import pandas as pd

from evidence import decisions
from evidence.vocabulary import FLAGGED

COLUMNS = ["claim_id", "reviewer", "action", "reason", "time", "data_version", "proposal"]
SAYING = ("acknowledge", "decide", "settle")  # a word of warning (`flag`) neither acknowledges nor takes that back


def acknowledgements(log: pd.DataFrame) -> pd.DataFrame:
    """Find the claims that a person has acknowledged.

    The newest standing row of each person counts. It acknowledges when its action is ``acknowledge``, or when it
    decides or settles for a flagged verdict: that person has looked and agrees that the claim is not supported. One
    person is enough. A machine never acknowledges, and a row that was withdrawn counts for nothing.

    Parameters
    ----------
    log : DataFrame
        The table of decisions, as `evidence.load` gives it.

    Returns
    -------
    DataFrame, one row per acknowledged claim, by claim_id
        claim_id, reviewer, action, reason (as it was written), time, data_version, and proposal: the verdict that the
        rules gave then, blank where the row does not hold it. Of several people the newest row is shown.

    Examples
    --------
    >>> log = pd.DataFrame({"decision_id": ["1", "2"], "claim_id": ["c1", "c2"], "reviewer": "AB", "verdict": None,
    ...     "reviewer_kind": ["human", "machine"], "action": "acknowledge", "reason": "Legal knows.", "refers_to": None,
    ...     "time": "2026-11-23T10:00:00.000Z", "data_version": "0.3.0", "proposal": "contradicted"}, dtype="str")
    >>> acknowledgements(log)["claim_id"].tolist()
    ['c1']
    """
    rows = decisions.standing(log)
    said = rows["action"].eq("acknowledge") | rows["verdict"].notna()
    rows = rows[rows["reviewer_kind"].eq("human") & rows["action"].isin(SAYING) & said]
    newest = rows.drop_duplicates(["claim_id", "reviewer"], keep="last")
    known = newest[newest["action"].eq("acknowledge") | newest["verdict"].isin(FLAGGED)]
    shown = decisions.plain(known.drop_duplicates("claim_id", keep="last").reindex(columns=COLUMNS))
    return shown.sort_values("claim_id", ignore_index=True)
