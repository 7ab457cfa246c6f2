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
    assert settled(rows).to_dict() == {"c1": "unsupported"}


def test_reviewers_who_differ_settle_nothing_and_machines_never_do():
    rows = decided(
        ("c1", "rater-1", "human", "supported", "2026-01-01T00:00:00Z"),
        ("c1", "rater-2", "human", "unsupported", "2026-01-01T00:00:00Z"),
        ("c2", "rater-1", "machine", "supported", "2026-01-01T00:00:00Z"),
    )
    assert settled(rows).empty


def test_no_decisions_settle_nothing():
    assert settled(decided()).empty
