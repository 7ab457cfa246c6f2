"""Pooling equals metafor's, body by body: every set of metadat with effects and variances, and 200 drawn bodies.

`reference/pooling.R` made the numbers with tightened iterations; R is not needed here. Errors are relative to the
larger of the number and 1e-3.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evidence.synthesis import TAU2_METHODS, pool

REFERENCE = Path(__file__).parent / "reference"
SMALLEST = 1e-3  # below it an error is counted in units of this

CLOSED_FORM = 1e-8  # sums
ESTIMATE_ITERATED = 1e-6  # what follows from an iterated tau2
TAU2_ITERATED = 1e-5
I2_ITERATED = 1e-4
CLOSED = ("EE", "DL", "HE", "HS", "SJ")

PLAIN = ["q", "q_p", "tau2", "i2", "h2", "estimate", "pi_low", "pi_high"]
OF_INTERVAL = {"z": "z", "HK": "hk", "HK-adhoc": "adhoc"}


@pytest.fixture(scope="module")
def inputs() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "pooling_inputs.csv")


@pytest.fixture(scope="module")
def expected() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "pooling.csv").set_index(["method", "body"])


def ours(inputs: pd.DataFrame, method: str) -> pd.DataFrame:
    """Everything that the reference holds, under its names, one row per body."""
    options = {"model": "common"} if method == "EE" else {"tau2": method}
    parts = []
    for interval, name in OF_INTERVAL.items():
        got = pool(inputs["yi"], inputs["vi"], inputs["body"], interval=interval, **options).set_index("group")
        parts.append(got[["se", "ci_low", "ci_high"]].add_suffix(f"_{name}"))
    return pd.concat([got[[*PLAIN, "tau2_low", "tau2_high"]], *parts], axis=1)


def likelihood(tau2: float, body: pd.DataFrame, restricted: bool) -> float:
    weight = 1 / (body["vi"] + tau2)
    mean = (weight * body["yi"]).sum() / weight.sum()
    both = np.log(weight).sum() - (weight * (body["yi"] - mean) ** 2).sum()
    return both - np.log(weight.sum()) if restricted else both


def errors(inputs: pd.DataFrame, expected: pd.DataFrame, method: str) -> pd.DataFrame:
    """Relative errors, one row per body and one column per quantity; blank where metafor gives none."""
    wanted = expected.loc[method].drop(columns="metafor")
    got = ours(inputs, method).loc[wanted.index, wanted.columns]
    return (got - wanted).abs() / np.maximum(wanted.abs(), SMALLEST)


def tolerance(quantity: str, method: str) -> float:
    if method in CLOSED and not quantity.startswith("tau2_"):
        return CLOSED_FORM
    if quantity.startswith("tau2"):
        return TAU2_ITERATED
    return I2_ITERATED if quantity in ("i2", "h2") else ESTIMATE_ITERATED


def test_the_reference_is_whole(inputs, expected):
    """A grid that shrank unseen would prove less and less."""
    bodies = inputs["body"].drop_duplicates()
    assert bodies.str.startswith("drawn-").sum() == 200
    assert bodies.str.startswith("dat.").sum() >= 14
    assert set(expected.index.get_level_values("method")) == {"EE", *TAU2_METHODS}
    left_out = pd.read_csv(REFERENCE / "pooling_left_out.csv")
    assert len(expected) + len(left_out) == len(bodies) * 9
    assert len(left_out) == 0
    assert expected["metafor"].unique().tolist() == ["3.8.1"]
    sizes = inputs.groupby("body").size()[lambda k: k.index.str.startswith("drawn-")]
    assert (sizes.min(), sizes.max()) == (2, 40)


@pytest.mark.parametrize("method", ["EE", *TAU2_METHODS])
def test_every_number_is_that_of_metafor(inputs, expected, method):
    found = errors(inputs, expected, method)
    higher = []
    if method in ("REML", "ML"):  # of two maxima the higher one is right, also where metafor holds the lower
        tau2 = ours(inputs, method)["tau2"]
        for name in found.index[found["tau2"] > TAU2_ITERATED]:
            body = inputs[inputs["body"].eq(name)]
            both = tau2[name], expected.loc[(method, name), "tau2"]
            mine, theirs = (likelihood(value, body, method == "REML") for value in both)
            if mine > theirs + 1e-9:
                higher.append(name)
    found = found.drop(index=higher)
    assert len(higher) <= 3
    allowed = pd.Series({quantity: tolerance(quantity, method) for quantity in found.columns})
    assert not (found > allowed).any(axis=None), found.max()[found.max() > allowed]
    assert found["estimate"].notna().sum() >= 200
