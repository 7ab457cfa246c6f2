"""Where nothing is pooled, directions are counted per study, arms apart, and the caveat travels with the count."""

import math
from itertools import product

import pandas as pd
import pytest

from evidence.errors import StatisticsError
from evidence.synthesis import SIGN_CAVEAT, directions, sign_test

ROW = {
    "study_id": "s1", "label": "One", "outcome": "density", "outcome_family": "hair density", "direction": "up",
    "n_analysed": 20, "design": "before-after", "control": "own baseline", "unit": "% of baseline", "time": 12,
    "time_unit": "weeks", "as_given": "rose", "missing": "SD of the change", "arm_role": "treated", "bound": "=",
    "value": 20.0, "statistic": "percent change", "level": "participant data", "contrast": "one arm over time",
}  # fmt: skip


def rows(*changes: dict) -> pd.DataFrame:
    return pd.DataFrame([ROW | change for change in changes])


def one(*changes: dict) -> pd.Series:
    [row] = directions(rows(*changes)).to_dict("records")
    return pd.Series(row)


def test_a_study_votes_once_whatever_the_number_of_its_results():
    got = one({}, {"time": 24}, {"study_id": "s2", "label": "Two", "direction": "down"})
    assert got[["studies", "up", "down"]].tolist() == [2, 1, 1]


def test_a_change_in_one_arm_is_counted_and_not_tested():
    got = one({}, {"study_id": "s2"}, {"study_id": "s3", "contrast": "between arms"})
    assert got[["up", "controlled", "sign_p"]].tolist() == [3, 1, sign_test(1, 0)]


def test_results_of_one_study_that_disagree_are_mixed_and_do_not_vote():
    got = one({}, {"direction": "down", "time": 24})
    assert got[["up", "down", "mixed"]].tolist() == [0, 0, 1]
    assert math.isnan(got["sign_p"])


def test_benchmark_arms_stand_beside_and_do_not_vote():
    got = one({}, {"study_id": "s2", "label": "Two", "arm_role": "benchmark", "value": 7.1})
    assert got[["studies", "up"]].tolist() == [1, 1]
    assert got["benchmarks"] == "Two: percent change 7.1 % of baseline, up"


def test_other_treatments_are_a_body_of_their_own():
    got = directions(rows({}, {"study_id": "s2", "arm_role": "other treatment"}))
    assert got["arm_role"].tolist() == ["other treatment", "treated"]
    assert got["studies"].tolist() == [1, 1]


@pytest.mark.parametrize("level", ["pooled by a review", "quoted from another study"])
def test_numbers_of_second_hand_do_not_count(level):
    assert directions(rows({"level": level})).empty


def test_a_bound_is_not_part_of_a_range():
    got = one({}, {"study_id": "s2", "value": 42.0}, {"study_id": "s3", "value": 99.0, "bound": "up to"})
    assert got["ranges"] == "percent change 20 to 42 % of baseline (2 studies)"


def test_the_caveat_stands_beside_every_p():
    assert one({"contrast": "between arms"})["sign_note"] == SIGN_CAVEAT
    assert one({})["sign_note"] == "no study with a direction between arms"


def test_contrasts_between_arms_are_counted_by_study():
    got = one({"contrast": "between arms"}, {"contrast": "between arms", "time": 24}, {"study_id": "s2"})
    assert got["controlled"] == 1


def test_the_sign_test_counts_all_outcomes_at_least_as_lopsided():
    for n in range(1, 9):
        for up in range(n + 1):
            as_far = [sum(signs) for signs in product((0, 1), repeat=n) if abs(sum(signs) - n / 2) >= abs(up - n / 2)]
            assert sign_test(up, n - up) == pytest.approx(len(as_far) / 2**n)


def test_nothing_to_count_has_no_p():
    assert math.isnan(sign_test(0, 0))


def test_an_absent_column_is_named():
    with pytest.raises(StatisticsError, match=r"directions: columns label not found; allowed: .*; do: "):
        directions(rows({}).drop(columns="label"))
