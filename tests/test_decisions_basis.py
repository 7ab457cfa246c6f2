"""What a decision rests on is the claim, its question, and every row that leads to evidence; a change of any shows."""

from dataclasses import replace

import pytest

import evidence
from evidence.decisions import changed
from evidence.review.reviewers import desk


@pytest.fixture(scope="module")
def judged(fictional):
    return evidence.assess(fictional).claims


def basis_of(claim_id, judged, tables):
    return desk(judged, tables).set_index("claim_id").loc[claim_id, "basis"]


def edited(frame, rows, column, value):
    return frame.assign(**{column: frame[column].astype("object").mask(rows, value)})


def told(then, now):
    rest = {"proposal": "supported", "certainty": "low", "data_version": "1"}
    return changed(rest | {"basis": then}, rest | {"basis": now})


@pytest.mark.parametrize(
    ("column", "value"),
    [("claim", "Otherwise."), ("short", "otherwise"), ("number", 9.25), ("bound", "at least"), ("kind", "safety")],
)
def test_a_claim_that_is_changed_is_seen_and_its_neighbour_is_not(judged, fictional, column, value):
    claims = edited(fictional.claims, fictional.claims["claim_id"].eq("c04"), column, value)
    after = replace(fictional, claims=claims)
    then, now = (basis_of("c04", judged, tables) for tables in (fictional, after))
    assert told(then, now) == "the claim changed (data 1, today 1)"
    assert basis_of("c05", judged, after) == basis_of("c05", judged, fictional)


def test_a_note_on_a_claim_changes_nothing(judged, fictional):
    noted = replace(fictional, claims=fictional.claims.assign(note="Seen again."))
    assert basis_of("c04", judged, noted) == basis_of("c04", judged, fictional)


def test_the_question_its_ratings_and_the_study_behind_a_result_are_seen(judged, fictional):
    question = fictional.claims.set_index("claim_id").loc["c04", "question_id"]
    asked = fictional.questions["question_id"].eq(question)
    rated = fictional.ratings["question_id"].eq(question)
    mine = fictional.links[fictional.links["claim_id"].eq("c04") & fictional.links["result_id"].notna()]
    studies = fictional.results.loc[fictional.results["result_id"].isin(mine["result_id"]), "study_id"]
    behind = fictional.studies["study_id"].isin(studies)
    then = basis_of("c04", judged, fictional)
    for name, frame in (
        ("questions", edited(fictional.questions, asked, "outcome", "snout length")),
        ("ratings", edited(fictional.ratings, rated, "rationale", "Read again.")),
    ):
        now = basis_of("c04", judged, replace(fictional, **{name: frame}))
        assert told(then, now) == "its question or the rating of it changed (data 1, today 1)"
    now = basis_of("c04", judged, replace(fictional, studies=edited(fictional.studies, behind, "design", "cohort")))
    assert "rows that changed: l0" in told(then, now)


def test_rows_in_another_order_are_the_same_rows(judged, fictional):
    turned = {name: getattr(fictional, name)[::-1] for name in ("claims", "questions", "ratings", "studies")}
    assert basis_of("c04", judged, replace(fictional, **turned)) == basis_of("c04", judged, fictional)


def test_of_a_decision_older_than_such_prints_nothing_is_made_up():
    assert told("l1:aa", "claim:bb question:cc l1:aa") == "what the claim said then was not recorded (data 1, today 1)"
