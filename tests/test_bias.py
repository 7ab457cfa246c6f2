"""Egger's, Peters' and Begg's tests are R's, say when they tell nothing, and find nothing in rounding.

`reference/synthesis.R` made the numbers (metafor's regtest with model "lm", lm, ranktest); R is not needed here.
"""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.errors import StatisticsError
from evidence.synthesis import funnel, pool, small_study_tests
from evidence.synthesis.bias import EXACT_UP_TO

REFERENCE = Path(__file__).parent / "reference"
SMALLEST = 1e-3  # below it an error is counted in units of this

CLOSED_FORM = 1e-8  # sums
TEN_DIGITS = 1e-9  # printed so
SAME = 1e-7  # the same sums in another order or unit; p values hang on differences of them

NUMBERS = ["value", "df", "p", "limit", "limit_low", "limit_high"]
EFFECT, VARIANCE = [0.1, 0.4, 0.3, 0.9, 0.2], [0.01, 0.04, 0.02, 0.3, 0.05]
EVENTS, TOTAL = [50, 20, 30, 5, 14], [200, 90, 120, 20, 70]
PROPERTIES = settings(derandomize=True, deadline=None, max_examples=10)


def bodies(smallest: int = 3, largest: int = 12):
    """Effects, variances, events and totals of one body, with unequal variances and totals."""
    effects = st.floats(-3, 3).map(lambda x: round(x, 2))
    variances = st.floats(0.01, 4).map(lambda x: round(x, 3))
    row = st.tuples(effects, variances, st.integers(1, 50), st.integers(51, 500))
    rows = st.lists(row, min_size=smallest, max_size=largest)
    rows = rows.filter(lambda rows: len({row[1] for row in rows}) > 1 and len({row[3] for row in rows}) > 1)
    return rows.map(lambda rows: tuple(np.array(rows, dtype=float).T))


def by_test(*body) -> pd.DataFrame:
    return small_study_tests(*body).set_index("test")


def assert_same(got, expected, rel: float = SAME) -> None:
    found, wanted = (np.asarray(numbers, dtype=float) for numbers in (got, expected))
    np.testing.assert_allclose(found, wanted, rtol=rel, atol=1e-9)


def many(k: int, spread: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """A body of k results that differ by chance (spread 1) or by much more."""
    rng = np.random.default_rng(7)
    variance = rng.uniform(0.01, 0.2, k)
    return rng.permutation(np.linspace(-1, 1, k)) * np.sqrt(variance) * spread, variance


# --- R and metafor ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def inputs() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "synthesis_inputs.csv").set_index("body")


@pytest.fixture(scope="module")
def expected() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "synthesis.csv").set_index(["analysis", "body"])


@pytest.mark.parametrize(("test", "bodies"), [("Egger", 30), ("Peters", 19), ("Begg", 30)])
def test_every_number_is_that_of_r(inputs, expected, test, bodies):
    wanted = expected.loc[test, NUMBERS]
    columns = ["yi", "vi", "events", "total"] if test == "Peters" else ["yi", "vi"]
    rows = {name: by_test(*(inputs.loc[name, column] for column in columns)).loc[test] for name in wanted.index}
    got = pd.DataFrame(rows).T.loc[wanted.index, NUMBERS].astype(float)
    errors = (got - wanted).abs() / np.maximum(wanted.abs(), SMALLEST)
    assert len(wanted) == bodies
    assert errors.notna().equals(wanted.notna())
    assert not (errors > CLOSED_FORM).any(axis=None), errors.max()


def test_the_reference_holds_ties_and_a_body_beyond_where_r_itself_stops_counting_orders(inputs):
    """cor.test counts all orders below 50 results; metafor asks for it always, unless there are ties."""
    sizes = inputs.groupby("body").size()
    assert sizes["drawn-15"] == 60
    assert not inputs.loc["drawn-15"].duplicated(["yi", "vi"]).any()
    assert inputs.loc["tied-4"].duplicated(["yi", "vi"]).any()
    assert EXACT_UP_TO >= 60


def test_peters_test_of_magnesium_after_infarction(inputs):
    """Sixteen trials of Egger 2001; R 4.2 lm with the weights of Peters 2006."""
    got = by_test(*(inputs.loc["dat.egger2001", column] for column in ["yi", "vi", "events", "total"])).loc["Peters"]
    assert got["value"] == pytest.approx(-3.970702958, rel=1e-6)  # inputs have seven digits
    assert got["p"] == pytest.approx(0.0013939, abs=5e-8)


def test_egger_test_of_passive_smoking():
    """Thirty-seven studies of Hackshaw 1998; metafor 3.8-1, regtest with model "lm"."""
    body = pd.read_csv(REFERENCE / "hackshaw1998.csv")
    got = by_test(body["yi"], body["vi"])
    assert got.loc["Egger", ["value", "df"]].tolist() == pytest.approx([2.38241442, 35], rel=TEN_DIGITS * 10)
    assert got.loc["Egger", "p"] == pytest.approx(0.0227642, abs=5e-8)
    assert got.loc["Begg", ["value", "p"]].tolist() == pytest.approx([0.1441441, 0.2156881], abs=5e-8)


# --- properties -------------------------------------------------------------------------------------------------------


@PROPERTIES
@given(bodies(), st.randoms(use_true_random=False))
def test_the_order_of_results_does_not_matter(body, random):
    order = random.sample(range(len(body[0])), len(body[0]))
    assert_same(by_test(*(column[order] for column in body))[NUMBERS], by_test(*body)[NUMBERS])


@PROPERTIES
@given(bodies())
def test_turning_all_signs_turns_statistics_and_limits_and_no_p(body):
    got, turned = by_test(*body), by_test(-body[0], *body[1:])
    assert_same(turned["p"], got["p"])
    assert_same(turned["value"], -got["value"])
    assert_same(turned[["limit", "limit_low", "limit_high"]], -got[["limit", "limit_high", "limit_low"]].to_numpy())


@PROPERTIES
@given(bodies(), st.sampled_from([-100.0, 0.5, 37.0]))
def test_shifting_all_effects_shifts_the_limit_and_nothing_else(body, shift):
    got, moved = by_test(*body), by_test(body[0] + shift, *body[1:])
    assert_same(moved[["value", "p"]], got[["value", "p"]], rel=1e-6)
    assert_same(moved[["limit", "limit_low", "limit_high"]], got[["limit", "limit_low", "limit_high"]] + shift)


@PROPERTIES
@given(bodies(), st.sampled_from([1e-4, 0.3, 2540.0]))
def test_another_unit_scales_the_limit_and_nothing_else(body, factor):
    effect, variance, events, total = body
    got, scaled = by_test(*body), by_test(effect * factor, variance * factor**2, events, total)
    assert_same(scaled[["value", "p"]], got[["value", "p"]])
    assert_same(scaled[["limit", "limit_low", "limit_high"]] / factor, got[["limit", "limit_low", "limit_high"]])


@PROPERTIES
@given(bodies())
def test_every_result_twice_keeps_both_lines_and_makes_them_surer(body):
    lines = ["Egger", "Peters"]
    once, twice = by_test(*body).loc[lines], by_test(*(np.tile(column, 2) for column in body)).loc[lines]
    assert_same(twice["limit"], once["limit"])
    assert_same(twice["value"], once["value"] * np.sqrt((2 * len(body[0]) - 2) / (len(body[0]) - 2)))  # t over its df


@PROPERTIES
@given(bodies())
def test_numbers_stay_in_their_ranges(body):
    got = by_test(*body)
    assert got["p"].dropna().between(0, 1).all()
    assert -1 - 1e-12 <= got.loc["Begg", "value"] <= 1 + 1e-12 or np.isnan(got.loc["Begg", "value"])
    lines = got.loc[["Egger", "Peters"]]
    assert (lines["limit_low"] <= lines["limit"]).all()
    assert (lines["limit"] <= lines["limit_high"]).all()


# --- nothing to test --------------------------------------------------------------------------------------------------


@PROPERTIES
@given(st.floats(-1e3, 1e3), st.lists(st.floats(0.01, 4), min_size=3, max_size=20, unique=True))
def test_equal_effects_show_no_asymmetry_however_they_round(effect, variance):
    """One in ten thousandth of a rounding error ordered by size would be a Begg p of 1e-7."""
    got = by_test([effect] * len(variance), variance, range(1, len(variance) + 1), range(100, 100 + len(variance)))
    assert got[["value", "p"]].isna().all(axis=None)
    assert_same(got.loc["Egger", ["limit", "limit_low", "limit_high"]], [effect] * 3)


@PROPERTIES
@given(st.floats(-2, 2), st.floats(-5, 5), st.lists(st.floats(0.1, 2), min_size=3, max_size=9, unique=True))
def test_results_on_one_line_leave_nothing_to_test_against_but_keep_the_limit(limit, slope, errors):
    error = np.round(errors, 3)
    if np.unique(error).size > 1:
        got = by_test(limit + slope * error, error**2).loc["Egger"]
        assert np.isnan([got["value"], got["p"]]).all()
        assert_same(got[["limit", "limit_low", "limit_high"]], [limit] * 3, rel=1e-6)


@pytest.mark.parametrize("tiny", [1e-8, 1e-16, 1e-24])
def test_one_study_with_nearly_all_the_weight_is_ranked_as_exact_arithmetic_ranks_it(tiny):
    effect, variance = [0.1, 0.5, -0.4, 2.0], [tiny, 1.0, 0.5, 2.0]
    y, v = [Fraction(x) for x in effect], [Fraction(x) for x in variance]
    whole = sum(1 / x for x in v)
    mean = sum(a / b for a, b in zip(y, v, strict=True)) / whole
    squares = [(a - mean) * abs(a - mean) / (b - 1 / whole) for a, b in zip(y, v, strict=True)]  # same order, no root
    ranks = [sorted(squares).index(x) for x in squares]
    pairs = [(i, j) for i in range(4) for j in range(i)]
    agree = [(ranks[i] - ranks[j]) * (variance[i] - variance[j]) > 0 for i, j in pairs]
    got = by_test(effect, variance)
    assert got.loc["Begg", "value"] == pytest.approx((2 * sum(agree) - len(pairs)) / len(pairs))
    assert np.isfinite(got.loc["Egger", NUMBERS].to_numpy(dtype=float)).all()


# --- what stands against reading it -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("k", "applicable"), [(3, False), (9, False), (10, True), (11, True)])
def test_fewer_than_ten_studies_are_computed_but_said_to_tell_nothing(k, applicable):
    got = small_study_tests(*many(k))
    assert got["k"].tolist() == [k, k]
    assert got["applicable"].tolist() == [applicable] * 2
    assert got["note"].str.contains("fewer than 10 studies: computed, but it tells nothing").eq(not applicable).all()
    assert got["p"].notna().all()


@pytest.mark.parametrize(("spread", "differ"), [(1.0, False), (5.0, True)])
def test_effects_that_differ_much_are_another_explanation(spread, differ):
    body = many(12, spread)
    assert (pool(*body, tau2="DL")["i2"][0] > 50) == differ
    assert small_study_tests(*body)["note"].str.contains("I2 above 50%").eq(differ).all()


def test_every_answer_says_that_asymmetry_proves_nothing():
    assert small_study_tests(*many(12))["note"].str.contains("asymmetry is not proof of missing studies").all()


def test_peters_test_is_there_only_when_events_are_given():
    assert small_study_tests(EFFECT, VARIANCE)["test"].tolist() == ["Egger", "Begg"]
    got = small_study_tests(EFFECT, VARIANCE, EVENTS, TOTAL)
    assert got["test"].tolist() == ["Egger", "Peters", "Begg"]
    assert got["statistic"].tolist() == ["t", "t", "Kendall's tau"]
    assert got["df"].isna().tolist() == [False, False, True]


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"effect": EFFECT[:2], "variance": VARIANCE[:2]}, "found 2 results; allowed: three or more"),
        ({"effect": [0.1], "variance": [0.1]}, "found 1 results; allowed: three or more"),
        ({"variance": [0.1] * 5}, "all variances are equal; allowed: variances that differ; do: leave the tests out"),
        ({"variance": [0.3 - 0.2, 0.1, 0.1, 0.1, 0.1]}, "all variances are equal"),
        ({"events": EVENTS, "total": [100] * 5}, "all totals are equal; .*; do: leave events and total out"),
        ({"events": EVENTS}, "events without total"),
        ({"total": TOTAL}, "total without events"),
        ({"events": [0, *EVENTS[1:]], "total": TOTAL}, "do not fit .*events above 0 and below the total"),
        ({"events": TOTAL, "total": TOTAL}, "do not fit"),
        ({"events": [*EVENTS[:4], 71], "total": TOTAL}, "do not fit"),
        ({"events": [np.nan, *EVENTS[1:]], "total": TOTAL}, "do not fit"),
        ({"events": EVENTS, "total": [np.inf, *TOTAL[1:]]}, "do not fit"),
        ({"events": EVENTS[:4], "total": TOTAL}, r"do not fit \(effect 5, events 4, total 5\)"),
        ({"events": ["many", *EVENTS[1:]], "total": TOTAL}, "events holds more than numbers"),
        ({"effect": [np.nan, *EFFECT[1:]]}, "effect in 1 of 5 rows, first at position 0"),
        ({"variance": [0.0, *VARIANCE[1:]]}, "variance in 1 of 5 rows, first at position 0"),
        ({"variance": [-1.0, *VARIANCE[1:]]}, "variance in 1 of 5 rows, first at position 0"),
        ({"variance": [np.inf, *VARIANCE[1:]]}, "variance in 1 of 5 rows, first at position 0"),
        ({"variance": VARIANCE[:4]}, "unequal lengths"),
        ({"effect": [], "variance": []}, "found no results"),
    ],
)
def test_what_cannot_be_tested_is_refused_in_words(changes, message):
    body = {"effect": EFFECT, "variance": VARIANCE} | changes
    with pytest.raises(StatisticsError, match=rf"^(small_study_tests|pool): .*{message}") as caught:
        small_study_tests(**body)
    assert "; allowed: " in str(caught.value)
    assert str(caught.value).count("; do: ") == 1


# --- funnel -----------------------------------------------------------------------------------------------------------


@PROPERTIES
@given(bodies(1), st.sampled_from([0.0, 0.5, -1.0]))
def test_a_result_lies_outside_the_contour_of_its_zone_and_inside_the_next(body, null):
    effect, variance = body[:2]
    results, lines = funnel(effect, variance, null=null)
    slopes = lines.groupby("line").last()
    for row in results.itertuples():
        outside = [
            level
            for level in (0.1, 0.05, 0.01)
            if abs(row.effect - null) > (slopes.loc[f"p = {level:g}", "high"] - null) * row.se / np.sqrt(variance.max())
        ]
        assert row.zone == min(outside, default=1.0)
        assert (row.p < 0.05) == (0.05 in outside)


def test_the_contours_are_those_of_the_normal_distribution():
    _, lines = funnel([0.0, 1.0], [1.0, 4.0], points=3)
    tips = lines.groupby("line").last().loc[["p = 0.1", "p = 0.05", "p = 0.01"]]
    normal = np.array([1.6448536269514722, 1.959963984540054, 2.5758293035489004])  # R: qnorm(1 - p / 2)
    assert_same(tips["high"], 2 * normal, rel=CLOSED_FORM)
    assert_same(tips["low"], -2 * normal, rel=CLOSED_FORM)
    assert lines.groupby("line")["se"].apply(list).tolist() == [[0.0, 1.0, 2.0]] * 4


def test_the_contours_stand_around_the_null_and_meet_in_it():
    _, lines = funnel(EFFECT, VARIANCE, null=0.25)
    contours = lines[lines["line"].ne("pooled")]
    assert_same((contours["low"] + contours["high"]) / 2, [0.25] * len(contours))
    assert contours.loc[contours["se"].eq(0), ["low", "high"]].eq(0.25).all(axis=None)


def test_the_line_in_the_middle_is_the_pooled_estimate():
    for options in ({}, {"model": "common"}, {"tau2": "DL"}):
        _, lines = funnel(EFFECT, VARIANCE, **options)
        middle = lines[lines["line"].eq("pooled")]
        assert middle[["low", "high"]].eq(pool(EFFECT, VARIANCE, **options)["estimate"][0]).all(axis=None)
        assert [a < b for a, b in pairwise(middle["se"])] == [True] * 49


def test_one_result_has_a_funnel():
    results, lines = funnel([0.5], [0.04])
    assert results.loc[0, ["effect", "se", "zone"]].tolist() == [0.5, 0.2, 0.05]
    assert results.loc[0, "p"] == pytest.approx(0.012419330651552318)  # R: 2 * pnorm(-2.5)
    assert lines.loc[lines["line"].eq("pooled"), "low"].eq(0.5).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"null": np.nan}, "funnel: null is nan; allowed: a finite number"),
        ({"null": "0"}, "funnel: null is '0'; allowed"),
        ({"points": 1}, "funnel: points is 1; allowed: a whole number from 2"),
        ({"points": 10.0}, "funnel: points is 10.0; allowed"),
        ({"variance": [0.0, 1, 1, 1, 1]}, "pool: variance in 1 of 5 rows"),
        ({"effect": [np.inf, 1, 1, 1, 1]}, "pool: effect in 1 of 5 rows"),
        ({"model": "fixed"}, "pool: model is 'fixed'"),
    ],
)
def test_a_funnel_that_cannot_be_drawn_is_refused(options, message):
    body = {"effect": EFFECT, "variance": VARIANCE} | options
    with pytest.raises(StatisticsError, match=rf"^{message}.*; do: "):
        funnel(**body)
