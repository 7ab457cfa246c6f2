"""The chart of claim strength for pages of paper, each as a picture and as a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from evidence.figures import REPORT, write_figure
from evidence.gallery import about, choose
from evidence.gallery.writing import DPI
from evidence.review import Review

CHART = "claim strength"
STEM = "report-claim-strength"  # of the names of its files
TEXT = 6.8  # points: smaller than on a screen, so that the reasons beside the marks take fewer lines
PAGE_HEIGHT = 221  # millimetres: what A4 leaves beside margins, heading and caption


class ChartPage(NamedTuple):
    """One page of a chart.

    Attributes
    ----------
    name : str
        Its name, and that of its files without their ending.
    caption : str
        What is drawn, by which rule, and who judged.
    alt : str
        What it shows in a sentence or two, for who cannot see it.
    words : tuple of str
        All that it shows, line by line; a line that ends in a colon heads those after it.
    """

    name: str
    caption: str
    alt: str
    words: tuple[str, ...]


def draw(review: Review, folder: Path, kinds: Sequence[str] = ("png", "svg")) -> list[ChartPage]:
    """Draw the chart into a folder, as many pages as it needs.

    Parameters
    ----------
    review : Review
        From `evidence.assess`.
    folder : Path
        Where to.
    kinds : sequence of str
        png (300 dots an inch), svg.

    Returns
    -------
    list of ChartPage
        Empty where no claim is judged.
    """
    if not len(review.judged):
        return []
    exhibit = choose(review, CHART)
    look = replace(REPORT, name="page", height=PAGE_HEIGHT, text=TEXT, whole=True)
    pages = exhibit.chart.pages(exhibit.frame, look, ())
    made = []
    for number, page in enumerate(pages, start=1):
        part = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
        described = exhibit.chart.describe(page)
        first, *lines = described.splitlines()
        drawn = exhibit.chart.figure(page, f"{exhibit.title}{part}", (), look)
        name = f"{STEM}-{number}"
        for kind in kinds:
            write_figure(drawn, folder / f"{name}.{kind}", exhibit.title, described, DPI)
        caption = f"{exhibit.title}{part} {exhibit.method} {about(review).who_judged}"
        made.append(ChartPage(name, caption, f"{first} All of it stands in words below.", tuple(lines)))
    return made
