"""Of several raters' judgements one counts: the adjudicated one, else what all agree on; the rest stays in sight."""

import pandas as pd
import pytest

import evidence
from evidence.tables import open_words, overruled, settled_links, settled_ratings
from evidence.tables.settling import EVIDENCE

COLUMNS = ["link_id", "claim_id", "result_id", "study_id", "regulation_id", "search_id", "other_claim_id"]


def links(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Rows of one claim: (study, rater, bearing)."""
    made = [{"study_id": study, "rater": rater, "bearing": bearing} for study, rater, bearing in rows]
    named = [{"link_id": f"l{place}", "claim_id": "c1"} | row for place, row in enumerate(made)]
    return pd.DataFrame(named, columns=[*COLUMNS, "bearing", "rater"])


def bearings(*rows: tuple[str, str, str]) -> list[str]:
    return settled_links(links(*rows))["bearing"].tolist()


def test_the_adjudicated_row_is_the_one_that_counts():
    assert bearings(("s1", "rater-1", "for"), ("s1", "rater-2", "against"), ("s1", "adjudicated", "mixed")) == ["mixed"]


def test_two_raters_who_agree_are_one_row():
    assert bearings(("s1", "rater-2", "for"), ("s1", "rater-1", "for")) == ["for"]
    assert settled_links(links(("s1", "rater-2", "for"), ("s1", "rater-1", "for")))["rater"].tolist() == ["rater-1"]


def test_an_open_disagreement_that_counts_shows_both_sides():
    assert sorted(bearings(("s1", "rater-1", "for"), ("s1", "rater-2", "silent"))) == ["for", "silent"]


def test_a_disagreement_on_which_nothing_hangs_is_the_first_rater_s():
    assert bearings(("s1", "rater-2", "context"), ("s1", "rater-1", "silent")) == ["silent"]


def test_pairs_are_settled_apart():
    rows = [("s1", "rater-1", "for"), ("s2", "rater-1", "against"), ("s1", "rater-2", "for")]
    assert bearings(*rows) == ["for", "against"]


def test_an_index_that_repeats_does_no_harm():
    doubled = pd.concat([links(("s1", "rater-1", "for")), links(("s2", "rater-1", "against"))])
    assert len(settled_links(doubled)) == 2


def test_what_raters_said_is_told_only_where_they_differ():
    rows = links(
        ("s1", "rater-1", "for"), ("s1", "rater-2", "silent"), ("s1", "adjudicated", "for"), ("s2", "rater-1", "for")
    )
    said = "rater-1 for, rater-2 silent"
    assert open_words(rows).to_dict() == {"l0": said, "l1": said, "l2": said}


def ratings(*rows: tuple[str, int]) -> pd.DataFrame:
    made = [("q1", "imprecision", steps, None, rater) for rater, steps in rows]
    return pd.DataFrame(made, columns=["question_id", "domain", "steps", "level", "rater"])


@pytest.mark.parametrize(
    ("rows", "steps"),
    [
        ([("rater-1", -1)], [-1]),
        ([("rater-1", -1), ("rater-2", -1)], [-1]),
        ([("rater-1", -1), ("rater-2", -2)], []),  # then the proposal by rule stands
        ([("rater-1", -1), ("rater-2", -2), ("adjudicated", 0)], [0]),
        ([("rater-1", -1), ("rater-2", -1), ("adjudicated", -2)], [-2]),
    ],
)
def test_a_step_counts_when_raters_agree_or_it_was_settled(rows, steps):
    assert settled_ratings(ratings(*rows))["steps"].tolist() == steps


# --- settled otherwise than all raters had ----------------------------------------------------------------------------


def test_what_the_adjudicated_row_changed_against_all_raters_is_named(repo):
    tables = evidence.load(repo / "data")
    links, ratings = overruled(tables.links, tables.ratings)
    assert {link.removesuffix("-a") for link in links} == {
        *("l137", "l195", "l196", "l197", "l239", "l517", "l548", "l684")
    }
    assert {"q-minoxidil-aim overall", "q-repair overall", "q-density-aga publication bias"} <= set(ratings)
    assert "q-density-aga imprecision" not in ratings  # the same steps, with another rationale


def test_a_row_settled_as_all_raters_had_it_or_where_they_differed_is_not_named():
    rows = pd.DataFrame(
        {
            "rating_id": ["t1", "t2", "t3", "t4", "t5", "t6"],
            "question_id": ["q1"] * 3 + ["q2"] * 3,
            "domain": "overall",
            "steps": pd.array([None] * 6, dtype="Int64"),
            "level": ["low", "low", "low", "low", "high", "high"],
            "rater": ["rater-1", "rater-2", "adjudicated"] * 2,
        }
    )
    none = pd.DataFrame({"claim_id": [], "link_id": [], "bearing": [], "rater": []} | {key: [] for key in EVIDENCE})
    assert overruled(none, rows) == ([], [])
    changed = rows.assign(level=["low", "low", "high", "low", "high", "high"])
    assert overruled(none, changed)[1] == ["q1 overall"]
