"""Where each claim stands between its reviewers: who has looked, who is still to look, what to look at anew."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from evidence import vocabulary as words
from evidence.decisions.basis import changed
from evidence.decisions.standing import newest_of, settling, standing

_ORDINALS = ("first", "second", "third", "fourth", "fifth")
MOST_REVIEWERS = len(_ORDINALS)
WAITING = tuple(f"waiting for {ordinal}" for ordinal in _ORDINALS)
CONFLICT, STALE, SETTLED = "in conflict", "stale", "settled"
STATES = (CONFLICT, STALE, *WAITING[::-1], SETTLED)
GRAVITY = ("contradicted", "untraceable", "unsupported", "partly supported", "supported", "not checkable")
RECORDED = ("proposal", "certainty", "basis", "data_version")
COLUMNS = (
    *("claim_id", "state", "severity", "reviewers", "verdicts", "decided", "flags", "acknowledged", "proposal"),
    *("certainty", "changed", "outdated"),
)


def states(decisions: pd.DataFrame, claims: pd.DataFrame, version: str = "", needed: int = 2) -> pd.DataFrame:
    """Say of each claim where it stands, gravest first.

    Parameters
    ----------
    decisions : DataFrame
        The log, with all its columns.
    claims : DataFrame, one row a claim
        claim_id, verdict and certainty (what the rules give today), severity, basis (from `basis`; blank where a claim
        rests on no row).
    version : str
        Version of the tables today.
    needed : int
        How many reviewers have to agree.

    Returns
    -------
    DataFrame, one row per claim, sorted by severity, then by the gravity of the proposal, then as in `claims`
        claim_id; state (one of `STATES`); severity (as decided last, else by rule); reviewers (who have decided, with
        spaces) and their verdicts ("rater-1: supported; ..."); decided (the settled verdict); flags and acknowledged
        (by whom); proposal and certainty of today; changed: what changed since the decisions that count here were
        made; outdated: whose own verdict was made on older data. Blank is "". A conflict that is stale, too, is in
        conflict and says what changed.

    Notes
    -----
    Only rows of people count. Made on older data is stale even if nothing that a decision rests on changed; then
    `changed` says so.
    """
    rows = standing(decisions)
    people = rows[rows["reviewer_kind"].eq("human") & rows["claim_id"].isin(claims["claim_id"])]
    newest = newest_of(people)
    decisive = settling(people, newest, needed)
    of = newest.groupby("claim_id")["verdict"].agg(["size", "nunique"]).reindex(claims["claim_id"])
    number, differ = of["size"].fillna(0).to_numpy(int), of["nunique"].gt(1).to_numpy()
    verdicts = decisive.drop_duplicates("claim_id").set_index("claim_id")["verdict"]
    decided = claims["claim_id"].map(verdicts).astype("object").fillna("").to_numpy()
    counting = pd.concat([newest[~newest["claim_id"].isin(decisive["claim_id"])], decisive])
    since = _since(pd.concat([newest, decisive[decisive["action"].eq("settle")]]), claims, version)
    why = _by_words(since[since["row"].isin(counting.index)])
    old = since[since["action"].eq("decide")]
    found = pd.DataFrame(
        {
            "claim_id": claims["claim_id"].to_numpy(object),
            "severity": _last(people, "severity", claims).fillna(claims["severity"]).to_numpy(object),
            "reviewers": _listed(claims, newest["claim_id"], newest["reviewer"], " "),
            "verdicts": _listed(claims, newest["claim_id"], newest["reviewer"] + ": " + newest["verdict"], "; "),
            "decided": decided,
            "flags": _flags(people, claims),
            "acknowledged": _acknowledged(people, claims),
            "proposal": claims["verdict"].to_numpy(object),
            "certainty": claims["certainty"].to_numpy(object),
            "changed": [why.get(claim_id, "") for claim_id in claims["claim_id"]],
            "outdated": _listed(claims, old["claim_id"], old["reviewer"], " "),
        }
    )
    stale = found["changed"].ne("").to_numpy()
    found["state"] = [_state(*each, needed) for each in zip(number, differ, decided != "", stale, strict=True)]
    return _gravest_first(found)[list(COLUMNS)]


def _state(number: int, differ: bool, decided: bool, stale: bool, needed: int) -> str:
    if differ and not decided and number >= needed:
        return CONFLICT
    if stale:
        return STALE
    return SETTLED if decided else WAITING[min(number, needed - 1)]


def _since(rows: pd.DataFrame, claims: pd.DataFrame, version: str) -> pd.DataFrame:
    """Say of each row, by its place in the log, what changed since; rows since which nothing did are absent."""
    today = claims[["claim_id", "verdict", "certainty", "basis"]].fillna("").assign(data_version=version)
    today = today.rename(columns={"verdict": "proposal"})
    made = rows[["claim_id", "reviewer", "action", *RECORDED]].fillna("").assign(row=rows.index)
    beside = made.merge(today, on="claim_id", suffixes=("", "_now"))
    differs = [beside[name].ne(beside[f"{name}_now"]) for name in RECORDED]
    beside = beside[pd.concat(differs, axis="columns").any(axis="columns")]
    said = [
        changed(*({name: row[f"{name}{end}"] for name in RECORDED} for end in ("", "_now")))
        for row in beside.to_dict("records")
    ]
    beside = beside.assign(said=pd.Series(said, index=beside.index, dtype="str"))
    return beside.loc[beside["said"].ne(""), ["row", "claim_id", "reviewer", "action", "said"]]


def _by_words(since: pd.DataFrame) -> dict[str, str]:
    """Join by claim what changed, those of whom the same is true together."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for claim_id, reviewer, words_of in zip(since["claim_id"], since["reviewer"], since["said"], strict=True):
        said[claim_id][words_of].append(reviewer)
    return {
        claim_id: "; ".join(f"{', '.join(who)}: {what}" for what, who in by_words.items())
        for claim_id, by_words in said.items()
    }


def _last(rows: pd.DataFrame, column: str, claims: pd.DataFrame) -> pd.Series:
    last = rows[rows[column].notna()].drop_duplicates("claim_id", keep="last").set_index("claim_id")[column]
    return claims["claim_id"].map(last).astype("object")


def _listed(claims: pd.DataFrame, ids: pd.Series, texts: pd.Series, between: str) -> list[str]:
    """Join texts by claim, in their order."""
    by_claim: dict[str, list[str]] = defaultdict(list)
    for claim_id, text in zip(ids, texts, strict=True):
        by_claim[claim_id].append(text)
    return [between.join(by_claim.get(claim_id, ())) for claim_id in claims["claim_id"]]


def _flags(people: pd.DataFrame, claims: pd.DataFrame) -> list[str]:
    """List the words of warning that stand: the newest of each reviewer."""
    flagged = people[people["flag"].notna()].drop_duplicates(["claim_id", "reviewer"], keep="last")
    return _listed(claims, flagged["claim_id"], flagged["reviewer"] + ": " + flagged["flag"], "; ")


def _acknowledged(people: pd.DataFrame, claims: pd.DataFrame) -> list[str]:
    seen = people[people["action"].eq("acknowledge")].drop_duplicates(["claim_id", "reviewer"], keep="last")
    return _listed(claims, seen["claim_id"], seen["reviewer"], " ")


def _gravest_first(found: pd.DataFrame) -> pd.DataFrame:
    severity = found["severity"].map({word: -place for place, word in enumerate(words.SEVERITIES)})
    gravity = found["proposal"].map({word: place for place, word in enumerate(GRAVITY)})
    order = found.assign(_severity=severity, _gravity=gravity).sort_values(["_severity", "_gravity"], kind="stable")
    return order.drop(columns=["_severity", "_gravity"]).reset_index(drop=True)
