"""Frames that a chart can draw: the columns are there, and there is a row."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evidence.errors import FigureError


def needed(frame: pd.DataFrame, columns: Sequence[str], chart: str, cure: str) -> pd.DataFrame:
    """Give the frame back if it can be drawn.

    Parameters
    ----------
    frame : DataFrame
        What is to be drawn.
    columns : sequence of str
        Columns that the chart reads.
    chart, cure : str
        Name of the chart, and where such a frame comes from.

    Raises
    ------
    FigureError
        Columns that are missing, or no row.
    """
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise FigureError(f"{chart}: the frame lacks {', '.join(missing)}; {cure}")
    if frame.empty:
        raise FigureError(f"{chart}: found no row to draw; {cure}")
    return frame


def only(frame: pd.DataFrame, column: str, allowed: Sequence[object], chart: str, cure: str) -> pd.DataFrame:
    """Give the frame back if a column holds nothing but what can be drawn.

    Parameters
    ----------
    frame : DataFrame
        What is to be drawn.
    column : str
        One of its columns.
    allowed : sequence
        What it may hold.
    chart, cure : str
        Name of the chart, and where such a frame comes from.

    Raises
    ------
    FigureError
        Any other value.
    """
    other = frame.loc[~frame[column].isin(allowed), column]
    if len(other):
        known = ", ".join(repr(value) for value in allowed)
        raise FigureError(f"{chart}, {column}: found {other.iloc[0]!r}; allowed: {known}; {cure}")
    return frame
