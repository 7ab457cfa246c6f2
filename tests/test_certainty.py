"""Where evidence starts, which steps the rules propose, and that a rater's decision stands beside the proposal."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import certainty
from evidence import vocabulary as words
from evidence.certainty import grade, scales
from evidence.tables import settled_ratings
from evidence.thresholds import Thresholds

BASE = {
    "question_id": "q-1",
    "study_id": "s-1",
    "source": "s-1",
    "design": "randomised trial",
    "system": "people",
    "bearing": "for",
    "seen": "abstract",
    "date": "2024",
    "n": 500,
    "denominator": None,
    "risk_of_bias": "low",
    "direct": True,
    "first_hand": True,
    **dict.fromkeys(words.DOMAINS_OF_DIRECTNESS, "direct"),
}
NO_RATINGS = pd.DataFrame(columns=["question_id", "domain", "steps", "level", "rationale", "rater", "rater_kind"])


def body(*changes):
    return pd.DataFrame(
        [BASE | {"study_id": f"s-{i}", "source": f"s-{i}"} | change for i, change in enumerate(changes)]
    )


def made(*changes):
    return certainty.Body(certainty.rows_of(body(*changes)))


def rating(domain, rater="rater-1", steps=None, level=None):
    row = ("q-1", domain, steps, level, "because", rater, "machine")
    return pd.DataFrame([row], columns=NO_RATINGS.columns).astype({"steps": "Int64"})


def rate(rows, ratings=NO_RATINGS, scale="GRADE"):
    questions = pd.DataFrame({"question_id": ["q-1"], "scale": [scale]})
    levels, steps, _ = certainty.rate(questions, rows, ratings)
    return levels.iloc[0], steps


def test_two_large_unbiased_trials_stay_high():
    assert rate(body({}, {}))[0]["certainty"] == "high"


@pytest.mark.parametrize(
    ("change", "domain"),
    [
        ({"risk_of_bias": "some concerns"}, "risk of bias"),
        ({"risk_of_bias": None}, "risk of bias"),
        ({"population": "indirect"}, "indirectness"),
        ({"n": 30}, "imprecision"),
        ({"n": None}, "imprecision"),
    ],
)
def test_each_concern_proposes_one_step_in_its_own_domain(change, domain):
    level, steps = rate(body(change))
    moved = steps[steps["proposed"].ne(0)]
    assert moved["domain"].tolist() == [domain]
    assert level["certainty"] == "moderate"


def test_400_people_are_a_concern_and_401_are_not():
    """Murad 2017, Evid Based Med 22:85, table 1: 400 or less."""
    assert grade.imprecision(made({"n": 400})).levels == -1
    assert grade.imprecision(made({"n": 401})).levels == 0


def test_people_of_one_study_with_two_results_are_counted_once():
    rows = pd.concat([body({"n": 300})] * 2, ignore_index=True)
    assert grade.imprecision(certainty.Body(certainty.rows_of(rows))).levels == -1


def test_uncontrolled_series_start_at_very_low():
    assert rate(body({"design": "before-after"}))[0]["start"] == "very low"


def test_weaker_designs_do_not_lower_a_trial():
    assert rate(body({}, {"design": "case series", "n": 5, "risk_of_bias": "high"}))[0]["certainty"] == "high"


def test_nothing_counted_is_not_rated():
    assert rate(body({}).head(0))[0]["certainty"] == words.NOT_RATED


def test_nothing_is_raised_when_anything_was_lowered():
    steps = [certainty.Step("large effect", 1, ""), certainty.Step("imprecision", -1, "")]
    assert certainty.lowered("low", steps) == "very low"
    assert certainty.lowered("low", steps[:1]) == "moderate"


def test_a_rating_replaces_the_proposal_and_both_stay_visible():
    level, steps = rate(body({"n": 30}), rating("imprecision", steps=-2))
    row = steps.set_index("domain").loc["imprecision"]
    assert (row["proposed"], row["decided"], row["rationale"]) == (-1, -2, "because")
    assert (level["certainty_proposed"], level["certainty"]) == ("moderate", "low")


def test_two_raters_without_adjudication_leave_the_proposal():
    two = pd.concat([rating("imprecision", steps=-2), rating("imprecision", "rater-2", steps=0)])
    assert rate(body({"n": 30}), two)[0]["certainty"] == "moderate"


def test_adjudication_wins_over_both_raters():
    three = pd.concat(
        [rating("imprecision", who, steps=s) for who, s in (("rater-1", -2), ("rater-2", 0), ("adjudicated", -1))]
    )
    assert rate(body({"n": 500}), three)[0]["certainty"] == "moderate"


def test_a_rating_cannot_conjure_certainty_from_no_evidence():
    assert (
        rate(body({}).head(0), rating("overall", level="high"), scale="highest rung reached")[0]["certainty"]
        == words.NOT_RATED
    )


@pytest.mark.parametrize(
    ("rows", "level"),
    [
        ([{}, {"design": "narrative review"}, {"design": "professional advice"}], "high"),
        ([{}], "moderate"),
        ([{"design": "narrative review"}, {"design": "guidance"}], "moderate"),
        ([{"design": "narrative review"}], "low"),
        ([{"seen": "secondary page", "first_hand": False}], "low"),
        ([{}, {"bearing": "against"}], "low"),
        ([{"population": "indirect", "direct": False}], "very low"),
    ],
)
def test_convergence_of_sources(rows, level):
    assert scales.convergence(made(*rows))[0] == level


def test_two_reports_of_one_authority_are_one_authority():
    rows = body({"design": "guidance", "source": "A"}, {"design": "guidance", "source": "A"})
    assert scales.convergence(certainty.Body(certainty.rows_of(rows)))[0] == "low"


@pytest.mark.parametrize(
    ("change", "level"),
    [
        ({}, "high"),
        ({"population": "indirect", "direct": False}, "moderate"),
        ({"system": "human tissue"}, "low"),
        ({"system": "animal"}, "very low"),
        ({"system": "cell"}, "very low"),
        ({"system": "documents"}, "very low"),
    ],
)
def test_mechanism_goes_by_the_highest_rung(change, level):
    assert scales.rung(made(change))[0] == level


def test_frequency_needs_people_at_risk():
    assert scales.denominator(made({}))[0] == "very low"
    assert scales.denominator(made({"denominator": "at risk"}))[0] == "low"
    assert scales.denominator(made({"denominator": "at risk"}, {"denominator": "at risk"}))[0] == "moderate"


@pytest.mark.parametrize(
    ("seen", "level"),
    [("primary document", "high"), ("copy", "moderate"), ("abstract", "moderate"), ("secondary page", "low")],
)
def test_regulation_goes_by_the_best_document_and_tells_the_newest_date(seen, level):
    found, reason = scales.document(
        made({"seen": seen, "date": "2019"}, {"seen": "secondary page", "date": "2025-05-05"})
    )
    assert found == level
    assert "2025-05-05" in reason


concerns = st.fixed_dictionaries(
    {
        "risk_of_bias": st.sampled_from(["low", "some concerns", "high", "critical"]),
        "population": st.sampled_from(["direct", "indirect"]),
        "outcome": st.sampled_from(["direct", "indirect"]),
        "n": st.sampled_from([30, 4000]),
    }
)


@given(concerns, st.sampled_from(["risk_of_bias", "population", "outcome", "n"]))
def test_one_more_concern_never_raises_certainty(first, worse):
    gravest = {"risk_of_bias": "critical", "population": "indirect", "outcome": "indirect", "n": 30}
    before = rate(body(first))[0]["certainty"]
    after = rate(body(first | {worse: gravest[worse]}))[0]["certainty"]
    assert words.LEVELS.index(after) <= words.LEVELS.index(before)


def test_a_critical_study_goes_down_two_and_disagreement_one():
    assert grade.risk_of_bias(made({"risk_of_bias": "critical"})).levels == -2
    assert grade.inconsistency(made({}, {"bearing": "against"})).levels == -1


def test_indirectness_counts_domains_that_are_indirect_in_every_row_and_stops_at_two():
    assert grade.indirectness(made({"population": "indirect"}, {})).levels == 0
    far = dict.fromkeys(("population", "intervention", "outcome"), "indirect")
    assert grade.indirectness(made(far)).levels == -2


def test_a_rated_level_overall_replaces_the_proposal_on_scales_without_steps():
    level, steps = rate(body({}), rating("overall", level="very low"), scale="highest rung reached")
    assert (level["certainty_proposed"], level["certainty"]) == ("high", "very low")
    assert steps["rationale"].tolist() == ["because"]


@pytest.mark.parametrize("domain", words.RAISING_DOMAINS)
def test_no_rated_domain_is_dropped(domain):
    level, steps = rate(body({"design": "cohort"}), rating(domain, steps=1))
    assert steps.set_index("domain").loc[domain, "decided"] == 1
    assert level["certainty"] == "moderate"


def test_a_rating_of_another_question_is_left_alone():
    other = rating("imprecision", steps=-2).assign(question_id="q-2")
    both = pd.concat([rating("imprecision", steps=-1), other])
    assert len(settled_ratings(both)) == 2
    assert rate(body({}), other)[0]["certainty"] == "high"


# --- the other scales, to the last word -------------------------------------------------------------------------------


def test_only_direct_sources_count_towards_convergence():
    far = {"direct": False, "population": "indirect", "design": "guidance"}
    assert scales.convergence(made({}, far, far))[0] == "moderate"
    assert scales.convergence(made({}, far | {"bearing": "against"}))[0] == "moderate"


def test_sources_told_of_are_neither_data_nor_authorities():
    told = {"first_hand": False, "design": "guidance"}
    assert scales.convergence(made({}, told, told))[0] == "moderate"
    assert scales.convergence(made(told, told))[0] == "low"


@pytest.mark.parametrize("design", scales.NOT_DATA)
def test_what_is_no_data_is_not_taken_for_data(design):
    authority = design in scales.AUTHORITIES
    reason = scales.convergence(made({"design": design}))[1]
    assert reason == f"rows of direct data: 0; independent authorities: {int(authority)}"
    assert scales.convergence(made({}, {"design": design}, {"design": design}))[0] == (
        "high" if authority else "moderate"
    )


def test_direct_sources_that_disagree_or_are_of_two_minds_are_low():
    three = [{}, {"design": "guidance"}, {"design": "guidance"}]
    assert scales.convergence(made(*three, {"bearing": "mixed"}))[0] == "low"
    assert scales.convergence(made(*(row | {"bearing": "mixed"} for row in three)))[0] == "low"
    assert scales.convergence(made(*(row | {"bearing": "against"} for row in three)))[0] == "high"


def test_another_number_of_authorities_is_enough_under_another_threshold():
    rows = made({"design": "guidance"}).rows
    assert scales.convergence(certainty.Body(rows, Thresholds(authorities=1)))[0] == "moderate"


def test_people_with_another_condition_are_above_tissue_and_tissue_above_animals_and_cells():
    tissue, animal, cell = ({"system": name} for name in ("human tissue", "animal", "cell"))
    other = {"population": "partly"}
    assert scales.rung(made(cell, animal, tissue, other)) == ("moderate", "highest rung: another condition in people")
    assert scales.rung(made(cell, animal, tissue)) == ("low", "highest rung: human tissue")
    assert scales.rung(made(cell, animal)) == ("very low", "highest rung: animal")
    assert scales.rung(made(cell))[1] == "highest rung: cell"
    assert scales.rung(made({"system": "animal", "population": "direct"}, other))[0] == "moderate"


def test_a_frequency_is_counted_by_direct_studies_with_people_at_risk():
    at_risk = {"denominator": "at risk"}
    assert scales.denominator(made(at_risk | {"direct": False}))[0] == "very low"
    assert scales.denominator(made({"denominator": "cases only"}))[0] == "very low"
    twice = body(at_risk, at_risk).assign(study_id="s-0")
    assert scales.denominator(certainty.Body(certainty.rows_of(twice)))[0] == "low"


def test_a_document_about_something_else_does_not_raise_a_rule():
    far = {"direct": False, "seen": "primary document", "date": "2025"}
    assert scales.document(made({"seen": "copy", "date": "2019"}, far)) == (
        *("moderate", "best document: copy; newest seen: 2019"),
    )
    assert scales.document(made(far))[0] == "high"
    assert scales.document(made({"date": None}))[1].endswith("newest seen: undated")


@pytest.mark.parametrize(
    ("scale", "start", "reason"),
    [
        ("convergence of sources", "moderate", "rows of direct data: 1; independent authorities: 0"),
        ("highest rung reached", "high", "highest rung: target condition in people"),
        ("denominator", "very low", "no direct count with people at risk"),
        ("document seen", "moderate", "best document: abstract; newest seen: 2024"),
        ("searches", words.NOT_RATED, "the searches speak"),
        ("not judged", words.NOT_RATED, "the searches speak"),
    ],
)
def test_each_scale_has_its_own_rule(scale, start, reason):
    proposal = certainty.propose(scale, made({}))
    assert (proposal.start, proposal.level, proposal.reason, proposal.steps) == (start, start, reason, ())


# --- proposal and departure -------------------------------------------------------------------------------------------


def test_a_level_moves_to_the_ends_and_no_further():
    moved = [certainty.moved_by("low", levels) for levels in (-2, -1, 0, 1, 2, 3)]
    assert moved == ["very low", "very low", "low", "moderate", "high", "high"]


def steps(**levels):
    return tuple(certainty.Step(domain.replace("_", " "), number, "") for domain, number in levels.items())


def test_steps_down_add_up_and_so_do_steps_up():
    assert certainty.lowered("high", steps(imprecision=-1, indirectness=-2)) == "very low"
    assert certainty.lowered("very low", steps(large_effect=1, dose_response=1)) == "moderate"
    assert certainty.lowered("high", ()) == "high"


def test_a_departure_is_the_distance_from_the_rules_in_each_domain_and_on_the_whole():
    proposal = certainty.Proposal("high", "", steps(imprecision=-1, indirectness=0))
    mine = pd.concat([rating("imprecision", steps=-2), rating("overall", level="very low")]).set_index("domain")
    away = certainty.departure(proposal, mine)
    assert (away.steps, away.levels) == ({"imprecision": (-1, -2)}, ("low", "very low"))
    assert away.applied(proposal) == "very low"
    other = certainty.Proposal("moderate", "", steps(imprecision=0, indirectness=0))
    assert away.applied(other) == "very low"
    assert certainty.Departure({"imprecision": (-1, -2)}).applied(other) == "low"


def test_what_a_worse_proposal_says_already_is_not_said_twice():
    away = certainty.Departure({"imprecision": (0, -1)}, ("moderate", "low"))
    worse = certainty.Proposal("high", "", steps(imprecision=-1))
    assert certainty.Departure({"imprecision": (0, -1)}).applied(worse) == "moderate"
    assert away.applied(certainty.Proposal("low", "")) == "low"
    assert away.applied(certainty.Proposal("high", "")) == "moderate"
    raised = certainty.Departure({}, ("low", "moderate"))
    assert raised.applied(certainty.Proposal("very low", "")) == "low"


@pytest.mark.parametrize(
    ("now", "carried"),
    [({"a", "b"}, True), ({"a"}, True), ({"a", "b", "c"}, True), ({"a", "c"}, False), ({"c"}, False), (set(), False)],
)
def test_a_departure_is_carried_over_while_what_it_was_made_on_decides(now, carried):
    away = certainty.Departure({}, ("high", "low"), frozenset({"a", "b"}))
    proposal = certainty.Proposal("high", "", studies=frozenset(now))
    assert away.applied(proposal) == ("low" if carried else "high")


def test_a_proposal_names_the_studies_that_carry_it():
    weak = {"design": "case series"}
    assert certainty.propose("GRADE", made({}, weak)).studies == {"s-0"}
    assert certainty.propose("convergence of sources", made({}, weak)).studies == {"s-0", "s-1"}


def test_without_a_rating_nothing_departs():
    proposal = certainty.Proposal("high", "", steps(imprecision=-1))
    assert certainty.departure(proposal, NO_RATINGS.set_index("domain")).steps == {}
    agreed = certainty.departure(proposal, rating("imprecision", steps=-1).set_index("domain"))
    assert (agreed.steps, agreed.levels) == ({"imprecision": (-1, -1)}, None)
    assert agreed.applied(proposal) == "moderate"


def test_a_departure_cannot_rate_what_the_rules_do_not():
    nothing = certainty.Proposal(words.NOT_RATED, "no counted evidence")
    mine = rating("overall", level="high").set_index("domain")
    assert certainty.departure(nothing, mine).levels is None
    assert certainty.Departure(levels=("low", "high")).applied(nothing) == nothing.level == words.NOT_RATED


def test_departures_are_given_by_question():
    questions = pd.DataFrame({"question_id": ["q-1", "q-2"], "scale": ["GRADE", "GRADE"]})
    levels, made_steps, away = certainty.rate(questions, body({"n": 30}), rating("imprecision", steps=-2))
    assert (away["q-1"].steps["imprecision"], away["q-2"]) == ((-1, -2), certainty.Departure())
    assert levels["certainty"].tolist() == ["low", words.NOT_RATED]
    assert set(made_steps["question_id"]) == {"q-1"}


def test_a_level_rated_on_the_whole_has_a_step_of_its_own_unless_nothing_counts():
    rated = rating("overall", level="low")
    _, made_steps = rate(body({}), rated)
    overall = made_steps.set_index("domain").loc["overall"]
    assert (overall["decided"], overall["rationale"], overall["rater_kind"]) == ("low", "because", "machine")
    assert rate(body({}).head(0), rated)[1].empty
    unrated = rate(body({}))[1]
    assert "overall" not in set(unrated["domain"])
    assert unrated["rationale"].eq("").all()


def test_blank_cells_are_read_as_none_and_other_columns_left_alone():
    read = certainty.rows_of(body({"n": None, "date": None}).assign(strange=1))[0]
    assert (read.n, read.date, read.design, read.label) == (None, None, "randomised trial", "")
