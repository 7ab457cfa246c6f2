"""What would move each verdict, in a frame and in words, and how many verdicts stand whatever is tried."""

from __future__ import annotations

import pandas as pd

from evidence import vocabulary as words
from evidence.verdicts import IN_HAND, KINDS, RULES, Case, Flipped, Move, flip

COLUMNS = ["claim_id", *Move._fields]
TOLD = 2  # changes told for each verdict that a claim could move to
CHANGE_BY_RULE = {rule.name: rule.change for rule in RULES}


def flip_all(cases: dict[str, Case]) -> dict[str, Flipped]:
    """Try every single change and every pair on every claim."""
    return {claim_id: flip(case) for claim_id, case in cases.items()}


def flip_frame(flipped: dict[str, Flipped]) -> pd.DataFrame:
    """List every single change, and every pair that moves a verdict where neither of the two alone does.

    Returns
    -------
    DataFrame
        One row per claim and set of changes: claim_id, size (1 or 2), kind, what, verdict, becomes, rule.
    """
    rows = [(claim_id, *move) for claim_id, tried in flipped.items() for move in (*tried.singles, *tried.pairs)]
    return pd.DataFrame(rows, columns=COLUMNS)


def robustness(flipped: dict[str, Flipped]) -> pd.DataFrame:
    """Count for each judged claim how many single changes and pairs move its verdict.

    Returns
    -------
    DataFrame, the most fragile claim first
        claim_id, verdict, singles, moving (of them), in_hand, in_hand_moving (changes to what is there: a study or
        document left out, certainty, thresholds), fragility (in_hand_moving by in_hand), left_out, left_out_moving,
        pairs, pairs_moving. A verdict that only new evidence can move is open, not fragile.
    """
    rows = []
    for claim_id, (singles, pairs, pairs_tried) in flipped.items():
        if not singles:
            continue
        in_hand = [move for move in singles if move.kind in IN_HAND]
        out = [move for move in singles if move.kind == "left out"]
        counts = [number for moves in (singles, in_hand, out) for number in (len(moves), _moving(moves))]
        rows.append((claim_id, singles[0].verdict, *counts, pairs_tried, len(pairs)))
    columns = ["claim_id", "verdict", "singles", "moving", "in_hand", "in_hand_moving", "left_out", "left_out_moving"]
    frame = pd.DataFrame(rows, columns=[*columns, "pairs", "pairs_moving"])
    frame.insert(6, "fragility", (frame["in_hand_moving"] / frame["in_hand"]).fillna(0.0))
    order = ["fragility", "moving", "claim_id"]
    return frame.sort_values(order, ascending=[False, False, True], ignore_index=True)


def standing(flips: pd.DataFrame) -> pd.DataFrame:
    """Count by kind of single change how many claims it was tried on and how many verdicts stand whatever is tried.

    Parameters
    ----------
    flips : DataFrame
        From `flip_frame`.

    Returns
    -------
    DataFrame
        One row per kind, then `any in hand` (left out, certainty, threshold) and `any`: kind, claims, changes, stand,
        share (of claims).
    """
    singles = flips[flips["size"].eq(1)]
    groups = [(kind, singles["kind"].eq(kind)) for kind in KINDS]
    groups += [("any in hand", singles["kind"].isin(IN_HAND)), ("any", singles["kind"].notna())]
    rows = []
    for kind, chosen in groups:
        mine = singles[chosen]
        claims = mine["claim_id"].nunique()
        stand = claims - mine.loc[mine["becomes"].ne(mine["verdict"]), "claim_id"].nunique()
        rows.append((kind, claims, len(mine), stand, stand / claims if claims else float("nan")))
    return pd.DataFrame(rows, columns=["kind", "claims", "changes", "stand", "share"])


def _moving(moves) -> int:
    return sum(move.moves for move in moves)


def change_words(flipped: Flipped, rule: str) -> str:
    """Say in words what would move a verdict; where nothing tried does, what kind of thing its rule asks for.

    Examples
    --------
    >>> move = Move(1, "certainty", "certainty one step higher", "partly supported", "supported", "")
    >>> change_words(Flipped((move,), (), 0), "")
    'Supported: certainty one step higher. (1 of 1 single changes.)'
    """
    singles, pairs, pairs_tried = flipped
    if not singles:
        return CHANGE_BY_RULE[rule]
    moving = [move for move in singles if move.moves]
    if moving:
        return f"{_told(moving)} ({len(moving)} of {len(singles)} single changes.)"
    none = f"None of {len(singles)} single changes moves it"
    if pairs:
        return f"{none}; {len(pairs)} of {pairs_tried} pairs would. {_told(pairs)}"
    return f"{none}, and no set of two ({pairs_tried} tried). {CHANGE_BY_RULE[rule]}"


def _told(moves) -> str:
    parts = []
    for verdict in (*reversed(words.VERDICT_ORDER), "untraceable"):
        same = [move for move in moves if move.becomes == verdict]
        first = {move.kind: move for move in reversed(same)}.values()  # one of each kind before a second of any
        chosen = sorted(first, key=same.index)[:TOLD]
        if chosen:
            more = f"; or {len(same) - len(chosen)} more" if len(same) > len(chosen) else ""
            parts.append(f"{verdict.capitalize()}: {'; or '.join(move.what for move in chosen)}{more}.")
    return " ".join(parts)
