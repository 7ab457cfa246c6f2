"""One judgement per study, never milder than its gravest domain unless an overall judgement was given."""

import pandas as pd

from evidence.risk_of_bias import overall


def appraised(*rows):
    return pd.DataFrame(rows, columns=["study_id", "domain", "judgement"]).assign(tool="RoB 2", basis="from abstract")


def test_overall_row_is_taken_as_given():
    rows = appraised(("s-a", "x", "high"), ("s-a", "overall", "some concerns"))
    assert overall(rows)["judgement"].tolist() == ["some concerns"]


def test_gravest_domain_counts_without_an_overall_row():
    rows = appraised(("s-a", "x", "low"), ("s-a", "y", "high"), ("s-b", "x", "low"))
    assert dict(zip(overall(rows)["study_id"], overall(rows)["judgement"], strict=True)) == {
        "s-a": "high",
        "s-b": "low",
    }


def test_no_information_is_graver_than_some_concerns():
    rows = appraised(("s-a", "x", "some concerns"), ("s-a", "y", "no information"))
    assert overall(rows)["judgement"].item() == "no information"


def test_no_appraisal_gives_no_row():
    assert overall(appraised()).empty
