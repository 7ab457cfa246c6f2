"""How grave a claim is to the gate: as the rules say, unless a person has said otherwise."""

from __future__ import annotations

import pandas as pd

from evidence import decisions


def with_severity_of_people(claims: pd.DataFrame, log: pd.DataFrame) -> pd.DataFrame:
    """Give each claim the severity that a person gave it last, as `decisions.states` does for the queue.

    Parameters
    ----------
    claims : DataFrame
        `Review.claims`: claim_id, and severity as the rules give it.
    log : DataFrame
        The table of decisions. Rows of machines and rows that were taken back do not count.

    Returns
    -------
    DataFrame
        The claims with that severity, and severity_by_rule.

    Examples
    --------
    >>> log = pd.DataFrame({"decision_id": ["1", "2"], "claim_id": "c1", "reviewer": "AB", "reviewer_kind": "human",
    ...     "action": "flag", "severity": ["low", None], "time": "2026-11-23T10:00:00.000Z", "refers_to": None})
    >>> claims = pd.DataFrame({"claim_id": ["c1", "c2"], "severity": "high"})
    >>> with_severity_of_people(claims, log)["severity"].tolist()
    ['low', 'high']
    """
    rows = decisions.standing(log)
    rows = rows[rows["reviewer_kind"].eq("human") & rows["severity"].notna()]
    last = rows.drop_duplicates("claim_id", keep="last").set_index("claim_id")["severity"]
    said = claims["claim_id"].map(last).astype("object")
    return claims.assign(severity=said.fillna(claims["severity"]), severity_by_rule=claims["severity"])
