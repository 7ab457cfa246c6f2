"""What a source reports becomes an effect by one named route; an interval that cannot be what it seems is not used."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.effects import Z_975, from_reported
from evidence.effects.rounding import half_units
from evidence.errors import StatisticsError
from evidence.synthesis import pool

CLOSED_FORM = 1e-12  # relative: one formula, a few operations
QUANTILE = 1e-10  # relative: R's quantiles were printed with twelve digits
ADDED = ["effect", "variance", "se", "measure", "route", "asymmetric", "missing"]
T_18 = 2.10092204024  # R: qt(.975, 18)
RATIO = {"value": 1.93, "low": 1.51, "high": 2.47, "scale": "log", "measure_given": "RR"}
DIFFERENCE = {"value": 13.18, "low": 10.92, "high": 15.44, "scale": "natural", "measure_given": "MD"}
OWN_P = {"value": 2.1, "scale": "log", "p": 0.03, "p_operator": "="}


def results(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame([{"result_id": f"r{i}", **row} for i, row in enumerate(rows, 1)])


def reported(**row) -> pd.Series:
    return from_reported(results(row)).iloc[0]


def assert_no_variance(row: pd.Series, missing: str) -> None:
    assert row[["variance", "se"]].isna().all()
    assert (row["route"], row["missing"]) == ("", missing)


# --- by the interval --------------------------------------------------------------------------------------------------


def test_a_ratio_is_logged_with_its_interval():
    row = reported(**RATIO)
    assert row["effect"] == pytest.approx(np.log(1.93), rel=CLOSED_FORM)
    assert row["se"] == pytest.approx(np.log(2.47 / 1.51) / (2 * Z_975), rel=CLOSED_FORM)
    assert row["variance"] == pytest.approx(row["se"] ** 2, rel=CLOSED_FORM)
    assert row[["measure", "route", "missing"]].tolist() == ["logRR", "interval (normal)", ""]
    assert not row["asymmetric"]


def test_a_difference_keeps_its_scale():
    row = reported(**DIFFERENCE)
    assert row["effect"] == 13.18
    assert row["se"] == pytest.approx((15.44 - 10.92) / (2 * Z_975), rel=CLOSED_FORM)
    assert row[["measure", "route", "missing"]].tolist() == ["MD", "interval (normal)", ""]


@pytest.mark.parametrize(
    ("level", "df", "point", "route"),
    [
        (None, None, Z_975, "interval (normal)"),
        (0.95, None, Z_975, "interval (normal)"),
        (0.9, None, 1.64485362695, "interval (normal)"),  # R: qnorm(.95)
        (0.95, 18, T_18, "interval (t)"),
    ],
)
def test_an_interval_is_read_at_its_level_and_with_its_distribution(level, df, point, route):
    row = reported(**DIFFERENCE, level=level, df=df)
    assert row["se"] == pytest.approx(4.52 / (2 * point), rel=QUANTILE)
    assert row["route"] == route


@pytest.mark.parametrize(
    ("given", "scale", "measure"),
    [("OR", "log", "logOR"), ("SMD", "natural", "SMD"), (None, "log", "log estimate"), ("", "natural", "estimate")],
)
def test_the_measure_is_what_was_given_on_its_scale(given, scale, measure):
    assert reported(value=2.0, low=1.0, high=4.0, scale=scale, measure_given=given)["measure"] == measure


def test_two_trials_of_a_laser_comb():
    # Female pattern hair loss, Cochrane review CD007628.pub4: mean differences, pooled with inverse variances in R
    rows = results(
        {"value": 17.40, "low": 9.74, "high": 25.06, "scale": "natural"},
        {"value": 17.60, "low": 11.97, "high": 23.23, "scale": "natural"},
    )
    got = from_reported(rows)
    pooled = pool(got["effect"], got["variance"], model="common").iloc[0]
    expected = [17.529852776, 12.9933726119, 22.0663329401, 0.00170027777065]
    assert pooled[["estimate", "ci_low", "ci_high", "q"]].tolist() == pytest.approx(expected, rel=1e-9)


def test_the_printed_intervals_of_37_studies_of_passive_smoking():
    studies = pd.read_csv(Path(__file__).parent / "reference" / "hackshaw1998.csv")  # yi and vi by metadat
    columns = {"or": "value", "or.lb": "low", "or.ub": "high"}
    got = from_reported(studies.rename(columns=columns).assign(scale="log"))
    assert got["effect"].tolist() == pytest.approx(studies["yi"].tolist(), rel=1e-10)
    assert got["variance"].tolist() == pytest.approx(studies["vi"].tolist(), rel=1e-10)
    assert not got["asymmetric"].any()


# --- symmetry and rounding --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "low", "high", "scale"),
    [
        # GRADE tables: minoxidil (CD007628.pub4), stockings (CD004002)
        (2.35, 1.68, 3.28, "log"),
        (1.24, 0.82, 1.87, "log"),
        (0.10, 0.04, 0.25, "log"),
        (0.45, 0.18, 1.13, "log"),
        (-4.7, -4.9, -4.5, "natural"),
        # the value may be off by half a unit, and the middle by as much again
        (1.1, 0.9, 1.2, "natural"),
        ("1.1", "0.9", "1.2", "natural"),
        (0.1 + 0.2, 0.1, 0.5, "natural"),
    ],
)
def test_what_rounding_can_hide_is_not_called_asymmetric(value, low, high, scale):
    row = reported(value=value, low=low, high=high, scale=scale)
    assert not row["asymmetric"]
    assert (row["route"], row["missing"]) == ("interval (normal)", "")


@pytest.mark.parametrize(
    ("value", "low", "high", "scale"),
    [
        (1.93, 1.51, 2.47, "natural"),  # a ratio read on the wrong scale
        (13.18, 10.92, 15.44, "log"),  # and a difference
        (0.73, 0.41, 0.89, "natural"),  # Cliff's delta
        (1.27, 0.993, 1.639, "natural"),  # the interval of another estimate
        (1.12, 0.90, 1.20, "natural"),
        ("1.10", "0.90", "1.20", "natural"),  # with the zeros that a number loses
        ("2.0", "2.0", "3.0", "natural"),
        (1.93, 1.93, 2.47, "natural"),
    ],
)
def test_what_rounding_cannot_hide_gives_no_variance(value, low, high, scale):
    row = reported(value=value, low=low, high=high, scale=scale)
    assert row["asymmetric"]
    assert row["effect"] == pytest.approx(np.log(float(value)) if scale == "log" else float(value))
    assert_no_variance(row, "an interval that is symmetric around the value on its scale")


def test_a_standard_error_beside_an_asymmetric_interval_counts_and_a_p_does_not():
    skewed = {"value": 0.73, "low": 0.41, "high": 0.89, "scale": "natural"}
    row = reported(**skewed, se_given=0.12)
    assert (row["se"], row["route"], row["asymmetric"]) == (0.12, "standard error", True)
    assert_no_variance(
        reported(**skewed, p=0.01, p_operator="="), "an interval that is symmetric around the value on its scale"
    )


@pytest.mark.parametrize(("low", "high"), [(2.5, 3.0), (0.5, 1.5), (3.0, 1.0)])
def test_an_interval_without_its_value_leaves_the_row_blank(low, high):
    row = reported(value=2.0, low=low, high=high, scale="log", se_given=0.2)
    assert row[["effect", "variance", "se"]].isna().all()
    assert row[["measure", "route", "missing"]].tolist() == ["", "", "an interval that contains the value"]
    assert row["asymmetric"]


def test_half_a_unit_is_that_of_the_digits_that_were_printed():
    frame = pd.DataFrame(
        {"value": [1.5, "1.5", 2.0, 1e-5, 3, None], "low": [1.25, 1.25, "2.000", None, 40, ""]}, dtype=object
    )
    got = half_units(frame, ("value", "low", "high"))
    assert got["value"].tolist()[:5] == pytest.approx([0.005, 0.05, 0.0005, 0.5e-5, 0.5])
    assert got["low"].tolist()[:3] == [0.005, 0.005, 0.0005]
    assert got["low"][4] == 0.5
    assert half_units(pd.DataFrame({"low": [1.0], "high": [40.0]}), ("low", "high")).loc[0].tolist() == [0.5, 0.5]
    assert half_units(pd.DataFrame({"value": [np.float32(0.1)]}), ("value",))["value"][0] > 1e-9
    assert half_units(frame[:0], ("value",)).shape == (0, 1)


# --- by the standard error and by p -----------------------------------------------------------------------------------


def test_a_standard_error_is_taken_as_it_is():
    row = reported(value=2.0, scale="log", se_given=0.5)
    assert row["effect"] == pytest.approx(np.log(2), rel=CLOSED_FORM)
    assert (row["se"], row["variance"], row["route"]) == (0.5, 0.25, "standard error")


@pytest.mark.parametrize(
    ("row", "se", "route"),
    [
        (OWN_P, 0.341892371116, "p (normal)"),  # R: log(2.1) / qnorm(1 - .03 / 2)
        ({"value": -5, "scale": "natural", "p": 0.03, "p_operator": "=", "df": 18}, 2.12207895174, "p (t)"),
        ({"value": 7.13050684817, "scale": "natural", "p": 1e-12, "p_operator": "="}, 1.0, "p (normal)"),
    ],
)
def test_an_exact_p_gives_the_standard_error(row, se, route):
    got = reported(**row)
    assert got["se"] == pytest.approx(se, rel=QUANTILE)
    assert (got["route"], got["missing"]) == (route, "")


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ({"p_operator": "<"}, "an exact p: only a bound on it is given"),
        ({"p_operator": ">"}, "an exact p: only a bound on it is given"),
        ({"p_operator": None}, "operator of p"),
        ({"p": 0}, "p above 0 and below 1: it is rounded"),
        ({"p": 1}, "p above 0 and below 1: it is rounded"),
        ({"value": 1.0}, "a value that differs from no effect, to use its p"),
    ],
)
def test_a_p_that_is_no_exact_one_gives_no_variance(row, missing):
    got = reported(**OWN_P | row)
    assert got["effect"] == pytest.approx(np.log(row.get("value", 2.1)))
    assert_no_variance(got, missing)


def test_the_interval_counts_before_the_standard_error_and_that_before_p():
    p = {"p": 0.5, "p_operator": "="}
    both = from_reported(results(DIFFERENCE | {"se_given": 1.15} | p, DIFFERENCE | {"low": None, "se_given": 1.15} | p))
    assert both["route"].tolist() == ["interval (normal)", "standard error"]
    assert both["se"].tolist() == pytest.approx([4.52 / (2 * Z_975), 1.15], rel=CLOSED_FORM)


# --- interval against standard error ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        DIFFERENCE | {"se_given": 1.15},
        DIFFERENCE | {"se_given": "1.2"},
        DIFFERENCE | {"level": 0.9, "se_given": 1.374},
        DIFFERENCE | {"df": 18, "se_given": 1.076},
        RATIO | {"se_given": 0.126},
        RATIO | {"se_given": 0.1},  # one digit: anything from 0.05 to 0.15
        # half of 1.9 to 2.1 over 1.96
        {"value": 10, "low": "9.0", "high": "11.0", "scale": "natural", "se_given": "0.487"},
        {"value": 10, "low": "9.0", "high": "11.0", "scale": "natural", "se_given": "0.533"},
        # 2.58 and 1.64 for the quantiles 2.576 and 1.645
        {"value": 100, "low": "97.4200", "high": "102.5800", "level": 0.99, "scale": "natural", "se_given": "1.0000"},
        {"value": 100, "low": "98.3600", "high": "101.6400", "level": 0.9, "scale": "natural", "se_given": "1.0000"},
    ],
)
def test_an_interval_and_a_standard_error_may_differ_by_what_was_rounded(row):
    assert reported(**row)["route"].startswith("interval")


@pytest.mark.parametrize(
    "row",
    [
        DIFFERENCE | {"se_given": 1.12},
        DIFFERENCE | {"se_given": 1.18},
        DIFFERENCE | {"se_given": "1.20"},
        DIFFERENCE | {"se_given": 1.076},  # of an interval made with t, which df would say
        RATIO | {"se_given": 0.245},  # on the scale of the ratio
        RATIO | {"se_given": "0.00"},
    ],
)
def test_an_interval_and_a_standard_error_that_disagree_are_refused_by_name(row):
    with pytest.raises(
        StatisticsError, match=r"result r2: found an interval and a standard error that disagree; allow"
    ):
        from_reported(results(RATIO, row))


# --- what is missing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ({"low": None, "high": None}, "interval, standard error or exact p"),
        ({"low": None}, "low"),
        ({"high": ""}, "high"),
        ({"low": 0.0}, "interval limits above 0"),
        ({"low": -1.51}, "interval limits above 0"),
        ({"low": 1.93, "high": 1.93}, "an interval with two different limits"),
        ({"low": None, "high": None, "se_given": 0}, "standard error above 0"),
    ],
)
def test_an_estimate_without_a_way_to_its_variance_keeps_its_value(row, missing):
    got = reported(**RATIO | row)
    assert got["effect"] == pytest.approx(np.log(1.93))
    assert got["measure"] == "logRR"
    assert_no_variance(got, missing)


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ({"value": None}, "value"),
        ({"scale": None}, "scale, natural or log"),
        ({"value": 0.0, "low": None}, "value above 0"),
        ({"value": -1.0}, "value above 0"),
        ({"value": None, "scale": ""}, "value; scale, natural or log"),
    ],
)
def test_without_a_value_on_a_scale_the_row_is_blank(row, missing):
    got = reported(**RATIO | row)
    assert got[["effect", "variance", "se"]].isna().all()
    assert got[["measure", "route", "missing"]].tolist() == ["", "", missing]


def test_only_value_and_scale_must_be_columns():
    got = from_reported(pd.DataFrame({"value": [2.0], "scale": ["log"]}))
    assert got["missing"].tolist() == ["interval, standard error or exact p"]
    with pytest.raises(StatisticsError, match=r"from_reported: columns scale not found; allowed: .*; do: "):
        from_reported(pd.DataFrame({"value": [2.0]}))


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"scale": "ln"}, "an unknown scale"),
        ({"p_operator": "≤"}, "an unknown p_operator"),
        ({"level": 95}, "a level of 0, 1 or beyond"),
        ({"level": 0}, "a level of 0, 1 or beyond"),
        ({"p": 1.2}, "a p outside 0 to 1"),
        ({"p": -0.1}, "a p outside 0 to 1"),
        ({"p": "<0.05"}, "text in p"),
        ({"df": 0}, "degrees of freedom of 0 or less"),
        ({"se_given": -1}, "a negative se_given"),
        ({"value": "about 2"}, "text in value"),
        ({"low": "1,51"}, "text in low"),
        ({"high": np.inf}, "an infinite high"),
    ],
)
def test_impossible_rows_are_refused_by_name(row, found):
    with pytest.raises(StatisticsError, match=rf"^from_reported: result r2: found {found}; allowed: .*; do: "):
        from_reported(results(RATIO, RATIO | row))


# --- the frame --------------------------------------------------------------------------------------------------------


def test_rows_keep_their_order_index_and_columns():
    frame = results(RATIO, {"value": None, "scale": "log"}, DIFFERENCE, OWN_P).set_axis([7, 7, 3, 1])
    before = frame.copy()
    got = from_reported(frame)
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(got[frame.columns], before)
    assert got.columns.tolist()[-len(ADDED) :] == ADDED
    assert got["route"].tolist() == ["interval (normal)", "", "interval (normal)", "p (normal)"]
    assert got["asymmetric"].dtype == bool
    pd.testing.assert_frame_equal(from_reported(got), got)


@pytest.mark.parametrize("frame", [results(RATIO)[:0], pd.DataFrame()])
def test_an_empty_frame_stays_empty_and_gains_the_columns(frame):
    got = from_reported(frame)
    assert len(got) == 0
    assert set(ADDED) <= set(got.columns)


# --- properties -------------------------------------------------------------------------------------------------------

SOME = settings(derandomize=True, deadline=None, max_examples=30)


@SOME
@given(
    effect=st.floats(-3, 3),
    se=st.floats(0.05, 1.0),
    level=st.floats(0.5, 0.999),
    df=st.one_of(st.none(), st.integers(2, 200)),
    decimals=st.integers(2, 4),
    logged=st.booleans(),
)
def test_an_honest_interval_that_was_rounded_is_never_flagged(effect, se, level, df, decimals, logged):
    from scipy import stats

    half = se * (stats.norm if df is None else stats.t(df)).ppf((1 + level) / 2)
    numbers = np.array([effect, effect - half, effect + half])
    texts = [f"{number:.{decimals}f}" for number in (np.exp(numbers) if logged else numbers)]
    row = dict(zip(("value", "low", "high"), texts, strict=True)) | {"level": level, "df": df, "se_given": f"{se:.12f}"}
    got = reported(**row, scale="log" if logged else "natural")
    assert not got["asymmetric"] or float(texts[1]) <= 0
    if got["route"].startswith("interval"):
        width = 10.0**-decimals / (half * (np.exp(effect - half) if logged else 1))
        assert got["se"] == pytest.approx(se, rel=2 * width + 1e-9)


@SOME
@given(effect=st.floats(0.01, 3), se=st.floats(0.1, 2), df=st.one_of(st.none(), st.integers(2, 200)))
def test_the_p_of_a_known_standard_error_gives_it_back(effect, se, df):
    from scipy import stats

    p = 2 * (stats.norm if df is None else stats.t(df)).sf(effect / se)
    got = reported(value=-effect, scale="natural", p=p, p_operator="=", df=df)
    assert got["se"] == pytest.approx(se, rel=1e-8)


@SOME
@given(value=st.floats(0.05, 20), below=st.floats(0.01, 3))
def test_turning_a_ratio_over_turns_its_sign_and_keeps_its_variance(value, below):
    low, high = value * np.exp(-below), value * np.exp(below)
    rows = [{"value": value, "low": low, "high": high}, {"value": 1 / value, "low": 1 / high, "high": 1 / low}]
    got = from_reported(results(*rows).assign(scale="log"))
    assert got["effect"][0] == pytest.approx(-got["effect"][1], abs=1e-12)
    assert got["variance"][0] == pytest.approx(got["variance"][1], rel=1e-9)
