"""Printed numbers that do not fit are found, and those that fit are left alone."""

import pandas as pd
import pytest

import evidence
from evidence import integrity

COLUMNS = ["result_id", "study_id", "statistic", "value", "n_analysed", "level", "spread_kind", "low", "high", "bound"]


def results(*rows):
    return pd.DataFrame([(*row, "=") for row in rows], columns=COLUMNS).astype({"value": float})


def percent(value, n):
    return results(("e-x", "s-x", "percent", value, n, "participant data", None, None, None))


@pytest.mark.parametrize(("value", "n"), [(80, 15), (50, 16), (87, 15), (33.3, 3), (57, 14)])
def test_percent_that_a_whole_number_of_people_gives_is_left_alone(value, n):
    assert list(integrity.percent_of_people(percent(value, n))) == []


def test_percent_that_no_whole_number_gives_is_told_with_what_would_fit():
    (_, rows, text) = next(iter(integrity.percent_of_people(percent(80, 16))))
    assert rows == "e-x"
    assert "does not fit n = 16 (12.8 people)" in text
    assert text.endswith("fits is 15.")


def test_interval_that_leaves_out_its_estimate_is_found():
    bad = results(("e-x", "s-x", "ratio", 3.0, 20, "participant data", "CI 95%", 1.0, 2.0))
    good = results(("e-x", "s-x", "ratio", 1.5, 20, "participant data", "CI 95%", 1.0, 2.0))
    assert [row[1] for row in integrity.interval_holds_estimate(bad)] == ["e-x"]
    assert list(integrity.interval_holds_estimate(good)) == []


def test_interval_shared_by_two_studies_around_two_estimates_is_found():
    rows = [
        ("e-a", "s-a", "ratio", 1.3, 20, "x", "CI 95%", 1.0, 2.0),
        ("e-b", "s-b", "ratio", 1.2, 20, "x", "CI 95%", 1.0, 2.0),
    ]
    assert [row[1] for row in integrity.shared_intervals(results(*rows))] == ["e-a e-b"]
    same_estimate = [rows[0], ("e-b", "s-b", "ratio", 1.3, 20, "x", "CI 95%", 1.0, 2.0)]
    assert list(integrity.shared_intervals(results(*same_estimate))) == []


def test_known_misfits_of_the_first_case_are_found(repo):
    found = evidence.assess(evidence.load(repo / "data")).findings
    rows = " ".join(found["rows"])
    for row in ("e-wan-noticed", "e-liu-laser e-lueangarun-laser", "s-amini-2025", "s-dehghani-2024"):
        assert row in rows
