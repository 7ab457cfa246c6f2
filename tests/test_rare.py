"""Proportions of rare events: exact intervals of one study, and metafor's logit-normal model of several.

`reference/synthesis.R` made the numbers with rma.glmm (lme4) at the tightest tolerance at which it arrives; R is not
needed here. A second judge is plain integration of the likelihood over a fine grid.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import bdtr, bdtrc

from evidence.errors import StatisticsError
from evidence.synthesis import exact_interval, pool_proportions

REFERENCE = Path(__file__).parent / "reference"

LOGIT_ITERATED = 1e-5  # absolute
TAU2_ITERATED = 1e-5  # relative to the larger of tau2 and 0.01
LME4_ERROR = 5e-4  # relative: lme4 differentiates numerically; its own standard errors move so much with its tolerance
CLOSED_FORM = 1e-8  # relative
GRID_LOGIT, GRID_TAU2, GRID_ERROR = 5e-3, 5e-3, 5e-3  # relative to the error or to tau2: seven points against a grid
CLOSELY = 1e-4  # relative: close integration against a grid
SAME = 1e-5  # the same maximum reached from other numbers

CLOSE = "binomial-normal model by maximum likelihood; closely integrated, since 7 points of quadrature are too few here"
PROPERTIES = settings(derandomize=True, deadline=None, max_examples=5)
GRID = np.linspace(-9, 9, 40001)


def one(events, total, **options) -> pd.Series:
    return pool_proportions(events, total, **options).iloc[0]


def log_likelihood(logit: float, spread: float, events, total) -> float:
    """By the trapezium rule over the random effect, in units of its standard deviation; up to a constant."""
    line = logit + spread * GRID
    term = np.array(events)[:, None] * line - np.array(total)[:, None] * np.logaddexp(0, line) - GRID**2 / 2
    top = term.max(axis=1)
    width = (GRID[1] - GRID[0]) / np.sqrt(2 * np.pi)
    return float((top + np.log(np.exp(term - top[:, None]).sum(axis=1) * width)).sum())


def on_grid(events, total, logit: float, tau2: float) -> tuple[float, float, float]:
    """Maximum of the integrated likelihood and the error of the logit there, from a start nearby."""

    def deviance(place):
        return -log_likelihood(place[0], place[1], events, total)

    found = minimize(deviance, [logit, np.sqrt(tau2)], method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-10})
    step = 0.01 * np.eye(2)
    second = [
        [
            sum(a * b * deviance(found.x + a * step[i] + b * step[j]) for a in (1, -1) for b in (1, -1)) / 4e-4
            for i in (0, 1)
        ]
        for j in (0, 1)
    ]
    return found.x[0], found.x[1] ** 2, np.sqrt(np.linalg.inv(second)[0, 0])


def bodies(smallest: int = 2, largest: int = 6):
    """Events and totals, of which some study has events and non-events."""
    pair = st.integers(5, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
    rows = st.lists(pair, min_size=smallest, max_size=largest).filter(lambda rows: any(0 < e < n for e, n in rows))
    return rows.map(lambda rows: tuple(np.array(rows, dtype=float).T))


# --- metafor ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def inputs() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "proportions_inputs.csv").set_index("body")


@pytest.fixture(scope="module")
def expected() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "proportions.csv").set_index("body")


@pytest.fixture(scope="module")
def ours(inputs, expected) -> pd.DataFrame:
    return pd.DataFrame({name: one(*inputs.loc[name, ["events", "total"]].T.to_numpy()) for name in expected.index}).T


def test_the_reference_is_whole(inputs, expected):
    assert len(expected) == 40
    assert expected.index.str.startswith("dat.").sum() == 20
    assert expected[["logit", "se", "tau2"]].notna().all(axis=None)
    assert expected["tau2"].eq(0).sum() >= 8
    assert inputs["total"].max() > 900_000
    assert inputs["events"].eq(0).groupby("body").any().sum() >= 10
    assert expected[["metafor", "lme4"]].drop_duplicates().to_numpy().tolist() == [["3.8.1", "1.1.31"]]


def test_logit_and_tau2_are_those_of_metafor(ours, expected):
    logit, tau2 = ours["logit"].astype(float), ours["tau2"].astype(float)
    assert (logit - expected["logit"]).abs().max() < LOGIT_ITERATED
    assert ((tau2 - expected["tau2"]).abs() / np.maximum(expected["tau2"], 0.01)).max() < TAU2_ITERATED


def test_standard_errors_are_those_of_lme4_within_its_own_noise(ours, expected):
    assert (ours["se"].astype(float) / expected["se"] - 1).abs().max() < LME4_ERROR


def test_where_lme4_ends_at_0_the_answer_says_that_tau2_is_0(ours, expected):
    at_0 = ours["method"].str.contains("tau2 is 0")
    assert at_0.eq(expected["tau2"] < 1e-12).all()
    assert ours.loc[at_0, "tau2"].eq(0).all()
    assert not ours["method"].str.contains("points").any()


@pytest.mark.parametrize(
    ("name", "logit", "low", "high", "tau2"),
    [
        ("dat.nielweise2007-2", -3.496443449, 0.0179838, 0.0477544, 0.8123541),
        ("dat.pritz1997", 1.376604, 0.6924026, 0.8745534, 0.5893309),
    ],
)
def test_catheters_and_aneurysms_have_the_intervals_of_metafor(ours, name, logit, low, high, tau2):
    """Niel-Weise 2007, control arms (published in Stijnen 2010), and Pritz 1997; rma.glmm at its default tolerance."""
    got = ours.loc[name, ["logit", "ci_low", "ci_high", "tau2"]].tolist()
    assert got == pytest.approx([logit, low, high, tau2], abs=2e-5)


# --- integration ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "total"),
    [
        ([3, 8, 1, 12, 5], [40, 60, 50, 70, 30]),
        ([0, 0, 3, 1, 9], [20, 35, 60, 15, 80]),
        ([20, 20, 17, 5], [20, 21, 20, 20]),
        ([0, 3], [20, 20]),
    ],
)
def test_estimate_error_and_tau2_are_those_of_plain_integration(events, total):
    got = one(events, total)
    logit, tau2, se = on_grid(events, total, got["logit"], got["tau2"])
    assert abs(got["logit"] - logit) < GRID_LOGIT * se
    assert got["tau2"] == pytest.approx(tau2, rel=GRID_TAU2)
    assert got["se"] == pytest.approx(se, rel=GRID_ERROR)


@pytest.mark.parametrize(
    ("events", "total"),
    [
        ([1, 0, 2, 1], [10**6, 5, 10**6, 4]),
        ([0, 0, 1], [30, 20, 2]),
        ([0, 1], [10**6, 2]),
        ([0, 0, 0, 54], [5, 5, 5, 57]),
        ([0, 0, 0, 30], [200, 300, 250, 40]),
        ([500, 0, 0, 0], [1000, 10**6, 10**6, 10**6]),
    ],
)
def test_very_unlike_studies_are_integrated_closely_where_seven_points_do_not_do(events, total):
    got = one(events, total)
    logit, tau2, se = on_grid(events, total, got["logit"], got["tau2"])
    assert abs(got["logit"] - logit) < CLOSELY * se
    assert got["tau2"] == pytest.approx(tau2, rel=CLOSELY)
    assert got["se"] == pytest.approx(se, rel=10 * CLOSELY)
    assert 0 <= got["ci_low"] < got["proportion"] < got["ci_high"] <= 1
    assert got["method"] == CLOSE


def test_the_answer_does_not_speak_of_integration_where_seven_points_do():
    assert one([3, 8, 1, 12], [40, 60, 50, 40])["method"] == "binomial-normal model by maximum likelihood"


@PROPERTIES
@given(bodies())
def test_no_place_near_or_far_is_likelier(body):
    got = one(*body)
    height = log_likelihood(got["logit"], np.sqrt(got["tau2"]), *body)
    for logit in got["logit"] + np.array([-2, -0.5, -0.05, 0, 0.05, 0.5, 2]):
        for spread in (0, 0.1, 0.3, 1, 2, 4):
            assert log_likelihood(logit, spread, *body) < height + 5e-3


# --- properties -------------------------------------------------------------------------------------------------------


def assert_same(got: pd.Series, expected: pd.Series, sign: int = 1) -> None:
    assert abs(got["logit"] - sign * expected["logit"]) < SAME * max(1.0, expected["se"])
    assert got["se"] == pytest.approx(expected["se"], rel=1e-3)
    assert got["tau2"] == pytest.approx(expected["tau2"], rel=1e-3, abs=1e-5)


@PROPERTIES
@given(bodies(), st.randoms(use_true_random=False))
def test_the_order_of_studies_does_not_matter(body, random):
    order = random.sample(range(len(body[0])), len(body[0]))
    assert_same(one(body[0][order], body[1][order]), one(*body))


@PROPERTIES
@given(bodies())
def test_counting_those_without_the_event_turns_the_logit(body):
    events, total = body
    got, turned = one(events, total), one(total - events, total)
    assert_same(turned, got, sign=-1)
    assert turned["ci_low"] == pytest.approx(1 - got["ci_high"], abs=1e-4)


@PROPERTIES
@given(bodies(2, 3), st.integers(2, 3))
def test_every_study_several_times_keeps_the_estimate_and_narrows_its_error(body, times):
    once, often = (one(*(np.tile(column, n) for column in body), points=31) for n in (1, times))
    assert abs(often["logit"] - once["logit"]) < SAME * max(1.0, once["se"])
    assert often["tau2"] == pytest.approx(once["tau2"], rel=1e-3, abs=1e-5)
    assert often["se"] * np.sqrt(times) == pytest.approx(once["se"], rel=1e-3)


@PROPERTIES
@given(bodies())
def test_numbers_hang_together(body):
    got = one(*body)
    assert 0 < got["ci_low"] < got["proportion"] < got["ci_high"] < 1
    assert got["tau2"] >= 0
    assert got["se"] > 0
    for name, logit in (
        ("proportion", got["logit"]),
        ("ci_low", got["logit"] - 1.959963984540054 * got["se"]),
        ("ci_high", got["logit"] + 1.959963984540054 * got["se"]),
    ):
        assert got[name] == pytest.approx(1 / (1 + np.exp(-logit)), rel=CLOSED_FORM)
    assert got[["k", "events", "total"]].tolist() == [len(body[0]), body[0].sum(), body[1].sum()]


# --- tau2 = 0 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "total"),
    [
        ([3, 4, 5, 6], [30, 40, 50, 60]),
        ([1] * 10, [10**6] * 10),
        ([50, 51], [100, 100]),
        ([0, 1], [30, 30]),
        ([1, 1], [2, 3]),
        ([999_999, 10**6 - 2], [10**6, 10**6]),
    ],
)
def test_studies_more_alike_than_chance_are_counted_as_one(events, total):
    got = one(events, total)
    p = sum(events) / sum(total)
    assert got["tau2"] == 0
    assert got["proportion"] == pytest.approx(p, rel=CLOSED_FORM)
    assert got["se"] == pytest.approx(np.sqrt(1 / (sum(total) * p * (1 - p))), rel=CLOSED_FORM)
    assert got["method"] == "binomial-normal model by maximum likelihood; tau2 is 0"


def test_the_standard_error_does_not_jump_where_tau2_leaves_0():
    """Two studies of 1000 drift apart one event at a time; tau2 leaves 0 at nine and a half."""
    rows = pd.concat([pool_proportions([100 - d, 100 + d], [1000, 1000]) for d in range(5, 40)])
    steps = np.diff(rows["se"].to_numpy(dtype=float))
    assert rows["tau2"].iloc[0] == 0
    assert rows["tau2"].iloc[-1] > 0
    assert (np.diff(rows["tau2"].to_numpy(dtype=float)) >= 0).all()
    assert (steps > -1e-4).all()
    assert steps.max() < 0.012


@pytest.mark.parametrize("total", [10**2, 10**4, 10**6])
def test_the_boundary_of_tau2_is_where_the_slope_of_the_likelihood_turns(total):
    """At tau2 = 0 the slope has the sign of the sum of (e - np)^2 - np(1 - p); both sides of it are told apart."""
    p = 0.2
    apart = np.sqrt(total * p * (1 - p))
    for factor, positive in ((0.7, False), (1.3, True)):
        events = np.round(total * p + np.array([-1, 1]) * factor * apart)
        assert (one(events, [total, total])["tau2"] > 0) == positive


def test_a_tiny_tau2_between_large_studies_is_found(ours, expected):
    assert 1e-6 < expected.loc["drawn-08", "tau2"] < 1e-5  # lme4 finds it
    assert ours.loc["drawn-08", "tau2"] == pytest.approx(expected.loc["drawn-08", "tau2"], rel=1e-2)


# --- large and extreme ------------------------------------------------------------------------------------------------


def test_totals_of_a_million_give_the_estimate_of_their_thousandths_when_tau2_decides():
    small, large = one([200, 300, 500], [1000] * 3), one([200_000, 300_000, 500_000], [10**6] * 3)
    logits = np.log(np.array([0.2, 0.3, 0.5]) / (1 - np.array([0.2, 0.3, 0.5])))
    assert large["logit"] == pytest.approx(logits.mean(), abs=1e-4)
    assert large["tau2"] == pytest.approx(logits.var(), rel=1e-4)
    assert large["se"] == pytest.approx(logits.std() / np.sqrt(3), rel=1e-4)
    assert abs(small["logit"] - large["logit"]) < 0.02


def test_one_extreme_study_is_not_lost_beside_many_alike():
    alike = one([5] * 9, [100] * 9)
    with_it = one([5] * 9 + [95], [100] * 10)
    assert alike["tau2"] == 0
    logit, tau2, se = on_grid([5] * 9 + [95], [100] * 10, with_it["logit"], with_it["tau2"])
    assert with_it[["logit", "tau2", "se"]].tolist() == pytest.approx([logit, tau2, se], rel=1e-3)
    assert with_it["tau2"] > 2


def test_a_million_people_without_events_do_not_swallow_small_studies_that_have_some():
    got = one([0, 4, 6, 5], [10**6, 40, 50, 45])
    crude = 15 / (10**6 + 135)
    assert got["proportion"] > 20 * crude
    assert got["tau2"] > 10


# --- exact ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "total", "low", "high"),
    [
        (81, 263, 0.2527367, 0.3676219),
        (15, 148, 0.0578440, 0.1616505),
        (0, 20, 0.0, 0.1684335),
        (1, 29, 0.0008726, 0.1776443),
    ],
)
def test_one_study_has_the_clopper_pearson_interval_that_newcombe_tabulates(events, total, low, high):
    """Newcombe 1998, Stat Med 17:857, table I, to seven decimals from R."""
    got = one([events], [total])
    assert [got["ci_low"], got["ci_high"]] == pytest.approx([low, high], abs=6e-8)
    assert (got["ci_low"], got["ci_high"]) == exact_interval(events, total)
    assert got["proportion"] == events / total
    assert got[["logit", "se", "tau2"]].isna().all()
    assert got["method"] == "one study: exact interval"


@PROPERTIES
@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.sampled_from([0.8, 0.95]))
def test_the_limits_leave_half_of_what_is_not_covered_on_each_side(counts, level):
    events, total = counts
    low, high = exact_interval(events, total, level)
    assert low == 0 if events == 0 else bdtrc(events - 1, total, low) == pytest.approx((1 - level) / 2)
    assert high == 1 if events == total else bdtr(events, total, high) == pytest.approx((1 - level) / 2)
    mirrored = exact_interval(total - events, total, level)
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=1e-12)


def test_no_event_in_any_study_gives_only_an_upper_bound_from_all_people():
    got = one([0, 0, 0], [30, 50, 20])
    assert got[["k", "events", "total", "proportion", "ci_low"]].tolist() == [3, 0, 100, 0, 0]
    assert got["ci_high"] == pytest.approx(1 - 0.025 ** (1 / 100), rel=CLOSED_FORM)
    assert got["method"] == "no event in any study: only an upper bound, from all people together"


def test_the_event_in_everybody_gives_only_a_lower_bound_from_all_people():
    got = one([30, 50, 20], [30, 50, 20])
    assert got[["proportion", "ci_high"]].tolist() == [1, 1]
    assert got["ci_low"] == pytest.approx(0.025 ** (1 / 100), rel=CLOSED_FORM)
    assert got["method"] == "everybody had the event: only a lower bound, from all people together"


@pytest.mark.parametrize(("events", "total"), [(0, 15), (15, 15), (7, 15)])
def test_one_study_is_one_study_whatever_happened(events, total):
    assert one([events], [total])["method"] == "one study: exact interval"


def test_the_level_widens_the_interval():
    for body in (([4], [60]), ([0, 0], [30, 40]), ([3, 8, 1], [40, 60, 50])):
        low, high = one(*body, level=0.8), one(*body, level=0.99)
        assert high["ci_low"] <= low["ci_low"] <= low["ci_high"] < high["ci_high"]


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "total"),
    [([0, 20], [20, 20]), ([0, 0, 1], [30, 20, 1]), ([5, 0, 7], [5, 9, 7]), ([0, 10**6], [10**6, 10**6])],
)
def test_studies_of_all_or_nothing_have_no_likeliest_tau2_and_are_refused(events, total):
    message = "^pool_proportions: each study has no event or nothing else; allowed: .*; do: show the studies as they"
    with pytest.raises(StatisticsError, match=message):
        pool_proportions(events, total)
    if max(total) < 1000:
        logit = np.log(sum(events) / (sum(total) - sum(events)))
        assert log_likelihood(logit, 50, events, total) > log_likelihood(logit, 5, events, total)  # it keeps rising


@pytest.mark.parametrize(
    ("events", "total", "message"),
    [
        ([1, np.nan], [10, 10], r"counts in 1 of 2 rows, first at position 1 \(found nan of 10\)"),
        ([1, 1], [np.inf, 10], r"first at position 0 \(found 1 of inf\)"),
        ([1, 11], [10, 10], r"first at position 1 \(found 11 of 10\)"),
        ([-1, 1], [10, 10], r"found -1 of 10"),
        ([0.5, 1], [10, 10], r"found 0.5 of 10"),
        ([1, 1], [10.5, 10], r"found 1 of 10.5"),
        ([0, 0], [0, 10], r"found 0 of 0"),
        ([1, 1], [1e17, 10], r"found 1 of 1e\+17"),
        ([1], [10, 10], "1 events and 2 totals"),
        ([], [], "0 events and 0 totals"),
        (["few", 1], [10, 10], "events holds more than numbers"),
        (np.ones((2, 2)), [10, 10], "events has no single column"),
    ],
)
def test_counts_that_are_none_are_refused_in_words(events, total, message):
    with pytest.raises(StatisticsError, match=rf"^pool_proportions: .*{message}.*; allowed: .*; do: "):
        pool_proportions(events, total)


@pytest.mark.parametrize("counts", [(11, 10), (-1, 10), (0, 0), (np.nan, 10), (1, np.inf), (0.5, 10), ("few", 10)])
def test_an_exact_interval_of_impossible_counts_is_refused(counts):
    with pytest.raises(StatisticsError, match=r"^exact_interval: .*; allowed: .*; do: "):
        exact_interval(*counts)


@pytest.mark.parametrize("level", [95, 0, 1, -0.5, np.nan, "0.95", None])
def test_an_impossible_level_is_refused_whichever_way_is_taken(level):
    for call in (
        lambda: exact_interval(1, 10, level),
        lambda: pool_proportions([1], [10], level=level),
        lambda: pool_proportions([1, 2], [10, 10], level=level),
    ):
        with pytest.raises(StatisticsError, match=r"level is .*; allowed: between 0 and 1; do: write 0.95 for 95%"):
            call()


@pytest.mark.parametrize("points", [0, -1, 7.0, 128, "7"])
def test_impossible_points_are_refused(points):
    with pytest.raises(StatisticsError, match=r"points is .*; allowed: a whole number from 1 to 127; do: leave it"):
        pool_proportions([1, 2], [10, 10], points=points)


def test_more_points_than_needed_change_nothing_that_shows():
    few, many = one([3, 8, 1, 12], [40, 60, 50, 70]), one([3, 8, 1, 12], [40, 60, 50, 70], points=51)
    assert few[["logit", "se", "tau2"]].tolist() == pytest.approx(many[["logit", "se", "tau2"]].tolist(), rel=1e-3)
