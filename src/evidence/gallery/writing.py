"""Write an exhibit: the chart in every format and style, its numbers as CSV and its words as JSON beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

from evidence.exports import write_csv, write_text
from evidence.figures import Look, write_figure
from evidence.gallery.exhibit import About, Exhibit

FORMATS = ("svg", "pdf", "png")
DPI = 300  # of raster files: what journals ask for


FEW = 3  # charts that are written one after the other: starting a second process would take longer


class Written(NamedTuple):
    """Files of one exhibit: the charts, then the table and the words beside them."""

    charts: tuple[Path, ...]
    table: Path
    words: Path


def write_exhibit(
    exhibit: Exhibit, told: About, folder: Path, looks: Iterable[Look], formats: Iterable[str] = FORMATS
) -> Written:
    """Write one exhibit; the same review gives the same bytes.

    Parameters
    ----------
    exhibit : Exhibit
        What to write.
    told : About
        Who judged, and the version of the data.
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
    formats, charts, notes = tuple(formats), [], exhibit.notes(told)
    for look in looks:
        pages = exhibit.chart.pages(exhibit.frame, look, notes)
        for place, page in enumerate(pages, start=1):
            one = len(pages) == 1
            title = exhibit.title if one else f"{exhibit.title} ({place} of {len(pages)})"
            stem = f"{exhibit.name}_{look.name}" if one else f"{exhibit.name}_{look.name}_{place:02d}"
            figure = exhibit.chart.figure(page, title, notes, look)
            said = "\n".join((exhibit.chart.describe(page), *notes))
            charts += [write_figure(figure, folder / f"{stem}.{kind}", title, said, DPI) for kind in formats]
    table = write_csv(folder / f"{exhibit.name}.csv", exhibit.chart.drawn(exhibit.frame))
    words = {
        "title": exhibit.title,
        "alt": exhibit.alt,
        "caption": " ".join(notes),
        "method": exhibit.method,
        "judged_by": told.who_judged,
        "sources": list(exhibit.sources),
        "data_version": told.version,
        "numbers": table.name,
        "files": [path.name for path in charts],
    }
    text = json.dumps(words, ensure_ascii=False, indent=2) + "\n"
    return Written(tuple(charts), table, write_text(folder / f"{exhibit.name}.json", text))


def write_exhibits(
    exhibits: Sequence[Exhibit], told: About, folder: Path, looks: Sequence[Look], formats: Sequence[str] = FORMATS
) -> Iterator[Written]:
    """Write several exhibits, on all cores; each is given as soon as it is written.

    Parameters are those of `write_exhibit`; so are the errors, which stop at the first.
    """
    if len(exhibits) <= FEW:
        for exhibit in exhibits:
            yield write_exhibit(exhibit, told, folder, looks, formats)
        return
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        # What takes longest begins first, so that no core waits for another at the end.
        ordered = sorted(exhibits, key=lambda exhibit: -len(exhibit.frame))
        work = [pool.submit(write_exhibit, exhibit, told, folder, looks, formats) for exhibit in ordered]
        try:
            for done in as_completed(work):
                yield done.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
