"""Changes within one arm are those of metafor 3.8-1, a rise is positive, and the correlation is never silent."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.effects import CHANGE_MEASURES, CORRELATIONS, from_before_after, over_correlations
from evidence.errors import StatisticsError
from evidence.synthesis import pool

PRINTED = 1e-8  # relative, against ten printed digits
CLOSED_FORM = 1e-12  # relative: one formula, a few operations
ADDED = ["effect", "variance", "se", "measure", "method", "correlation_used", "default", "missing"]
ARM = {"mean_before": 90.0, "sd_before": 20.0, "mean_after": 99.0, "sd_after": 22.0, "n": 25}


def arms(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame([{"result_id": f"r{i}", **ARM, **row} for i, row in enumerate(rows, 1)])


def change(measure: str, correlation: float | None = 0.5, **row) -> pd.Series:
    return from_before_after(arms(row), measure, correlation).iloc[0]


# --- numbers of others ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "effect", "variance"),
    [
        ("MC", -4.0, 0.2617857267),
        ("SMCR", -0.7209671693, 0.01433161383),
        ("ROMC", -0.1670540847, 0.0004291411020),
    ],
)
def test_a_fall_from_26_to_22_is_negative(measure, effect, variance):
    # metafor 3.8-1 with m1i = 26, m2i = 22, sd1i = sqrt(30) gives the opposite sign: there m1i is the mean before
    fall = {"mean_before": 26, "sd_before": np.sqrt(30), "mean_after": 22, "sd_after": np.sqrt(20), "n": 60}
    row = change(measure, **fall, correlation=0.7)
    assert row[["effect", "variance"]].tolist() == pytest.approx([effect, variance], rel=PRINTED)
    assert row["missing"] == ""


def test_five_pretest_posttest_control_studies():
    # Morris 2008, Organ Res Methods 11:364, table 5: SD before, post-tests with the correlations of table 5
    n, r = [20, 50, 9, 10, 14], [0.47, 0.64, 0.77, 0.89, 0.44]
    treated = pd.DataFrame(
        {
            "mean_before": [30.6, 23.5, 0.5, 53.4, 35.6],
            "mean_after": [38.5, 26.8, 0.7, 75.9, 36.0],
            "sd_before": [15.0, 3.1, 0.1, 14.5, 4.7],
            "sd_after": [11.6, 4.1, 0.1, 4.4, 4.6],
        }
    ).assign(n=n, correlation=r)
    control = pd.DataFrame(
        {
            "mean_before": [23.1, 24.9, 0.6, 55.7, 34.8],
            "mean_after": [19.7, 25.3, 0.6, 60.7, 33.4],
            "sd_before": [13.8, 4.1, 0.2, 17.3, 3.1],
            "sd_after": [14.8, 3.3, 0.2, 17.9, 6.9],
        }
    ).assign(n=[20, 42, 9, 11, 14], correlation=r)
    treated, control = (from_before_after(arm, "SMCR") for arm in (treated, control))
    effect, variance = treated["effect"] - control["effect"], treated["variance"] + control["variance"]
    assert effect.tolist() == pytest.approx([0.74, 0.95, 1.81, 1.15, 0.51], abs=5e-3)  # as printed there
    assert effect.tolist() == pytest.approx([0.7420524, 0.9523614, 1.8054067, 1.1513922, 0.5050434], abs=5e-8)
    pooled = pool(effect, variance, model="common").iloc[0]
    expected = [0.9491608376, 0.6681047369, 1.230216938]  # metafor 3.8-1
    assert pooled[["estimate", "ci_low", "ci_high"]].tolist() == pytest.approx(expected, rel=PRINTED)


def test_the_variance_of_a_mean_change_is_that_of_the_differences():
    rng = np.random.default_rng(5)
    before = rng.normal(90, 20, 40)
    after = before + rng.normal(9, 12, 40)
    row = change(
        "MC",
        **{"mean_before": before.mean(), "sd_before": before.std(ddof=1), "n": 40},
        **{"mean_after": after.mean(), "sd_after": after.std(ddof=1), "correlation": np.corrcoef(before, after)[0, 1]},
    )
    differences = after - before
    expected = [differences.mean(), differences.var(ddof=1) / 40]
    assert row[["effect", "variance"]].tolist() == pytest.approx(expected, rel=1e-11)


# --- the correlation --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", CHANGE_MEASURES)
def test_the_correlation_of_the_study_goes_before_the_default_and_both_are_said(measure):
    got = from_before_after(arms({"correlation": 0.8}, {"correlation": None}, {"correlation": 0.3}), measure, 0.3)
    assert got["correlation_used"].tolist() == [0.8, 0.3, 0.3]
    assert got["default"].tolist() == [False, True, False]
    phrases = got["method"].str.split("; ").str[-1].tolist()
    assert phrases == ["correlation 0.8 of the study", "correlation 0.3 assumed", "correlation 0.3 of the study"]
    assert got["variance"][1] == got["variance"][2]
    assert got["variance"][0] < got["variance"][1]


def test_without_a_column_every_row_takes_the_default_of_one_half():
    got = from_before_after(arms({}, {}), "MC")
    assert got["correlation_used"].tolist() == [0.5, 0.5]
    assert got["default"].all()
    assert got["variance"][0] == pytest.approx((20**2 + 22**2 - 20 * 22) / 25, rel=CLOSED_FORM)


def test_no_default_leaves_the_variance_out():
    got = from_before_after(arms({"correlation": 0.8}, {"correlation": None}), "MC", correlation=None)
    assert got["effect"].tolist() == [9.0, 9.0]
    assert got["variance"].isna().tolist() == [False, True]
    assert got["missing"].tolist() == ["", "correlation"]
    assert got["default"].tolist() == [False, False]
    assert got["method"][1].endswith("; correlation not known")


@pytest.mark.parametrize("correlation", [1, -1, 1.2, np.nan, np.inf, "0.5", True, False])
def test_a_default_that_is_no_correlation_is_refused(correlation):
    with pytest.raises(
        StatisticsError, match=r"^from_before_after: correlation is .*; allowed: between -1 and 1; do: "
    ):
        from_before_after(arms({}), "MC", correlation)


# --- over correlations ------------------------------------------------------------------------------------------------


def test_each_correlation_in_turn_gives_all_rows():
    frame = arms({"correlation": None}, {"correlation": 0.8}).set_axis([7, 7])
    got = over_correlations(frame, "SMCR")
    assert got["correlation_assumed"].tolist() == list(np.repeat(CORRELATIONS, 2))
    assert got["result_id"].tolist() == ["r1", "r2"] * 4
    assert got["correlation_used"].tolist() == [0.3, 0.8, 0.5, 0.8, 0.7, 0.8, 0.9, 0.8]
    assert got["default"].tolist() == [True, False] * 4
    assert got.index.tolist() == list(range(8))
    assert got["effect"].nunique() == 1
    for position, one in enumerate(CORRELATIONS):
        alone = from_before_after(frame, "SMCR", one).reset_index(drop=True)
        part = got[2 * position : 2 * position + 2].reset_index(drop=True)
        pd.testing.assert_frame_equal(part.drop(columns="correlation_assumed"), alone)


@pytest.mark.parametrize("measure", CHANGE_MEASURES)
def test_the_more_alike_before_and_after_the_smaller_the_variance(measure):
    variance = over_correlations(arms({}), measure, (-0.5, 0.0, 0.5, 0.9))["variance"]
    assert variance.is_monotonic_decreasing
    assert variance.is_unique


@pytest.mark.parametrize("correlations", [[], [0.5, 0.5], [None], [0.3, 1.0], 0.5j, "0.5"])
def test_correlations_that_make_no_comparison_are_refused(correlations):
    with pytest.raises(StatisticsError, match=r"^over_correlations: correlation.*; allowed: .*; do: "):
        over_correlations(arms({}), "MC", correlations)


# --- what is missing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ({"sd_before": None}, "sd_before"),
        ({"sd_after": None}, "sd_after"),
        ({"sd_after": 0}, "sd_after above 0"),
        ({"sd_before": 0, "n": None}, "n; sd_before above 0"),
        ({"n": 1}, "n of 2 or more"),
    ],
)
@pytest.mark.parametrize(("measure", "effect"), [("MC", 9.0), ("ROMC", np.log(1.1))])
def test_without_a_spread_a_change_keeps_its_value(row, missing, measure, effect):
    got = change(measure, **row)
    assert got["effect"] == pytest.approx(effect, rel=CLOSED_FORM)
    assert got[["variance", "se"]].isna().all()
    assert got["missing"] == missing


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ({"sd_before": None}, "sd_before"),
        ({"sd_before": 0}, "sd_before above 0"),
        ({"n": None}, "n"),
        ({"n": 2}, "n of 3 or more"),
        ({"mean_after": None}, "mean_after"),
    ],
)
def test_without_the_sd_before_nothing_can_be_standardised(row, missing):
    got = change("SMCR", **row)
    assert got[["effect", "variance", "se"]].isna().all()
    assert (got["measure"], got["method"], got["missing"]) == ("", "", missing)


@pytest.mark.parametrize("sd_after", [None, 0.0, 1e6])
def test_the_standardised_change_does_not_look_at_the_sd_after(sd_after):
    assert change("SMCR", sd_after=sd_after)["missing"] == ""
    assert change("SMCR", sd_after=sd_after)["variance"] == change("SMCR")["variance"]


@pytest.mark.parametrize(("row", "missing"), [({"mean_before": 0}, "mean_before above 0"), ({"mean_after": -1}, None)])
def test_a_ratio_needs_means_above_0(row, missing):
    got = change("ROMC", **row)
    assert got[["effect", "variance"]].isna().all()
    assert got["missing"] == (missing or "mean_after above 0")


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", CHANGE_MEASURES)
@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"sd_before": -1}, "a negative sd_before"),
        ({"sd_after": -1}, "a negative sd_after"),
        ({"n": 0}, "n that counts no people"),
        ({"n": 24.5}, "n that counts no people"),
        ({"correlation": 1.0}, "a correlation of -1, 1 or beyond"),
        ({"correlation": -1.5}, "a correlation of -1, 1 or beyond"),
        ({"correlation": "high"}, "text in correlation"),
        ({"mean_after": np.inf}, "an infinite mean_after"),
    ],
)
def test_impossible_rows_are_refused_by_name(measure, row, found):
    with pytest.raises(StatisticsError, match=rf"^from_before_after: result r2: found {found}; allowed: .*; do: "):
        from_before_after(arms({}, row), measure)


def test_an_unknown_measure_and_absent_columns_are_refused():
    with pytest.raises(StatisticsError, match=r"measure is 'SMCC'; allowed: MC, SMCR, ROMC; do: "):
        from_before_after(arms({}), "SMCC")
    with pytest.raises(StatisticsError, match=r"columns sd_after not found; allowed: .*; do: "):
        from_before_after(arms({}).drop(columns="sd_after"), "MC")


# --- the frame --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", CHANGE_MEASURES)
def test_rows_keep_their_order_index_and_columns(measure):
    frame = arms({"correlation": 0.9}, {"mean_before": None}, {}).set_axis([7, 7, 3]).assign(note="kept")
    before = frame.copy()
    got = from_before_after(frame, measure)
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(got[frame.columns], before)
    assert got.columns.tolist()[-len(ADDED) :] == ADDED
    assert got["measure"].tolist() == [{"ROMC": "logROMC"}.get(measure, measure), "", got["measure"].iloc[0]]
    pd.testing.assert_frame_equal(from_before_after(got, measure), got)


@pytest.mark.parametrize("function", [from_before_after, over_correlations])
@pytest.mark.parametrize("frame", [arms({})[:0], pd.DataFrame()])
def test_an_empty_frame_stays_empty_and_gains_the_columns(function, frame):
    got = function(frame, "MC")
    assert len(got) == 0
    assert set(ADDED) <= set(got.columns)


# --- properties -------------------------------------------------------------------------------------------------------

MEAN, SD = st.floats(0.01, 1e4), st.floats(0.01, 1e3)
SOME = settings(derandomize=True, deadline=None, max_examples=30)


@pytest.mark.parametrize("measure", ["MC", "ROMC"])
@SOME
@given(before=st.tuples(MEAN, SD), after=st.tuples(MEAN, SD), n=st.integers(2, 500), r=st.floats(-0.99, 0.99))
def test_swapping_before_and_after_turns_the_sign(measure, before, after, n, r):
    rows = [
        {"mean_before": b[0], "sd_before": b[1], "mean_after": a[0], "sd_after": a[1], "n": n, "correlation": r}
        for b, a in ((before, after), (after, before))
    ]
    got = from_before_after(arms(*rows), measure)
    assert got["effect"][0] == pytest.approx(-got["effect"][1], rel=1e-12)
    assert got["variance"][0] == pytest.approx(got["variance"][1], rel=1e-9)


@SOME
@given(before=MEAN, after=MEAN, sd=SD, n=st.integers(3, 500), r=st.floats(-0.99, 0.99), factor=st.floats(1e-3, 1e3))
def test_another_unit_leaves_the_standardised_change_and_the_ratio_alone(before, after, sd, n, r, factor):
    rows = [
        {"mean_before": before * f, "sd_before": sd * f, "mean_after": after * f, "sd_after": sd * f, "n": n}
        for f in (1.0, factor)
    ]
    for measure in ("SMCR", "ROMC"):
        got = from_before_after(arms(*rows), measure, r)
        assert got["effect"][1] == pytest.approx(got["effect"][0], rel=1e-9, abs=1e-12)
        assert got["variance"][1] == pytest.approx(got["variance"][0], rel=1e-9)
    raw = from_before_after(arms(*rows), "MC", r)
    assert raw["effect"][1] == pytest.approx(raw["effect"][0] * factor, rel=1e-9, abs=1e-12)
    assert raw["se"][1] == pytest.approx(raw["se"][0] * factor, rel=1e-9)
