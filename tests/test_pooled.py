"""What the rules read of a pooled estimate comes from the pooling and its studies, and nonsense is refused."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from evidence import certainty
from evidence.errors import StatisticsError
from evidence.synthesis import pool, small_study_tests

ONE = certainty.Pooled("RR", 3, 0.6, 0.5, 0.7, "lower", baseline_risk=0.2)


def test_pooled_estimate_is_built_from_the_output_of_pool():
    rng = np.random.default_rng(1)
    trials = pd.DataFrame({"study_id": [f"s-{i}" for i in range(10)], "effect": rng.normal(-0.5, 0.8, 10)})
    trials = trials.assign(variance=rng.uniform(0.01, 0.2, 10), n=100, events=[None, *[10] * 9])
    row = pool(trials["effect"], trials["variance"]).iloc[0]
    tests = small_study_tests(trials["effect"], trials["variance"])
    got = certainty.pooled_from(row, trials, "logRR", "lower", tests=tests, baseline_risk=0.1)
    assert (got.measure, got.k, got.people, got.events, got.null) == ("RR", 10, 1000, None, 1)
    assert np.log([got.estimate, got.low, got.high]) == pytest.approx(row[["estimate", "ci_low", "ci_high"]].tolist())
    assert np.log([got.pi_low, got.pi_high]) == pytest.approx(row[["pi_low", "pi_high"]].tolist())
    assert row["tau2"] > 0
    weights = 1 / (trials["variance"] + row["tau2"])
    assert [study.weight for study in got.studies] == pytest.approx((weights / weights.sum()).tolist())
    assert np.log([study.estimate for study in got.studies]) == pytest.approx(trials["effect"].tolist())
    assert got.small_study_p == pytest.approx(tests.set_index("test").loc["Egger", "p"])


def test_studies_that_were_not_pooled_are_refused():
    trials = pd.DataFrame({"study_id": ["a", "b"], "effect": [0.1, 0.2], "variance": [0.1, 0.1]})
    row = pool(trials["effect"], trials["variance"]).iloc[0]
    with pytest.raises(StatisticsError, match="the 2 studies that were pooled"):
        certainty.pooled_from(row, trials.head(1), "MD", "higher")


@pytest.mark.parametrize(
    "change",
    [
        {"low": 0.65},
        {"low": -0.4},
        {"benefit": "up"},
        {"baseline_risk": 139.0},
        {"threshold": -5},
        {"threshold": 5, "threshold_scale": "per 1000", "baseline_risk": None},
    ],
)
def test_numbers_that_no_rule_could_read_are_refused(change):
    with pytest.raises(StatisticsError, match="allowed"):
        replace(ONE, **change)
