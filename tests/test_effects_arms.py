"""Two arms are compared as metafor 3.8-1 does it; what cannot be compared is blank and says why."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.effects import ARM_MEASURES, from_arms
from evidence.effects.means import small_sample_factor
from evidence.errors import StatisticsError

PRINTED = 1e-8  # relative, against ten printed digits
CLOSED_FORM = 1e-12  # relative: one formula, a few operations
ADDED = ["effect", "variance", "se", "measure", "correction", "method", "missing"]
COUNTS = {"events_1": 12, "total_1": 40, "events_2": 20, "total_2": 40}
MEANS = {"mean_1": 10.0, "sd_1": 2.0, "n_1": 30, "mean_2": 8.0, "sd_2": 2.5, "n_2": 30}
RATIOS, OF_MEANS = ("RR", "OR"), ("MD", "SMD", "ROM")


def arms(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame([{"result_id": f"r{i}", **row} for i, row in enumerate(rows, 1)])


def compared(measure: str, **row) -> pd.Series:
    return from_arms(arms((MEANS if measure in OF_MEANS else COUNTS) | row), measure).iloc[0]


def assert_blank(row: pd.Series, missing: str) -> None:
    assert row[["effect", "variance", "se"]].isna().all()
    assert (row["measure"], row["correction"], row["method"]) == ("", "", "")
    assert row["missing"] == missing


# --- numbers of others ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "effect", "variance"),
    [
        ("MD", 2.0, 0.3416666667),
        ("SMD", 0.8719704936, 0.0730027712),
        ("ROM", 0.2231435513, 0.0045885417),
    ],
)
def test_10_with_sd_2_against_8_with_sd_2_and_a_half(measure, effect, variance):
    row = compared(measure)  # metafor 3.8-1, 30 people in each arm
    assert row[["effect", "variance"]].tolist() == pytest.approx([effect, variance], rel=PRINTED)
    assert row["se"] == pytest.approx(np.sqrt(variance), rel=PRINTED)
    assert row["missing"] == ""


@pytest.mark.parametrize(
    ("measure", "effects", "variances"),
    [
        ("MD", [-20, -2, -55, -71], [40.50802316, 2.080645161, 15.69840376, 150.2222222]),
        (
            "SMD",
            [-0.3551696409, -0.3479400227, -2.317569160, -1.887982253],
            [0.01306467554, 0.06446887610, 0.04581211028, 0.1606177359],
        ),
        (
            "ROM",
            [-0.3101549283, -0.07145896398, -0.6202404098, -0.7303261838],
            [0.009379083261, 0.002762767854, 0.001777212409, 0.01192127623],
        ),
    ],
)
def test_stays_in_hospital_after_stroke(measure, effects, variances):
    columns = ["n_1", "mean_1", "sd_1", "n_2", "mean_2", "sd_2"]  # Normand 1999, Stat Med 18:321, table 2, rows 1 to 4
    rows = [(155, 55, 47, 156, 75, 64), (31, 27, 7, 32, 29, 4), (75, 64, 17, 71, 119, 29), (18, 66, 20, 18, 137, 48)]
    got = from_arms(pd.DataFrame(rows, columns=columns), measure)
    assert got["effect"].tolist() == pytest.approx(effects, rel=PRINTED)
    assert got["variance"].tolist() == pytest.approx(variances, rel=PRINTED)


def test_the_odds_ratio_of_the_handbook():
    row = compared("OR", events_1=135, total_1=150, events_2=40, total_2=50)
    # Handbook of Research Synthesis, 2nd ed., table 13.4; metafor's OR2DL is the log odds ratio times sqrt(3) / pi
    assert row["effect"] * np.sqrt(3) / np.pi == pytest.approx(0.4470892604, rel=PRINTED)
    assert row["se"] * np.sqrt(3) / np.pi == pytest.approx(0.2460, abs=5e-5)


def test_regrowth_under_minoxidil_from_counts_is_not_the_pooled_ratio():
    row = compared("RR", events_1=157, total_1=593, events_2=77, total_2=555)
    limits = np.exp(row["effect"] + 1.959963984540054 * row["se"] * np.array([-1, 0, 1]))
    assert limits.tolist() == pytest.approx([1.4908, 1.9083, 2.4427], abs=5e-5)  # the review pools to 1.93


# --- zero cells -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "effect", "variance"),
    [("OR", -2.104134154, 2.391637631), ("RR", -1.945910149, 2.190476190)],
)
def test_a_zero_cell_gets_a_half_in_all_four_and_says_so(measure, effect, variance):
    row = compared(measure, events_1=0, total_1=20, events_2=3, total_2=20)  # metafor 3.8-1
    assert row[["effect", "variance"]].tolist() == pytest.approx([effect, variance], rel=PRINTED)
    assert (row["correction"], row["missing"]) == ("0.5 added to all four cells", "")


@pytest.mark.parametrize("measure", RATIOS)
@pytest.mark.parametrize("zero", [{"events_1": 0}, {"events_1": 40}, {"events_2": 0}, {"events_2": 40}])
def test_a_study_beside_one_with_a_zero_cell_is_not_corrected(measure, zero):
    got = from_arms(arms(COUNTS, COUNTS | zero), measure)
    assert got["correction"].tolist() == ["", "0.5 added to all four cells"]
    assert got["effect"][0] == compared(measure)["effect"]


@pytest.mark.parametrize("measure", RATIOS)
def test_no_ratio_without_any_event_or_with_nothing_else(measure):
    assert_blank(compared(measure, events_1=0, events_2=0), "events in either arm: without any, no ratio can be told")
    assert_blank(
        compared(measure, events_1=40, events_2=40),
        "people without the event in either arm: without any, no ratio can be told",
    )


def test_a_risk_difference_is_not_corrected_as_metafor_would_by_default():
    row = compared("RD", events_1=0, total_1=20, events_2=3, total_2=20)
    assert row["effect"] == pytest.approx(-0.15, rel=CLOSED_FORM)  # with 0.5 in all four cells: -0.1428571
    assert row["variance"] == pytest.approx(0.15 * 0.85 / 20, rel=CLOSED_FORM)
    assert row["correction"] == ""


@pytest.mark.parametrize(("one", "two", "effect"), [(0, 0, 0), (40, 40, 0), (40, 0, 1), (0, 40, -1)])
def test_a_risk_difference_between_none_and_all_has_no_variance(one, two, effect):
    row = compared("RD", events_1=one, events_2=two)
    assert row["effect"] == effect
    assert row[["variance", "se"]].isna().all()
    assert (row["measure"], row["missing"]) == ("RD", "variance: in each arm none or all had the event")


# --- what is missing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", ["RR", "OR", "RD"])
@pytest.mark.parametrize("column", COUNTS)
def test_a_blank_count_is_named(measure, column):
    assert_blank(compared(measure, **{column: None}), column)


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ({"sd_1": None}, "sd_1"),
        ({"n_2": None, "sd_1": ""}, "sd_1; n_2"),
        ({"sd_2": 0}, "sd_2 above 0"),
        ({"n_1": 1}, "n_1 of 2 or more"),
    ],
)
def test_without_a_spread_a_difference_and_a_ratio_keep_their_value(row, missing):
    for measure, effect in (("MD", 2.0), ("ROM", np.log(1.25))):
        got = compared(measure, **row)
        assert got["effect"] == pytest.approx(effect, rel=CLOSED_FORM)
        assert got[["variance", "se"]].isna().all()
        assert got["missing"] == missing
    assert_blank(compared("SMD", **row), missing)


@pytest.mark.parametrize("measure", OF_MEANS)
def test_without_a_mean_there_is_nothing_to_compare(measure):
    assert_blank(compared(measure, mean_2=None, sd_1=None), "mean_2; sd_1")


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ({"mean_1": 0}, "mean_1 above 0"),
        ({"mean_2": -8}, "mean_2 above 0"),
        ({"mean_1": -10, "mean_2": -8}, "mean_1 above 0; mean_2 above 0"),
    ],
)
def test_a_ratio_of_means_needs_means_above_0(row, missing):
    assert_blank(compared("ROM", **row), missing)


def test_numbers_too_large_to_square_are_blank_and_say_so():
    assert compared("MD", sd_1=1e200)["missing"] == "numbers of a size that can be computed with"
    assert np.isnan(compared("MD", sd_1=1e200)["variance"])
    assert_blank(compared("MD", mean_1=1e308, mean_2=-1e308), "numbers of a size that can be computed with")
    assert np.isnan(compared("MD", sd_1=1e-200, sd_2=1e-200)["variance"])


# --- the frame --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", ARM_MEASURES)
def test_rows_keep_their_order_index_and_columns(measure):
    row = MEANS if measure in OF_MEANS else COUNTS
    frame = arms(row, row | dict.fromkeys(row), row).set_axis([7, 7, 3]).assign(note="kept")
    before = frame.copy()
    got = from_arms(frame, measure)
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(got[frame.columns], before)
    assert got.columns.tolist()[-len(ADDED) :] == ADDED
    assert got["effect"].isna().tolist() == [False, True, False]
    pd.testing.assert_frame_equal(from_arms(got, measure), got)


@pytest.mark.parametrize("measure", ARM_MEASURES)
@pytest.mark.parametrize("frame", [arms(COUNTS | MEANS)[:0], pd.DataFrame()])
def test_an_empty_frame_stays_empty_and_gains_the_columns(measure, frame):
    got = from_arms(frame, measure)
    assert len(got) == 0
    assert set(ADDED) <= set(got.columns)


def test_every_measure_names_its_scale_and_its_method():
    names = {measure: compared(measure)["measure"] for measure in ARM_MEASURES}
    assert names == {"RR": "logRR", "OR": "logOR", "RD": "RD", "MD": "MD", "SMD": "SMD", "ROM": "logROM"}
    assert len({compared(measure)["method"] for measure in ARM_MEASURES}) == len(ARM_MEASURES)


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "row", "found"),
    [
        ("RR", {"events_1": 41}, "more events_1 than total_1"),
        ("RR", {"events_2": -1}, "events_2 that count no people"),
        ("OR", {"events_2": 1.5}, "events_2 that count no people"),
        ("RD", {"total_1": 0, "events_1": 0}, "total_1 that counts no people"),
        ("RD", {"total_2": 40.5}, "total_2 that counts no people"),
        ("RR", {"events_1": "none"}, "text in events_1"),
        ("RR", {"total_1": np.inf}, "an infinite total_1"),
        ("MD", {"sd_1": -2}, "a negative sd_1"),
        ("SMD", {"sd_2": -0.1}, "a negative sd_2"),
        ("ROM", {"n_1": 0}, "n_1 that counts no people"),
        ("MD", {"n_2": 29.5}, "n_2 that counts no people"),
        ("MD", {"mean_1": "10 to 12"}, "text in mean_1"),
        ("MD", {"mean_1": "1e999"}, "an infinite mean_1"),
        ("MD", {"sd_2": [2.0]}, "text in sd_2"),
    ],
)
def test_impossible_rows_are_refused_by_name(measure, row, found):
    good = MEANS if measure in OF_MEANS else COUNTS
    with pytest.raises(StatisticsError, match=rf"^from_arms: result r2: found {found}; allowed: .*; do: "):
        from_arms(arms(good, good | row), measure)


def test_rows_without_an_id_are_named_by_position():
    rows = arms(COUNTS, COUNTS | {"events_1": 99}, COUNTS | {"events_1": 98})
    with pytest.raises(StatisticsError, match="result at position 1, at position 2: found"):
        from_arms(rows.drop(columns="result_id"), "RR")
    with pytest.raises(StatisticsError, match="result at position 1, r3: found"):
        from_arms(rows.assign(result_id=["r1", None, "r3"]), "RR")


@pytest.mark.parametrize("measure", ["rr", "HR", None, ["RR"], np.array(["RR", "OR"]), 1])
def test_an_unknown_measure_is_refused_with_those_that_are_known(measure):
    with pytest.raises(StatisticsError, match=r"measure is .*; allowed: RR, OR, RD, MD, SMD, ROM; do: "):
        from_arms(arms(COUNTS), measure)


def test_a_frame_that_lacks_or_repeats_columns_is_refused():
    with pytest.raises(StatisticsError, match=r"from_arms: columns sd_1, n_2 not found; allowed: .*; do: "):
        from_arms(arms(MEANS).drop(columns=["sd_1", "n_2"]), "MD")
    with pytest.raises(StatisticsError, match=r"columns total_1 found more than once; allowed: .*; do: "):
        from_arms(pd.concat([arms(COUNTS), arms(COUNTS)[["total_1"]]], axis=1), "RR")
    with pytest.raises(StatisticsError, match=r"from_arms: found dict; allowed: a DataFrame.*; do: "):
        from_arms(COUNTS, "RR")


# --- properties -------------------------------------------------------------------------------------------------------

ARM_OF_COUNTS = st.integers(1, 5000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
MEAN, SD, N = st.floats(0.01, 1e4), st.floats(0.01, 1e3), st.integers(2, 5000)
ARM_OF_MEANS = st.tuples(MEAN, SD, N)
FACTOR = st.floats(1e-3, 1e3)
SOME = settings(derandomize=True, deadline=None, max_examples=30)


def counted(one: tuple, two: tuple) -> dict:
    return dict(zip(COUNTS, (*one, *two), strict=True))


def measured(one: tuple, two: tuple) -> dict:
    return dict(zip(MEANS, (*one, *two), strict=True))


@pytest.mark.parametrize("measure", ["RR", "OR", "RD"])
@SOME
@given(one=ARM_OF_COUNTS, two=ARM_OF_COUNTS)
def test_swapping_the_arms_turns_the_sign_of_counts(measure, one, two):
    got = from_arms(arms(counted(one, two), counted(two, one)), measure)
    assert got["effect"][0] == pytest.approx(-got["effect"][1], abs=1e-12, nan_ok=True)
    assert got["variance"][0] == pytest.approx(got["variance"][1], rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("measure", OF_MEANS)
@SOME
@given(one=ARM_OF_MEANS, two=ARM_OF_MEANS)
def test_swapping_the_arms_turns_the_sign_of_means(measure, one, two):
    got = from_arms(arms(measured(one, two), measured(two, one)), measure)
    assert got["effect"][0] == pytest.approx(-got["effect"][1], rel=1e-12)
    assert got["variance"][0] == pytest.approx(got["variance"][1], rel=1e-12)


@SOME
@given(one=ARM_OF_COUNTS, two=ARM_OF_COUNTS)
def test_counting_those_without_the_event_turns_the_odds_ratio_over(one, two):
    free = [(total - events, total) for events, total in (one, two)]
    got = from_arms(arms(counted(one, two), counted(*free)), "OR")
    assert got["effect"][0] == pytest.approx(-got["effect"][1], abs=1e-12, nan_ok=True)
    assert got["variance"][0] == pytest.approx(got["variance"][1], rel=1e-12, nan_ok=True)


@SOME
@given(one=ARM_OF_MEANS, two=ARM_OF_MEANS, factor=FACTOR, shift=st.floats(-1e3, 1e3))
def test_another_unit_and_another_origin_change_what_they_should(one, two, factor, shift):
    def other(times: float = 1.0, plus: float = 0.0) -> dict:
        return measured(*((mean * times + plus, sd * times, n) for mean, sd, n in (one, two)))

    rows = arms(other(), other(times=factor), other(plus=shift))
    md, smd = from_arms(rows, "MD"), from_arms(rows, "SMD")
    assert md["effect"].tolist() == pytest.approx(md["effect"][0] * np.array([1, factor, 1]), abs=1e-6 * max(1, factor))
    assert md["se"].tolist() == pytest.approx(md["se"][0] * np.array([1, factor, 1]), rel=1e-9)
    assert smd["effect"].tolist() == pytest.approx([smd["effect"][0]] * 3, rel=1e-7, abs=1e-8)
    assert smd["variance"].tolist() == pytest.approx([smd["variance"][0]] * 3, rel=1e-6)
    rom = from_arms(rows[:2], "ROM")
    assert rom["effect"][1] == pytest.approx(rom["effect"][0], abs=1e-12)
    assert rom["variance"][1] == pytest.approx(rom["variance"][0], rel=1e-12)


# --- the small-sample factor ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("df", "factor"), [(2, 0.564189583548), (3, 0.723601254558), (10, 0.922745608053), (58, 0.987003581028)]
)
def test_the_small_sample_factor_is_exact(df, factor):
    assert small_sample_factor(pd.Series([df]))[0] == pytest.approx(factor, rel=1e-11)  # R, with lgamma
    assert small_sample_factor(pd.Series([df]))[0] != pytest.approx(1 - 3 / (4 * df - 1), rel=1e-7)  # the shortcut


@pytest.mark.parametrize("df", [1e4, 1e6, 1e8, 1e12])
def test_the_small_sample_factor_stays_exact_in_large_samples(df):
    series = 1 - 3 / (4 * df) - 7 / (32 * df**2)  # of gamma functions, where what follows is below 1e-12
    assert small_sample_factor(pd.Series([df]))[0] == pytest.approx(series, abs=2e-10)


def test_one_degree_of_freedom_has_no_factor():
    assert small_sample_factor(pd.Series([1.0, 0.0, -3.0, np.nan])).isna().all()
