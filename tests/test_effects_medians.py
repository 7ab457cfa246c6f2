"""Medians become means and SDs by Luo 2018 and Wan 2014, as approximations that say so."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.effects import effect_sizes, from_medians
from evidence.effects.medians import ROUTES
from evidence.errors import StatisticsError

BY_HAND = 1e-11  # relative: the formulas as printed in the papers, evaluated in R
ADDED = ["effect", "variance", "se", "measure", "route", "mean", "sd", "skewed", "missing"]
FIVE = {"minimum": 2.0, "q1": 7.0, "median": 10.0, "q3": 15.0, "maximum": 22.0, "n": 25}
NO_RANGE, NO_QUARTILES = {"minimum": None, "maximum": None}, {"q1": None, "q3": None}


def groups(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame([{"result_id": f"r{i}", **FIVE, **row} for i, row in enumerate(rows, 1)])


def approximated(**row) -> pd.Series:
    return from_medians(groups(row)).iloc[0]


# --- the formulas -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "mean", "sd", "route"),
    [
        # w = 4 / (4 + 25^0.75), w 12 + (1 - w) 10; 20 / (2 z(24.625 / 25.25))
        (NO_QUARTILES, 10.5269974229, 5.09108759605, ROUTES[0]),
        # w = 0.7 + 0.39 / 25, w 11 + (1 - w) 10; 8 / (2 z(18.625 / 25.25))
        (NO_RANGE, 10.7156, 6.28894487388, ROUTES[1]),
        # w = 2.2 / (2.2 + 25^0.75), v = 0.7 - 0.72 / 25^0.55, w 12 + v 11 + (1 - w - v) 10; half the sum of both SDs
        ({}, 10.9062477261, 5.69001623497, ROUTES[2]),
    ],
)
def test_mean_and_sd_by_the_formulas_of_the_papers(row, mean, sd, route):
    got = approximated(**row)
    assert got[["mean", "sd"]].tolist() == pytest.approx([mean, sd], rel=BY_HAND)
    assert got[["effect", "variance", "se"]].tolist() == pytest.approx([mean, sd**2 / 25, sd / 5], rel=BY_HAND)
    assert (got["measure"], got["route"], got["missing"]) == ("M (approximated)", route, "")


@pytest.mark.parametrize("row", [NO_QUARTILES, NO_RANGE, {}])
@pytest.mark.parametrize("n", [25, 101])
def test_normal_samples_give_their_mean_and_sd_on_average(row, n):
    samples = np.random.default_rng(11).normal(50, 8, (8000, n))
    numbers = np.quantile(samples, [0, 0.25, 0.5, 0.75, 1], axis=1)  # n = 4 Q + 1, so quartiles are members
    frame = pd.DataFrame(numbers.T, columns=["minimum", "q1", "median", "q3", "maximum"]).assign(n=n, **row)
    got = from_medians(frame)
    assert got["mean"].mean() == pytest.approx(50, abs=0.1)
    assert got["sd"].mean() == pytest.approx(8, rel=0.02)
    # Closer to the mean of its own sample than the median is; that is what the weights are for.
    own = samples.mean(axis=1)
    assert (got["mean"] - own).std() < 0.9 * (got["median"] - own).std()


@pytest.mark.parametrize(("row", "off"), [(NO_RANGE, 0.01), ({}, 0.05), (NO_QUARTILES, 0.1)])
def test_one_large_normal_sample_gives_back_its_mean_and_sd(row, off):
    sample = np.random.default_rng(7).normal(50, 8, 100_001)
    numbers = dict(
        zip(("minimum", "q1", "median", "q3", "maximum"), np.quantile(sample, [0, 0.25, 0.5, 0.75, 1]), strict=True)
    )
    got = approximated(**numbers | {"n": sample.size} | row)
    assert got["mean"] == pytest.approx(50, abs=0.1)
    assert got["sd"] == pytest.approx(8, rel=off)
    assert not got["skewed"]


# --- skewness ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [NO_QUARTILES, NO_RANGE, {}])
def test_numbers_near_symmetric_are_not_called_skewed(row):
    assert not approximated(**row)["skewed"]


@pytest.mark.parametrize(
    ("row", "least"),
    [
        # Shi 2023 at n = 25: 0.3797 of the range, 0.5204 of the quartiles; metafor 4 conv.fivenum tests the same
        (NO_QUARTILES | {"median": 2 + 20 * (1 - 0.379732338205) / 2}, 20),
        (NO_RANGE | {"median": 7 + 8 * (1 - 0.5204) / 2}, 8),
    ],
)
def test_skewness_begins_where_the_paper_says(row, least):
    inside, beyond = (row | {"median": row["median"] + least * off} for off in (1e-6, -1e-6))
    assert from_medians(groups(inside, beyond))["skewed"].tolist() == [False, True]


def test_range_or_quartiles_can_give_five_numbers_away():
    limit = 3 / 5 - 40 / 25**3  # Shi 2023 at n = 25

    def by_quartiles(off: float) -> dict:
        return {"median": 11.0, "q1": 11.0 - 4 * (1 - off), "q3": 11.0 + 4 * (1 + off)}

    by_range = {"median": 11.0, "q1": 7.0, "q3": 15.0, "minimum": 1.0, "maximum": 40.0}
    rows = [by_quartiles(limit + 1e-6), by_quartiles(limit - 1e-6), by_range]
    assert from_medians(groups(*rows))["skewed"].tolist() == [True, False, True]


def test_normal_samples_are_called_skewed_once_in_twenty():
    samples = np.random.default_rng(3).normal(0, 1, (8000, 101))
    numbers = np.quantile(samples, [0, 0.25, 0.5, 0.75, 1], axis=1)
    frame = pd.DataFrame(numbers.T, columns=["minimum", "q1", "median", "q3", "maximum"]).assign(n=101)
    for row in (NO_QUARTILES, NO_RANGE, {}):
        assert from_medians(frame.assign(**row))["skewed"].mean() == pytest.approx(0.05, abs=0.015)


def test_lognormal_samples_are_called_skewed():
    samples = np.random.default_rng(3).lognormal(0, 1, (2000, 101))
    numbers = np.quantile(samples, [0, 0.25, 0.5, 0.75, 1], axis=1)
    frame = pd.DataFrame(numbers.T, columns=["minimum", "q1", "median", "q3", "maximum"]).assign(n=101)
    assert from_medians(frame)["skewed"].mean() > 0.95


# --- what is missing and what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ({"median": None}, "median"),
        ({"n": None}, "n"),
        ({"n": 4}, "n of 5 or more"),
        (NO_RANGE | NO_QUARTILES, "quartiles or range"),
        ({"q1": None}, "q1"),
        (NO_RANGE | {"q3": None}, "q3"),
        ({"minimum": None, "q3": None}, "minimum; q3"),
        (NO_RANGE | {"q1": 10.0, "q3": 10.0}, "q1 and q3 that differ"),
        (NO_QUARTILES | {"minimum": 10.0, "maximum": 10.0}, "minimum and maximum that differ"),
    ],
)
def test_what_a_median_lacks_is_named(row, missing):
    got = approximated(**row)
    assert got[["effect", "variance", "se", "mean", "sd"]].isna().all()
    assert (got["measure"], got["route"], got["missing"]) == ("", "", missing)
    assert not got["skewed"]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"median": 16.0}, "numbers out of order"),
        ({"minimum": 23.0}, "numbers out of order"),
        (NO_RANGE | {"q1": 11.0}, "numbers out of order"),
        (NO_QUARTILES | {"maximum": 9.0}, "numbers out of order"),
        ({"q1": None, "q3": 23.0}, "numbers out of order"),
        ({"n": 0}, "n that counts no people"),
        ({"n": 7.5}, "n that counts no people"),
        ({"q1": "7-8"}, "text in q1"),
        ({"maximum": np.inf}, "an infinite maximum"),
    ],
)
def test_impossible_rows_are_refused_by_name(row, found):
    with pytest.raises(StatisticsError, match=rf"^from_medians: result r2: found {found}; allowed: .*; do: "):
        from_medians(groups({}, row))


def test_only_median_and_n_must_be_columns():
    with pytest.raises(StatisticsError, match=r"from_medians: columns n not found; allowed: .*; do: "):
        from_medians(groups({}).drop(columns="n"))
    frame = groups({}).drop(columns=["minimum", "maximum", "result_id"])
    assert from_medians(frame)["route"].tolist() == [ROUTES[1]]


# --- the frame --------------------------------------------------------------------------------------------------------


def test_rows_keep_their_order_index_and_columns():
    frame = groups(NO_RANGE, {"median": None}, {}, NO_QUARTILES).set_axis([7, 7, 3, 1]).assign(note="kept")
    before = frame.copy()
    got = from_medians(frame)
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(got[frame.columns], before)
    assert got.columns.tolist()[-len(ADDED) :] == ADDED
    assert got["route"].tolist() == [ROUTES[1], "", ROUTES[2], ROUTES[0]]
    assert got["skewed"].dtype == bool
    pd.testing.assert_frame_equal(from_medians(got), got)


@pytest.mark.parametrize("frame", [groups({})[:0], pd.DataFrame()])
def test_an_empty_frame_stays_empty_and_gains_the_columns(frame):
    got = from_medians(frame)
    assert len(got) == 0
    assert set(ADDED) <= set(got.columns)


def test_the_results_table_still_keeps_medians_as_medians():
    blank = dict.fromkeys("measure_given contrast bound baseline spread events total denominator".split())
    row = {
        "result_id": "r1",
        "statistic": "median",
        "value": 10.0,
        "spread_kind": "quartiles",
        "low": 7.0,
        "high": 15.0,
    }
    got = effect_sizes(pd.DataFrame([blank | row | {"n_analysed": 25}])).iloc[0]
    assert np.isnan(got["effect"])
    assert "medians are kept as medians" in got["missing"]


@settings(derandomize=True, deadline=None, max_examples=30)
@given(
    five=st.lists(st.floats(-1e3, 1e3).map(lambda x: round(x, 3)), min_size=5, max_size=5, unique=True).map(sorted),
    n=st.integers(5, 5000),
    factor=st.floats(0.01, 100),
    shift=st.floats(-1e3, 1e3),
)
def test_another_unit_and_origin_move_mean_and_sd_with_them(five, n, factor, shift):
    names = ["minimum", "q1", "median", "q3", "maximum"]
    rows = [dict(zip(names, numbers, strict=True)) | {"n": n} for numbers in (five, [x * factor + shift for x in five])]
    for gap in (NO_RANGE, NO_QUARTILES, {}):
        got = from_medians(groups(*(row | gap for row in rows)))
        assert got["mean"][1] == pytest.approx(got["mean"][0] * factor + shift, abs=1e-6 * max(1, factor))
        assert got["sd"][1] == pytest.approx(got["sd"][0] * factor, rel=1e-4)
        assert ((got["mean"] > got[["minimum", "q1"]].min(axis=1)) & (got["sd"] > 0)).all()
