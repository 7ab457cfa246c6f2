"""The marks of claim strength, drawn alike in the chart and in its key."""

from __future__ import annotations

from matplotlib.axes import Axes

from evidence.figures.palette import INK


def diamond(ax: Axes, x: float, y: float, gid: str | None = None) -> None:
    """Mark what the words of a claim need."""
    ax.plot(x, y, marker="D", ms=6.8, mfc="white", mec=INK, mew=1.0, ls="", zorder=4, gid=gid)


def dot(ax: Axes, x: float, y: float, colour: str, shape: str, face: str, gid: str | None = None) -> None:
    """Mark what the evidence gives: a round mark, or a cross for evidence against."""
    size = 5.6 if shape == "X" else 4.2
    ax.plot(x, y, marker=shape, ms=size, mfc=face, mec=colour, mew=1.2, ls="", zorder=5, gid=gid)


def gap(ax: Axes, low: float, high: float, y: float, colour: str) -> None:
    """Mark how far the words go beyond the evidence."""
    ax.plot([low, high], [y, y], color=colour, lw=1.3, ls=(0, (1.2, 1.6)), zorder=2)


def stretch(ax: Axes, low: float, high: float, y: float, colour: str) -> None:
    """Mark evidence that points both ways."""
    ax.plot([low, high], [y, y], color=colour, lw=2.4, zorder=3)
