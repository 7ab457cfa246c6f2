"""Plain sentences and the summary of findings: pooled, or clearly not pooled."""

from dataclasses import replace
from itertools import product

import pandas as pd
import pytest

from evidence import certainty
from evidence import vocabulary as words
from evidence.certainty import Pooled
from evidence.certainty.findings import COLUMNS, summary_of_findings
from evidence.certainty.plain import NOT_JUDGED, SIZES
from evidence.errors import StatisticsError
from evidence.review.cases import deciding

RATIO = Pooled("RR", 6, 1.93, 1.51, 2.47, "higher", people=1148, baseline_risk=77 / 555, outcome="regrowth")

PLAIN = {
    ("high", "large"): "Use of stockings lowers clots a lot.",
    ("high", "moderate"): "Use of stockings lowers clots.",
    ("high", "small"): "Use of stockings lowers clots a little.",
    ("high", "trivial or none"): "Use of stockings makes little or no difference to clots.",
    ("moderate", "large"): "Use of stockings probably lowers clots a lot.",
    ("moderate", "moderate"): "Use of stockings probably lowers clots.",
    ("moderate", "small"): "Use of stockings probably lowers clots a little.",
    ("moderate", "trivial or none"): "Use of stockings probably makes little or no difference to clots.",
    ("low", "large"): "Use of stockings may lower clots a lot.",
    ("low", "moderate"): "Use of stockings may lower clots.",
    ("low", "small"): "Use of stockings may lower clots a little.",
    ("low", "trivial or none"): "Use of stockings may make little or no difference to clots.",
} | {("very low", size): "We cannot tell from this evidence whether use of stockings changes clots." for size in SIZES}


@pytest.mark.parametrize(("level", "size"), list(product(words.LEVELS, SIZES)))
def test_certainty_sets_the_verb_and_size_the_adverb(level, size):
    assert certainty.sentence(level, size, "lowers", "stockings", "clots") == PLAIN[level, size]
    raised = PLAIN[level, size].replace("lower", "raise")
    assert certainty.sentence(level, size, "raises", "stockings", "clots") == raised


def test_a_sentence_names_the_comparator_and_refuses_other_words():
    assert certainty.sentence("low", "large", "raises", "x", "y", "placebo").endswith("a lot, compared with placebo.")
    for wrong in (("certain", "large", "raises"), ("low", "huge", "raises"), ("low", "large", "up")):
        with pytest.raises(StatisticsError, match="allowed"):
            certainty.sentence(*wrong, "x", "y")


@pytest.mark.parametrize(
    ("measure", "estimate", "threshold", "size"),
    [
        ("RR", 1.0, None, "trivial or none"),
        ("RR", 1.24, None, "trivial or none"),
        ("RR", 1.25, None, "small"),
        ("RR", 1.57, None, "moderate"),
        ("RR", 1.96, None, "large"),
        ("RR", 0.75, None, "small"),
        ("RR", 0.56, None, "moderate"),
        ("RR", 0.42, None, "large"),
        ("SMD", 0.19, None, "trivial or none"),
        ("SMD", -0.2, None, "small"),
        ("SMD", 0.5, None, "moderate"),
        ("SMD", 0.8, None, "large"),
        ("MD", 13.18, None, NOT_JUDGED),
        ("MD", 9.9, 10, "trivial or none"),
        ("MD", -10, 10, "small"),
        ("MD", 20, 10, "moderate"),
        ("MD", 30, 10, "large"),
    ],
)
def test_size_is_read_against_what_matters(measure, estimate, threshold, size):
    for benefit in ("higher", "lower"):
        one = Pooled(measure, 4, estimate, estimate - 0.1, estimate + 0.1, benefit, threshold=threshold)
        assert certainty.size_of(one) == size


def test_direction_is_that_of_the_outcome_and_not_of_the_benefit():
    assert certainty.way_of(RATIO) == "raises"
    assert certainty.way_of(replace(RATIO, benefit="lower")) == "raises"
    assert certainty.way_of(Pooled("MD", 6, -4.7, -4.9, -4.5, "lower")) == "lowers"


def summary(evidence_rows, pooled=None, level="moderate", start="high", steps=()):
    questions = pd.DataFrame(
        [("q-1", "Does it work?", "regrowth", "minoxidil", "placebo")],
        columns=["question_id", "question", "outcome", "intervention", "comparator"],
    )
    levels = pd.DataFrame(
        [("q-1", "GRADE", start, level, level, f"starts by design: {start} design")],
        columns=["question_id", "scale", "start", "certainty_proposed", "certainty", "reason"],
    )
    columns = ["question_id", "domain", "proposed", "reason", "decided", "rationale"]
    steps = pd.DataFrame([("q-1", *step) for step in steps], columns=columns)
    return summary_of_findings(questions, levels, steps, evidence_rows, pooled)


def links(*changes):
    row = {"question_id": "q-1", "evidence_id": "r-1", "study_id": "s-1", "design": "cohort", "bearing": "for", "n": 20}
    return pd.DataFrame([row | change for change in changes], columns=list(row))


def test_a_pooled_outcome_has_relative_and_absolute_effects():
    got = summary(links({}), {"q-1": RATIO}, steps=[("risk of bias", -1, "studies unclear", -1, "")]).iloc[0]
    assert got["people"] == "1148 people in 6 studies"
    assert got["effect"] == "RR 1.93 (1.51 to 2.47)"
    assert got["baseline"] == "139 per 1,000"
    assert got["absolute"] == "268 per 1,000 (209 to 343); 129 more (71 more to 204 more)"
    assert got["number_needed"] == "8 for one to benefit (5 to 15)"
    assert got["reasons"] == "risk of bias -1 (studies unclear)"
    assert got["plain"] == "Use of minoxidil probably raises regrowth, compared with placebo."


def test_what_was_not_pooled_says_so_and_gives_no_estimate():
    rows = links({"n": None}, {"evidence_id": "r-2", "study_id": "s-2"}, {"evidence_id": "r-3", "bearing": "against"})
    got = summary(rows, start="low", level="low").iloc[0]
    assert got["effect"] == "Not pooled. Studies by what they say: for 2, against 1."
    assert (got["baseline"], got["absolute"], got["number_needed"]) == ("", "", "")
    assert got["people"] == "40 people in 2 studies"
    assert got["reasons"] == "starts low (low design)"
    assert got["plain"] == "The studies on regrowth were not pooled and do not show one direction."


def test_people_are_counted_once_and_silent_links_not_at_all():
    rows = links({}, {"evidence_id": "r-2", "n": 18}, {"evidence_id": "r-3", "study_id": "s-3", "bearing": "silent"})
    assert summary(rows).iloc[0]["people"] == "20 people in 1 study"


def test_people_in_weaker_designs_stand_behind_those_that_carry_the_certainty():
    rows = links(
        {"design": "randomised trial"}, {"evidence_id": "r-2", "study_id": "s-2", "n": 300}, {"study_id": "s-3"}
    )
    rows.loc[2, ["evidence_id", "n"]] = ["r-3", None]
    said = summary(rows).iloc[0]["people"]
    assert said == "20 people in 1 study; of weaker design: 300 people in 1 study, and not known in 1 more"


def test_a_departure_of_the_rater_is_told_in_the_raters_words():
    steps = [("imprecision", -1, "few people", -2, "One number only."), ("inconsistency", -1, "differ", 0, "explained")]
    assert summary(links({}), steps=steps).iloc[0]["reasons"] == "imprecision -2 (One number only)"


def test_questions_without_evidence_stay_in_the_table():
    got = summary(links(), level=words.NOT_RATED).iloc[0]
    assert (got["people"], got["effect"], got["plain"]) == ("no evidence was counted", "", "No evidence was counted.")


def test_absent_columns_are_named():
    with pytest.raises(StatisticsError, match="bearing"):
        summary(links({}).drop(columns="bearing"))


@pytest.fixture(scope="module")
def real(review):
    rests_on = deciding(review.tables.claims, review.evidence)
    levels = review.levels[review.levels["scale"].eq("GRADE")]
    return summary_of_findings(review.tables.questions, levels, review.steps, rests_on), review


def test_the_real_questions_have_a_row_each_and_nothing_is_pooled(real):
    table, review = real
    assert list(table.columns) == list(COLUMNS)
    graded = review.levels[review.levels["scale"].eq("GRADE")]
    assert set(table["question_id"]) == set(graded["question_id"])
    assert not table["pooled"].any()
    rated = table[table["certainty"].ne(words.NOT_RATED)]
    assert rated["effect"].str.startswith("Not pooled.").all()
    assert rated["reasons"].ne("").all()
    assert rated["certainty"].isin(words.LEVELS).all()


def test_people_of_the_real_questions_are_those_that_the_certainty_rests_on(real):
    table, review = real
    people = table.set_index("question_id")["people"]
    imprecise = review.steps[review.steps["domain"].eq("imprecision")].set_index("question_id")["reason"]
    for question, reason in imprecise.items():
        if question in people.index and " people; " in reason:
            assert people[question].split()[0] == reason.split()[0]
