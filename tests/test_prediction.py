"""The share of new settings and the confidence of the average are what the intervals of `pool` already say."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.errors import StatisticsError
from evidence.synthesis import INTERVALS, exceedance, pool

REFERENCE = Path(__file__).parent / "reference"

NOTED = 5e-7  # absolute: seven decimals of metafor with its default tolerance
SAME = 1e-7  # the same number reached another way

EFFECT, VARIANCE = [0.1, 0.9, 0.5, -0.2], [0.01, 0.02, 0.03, 0.05]
ALIKE = [0.30, 0.31, 0.32, 0.30], [0.04, 0.05, 0.03, 0.06]
BOTH = ["share_of_settings", "confidence_of_average"]
PROPERTIES = settings(derandomize=True, deadline=None, max_examples=10)


def bodies(smallest: int = 3, largest: int = 8):
    """Effects and variances of one body; rounded, so that ties and equal effects turn up."""
    effects = st.floats(-3, 3).map(lambda x: round(x, 2))
    variances = st.floats(0.01, 4).map(lambda x: round(x, 3))
    pairs = st.lists(st.tuples(effects, variances), min_size=smallest, max_size=largest)
    return pairs.map(lambda rows: tuple(np.array(rows).T))


def one(*body, **options) -> pd.Series:
    return exceedance(*body, **options).iloc[0]


def assert_same(got, expected, rel: float = SAME) -> None:
    found, wanted = (np.asarray(numbers, dtype=float) for numbers in (got, expected))
    np.testing.assert_allclose(found, wanted, rtol=rel, atol=1e-9)


# --- known ------------------------------------------------------------------------------------------------------------


def test_bcg_would_lower_the_risk_by_a_tenth_in_most_new_settings():
    """P(risk ratio below 0.9): R, pt((log(.9) - mu) / sqrt(tau2 + se^2), 11), REML estimates of metafor 3.8-1."""
    trials = pd.read_csv(REFERENCE / "bcg.csv")
    treated, control = trials["tpos"] + trials["tneg"], trials["cpos"] + trials["cneg"]
    effect = np.log((trials["tpos"] / treated) / (trials["cpos"] / control))
    variance = 1 / trials["tpos"] - 1 / treated + 1 / trials["cpos"] - 1 / control
    got = one(effect, variance, np.log(0.9), side="below")
    assert got["share_of_settings"] == pytest.approx(0.8388410, abs=NOTED)
    assert got["confidence_of_average"] > 0.99
    assert got["note"] == ""


def test_the_average_under_z_has_the_tail_of_the_normal_distribution():
    got = one([0.3, 0.5], [0.04, 0.04], 0.0, model="common")
    assert got["confidence_of_average"] == pytest.approx(0.9976611325094764)  # R: pnorm(0.4 / sqrt(0.02))


def test_the_average_under_t_has_the_tail_of_t():
    got = one([0.2, 0.3, 0.4], [0.04, 0.04, 0.04], 0.0)
    assert got["confidence_of_average"] == pytest.approx(0.939155032827)  # R: pt(0.3 / sqrt(0.04 / 3), 2)
    assert got["share_of_settings"] == pytest.approx(0.883045975359)  # R: pt(0.3 / sqrt(0.04 / 3), 1)


# --- against the intervals --------------------------------------------------------------------------------------------


@PROPERTIES
@given(bodies(), st.sampled_from(["REML", "DL", "SJ"]))
def test_the_limits_of_the_prediction_interval_leave_their_tails(body, tau2):
    pooled = pool(*body, tau2=tau2).iloc[0]
    for level, tail in (("pi_high", 0.025), ("pi_low", 0.975)):
        assert one(*body, pooled[level], tau2=tau2)["share_of_settings"] == pytest.approx(tail, rel=1e-6)


@PROPERTIES
@given(bodies(1), st.sampled_from(INTERVALS), st.sampled_from(["random", "common"]))
def test_the_limits_of_the_confidence_interval_leave_their_tails(body, interval, model):
    pooled = pool(*body, interval=interval, model=model).iloc[0]
    if pooled["ci_high"] - pooled["ci_low"] > 1e-6:  # HK of equal effects has no width
        for level, tail in (("ci_high", 0.025), ("ci_low", 0.975)):
            got = one(*body, pooled[level], interval=interval, model=model)
            assert got["confidence_of_average"] == pytest.approx(tail, rel=1e-6)


@pytest.mark.parametrize("model", ["random", "common"])
def test_without_an_interval_the_one_that_pool_would_use_is_used(model):
    high = pool(EFFECT, VARIANCE, model=model)["ci_high"][0]
    assert one(EFFECT, VARIANCE, high, model=model)["confidence_of_average"] == pytest.approx(0.025)
    named = one(EFFECT, VARIANCE, 0.2, model=model, interval={"random": "HK-adhoc", "common": "z"}[model])
    assert_same(one(EFFECT, VARIANCE, 0.2, model=model)[BOTH], named[BOTH])


def test_a_named_interval_is_used_under_a_common_effect_too():
    high = pool(EFFECT, VARIANCE, model="common", interval="HK")["ci_high"][0]
    assert one(EFFECT, VARIANCE, high, model="common", interval="HK")["confidence_of_average"] == pytest.approx(0.025)


# --- properties -------------------------------------------------------------------------------------------------------


@PROPERTIES
@given(bodies(), st.floats(-3, 3), st.sampled_from(["z", "t", "HK-adhoc"]))
def test_both_sides_add_up_to_one(body, threshold, interval):
    above, below = (one(*body, threshold, interval=interval, side=side)[BOTH] for side in ("above", "below"))
    assert_same(above + below, [1, 1])


@PROPERTIES
@given(bodies())
def test_a_higher_threshold_is_passed_less_often(body):
    got = pd.concat([exceedance(*body, threshold) for threshold in np.linspace(-4, 4, 17)])
    assert (np.diff(got[BOTH].to_numpy(), axis=0) <= 1e-15).all()
    assert got[BOTH].stack().between(0, 1).all()


@PROPERTIES
@given(bodies())
def test_the_estimate_is_passed_half_the_time(body):
    assert_same(one(*body, pool(*body)["estimate"][0])[BOTH], [0.5, 0.5])


@PROPERTIES
@given(bodies(), st.floats(-2, 2), st.randoms(use_true_random=False))
def test_the_order_of_results_does_not_matter(body, threshold, random):
    effect, variance = body
    order = random.sample(range(effect.size), effect.size)
    assert_same(one(effect[order], variance[order], threshold)[BOTH], one(effect, variance, threshold)[BOTH], rel=1e-6)


@PROPERTIES
@given(bodies(), st.floats(-2, 2))
def test_turning_all_signs_turns_the_side(body, threshold):
    effect, variance = body
    above, below = one(effect, variance, threshold), one(-effect, variance, -threshold, side="below")
    assert_same(below[BOTH], above[BOTH], rel=1e-6)


@PROPERTIES
@given(bodies(), st.floats(-2, 2), st.sampled_from([1e-4, 0.3, 2540.0]), st.sampled_from([-10.0, 0.0, 3.0]))
def test_another_unit_and_another_zero_change_nothing(body, threshold, factor, shift):
    effect, variance = body
    moved = one((effect + shift) * factor, variance * factor**2, (threshold + shift) * factor)
    assert_same(moved[BOTH], one(effect, variance, threshold)[BOTH], rel=1e-6)


def test_each_body_is_judged_as_if_it_stood_alone():
    effect, variance, group = [*EFFECT, *ALIKE[0], 0.7], [*VARIANCE, *ALIKE[1], 0.04], ["b"] * 4 + ["a"] * 4 + ["c"]
    got = exceedance(effect, variance, 0.25, group).set_index("group")
    assert got.index.tolist() == ["a", "b", "c"]
    for name, body in (("a", ALIKE), ("b", (EFFECT, VARIANCE)), ("c", ([0.7], [0.04]))):
        alone = one(*body, 0.25)
        assert_same(got.loc[name, ["k", *BOTH]], alone[["k", *BOTH]])
        assert got.loc[name, "note"] == alone["note"]


def test_every_result_twice_makes_the_average_surer_and_new_settings_hardly():
    once, twice = one(EFFECT, VARIANCE, 0.0), one(EFFECT * 2, VARIANCE * 2, 0.0)
    assert twice["confidence_of_average"] > once["confidence_of_average"]
    assert abs(twice["share_of_settings"] - once["share_of_settings"]) < 0.1


def test_without_tau2_only_the_error_of_the_average_spreads_new_settings():
    assert pool(*ALIKE)["tau2"][0] == 0
    pooled = pool(*ALIKE, interval="z").iloc[0]
    got = one(*ALIKE, pooled["estimate"] - 4.302652729749464 * pooled["se"])  # R: qt(.975, 2)
    assert got["share_of_settings"] == pytest.approx(0.975)


# --- few results, and common effects ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("k", "share", "confidence"),
    [
        (1, None, 0.0227501319482),  # R: pnorm(-2)
        (2, None, 0.108173447969),  # R: pt(-2 * sqrt(2), 1)
        (3, 0.089456187511, 0.0370899501137),  # R: pt(-2 * sqrt(3), 1), pt(-2 * sqrt(3), 2)
    ],
)
def test_the_share_of_new_settings_needs_three_results_and_says_so(k, share, confidence):
    got = one([0.1] * k, [0.01] * k, 0.3)
    assert got["confidence_of_average"] == pytest.approx(confidence)
    assert got["note"] == ("" if share else "no share of new settings from fewer than 3 results")
    assert np.isnan(got["share_of_settings"]) if share is None else got["share_of_settings"] == pytest.approx(share)


@pytest.mark.parametrize("k", [1, 2, 3, 4])
@pytest.mark.parametrize("interval", [None, *INTERVALS])
def test_a_common_effect_has_no_new_settings_and_says_so_whatever_the_interval(k, interval):
    got = one(EFFECT[:k], VARIANCE[:k], 0.3, model="common", interval=interval)
    assert np.isnan(got["share_of_settings"])
    assert got["note"] == "a common effect is the same in every setting"
    assert 0 <= got["confidence_of_average"] <= 1


@pytest.mark.parametrize("interval", [None, *INTERVALS])
def test_one_result_is_judged_by_the_normal_distribution_whatever_the_interval(interval):
    assert one([0.5], [0.04], 0.1, interval=interval)["confidence_of_average"] == pytest.approx(0.977249868051821)


def test_hartung_knapp_of_equal_effects_is_certain_and_blank_on_the_very_threshold():
    effect, variance = [0.25] * 4, [0.01, 0.02, 0.03, 0.04]
    got = [one(effect, variance, x, interval="HK")["confidence_of_average"] for x in (0.2, 0.25, 0.3)]
    assert got[0] == 1
    assert np.isnan(got[1])
    assert got[2] == 0


# --- shape and refusals -----------------------------------------------------------------------------------------------


def test_one_row_per_body_with_these_columns():
    got = exceedance(EFFECT, VARIANCE, 1, side="below")
    assert got.columns.tolist() == ["group", "k", "threshold", "side", *BOTH, "note"]
    assert got.loc[0, ["group", "k", "threshold", "side"]].tolist() == ["all", 4, 1.0, "below"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"threshold": np.nan}, "exceedance: threshold is nan; allowed: a finite number"),
        ({"threshold": np.inf}, "exceedance: threshold is inf; allowed"),
        ({"threshold": "0.3"}, "exceedance: threshold is '0.3'; allowed"),
        ({"threshold": None}, "exceedance: threshold is None; allowed"),
        ({"side": "over"}, "exceedance: side is 'over'; allowed: above, below"),
        ({"side": None}, "exceedance: side is None; allowed"),
        ({"interval": ""}, "pool: interval is ''; allowed"),
        ({"interval": "hksj"}, "pool: interval is 'hksj'; allowed"),
        ({"model": "fixed"}, "pool: model is 'fixed'; allowed"),
        ({"tau2": "reml"}, "pool: tau2 is 'reml'; allowed"),
        ({"effect": [np.nan, 1, 2, 3]}, "pool: effect in 1 of 4 rows"),
        ({"variance": [0.0, 1, 2, 3]}, "pool: variance in 1 of 4 rows"),
        ({"variance": [1, 2, 3]}, "pool: unequal lengths"),
        ({"group": ["a", None, "a", "a"]}, "pool: group in 1 of 4 rows"),
        ({"effect": [], "variance": []}, "pool: found no results"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_words(changes, message):
    body = {"effect": EFFECT, "variance": VARIANCE, "threshold": 0.3} | changes
    with pytest.raises(StatisticsError, match=rf"^{message}") as caught:
        exceedance(**body)
    assert "; allowed: " in str(caught.value)
    assert "; do: " in str(caught.value)
