"""Where the results of a question may be pooled, its certainty is that of the pooled estimate, and flips pool anew."""

import shutil
from dataclasses import replace

import pandas as pd
import pytest

import evidence
from evidence.certainty import rows_of
from evidence.review.pooling import pools

CONTRAST = {
    "statistic": "difference",
    "measure_given": "MD",
    "contrast": "between arms",
    "comparator_arm": "plain curd",
    "value": 9.4,
    "low": 4.0,
    "high": 14.8,
    "spread": None,
    "spread_kind": "CI 95%",
}


def with_trials(tables, *values):
    """The fictional review with trials of moon cheese that print a difference with its interval."""
    results, studies, links = tables.results, tables.studies, tables.links
    trial = studies[studies["study_id"].eq("s-ham-2022")]
    row = results[results["result_id"].eq("e-ham-density")]
    link = links[links["result_id"].eq("e-ham-density")]
    added = {"results": [], "studies": [], "links": []}
    for place, value in enumerate(values):
        name = f"t{place}"
        cells = CONTRAST | {"value": value, "low": value - 5.4, "high": value + 5.4, "study_id": f"s-{name}"}
        added["results"].append(row.assign(result_id=f"e-{name}", **cells).astype(row.dtypes))
        added["studies"].append(trial.assign(study_id=f"s-{name}", label=f"Trial {place}"))
        added["links"].append(link.assign(link_id=f"l9{place}", result_id=f"e-{name}"))
    frames = {name: pd.concat([getattr(tables, name), *rows], ignore_index=True) for name, rows in added.items()}
    return replace(tables, **frames, ratings=tables.ratings.head(0))


def density(review):
    return review.summary.set_index("question_id").loc["q-density"]


@pytest.fixture(scope="module")
def reviews(repo, tmp_path_factory):
    """The review with two trials that can be pooled, and with one."""
    folder = tmp_path_factory.mktemp("pooling") / "data"
    shutil.copytree(repo / "tests" / "tiny_review", folder)
    shutil.copy(repo / "data" / "datapackage.json", folder)
    tables = evidence.load(folder)
    return evidence.assess(with_trials(tables, 9.0, 10.0)), evidence.assess(with_trials(tables, 9.0))


def test_two_trials_are_pooled_and_one_is_not(reviews):
    both, alone = reviews
    assert density(both)["pooled"]
    assert density(both)["effect"].startswith("MD 9.5 (")
    assert not density(alone)["pooled"]


def test_certainty_reads_the_pooled_interval(reviews):
    steps = reviews[0].steps[reviews[0].steps["question_id"].eq("q-density")].set_index("domain")
    assert "interval" in steps.loc["imprecision", "reason"] + steps.loc["imprecision", "rule"]


def test_each_trial_is_left_out_in_turn(reviews):
    tried = reviews[0].flips[reviews[0].flips["claim_id"].eq("c04") & reviews[0].flips["kind"].eq("left out")]
    assert {"without Trial 0", "without Trial 1"} <= set(tried["what"])


def test_thresholds_of_pooling_are_tried_only_where_something_is_pooled(reviews):
    both, alone = (set(r.flips.loc[r.flips["kind"].eq("threshold"), "what"]) for r in reviews)
    assert any("I2" in what for what in both)
    assert not any("I2" in what for what in alone)


# --- what may be pooled -----------------------------------------------------------------------------------------------

ROW = {
    "question_id": "q",
    "study_id": "s-1",
    "evidence_id": "e-1",
    "source": "s-1",
    "link_id": "l-1",
    "measured": "density",
    "unit": "hairs/cm2",
    "measure": "MD",
    "route": "injection",
    "design": "randomised trial",
    "contrast": "between arms",
    "arm_role": "treated",
    "level": "participant data",
    "effect": 12.0,
    "variance": 4.0,
    "n": 50.0,
}
QUESTION = {
    "question_id": "q",
    "benefit": "higher",
    "threshold": 10.0,
    "threshold_unit": "hairs/cm2 more than control",
    "threshold_source": "chosen by us",
}


def found(*changes, **question):
    rows = [
        ROW | {"study_id": f"s-{i}", "evidence_id": f"e-{i}", "link_id": f"l-{i}"} | c for i, c in enumerate(changes)
    ]
    frame = pd.DataFrame(rows)
    made = pools(pd.DataFrame([QUESTION | question]), frame)
    return made["q"](rows_of(frame)) if made else None


def test_contrasts_of_one_body_are_pooled_with_the_threshold_of_their_unit():
    one = found({}, {"effect": 14.0})
    assert (one.estimate, one.k, one.people) == (13.0, 2, 100)
    assert (one.threshold, one.threshold_source) == (10.0, "chosen by us")


def test_threshold_in_another_unit_is_not_used():
    assert found({"unit": "hairs"}, {"unit": "hairs"}, threshold_unit="% over control").threshold is None


@pytest.mark.parametrize(
    "change",
    [
        {"contrast": "one arm over time"},
        {"level": "pooled by a review"},
        {"variance": None},
        {"unit": "hairs/mm2"},
        {"design": "cohort"},
        {"route": "not reported"},
    ],
)
def test_a_result_of_another_kind_is_not_pooled_with_a_contrast(change):
    assert found({}, change) is None


def test_two_results_of_one_study_leave_the_choice_to_a_person():
    assert found({}, {}, {"study_id": "s-0"}) is None


def test_a_question_that_does_not_say_what_is_good_is_not_pooled():
    assert found({}, {}, benefit=None) is None


def test_a_what_if_study_has_no_result_to_pool():
    frame = pd.DataFrame([ROW, ROW | {"study_id": "s-2", "evidence_id": "e-2"}])
    pool = pools(pd.DataFrame([QUESTION]), frame)["q"]
    rows = rows_of(frame)
    assert pool(rows) is not None
    assert pool((*rows, rows[0]._replace(study_id="new", evidence_id="new"))) is None


def test_the_largest_body_counts():
    assert found({}, {}, {}, {"unit": "x"}, {"unit": "x"}).k == 3
