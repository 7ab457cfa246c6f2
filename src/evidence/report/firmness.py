"""How firm the verdicts are: what was tried on each, and what moved it."""

from __future__ import annotations

from evidence.report.cells import listed, records
from evidence.review import Review

FRAGILE = 5  # claims named as the most fragile
KIND_WORDS = {
    "new study": "one new direct study or document, either way",
    "source found": "the named source found and saying so",
    "left out": "one study or document left out",
    "certainty": "certainty one step higher or lower",
    "threshold": "one threshold halved or doubled",
    "any in hand": "any of the last three: what is in hand",
    "any": "any of all",
}


def moves(review: Review) -> dict[str, list[dict[str, str]]]:
    """Give by claim the changes that move its verdict: size, what, becomes."""
    return {claim_id: records(mine, ("size", "what", "becomes")) for claim_id, mine in review.moves.groupby("claim_id")}


def tried(review: Review) -> dict[str, dict[str, str]]:
    """Give by claim how many changes were tried and how many moved its verdict."""
    return {row["claim_id"]: row for row in records(review.robustness, review.robustness.columns)}


def firmness(review: Review) -> dict:
    """Say how many verdicts stand whatever single change is tried, and name the most fragile.

    Returns
    -------
    dict
        unmoved (why nothing moves some, in words), kinds (rows with words, claims, changes, stand, percent) and fragile
        (rows of the most fragile claims with short, in_hand, in_hand_moving, would_change); a claim that nothing in
        hand moves is not named.
    """
    unmoved = review.robustness[review.robustness["moving"].eq(0)].merge(
        review.claims[["claim_id", "rule"]], on="claim_id"
    )
    kinds = records(review.standing, review.standing.columns)
    for row, share in zip(kinds, review.standing["share"], strict=True):
        row |= {"words": KIND_WORDS[row["kind"]], "percent": "" if share != share else f"{100 * share:.0f}%"}
    moving = review.robustness[review.robustness["in_hand_moving"].gt(0)].head(FRAGILE)
    words = review.claims[["claim_id", "short", "would_change"]]
    fragile = moving.merge(words, on="claim_id")
    return {"unmoved": _why_unmoved(unmoved["rule"]), "kinds": kinds, "fragile": records(fragile, fragile.columns)}


def _why_unmoved(rules) -> str:
    """Say of the verdicts that no single change moves why that is: not all of them are firm."""
    mixed, itself = (
        int(rules.eq(name).sum()) for name in ("evidence points both ways", "the article contradicts itself")
    )
    if not len(rules):
        return ""
    parts = [
        f"{mixed} rest on evidence that points both ways, which one study more leaves as it is" if mixed else "",
        f"{itself} on two statements of the article, which no change to the evidence can reach" if itself else "",
    ]
    told = listed(part for part in parts if part)
    return f"Of the {len(rules)} that no single change moves, {told}." if told else ""
