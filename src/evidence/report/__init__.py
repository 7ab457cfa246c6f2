"""The whole review as one page that needs nothing but itself: the article, the verdicts, and every row behind them."""

from __future__ import annotations

from pathlib import Path

from evidence import exports
from evidence.report.explain import explain
from evidence.report.links import Link, reader_link
from evidence.report.page import render
from evidence.review import Review

__all__ = ["Link", "explain", "reader_link", "render", "write_report"]


def write_report(review: Review, path: str | Path, figure_svg: str, figure_alt: str) -> Path:
    """Write the report, whole or not at all.

    Parameters
    ----------
    review : Review
        From `evidence.assess`.
    path : str or Path
        Where it goes.
    figure_svg, figure_alt : str
        The claim-strength chart as SVG text, and what it shows in words.

    Returns
    -------
    Path
        The path.

    Raises
    ------
    FigureError
        If the chart is not SVG.
    OutputError
        If it cannot be written; a report that was there is as it was.
    """
    return exports.write_text(path, render(review, figure_svg, figure_alt))
