"""One chart of a review with the words that travel with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from evidence.figures import Chart
from evidence.review import Review


class About(NamedTuple):
    """What every exhibit says of its review: who judged, and the version of the data."""

    who_judged: str
    version: str


def about(review: Review) -> About:
    """Read from a review what every exhibit says of it."""
    return About(review.who_judged, review.tables.version)


@dataclass(frozen=True, eq=False)
class Exhibit:
    """One chart of a review.

    Attributes
    ----------
    name : str
        Stem of the file name: it says what is shown.
    chart : Chart
        How it is drawn.
    frame : DataFrame
        What it draws.
    title : str
        A title that says what is asked or found.
    method : str
        One sentence: what was compared or counted, by which rule.
    sources : tuple of str
        Citations of the documents behind the numbers drawn.
    """

    name: str
    chart: Chart
    frame: pd.DataFrame
    title: str
    method: str
    sources: tuple[str, ...] = ()

    @property
    def alt(self) -> str:
        """What the chart shows, in words."""
        return self.chart.describe(self.frame)

    def notes(self, about: About) -> tuple[str, ...]:
        """Give the lines under the chart: the method, who judged, and where the sources are listed."""
        count = f"{len(self.sources)} document{'s' if len(self.sources) != 1 else ''}, listed in {self.name}.json"
        data = f"Evidence data {about.version}; {count}." if self.sources else ""
        return tuple(line for line in (self.method, about.who_judged, data) if line)


def documents(review: Review, study_ids, regulation_ids=()) -> tuple[str, ...]:
    """Cite the documents of some studies and statuses, sorted.

    Parameters
    ----------
    review : Review
        The review.
    study_ids, regulation_ids : iterable of str
        Whose documents.
    """
    reports, rules = review.tables.reports, review.tables.regulations
    carried = rules.loc[rules["regulation_id"].isin(set(regulation_ids)), "report_id"]
    mine = reports["study_id"].isin(set(study_ids)) | reports["report_id"].isin(set(carried.dropna()))
    return tuple(sorted(set(reports.loc[mine, "citation"])))
