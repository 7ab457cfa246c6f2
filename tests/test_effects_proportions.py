"""Proportions and their logits are those of metafor 3.8-1, their exact intervals those of Clopper and Pearson."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.effects import PROPORTION_MEASURES, effect_sizes, from_proportions
from evidence.errors import StatisticsError
from evidence.synthesis import pool

PRINTED = 1e-8  # relative, against ten printed digits
SEVEN_DIGITS = 5e-8  # absolute: seven decimals were printed
TAU2_ITERATED = 1e-5  # relative: tau2 is the root of an equation
ESTIMATE_ITERATED = 1e-6  # relative: what is computed from such a root
ADDED = ["effect", "variance", "se", "measure", "correction", "method", "exact_low", "exact_high", "missing"]


def groups(*rows: tuple) -> pd.DataFrame:
    names = [f"r{i}" for i in range(1, len(rows) + 1)]
    return pd.DataFrame(rows, columns=["events", "total"], dtype=object).assign(result_id=names)


def expit(logit):
    return 1 / (1 + np.exp(-np.asarray(logit, dtype=float)))


# --- numbers of others ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "effects", "variances"),
    [
        (
            "PR",
            [0.2727272727, 0.3529411765, 0.4761904762, 0.1666666667],
            [0.01803155522, 0.01343374720, 0.01187776698, 0.02314814815],
        ),
        (
            "PLO",
            [-0.9808292530, -0.6061358036, -0.09531017980, -1.609437912],
            [0.4583333333, 0.2575757576, 0.1909090909, 1.200000000],
        ),
    ],
)
def test_the_four_proportions_of_miller_1978(measure, effects, variances):
    got = from_proportions(groups((3, 11), (6, 17), (10, 21), (1, 6)), measure)  # Am Stat 32:138; metafor 3.8-1
    assert got["effect"].tolist() == pytest.approx(effects, rel=PRINTED)
    assert got["variance"].tolist() == pytest.approx(variances, rel=PRINTED)
    assert (got["missing"] == "").all()


@pytest.mark.parametrize("measure", PROPORTION_MEASURES)
@pytest.mark.parametrize(
    ("events", "total", "low", "high"),
    [
        (81, 263, 0.252736745585, 0.367621922601),
        (15, 148, 0.0578440100834, 0.161650490349),
        (0, 20, 0.0, 0.168433470983),
        (1, 29, 0.00087264688358, 0.177644295489),
    ],
)
def test_the_exact_intervals_of_newcombe_1998(measure, events, total, low, high):
    row = from_proportions(groups((events, total)), measure).iloc[0]  # Stat Med 17:857, table I; digits: R binom.test
    assert row[["exact_low", "exact_high"]].tolist() == pytest.approx([low, high], rel=1e-11)


@pytest.mark.parametrize(
    ("rows", "estimate", "se", "tau2", "back"),
    [
        (
            # Niel-Weise 2007, J Antimicrob Chemother 59:359, control arms of 18 trials; metafor dat.nielweise2007
            "3/117 3/35 9/195 7/136 6/157 4/139 3/177 2/39 19/103 2/122 7/64 1/58 5/175 11/180 0/105 1/262 3/362 1/69",
            *(-3.30177589379, 0.237833668108, 0.662867849633),
            [0.0355103, 0.0225785, 0.0554289],
        ),
        (
            "0/116 1/44 2/208 0/130 5/151 1/98 1/174 1/74 1/97 1/113 0/66 0/70 3/188 6/187 0/118 0/252 1/345 4/64",
            *(-4.2604361774, 0.258887056683, 0.392767077374),
            [0.0139197, 0.0084271, 0.0229095],
        ),
    ],
)
def test_infections_with_each_kind_of_catheter(rows, estimate, se, tau2, back):
    counts = [tuple(map(int, row.split("/"))) for row in rows.split()]
    got = from_proportions(groups(*counts), "PLO")
    pooled = pool(got["effect"], got["variance"], tau2="REML", interval="z").iloc[0]  # metafor 3.8-1, tightened
    assert pooled[["estimate", "se"]].tolist() == pytest.approx([estimate, se], rel=ESTIMATE_ITERATED)
    assert pooled["tau2"] == pytest.approx(tau2, rel=TAU2_ITERATED)
    assert expit(pooled[["estimate", "ci_low", "ci_high"]]).tolist() == pytest.approx(back, abs=2e-7)


# --- none and all -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("events", "sign"), [(0, -1), (20, 1)])
def test_the_logit_of_none_or_all_is_corrected_and_says_so(events, sign):
    got = from_proportions(groups((events, 20), (5, 20)), "PLO")
    assert got["effect"][0] == pytest.approx(sign * np.log(20.5 / 0.5), rel=1e-12)
    assert got["variance"][0] == pytest.approx(1 / 0.5 + 1 / 20.5, rel=1e-12)
    assert got["effect"][1] == pytest.approx(np.log(5 / 15), rel=1e-12)
    assert got["correction"].tolist() == ["0.5 added to events and to non-events", ""]
    assert (got["missing"] == "").all()


@pytest.mark.parametrize(("events", "limits"), [(0, (0.0, 0.1684334710)), (20, (0.8315665290, 1.0))])
def test_the_proportion_of_none_or_all_has_its_exact_interval_and_no_variance(events, limits):
    row = from_proportions(groups((events, 20)), "PR").iloc[0]
    assert row["effect"] == events / 20
    assert row[["variance", "se"]].isna().all()
    assert row["missing"] == "variance (none or all had the event): the exact interval stands in its place"
    assert row["correction"] == ""
    assert row[["exact_low", "exact_high"]].tolist() == pytest.approx(limits, rel=1e-9)


# --- what is missing and what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", PROPORTION_MEASURES)
def test_a_blank_count_is_named(measure):
    got = from_proportions(groups((None, 20), (5, None), (None, "")), measure)
    assert got[["effect", "variance", "se", "exact_low", "exact_high"]].isna().all(axis=None)
    assert (got[["measure", "correction", "method"]] == "").all(axis=None)
    assert got["missing"].tolist() == ["events", "total", "events; total"]


@pytest.mark.parametrize("measure", PROPORTION_MEASURES)
def test_only_people_at_risk_are_a_denominator_where_the_column_exists(measure):
    frame = groups((5, 20), (5, 20), (0, 20), (None, 20)).assign(denominator=["at risk", "cases only", None, ""])
    got = from_proportions(frame, measure)
    assert got["effect"].isna().tolist() == [False, True, True, True]
    assert got["exact_low"].isna().tolist() == [False, True, True, True]
    assert got["missing"][0] == ""
    assert set(got["missing"][1:]) == {"the people at risk as denominator: this is not a proportion"}


@pytest.mark.parametrize("measure", PROPORTION_MEASURES)
@pytest.mark.parametrize(
    ("row", "found"),
    [
        ((21, 20), "more events than total"),
        ((-1, 20), "events that count no people"),
        ((2.5, 20), "events that count no people"),
        ((0, 0), "total that counts no people"),
        ((1, 20.5), "total that counts no people"),
        (("few", 20), "text in events"),
        ((1, np.inf), "an infinite total"),
    ],
)
def test_impossible_rows_are_refused_by_name(measure, row, found):
    with pytest.raises(StatisticsError, match=rf"^from_proportions: result r2: found {found}; allowed: .*; do: "):
        from_proportions(groups((5, 20), row), measure)


def test_an_unknown_measure_and_absent_columns_are_refused():
    with pytest.raises(StatisticsError, match=r"measure is 'PFT'; allowed: PR, PLO; do: "):
        from_proportions(groups((5, 20)), "PFT")
    with pytest.raises(StatisticsError, match=r"columns total not found; allowed: .*; do: "):
        from_proportions(groups((5, 20)).drop(columns="total"), "PR")


# --- the frame --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", PROPORTION_MEASURES)
def test_rows_keep_their_order_index_and_columns(measure):
    frame = groups((5, 20), (None, 20), (0, 3)).set_axis([7, 7, 3]).assign(note="kept")
    before = frame.copy()
    got = from_proportions(frame, measure)
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(got[frame.columns], before)
    assert got.columns.tolist()[-len(ADDED) :] == ADDED
    pd.testing.assert_frame_equal(from_proportions(got, measure), got)


@pytest.mark.parametrize("measure", PROPORTION_MEASURES)
@pytest.mark.parametrize("frame", [groups((5, 20))[:0], pd.DataFrame()])
def test_an_empty_frame_stays_empty_and_gains_the_columns(measure, frame):
    got = from_proportions(frame, measure)
    assert len(got) == 0
    assert set(ADDED) <= set(got.columns)


# --- properties -------------------------------------------------------------------------------------------------------

COUNTS = st.integers(1, 10_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
SOME = settings(derandomize=True, deadline=None, max_examples=30)


@SOME
@given(COUNTS)
def test_counting_those_without_the_event_mirrors_everything(counts):
    events, total = counts
    raw, logit = (from_proportions(groups((events, total), (total - events, total)), m) for m in PROPORTION_MEASURES)
    assert raw["effect"][0] == pytest.approx(1 - raw["effect"][1], abs=1e-12)
    assert logit["effect"][0] == pytest.approx(-logit["effect"][1], abs=1e-12)
    for got in (raw, logit):
        assert got["variance"][0] == pytest.approx(got["variance"][1], rel=1e-9, nan_ok=True)
        assert got["exact_low"][0] == pytest.approx(1 - got["exact_high"][1], abs=1e-12)
    assert ((raw["exact_low"] <= raw["effect"]) & (raw["effect"] <= raw["exact_high"])).all()


@SOME
@given(COUNTS)
def test_the_results_table_gives_the_same_proportion(counts):
    blank = dict.fromkeys("result_id measure_given contrast value bound baseline spread spread_kind low high".split())
    events, total = counts
    row = blank | {"statistic": "count", "events": events, "total": total, "denominator": "at risk", "n_analysed": None}
    table = effect_sizes(pd.DataFrame([row])).iloc[0]
    alone = from_proportions(groups(counts), "PR").iloc[0]
    for name in ("effect", "variance", "se"):
        assert table[name] == pytest.approx(alone[name], rel=1e-15, nan_ok=True)
    assert table[["ci_low", "ci_high"]].tolist() == alone[["exact_low", "exact_high"]].tolist()
    assert (table["measure"], table["missing"]) == (alone["measure"], alone["missing"])
