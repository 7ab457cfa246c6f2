"""Rows over pages: what does not fit one slide goes on the next."""

from __future__ import annotations

import pandas as pd

from evidence.errors import FigureError


def paged(
    frame: pd.DataFrame, heights: list[float], room: float, group: str | None = None, heading: float = 0.0
) -> list[pd.DataFrame]:
    """Split the rows of a frame over pages.

    Parameters
    ----------
    frame : DataFrame
        Rows in the order in which they are drawn.
    heights : list of float
        Height of each row in inches.
    room : float
        Height in inches that a page has for rows.
    group : str or None
        Column whose every new value, and every page, begins with a heading.
    heading : float
        Height in inches of that heading.

    Returns
    -------
    list of DataFrame
        The rows of each page; together all rows, in order.

    Raises
    ------
    FigureError
        A row that is higher than a page.
    """
    starts, used, last = [0], 0.0, None
    for place, height in enumerate(heights):
        name = frame[group].iloc[place] if group else None
        need = height + (heading if group and (name != last or used == 0) else 0.0)
        if used and used + need > room:
            starts.append(place)
            used, need = 0.0, height + (heading if group else 0.0)
        if need > room:
            raise FigureError(
                f"page: row {place + 1} is {need:.1f} inches high and a page has {room:.1f}; choose another style"
            )
        used, last = used + need, name
    ends = [*starts[1:], len(frame)]
    return [frame.iloc[start:end] for start, end in zip(starts, ends, strict=True)]
