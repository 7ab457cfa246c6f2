"""The weakest claim stands first and the strongest last, whatever order the claims came in."""

import pandas as pd
import pytest

from evidence.review.ranking import ranked

COLUMNS = ("claim_id", "verdict", "severity", "wording", "certainty")


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (("contradicted", "low", "plain", "moderate"), ("unsupported", "high", "plain", "high")),
        (("unsupported", "high", "plain", "very low"), ("unsupported", "low", "plain", "high")),
        (("contradicted", "high", "hedged", "high"), ("contradicted", "high", "plain", "moderate")),
        (("untraceable", "low", "plain", "not rated"), ("partly supported", "high", "plain", "very low")),
        (("partly supported", "low", "plain", "low"), ("partly supported", "high", "plain", "moderate")),
        (("supported", "low", "absolute", "moderate"), ("supported", "low", "hedged", "high")),
        (("supported", "high", "plain", "high"), ("supported", "low", "causal", "high")),
    ],
)
def test_weaker_claims_stand_before_stronger_ones(weaker, stronger):
    claims = pd.DataFrame([("c1", *stronger), ("c2", *weaker)], columns=COLUMNS)
    assert ranked(claims)["claim_id"].tolist() == ["c2", "c1"]
    assert ranked(claims.iloc[::-1])["claim_id"].tolist() == ["c2", "c1"]


def test_claims_alike_stand_by_id():
    alike = ("supported", "low", "plain", "high")
    claims = pd.DataFrame([("c2", *alike), ("c1", *alike)], columns=COLUMNS)
    assert ranked(claims)["claim_id"].tolist() == ["c1", "c2"]
