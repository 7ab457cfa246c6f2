"""Pooling keeps its promises whatever the numbers, refuses what cannot be pooled, and says why."""

import os
import subprocess
import sys
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import chdtri

import evidence.synthesis
from evidence.errors import StatisticsError
from evidence.synthesis import INTERVALS, TAU2_METHODS, method_sentence, pool, poolable, without_pooling, wording

SAME = 1e-9  # relative: the same sum in another order
ROOT = 1e-7  # relative: the same root found from other numbers
NUMBERS = ["estimate", "se", "ci_low", "ci_high", "pi_low", "pi_high", "q", "q_df", "q_p", "i2", "h2", "tau2"]
NUMBERS += ["tau2_low", "tau2_high"]
Z_975 = 1.959963984540054

PROPERTIES = settings(derandomize=True, deadline=None, max_examples=40)
METHODS = pytest.mark.parametrize("method", TAU2_METHODS)


def bodies(smallest: int = 2, largest: int = 8):
    """Effects and variances of one body; rounded, so that ties and equal effects turn up."""
    effects = st.floats(-3, 3).map(lambda x: round(x, 2))
    variances = st.floats(0.01, 4).map(lambda x: round(x, 3))
    pairs = st.lists(st.tuples(effects, variances), min_size=smallest, max_size=largest)
    return pairs.map(lambda rows: tuple(np.array(rows).T))


def one(effect, variance, **options) -> pd.Series:
    return pool(effect, variance, **options).iloc[0]


def likelihood(tau2, effect: np.ndarray, variance: np.ndarray, restricted: bool) -> np.ndarray:
    """Log-likelihood up to a constant at each of several tau2; Viechtbauer 2005, J Educ Behav Stat 30:261."""
    weight = 1 / (variance + np.atleast_1d(tau2)[:, None])
    mean = (weight * effect).sum(axis=1) / weight.sum(axis=1)
    q = (weight * (effect - mean[:, None]) ** 2).sum(axis=1)
    both = np.log(weight).sum(axis=1) - q
    return (both - np.log(weight.sum(axis=1)) if restricted else both) / 2


def assert_same(got: pd.Series, expected, rel: float = ROOT) -> None:
    found, wanted = (np.asarray(numbers, dtype=float) for numbers in (got, expected))
    np.testing.assert_allclose(found, wanted, rtol=rel, atol=1e-9)


# --- shape ------------------------------------------------------------------------------------------------------------


def test_one_row_per_body_in_sorted_order():
    got = pool([0.1, 0.2, 0.3], [0.1, 0.1, 0.2], group=["b", "a", "b"])
    assert got.columns.tolist() == ["group", "k", *NUMBERS, "pi_note"]
    assert got[["group", "k"]].to_numpy().tolist() == [["a", 1], ["b", 2]]
    assert got.dtypes[NUMBERS].eq(float).all()


def test_without_groups_all_rows_are_one_body():
    assert one([0.1, 0.2], [0.1, 0.1])[["group", "k"]].tolist() == ["all", 2]


def test_names_of_several_kinds_are_told_apart():
    assert pool([0.1, 0.2, 0.3], [0.1, 0.1, 0.2], group=["1", 1, "a"])["group"].tolist() == [1, "1", "a"]


def test_a_body_is_pooled_as_if_it_stood_alone():
    effect, variance = np.array([0.1, 0.9, 0.4, -0.3, 0.2]), np.array([0.1, 0.2, 0.05, 0.1, 0.4])
    group = np.array([2, 1, 2, 1, 2])
    got = pool(effect, variance, group).set_index("group")
    for name in (1, 2):
        assert_same(got.loc[name, NUMBERS], one(effect[group == name], variance[group == name])[NUMBERS])


def test_lists_arrays_and_series_of_any_number_type_are_read_by_position():
    expected = one([1.0, 2.0], [1.0, 3.0])[NUMBERS]
    nullable = pd.Series([1, 2], dtype="Int64", index=[5, 6])
    assert_same(one(nullable, np.array([1, 3], dtype="int32"))[NUMBERS], expected)


def test_the_inputs_are_left_alone():
    effect, variance = np.array([1.0, 2.0, 4.0]), np.array([1.0, 3.0, 2.0])
    pool(effect, variance)
    assert effect.tolist() == [1.0, 2.0, 4.0]
    assert variance.tolist() == [1.0, 3.0, 2.0]


# --- k = 1, 2, 3 ------------------------------------------------------------------------------------------------------


@METHODS
@pytest.mark.parametrize("interval", INTERVALS)
def test_one_result_keeps_its_own_normal_interval_and_no_heterogeneity(method, interval):
    got = one([0.3], [0.04], tau2=method, interval=interval)
    assert_same(got[["estimate", "se", "ci_low", "ci_high"]], [0.3, 0.2, 0.3 - 0.2 * Z_975, 0.3 + 0.2 * Z_975])
    assert got[NUMBERS[4:]].isna().all()
    assert got["pi_note"] == "no prediction interval from fewer than 3 results"


@pytest.mark.parametrize("method", ["REML", "DL", "PM", "EB", "HE"])
@PROPERTIES
@given(bodies(2, 2))
def test_five_estimators_agree_on_two_results(method, body):
    effect, variance = body
    expected = max(0.0, ((effect[0] - effect[1]) ** 2 - variance.sum()) / 2)
    assert_same(one(effect, variance, tau2=method)["tau2"], expected)


@pytest.mark.parametrize(("k", "given_one"), [(2, False), (3, True)])
def test_a_prediction_interval_needs_three_results(k, given_one):
    got = one([0.1, 0.5, 0.9][:k], [0.01, 0.02, 0.03][:k])
    assert got[["pi_low", "pi_high"]].notna().all() == given_one
    assert (got["pi_note"] == "") == given_one


# --- models and intervals ---------------------------------------------------------------------------------------------

SPREAD = ([0.1, 0.9, 0.5, -0.2], [0.01, 0.02, 0.03, 0.05])
ALIKE = ([0.30, 0.31, 0.32, 0.30], [0.04, 0.05, 0.03, 0.06])


def test_a_common_effect_has_no_tau2_to_estimate_and_nothing_to_predict():
    got = one(*SPREAD, model="common")
    weight = 1 / np.array(SPREAD[1])
    assert_same(got[["estimate", "se", "tau2"]], [weight @ SPREAD[0] / weight.sum(), weight.sum() ** -0.5, 0])
    assert got[["pi_low", "pi_high", "tau2_low", "tau2_high"]].isna().all()
    assert got["pi_note"] == "a common effect has no prediction interval"
    assert got["i2"] == pytest.approx(100 * (got["q"] - 3) / got["q"])
    assert got["h2"] == pytest.approx(got["q"] / 3)


def test_a_common_effect_uses_z_unless_an_interval_is_named():
    unnamed = one(*SPREAD, model="common")
    assert_same(unnamed[NUMBERS], one(*SPREAD, model="common", interval="z")[NUMBERS])
    named = one(*SPREAD, model="common", interval="HK-adhoc")
    assert named["ci_high"] - named["ci_low"] > 2 * (unnamed["ci_high"] - unnamed["ci_low"])


@pytest.mark.parametrize("body", [SPREAD, ALIKE])
def test_the_four_intervals_use_the_standard_error_and_distribution_they_say(body):
    got = pd.DataFrame({interval: one(*body, interval=interval) for interval in INTERVALS}).T
    half = (got["ci_high"] - got["ci_low"]).astype(float) / 2
    t_3 = 3.182446305284263  # R: qt(.975, 3)
    assert_same(half / got["se"], [Z_975, t_3, t_3, t_3])
    assert got.loc["z", "se"] == got.loc["t", "se"]
    assert got.loc["HK-adhoc", "se"] == max(got.loc["HK", "se"], got.loc["t", "se"])


def test_the_default_is_reml_with_the_guarded_hartung_knapp_interval():
    named = one(*SPREAD, model="random", tau2="REML", interval="HK-adhoc", level=0.95, tau2_interval=True)
    assert_same(one(*SPREAD)[NUMBERS], named[NUMBERS])


@METHODS
def test_the_prediction_interval_does_not_depend_on_the_confidence_interval(method):
    got = [one(*SPREAD, tau2=method, interval=interval)[["pi_low", "pi_high"]] for interval in INTERVALS]
    for other in got[1:]:
        assert_same(other, got[0])


def test_a_prediction_interval_narrower_than_the_confidence_interval_stays_and_is_noted():
    effect = [0.1, 0.1, 1.8, 0.0, 0.0, -0.3, -0.3, 3.3]
    got = one(effect, [0.08, 0.07, 0.91, 0.25, 0.02, 0.05, 0.4, 2.34], interval="HK")
    assert got["pi_high"] - got["pi_low"] < got["ci_high"] - got["ci_low"]
    assert got["pi_note"] == "narrower than the confidence interval"


def test_the_level_widens_every_interval():
    low, high = one(*SPREAD, level=0.9), one(*SPREAD, level=0.99)
    for name in ("ci", "pi", "tau2"):
        assert high[f"{name}_low"] <= low[f"{name}_low"] <= low[f"{name}_high"] < high[f"{name}_high"]


def test_the_interval_of_tau2_can_be_left_out():
    full, short = one(*SPREAD), one(*SPREAD, tau2_interval=False)
    assert short[["tau2_low", "tau2_high"]].isna().all()
    assert_same(short[NUMBERS[:-2]], full[NUMBERS[:-2]])


def test_i2_and_h2_come_from_tau2():
    got = one(*SPREAD, tau2="SJ")
    weight = 1 / np.array(SPREAD[1])
    typical = 3 * weight.sum() / (weight.sum() ** 2 - (weight**2).sum())
    assert_same(got[["i2", "h2"]], [100 * got["tau2"] / (got["tau2"] + typical), got["tau2"] / typical + 1])


@METHODS
def test_equal_effects_have_no_heterogeneity(method):
    got = one([0.3, 0.3, 0.3], [0.04, 0.05, 0.06], tau2=method)
    assert_same(got[["q", "q_p", "i2", "h2", "tau2", "tau2_low", "tau2_high"]], [0, 1, 0, 1, 0, 0, 0])


@pytest.mark.parametrize("method", ["REML", "DL", "PM", "ML", "EB", "HE", "HS"])
def test_effects_more_alike_than_chance_give_tau2_0_and_the_common_estimate(method):
    got, common = one(*ALIKE, tau2=method, interval="z"), one(*ALIKE, model="common")
    assert got["tau2"] == 0
    assert_same(got[["estimate", "se", "ci_low", "ci_high"]], common[["estimate", "se", "ci_low", "ci_high"]])


@pytest.mark.parametrize(
    ("method", "effect", "variance", "near"),
    [
        ("REML", [1.17, -0.64, -0.56], [0.454, 0.012, 0.007], 0.0),  # 0 is higher than 0.48
        ("REML", [0.7, 0.63, -3.07, 0.13], [0.12, 0.031, 1.464, 1.378], 1.60670),  # 0 is lower
        ("REML", [0.15, -4.81, 0.5], [0.015, 4.596, 0.061], 0.0195742),  # the first of two inside is higher
        ("REML", [-3.82, 0.37, -0.01], [2.49, 0.101, 0.097], 2.43709),  # the second, though not by ML
        ("ML", [0.87, -0.65, -1.51, 0.15], [0.433, 0.164, 0.518, 0.001], 0.0),  # 0 is higher, though not by REML
        ("ML", [-0.09, 0.06, -0.76], [0.055, 0.005, 0.08], 0.0578698),
        ("ML", [5.93, 0.44, -0.22], [3.697, 0.147, 0.126], 0.0149204),
        ("ML", [0.72, -0.36, 2.88, -0.49], [0.157, 0.004, 1.257, 0.003], 0.462704),
        # One maximum only, and the score at 0 is positive; metafor 3.8-1 returns 0 and warns that it may be stuck.
        ("REML", [-1.334511, 4.225953, -1.770299], [0.024890, 5.652660, 0.062659], 0.0551602),
    ],
)
def test_of_two_maxima_the_higher_one_is_taken(method, effect, variance, near):
    tau2 = one(effect, variance, tau2=method)["tau2"]
    grid = np.append(0, np.geomspace(1e-6, 100, 2000))
    body = np.array(effect), np.array(variance), method == "REML"
    assert likelihood(tau2, *body) >= likelihood(grid, *body).max()
    assert tau2 == pytest.approx(near, rel=1e-5)


# --- properties -------------------------------------------------------------------------------------------------------


@METHODS
@PROPERTIES
@given(bodies(), st.randoms(use_true_random=False))
def test_the_order_of_results_does_not_matter(method, body, random):
    effect, variance = body
    order = random.sample(range(effect.size), effect.size)
    assert_same(one(effect[order], variance[order], tau2=method)[NUMBERS], one(effect, variance, tau2=method)[NUMBERS])


@METHODS
@PROPERTIES
@given(bodies())
def test_turning_all_signs_turns_the_estimate_and_nothing_else(method, body):
    effect, variance = body
    got, turned = one(effect, variance, tau2=method), one(-effect, variance, tau2=method)
    for low, high in (("ci_low", "ci_high"), ("pi_low", "pi_high")):
        assert_same(turned[[low, high]], -got[[high, low]].to_numpy(dtype=float))
    assert_same(turned["estimate"], -got["estimate"])
    assert_same(turned[["se", *NUMBERS[6:]]], got[["se", *NUMBERS[6:]]])


@METHODS
@PROPERTIES
@given(bodies(), st.sampled_from([-1000.0, 0.5, 37.0]))
def test_shifting_all_effects_shifts_the_estimate_and_nothing_else(method, body, shift):
    effect, variance = body
    got, moved = one(effect, variance, tau2=method), one(effect + shift, variance, tau2=method)
    placed = ["estimate", "ci_low", "ci_high", "pi_low", "pi_high"]
    assert_same(moved[placed], got[placed].to_numpy(dtype=float) + shift)
    assert_same(moved[["se", *NUMBERS[6:]]], got[["se", *NUMBERS[6:]]])


@METHODS
@PROPERTIES
@given(bodies(), st.sampled_from([1e-4, 0.3, 2540.0]))
def test_another_unit_scales_everything_and_leaves_the_pure_numbers(method, body, factor):
    effect, variance = body
    got, scaled = one(effect, variance, tau2=method), one(effect * factor, variance * factor**2, tau2=method)
    assert_same(scaled[NUMBERS[:6]] / factor, got[NUMBERS[:6]])
    assert_same(scaled[["q", "q_df", "q_p", "i2", "h2"]], got[["q", "q_df", "q_p", "i2", "h2"]])
    assert_same(scaled[NUMBERS[-3:]] / factor**2, got[NUMBERS[-3:]])


@METHODS
@PROPERTIES
@given(bodies())
def test_the_estimate_lies_among_the_effects_and_in_its_intervals(method, body):
    effect, variance = body
    got = one(effect, variance, tau2=method)
    assert effect.min() - 1e-9 <= got["estimate"] <= effect.max() + 1e-9
    assert got["ci_low"] < got["estimate"] < got["ci_high"]
    assert got["k"] < 3 or got["pi_low"] < got["estimate"] < got["pi_high"]
    assert got["tau2"] >= 0
    assert 0 <= got["tau2_low"] <= got["tau2_high"]
    assert 0 <= got["i2"] < 100


@PROPERTIES
@given(bodies())
def test_likelihood_estimates_are_the_highest_point(body):
    grid = np.append(0, np.geomspace(1e-6, 100, 500))
    for method, restricted in (("REML", True), ("ML", False)):
        tau2 = one(*body, tau2=method)["tau2"]
        assert likelihood(tau2, *body, restricted) >= likelihood(grid, *body, restricted).max() - 1e-12


@PROPERTIES
@given(bodies())
def test_tau2_and_its_limits_solve_their_equation(body):
    effect, variance = body
    got = one(effect, variance, tau2="PM", interval="z", level=0.9)
    for name, tail in (("tau2", None), ("tau2_low", 0.05), ("tau2_high", 0.95)):
        target = effect.size - 1 if tail is None else chdtri(effect.size - 1, tail)
        at_limit = pool(effect, variance + got[name], model="common")["q"][0]
        assert at_limit == pytest.approx(target, rel=SAME) or (got[name] == 0 and at_limit < target)


@PROPERTIES
@given(bodies(3, 8))
def test_the_guarded_interval_is_never_narrower_than_t_or_hartung_knapp(body):
    width = {i: np.ptp(one(*body, interval=i)[["ci_low", "ci_high"]].to_numpy(dtype=float)) for i in INTERVALS}
    assert width["HK-adhoc"] == max(width["HK"], width["t"])
    assert width["z"] < width["t"]


@METHODS
@pytest.mark.parametrize("spread", [1e-12, 1e12])
def test_very_unequal_variances_still_give_finite_numbers(method, spread):
    got = one([0.1, 0.5, -0.4, 2.0], [1.0, spread, 0.5, 2.0], tau2=method)
    assert np.isfinite(got[NUMBERS].to_numpy(dtype=float)).all()


def test_dersimonian_laird_keeps_its_digits_when_one_study_has_nearly_all_the_weight():
    effect, variance = [Fraction(1, 10), Fraction(5), Fraction(-3)], [Fraction(1, 10**13), Fraction(1), Fraction(2)]
    weight = [1 / v for v in variance]
    mean = sum(w * y for w, y in zip(weight, effect, strict=True)) / sum(weight)
    q = sum(w * (y - mean) ** 2 for w, y in zip(weight, effect, strict=True))
    exact = (q - 2) / (sum(weight) - sum(w**2 for w in weight) / sum(weight))
    got = one([float(y) for y in effect], [float(v) for v in variance], tau2="DL")["tau2"]
    assert got == pytest.approx(float(exact), rel=SAME)


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"variance": [0.1, np.nan]}, r"variance in 1 of 2 rows, first at position 1 \(found nan\)"),
        ({"variance": [np.inf, 0.1]}, "variance in 1 of 2 rows, first at position 0"),
        ({"variance": [0.1, 0.0]}, r"\(found 0.0\); allowed: above 0"),
        ({"variance": [0.1, -0.2]}, r"\(found -0.2\)"),
        ({"variance": [0.1, 1e-40]}, "variance in 1 of 2 rows"),
        ({"effect": [np.nan, np.nan]}, "effect in 2 of 2 rows, first at position 0"),
        ({"effect": [0.1, -np.inf]}, "effect in 1 of 2 rows"),
        ({"effect": [0.1, None]}, "effect in 1 of 2 rows"),
        ({"effect": [0.1, 1e40]}, "effect in 1 of 2 rows"),
        ({"effect": [0.1, "high"]}, "effect holds more than numbers"),
        ({"effect": [[0.1, 0.2]]}, "effect|unequal lengths"),
        ({"effect": np.zeros((2, 2))}, "effect has no single column"),
        ({"effect": [0.1]}, r"unequal lengths \(effect 1, variance 2, group 2\)"),
        ({"variance": [0.1, 0.2, 0.3]}, "unequal lengths"),
        ({"group": ["a"]}, "unequal lengths"),
        ({"group": ["a", None]}, "group in 1 of 2 rows"),
        ({"group": [None, None]}, "group in 2 of 2 rows"),
        ({"model": "fixed"}, "model is 'fixed'; allowed: random, common"),
        ({"tau2": "reml"}, "tau2 is 'reml'; allowed: REML, DL, PM, ML, EB, SJ, HE, HS"),
        ({"tau2": 0.1}, "tau2 is 0.1; allowed"),
        ({"interval": "hksj"}, "interval is 'hksj'; allowed: z, t, HK, HK-adhoc"),
        ({"interval": None}, "interval is None; allowed"),
        ({"level": 95}, "level is 95; allowed: between 0 and 1"),
        ({"level": 0}, "level is 0;"),
        ({"level": True}, "level is True;"),
        ({"level": "0.95"}, "level is '0.95';"),
    ],
)
def test_what_cannot_be_pooled_is_refused_in_words(options, message):
    body = {"effect": [0.1, 0.2], "variance": [0.1, 0.1], "group": ["a", "a"]} | options
    with pytest.raises(StatisticsError, match=rf"^pool: .*({message})") as caught:
        pool(**body)
    assert "; allowed: " in str(caught.value)
    assert "; do: " in str(caught.value)


@pytest.mark.parametrize("nothing", [[], np.array([]), pd.Series([], dtype=float)])
def test_nothing_cannot_be_pooled(nothing):
    with pytest.raises(StatisticsError, match="found no results"):
        pool(nothing, nothing)


# --- what may be pooled -----------------------------------------------------------------------------------------------

RESULT = {
    "study_id": "s1",
    "outcome": "density",
    "direction": "up",
    "n_analysed": 20,
    "design": "before-after",
    "control": "own baseline",
    "route": "injection",
    "contrast": "one arm over time",
    "arm_role": "treated",
    "as_given": "rose by 9.4",
    "unit": "hairs/cm2",
    "time": 12.0,
    "time_unit": "weeks",
    "level": "participant data",
    "measure": "MC",
    "variance": 2.5,
    "missing": "",
}


def rows(*changes: dict) -> pd.DataFrame:
    return pd.DataFrame([RESULT | change for change in changes])


def why_not(*changes: dict) -> list[str]:
    return poolable(rows(*changes))["why_not"].tolist()


def test_two_independent_studies_with_variances_may_be_pooled():
    got = poolable(rows({}, {"study_id": "s2"}))
    assert got[["results", "studies", "why_not"]].to_numpy().tolist() == [[2, 2, ""]]
    assert got.iloc[0][["outcome", "unit", "measure", "route", "design"]].tolist() == [
        *["density", "hairs/cm2", "MC", "injection", "before-after"]
    ]


@pytest.mark.parametrize("column", ["outcome", "unit", "measure", "route", "design", "contrast", "arm_role"])
def test_what_differs_is_another_body(column):
    got = poolable(rows({}, {"study_id": "s2", column: "another"}))
    assert got["studies"].tolist() == [1, 1]
    assert got["why_not"].str.contains("1 independent study, 2 are needed").all()


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ({"study_id": "s1"}, "several results of s1: choose one arm and time"),
        ({"study_id": "s2", "variance": np.nan}, "1 independent study"),
        ({"study_id": "s2", "variance": 0.0}, "1 independent study"),
        ({"study_id": None}, "1 independent study"),
        ({"study_id": "s2", "level": "pooled by a review"}, "results pooled by a review do not count"),
        ({"study_id": "s2", "level": "quoted from another study"}, "results quoted from another study do not count"),
        ({"study_id": "s2", "level": None}, "results of no stated level do not count"),
    ],
)
def test_a_second_result_that_is_not_independent_data_does_not_make_a_body(second, reason):
    (why,) = why_not({}, second)
    assert reason in why
    assert "1 independent study" in why


def test_two_studies_of_which_one_counts_twice_are_not_pooled_as_they_stand():
    assert why_not({}, {"time": 24.0}, {"study_id": "s2"}) == ["several results of s1: choose one arm and time"]


def test_a_borrowed_row_beside_two_studies_does_not_stop_them():
    assert why_not({}, {"study_id": "s2"}, {"study_id": "s3", "level": "pooled by a review"}) == [""]


def test_what_was_not_reported_is_not_known_to_be_the_same():
    changes = {"route": "not reported"}
    assert why_not(changes, {"study_id": "s2"} | changes) == ["route is not reported, so it may differ"]


@pytest.mark.parametrize("column", ["outcome", "measure", "design"])
def test_a_blank_in_what_makes_a_body_is_named(column):
    assert why_not({column: None}, {"study_id": "s2", column: ""}) == [f"{column} is blank"]


def test_contrast_and_arm_role_may_be_absent():
    frame = rows({}, {"study_id": "s2"}).drop(columns=["contrast", "arm_role"])
    assert poolable(frame)["why_not"].tolist() == [""]


def test_nothing_is_no_body():
    assert poolable(rows({})[:0]).columns.tolist()[-3:] == ["results", "studies", "why_not"]
    assert len(poolable(rows({})[:0])) == 0
    assert without_pooling(rows({})[:0]).columns.tolist() == SWIM


# --- without pooling --------------------------------------------------------------------------------------------------

SWIM = ["outcome", "study_id", "direction", "n", "design", "control", "as_given", "unit", "time", "missing"]


def test_one_row_per_outcome_and_study():
    frame = rows({"study_id": "s2"}, {}, {"outcome": "aches", "as_given": "none"}, {"missing": "SD of the change"})
    got = without_pooling(frame)
    assert got.columns.tolist() == SWIM
    assert got[["outcome", "study_id"]].to_numpy().tolist() == [["aches", "s1"], ["density", "s1"], ["density", "s2"]]
    assert got.loc[1].tolist() == [
        *["density", "s1", "up", 20.0, "before-after", "own baseline"],
        *["rose by 9.4", "hairs/cm2", "12 weeks", "SD of the change"],
    ]


@pytest.mark.parametrize(
    ("directions", "one_word"),
    [
        (["up", "up"], "up"),
        (["up", None], "up"),
        (["down", ""], "down"),
        (["none", "none"], "none"),
        (["up", "none"], "mixed"),
        (["up", "down"], "mixed"),
        ([None, None], ""),
    ],
)
def test_results_of_one_study_that_disagree_are_mixed(directions, one_word):
    got = without_pooling(rows(*({"direction": direction} for direction in directions)))
    assert got["direction"].tolist() == [one_word]


def test_arms_and_times_are_listed_and_their_people_never_added_up():
    frame = rows({"n_analysed": 20}, {"n_analysed": 18, "time": 24.0, "as_given": "rose by 11"}, {"n_analysed": None})
    got = without_pooling(frame).iloc[0]
    assert got[["n", "time", "as_given"]].tolist() == [20.0, "12 weeks; 24 weeks", "rose by 9.4; rose by 11"]


@pytest.mark.parametrize(
    ("missing", "said"), [("", "pooled by a review"), ("95% interval", "95% interval; pooled by a review")]
)
def test_a_number_of_a_review_says_that_this_is_why(missing, said):
    got = without_pooling(rows({"level": "pooled by a review", "missing": missing}))
    assert got["missing"].tolist() == [said]


def test_blank_cells_stay_blank():
    frame = rows(dict.fromkeys(["study_id", "n_analysed", "control", "unit", "time", "time_unit", "level"]))
    got = without_pooling(frame).iloc[0]
    assert got[["study_id", "control", "unit", "time", "missing"]].tolist() == [""] * 5
    assert np.isnan(got["n"])


def test_an_unknown_direction_is_refused():
    with pytest.raises(StatisticsError, match="direction is 'better'; allowed: up, down, none or blank; do: "):
        without_pooling(rows({"direction": "better"}))


@pytest.mark.parametrize(("stage", "column"), [(without_pooling, "control"), (poolable, "route")])
def test_an_absent_column_is_named(stage, column):
    with pytest.raises(StatisticsError, match=f"{stage.__name__}: column {column} not found; allowed: .*; do: "):
        stage(rows({}).drop(columns=column))


# --- start-up ---------------------------------------------------------------------------------------------------------


def test_importing_does_not_wait_for_scipy_and_pooling_never_for_its_stats():
    code = """
import sys, evidence.effects, evidence.synthesis
print([name for name in sys.modules if name.startswith("scipy")])
evidence.synthesis.pool([0.1, 0.5, 0.9], [0.01, 0.02, 0.03])
print("scipy.stats" in sys.modules)
"""
    folder = Path(evidence.synthesis.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(folder)}
    )
    assert (done.stdout.split("\n")[:2], done.stderr) == (["[]", "False"], "")


# --- the sentence of the method ---------------------------------------------------------------------------------------


def test_the_sentence_names_what_was_asked_for_and_nothing_else():
    for method, interval in product(TAU2_METHODS, INTERVALS):
        said = method_sentence(tau2=method, interval=interval, level=0.9, tau2_interval=False)
        assert wording.ESTIMATORS[method] in said
        assert wording.INTERVALS[interval] in said
        assert "90% confidence" in said
        assert "Q-profile" not in said


def test_the_sentence_without_words_is_that_of_the_defaults():
    assert method_sentence() == method_sentence("random", "REML", "HK-adhoc", 0.95, True)
    assert "prediction" not in method_sentence("common")


def test_the_sentence_refuses_what_pool_refuses():
    with pytest.raises(StatisticsError, match="tau2 is 'reml'"):
        method_sentence(tau2="reml")


def test_every_estimator_and_interval_has_words():
    assert set(wording.ESTIMATORS) == set(TAU2_METHODS)
    assert set(wording.INTERVALS) == set(INTERVALS)
