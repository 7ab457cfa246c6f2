"""A decision is settled when all human reviewers agree; the newest word of each counts."""

import pandas as pd

from evidence.decisions import settled

COLUMNS = ["claim_id", "reviewer", "reviewer_kind", "verdict", "time"]


def decided(*rows):
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def test_newest_decision_of_each_reviewer_counts():
    rows = decided(
        ("c1", "rater-1", "human", "supported", "2026-01-01T00:00:00Z"),
        ("c1", "rater-1", "human", "unsupported", "2026-01-02T00:00:00Z"),
    )
    assert settled(rows, needed=1).to_dict() == {"c1": "unsupported"}


def test_reviewers_who_differ_settle_nothing_and_machines_never_do():
    rows = decided(
        ("c1", "rater-1", "human", "supported", "2026-01-01T00:00:00Z"),
        ("c1", "rater-2", "human", "unsupported", "2026-01-01T00:00:00Z"),
        ("c2", "rater-1", "machine", "supported", "2026-01-01T00:00:00Z"),
    )
    assert settled(rows, needed=1).empty


def test_no_decisions_settle_nothing():
    assert settled(decided()).empty


def test_the_newest_decision_is_the_newest_moment_wherever_its_row_stands():
    rows = decided(
        ("c1", "rater-1", "human", "unsupported", "2026-01-02T01:00:00+00:00"),
        ("c1", "rater-1", "human", "supported", "2026-01-02T01:30:00+02:00"),
    )
    assert settled(rows, needed=1).to_dict() == {"c1": "unsupported"}


def test_of_two_decisions_at_one_moment_the_later_row_counts():
    at = "2026-01-01T00:00:00Z"
    rows = decided(*(("c1", "rater-1", "human", verdict, at) for verdict in ("supported", "unsupported")))
    assert settled(rows, needed=1).to_dict() == {"c1": "unsupported"}


def test_a_flag_without_a_verdict_leaves_the_verdict_before_it():
    rows = decided(
        ("c1", "rater-1", "human", "supported", "2026-01-01T00:00:00Z"),
        ("c1", "rater-1", "human", None, "2026-01-02T00:00:00Z"),
    )
    assert settled(rows, needed=1).to_dict() == {"c1": "supported"}


def test_a_machine_neither_settles_nor_disturbs_what_people_settled():
    rows = decided(
        ("c1", "rater-1", "human", "supported", "2026-01-01T00:00:00Z"),
        ("c1", "rater-2", "human", "supported", "2026-01-02T00:00:00Z"),
        ("c1", "rater-3", "machine", "unsupported", "2026-01-03T00:00:00Z"),
        ("c2", "rater-1", "human", "contradicted", "2026-01-01T00:00:00Z"),
    )
    assert settled(rows, needed=1).to_dict() == {"c1": "supported", "c2": "contradicted"}
    assert settled(rows, needed=1).name == "decided"
