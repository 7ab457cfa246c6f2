"""What reviewers decided: the settled decision of each claim, beside the chain's verdict and never merged with it."""

from __future__ import annotations

import pandas as pd


def settled(decisions: pd.DataFrame) -> pd.Series:
    """Give the decision of each claim on which all human reviewers agree.

    A reviewer's newest row with a verdict counts. Machine decisions and claims on which reviewers differ are left out.

    Parameters
    ----------
    decisions : DataFrame
        Columns claim_id, reviewer, reviewer_kind, verdict, time.

    Returns
    -------
    Series
        Verdict by claim_id; claims without a settled decision are absent.
    """
    human = decisions[decisions["reviewer_kind"].eq("human") & decisions["verdict"].notna()]
    newest = human.assign(at=pd.to_datetime(human["time"], format="ISO8601", utc=True)).sort_values("at", kind="stable")
    newest = newest.drop_duplicates(["claim_id", "reviewer"], keep="last")
    agreed = newest.groupby("claim_id")["verdict"].agg(["nunique", "first"])
    return agreed.loc[agreed["nunique"].eq(1), "first"].rename("decided")
