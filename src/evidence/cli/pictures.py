"""The charts that stand in the report, drawn for the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

# Charts on the width of the page, and charts that stand beside text; the report knows where each belongs.
LARGE = ("claim_strength", "effect_direction", "regulatory_timeline")
SMALL = ("claimed_measured", "record_flow", "rater_agreement")


def pictures(review, folder: Path) -> list:
    """Draw the charts of the report as SVG.

    Parameters
    ----------
    review : Review
        From `evidence.assess`.
    folder : Path
        Where the files are written.

    Returns
    -------
    list of Picture
        What `report.write_report` takes.

    Raises
    ------
    OutputError
        If the folder cannot be written to.
    """
    from evidence import figures, gallery
    from evidence.report import Picture

    told, drawn = gallery.about(review), []
    for exhibit in gallery.exhibits(review):
        if exhibit.name not in LARGE and not exhibit.name.startswith(SMALL):
            continue
        look = replace(figures.SCREEN if exhibit.name in LARGE else figures.REPORT, whole=True)
        figure = exhibit.chart.figure(exhibit.frame, exhibit.title, exhibit.notes(told), look)
        path = figures.write_figure(figure, folder / f"{exhibit.name}.svg", exhibit.title, exhibit.alt)
        drawn.append(Picture(exhibit.name, exhibit.title, path.read_text(encoding="utf-8"), exhibit.alt))
    return drawn
