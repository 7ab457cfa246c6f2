"""The other scales: each kind of claim that is not an effect has its own rule for a level."""

from __future__ import annotations

import pandas as pd

from evidence import vocabulary as words

AUTHORITIES = (
    "meta-analysis",
    "systematic review",
    "narrative review",
    "guidance",
    "professional advice",
    "consensus statement",
    "law",
    "authority's document",
)
NOT_DATA = (*AUTHORITIES, "registration", "regulatory action", "news or vendor page", "not confirmed")
RUNGS = {  # highest rung reached, with the level that it proposes; the mapping of five rungs to four levels is ours
    "target condition in people": "high",
    "another condition in people": "moderate",
    "human tissue": "low",
    "animal": "very low",
    "cell": "very low",
}


def convergence(body: pd.DataFrame) -> tuple[str, str]:
    """Propose a level by how many independent sources agree directly."""
    direct = body[body["direct"]]
    if direct.empty:
        return "very low", "only indirect sources"
    first_hand = direct[direct["first_hand"]]
    data = ~first_hand["design"].isin(NOT_DATA)
    authorities = first_hand.loc[first_hand["design"].isin(AUTHORITIES), "source"].nunique()
    agree = direct["bearing"].nunique() == 1 and direct["bearing"].iloc[0] != "mixed"
    found = f"rows of direct data: {int(data.sum())}; independent authorities: {authorities}"
    if not agree:
        return "low", f"{found}; direct sources disagree"
    if data.any() and authorities >= 2:
        return "high", found
    if data.any() or authorities >= 2:
        return "moderate", found
    return "low", found


def rung(body: pd.DataFrame) -> tuple[str, str]:
    """Propose a level by the highest rung that a mechanism was seen on."""
    people = body["system"].eq("people")
    if (people & body["population"].eq("direct")).any():
        reached = "target condition in people"
    elif people.any():
        reached = "another condition in people"
    else:
        reached = next((r for r in ("human tissue", "animal", "cell") if body["system"].eq(r).any()), "cell")
    return RUNGS[reached], f"highest rung: {reached}"


def denominator(body: pd.DataFrame) -> tuple[str, str]:
    """Propose a level for a frequency: without direct people at risk it is very low."""
    counted = body[body["direct"] & body["denominator"].eq("at risk")]
    if counted.empty:
        return "very low", "no direct count with people at risk"
    studies = counted["study_id"].nunique()
    return ("moderate" if studies > 1 else "low"), f"studies with people at risk: {studies}"


def document(body: pd.DataFrame) -> tuple[str, str]:
    """Propose a level by the best document seen: the authority's own, a copy or abstract, or a secondary page."""
    direct = body[body["direct"]] if body["direct"].any() else body
    best = min(direct["seen"], key=words.SEEN.index)
    level = {"primary document": "high", "copy": "moderate", "abstract": "moderate"}.get(best, "low")
    newest = direct["date"].dropna().max() if direct["date"].notna().any() else "undated"
    return level, f"best document: {best}; newest seen: {newest}"


SCALE_RULES = {
    "convergence of sources": convergence,
    "highest rung reached": rung,
    "denominator": denominator,
    "document seen": document,
}
