"""A chart as one thing: how it is drawn, how large it is, how it is split over slides, and what it says in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from evidence.figures.export import new_figure
from evidence.figures.looks import SCREEN, Look
from evidence.figures.style import house_style


@dataclass(frozen=True)
class Chart:
    """One kind of chart. Every function takes the finished frame that the chart draws.

    Attributes
    ----------
    name : str
        Its name, as in `figures.CHARTS`.
    plot : callable
        `plot(frame, ax, title=, notes=, look=)` draws on axes that fill a figure and returns them.
    size : callable
        `size(frame, look, notes)` gives width and height in inches.
    pages : callable
        `pages(frame, look, notes)` splits the frame over the pages that a look of fixed height needs; [frame] else.
    describe : callable
        `describe(frame)` says in words what is drawn, every number among them: the alt text.
    drawn : callable
        `drawn(frame)` gives the numbers that are drawn, for the table beside the file.
    """

    name: str
    plot: Callable
    size: Callable[[pd.DataFrame, Look, tuple[str, ...]], tuple[float, float]]
    pages: Callable[[pd.DataFrame, Look, tuple[str, ...]], list[pd.DataFrame]]
    describe: Callable[[pd.DataFrame], str]
    drawn: Callable[[pd.DataFrame], pd.DataFrame]

    def figure(self, frame: pd.DataFrame, title: str, notes: tuple[str, ...] = (), look: Look = SCREEN) -> Figure:
        """Draw the frame on a figure of its own, in the house style.

        Parameters
        ----------
        frame : DataFrame
            What the chart draws, one page of it.
        title : str
            Title of the chart.
        notes : tuple of str
            Lines to stand under it.
        look : Look
            Sizes and colours.

        Raises
        ------
        FigureError
            A frame that cannot be drawn.
        """
        with house_style():
            figure, ax = new_figure(self.size(frame, look, notes))
            self.plot(frame, ax, title=title, notes=notes, look=look)
        return figure


def one_page(frame: pd.DataFrame, look: Look, notes: tuple[str, ...] = ()) -> list[pd.DataFrame]:
    """Keep a frame on one page, for charts that fit any look."""
    return [frame]
