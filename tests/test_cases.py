"""All that the verdict of a claim is computed from is gathered from the right rows, and from no others."""

from types import SimpleNamespace

import pandas as pd
import pytest

from evidence.certainty import Departure
from evidence.review import joining
from evidence.review.cases import absolute_questions, cases, counted, dated_questions, deciding
from evidence.verdicts import Stated

CLAIM = {
    "kind": "cause",
    "wording": "plain",
    "question_id": "q1",
    "number": None,
    "number_high": None,
    "bound": None,
    "number_unit": None,
    "quantity": None,
    "source_named": None,
    "source_role": None,
}
LINK = {"reason": "Said so.", "search_id": None, "other_claim_id": None, "bearing": "for"}
EVIDENCE = {
    "claim_id": "c1",
    "question_id": "q1",
    "bearing": "for",
    "direct": True,
    "first_hand": True,
    "source": "A",
    "date": "2020",
}
NUMBER = {
    "claim_id": "c1",
    "result_id": "e1",
    "study_id": "s1",
    "number": 30.0,
    "bearing": "for",
    "direct": True,
    "controlled": True,
    "arm_role": "treated",
}


def frame(base, rows, key=None):
    """A frame of rows that say what is special about them; the key is counted where a row does not give it."""
    made = [({key: f"{key[0]}{place}"} if key else {}) | base | row for place, row in enumerate(rows, 1)]
    return pd.DataFrame(made, columns=[*([key] if key else []), *base]).astype(object)


def claims(*rows):
    return frame(CLAIM, rows, "claim_id")


def evidence(*rows):
    made = frame(EVIDENCE, rows, "link_id")
    return made.assign(evidence_id=[row.get("evidence_id", f"e{place}") for place, row in enumerate(rows)])


def gathered(*rows, links=(), bodies=(), numbers=(), searches=(), departures=None):
    tables = SimpleNamespace(
        claims=claims(*rows),
        settled_links=frame({"claim_id": "c1"} | LINK, links, "link_id"),
        searches=pd.DataFrame(searches, columns=["search_id", "outcome"]),
    )
    return cases(tables, evidence(*bodies), frame(NUMBER, numbers), departures or {})


# --- the body of a question -------------------------------------------------------------------------------------------


def test_one_piece_of_evidence_counts_once_on_a_question_whichever_claims_brought_it():
    rows = evidence(
        {"evidence_id": "e1"},
        {"evidence_id": "e1", "claim_id": "c2"},
        {"evidence_id": "e1", "question_id": "q2"},
        {"evidence_id": "e2", "claim_id": "c2"},
    )
    assert counted(rows)["link_id"].tolist() == ["l1", "l3", "l4"]


def test_what_is_silent_or_on_no_question_is_no_part_of_a_body():
    rows = evidence({"bearing": "silent"}, {"bearing": "context"}, {"question_id": None}, {"bearing": "mixed"})
    assert counted(rows)["link_id"].tolist() == ["l4"]


def test_only_the_strongest_tier_of_each_question_carries_its_certainty():
    rows = evidence({"first_hand": False}, {}, {"question_id": "q2", "first_hand": False}, {"direct": False})
    assert deciding(claims({}), rows)["link_id"].tolist() == ["l2", "l3"]
    assert deciding(claims({}), rows.head(0)).empty


def test_a_case_against_decides_a_question_on_which_every_claim_is_absolute():
    rows = evidence({}, {"bearing": "against", "first_hand": False})
    absolute = {"wording": "absolute"}
    assert deciding(claims(absolute, absolute), rows)["link_id"].tolist() == ["l2"]
    assert deciding(claims(absolute, {}), rows)["link_id"].tolist() == ["l1"]


def test_a_newer_document_replaces_an_older_one_on_questions_of_regulation_only():
    rows = evidence({"date": "2019"}, {"bearing": "against", "date": "2025"})
    assert deciding(claims({"kind": "regulation"}), rows)["link_id"].tolist() == ["l2"]
    assert deciding(claims({}), rows)["link_id"].tolist() == ["l1", "l2"]


def test_absolute_and_dated_questions_are_named():
    rows = claims(
        {"wording": "absolute"},
        {"wording": "absolute", "question_id": "q2", "kind": "regulation"},
        {"question_id": "q2"},
        {"kind": "regulation", "question_id": None},
    )
    assert absolute_questions(rows) == {"q1"}
    assert dated_questions(rows) == {"q2"}


# --- one case ---------------------------------------------------------------------------------------------------------


def test_a_claim_has_its_own_rows_and_its_question_those_of_all_claims():
    made = gathered({}, {}, {"question_id": "q2"}, bodies=[{}, {"claim_id": "c2"}, {"bearing": "silent"}])
    assert [row.link_id for row in made["c1"].rows] == ["l1", "l3"]
    assert [row.link_id for row in made["c1"].question] == ["l1", "l2"]
    assert [row.link_id for row in made["c2"].rows] == ["l2"]
    assert made["c1"].question == made["c2"].question
    assert (made["c3"].rows, made["c3"].question) == ((), ())


def test_a_case_has_the_scale_of_its_kind_and_the_departure_of_its_question():
    away = Departure(levels=("low", "very low"))
    made = gathered({}, {"kind": "effect", "question_id": "q2"}, departures={"q2": away})
    assert (made["c1"].scale, made["c2"].scale) == ("convergence of sources", "GRADE")
    assert (made["c1"].departure, made["c2"].departure) == (Departure(), away)


def test_the_absolute_question_is_told_apart_from_the_absolute_claim():
    made = gathered({"wording": "absolute"}, {}, {"wording": "absolute", "question_id": "q2"})
    assert [(case.absolute, case.absolute_question) for case in made.values()] == [
        *((True, False), (False, False), (True, True))
    ]


SOURCE = {"source_named": "a study", "source_role": "rests on"}


def test_only_searches_for_the_very_source_are_its_searches():
    made = gathered(
        SOURCE,
        {"source_named": "another study", "source_role": "attributed"},
        {},
        links=[
            *({"search_id": "k1", "bearing": "silent"}, {"search_id": "k2", "bearing": "against"}),
            *({"search_id": "k3", "claim_id": "c2"}, {"search_id": "k4"}, {"search_id": "k1", "claim_id": "c3"}),
        ],
        searches=[("k1", "not found"), ("k2", "found"), ("k3", "found"), ("k4", None)],
    )
    assert (made["c1"].searched, made["c1"].source_bearings) == (("not found", "found"), ("against",))
    assert (made["c2"].searched, made["c2"].source_bearings) == (("found",), ("for",))
    assert (made["c3"].searched, made["c3"].source_bearings) == ((), ())
    assert [(case.named, case.rests_on_source) for case in made.values()] == [
        *((True, True), (True, False), (False, False))
    ]


def test_claims_that_name_one_source_share_its_searches_and_keep_their_own_bearings():
    made = gathered(SOURCE, SOURCE, links=[{"search_id": "k1", "bearing": "against"}], searches=[("k1", "found")])
    assert made["c2"].searched == ("found",)
    assert (made["c1"].source_bearings, made["c2"].source_bearings) == (("against",), ())


@pytest.mark.parametrize(
    ("link", "itself"),
    [
        ({"other_claim_id": "c2", "bearing": "against"}, True),
        ({"other_claim_id": "c2", "bearing": "for"}, False),
        ({"search_id": "k1", "bearing": "against"}, False),
        ({"other_claim_id": "c2", "bearing": "against", "claim_id": "c2"}, False),
    ],
)
def test_the_article_is_against_itself_where_another_of_its_claims_is(link, itself):
    assert gathered({}, links=[link])["c1"].against_itself is itself


def test_numbers_keep_what_is_measured_and_know_the_control_arm():
    stated = {"number": 30.0, "bound": "=", "quantity": "percent change", "number_unit": "%"}
    made = gathered(
        *(stated, {}),
        numbers=[{}, {"number": None}, {"arm_role": "benchmark", "controlled": False}, {"claim_id": "c2"}],
    )
    assert made["c1"].stated == Stated("percent change", 30.0, None, "=")
    assert [(m.number, m.controlled, m.benchmark) for m in made["c1"].numbers] == [
        *((30.0, True, False), (30.0, False, True))
    ]
    assert (made["c2"].stated, len(made["c2"].numbers)) == (None, 1)


# --- numbers that can be compared -------------------------------------------------------------------------------------

RESULT = {
    "claim_id": "c1",
    "result_id": "e1",
    "study_id": "s1",
    "label": "A",
    "level": "participant data",
    "bound": "=",
    "percent_change": 12.0,
    "contrast": "between arms",
    "arm_role": "treated",
    "bearing": "for",
    "direct": True,
    "seen": "abstract",
    "population": "direct",
    "intervention": "direct",
    "comparator": "direct",
    "outcome": "direct",
}


def compared(*rows):
    stated = claims({"number": 30.0, "quantity": "percent change"}, {})
    return joining.compare_numbers(stated, frame(RESULT, rows))


@pytest.mark.parametrize("bound", ["<", ">", "up to", "at least"])
def test_a_bound_is_not_an_estimate(bound):
    assert compared({"bound": bound})["number"].isna().all()


def test_a_number_is_a_studys_own_and_belongs_to_a_claim_that_states_one():
    told = compared({}, {"level": "quoted from another study"}, {"bound": "about"}, {"bound": None})
    assert told["number"].notna().tolist() == [True, False, True, True]
    assert compared({"claim_id": "c2"}, {"result_id": None}).empty
    assert list(joining.compare_numbers(claims({}), frame(RESULT, [{}])).columns) == list(told.columns)


def test_a_number_knows_its_control_and_in_what_it_is_far():
    told = compared({}, {"contrast": "one arm over time", "population": "indirect", "outcome": "indirect"})
    assert told["controlled"].tolist() == [True, False]
    assert told["far"].tolist() == ["", "population, outcome"]


def test_a_claim_whose_number_no_result_bears_on_has_none_to_compare():
    assert compared().empty


def test_a_question_has_the_scale_of_its_claims():
    rows = claims({"kind": "effect"}, {"kind": "safety"}, {"kind": "mechanism", "question_id": "q2"}, {})
    rows.loc[3, "question_id"] = None
    assert joining.scales(rows).to_dict("list") == {
        "question_id": ["q1", "q2"],
        "scale": ["GRADE", "highest rung reached"],
    }
