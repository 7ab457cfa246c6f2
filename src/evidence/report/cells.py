"""Cells of the tables as a reader sees them: blank for missing, 12 rather than 12.0."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


def text(cell) -> str:
    """Write a cell as a person would.

    Examples
    --------
    >>> text(12.0), text(9.5), text(float("nan")), text("as given")
    ('12', '9.5', '', 'as given')
    """
    if pd.isna(cell):
        return ""
    if isinstance(cell, float):
        return f"{cell:.10g}"
    return str(cell)


def records(frame: pd.DataFrame, columns: Iterable[str]) -> list[dict[str, str]]:
    """Give the rows of a frame as text, one dictionary a row."""
    columns = list(columns)
    return [
        dict(zip(columns, map(text, row), strict=True)) for row in frame[columns].itertuples(index=False, name=None)
    ]


def by_key(frame: pd.DataFrame, key: str, columns: Iterable[str]) -> dict[str, dict[str, str]]:
    """Give the rows of a frame as text, by a column that is unique."""
    return {row[key]: row for row in records(frame, [key, *columns])}


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> counted(1, "claim"), counted(2, "search", "searches")
    ('1 claim', '2 searches')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(words: Iterable[str]) -> str:
    """Join words with commas and a last 'and'.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a"]), listed([])
    ('a, b and c', 'a', '')
    """
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last
