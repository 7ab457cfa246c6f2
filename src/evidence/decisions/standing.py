"""Which rows of the log stand: not taken back, the newest word of each reviewer; and what is settled by them."""

from __future__ import annotations

import pandas as pd


def standing(decisions: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows that nobody took back, oldest first.

    A row is taken back by a `withdraw` row of the same reviewer, as long as that one stands itself.

    Parameters
    ----------
    decisions : DataFrame
        The log: claim_id, reviewer, reviewer_kind, verdict, time; where there, decision_id, action, refers_to.

    Returns
    -------
    DataFrame
        The rows without those of action `withdraw`, with `at` (the moment, UTC) and `action` filled; of two at one
        moment the one that stands later in the log comes later.
    """
    rows = decisions.assign(at=pd.to_datetime(decisions["time"], format="ISO8601", utc=True))
    rows = rows.sort_values("at", kind="stable")
    rows["action"] = rows["action"].fillna("decide") if "action" in rows else "decide"
    if rows["action"].eq("withdraw").any():
        rows = rows[~rows["decision_id"].isin(taken_back(rows))]
    return rows[rows["action"].ne("withdraw")]


def taken_back(rows: pd.DataFrame) -> set[str]:
    """List the ids of rows that were taken back; `rows` are oldest first. A withdrawal can be withdrawn, too."""
    who = ["reviewer", "reviewer_kind"]
    made = rows[["decision_id", *who]].rename(columns={"decision_id": "refers_to"})
    by = rows.loc[rows["action"].eq("withdraw"), ["decision_id", "refers_to", *who]]
    own = by.merge(made, on=["refers_to", *who])  # in the order of `by`
    gone: set[str] = set()
    for withdrawal, row in zip(own["decision_id"][::-1], own["refers_to"][::-1], strict=True):
        if withdrawal not in gone:  # newest first, so that what undoes comes before what is undone
            gone.add(row)
    return gone


def newest_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Of standing rows of one kind of reviewer keep the newest verdict of each reviewer on each claim."""
    return _verdicts(rows).drop_duplicates(["claim_id", "reviewer"], keep="last")


def first_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Of standing rows of one kind of reviewer keep the first verdict of each, given before seeing what others said."""
    return _verdicts(rows).drop_duplicates(["claim_id", "reviewer"], keep="first")


def _verdicts(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["action"].eq("decide") & rows["verdict"].notna()]


def adjudications(rows: pd.DataFrame, newest: pd.DataFrame) -> pd.DataFrame:
    """Of standing rows keep each claim's newest `settle` that no reviewer has contradicted since.

    Parameters
    ----------
    rows, newest : DataFrame
        Rows of people, from `standing` and `newest_of`.
    """
    last = rows[rows["action"].eq("settle") & rows["verdict"].notna()].drop_duplicates("claim_id", keep="last")
    beside = newest.merge(last[["claim_id", "verdict", "at"]], on="claim_id", suffixes=("", "_settled"))
    against = beside["at"].gt(beside["at_settled"]) & beside["verdict"].ne(beside["verdict_settled"])
    return last[~last["claim_id"].isin(beside.loc[against, "claim_id"])]


def settling(people: pd.DataFrame, newest: pd.DataFrame, needed: int) -> pd.DataFrame:
    """Keep the rows that settle a claim: one adjudication, or the verdicts of reviewers who agree.

    An adjudication gives way once as many reviewers as needed have decided after it, and all agree.

    Parameters
    ----------
    people, newest : DataFrame
        Rows of people, from `standing` and `newest_of`.
    needed : int
        How many reviewers have to agree.

    Returns
    -------
    DataFrame
        Their rows; those of one claim have one verdict, and claims that nothing settles are absent.
    """
    by_one = adjudications(people, newest)
    of = newest.groupby("claim_id")["verdict"].agg(["nunique", "size"])
    agreed = newest[newest["claim_id"].isin(of.index[of["nunique"].eq(1) & of["size"].ge(needed)])]
    beside = agreed.merge(by_one[["claim_id", "at"]], on="claim_id", suffixes=("", "_settled"))
    since = beside[beside["at"].gt(beside["at_settled"])].groupby("claim_id").size()
    by_one = by_one[~by_one["claim_id"].isin(since.index[since.ge(needed)])]
    return pd.concat([by_one, agreed[~agreed["claim_id"].isin(by_one["claim_id"])]])


def settled(decisions: pd.DataFrame, needed: int = 2) -> pd.Series:
    """Give the decision of each claim that people have settled.

    It is settled when as many reviewers as needed have decided and all agree, each by the newest word; or when an
    adjudicator has settled it and no reviewer has said otherwise since. Machines neither settle nor disturb.

    Parameters
    ----------
    decisions : DataFrame
        As for `standing`.
    needed : int
        How many reviewers have to agree.

    Returns
    -------
    Series
        Verdict by claim_id; claims without a settled decision are absent.

    Examples
    --------
    >>> said = pd.DataFrame({"claim_id": ["c1", "c1", "c2"], "reviewer": ["A", "B", "A"], "verdict": "supported"})
    >>> settled(said.assign(reviewer_kind="human", time="2026-11-23T10:00:00Z")).to_dict()
    {'c1': 'supported'}
    """
    rows = standing(decisions)
    people = rows[rows["reviewer_kind"].eq("human")]
    decisive = settling(people, newest_of(people), needed).drop_duplicates("claim_id")
    return decisive.set_index("claim_id")["verdict"].sort_index().rename("decided")
