"""Agreement of two raters is read from their own rows, before anything was settled, and called what it is."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

import evidence
from evidence import vocabulary as words
from evidence.review.raters import repeatability


@pytest.fixture(scope="module")
def found(repo):
    return repeatability(evidence.load(repo / "data"))


def test_the_settled_rows_take_no_part(repo, found):
    tables = evidence.load(repo / "data")
    rated = tables.links[tables.links["rater"].ne("adjudicated")]
    pairs = len(rated) // 2
    bearing = found[found["judgement"].eq("bearing")]
    assert bearing["items"].eq(pairs).all()
    assert bearing["raters"].eq(2).all()
    first, second = (rated[rated["rater"].eq(rater)]["bearing"].tolist() for rater in ("rater-1", "rater-2"))
    same = sum(one == other for one, other in zip(first, second, strict=True)) / pairs
    assert bearing.set_index("coefficient").loc["raw agreement", "value"] == pytest.approx(same)


def test_only_what_has_an_order_is_weighted(found):
    weighted = found.groupby("judgement")["weights"].first()
    assert weighted[["bearing", "counts as evidence"]].eq("none").all()
    assert weighted.drop(["bearing", "counts as evidence"]).eq("linear").all()


def test_raw_agreement_stands_beside_every_coefficient(found):
    for _, same in found.groupby("judgement"):
        assert same["coefficient"].iloc[0] == "raw agreement"
        assert same[["ci_low", "ci_high"]].notna().all(axis=None)


def test_one_rater_agrees_with_nobody(tiny):
    for name in ("links", "ratings"):
        path = tiny / f"{name}.csv"
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join([header, *(row for row in rows if "rater-2" not in row and "adjudicated" not in row)]))
    assert repeatability(evidence.load(tiny)).empty


def rated(links=(), ratings=()):
    """Agreement of raters, from rows of (rater, study, bearing, population) and (rater, domain, steps, level)."""
    told = pd.DataFrame(links, columns=["rater", "study_id", "bearing", "population"]).assign(claim_id="c1")
    told = told.assign(**dict.fromkeys(("result_id", "regulation_id", "search_id", "other_claim_id")))
    told = told.assign(**dict.fromkeys(words.DOMAINS_OF_DIRECTNESS[1:], "direct"))
    steps = pd.DataFrame(ratings, columns=["rater", "domain", "steps", "level"]).assign(question_id="q1")
    tables = SimpleNamespace(links=told, ratings=steps.astype({"steps": "Int64"}))
    return repeatability(tables).set_index(["judgement", "coefficient"])


PAIRS = [
    *(("rater-1", "s1", "for", "direct"), ("rater-2", "s1", "mixed", "indirect")),
    *(("rater-1", "s2", "silent", "direct"), ("rater-2", "s2", "silent", "does not apply")),
    *(("rater-1", "s3", "for", "direct"), ("rater-2", "s3", "context", "direct")),
    ("adjudicated", "s1", "for", "direct"),
]
STEPS = [
    *(("rater-1", "imprecision", -1, None), ("rater-2", "imprecision", -1, None)),
    *(("rater-1", "indirectness", 0, None), ("rater-2", "indirectness", -1, None)),
    *(("rater-1", "large effect", 0, None), ("rater-2", "large effect", 0, None)),
    *(("rater-1", "overall", None, "low"), ("rater-2", "overall", None, "low")),
]


def test_two_bearings_that_both_count_agree_on_counting_and_not_on_bearing():
    found = rated(PAIRS, STEPS)
    assert found.loc[("bearing", "raw agreement"), "value"] == pytest.approx(1 / 3)
    assert found.loc[("counts as evidence", "raw agreement"), "value"] == pytest.approx(2 / 3)


def test_what_does_not_apply_or_could_only_raise_is_not_rated():
    found = rated(PAIRS, STEPS)
    alike = found.xs("raw agreement", level="coefficient")
    assert alike.loc["directness of population", ["value", "items"]].tolist() == [0.5, 2]
    assert alike.loc["certainty steps", ["value", "items"]].tolist() == [0.5, 2]
    assert alike.loc["certainty levels", ["value", "items"]].tolist() == [1, 1]


def test_one_step_apart_is_nearer_than_two_and_partly_is_nearer_than_indirect():
    def by_distance(links=(), ratings=()):
        return rated([*PAIRS, *links], [*STEPS, *ratings]).xs("Gwet AC2", level="coefficient")["value"]

    steps = [by_distance(ratings=[("rater-1", "x", -1, None), ("rater-2", "x", to, None)]) for to in (-2, -3)]
    assert steps[0]["certainty steps"] > steps[1]["certainty steps"]
    far = [
        by_distance([("rater-1", "x", "for", "direct"), ("rater-2", "x", "for", to)]) for to in words.DIRECTNESS[1:3]
    ]
    assert far[0]["directness of population"] > far[1]["directness of population"]


def test_unordered_judgements_have_ac1_and_ordered_ones_ac2():
    told = rated(PAIRS, STEPS).reset_index().groupby("judgement")["coefficient"].agg(list)
    assert told["bearing"] == ["raw agreement", "Cohen kappa", "Gwet AC1"]
    assert told["certainty steps"] == ["raw agreement", "Cohen kappa", "Gwet AC2"]


def test_a_second_rater_of_links_or_of_ratings_is_enough():
    assert rated(PAIRS[::2]).empty
    assert not rated(PAIRS, STEPS[::2]).empty
    assert not rated(PAIRS[:6:2], STEPS).empty


def test_a_verdict_stands_beside_those_of_each_rater_alone(fictional):
    second = fictional.links.assign(rater="rater-2", link_id=fictional.links["link_id"] + "-b")
    second.loc[second["claim_id"].eq("c01"), "bearing"] = "silent"
    settled = fictional.links.assign(rater="adjudicated", link_id=fictional.links["link_id"] + "-a")
    links = pd.concat([fictional.links, second, settled], ignore_index=True)
    beside = evidence.assess(replace(fictional, links=links)).by_rater.set_index("claim_id")
    assert beside.loc["c01", ["verdict", "rater-1", "rater-2"]].tolist() == ["supported", "supported", "unsupported"]
    assert beside.loc[["c01", "c09"], "moved"].tolist() == [True, False]
    assert "adjudicated" not in beside


def test_of_one_rater_alone_nothing_moves(fictional):
    beside = evidence.assess(fictional).by_rater
    assert beside["rater-1"].tolist() == beside["verdict"].tolist()
    assert not beside["moved"].any()
