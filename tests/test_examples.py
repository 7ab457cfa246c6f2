"""The published set to try things on is the one that the tests of the statistics use."""

import pandas as pd
import pytest

from evidence import effects, synthesis
from evidence.examples import bcg_trials


def test_the_trials_are_those_of_the_reference(repo):
    given, mine = pd.read_csv(repo / "tests" / "reference" / "bcg.csv"), bcg_trials()
    assert mine["label"].tolist() == (given["author"] + " " + given["year"].astype(str)).tolist()
    assert mine["allocation"].tolist() == given["alloc"].tolist()
    for arm, letter in (("1", "t"), ("2", "c")):
        assert mine[f"events_{arm}"].tolist() == given[f"{letter}pos"].tolist()
        assert mine[f"total_{arm}"].tolist() == (given[f"{letter}pos"] + given[f"{letter}neg"]).tolist()


def test_they_pool_to_the_published_estimate():
    """Log risk ratio -0.7145 with REML: metafor's documentation of dat.bcg."""
    trials = effects.from_arms(bcg_trials(), "RR")
    assert synthesis.pool(trials["effect"], trials["variance"])["estimate"].iloc[0] == pytest.approx(-0.7145, abs=5e-5)
