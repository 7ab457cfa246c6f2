"""What moves a verdict is counted by claim and by kind, and told in few words, one of each kind first."""

import pandas as pd
import pytest

from evidence.review.changes import CHANGE_BY_RULE, change_words, flip_frame, robustness, standing
from evidence.verdicts import KINDS, Flipped, Move


def move(kind, what, becomes="supported", verdict="supported", size=1):
    return Move(size, kind, what, verdict, becomes, "a rule")


STAYS = (move("certainty", "higher"), move("threshold", "halved"))
FALLS = (move("left out", "without s-1", "unsupported"), move("new study", "a trial", "contradicted"))
PAIR = move("left out and left out", "without s-2 and without s-3", "unsupported", size=2)


def test_a_claim_is_fragile_by_the_share_of_changes_in_hand_that_move_it():
    flipped = {
        "c1": Flipped(STAYS, (PAIR,), 7),
        "c2": Flipped((*STAYS, *FALLS), (), 4),
        "c3": Flipped((*STAYS, FALLS[1]), (), 0),
        "c4": Flipped((), (), 0),
    }
    told = robustness(flipped)
    assert told["claim_id"].tolist() == ["c2", "c3", "c1"]
    assert told.columns[5:7].tolist() == ["in_hand_moving", "fragility"]
    assert told.set_index("claim_id").loc["c2"].to_dict() == {
        "verdict": "supported",
        "singles": 4,
        "moving": 2,
        "in_hand": 3,
        "in_hand_moving": 1,
        "fragility": pytest.approx(1 / 3),
        "left_out": 1,
        "left_out_moving": 1,
        "pairs": 4,
        "pairs_moving": 0,
    }
    assert told.loc[1, ["moving", "fragility", "left_out"]].tolist() == [1, 0, 0]
    assert told.loc[2, ["pairs", "pairs_moving"]].tolist() == [7, 1]


def test_equally_fragile_claims_stand_in_the_order_of_their_ids():
    one = Flipped(STAYS, (), 0)
    assert robustness({"c2": one, "c1": one})["claim_id"].tolist() == ["c1", "c2"]


def test_the_frame_has_every_single_change_and_the_pairs_that_move():
    told = flip_frame({"c1": Flipped(STAYS, (PAIR,), 7)})
    assert told.to_dict("records")[2] == {
        "claim_id": "c1",
        "size": 2,
        "kind": "left out and left out",
        "what": "without s-2 and without s-3",
        "verdict": "supported",
        "becomes": "unsupported",
        "rule": "a rule",
    }
    assert len(told) == 3
    assert list(flip_frame({}).columns) == list(told.columns)


def test_a_verdict_stands_on_a_kind_of_change_that_never_moves_it():
    flips = flip_frame({"c1": Flipped((*STAYS, *FALLS), (PAIR,), 7), "c2": Flipped((*STAYS, STAYS[0]), (PAIR,), 7)})
    told = standing(flips).set_index("kind")
    assert list(told.index) == [*KINDS, "any in hand", "any"]
    assert told.loc["certainty"].tolist() == [2, 3, 2, 1.0]
    assert told.loc["left out"].tolist() == [1, 1, 0, 0.0]
    assert told.loc["any in hand"].tolist() == [2, 6, 1, 0.5]
    assert told.loc["any"].tolist() == [2, 7, 1, 0.5]
    assert told.loc["source found", ["claims", "stand"]].tolist() == [0, 0]
    assert pd.isna(told.loc["source found", "share"])


def test_changes_are_told_by_the_verdict_that_they_lead_to_the_kindest_first():
    becomes = ("untraceable", "contradicted", "partly supported", "supported", "unsupported")
    moves = tuple(move("threshold", f"to {verdict}", verdict, "x") for verdict in becomes)
    assert change_words(Flipped((*moves, move("certainty", "none", "x", "x")), (), 0), "a rule") == (
        "Supported: to supported. Partly supported: to partly supported. Unsupported: to unsupported. "
        "Contradicted: to contradicted. Untraceable: to untraceable. (5 of 6 single changes.)"
    )


def test_two_changes_are_told_for_a_verdict_one_of_each_kind_before_a_second_of_any():
    moves = [("new study", "first"), ("new study", "second"), ("left out", "third"), ("certainty", "fourth")]
    told = change_words(Flipped(tuple(move(*one, "unsupported") for one in moves), (), 0), "a rule")
    assert told == "Unsupported: first; or third; or 2 more. (4 of 4 single changes.)"
    two = change_words(Flipped(tuple(move(*one, "unsupported") for one in moves[::2]), (), 0), "a rule")
    assert two == "Unsupported: first; or third. (2 of 2 single changes.)"


def test_pairs_are_told_only_where_no_single_change_moves_a_verdict():
    assert "pairs" not in change_words(Flipped((*STAYS, *FALLS), (PAIR,), 7), "a rule")
    assert change_words(Flipped(STAYS, (PAIR,), 7), "a rule") == (
        "None of 2 single changes moves it; 1 of 7 pairs would. Unsupported: without s-2 and without s-3."
    )


def test_a_verdict_that_nothing_tried_moves_is_told_what_its_rule_asks_for():
    rule, asks = next(iter(CHANGE_BY_RULE.items()))
    assert change_words(Flipped((), (), 0), rule) == asks
    assert change_words(Flipped(STAYS, (), 3), rule) == (
        f"None of 2 single changes moves it, and no set of two (3 tried). {asks}"
    )
