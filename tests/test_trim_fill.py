"""Trim and fill is metafor's where metafor has an answer, refuses where it has none, and fills in nothing by rounding.

`reference/synthesis.R` made the numbers with tightened iterations; R is not needed here. Errors are relative to the
larger of the number and 1e-3.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.errors import StatisticsError
from evidence.synthesis import pool, trim_and_fill

REFERENCE = Path(__file__).parent / "reference"
SMALLEST = 1e-3  # below it an error is counted in units of this

CLOSED_FORM = 1e-8  # sums
ITERATED = 1e-6  # what follows from an iterated tau2
TAU2_ITERATED = 1e-5
SEVEN_DIGITS = 1e-7  # absolute: seven decimals were noted
SAME = 1e-7  # the same numbers in another order or unit

NUMBERS = ["estimate", "se", "ci_low", "ci_high", "tau2"]
METHODS = {"EE": "common", "DL": "DL", "REML": "REML"}
UNEVEN = [0.1, 0.2, 0.15, 0.5, 0.9, 1.1], [0.01, 0.01, 0.02, 0.1, 0.2, 0.3]
EVEN = [-1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0], [0.5, 0.25, 0.125, 0.0625, 0.125, 0.25, 0.5]
SIDES = pytest.mark.parametrize("side", ["left", "right"])
ESTIMATORS = pytest.mark.parametrize("estimator", ["L0", "R0", "Q0"])
PROPERTIES = settings(derandomize=True, deadline=None, max_examples=10)


def bodies(smallest: int = 3, largest: int = 12):
    """Effects and variances of one body; in sixteenths, which have no rounding, so that ties turn up and stay."""
    effects = st.integers(-32, 48).map(lambda x: x / 16)
    variances = st.sampled_from([0.0625, 0.125, 0.25, 0.5, 1.0])
    rows = st.lists(st.tuples(effects, variances), min_size=smallest, max_size=largest)
    return rows.filter(lambda rows: len({v for _, v in rows}) > 1).map(lambda rows: tuple(np.array(rows).T))


def assert_same(got, expected, rel: float = SAME) -> None:
    found, wanted = (np.asarray(numbers, dtype=float) for numbers in (got, expected))
    np.testing.assert_allclose(found, wanted, rtol=rel, atol=1e-9)


def filled(effect, variance, **options) -> pd.Series:
    return trim_and_fill(effect, variance, **options)[1].iloc[1]


# --- metafor ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def inputs() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "synthesis_inputs.csv").set_index("body")


@pytest.fixture(scope="module")
def expected() -> pd.DataFrame:
    rows = pd.read_csv(REFERENCE / "synthesis.csv")
    return rows[rows["analysis"].str.startswith("trim_fill")].set_index(["method", "analysis", "body"]).sort_index()


def options(method: str) -> dict:
    return {"trim": METHODS[method], "interval": "z"} | ({"model": "common"} if method == "EE" else {"tau2": method})


@pytest.mark.parametrize("method", METHODS)
@SIDES
@ESTIMATORS
def test_number_filled_in_and_estimate_are_those_of_metafor(inputs, expected, method, side, estimator):
    wanted = expected.loc[(method, f"trim_fill {side} {estimator}")]
    assert len(wanted) == 30
    tolerance = pd.Series(dict.fromkeys(NUMBERS, ITERATED if method == "REML" else CLOSED_FORM))
    tolerance["tau2"] = TAU2_ITERATED if method == "REML" else CLOSED_FORM
    for name, row in wanted.iterrows():
        body = inputs.loc[name]
        if np.isnan(row["filled"]):  # metafor stops, and so does this
            with pytest.raises(StatisticsError, match=r"^trim_and_fill: .*(Q0 is no number|goes in circles)"):
                filled(body["yi"], body["vi"], side=side, estimator=estimator, **options(method))
            continue
        got = filled(body["yi"], body["vi"], side=side, estimator=estimator, **options(method))
        assert got[["filled", "side", "trimmed_by"]].tolist() == [row["filled"], side, METHODS[method]], name
        errors = (got[NUMBERS] - row[NUMBERS]).abs() / np.maximum(row[NUMBERS].abs(), SMALLEST)
        assert (errors <= tolerance).all(), (name, errors)


def test_the_reference_holds_much_little_and_nothing_to_fill_in_and_where_metafor_stops(expected):
    counts = expected["filled"].value_counts()
    assert counts[0.0] >= 300
    assert counts[counts.index > 0].sum() >= 100
    assert expected["filled"].isna().sum() >= 30
    assert expected.loc[("DL", "trim_fill left L0", "drawn-02"), "filled"] == 2  # of three
    assert np.isnan(expected.loc[("DL", "trim_fill left L0", "circling-1"), "filled"])


def test_convention_the_side_is_that_of_egger_and_of_metafor_under_a_common_effect(inputs, expected):
    """metafor asks a line with tau2 for DL and REML, which now and then falls where Egger's rises."""
    chosen = expected[expected["item"].eq(1)].reset_index()
    chosen["side"] = chosen["analysis"].str.split().str[1]
    differ = []
    for name, rows in chosen.groupby("body"):
        own = filled(inputs.loc[name, "yi"], inputs.loc[name, "vi"])["side"]
        assert rows.loc[rows["method"].eq("EE"), "side"].eq(own).all(), name
        differ += [name] if rows["side"].ne(own).any() else []
    assert differ == ["dat.konstantopoulos2011", "tied-1"]


@pytest.mark.parametrize(
    ("estimator", "trim", "number", "estimate"),
    [
        ("L0", "common", 7, 0.1555996),
        ("R0", "common", 7, 0.1555996),
        ("Q0", "common", 10, 0.1301943),
        ("L0", "DL", 7, 0.1739235),
        ("L0", "REML", 7, 0.1744711),
    ],
)
def test_passive_smoking_is_filled_in_as_metafor_fills_it(estimator, trim, number, estimate):
    """Thirty-seven studies of Hackshaw 1998; metafor 3.8-1, trimfill."""
    body = pd.read_csv(REFERENCE / "hackshaw1998.csv")
    how = {"model": "common"} if trim == "common" else {"tau2": trim}
    got = filled(body["yi"], body["vi"], estimator=estimator, trim=trim, **how)
    assert got[["filled", "side", "k"]].tolist() == [number, "left", 37 + number]
    assert got["estimate"] == pytest.approx(estimate, abs=SEVEN_DIGITS)


def test_convention_the_model_of_the_trimming_can_decide_everything():
    """Third Wave data (Harrer 2021, CC0): 8 studies are filled in if trimmed by a common effect, else none.

    Estimate and interval of metafor 3.8-1; the book prints 0.3428 [0.1015, 0.5841].
    """
    effect = [0.7091, 0.3549, 1.7912, 0.1825, 0.4219, 0.63, 0.7249, 0.5287, 0.284, 1.2751, 0.1036, 0.3884, 0.5407]
    low = [0.1979, -0.03, 1.1139, -0.0484, 0.138, 0.2458, 0.2846, 0.1162, -0.0453, 0.6142, -0.2781, -0.0639, 0.0619]
    high = [1.2203, 0.7397, 2.4685, 0.4133, 0.7057, 1.0142, 1.1652, 0.9412, 0.6133, 1.936, 0.4853, 0.8407, 1.0196]
    effect += [0.4262, 0.5154, 1.4797, 0.6126, 0.6]
    low += [-0.0794, -0.1731, 0.8618, 0.1683, 0.112]
    high += [0.9317, 1.2039, 2.0977, 1.0569, 1.088]
    variance = ((np.array(high) - low) / (2 * 1.959963984540054)) ** 2
    got = filled(effect, variance, interval="HK")
    assert got[["filled", "k"]].tolist() == [8, 26]
    expected = [0.3428411, 0.1015295, 0.5841527]
    assert got[["estimate", "ci_low", "ci_high"]].tolist() == pytest.approx(expected, abs=SEVEN_DIGITS)
    assert [filled(effect, variance, trim=trim)["filled"] for trim in ("DL", "REML")] == [0, 0]


# --- what is filled in ------------------------------------------------------------------------------------------------


@PROPERTIES
@given(bodies(), st.sampled_from(["left", "right"]), st.sampled_from(["L0", "R0"]))
def test_filled_in_results_are_mirror_images_of_the_farthest_around_one_centre(body, side, estimator):
    effect, variance = body
    points, pooled = trim_and_fill(effect, variance, side=side, estimator=estimator)
    number = pooled["filled"][1]
    assert points["filled"].tolist() == [False] * effect.size + [True] * number
    assert_same(points.loc[~points["filled"], ["effect", "variance"]], np.column_stack(body))
    if number:
        order = np.argsort(effect if side == "left" else -effect, kind="stable")
        far, rest = order[-number:], order[:-number]
        centre = pool(effect[rest], variance[rest], model="common")["estimate"][0]
        assert_same(points.loc[points["filled"], "effect"], 2 * centre - effect[far])
        assert points.loc[points["filled"], "variance"].tolist() == variance[far].tolist()


@PROPERTIES
@given(bodies(), st.sampled_from(["L0", "R0"]), st.sampled_from(["common", "DL", "REML"]))
def test_both_rows_are_pools_of_the_points_and_at_least_one_result_is_not_mirrored(body, estimator, trim):
    try:
        points, pooled = trim_and_fill(*body, estimator=estimator, trim=trim, interval="HK", level=0.9)
    except StatisticsError as error:
        assert "goes in circles" in str(error)  # noqa: PT017 - rare, and no failure
        return
    assert pooled["data"].tolist() == ["as found", "filled in"]
    assert pooled["filled"].tolist() == [0, points["filled"].sum()]
    assert 0 <= points["filled"].sum() < body[0].size
    for row, part in ((0, points[~points["filled"]]), (1, points)):
        alone = pool(part["effect"], part["variance"], interval="HK", level=0.9)
        assert_same(pooled.loc[row, ["k", *NUMBERS]], alone.loc[0, ["k", *NUMBERS]])


@PROPERTIES
@given(bodies(), st.sampled_from(["L0", "R0"]))
def test_turning_all_signs_turns_the_side_and_the_estimate(body, estimator):
    effect, variance = body
    for side, other in (("left", "right"), ("right", "left")):
        got = filled(effect, variance, side=side, estimator=estimator)
        turned = filled(-effect, variance, side=other, estimator=estimator)
        assert turned["filled"] == got["filled"]
        assert_same(turned[["estimate", "se", "tau2"]], [-got["estimate"], got["se"], got["tau2"]])


@PROPERTIES
@given(bodies(), st.sampled_from(["left", "right"]), st.sampled_from([-100.0, 0.3, 1.7]))
def test_shifting_all_effects_shifts_the_estimate_and_fills_in_as_many_also_where_distances_tie(body, side, shift):
    effect, variance = body
    got, moved = filled(effect, variance, side=side), filled(effect + shift, variance, side=side)
    assert moved["filled"] == got["filled"]
    assert_same(moved[["estimate", "se"]], [got["estimate"] + shift, got["se"]])


@PROPERTIES
@given(bodies(), st.sampled_from([1e-4, 0.3, 2540.0]))
def test_another_unit_scales_everything_and_fills_in_as_many(body, factor):
    effect, variance = body
    got, scaled = filled(effect, variance), filled(effect * factor, variance * factor**2)
    assert scaled[["filled", "side"]].tolist() == got[["filled", "side"]].tolist()
    assert_same(scaled[["estimate", "se"]] / factor, got[["estimate", "se"]])


@PROPERTIES
@given(bodies(), st.randoms(use_true_random=False))
def test_the_order_of_different_effects_does_not_matter(body, random):
    effect, variance = body
    _, first = np.unique(effect, return_index=True)
    if first.size >= 3:
        order = random.sample(list(first), first.size)
        for side in ("left", "right"):
            got = filled(effect[first], variance[first], side=side)
            again = filled(effect[order], variance[order], side=side)
            assert again["filled"] == got["filled"]
            assert_same(again[NUMBERS], got[NUMBERS])


def test_tied_results_are_filled_in_as_often_as_they_are_there():
    effect, variance = [0.0, 0.0, 0.125, 0.25, 1.0, 1.0], [0.0625, 0.0625, 0.125, 0.125, 0.5, 0.5]
    points, _ = trim_and_fill(effect, variance, side="left")
    assert_same(points.loc[points["filled"], ["effect", "variance"]], [[-0.2, 0.125], [-0.95, 0.5], [-0.95, 0.5]])
    assert filled(effect, variance, side="right")["filled"] == 0


@SIDES
@ESTIMATORS
def test_an_even_funnel_has_nothing_to_fill_in(side, estimator):
    points, pooled = trim_and_fill(*EVEN, side=side, estimator=estimator)
    assert pooled["filled"].tolist() == [0, 0]
    assert not points["filled"].any()
    assert_same(pooled.loc[1, NUMBERS], pooled.loc[0, NUMBERS], rel=0)


@PROPERTIES
@given(
    st.floats(-1e3, 1e3),
    st.lists(st.floats(0.01, 4), min_size=3, max_size=12, unique=True),
    st.sampled_from(["L0", "R0", "Q0"]),
    st.sampled_from(["left", "right"]),
    st.sampled_from(["common", "DL", "REML", "PM"]),
)
def test_equal_effects_have_nothing_to_fill_in_however_they_round(effect, variance, estimator, side, trim):
    got = filled([effect] * len(variance), variance, estimator=estimator, side=side, trim=trim)
    assert got["filled"] == 0
    assert filled([effect] * len(variance), variance)["side"] == "left"


def test_of_three_results_two_may_be_trimmed_and_one_stays():
    points, pooled = trim_and_fill([0.1, 1.0, 1.5], [0.01, 0.5, 0.6], side="left")
    assert pooled["filled"].tolist() == [0, 2]
    assert_same(points.loc[points["filled"], "effect"], [0.2 - 1.0, 0.2 - 1.5])
    assert pooled.loc[1, "estimate"] == pytest.approx(0.1)


def test_without_tau2_every_trimming_is_that_by_a_common_effect():
    effect, variance = [0.30, 0.31, 0.32, 0.33, 0.36, 0.40], [0.01, 0.02, 0.03, 0.05, 0.1, 0.2]
    for side in ("left", "right"):
        got = [filled(effect, variance, side=side, trim=trim) for trim in ("common", "DL", "REML", "PM")]
        assert [row["filled"] for row in got] == [got[0]["filled"]] * 4
        assert [row["tau2"] for row in got] == [0] * 4
        assert_same([row["estimate"] for row in got], [got[0]["estimate"]] * 4)
    assert filled(effect, variance, side="left")["filled"] == 3


def test_the_side_follows_eggers_line_also_where_all_results_lie_on_it():
    error = np.array([0.1, 0.2, 0.4, 0.5])
    assert filled(0.2 + error, error**2)["side"] == "left"
    assert filled(0.2 - error, error**2)["side"] == "right"


@pytest.mark.parametrize(("k", "applicable"), [(9, False), (10, True)])
def test_fewer_than_ten_studies_are_computed_but_said_to_tell_nothing(k, applicable):
    rng = np.random.default_rng(3)
    got = trim_and_fill(rng.normal(size=k), rng.uniform(0.5, 2, k))[1]
    assert got["applicable"].tolist() == [applicable] * 2
    assert got["note"].str.contains("fewer than 10 studies").eq(not applicable).all()
    assert got["note"].str.contains("asymmetry is not proof of missing studies").all()


# --- refusals ---------------------------------------------------------------------------------------------------------


def test_q0_is_refused_where_it_is_the_root_of_a_negative_number():
    message = r"^trim_and_fill: Q0 is no number, .*; allowed: a less uneven funnel; do: use L0"
    with pytest.raises(StatisticsError, match=message):
        trim_and_fill([0.1, 1.0, 1.5], [0.01, 0.5, 0.6], side="left", estimator="Q0")


@pytest.mark.parametrize(
    ("effect", "variance", "estimator"),
    [
        ([0.07, 0.33, 0.40, 4.37], [0.065, 0.008, 0.003, 3.689], "L0"),
        ([-0.37, 0.11, 0.81, 1.70], [1.440, 0.012, 0.185, 6.725], "R0"),
    ],
)
def test_trimming_that_goes_in_circles_is_refused_and_a_common_effect_settles_it(effect, variance, estimator):
    message = r"^trim_and_fill: trimming by DL goes in circles \(0, 1, 0 results\); allowed: .*; do: trim by common"
    with pytest.raises(StatisticsError, match=message):
        trim_and_fill(effect, variance, side="left", estimator=estimator, trim="DL")
    assert filled(effect, variance, side="left", estimator=estimator)["filled"] in (0, 1)


def test_equal_variances_show_no_side_but_one_can_be_named():
    message = "^trim_and_fill: all variances are equal; allowed: variances that differ; do: name a side"
    with pytest.raises(StatisticsError, match=message):
        trim_and_fill([0.1, 0.2, 0.9, 1.5], [0.1] * 4)
    assert filled([0.1, 0.2, 0.9, 1.5], [0.1] * 4, side="left")["side"] == "left"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"effect": [0.1, 0.2], "variance": [0.1, 0.2]}, "found 2 results; allowed: three or more"),
        ({"side": "both"}, "side is 'both'; allowed: None, left, right"),
        ({"estimator": "l0"}, "estimator is 'l0'; allowed: L0, R0, Q0"),
        ({"trim": "random"}, "trim is 'random'; allowed: common, REML, DL, PM, ML, EB, SJ, HE, HS"),
        ({"tau2": "reml"}, "tau2 is 'reml'; allowed: REML"),
        ({"effect": [np.nan, *UNEVEN[0][1:]]}, "effect in 1 of 6 rows, first at position 0"),
        ({"effect": [np.inf, *UNEVEN[0][1:]]}, "effect in 1 of 6 rows"),
        ({"variance": [0.0, *UNEVEN[1][1:]]}, "variance in 1 of 6 rows"),
        ({"variance": [-0.1, *UNEVEN[1][1:]]}, "variance in 1 of 6 rows"),
        ({"variance": UNEVEN[1][1:]}, "unequal lengths"),
        ({"effect": [], "variance": []}, "found no results"),
    ],
)
def test_what_cannot_be_filled_in_is_refused_in_words(changes, message):
    body = {"effect": UNEVEN[0], "variance": UNEVEN[1]} | changes
    with pytest.raises(StatisticsError, match=rf"^(trim_and_fill|pool): .*{message}.*; do: ") as caught:
        trim_and_fill(**body)
    assert "; allowed: " in str(caught.value)
