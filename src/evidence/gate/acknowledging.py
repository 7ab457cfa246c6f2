"""Which claims a person has looked at and let stand, read from the log of decisions."""

from __future__ import annotations

import pandas as pd

from evidence import decisions
from evidence.vocabulary import FLAGGED

COLUMNS = ["claim_id", "reviewer", "action", "reason", "time", "data_version", "proposal"]
SAYING = ("acknowledge", "decide", "settle")  # a word of warning (`flag`) neither acknowledges nor takes that back


def acknowledgements(log: pd.DataFrame, today: pd.Series | None = None) -> pd.DataFrame:
    """Find the claims that a person has acknowledged.

    Of each person the newest standing row that holds counts. It acknowledges when its action is ``acknowledge``, or
    when it decides or settles for a flagged verdict: that person has looked and agrees that the claim is not supported.
    One person is enough. A machine never acknowledges, and a row that was withdrawn counts for nothing.

    An acknowledgement of another verdict than today's does not hold, since who accepted the milder verdict did not see
    the graver. Whoever decided for a flagged verdict judged the claim, not the verdict of the rules, and that does not
    go out of date.

    Parameters
    ----------
    log : DataFrame
        The table of decisions, as `evidence.load` gives it.
    today : Series, optional
        The verdict of the rules by claim_id. Without it every acknowledgement holds.

    Returns
    -------
    DataFrame, one row per claim, by claim_id
        claim_id, reviewer, action, reason (as it was written), time, data_version, proposal (the verdict that the
        rules gave then, blank where the row does not hold it), and holds. Of several people's rows the newest one that
        holds is shown; where none does, the newest.

    Examples
    --------
    >>> log = pd.DataFrame({"decision_id": ["1", "2"], "claim_id": ["c1", "c2"], "reviewer": "AB", "verdict": None,
    ...     "reviewer_kind": ["human", "machine"], "action": "acknowledge", "reason": "Legal knows.", "refers_to": None,
    ...     "time": "2026-11-23T10:00:00.000Z", "data_version": "0.3.0", "proposal": "contradicted"}, dtype="str")
    >>> acknowledgements(log)["claim_id"].tolist()
    ['c1']
    >>> acknowledgements(log, pd.Series({"c1": "untraceable"}))["holds"].tolist()
    [False]
    """
    rows = decisions.standing(log)
    said = rows["action"].eq("acknowledge") | rows["verdict"].notna()
    rows = rows[rows["reviewer_kind"].eq("human") & rows["action"].isin(SAYING) & said]
    rows = rows.assign(holds=True if today is None else ~_outdated(rows, today))
    # What does not hold is left out before the newest is taken, so that it hides no older row that does.
    known = pd.concat([_known(rows), _known(rows[rows["holds"]])])
    shown = decisions.plain(known.drop_duplicates("claim_id", keep="last").reindex(columns=[*COLUMNS, "holds"]))
    return shown.sort_values("claim_id", ignore_index=True)


def _known(rows: pd.DataFrame) -> pd.DataFrame:
    newest = rows.drop_duplicates(["claim_id", "reviewer"], keep="last")
    return newest[newest["action"].eq("acknowledge") | newest["verdict"].isin(FLAGGED)]


def _outdated(rows: pd.DataFrame, today: pd.Series) -> pd.Series:
    then = rows["proposal"].fillna("")
    return rows["action"].eq("acknowledge") & then.ne("") & then.ne(rows["claim_id"].map(today))
