"""Effect sizes are those of metafor 3.8-1, row by row, on published data sets and on a grid of invented rows.

`reference/effects.R` wrote `reference/effects.csv`; nothing here needs R.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evidence.effects import (
    ARM_MEASURES,
    CHANGE_MEASURES,
    PROPORTION_MEASURES,
    from_arms,
    from_before_after,
    from_proportions,
)

CLOSED_FORM = 1e-8  # relative: one formula in both; what is left is metafor's gamma functions in large samples
NO_EFFECT = 1e-12  # absolute: effects that cancel to 0

FUNCTIONS = (
    dict.fromkeys(ARM_MEASURES, from_arms)
    | dict.fromkeys(CHANGE_MEASURES, from_before_after)
    | dict.fromkeys(PROPORTION_MEASURES, from_proportions)
)
# Rows of each set, so that the file cannot shrink without a sign.
OF_COUNTS = {"bcg": 13, "nielweise2007": 18, "hine1989": 6, "hahn2001": 12, "grid": 19}
OF_MEANS = {"normand1999": 9, "gibson2002": 13, "curtis1998": 40, "grid": 144, "grid large": 2}
OF_CHANGES = {"morris2008": 10, "26 to 22": 1, "grid": 96}
OF_PROPORTIONS = {"pritz1997": 14, "debruin2009": 13, "nielweise2007 control": 18, "nielweise2007 treated": 18}
OF_PROPORTIONS |= {"miller1978": 4, "grid": 10}
SETS = {"RR": OF_COUNTS, "OR": OF_COUNTS, "RD": OF_COUNTS, "MD": OF_MEANS, "SMD": OF_MEANS, "ROM": OF_MEANS}
SETS |= {"MC": OF_CHANGES, "SMCR": OF_CHANGES, "ROMC": OF_CHANGES, "PR": OF_PROPORTIONS, "PLO": OF_PROPORTIONS}


@pytest.fixture(scope="module")
def metafor() -> pd.DataFrame:
    """Inputs in our column names, yi and vi by metafor, blank where it gives none."""
    return pd.read_csv(Path(__file__).parent / "reference" / "effects.csv")


def test_the_file_is_whole_and_of_the_version_that_is_named(metafor):
    assert set(metafor["metafor"]) == {"3.8-1"}
    sizes = {measure: rows["set"].value_counts().to_dict() for measure, rows in metafor.groupby("measure")}
    assert sizes == SETS
    assert set(FUNCTIONS) == set(SETS)


@pytest.mark.parametrize("measure", FUNCTIONS)
def test_effects_and_variances_are_those_of_metafor(metafor, measure):
    rows = metafor[metafor["measure"] == measure]
    got = FUNCTIONS[measure](rows, measure)
    variance = rows["vi"].where(rows["vi"] > 0)  # metafor gives 0 where none or all had the event; we give none
    complete = got["missing"] == ""
    assert (complete == (rows["yi"].notna() & variance.notna())).all()
    assert got["effect"].to_numpy() == pytest.approx(rows["yi"].to_numpy(), rel=CLOSED_FORM, abs=NO_EFFECT, nan_ok=True)
    assert got["variance"].to_numpy() == pytest.approx(variance.to_numpy(), rel=CLOSED_FORM, abs=0, nan_ok=True)
    assert got["se"].to_numpy() == pytest.approx(np.sqrt(variance).to_numpy(), rel=CLOSED_FORM, abs=0, nan_ok=True)


@pytest.mark.parametrize("measure", ["RR", "OR"])
def test_only_ratios_of_studies_with_a_zero_cell_are_corrected(metafor, measure):
    rows = metafor[metafor["measure"] == measure]
    got = from_arms(rows, measure)
    free_1, free_2 = rows["total_1"] - rows["events_1"], rows["total_2"] - rows["events_2"]
    zero = (rows["events_1"] == 0) | (rows["events_2"] == 0) | (free_1 == 0) | (free_2 == 0)
    hopeless = (rows["events_1"] + rows["events_2"] == 0) | (free_1 + free_2 == 0)
    assert (zero.sum(), hopeless.sum()) == (25, 7)
    assert ((got["correction"] != "") == (zero & ~hopeless)).all()
    assert (got["effect"].isna() == hopeless).all()


def test_only_logits_of_none_or_all_are_corrected(metafor):
    rows = metafor[metafor["measure"] == "PLO"]
    got = from_proportions(rows, "PLO")
    zero = (rows["events"] == 0) | (rows["events"] == rows["total"])
    assert zero.sum() == 13
    assert ((got["correction"] != "") == zero).all()
