"""The chart of claim strength for a page of paper: split over pages, as a picture and as a drawing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from evidence.figures import REPORT, write_figure
from evidence.gallery import about, choose
from evidence.gallery.writing import DPI
from evidence.review import Review

CHART = "claim strength"
PAGE_HEIGHT = 205  # millimetres: what A4 leaves beside margins, heading and caption


class ChartPage(NamedTuple):
    """One page of the chart: the name that links lead to, its file, caption, and what it shows in words."""

    name: str
    path: str
    caption: str
    alt: str


def draw(review: Review, folder: Path, kind: str, stem: str = "claim-strength") -> list[ChartPage]:
    """Draw the chart into a folder.

    Parameters
    ----------
    review : Review
        From `evidence.assess`.
    folder : Path
        Where to.
    kind : str
        png (300 dots an inch) or svg.
    stem : str
        What the names of the files begin with.

    Returns
    -------
    list of ChartPage
        Paths are relative to the folder; empty where no claim is judged.
    """
    if not len(review.judged):
        return []
    exhibit = choose(review, CHART)
    look = replace(REPORT, name="page", height=PAGE_HEIGHT)
    pages = exhibit.chart.pages(exhibit.frame, look, ())
    made = []
    for number, page in enumerate(pages, start=1):
        part = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
        alt = exhibit.chart.describe(page)
        drawn = exhibit.chart.figure(page, f"{exhibit.title}{part}", (), look)
        path = f"{stem}-{number}.{kind}"
        write_figure(drawn, folder / path, exhibit.title, alt, DPI)
        caption = f"{exhibit.title}{part} {exhibit.method} {about(review).who_judged}"
        made.append(ChartPage(f"figure-{stem}-{number}", path, caption, alt))
    return made
