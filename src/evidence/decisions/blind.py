"""Who may see what: nobody is shown what others said of a claim, or what the rules propose, before deciding."""

from __future__ import annotations

import pandas as pd

from evidence import vocabulary as words
from evidence.decisions.standing import newest_of, standing
from evidence.decisions.states import CONFLICT, SETTLED, STALE, WAITING

HIDDEN = "hidden"
OTHERS = "decided by others"  # in place of a state that would tell whether they agree
_ADJUDICATOR = "adjudicator"
_TELLING = ("verdicts", "decided", "flags", "acknowledged", "proposal", "certainty", "changed", "outdated")


def decided_by(decisions: pd.DataFrame, reviewer: str) -> set[str]:
    """List the claims on which a reviewer has decided, even if that was taken back: what was seen stays seen."""
    mine = decisions["reviewer"].eq(reviewer) & decisions["reviewer_kind"].eq("human")
    return set(decisions.loc[mine & decisions["verdict"].notna(), "claim_id"])


def enough(decisions: pd.DataFrame, needed: int) -> set[str]:
    """List the claims on which as many people as needed have a verdict that stands."""
    rows = standing(decisions)
    number = newest_of(rows[rows["reviewer_kind"].eq("human")])["claim_id"].value_counts()
    return set(number.index[number.ge(needed)])


def blinded(
    found: pd.DataFrame, decisions: pd.DataFrame, claims: pd.DataFrame, reviewer: str = "", needed: int = 2
) -> pd.DataFrame:
    """Hide what would tell a reviewer what to decide.

    Parameters
    ----------
    found : DataFrame
        From `states`.
    decisions : DataFrame
        The log.
    claims : DataFrame, one row a claim
        claim_id, and severity_by_topic: the severity before any verdict.
    reviewer : str
        Who looks; blank: anybody.
    needed : int
        How many reviewers have to agree.

    Returns
    -------
    DataFrame
        The same rows. Where the reviewer has not decided (or, for anybody, where reviewers are still to decide), what
        others said, the proposal, its certainty and what changed are the word "hidden", and the severity is that of the
        topic. To a reviewer who has not decided, and is no adjudicator, a claim in conflict and a settled one are both
        "decided by others". Rows are sorted by the severities shown, then as in `claims`, since the order of proposals
        tells, too.
    """
    if reviewer:
        hide = ~found["claim_id"].isin(decided_by(decisions, reviewer))
    else:
        hide = found["reviewers"].str.count(" ").add(found["reviewers"].ne("")).lt(needed)
    topical = found["claim_id"].map(claims.set_index("claim_id")["severity_by_topic"])
    shown = found.assign(severity=found["severity"].where(~hide, topical))
    for column in _TELLING:
        shown[column] = shown[column].where(~hide, HIDDEN)
    if reviewer and reviewer.partition("-")[0] != _ADJUDICATOR:
        shown["state"] = shown["state"].mask(hide & shown["state"].isin([CONFLICT, SETTLED]), OTHERS)
    place = shown["claim_id"].map({claim_id: place for place, claim_id in enumerate(claims["claim_id"])})
    rank = shown["severity"].map({word: -rank for rank, word in enumerate(words.SEVERITIES)})
    return shown.assign(_r=rank, _p=place).sort_values(["_r", "_p"]).drop(columns=["_r", "_p"]).reset_index(drop=True)


def to_decide(found: pd.DataFrame, decisions: pd.DataFrame, reviewer: str) -> pd.DataFrame:
    """Keep the claims on which a reviewer is to decide: still waiting, or decided by this reviewer on older data.

    Parameters
    ----------
    found : DataFrame
        From `states`, or from `blinded`, whose order it keeps.
    decisions : DataFrame
        The log.
    reviewer : str
        Who asks.
    """
    rows = standing(decisions)
    mine = newest_of(rows[rows["reviewer"].eq(reviewer) & rows["reviewer_kind"].eq("human")])
    own = found["claim_id"].isin(mine["claim_id"])
    old = found["outdated"].map(lambda names: reviewer in names.split())
    again = old & found["state"].eq(STALE)
    return found[again | (~own & found["state"].isin(WAITING))]
