"""A body of evidence as light rows, so that the rules can judge hundreds of what-if bodies in a second."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from evidence.certainty.pooled import Pooled
from evidence.thresholds import DEFAULTS, POOLED_DEFAULTS, PooledThresholds, Thresholds


class Row(NamedTuple):
    """One link from a claim to evidence, with what the rules read; None where a cell is blank."""

    link_id: str | None = None
    question_id: str | None = None
    study_id: str | None = None
    evidence_id: str | None = None
    source: str | None = None
    design: str | None = None
    system: str | None = None
    bearing: str = "for"
    direct: bool = True
    first_hand: bool = True
    seen: str | None = None
    date: str | None = None
    n: float | None = None
    denominator: str | None = None
    risk_of_bias: str | None = None
    population: str | None = None
    intervention: str | None = None
    comparator: str | None = None
    outcome: str | None = None
    reason: str = ""
    label: str = ""
    jurisdiction: str | None = None
    pathway: str | None = None
    status: str | None = None
    tool: str | None = None


READ = Row._fields
NOT_APPRAISED = "not appraised"


@dataclass(frozen=True)
class Body:
    """The evidence on one question: its rows, the thresholds that the rules use, and a pooled estimate where one is."""

    rows: tuple[Row, ...]
    thresholds: Thresholds = DEFAULTS
    pooled: Pooled | None = None
    pooled_thresholds: PooledThresholds = POOLED_DEFAULTS

    def keep(self, rows: Iterable[Row]) -> Body:
        """Give the same body with other rows; the pooled estimate stays, so pool anew where its studies change."""
        return replace(self, rows=tuple(rows))

    @property
    def judged(self) -> dict[str | None, str]:
        """The risk of bias of each study, by study_id; the first row of a study counts."""
        return {row.study_id: row.risk_of_bias or NOT_APPRAISED for row in reversed(self.rows)}


def rows_by(frame: pd.DataFrame, key: str) -> dict[str, tuple[Row, ...]]:
    """Read rows from a frame and group them by a column; rows where it is blank are left out.

    Examples
    --------
    >>> by = rows_by(pd.DataFrame({"claim_id": ["c1", "c2", "c1"], "study_id": ["s-a", "s-b", "s-c"]}), "claim_id")
    >>> [row.study_id for row in by["c1"]]
    ['s-a', 's-c']
    """
    groups: dict[str, list[Row]] = {}  # the frame is read once, which a frame for every group would cost again
    for group, row in zip(frame[key], rows_of(frame), strict=True):
        if not pd.isna(group):
            groups.setdefault(group, []).append(row)
    return {group: tuple(rows) for group, rows in groups.items()}


def rows_of(frame: pd.DataFrame) -> tuple[Row, ...]:
    """Read rows from a frame; columns of `Row` that it lacks keep their defaults.

    Examples
    --------
    >>> rows_of(pd.DataFrame({"study_id": ["s-a"], "n": [None]}))[0].n is None
    True
    """
    names = [name for name in READ if name in frame.columns]
    columns = [frame[name].astype(object).where(frame[name].notna(), None) for name in names]
    return tuple(Row(**dict(zip(names, cells, strict=True))) for cells in zip(*columns, strict=True))
