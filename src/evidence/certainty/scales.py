"""The other scales: each kind of claim that is not an effect has its own rule for a level."""

from __future__ import annotations

from evidence import vocabulary as words
from evidence.certainty.body import Body

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


def convergence(body: Body) -> tuple[str, str]:
    """Propose a level by how many independent sources agree directly."""
    direct = [row for row in body.rows if row.direct]
    if not direct:
        return "very low", "only indirect sources"
    first_hand = [row for row in direct if row.first_hand]
    data = len({row.study_id for row in first_hand if row.design not in NOT_DATA})
    authorities = len({row.source for row in first_hand if row.design in AUTHORITIES})
    found = f"studies with direct data: {data}; different sources of advice: {authorities}"
    bearings = {row.bearing for row in direct}
    if len(bearings) > 1 or bearings == {"mixed"}:
        return "low", f"{found}; direct sources disagree"
    enough = authorities >= body.thresholds.authorities
    if data and enough:
        return "high", found
    return ("moderate" if data or enough else "low"), found


def rung(body: Body) -> tuple[str, str]:
    """Propose a level by the highest rung that a mechanism was seen on."""
    systems = {row.system for row in body.rows}
    if any(row.system == "people" and row.population == "direct" for row in body.rows):
        reached = "target condition in people"
    elif "people" in systems:
        reached = "another condition in people"
    else:
        reached = next((r for r in ("human tissue", "animal", "cell") if r in systems), "")
    return RUNGS.get(reached, "very low"), f"highest rung: {reached or 'not known'}"


def denominator(body: Body) -> tuple[str, str]:
    """Propose a level for a frequency: without direct people at risk it is very low."""
    studies = len({row.study_id for row in body.rows if row.direct and row.denominator == "at risk"})
    if not studies:
        return "very low", "no direct count with people at risk"
    return ("moderate" if studies > 1 else "low"), f"studies with people at risk: {studies}"


def document(body: Body) -> tuple[str, str]:
    """Propose a level by the best document seen: the authority's own, a copy or abstract, or a secondary page."""
    direct = [row for row in body.rows if row.direct] or body.rows
    best = min((row.seen for row in direct), key=words.SEEN.index)
    level = {"primary document": "high", "copy": "moderate", "abstract": "moderate"}.get(best, "low")
    newest = max((row.date for row in direct if row.date), default="undated")
    return level, f"best document: {best}; newest seen: {newest}"


SCALE_RULES = {
    "convergence of sources": convergence,
    "highest rung reached": rung,
    "denominator": denominator,
    "document seen": document,
}
