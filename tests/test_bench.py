"""The bench judges no more than it is asked for, and what it judges is what the whole chain makes of it."""

import pytest
from pandas.testing import assert_frame_equal

from evidence import decisions
from evidence.errors import EvidenceError
from evidence.review import assess, judge_claims
from evidence.review.bench import Bench


@pytest.fixture
def judging_nothing(monkeypatch):
    """Let every attempt to judge the claims fail."""

    def fail(*_):
        raise AssertionError("the claims were judged")

    for name in ("assess", "judge_claims"):
        monkeypatch.setattr(f"evidence.review.bench.{name}", fail, raising=False)


@pytest.mark.parametrize("wrong", [{"verdict": "grand"}, {"claim_id": "c99"}, {"reviewer": "Ann Sow"}, {"reason": ""}])
def test_wrong_input_is_refused_before_anything_is_judged(judging_nothing, tiny, wrong):
    said = {"claim_id": "c01", "reviewer": "rater-1", "reason": "Seen.", "verdict": "supported"} | wrong
    before = (tiny / "decisions.csv").read_bytes()
    with pytest.raises(EvidenceError, match="allowed: "):
        Bench(tiny).record(decisions.Decision(**said))
    assert (tiny / "decisions.csv").read_bytes() == before


def test_what_the_bench_judges_is_what_the_whole_chain_makes_of_it(review):
    claims, evidence = judge_claims(review.tables)
    assert_frame_equal(claims.drop(columns="would_change"), review.claims.drop(columns="would_change"))
    assert claims["would_change"].eq("").all()
    assert_frame_equal(evidence, review.evidence)


def test_the_bench_shows_the_same_whether_the_whole_review_was_asked_for_first_or_not(tiny):
    first, second = Bench(tiny), Bench(tiny)
    assert len(first.review.flips)
    assert_frame_equal(first.beside, second.beside)
    assert_frame_equal(first.evidence, second.evidence)
    assert_frame_equal(second.evidence, assess(second.tables).evidence)
