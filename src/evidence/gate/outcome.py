"""Which claims stop a text: the one rule of the gate."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from evidence.errors import EvidenceError
from evidence.vocabulary import FLAGGED, SEVERITIES

COLUMNS = ["claim_id", "short", "verdict", "severity", "sentence", "acknowledged", "stops", "state"]


def outcome(claims: pd.DataFrame, acknowledged: Collection[str], level: str = "high") -> pd.DataFrame:
    """Say of every claim whether it stops the text.

    A claim stops it when its verdict is contradicted, unsupported or untraceable, its severity is at `level` or above,
    and no person has acknowledged it. An opinion has none of these verdicts and never stops anything.

    Parameters
    ----------
    claims : DataFrame
        `Review.claims`: claim_id, short, verdict, severity, sentence.
    acknowledged : collection of str
        Ids of the claims that a person has acknowledged; see `acknowledgements`.
    level : {"high", "medium", "low"}
        The lowest severity that stops.

    Returns
    -------
    DataFrame, one row per claim, in the order given
        claim_id, short, verdict, severity, sentence, acknowledged and stops (bool), and state: ``stops``,
        ``acknowledged`` (flagged, and a person knows), ``below`` (flagged, but not grave enough to stop) or ``passes``.

    Raises
    ------
    EvidenceError
        If the level is no severity.

    Examples
    --------
    >>> claims = pd.DataFrame({"claim_id": ["c1", "c2"], "short": "Pigs fly", "sentence": "Contradicted.",
    ...                        "verdict": "contradicted", "severity": ["high", "medium"]})
    >>> outcome(claims, {"c2"})[["acknowledged", "stops", "state"]].to_dict("list")
    {'acknowledged': [False, True], 'stops': [True, False], 'state': ['stops', 'acknowledged']}
    """
    if level not in SEVERITIES:
        allowed = ", ".join(reversed(SEVERITIES))
        raise EvidenceError(f"severity of the gate: found {level!r}; allowed: {allowed}; do: choose one")
    flagged = claims["verdict"].isin(FLAGGED)
    grave = claims["severity"].isin(SEVERITIES[SEVERITIES.index(level) :])
    known = claims["claim_id"].isin(list(acknowledged))
    state = pd.Series("passes", index=claims.index, dtype="str")
    state = state.mask(flagged, "below").mask(flagged & grave, "stops").mask(flagged & known, "acknowledged")
    judged = claims.assign(acknowledged=known, stops=state.eq("stops"), state=state)
    return judged[COLUMNS].reset_index(drop=True)
