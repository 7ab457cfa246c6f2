"""Leave-one-out, cumulative, flagged and influence rows are metafor's, and each is the body pooled without something.

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
from evidence.synthesis import cumulative, influence, leave_one_out, pool, with_and_without

REFERENCE = Path(__file__).parent / "reference"
SMALLEST = 1e-3  # below it an error is counted in units of this

CLOSED_FORM = 1e-8  # sums
ITERATED = 1e-6  # what follows from an iterated tau2
TAU2_ITERATED = 1e-5
I2_ITERATED = 1e-4
ROOT = 1e-7  # the same root found from other numbers, here against here
SAME = 1e-9  # the same sum in another order

POOLED = ["estimate", "se", "ci_low", "ci_high", "q", "q_p", "tau2", "i2", "h2"]
MEASURES = ["rstudent", "dffits", "cook", "cov_ratio", "hat", "weight", "dfbs", "q", "tau2", "influential"]
PURE = ["rstudent", "dffits", "cook", "cov_ratio", "q_without", "hat", "dfbs", "weight"]
SIGNED = ["rstudent", "dffits", "dfbs"]
NUMBERS = ["k", "estimate", "se", "ci_low", "ci_high", "pi_low", "pi_high", "q", "tau2", "tau2_low", "tau2_high"]

EFFECT, VARIANCE = [0.1, 0.9, 0.5, -0.2], [0.01, 0.02, 0.03, 0.05]
ALIKE = [0.30, 0.31, 0.32, 0.30], [0.04, 0.05, 0.03, 0.06]
FLAGS = {"x": [True, False, False, False], "y": [False, True, False, False]}
PROPERTIES = settings(derandomize=True, deadline=None, max_examples=10)


def bodies(smallest: int = 3, largest: int = 8):
    """Effects and variances of one body; rounded, so that ties and equal effects turn up."""
    effects = st.floats(-3, 3).map(lambda x: round(x, 2))
    variances = st.floats(0.01, 4).map(lambda x: round(x, 3))
    pairs = st.lists(st.tuples(effects, variances), min_size=smallest, max_size=largest)
    return pairs.map(lambda rows: tuple(np.array(rows).T))


def assert_same(got, expected, rel: float = ROOT) -> None:
    found, wanted = (np.asarray(numbers, dtype=float) for numbers in (got, expected))
    np.testing.assert_allclose(found, wanted, rtol=rel, atol=1e-9)


@pytest.fixture(scope="module")
def inputs() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "synthesis_inputs.csv").set_index("body")


@pytest.fixture(scope="module")
def expected() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "synthesis.csv", keep_default_na=True)


# --- metafor ----------------------------------------------------------------------------------------------------------


def tolerance(quantity: str, method: str) -> float:
    if method in ("EE", "DL"):
        return CLOSED_FORM
    return {"tau2": TAU2_ITERATED, "i2": I2_ITERATED, "h2": I2_ITERATED}.get(quantity, ITERATED)


def compare(analysis: str, method: str, ours, quantities: list[str], inputs, expected) -> int:
    """Hold every row of one analysis against the reference, and say how many rows that were."""
    rows = expected[expected["analysis"].eq(analysis) & expected["method"].eq(method)]
    options = {"model": "common"} if method == "EE" else {"tau2": method}
    for name, wanted in rows.groupby("body"):
        wanted = wanted.sort_values("item").set_index("item")
        got = ours(inputs.loc[[name]], options).rename(columns={"tau2_without": "tau2", "q_without": "q"})
        got.index = range(1, len(got) + 1)
        wanted, got = wanted[quantities].astype(float), got.loc[wanted.index, quantities].astype(float)
        errors = (got - wanted).abs() / np.maximum(wanted.abs(), SMALLEST)
        assert errors[wanted.notna()].notna().sum().sum() == wanted.notna().sum().sum(), name
        allowed = pd.Series({quantity: tolerance(quantity, method) for quantity in quantities})
        assert not (errors > allowed).any(axis=None), (name, errors.max()[errors.max() > allowed])
    return len(rows)


def test_the_reference_is_whole(inputs, expected):
    """A grid that shrank unseen would prove less and less."""
    sizes = inputs.groupby("body").size()
    assert len(sizes) == 30
    assert sizes[sizes.index.str.startswith("dat.")].index.tolist() == [
        *["dat.bcg", "dat.egger2001", "dat.hackshaw1998", "dat.konstantopoulos2011", "dat.lee2004"],
        *["dat.nielweise2007", "dat.normand1999", "dat.raudenbush1985"],
    ]
    assert (sizes.min(), sizes.max()) == (3, 60)
    assert expected["metafor"].unique().tolist() == ["3.8.1"]


@pytest.mark.parametrize("method", ["EE", "REML"])
def test_leaving_out_each_result_is_that_of_metafor(inputs, expected, method):
    def ours(body, options):
        return leave_one_out(body["yi"], body["vi"], interval="z", **options)

    assert compare("leave_one_out", method, ours, POOLED, inputs, expected) == 282


@pytest.mark.parametrize("method", ["EE", "REML"])
def test_cumulation_by_year_is_that_of_metafor_also_where_years_tie(inputs, expected, method):
    assert inputs.loc["dat.bcg", "year"].duplicated().any()

    def ours(body, options):
        return cumulative(body["yi"], body["vi"], body["year"], interval="z", **options)

    assert compare("cumulative", method, ours, POOLED, inputs, expected) == 240


@pytest.mark.parametrize("method", ["DL", "REML"])
def test_every_measure_of_influence_and_its_verdict_are_those_of_metafor(inputs, expected, method):
    flagged = expected.loc[expected["analysis"].eq("influence") & expected["method"].eq(method), "influential"]
    assert flagged.sum() >= 10
    assert flagged.eq(0).sum() >= 10

    def ours(body, options):
        return influence(body["yi"], body["vi"], **options)

    assert compare("influence", method, ours, MEASURES, inputs, expected) == 282


# --- leave one out ----------------------------------------------------------------------------------------------------


@PROPERTIES
@given(bodies(2), st.sampled_from(["REML", "DL", "PM", "SJ"]), st.sampled_from(["z", "t", "HK", "HK-adhoc"]))
def test_a_row_is_the_body_pooled_without_that_result(body, tau2, interval):
    effect, variance = body
    got = leave_one_out(effect, variance, tau2=tau2, interval=interval, level=0.9)
    for i in range(effect.size):
        alone = pool(np.delete(effect, i), np.delete(variance, i), tau2=tau2, interval=interval, level=0.9)
        assert_same(got.loc[i, NUMBERS], alone.loc[0, NUMBERS])
        assert got.loc[i, "pi_note"] == alone.loc[0, "pi_note"]


def test_of_two_results_each_is_left_alone_with_its_own_interval():
    got = leave_one_out([0.1, 0.5], [0.01, 0.04], ["a", "b"])
    assert got["left_out"].tolist() == ["a", "b"]
    assert got["k"].tolist() == [1, 1]
    assert_same(got[["estimate", "se"]], [[0.5, 0.2], [0.1, 0.1]])
    assert got["tau2"].isna().all()


def test_results_are_numbered_from_0_where_they_have_no_names():
    assert leave_one_out(EFFECT, VARIANCE)["left_out"].tolist() == [0, 1, 2, 3]
    assert influence(EFFECT, VARIANCE)["result"].tolist() == [0, 1, 2, 3]
    assert cumulative(EFFECT, VARIANCE, [3, 2, 1, 0])["added"].tolist() == [3, 2, 1, 0]


def test_columns_are_those_of_pool_with_the_name_in_front():
    of_pool = pool(EFFECT, VARIANCE).columns.tolist()[1:]
    assert leave_one_out(EFFECT, VARIANCE).columns.tolist() == ["left_out", *of_pool]
    assert cumulative(EFFECT, VARIANCE, range(4)).columns.tolist() == ["added", "order", *of_pool]
    flags = pd.DataFrame({"x": [True, False, False, False]})
    assert with_and_without(EFFECT, VARIANCE, flags).columns.tolist() == ["without", "left_out", *of_pool]


def test_names_may_repeat_and_are_read_by_position():
    effect, name = pd.Series(EFFECT, index=[7, 8, 9, 9]), pd.Series(["a", "a", "b", "b"], index=[1, 0, 3, 2])
    got = leave_one_out(effect, VARIANCE, name)
    assert got["left_out"].tolist() == ["a", "a", "b", "b"]
    assert_same(got[NUMBERS], leave_one_out(EFFECT, VARIANCE)[NUMBERS])


def test_the_inputs_are_left_alone():
    effect, variance, order = np.array(EFFECT), np.array(VARIANCE), np.array([3, 1, 2, 0])
    flags = pd.DataFrame({"x": [True, False, False, False]})
    leave_one_out(effect, variance)
    cumulative(effect, variance, order)
    influence(effect, variance)
    with_and_without(effect, variance, flags)
    assert (effect.tolist(), variance.tolist(), order.tolist()) == (EFFECT, VARIANCE, [3, 1, 2, 0])
    assert flags["x"].tolist() == [True, False, False, False]


# --- cumulative -------------------------------------------------------------------------------------------------------


@PROPERTIES
@given(bodies(2), st.lists(st.integers(2000, 2003), min_size=8, max_size=8))
def test_each_step_is_the_pool_of_all_results_up_to_it(body, years):
    effect, variance = body
    years = np.array(years[: effect.size])
    place = sorted(range(effect.size), key=lambda i: (years[i], i))  # of equal years the earlier row comes first
    got = cumulative(effect, variance, years)
    assert got["added"].tolist() == place
    assert got["order"].tolist() == years[place].tolist()
    for step in range(1, effect.size + 1):
        kept = place[:step]
        assert_same(got.loc[step - 1, NUMBERS], pool(effect[kept], variance[kept]).loc[0, NUMBERS])


def test_the_last_step_is_the_whole_body_whatever_the_order():
    whole = pool(EFFECT, VARIANCE).loc[0, NUMBERS]
    for order in ([1, 2, 3, 4], [4, 3, 2, 1], [0, 0, 0, 0]):
        assert_same(cumulative(EFFECT, VARIANCE, order).iloc[-1][NUMBERS], whole)


@pytest.mark.parametrize(
    ("order", "added"),
    [
        (["d", "b", "c", "a"], [3, 1, 2, 0]),
        (pd.to_datetime(["2004-01-01", "2002-01-01", "2003-01-01", "2001-01-01"]), [3, 1, 2, 0]),
        (pd.Series([4, 2, 3, 1], dtype="Int64", index=[9, 9, 8, 7]), [3, 1, 2, 0]),
        ([np.inf, -np.inf, 0, 0], [1, 2, 3, 0]),
    ],
)
def test_any_values_that_sort_may_give_the_order(order, added):
    assert cumulative(EFFECT, VARIANCE, order)["added"].tolist() == added


@pytest.mark.parametrize(
    ("order", "message"),
    [
        ([2001, None, 2003, 2004], "order is blank in 1 of 4 rows"),
        ([2001, np.nan, np.nan, 2004], "order is blank in 2 of 4 rows"),
        ([2001, "2002", 2003, 2004], "order holds values of several kinds"),
        ([2001, 2002], "2 values in order for 4 results"),
        (np.zeros((4, 2)), "order has no single column"),
    ],
)
def test_an_order_that_is_none_is_refused_in_words(order, message):
    with pytest.raises(StatisticsError, match=rf"^cumulative: .*{message}.*; allowed: .*; do: ") as caught:
        cumulative(EFFECT, VARIANCE, order)
    assert str(caught.value).count("; do: ") == 1


# --- with and without -------------------------------------------------------------------------------------------------


def test_a_flag_that_removes_all_but_one_leaves_it_with_its_own_interval():
    got = with_and_without(EFFECT, VARIANCE, pd.DataFrame({"x": [True, True, True, False]})).iloc[1]
    assert got[["without", "left_out", "k", "estimate"]].tolist() == ["x", 3, 1, -0.2]
    assert got["ci_high"] - got["ci_low"] == pytest.approx(2 * 1.959963984540054 * np.sqrt(0.05))
    assert got["pi_note"] == "no prediction interval from fewer than 3 results"


def test_a_flag_that_removes_everything_leaves_blanks_and_no_result():
    got = with_and_without(EFFECT, VARIANCE, pd.DataFrame({"x": [True] * 4, "y": [False] * 4}))
    assert got["k"].tolist() == [4, 0, 4]
    assert got["k"].dtype.kind == "i"
    assert got["left_out"].tolist() == [0, 4, 0]
    assert got.loc[1, NUMBERS[1:]].isna().all()
    assert got.loc[1, "pi_note"] == ""
    assert_same(got.loc[2, NUMBERS], got.loc[0, NUMBERS])


@PROPERTIES
@given(bodies(2), st.lists(st.booleans(), min_size=8, max_size=8))
def test_a_row_is_the_body_pooled_without_the_flagged_results(body, flagged):
    effect, variance = body
    flagged = np.array(flagged[: effect.size])
    got = with_and_without(effect, variance, pd.DataFrame({"x": flagged, "y": ~flagged}))
    assert got["left_out"].tolist() == [0, flagged.sum(), (~flagged).sum()]
    for row, kept in ((0, np.ones(effect.size, dtype=bool)), (1, ~flagged), (2, flagged)):
        if kept.any():
            assert_same(got.loc[row, NUMBERS], pool(effect[kept], variance[kept]).loc[0, NUMBERS])


@pytest.mark.parametrize(
    "flags",
    [
        pd.DataFrame(FLAGS).astype({"x": "boolean"}),
        pd.DataFrame(FLAGS).astype("boolean"),
        pd.DataFrame(FLAGS, index=[3, 3, 1, 0]),
        FLAGS,
    ],
    ids=["one nullable", "both nullable", "another index", "a dict"],
)
def test_flags_of_any_boolean_kind_are_read_by_position(flags):
    got = with_and_without(EFFECT, VARIANCE, flags)
    assert got["without"].tolist() == ["nothing", "x", "y"]
    assert got["left_out"].tolist() == [0, 1, 1]
    expected = leave_one_out(EFFECT, VARIANCE)
    assert_same(got.loc[1:, NUMBERS], expected.loc[:1, NUMBERS])


def test_without_any_flag_the_whole_body_is_all_there_is():
    got = with_and_without(EFFECT, VARIANCE, pd.DataFrame(index=range(4)))
    assert got["without"].tolist() == ["nothing"]
    assert_same(got.loc[0, NUMBERS], pool(EFFECT, VARIANCE).loc[0, NUMBERS])


@pytest.mark.parametrize(
    "flags",
    [
        pd.DataFrame({"x": [0, 1, 0, 0]}),
        pd.DataFrame({"x": ["no", "yes", "no", "no"]}),
        pd.DataFrame({"x": [True, False]}),
        pd.DataFrame({"x": pd.array([True, None, False, False], dtype="boolean")}),
        pd.DataFrame({"x": [True, None, False, False]}),
        pd.DataFrame({"x": [True] * 4, "y": [1.0] * 4}),
    ],
    ids=["numbers", "text", "too few", "a blank", "a blank among objects", "one of two"],
)
def test_flags_that_are_not_true_or_false_are_refused(flags):
    message = r"^with_and_without: flags of shape .*; allowed: 4 rows of true or false without blanks; do: compare"
    with pytest.raises(StatisticsError, match=message):
        with_and_without(EFFECT, VARIANCE, flags)


# --- influence --------------------------------------------------------------------------------------------------------


@PROPERTIES
@given(bodies(), st.randoms(use_true_random=False))
def test_the_order_of_results_does_not_change_their_influence(body, random):
    effect, variance = body
    order = random.sample(range(effect.size), effect.size)
    got = influence(effect[order], variance[order], order).set_index("result").sort_index()
    assert_same(got[PURE], influence(effect, variance)[PURE])


@PROPERTIES
@given(bodies())
def test_turning_all_signs_turns_only_what_has_a_sign(body):
    effect, variance = body
    got, turned = influence(effect, variance), influence(-effect, variance)
    assert_same(turned[SIGNED], -got[SIGNED])
    rest = [name for name in PURE if name not in SIGNED]
    assert_same(turned[rest], got[rest])
    assert turned["influential"].equals(got["influential"])


@PROPERTIES
@given(bodies(), st.sampled_from([-1000.0, 0.5, 37.0]))
def test_shifting_all_effects_changes_no_influence(body, shift):
    effect, variance = body
    assert_same(influence(effect + shift, variance)[PURE], influence(effect, variance)[PURE], rel=1e-6)


@PROPERTIES
@given(bodies(), st.sampled_from([1e-4, 0.3, 2540.0]))
def test_another_unit_changes_no_influence_but_scales_tau2(body, factor):
    effect, variance = body
    got, scaled = influence(effect, variance), influence(effect * factor, variance * factor**2)
    assert_same(scaled[PURE], got[PURE])
    assert_same(scaled["tau2_without"] / factor**2, got["tau2_without"])


@PROPERTIES
@given(bodies())
def test_a_result_that_is_there_twice_has_the_same_influence_twice(body):
    effect, variance = (np.append(values, values[-1]) for values in body)
    got = influence(effect, variance)[PURE].to_numpy()
    assert_same(got[-1], got[-2])


@PROPERTIES
@given(bodies())
def test_weights_are_percent_and_hats_are_their_shares(body):
    got = influence(*body)
    assert got["weight"].sum() == pytest.approx(100, rel=SAME)
    assert_same(got["hat"], got["weight"] / 100, rel=SAME)
    assert (got["cook"] >= 0).all()


def test_where_tau2_stays_0_influence_is_that_of_a_common_effect():
    effect, variance = map(np.array, ALIKE)
    got = influence(effect, variance)
    weight = 1 / variance
    rest = weight.sum() - weight
    moved = weight @ effect / weight.sum() - (weight @ effect - weight * effect) / rest
    assert got["tau2_without"].eq(0).all()
    assert_same(got["cook"], moved**2 * weight.sum(), rel=SAME)
    assert_same(got["dffits"], moved / np.sqrt(variance * weight / weight.sum()), rel=SAME)
    assert_same(got["cov_ratio"], weight.sum() / rest, rel=SAME)
    assert not got["influential"].any()


@pytest.mark.parametrize(
    ("effect", "variance", "passed"),
    [
        ([0.0, 0.1, -0.1, 0.05, 5.0], [0.1] * 5, ["cook", "dfbs", "dffits"]),
        ([0.0, 0.1, -0.1, 0.05, 0.02], [0.1, 0.1, 0.1, 0.1, 0.005], ["hat"]),
        ([0.0, 0.1, -0.1, 0.05, 0.02], [0.1] * 5, []),
    ],
)
def test_a_result_is_influential_as_soon_as_one_limit_is_passed(effect, variance, passed):
    got = influence(effect, variance).iloc[-1]
    limits = {"cook": 0.454936, "dfbs": 1.0, "dffits": 3 / 2, "hat": 3 / 5}  # qchisq(.5, 1); sqrt(1 / 4); 3 / k
    assert [name for name, limit in limits.items() if abs(got[name]) > limit] == passed
    assert got["influential"] == bool(passed)


@pytest.mark.parametrize("tau2", ["REML", "DL", "PM", "ML", "EB", "SJ", "HE", "HS"])
@pytest.mark.parametrize("body", [([0.1, 0.5, 0.9], [0.01, 0.04, 0.02]), ([0.3, 0.3, 0.3], [0.04, 0.05, 0.06])])
def test_three_results_are_enough_for_every_measure(tau2, body):
    got = influence(*body, tau2=tau2)
    assert len(got) == 3
    assert np.isfinite(got[[*PURE, "tau2_without"]].to_numpy()).all()


# --- bad input --------------------------------------------------------------------------------------------------------

CALLS = {
    "leave_one_out": leave_one_out,
    "cumulative": lambda effect, variance: cumulative(effect, variance, range(len(effect))),
    "influence": influence,
    "with_and_without": lambda effect, variance: with_and_without(
        effect, variance, pd.DataFrame({"x": np.zeros(len(effect), dtype=bool)})
    ),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(
    ("effect", "variance", "message"),
    [
        ([0.1, np.nan, 0.3], [0.1, 0.1, 0.2], r"effect in 1 of 3 rows, first at position 1 \(found nan\)"),
        ([0.1, 0.2, -np.inf], [0.1, 0.1, 0.2], "effect in 1 of 3 rows, first at position 2"),
        ([0.1, 0.2, 0.3], [0.1, np.nan, 0.2], "variance in 1 of 3 rows, first at position 1"),
        ([0.1, 0.2, 0.3], [np.inf, 0.1, 0.2], "variance in 1 of 3 rows, first at position 0"),
        ([0.1, 0.2, 0.3], [0.1, 0.0, 0.0], r"variance in 2 of 3 rows, first at position 1 \(found 0.0\)"),
        ([0.1, 0.2, 0.3], [0.1, 0.1, -0.2], r"first at position 2 \(found -0.2\)"),
        ([0.1, "high", 0.3], [0.1, 0.1, 0.2], "effect holds more than numbers"),
        ([0.1, 0.2, 0.3], [0.1, 0.1], "unequal lengths"),
    ],
)
def test_what_cannot_be_pooled_is_refused_by_its_place(name, effect, variance, message):
    with pytest.raises(StatisticsError, match=rf"^({name}|pool): .*{message}.*; allowed: .*; do: "):
        CALLS[name](effect, variance)


@pytest.mark.parametrize(
    ("name", "k", "fewest"),
    [*((name, 1, 2) for name in CALLS if name != "influence"), ("influence", 1, 3), ("influence", 2, 3)],
)
def test_too_few_results_are_refused(name, k, fewest):
    message = rf"^{name}: found {k} results; allowed: {fewest} or more; do: show the results as they are"
    with pytest.raises(StatisticsError, match=message):
        CALLS[name](EFFECT[:k], VARIANCE[:k])


@pytest.mark.parametrize("name", CALLS)
def test_nothing_is_refused(name):
    with pytest.raises(StatisticsError, match=f"^{name}: found 0 results"):
        CALLS[name]([], [])


@pytest.mark.parametrize(
    ("label", "message"),
    [(["a", None, "c", "d"], "label is blank in 1 of 4 rows"), (["a", "b"], r"unequal lengths \(.*label 2\)")],
)
def test_names_that_do_not_fit_are_refused(label, message):
    for call in (leave_one_out, influence):
        with pytest.raises(StatisticsError, match=rf"^{call.__name__}: {message}.*; allowed: .*; do: "):
            call(EFFECT, VARIANCE, label)


def test_an_unknown_word_is_refused_as_pool_refuses_it():
    for call in (leave_one_out, influence):
        with pytest.raises(StatisticsError, match=r"^pool: tau2 is 'reml'; allowed: REML, .*; do: "):
            call(EFFECT, VARIANCE, tau2="reml")
