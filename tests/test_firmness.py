"""How firm the verdicts are, as the report tells it."""

from types import SimpleNamespace

import pandas as pd

from evidence.report.firmness import firmness, moves, tried

IDS = [f"c{number}" for number in range(1, 8)]
REVIEW = SimpleNamespace(
    standing=pd.DataFrame(
        {"kind": ["certainty", "any"], "claims": [8, 0], "stand": [3, 0], "share": [0.375, float("nan")]}
    ),
    robustness=pd.DataFrame({"claim_id": IDS, "in_hand": 4, "in_hand_moving": [4, 3, 3, 2, 1, 1, 0], "moving": 4}),
    claims=pd.DataFrame({"claim_id": IDS, "short": "Short", "would_change": "Words", "why": "Because"}),
    moves=pd.DataFrame(
        {"claim_id": ["c1", "c1"], "size": [1, 2], "what": ["this", "that"], "becomes": "supported", "rule": "a rule"}
    ),
)


def test_the_share_that_stands_is_told_in_percent_and_is_blank_where_nothing_was_tried():
    kinds = firmness(REVIEW)["kinds"]
    assert [(row["words"], row["percent"]) for row in kinds] == [
        ("certainty one step higher or lower", "38%"),
        ("any of all", ""),
    ]


def test_the_five_most_fragile_claims_are_named_and_none_that_stands():
    assert [row["claim_id"] for row in firmness(REVIEW)["fragile"]] == IDS[:5]
    assert firmness(REVIEW)["fragile"][0]["would_change"] == "Words"
    few = SimpleNamespace(**vars(REVIEW) | {"robustness": REVIEW.robustness.tail(2)})
    assert [row["claim_id"] for row in firmness(few)["fragile"]] == ["c6"]


def test_what_moves_a_claim_and_how_much_was_tried_are_given_by_claim():
    assert moves(REVIEW) == {
        "c1": [
            {"size": "1", "what": "this", "becomes": "supported"},
            {"size": "2", "what": "that", "becomes": "supported"},
        ]
    }
    assert tried(REVIEW)["c2"] == {"claim_id": "c2", "in_hand": "4", "in_hand_moving": "3", "moving": "4"}
