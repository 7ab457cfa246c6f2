"""How often an effect passes a threshold in new settings agrees with the prediction interval, or says why it cannot."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.errors import StatisticsError
from evidence.synthesis import INTERVALS, exceedance, pool

PRINTED = 1e-6  # absolute: seven printed digits
SAME = 1e-9
PROPERTIES = settings(derandomize=True, deadline=None, max_examples=10)
EFFECT, VARIANCE = [0.1, 0.9, 0.5, -0.2], [0.01, 0.02, 0.03, 0.05]

numbers = st.floats(-3, 3).map(lambda x: round(x, 2))
pairs = st.tuples(numbers, st.floats(0.01, 4))
bodies = st.lists(pairs, min_size=3, max_size=8).map(lambda rows: tuple(zip(*rows, strict=True)))


@pytest.fixture(scope="module")
def bcg():
    """Colditz 1994, JAMA 271:698, log risk ratios (metafor dat.bcg)."""
    trials = pd.read_csv(Path(__file__).parent / "reference" / "bcg.csv")
    treated, control = trials["tpos"] + trials["tneg"], trials["cpos"] + trials["cneg"]
    effect = np.log((trials["tpos"] / treated) / (trials["cpos"] / control))
    return effect, 1 / trials["tpos"] - 1 / treated + 1 / trials["cpos"] - 1 / control


def test_share_of_settings_below_a_risk_ratio_is_that_of_the_reference(bcg):
    """P(RR < 0.9) in a new setting by t with 11 degrees of freedom: 0.8388410 (R, from metafor's REML fit)."""
    got = exceedance(*bcg, np.log(0.9), side="below").iloc[0]
    assert got["share_of_settings"] == pytest.approx(0.8388410, abs=PRINTED)


@PROPERTIES
@given(bodies)
def test_the_limits_of_the_prediction_interval_are_passed_by_its_tails(body):
    pooled = pool(*body).iloc[0]
    for limit, share in ((pooled["pi_low"], 0.975), (pooled["pi_high"], 0.025)):
        assert exceedance(*body, float(limit))["share_of_settings"][0] == pytest.approx(share, abs=1e-7)


@pytest.mark.parametrize("interval", INTERVALS)
def test_the_limits_of_the_confidence_interval_are_passed_by_its_tails(interval):
    pooled = pool(EFFECT, VARIANCE, interval=interval).iloc[0]
    for limit, confidence in ((pooled["ci_low"], 0.975), (pooled["ci_high"], 0.025)):
        got = exceedance(EFFECT, VARIANCE, limit, interval=interval)["confidence_of_average"][0]
        assert got == pytest.approx(confidence, abs=SAME)


@PROPERTIES
@given(bodies, numbers)
def test_above_and_below_share_all_settings_between_them(body, threshold):
    above, below = (exceedance(*body, threshold, side=side).iloc[0] for side in ("above", "below"))
    for column in ("share_of_settings", "confidence_of_average"):
        assert above[column] + below[column] == pytest.approx(1)


@PROPERTIES
@given(bodies, st.tuples(numbers, numbers).map(sorted))
def test_a_higher_threshold_is_passed_no_more_often(body, thresholds):
    low, high = (exceedance(*body, threshold).iloc[0] for threshold in thresholds)
    for column in ("share_of_settings", "confidence_of_average"):
        assert high[column] <= low[column] + SAME


@pytest.mark.parametrize("k", [1, 2])
def test_two_results_predict_nothing_and_say_so(k):
    got = exceedance(EFFECT[:k], VARIANCE[:k], 0.2).iloc[0]
    assert np.isnan(got["share_of_settings"])
    assert got["note"] == "no share of new settings from fewer than 3 results"
    assert 0 < got["confidence_of_average"] < 1


def test_a_common_effect_is_the_same_in_every_setting():
    got = exceedance(EFFECT, VARIANCE, 0.2, model="common").iloc[0]
    assert np.isnan(got["share_of_settings"])
    assert got["note"] == "a common effect is the same in every setting"


def test_every_body_has_its_own_answer():
    got = exceedance(EFFECT * 2, VARIANCE * 2, 0.2, group=["a"] * 4 + ["b"] * 4)
    assert got["group"].tolist() == ["a", "b"]
    assert got["share_of_settings"].nunique() == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"threshold": np.nan}, "threshold is nan"),
        ({"threshold": "0.2"}, "threshold is '0.2'"),
        ({"threshold": 0.2, "side": "over"}, "side is 'over'; allowed: above, below"),
    ],
)
def test_what_has_no_answer_is_refused_in_words(options, message):
    with pytest.raises(StatisticsError, match=rf"^exceedance: {message}.*; do: "):
        exceedance(EFFECT, VARIANCE, **options)
