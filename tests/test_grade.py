"""Each GRADE domain with and without a pooled estimate, and that one more concern never raises what is proposed."""

import re
from dataclasses import fields, replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import certainty, thresholds
from evidence import vocabulary as words
from evidence.certainty import Pooled, StudyEffect, grade
from evidence.certainty.consistency import overlap_of
from evidence.certainty.imprecision import needed_people

FEW = settings(max_examples=30, deadline=None)
TRIAL = certainty.Row(
    "l-1", "q-1", "s-0", design="randomised trial", risk_of_bias="low", n=5000, **dict.fromkeys(
        words.DOMAINS_OF_DIRECTNESS, "direct"
    )
)  # fmt: skip
STEADY = Pooled("RR", 3, 0.6, 0.5, 0.7, "lower", 0.45, 0.75, 0.0, people=5000, events=900, baseline_risk=0.2)


def effects(*estimates, half=0.1, weights=None):
    weights = weights or [1 / len(estimates)] * len(estimates)
    return tuple(
        StudyEffect(f"s-{i}", e, e - half, e + half, w) for i, (e, w) in enumerate(zip(estimates, weights, strict=True))
    )


def made(*changes, pooled=None):
    rows = (TRIAL._replace(**{"study_id": f"s-{i}"} | change) for i, change in enumerate(changes or [{}]))
    return certainty.Body(tuple(rows), pooled=pooled)


def level(body):
    return words.LEVELS.index(certainty.propose("GRADE", body).level)


def both(change, **fields):
    """The same body with and without a pooled estimate, before and after a change of one row."""
    pooled = replace(STEADY, studies=effects(0.6, 0.6, 0.6), **fields)
    for one in (None, pooled):
        yield made({}, {}, {}, pooled=one), made(change, {}, {}, pooled=one)


# --- start ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("design", "tool", "start"),
    [
        ("randomised trial", "RoB 2", "high"),
        ("non-randomised comparison", None, "low"),
        ("non-randomised comparison", "ROBINS-I", "high"),
        ("before-after", "ROBINS-I", "very low"),
        ("case series", None, "very low"),
    ],
)
def test_start_by_design_and_by_robins_i(design, tool, start):
    assert grade.start(made({"design": design, "tool": tool}))[0] == start


def test_one_comparison_without_robins_i_keeps_the_start_low():
    by_tool = {"design": "non-randomised comparison", "tool": "ROBINS-I"}
    assert grade.start(made(by_tool, by_tool | {"tool": None}))[0] == "low"


@pytest.mark.parametrize(
    ("judgement", "end"),
    [
        ("low", "high"),
        ("moderate", "moderate"),
        ("serious", "low"),
        ("no information", "low"),
        ("critical", "very low"),
    ],
)
def test_where_robins_i_was_used_its_judgement_does_the_lowering(judgement, end):
    row = {"design": "non-randomised comparison", "tool": "ROBINS-I", "risk_of_bias": judgement}
    assert certainty.propose("GRADE", made(row)).level == end


def test_a_comparison_judged_with_robins_i_does_not_lower_a_trial():
    poor = {"design": "non-randomised comparison", "tool": "ROBINS-I", "risk_of_bias": "critical"}
    assert certainty.propose("GRADE", made({}, poor)).level == "high"


# --- risk of bias -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("judgements", "weights", "levels"),
    [
        (("low", "low"), (0.5, 0.5), 0),
        (("low", "some concerns"), (0.6, 0.4), 0),  # most of the weight is low
        (("low", "some concerns"), (0.4, 0.6), -1),
        (("low", "high"), (0.7, 0.3), -1),  # enough of the weight is high
        (("low", "high"), (0.8, 0.2), 0),
        (("low", "high"), (0.4, 0.6), -2),
        (("low", None), (0.4, 0.6), -1),
    ],
)
def test_pooled_studies_cost_what_those_with_the_weight_cost(judgements, weights, levels):
    pooled = replace(STEADY, k=2, studies=effects(0.6, 0.6, weights=list(weights)))
    body = made(*({"risk_of_bias": word} for word in judgements), pooled=pooled)
    assert grade.risk_of_bias(body).levels == levels


def test_a_pooled_study_without_a_row_counts_as_not_appraised():
    pooled = replace(STEADY, k=2, studies=effects(0.6, 0.6, weights=[0.3, 0.7]))
    assert grade.risk_of_bias(made({}, pooled=pooled)).levels == -1


# --- inconsistency ----------------------------------------------------------------------------------------------------


def test_i2_alone_lowers_nothing():
    alike = replace(STEADY, i2=95.0, studies=effects(0.45, 0.5, 0.55))
    assert grade.inconsistency(made({}, {}, {}, pooled=alike)).levels == 0


def test_a_low_i2_does_not_hide_intervals_that_lie_apart_on_both_sides():
    apart = replace(STEADY, i2=10.0, pi_low=None, pi_high=None, studies=effects(0.5, 0.55, 1.4))
    assert overlap_of(apart) == pytest.approx(1 / 3)
    assert grade.inconsistency(made({}, {}, {}, pooled=apart)).levels == -1


def test_varied_studies_that_predict_benefit_and_harm_cost_two():
    wild = replace(STEADY, i2=90.0, pi_low=0.2, pi_high=1.6, studies=effects(0.3, 0.6, 1.4))
    assert grade.inconsistency(made({}, {}, {}, pooled=wild)).levels == -2


def test_a_stated_threshold_moves_the_line_between_the_sides():
    varied = replace(STEADY, measure="MD", estimate=12.0, low=10.5, high=13.5, pi_low=6.0, pi_high=18.0, i2=80.0)
    varied = replace(varied, benefit="higher", baseline_risk=None)
    assert grade.inconsistency(made({}, {}, pooled=varied)).levels == 0
    assert grade.inconsistency(made({}, {}, pooled=replace(varied, threshold=10.0))).levels == -1


def test_a_study_outside_the_pooled_ones_that_bears_otherwise_still_counts():
    pooled = replace(STEADY, k=2, studies=effects(0.6, 0.6))
    assert grade.inconsistency(made({}, {}, pooled=pooled)).levels == 0
    assert grade.inconsistency(made({}, {}, {"bearing": "against"}, pooled=pooled)).levels == -1


# --- imprecision ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "levels"),
    [
        (0.5, 0.9, 0),
        (0.9, 1.1, 0),  # precisely little or none
        (0.6, 1.1, -1),
        (0.9, 1.5, -1),
        (0.6, 1.5, -2),
        (0.6, 1.0, -1),  # a printed limit of 1 includes 1
    ],
)
def test_ratio_without_a_stated_threshold_against_the_rough_guide(low, high, levels):
    one = replace(STEADY, estimate=(low * high) ** 0.5, low=low, high=high)
    assert grade.imprecision(made(pooled=one)).levels == levels


@pytest.mark.parametrize(("low", "high", "levels"), [(12, 20, 0), (-5, 5, 0), (5, 15, -1), (-15, 5, -1), (-15, 15, -2)])
def test_difference_against_a_stated_threshold(low, high, levels):
    one = Pooled("MD", 4, (low + high) / 2, low, high, "higher", people=500, threshold=10)
    assert grade.imprecision(made(pooled=one)).levels == levels


def test_a_difference_that_nobody_gave_a_threshold_for_is_held_against_no_effect():
    assert grade.imprecision(made(pooled=Pooled("MD", 4, 3, -1, 7, "higher", people=500))).levels == -1
    assert grade.imprecision(made(pooled=Pooled("MD", 4, 3, 1, 7, "higher", people=500))).levels == 0


def test_a_threshold_in_people_per_1000_is_reached_from_the_baseline_risk():
    one = replace(STEADY, estimate=0.5, low=0.3, high=0.8, baseline_risk=0.05, threshold_scale="per 1000")
    assert grade.imprecision(made(pooled=replace(one, threshold=5))).levels == 0  # 10 to 35 fewer in 1,000
    assert grade.imprecision(made(pooled=replace(one, threshold=20))).levels == -1


def test_a_large_effect_with_few_people_or_events_is_imprecise():
    few = replace(STEADY, people=300, events=30)
    assert grade.imprecision(made(pooled=few)).levels == -1
    assert grade.imprecision(made(pooled=replace(few, baseline_risk=None))).levels == -1
    assert grade.imprecision(made(pooled=replace(few, baseline_risk=None, events=401))).levels == 0
    assert grade.imprecision(made(pooled=replace(few, people=None))).levels == -1


def test_the_step_names_the_side_whose_smallest_effect_is_crossed():
    toward_benefit = replace(STEADY, estimate=0.8, low=0.6, high=1.1)
    assert "smallest benefit" in grade.imprecision(made(pooled=toward_benefit)).reason
    assert "smallest harm" in grade.imprecision(made(pooled=replace(toward_benefit, benefit="higher"))).reason


def test_information_size_of_a_common_event():
    assert needed_people(STEADY, thresholds.POOLED_DEFAULTS) == pytest.approx(2 * 905.366, abs=0.01)  # risk .20 to .15


# --- publication bias and raising -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("k", "p", "applies", "levels"),
    [(12, 0.05, True, -1), (12, 0.1, True, 0), (9, 0.001, True, 0), (12, None, True, 0), (12, 0.01, False, 0)],
)
def test_small_study_test_counts_from_ten_studies(k, p, applies, levels):
    one = replace(STEADY, k=k, small_study_p=p, small_study_applies=applies)
    assert grade.publication_bias(made(pooled=one)).levels == levels


@pytest.mark.parametrize(
    ("measure", "estimate", "baseline", "levels"),
    [
        ("RR", 0.51, None, 0),
        ("RR", 0.49, None, 1),
        ("RR", 2.0, None, 0),
        ("RR", 2.1, None, 1),
        ("RR", 5.1, None, 2),
        ("RR", 0.19, None, 2),
        ("OR", 0.19, None, 0),  # no baseline risk, no risk ratio
        ("OR", 0.19, 0.5, 1),  # risk ratio 0.32
    ],
)
def test_large_effects_of_comparisons_are_raised(measure, estimate, baseline, levels):
    one = Pooled(measure, 4, estimate, estimate * 0.9, estimate * 1.1, "lower", baseline_risk=baseline, people=9000)
    assert grade.large_effect(made({"design": "cohort"}, pooled=one)).levels == levels
    assert grade.large_effect(made(pooled=one)).levels == 0  # randomised
    assert grade.large_effect(made({"design": "case series"}, pooled=one)).levels == 0


def test_a_large_effect_raises_only_where_nothing_was_lowered():
    one = Pooled("RR", 4, 0.15, 0.1, 0.2, "lower", people=9000)
    assert certainty.propose("GRADE", made({"design": "cohort"}, pooled=one)).level == "high"
    flawed = made({"design": "cohort", "risk_of_bias": "high"}, pooled=one)
    assert certainty.propose("GRADE", flawed).level == "very low"


@pytest.mark.parametrize("pooled", [None, STEADY])
def test_every_step_says_its_rule_and_where_that_comes_from(pooled):
    for step in certainty.propose("GRADE", made({}, {}, pooled=pooled)).steps:
        assert step.rule.endswith(".")
        assert step.source
    assert [step.domain for step in certainty.propose("GRADE", made({}, pooled=pooled)).steps] == list(
        words.GRADE_DOMAINS
    )


# --- one more concern never raises ------------------------------------------------------------------------------------

LEVELS = pd.read_csv(Path(__file__).parents[1] / "data" / "levels.csv")
ORDER = LEVELS.sort_values("rank")["level"].tolist()  # mildest first
JUDGEMENTS = st.sampled_from(ORDER)
CONCERNS = [
    {"population": "indirect"},
    {"population": "indirect", "intervention": "indirect", "outcome": "indirect"},
    {"bearing": "against"},
    {"n": None},
    {"n": 3},
    {"risk_of_bias": "critical"},
]


@pytest.mark.parametrize("concern", CONCERNS, ids=str)
def test_a_concern_about_one_study_never_raises_the_proposal(concern):
    for before, after in both(concern):
        assert level(after) <= level(before)


@FEW
@given(
    first=JUDGEMENTS,
    second=JUDGEMENTS,
    others=st.tuples(JUDGEMENTS, JUDGEMENTS),
    weight=st.floats(0.01, 0.98),
    design=st.sampled_from([("randomised trial", "RoB 2"), ("non-randomised comparison", "ROBINS-I")]),
    with_pooled=st.booleans(),
)
def test_a_graver_judgement_of_one_study_never_raises(first, second, others, weight, design, with_pooled):
    milder, graver = sorted((first, second), key=ORDER.index)
    weights = [weight, (1 - weight) / 2, (1 - weight) / 2]
    pooled = replace(STEADY, studies=effects(0.6, 0.6, 0.6, weights=weights)) if with_pooled else None
    plain = {"design": design[0], "tool": design[1]}
    rest = [plain | {"risk_of_bias": word} for word in others]
    before, after = (made(plain | {"risk_of_bias": word}, *rest, pooled=pooled) for word in (milder, graver))
    assert level(after) <= level(before)


@FEW
@given(
    estimate=st.floats(0.2, 3),
    down=st.floats(1, 3),
    up=st.floats(1, 3),
    more=st.tuples(st.floats(1, 2), st.floats(1, 2)),
    threshold=st.sampled_from([None, 0.8, 1.1, 2.0]),
    people=st.sampled_from([None, 100, 5000]),
)
def test_a_wider_interval_never_lessens_imprecision(estimate, down, up, more, threshold, people):
    one = replace(
        STEADY, estimate=estimate, low=estimate / down, high=estimate * up, threshold=threshold, people=people
    )
    wider = replace(one, low=one.low / more[0], high=one.high * more[1])
    assert grade.imprecision(made(pooled=wider)).levels <= grade.imprecision(made(pooled=one)).levels


@FEW
@given(people=st.integers(1, 4000), more=st.integers(0, 4000), baseline=st.none() | st.floats(0.001, 0.9))
def test_more_people_and_events_never_add_imprecision(people, more, baseline):
    one = replace(STEADY, people=people, events=people // 2, baseline_risk=baseline)
    larger = replace(one, people=people + more, events=(people + more) // 2)
    assert grade.imprecision(made(pooled=larger)).levels >= grade.imprecision(made(pooled=one)).levels


@FEW
@given(
    estimates=st.lists(st.floats(0.3, 3), min_size=2, max_size=6),
    half=st.floats(0.01, 1),
    narrower=st.floats(0, 1),
    i2=st.floats(0, 100),
    predicted=st.booleans(),
)
def test_less_overlap_is_never_better(estimates, half, narrower, i2, predicted):
    reach = {"pi_low": 0.3, "pi_high": 2.0} if predicted else {"pi_low": None, "pi_high": None}
    one = replace(STEADY, k=len(estimates), i2=i2, studies=effects(*estimates, half=half), **reach)
    apart = replace(one, studies=effects(*estimates, half=half * narrower))
    assert overlap_of(apart) <= overlap_of(one)
    rows = [{}] * len(estimates)
    assert grade.inconsistency(made(*rows, pooled=apart)).levels <= grade.inconsistency(made(*rows, pooled=one)).levels


@FEW
@given(i2=st.floats(0, 100), more=st.floats(0, 100), wider=st.floats(1, 3))
def test_more_heterogeneity_and_a_wider_prediction_are_never_better(i2, more, wider):
    one = replace(STEADY, i2=i2, studies=effects(0.3, 0.6, 1.4))
    worse = replace(one, i2=min(100, i2 + more), pi_low=one.pi_low / wider, pi_high=one.pi_high * wider)
    assert grade.inconsistency(made({}, {}, {}, pooled=worse)).levels <= (
        grade.inconsistency(made({}, {}, {}, pooled=one)).levels
    )


@FEW
@given(p=st.floats(0, 1), smaller=st.floats(0, 1))
def test_a_smaller_p_of_asymmetry_is_never_better(p, smaller):
    one, worse = (replace(STEADY, k=12, small_study_p=number) for number in (p, p * smaller))
    assert level(made(pooled=worse)) <= level(made(pooled=one))


def test_rate_takes_a_pooled_estimate_by_question():
    questions = pd.DataFrame({"question_id": ["q-1"], "scale": ["GRADE"]})
    ratings = pd.DataFrame(columns=["question_id", "domain", "steps", "level", "rationale", "rater", "rater_kind"])
    wide = Pooled("MD", 4, 0, -15, 15, "higher", people=500, threshold=10)
    levels, steps, _ = certainty.rate(questions, pd.DataFrame([TRIAL]), ratings, pooled={"q-1": wide})
    assert levels["certainty_proposed"].tolist() == ["low"]
    assert steps.set_index("domain").loc["imprecision", "threshold"].startswith("no effect; 10 (MD) either way")


def test_thresholds_of_pooled_estimates_are_not_tried_where_nothing_is_pooled():
    assert not {f.name for f in fields(thresholds.Thresholds)} & {f.name for f in fields(thresholds.PooledThresholds)}
    odd = replace(made({}, {}), pooled_thresholds=thresholds.PooledThresholds(power=0.9, overlap=0.9))
    assert certainty.propose("GRADE", odd) == certainty.propose("GRADE", made({}, {}))


# --- documentation ----------------------------------------------------------------------------------------------------


def test_the_page_on_certainty_lists_every_threshold_as_it_is(repo):
    page = (repo / "docs" / "certainty.md").read_text(encoding="utf-8")
    table = page.split("## Numbers")[1].split("##")[0]
    rows = [line.strip("|").split(" | ") for line in table.splitlines() if line.startswith("| `")]
    listed = [tuple(cell.strip() for cell in row) for row in rows]
    wanted = [(f"`{name}`", f"{value:g}", decides, source) for name, value, decides, source in thresholds.described()]
    assert listed == wanted


def test_the_page_on_certainty_names_every_domain_and_tests_that_exist(repo):
    page = (repo / "docs" / "certainty.md").read_text(encoding="utf-8")
    assert [domain for domain in words.GRADE_DOMAINS if domain not in page] == []
    named = set(re.findall(r"`(test_\w+\.py)`", page))
    assert named
    assert [name for name in named if not (repo / "tests" / name).exists()] == []
