"""The whole review as one page that needs nothing but itself: the article, the verdicts, and every row behind them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evidence import exports
from evidence.report.explain import explain
from evidence.report.figure import Picture
from evidence.report.links import Link, reader_link
from evidence.report.page import render
from evidence.review import Review

__all__ = ["Link", "Picture", "explain", "reader_link", "render", "write_report"]


def write_report(review: Review, path: str | Path, pictures: Iterable[Picture] = ()) -> Path:
    """Write the report, whole or not at all.

    Parameters
    ----------
    review : Review
        From `evidence.assess`.
    path : str or Path
        Where it goes.
    pictures : iterable of Picture
        Charts of the review, as `render` takes them.

    Returns
    -------
    Path
        The path.

    Raises
    ------
    FigureError
        If a chart is not SVG.
    OutputError
        If it cannot be written; a report that was there is as it was.
    """
    return exports.write_text(path, render(review, pictures))
