"""The three tables as plain rows: blank text is "", a blank number is nan, an absent column is blank."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

_NUMBERS = {
    "results": ["value", "baseline", "spread", "low", "high", "n_analysed", "events", "total", "p", "time", "grain"],
    "reports": ["planned_n"],
    "studies": ["n"],
}
_WORDS = {
    "results": (
        "result_id study_id outcome outcome_family statistic measure_given contrast arm arm_role comparator_arm bound "
        "spread_kind denominator adjusted p_operator p_compares unit time_unit level as_given note"
    ).split(),
    "reports": ["report_id", "study_id", "kind", "citation", "doi", "pmid", "date", "status", "seen", "locator"],
    "studies": ["study_id", "label", "title", "design", "system", "population", "control", "note"],
}

INTERVALS = ("CI 95%", "CI, level not stated")
POOLED = "pooled by a review"
QUOTED = "quoted from another study"
BETWEEN = "between arms"


class Tables(NamedTuple):
    """Rows of the three tables; each row carries its columns as attributes."""

    results: list
    reports: list
    studies: dict


def read(results: pd.DataFrame, reports: pd.DataFrame, studies: pd.DataFrame) -> Tables:
    """Turn the three frames into rows, studies by study_id."""
    frames = {"results": results, "reports": reports, "studies": studies}
    rows = {name: list(_plain(frame, name).itertuples(index=False)) for name, frame in frames.items()}
    return Tables(rows["results"], rows["reports"], {study.study_id: study for study in rows["studies"]})


def _plain(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    wide = frame.reindex(columns=[*_WORDS[name], *_NUMBERS[name]])
    numbers = wide[_NUMBERS[name]].apply(pd.to_numeric, errors="coerce").astype(float)
    words = wide[_WORDS[name]].astype(object)
    return pd.concat([words.where(words.notna(), "").astype(str), numbers], axis=1)


def given(*numbers: float) -> bool:
    """Say whether none of the numbers is blank."""
    return not any(math.isnan(number) for number in numbers)


def exact(row) -> bool:
    """Say whether the value is the estimate itself, not a bound and not about so much."""
    return given(row.value) and row.bound in ("", "=")


def groups(rows: Iterable, *columns: str) -> list[list]:
    """Gather the rows that agree in all columns, in the order of the table; blank numbers agree with each other."""
    gathered: dict[tuple, list] = {}
    for row in rows:
        cells = (getattr(row, column) for column in columns)
        key = tuple("" if isinstance(cell, float) and math.isnan(cell) else cell for cell in cells)
        gathered.setdefault(key, []).append(row)
    return list(gathered.values())
