"""From ratios to people per 1,000, the number needed to treat, and how many people a question takes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.certainty import absolute_effect, number_needed, per_arm_of_means, per_arm_of_risks, risk_with
from evidence.errors import StatisticsError

FEW = settings(max_examples=30, deadline=None)
SHARES = st.floats(0.001, 0.999)


@pytest.mark.parametrize(
    ("measure", "effect", "risk"),
    [("RR", 0.5, 0.10), ("OR", 0.5, 1 / 9), ("RD", -0.05, 0.15), ("HR", 0.5, 1 - 0.8**0.5), ("HR", 2.0, 0.36)],
)
def test_risk_with_the_treatment(measure, effect, risk):
    assert risk_with(measure, effect, 0.2) == pytest.approx(risk)


@FEW
@given(baseline=SHARES)
def test_no_effect_leaves_the_baseline_risk(baseline):
    for measure, null in (("RR", 1), ("OR", 1), ("HR", 1), ("RD", 0)):
        assert risk_with(measure, null, baseline) == pytest.approx(baseline)


@FEW
@given(baseline=SHARES, first=st.floats(0.01, 20), second=st.floats(0.01, 20))
def test_a_larger_ratio_is_a_larger_risk_and_no_risk_passes_one(baseline, first, second):
    low, high = sorted((first, second))
    for measure in ("RR", "OR", "HR"):
        assert 0 <= risk_with(measure, low, baseline) <= risk_with(measure, high, baseline) <= 1


@FEW
@given(ratio=st.floats(0.05, 0.95), baseline=st.floats(0.01, 0.9))
def test_an_odds_ratio_below_one_saves_fewer_people_than_the_same_risk_ratio(ratio, baseline):
    assert risk_with("OR", ratio, baseline) > risk_with("RR", ratio, baseline)


def test_the_baseline_is_not_rounded_before_it_is_multiplied():
    exact = absolute_effect("RR", 1.93, 1.51, 2.47, 77 / 555)
    assert (exact.baseline, exact.treated) == pytest.approx((138.739, 267.766), abs=5e-4)
    assert exact.difference == pytest.approx(129.027, abs=5e-4)


@pytest.mark.parametrize(
    ("limits", "benefit", "said"),
    [
        ((-0.013, -0.020, -0.006), "lower", "77 for one to benefit (50 to 167)"),
        ((0.05, 0.02, 0.08), "lower", "20 for one to be harmed (13 to 50)"),
        ((0.05, 0.02, 0.08), "higher", "20 for one to benefit (13 to 50)"),
        (
            (0.10, -0.05, 0.25),
            "higher",
            "10 for one to benefit (4 for one to benefit, through infinity, to 20 for one to be harmed)",
        ),
        ((-0.10, -0.25, 0.0), "lower", "10 for one to benefit (4 for one to benefit to infinity)"),
        (
            (0.0, -0.1, 0.1),
            "lower",
            "infinity (10 for one to benefit, through infinity, to 10 for one to be harmed)",
        ),
    ],
)
def test_number_needed_to_treat(limits, benefit, said):
    assert number_needed(*limits, benefit) == said


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: risk_with("MD", 1, 0.1),
        lambda: risk_with("RR", 0.5, 139),
        lambda: risk_with("RR", -0.7, 0.1),
        lambda: number_needed(-0.013, -0.006, -0.020),
        lambda: per_arm_of_risks(0.2, 0.2),
        lambda: per_arm_of_risks(20, 15),
        lambda: per_arm_of_means(0.0),
        lambda: per_arm_of_means(1.0, sd=0),
        lambda: per_arm_of_means(0.2, power=80),
    ],
)
def test_what_no_number_comes_from_is_refused_with_a_cure(wrong):
    with pytest.raises(StatisticsError, match=r"found .*; allowed: .*; do: "):
        wrong()


@FEW
@given(risk=st.floats(0.05, 0.95), near=st.floats(0.01, 0.4), further=st.floats(1.1, 2))
def test_smaller_differences_take_more_people(risk, near, further):
    other = risk * (1 - near)
    assert per_arm_of_risks(risk, other) > per_arm_of_risks(risk, risk * (1 - min(0.99, near * further)))
    assert per_arm_of_means(near) > per_arm_of_means(near * further)
    assert per_arm_of_means(near, power=0.9) > per_arm_of_means(near)


def test_a_mean_difference_is_counted_in_its_sd():
    assert per_arm_of_means(10, sd=50) == pytest.approx(per_arm_of_means(0.2))
    assert per_arm_of_means(-10, sd=50) == pytest.approx(per_arm_of_means(0.2))
