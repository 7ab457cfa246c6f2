"""Write an exhibit: the chart in every format and style, its numbers as CSV and its words as JSON beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from evidence.exports import write_csv, write_text
from evidence.figures import Look, write_figure
from evidence.gallery.exhibit import Exhibit
from evidence.review import Review

FORMATS = ("svg", "pdf", "png")
DPI = 300  # of raster files: what journals ask for


class Written(NamedTuple):
    """Files of one exhibit: the charts, then the table and the words beside them."""

    charts: tuple[Path, ...]
    table: Path
    words: Path


def write_exhibit(
    exhibit: Exhibit, review: Review, folder: Path, looks: Iterable[Look], formats: Iterable[str] = FORMATS
) -> Written:
    """Write one exhibit; the same review gives the same bytes.

    Parameters
    ----------
    exhibit : Exhibit
        What to write.
    review : Review
        Where it comes from.
    folder : Path
        Where to.
    looks : iterable of Look
        In which looks.
    formats : iterable of str
        svg, pdf, png.

    Raises
    ------
    OutputError
        An unknown format, or a place that cannot be written to.
    FigureError
        A frame that cannot be drawn.
    """
    formats, charts, notes = tuple(formats), [], exhibit.notes(review)
    for look in looks:
        pages = exhibit.chart.pages(exhibit.frame, look, notes)
        for place, page in enumerate(pages, start=1):
            one = len(pages) == 1
            title = exhibit.title if one else f"{exhibit.title} ({place} of {len(pages)})"
            stem = f"{exhibit.name}_{look.name}" if one else f"{exhibit.name}_{look.name}_{place:02d}"
            figure = exhibit.chart.figure(page, title, notes, look)
            words = "\n".join((exhibit.chart.describe(page), *notes))
            charts += [write_figure(figure, folder / f"{stem}.{kind}", title, words, DPI) for kind in formats]
    table = write_csv(folder / f"{exhibit.name}.csv", exhibit.chart.drawn(exhibit.frame))
    told = {
        "title": exhibit.title,
        "alt": exhibit.alt,
        "caption": " ".join(notes),
        "method": exhibit.method,
        "judged_by": review.who_judged,
        "sources": list(exhibit.sources),
        "data_version": review.tables.version,
        "numbers": table.name,
        "files": [path.name for path in charts],
    }
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    return Written(tuple(charts), table, write_text(folder / f"{exhibit.name}.json", text))
