"""Each printed number becomes the effect it allows, and nothing that was not printed is filled in."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.effects import ADDED, STATISTICS, Z_975, effect_sizes, percent_change
from evidence.errors import StatisticsError

CLOSED_FORM = 1e-12  # relative: one formula, a few operations
T_19 = 2.093024054408263  # 97.5% point of t with 19 degrees of freedom; R: qt(.975, 19)

COLUMNS = [
    *["study_id", "outcome", "measure_given", "arm", "comparator_arm", "value", "baseline", "spread", "spread_kind"],
    *["low", "high", "n_analysed", "events", "total", "denominator", "adjusted", "p", "p_operator", "p_compares"],
    *["unit", "time", "time_unit", "level", "as_given"],
]
BLANK = dict.fromkeys(COLUMNS)
PROPORTION = {"statistic": "percent", "denominator": "at risk"}
CHANGE = {"statistic": "change", "contrast": "one arm over time"}
ODDS = {"statistic": "ratio", "contrast": "between arms", "measure_given": "OR", "spread_kind": "CI 95%"}
DIFFERENCE = {"statistic": "difference", "contrast": "between arms", "spread_kind": "CI 95%"}


def results(*rows: dict) -> pd.DataFrame:
    plain = {"statistic": "mean", "contrast": "one arm", "bound": "="}
    return pd.DataFrame([{"result_id": f"r{i}", **BLANK, **plain, **row} for i, row in enumerate(rows, 1)])


def effect_of(**row) -> pd.Series:
    return effect_sizes(results(row)).iloc[0]


def assert_blank(row: pd.Series, missing: str) -> None:
    assert row[["effect", "variance", "se", "ci_low", "ci_high"]].isna().all()
    assert row["measure"] == ""
    assert missing in row["missing"]


# --- proportions ------------------------------------------------------------------------------------------------------


def test_events_among_people_at_risk_are_a_proportion():
    row = effect_of(**PROPORTION, value=30, events=6, total=20)
    assert (row["measure"], row["missing"]) == ("PR", "")
    assert row["effect"] == pytest.approx(0.3, rel=CLOSED_FORM)
    assert row["variance"] == pytest.approx(0.3 * 0.7 / 20, rel=CLOSED_FORM)
    assert row["se"] == pytest.approx(np.sqrt(0.3 * 0.7 / 20), rel=CLOSED_FORM)


def test_a_count_is_a_proportion_like_a_percent():
    assert effect_of(statistic="count", denominator="at risk", events=6, total=20)["effect"] == 0.3


@pytest.mark.parametrize(("events", "low", "high"), [(0, 0.0, 0.1684334710), (20, 0.8315665290, 1.0)])
def test_none_or_all_give_the_exact_interval_and_no_variance(events, low, high):
    row = effect_of(**PROPORTION, events=events, total=20)  # 0/20: Newcombe 1998, table I
    assert row["effect"] == events / 20
    assert row[["variance", "se"]].isna().all()
    assert "exact interval stands in its place" in row["missing"]
    assert [row["ci_low"], row["ci_high"]] == pytest.approx([low, high], rel=1e-8)


@pytest.mark.parametrize("denominator", ["cases only", "not stated", None])
def test_cases_are_no_denominator(denominator):
    assert_blank(effect_of(statistic="percent", denominator=denominator, events=6, total=20), "not a proportion")


@pytest.mark.parametrize("counts", [{}, {"events": 6}, {"total": 20}])
def test_a_percent_without_its_counts_gives_none(counts):
    assert_blank(effect_of(**PROPORTION, value=30, **counts), "events and total")


def test_both_reasons_against_a_proportion_are_named():
    assert_blank(effect_of(statistic="percent", value=30), "events and total; the people at risk")


# --- estimates with their interval ------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", ["OR", "RR", "HR"])
def test_a_ratio_is_taken_to_the_log_scale_with_its_interval(measure):
    row = effect_of(**ODDS | {"measure_given": measure}, value=4.2, low=1.8, high=9.8)
    se = np.log(9.8 / 1.8) / (2 * Z_975)
    assert (row["measure"], row["missing"]) == (f"log{measure}", "")
    assert row[["effect", "ci_low", "ci_high"]].tolist() == pytest.approx(np.log([4.2, 1.8, 9.8]), rel=CLOSED_FORM)
    assert row[["se", "variance"]].tolist() == pytest.approx([se, se**2], rel=CLOSED_FORM)


@pytest.mark.parametrize(
    ("given_as", "measure"),
    [
        ({"measure_given": "MD"}, "MD"),
        ({"measure_given": "WMD"}, "MD"),
        ({}, "MD"),
        ({"measure_given": "SMD"}, "SMD"),
        ({"statistic": "standardised"}, "SMD"),
        ({"statistic": "standardised", "measure_given": "SMD"}, "SMD"),
    ],
)
def test_a_difference_keeps_its_scale(given_as, measure):
    row = effect_of(**DIFFERENCE | given_as, value=18.56, low=13.22, high=23.89)
    se = (23.89 - 13.22) / (2 * Z_975)
    assert (row["measure"], row["missing"]) == (measure, "")
    assert row[["effect", "se", "ci_low", "ci_high"]].tolist() == pytest.approx([18.56, se, 13.22, 23.89])


def test_a_difference_takes_a_printed_standard_error():
    row = effect_of(**DIFFERENCE | {"spread_kind": "SE"}, value=2, spread=0.5)
    assert row["variance"] == 0.25
    assert [row["ci_low"], row["ci_high"]] == pytest.approx([2 - 0.5 * Z_975, 2 + 0.5 * Z_975])


def test_a_standard_error_beside_a_ratio_is_not_used_because_its_scale_is_not_said():
    row = effect_of(**ODDS | {"spread_kind": "SE"}, value=2, spread=0.5)
    assert row["effect"] == pytest.approx(np.log(2))
    assert np.isnan(row["variance"])
    assert "95% interval" in row["missing"]


@pytest.mark.parametrize("kind", [ODDS, DIFFERENCE, CHANGE | {"spread_kind": "CI 95%"}])
@pytest.mark.parametrize(("low", "high"), [(2.5, 3.0), (0.5, 1.5), (3.0, 1.0)])
def test_an_interval_without_its_estimate_is_refused(kind, low, high):
    assert_blank(effect_of(**kind, value=2.0, low=low, high=high), "interval that contains the estimate")


@pytest.mark.parametrize("kind", [ODDS, DIFFERENCE])
@pytest.mark.parametrize("limits", [{}, {"low": 1.0}, {"high": 3.0}, {"low": 2.0, "high": 2.0}])
def test_an_estimate_without_a_usable_interval_has_no_variance(kind, limits):
    row = effect_of(**kind, value=2.0, **limits)
    assert row["effect"] in (2.0, pytest.approx(np.log(2)))
    assert row[["variance", "se"]].isna().all()
    assert "95% interval" in row["missing"]


def test_a_ratio_with_a_limit_of_0_has_no_log_interval():
    row = effect_of(**ODDS, value=0.3, low=0.0, high=2.0)
    assert np.isnan(row["variance"])
    assert "above 0" in row["missing"]


def test_another_level_than_95_percent_is_not_read_as_95():
    row = effect_of(**DIFFERENCE | {"spread_kind": "CI 90%"}, value=2.0, low=1.0, high=3.0)
    assert np.isnan(row["variance"])
    assert row[["ci_low", "ci_high"]].isna().all()


def test_cliffs_delta_keeps_its_skewed_interval_and_gets_no_variance():
    row = effect_of(**DIFFERENCE | {"measure_given": "Cliff's delta"}, value=0.73, low=0.41, high=0.89)
    assert row["measure"] == "Cliff's delta"
    assert row[["effect", "ci_low", "ci_high"]].tolist() == [0.73, 0.41, 0.89]
    assert row[["variance", "se"]].isna().all()
    assert "not symmetric" in row["missing"]
    outside = effect_of(**DIFFERENCE | {"measure_given": "Cliff's delta"}, value=0.93, low=0.41, high=0.89)
    assert_blank(outside, "interval that contains the estimate")


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        (ODDS | {"measure_given": None}, "which ratio"),
        (ODDS | {"measure_given": "MD"}, "which ratio"),
        (ODDS | {"value": 0.0}, "a ratio above 0"),
        (DIFFERENCE | {"measure_given": "OR"}, "which difference"),
        (DIFFERENCE | {"statistic": "standardised", "measure_given": "MD"}, "which difference"),
    ],
)
def test_an_effect_whose_scale_cannot_be_told_is_left_out(row, missing):
    assert_blank(effect_of(**{"value": 2.0, "low": 1.0, "high": 3.0} | row), missing)


# --- one arm ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statistic", "contrast", "measure"),
    [
        ("change", "one arm over time", "MC"),
        ("percent change", "one arm over time", "PC"),
        ("mean", "one arm", "M"),
        ("mean", None, "M"),
    ],
)
def test_an_sd_and_its_n_give_the_variance_and_a_t_interval(statistic, contrast, measure):
    row = effect_of(statistic=statistic, contrast=contrast, value=9.4, spread=10.2, spread_kind="SD", n_analysed=20)
    half = T_19 * 10.2 / np.sqrt(20)
    assert (row["measure"], row["missing"]) == (measure, "")
    assert row["variance"] == pytest.approx(10.2**2 / 20, rel=CLOSED_FORM)
    assert [row["ci_low"], row["ci_high"]] == pytest.approx([9.4 - half, 9.4 + half], rel=1e-10)


def test_a_standard_error_of_a_change_needs_no_n():
    row = effect_of(**CHANGE, value=9.4, spread=2.0, spread_kind="SE")
    assert (row["variance"], row["missing"]) == (4.0, "")
    assert row["ci_high"] == pytest.approx(9.4 + 2 * Z_975)


def test_a_printed_interval_of_a_change_is_kept():
    row = effect_of(**CHANGE, value=9.4, spread_kind="CI 95%", low=5.0, high=14.0, n_analysed=12)
    assert (row["ci_low"], row["ci_high"], row["missing"]) == (5.0, 14.0, "")
    assert row["se"] == pytest.approx(9.0 / (2 * Z_975))


@pytest.mark.parametrize("statistic", ["change", "percent change"])
def test_a_change_without_spread_keeps_its_value_and_names_the_sd(statistic):
    row = effect_of(**CHANGE | {"statistic": statistic}, value=9.4, n_analysed=20)
    assert row["effect"] == 9.4
    assert row[["variance", "se", "ci_low", "ci_high"]].isna().all()
    assert row["missing"] == "SD of the change"


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ({}, "SD of the change and n_analysed"),
        ({"spread_kind": "SD", "n_analysed": 20}, "SD of the change"),
        ({"spread_kind": "SD", "spread": 3.0}, "n_analysed of 2 or more"),
        ({"spread_kind": "SD", "spread": 3.0, "n_analysed": 1}, "n_analysed of 2 or more"),
        ({"spread_kind": "SD", "spread": 0.0, "n_analysed": 20}, "SD of the change above 0"),
        ({"spread_kind": "SE", "spread": 0.0, "n_analysed": 20}, "SD of the change above 0"),
        ({"spread_kind": "not stated", "spread": 3.0, "n_analysed": 20}, "SD of the change"),
    ],
)
def test_what_a_change_lacks_is_named(row, missing):
    got = effect_of(**CHANGE, value=9.4, **row)
    assert got["effect"] == 9.4
    assert np.isnan(got["variance"])
    assert got["missing"] == missing


def test_a_mean_beside_its_baseline_is_a_change_without_variance():
    row = effect_of(
        contrast="one arm over time", value=99.0, baseline=90.0, spread=12.0, spread_kind="SD", n_analysed=25
    )
    assert row["effect"] == pytest.approx(9.0)
    assert (row["measure"], row["missing"]) == ("MC", "SD of the change")
    assert np.isnan(row["variance"])


def test_a_mean_after_without_the_mean_before_is_no_change():
    assert_blank(effect_of(contrast="one arm over time", value=99.0), "mean before")


@pytest.mark.parametrize("statistic", ["mean", "change", "percent change"])
def test_a_number_of_one_arm_is_not_read_as_a_difference_between_arms(statistic):
    row = effect_of(statistic=statistic, contrast="between arms", value=5.0, spread=2.0, spread_kind="SE")
    assert_blank(row, "difference between the arms")


@pytest.mark.parametrize(
    "row",
    [
        {"statistic": "median"},
        {"statistic": "median", "spread": 16.88, "spread_kind": "IQR width", "n_analysed": 10},
        CHANGE | {"spread": 16.88, "spread_kind": "IQR width", "n_analysed": 10},
        {"spread_kind": "quartiles", "low": 1.0, "high": 20.0},
        CHANGE | {"spread_kind": "range over people", "low": 1.0, "high": 20.0},
        DIFFERENCE | {"spread_kind": "range over studies", "low": 1.0, "high": 20.0},
    ],
)
def test_medians_and_ranges_are_never_turned_into_means_or_intervals(row):
    assert_blank(effect_of(**row, value=9.5), "mean and SD")


# --- what is not a value ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [{"statistic": "direction only"}, {"statistic": "p only", "p": 0.04}, {"value": None}])
def test_without_a_value_the_value_itself_is_missing(row):
    assert_blank(effect_of(**row), "the value itself")


@pytest.mark.parametrize("bound", ["<", ">", "up to", "at least"])
def test_a_bound_is_not_an_estimate(bound):
    assert_blank(effect_of(bound=bound, value=40, spread=9, spread_kind="SD", n_analysed=24), "a bound is not")


@pytest.mark.parametrize("bound", ["=", "about", None, ""])
def test_a_rounded_number_is_an_estimate(bound):
    assert effect_of(bound=bound, value=40, spread=9, spread_kind="SD", n_analysed=24)["effect"] == 40


# --- the frame --------------------------------------------------------------------------------------------------------


def test_every_statistic_has_a_rule():
    rows = effect_sizes(results(*({"statistic": statistic, "value": 2.0} for statistic in STATISTICS)))
    assert (rows["missing"] != "").all()


def test_rows_keep_their_order_index_and_columns():
    frame = results({"value": 1.0}, ODDS | {"value": 2.0}, {"statistic": "median", "value": 3.0}, {"value": 4.0})
    frame = frame.set_axis([7, 7, 3, 1]).assign(note="kept")
    before = frame.copy()
    got = effect_sizes(frame)
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(got[frame.columns], before)
    assert tuple(got.columns[-len(ADDED) :]) == ADDED
    assert got["effect"].tolist() == pytest.approx([1.0, np.log(2), np.nan, 4.0], nan_ok=True)


def test_running_twice_changes_nothing():
    once = effect_sizes(results(PROPORTION | {"events": 6, "total": 20}, CHANGE | {"value": 2.0}))
    pd.testing.assert_frame_equal(effect_sizes(once), once)


@pytest.mark.parametrize("frame", [results({})[:0], pd.DataFrame()])
def test_an_empty_frame_stays_empty_and_gains_the_columns(frame):
    got = effect_sizes(frame)
    assert len(got) == 0
    assert set(ADDED) <= set(got.columns)


def test_cells_of_every_blank_kind_are_blank():
    frame = results({"value": 2.0}, {"value": 2.0}, {"value": 2.0}, {"value": 2.0})
    frame["spread"] = pd.Series(["", None, pd.NA, float("nan")], dtype=object)
    frame["spread_kind"] = pd.Series(["", None, pd.NA, float("nan")], dtype=object)
    assert effect_sizes(frame)["missing"].tolist() == ["SD and n_analysed"] * 4


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (PROPORTION | {"events": 21, "total": 20}, "more events than the total"),
        (PROPORTION | {"events": 0, "total": 0}, "of 0 or less"),
        (PROPORTION | {"events": 0, "total": -3}, "of 0 or less"),
        (PROPORTION | {"events": -1, "total": 20}, "count no people"),
        (PROPORTION | {"events": 1.5, "total": 20}, "count no people"),
        (CHANGE | {"value": 1.0, "n_analysed": 0}, "of 0 or less"),
        (CHANGE | {"value": 1.0, "spread": -2.0, "spread_kind": "SD"}, "a negative spread"),
        (CHANGE | {"value": np.inf}, "an infinite value"),
        (ODDS | {"value": 1.0, "high": np.inf}, "an infinite high"),
        (CHANGE | {"value": "12 to 15"}, "text in value"),
        ({"statistic": "mode"}, "an unknown statistic"),
    ],
)
def test_impossible_rows_are_refused_by_name(row, found):
    with pytest.raises(StatisticsError, match=rf"result r2: found .*{found}.*; allowed: .*; do: "):
        effect_sizes(results({"value": 1.0}, row))


def test_missing_columns_are_named():
    with pytest.raises(StatisticsError, match=r"columns spread, total not found; allowed: .*; do: "):
        effect_sizes(results({"value": 1.0}).drop(columns=["spread", "total"]))


def test_a_long_list_of_bad_rows_is_cut():
    with pytest.raises(StatisticsError, match="r1, r2, r3, r4, r5 and 2 more"):
        effect_sizes(results(*[{"statistic": "mode"}] * 7))


# --- percent change ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "percent"),
    [
        ({"statistic": "percent change", "value": 20.5}, 20.5),
        (CHANGE | {"value": 9.4, "baseline": 80.5}, 100 * 9.4 / 80.5),
        ({"contrast": "one arm over time", "value": 99.0, "baseline": 90.0}, 10.0),
        (CHANGE | {"value": 9.4}, np.nan),
        (CHANGE | {"value": 9.4, "baseline": 0.0}, np.nan),
        (CHANGE | {"value": 9.4, "baseline": -2.0}, np.nan),
        (CHANGE | {"value": 9.4, "baseline": 80.5, "spread_kind": "range over studies"}, np.nan),
        (CHANGE | {"value": 9.4, "baseline": 80.5, "contrast": "between arms"}, np.nan),
        ({"statistic": "median", "value": 9.5, "baseline": 80.5}, np.nan),
        ({"statistic": "percent", "value": 30.0, "baseline": 80.5}, np.nan),
    ],
)
def test_percent_change_needs_a_printed_baseline(row, percent):
    got = percent_change(results(row).set_axis(["x"]))
    assert got.index.tolist() == ["x"]
    assert got.iloc[0] == pytest.approx(percent, nan_ok=True)


def test_percent_change_refuses_a_range_of_baselines():
    with pytest.raises(StatisticsError, match="percent_change: result r1: found text in baseline"):
        percent_change(results(CHANGE | {"value": 9.4, "baseline": "80 to 120"}))


# --- properties -------------------------------------------------------------------------------------------------------

COUNTS = st.integers(1, 10_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(COUNTS)
def test_the_exact_interval_holds_the_proportion_and_mirrors(counts):
    events, total = counts
    rows = effect_sizes(results(*(PROPORTION | {"events": e, "total": total} for e in (events, total - events))))
    low, high = rows["ci_low"], rows["ci_high"]
    assert ((low >= 0) & (low <= rows["effect"]) & (rows["effect"] <= high) & (high <= 1)).all()
    assert [low[0], high[0]] == pytest.approx([1 - high[1], 1 - low[1]], abs=1e-12)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.floats(0.01, 100), st.floats(0.01, 3), st.floats(0.01, 3))
def test_turning_a_ratio_over_turns_its_sign_and_keeps_its_variance(value, below, above):
    low, high = value * np.exp(-below), value * np.exp(above)
    rows = effect_sizes(
        results(
            ODDS | {"value": value, "low": low, "high": high},
            ODDS | {"value": 1 / value, "low": 1 / high, "high": 1 / low},
        )
    )
    assert rows["effect"][0] == pytest.approx(-rows["effect"][1], abs=1e-12)
    assert rows["variance"][0] == pytest.approx(rows["variance"][1], rel=1e-9)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e3), st.integers(2, 500), st.floats(1e-3, 1e3))
def test_a_change_in_another_unit_has_the_same_shape(value, sd, n, factor):
    row = CHANGE | {"spread_kind": "SD", "n_analysed": n}
    rows = effect_sizes(
        results(row | {"value": value, "spread": sd}, row | {"value": value * factor, "spread": sd * factor})
    )
    scaled = rows[["effect", "se"]].loc[0] * factor
    assert scaled.tolist() == pytest.approx(rows[["effect", "se"]].loc[1].tolist(), rel=1e-12)
