"""Synthesis without pooling: directions, ranges and benchmarks of a body of evidence that has no pooled estimate."""

from __future__ import annotations

import pandas as pd

from evidence.errors import StatisticsError
from evidence.synthesis.bodies import MIXED, OWN_DATA, without_pooling

BENCHMARK = "benchmark"
ESTIMATES = ("", "=", "about")  # any other bound says where a number ends, not what it is
CAVEAT = (
    "counts directions of contrasts between arms only, since a rise in one arm may come without the treatment; "
    "it weighs no size, precision or bias, and takes studies as independent"
)
NONE_TO_TEST = "no study with a direction between arms"
_NEEDED = ("arm_role", "value", "bound", "level", "statistic", "label", "outcome_family")


def directions(frame: pd.DataFrame) -> pd.DataFrame:
    """Sum up each family of outcomes, by role of the arm, by the direction that its studies point in.

    Parameters
    ----------
    frame : DataFrame, one row a result
        As for `without_pooling`, with outcome_family, label (of the study), arm_role, statistic, value, bound, level.
        Only participant data count. Arms of the product in question never vote with arms of other treatments, and
        benchmark arms (placebo, vehicle) do not vote at all: they stand beside those of their family.

    Returns
    -------
    DataFrame, one row per family and role, sorted
        outcome_family, arm_role, studies, up, down, none, mixed, unstated (studies by direction), controlled
        (studies with a contrast between arms), sign_p (exact two-sided sign test of up against down among those; blank
        without either), sign_note (its caveat), ranges (lowest and highest printed estimate by statistic and unit),
        benchmarks (what benchmark arms did, with whose they are), missing (the numbers that would make it poolable).

    Raises
    ------
    StatisticsError
        Absent columns; unknown directions.

    References
    ----------
    Campbell 2020, BMJ 368:l6890 (SWiM). Cochrane Handbook, version 6, section 12.2.1.3 (vote counting by direction,
    with the sign test).

    Examples
    --------
    >>> rows = pd.DataFrame({"study_id": ["s1", "s2"], "label": ["A", "B"], "outcome": "density", "direction": "up",
    ...     "outcome_family": "density", "n_analysed": [20, 18], "design": "case series", "control": "", "unit": "%",
    ...     "as_given": "rose", "time": [12, 24], "missing": "SD", "arm_role": ["treated", "benchmark"], "bound": "=",
    ...     "value": [20.0, 7.1], "statistic": "percent change", "level": "participant data", "contrast": ""})
    >>> directions(rows)[["studies", "up", "controlled", "benchmarks"]]
       studies  up  controlled                    benchmarks
    0        1   1           0  B: percent change 7.1 %, up
    """
    absent = [column for column in _NEEDED if column not in frame.columns]
    if absent:
        found = f"directions: columns {', '.join(absent)} not found"
        raise StatisticsError(f"{found}; allowed: effect sizes merged with `studies`; do: add them")
    own = frame[frame["level"].eq(OWN_DATA)]
    benchmark = own["arm_role"].eq(BENCHMARK)
    beside = dict(tuple(own[benchmark].groupby("outcome_family")))
    bodies = own[~benchmark].groupby(["outcome_family", "arm_role"])
    rows = [
        {"outcome_family": family, "arm_role": role} | _body(part, beside.get(family, part.head(0)))
        for (family, role), part in bodies
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = [
    *("outcome_family", "arm_role", "studies", "up", "down", "none", "mixed", "unstated", "controlled"),
    *("sign_p", "sign_note", "ranges", "benchmarks", "missing"),
]


def _body(voting: pd.DataFrame, beside: pd.DataFrame) -> dict:
    per_study = without_pooling(voting.assign(outcome=voting["outcome_family"]))
    between = voting[voting["contrast"].eq("between arms")]
    compared = _counts(without_pooling(between.assign(outcome=between["outcome_family"])))
    missing = per_study["missing"].str.split("; ").explode()
    return {
        "studies": len(per_study),
        **_counts(per_study),
        "controlled": between["study_id"].nunique(),
        "sign_p": sign_test(compared["up"], compared["down"]),
        "sign_note": CAVEAT if compared["up"] + compared["down"] else NONE_TO_TEST,
        "ranges": _ranges(voting),
        "benchmarks": "; ".join(_told(row) for row in beside.sort_values("label").itertuples()),
        "missing": "; ".join(sorted(set(missing[missing.ne("")]))),
    }


def _counts(per_study: pd.DataFrame) -> dict[str, int]:
    said = per_study["direction"].replace("", "unstated").value_counts()
    return {word: int(said.get(word, 0)) for word in ("up", "down", "none", MIXED, "unstated")}


def sign_test(up: int, down: int) -> float:
    """Give the exact two-sided p of a sign test; NaN without a direction.

    Examples
    --------
    >>> sign_test(6, 0), sign_test(1, 1)
    (0.03125, 1.0)
    """
    from scipy.special import bdtr  # inside: reading tables must not wait for scipy

    if not up + down:
        return float("nan")
    return float(min(1.0, 2 * bdtr(min(up, down), up + down, 0.5)))


def _ranges(rows: pd.DataFrame) -> str:
    """Write the lowest and highest printed estimate of each statistic and unit, with the number of studies."""
    printed = rows[rows["value"].notna() & rows["bound"].fillna("").isin(ESTIMATES)]
    told = []
    for (statistic, unit), same in printed.groupby(["statistic", "unit"]):
        low, high, studies = same["value"].min(), same["value"].max(), same["study_id"].nunique()
        span = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        told.append(f"{statistic} {span} {unit} ({studies} {'study' if studies == 1 else 'studies'})")
    return "; ".join(told)


def _told(row) -> str:
    number = "" if pd.isna(row.value) else f" {row.value:g} {row.unit}"
    way = "" if pd.isna(row.direction) or not row.direction else f", {row.direction}"
    return f"{row.label}: {row.statistic}{number}{way}"
