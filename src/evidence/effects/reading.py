"""A caller's frame -> clean text and numbers on a plain index; a row that nothing can mean is refused by its name."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from evidence.errors import StatisticsError

SHOWN = 5  # bad rows that a message names; the rest are counted


def read(
    frame: pd.DataFrame,
    where: str,
    words: Sequence[str],
    numbers: Sequence[str],
    optional: Collection[str] = (),
) -> pd.DataFrame:
    """Copy what is needed as clean text and floats on a plain index, since the caller's index may repeat.

    Parameters
    ----------
    frame : DataFrame, one row a result
        The caller's; it is not changed. Blank, None and NaN are one thing.
    where : str
        The public function, for its messages.
    words, numbers : sequence of str
        Columns to copy; cells of `numbers` become float with NaN for blank, all others text with "" for blank.
    optional : collection of str
        Those of them that may be absent; they are then blank in every row. An empty frame may lack any column.

    Returns
    -------
    DataFrame, one row a result
        The columns named, indexed 0 to n - 1.

    Raises
    ------
    StatisticsError
        Something else than a frame; absent or repeated columns; rows with text for a number or an infinite one.
    """
    columns = (*words, *numbers)
    _check_columns(frame, where, columns, optional)
    table = pd.DataFrame(index=range(len(frame)))
    for column in words:
        cells = _cells(frame, column)
        table[column] = cells.where(cells.notna(), "").astype(str).str.strip()
    for column in numbers:
        cells = _cells(frame, column).replace("", np.nan)
        table[column] = pd.to_numeric(cells, errors="coerce").astype(float)
        refuse(table, cells.notna() & table[column].isna(), where, f"text in {column}", "one number or blank")
        refuse(table, np.isinf(table[column]), where, f"an infinite {column}", "finite numbers or blank")
    return table


def refuse(table: pd.DataFrame, bad: pd.Series, where: str, found: str, allowed: str) -> None:
    """Raise when a row is bad, naming it by result_id, else by its position from 0."""
    if bad.any():
        names = "at position " + table.index.astype(str).to_series(index=table.index)
        if "result_id" in table.columns:
            names = names.where(table["result_id"] == "", table["result_id"])
        ids = names[bad].tolist()
        rows = ", ".join(ids[:SHOWN]) + (f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else "")
        cure = "do: check the row against its source"
        raise StatisticsError(f"{where}: result {rows}: found {found}; allowed: {allowed}; {cure}")


def choose(where: str, measure: str, allowed: Collection[str]) -> str:
    """Give back a measure that the function knows."""
    if not isinstance(measure, str) or measure not in allowed:
        raise StatisticsError(f"{where}: measure is {measure!r}; allowed: {', '.join(allowed)}; do: name one of them")
    return measure


def check_counts(table: pd.DataFrame, where: str, events: str, total: str) -> None:
    """Refuse events and totals that count no people."""
    check_sizes(table, where, total)
    counted = table[events]
    refuse(table, (counted < 0) | (counted % 1 > 0), where, f"{events} that count no people", "whole, 0 or more")
    refuse(table, counted > table[total], where, f"more {events} than {total}", f"{events} up to {total}")


def check_sizes(table: pd.DataFrame, where: str, *columns: str) -> None:
    """Refuse a number of people that is not a whole number of 1 or more."""
    for column in columns:
        size = table[column]
        refuse(table, (size < 1) | (size % 1 > 0), where, f"{column} that counts no people", "whole, 1 or more")


def check_spreads(table: pd.DataFrame, where: str, *columns: str) -> None:
    """Refuse a spread below 0; one of 0 is left to the caller, who says what it costs."""
    for column in columns:
        refuse(table, table[column] < 0, where, f"a negative {column}", "above 0")


def _cells(frame: pd.DataFrame, column: str) -> pd.Series:
    cells = frame[column].to_numpy(dtype=object) if column in frame.columns else np.full(len(frame), None, object)
    return pd.Series(cells, dtype=object)


def _check_columns(frame: pd.DataFrame, where: str, columns: Sequence[str], optional: Collection[str]) -> None:
    if not isinstance(frame, pd.DataFrame):
        found = f"{where}: found {type(frame).__name__}"
        raise StatisticsError(f"{found}; allowed: a DataFrame with one row a result; do: build one")
    present = list(frame.columns)
    absent = [column for column in columns if column not in present and column not in optional]
    if absent and len(frame):
        found = f"{where}: columns {', '.join(absent)} not found"
        raise StatisticsError(f"{found}; allowed: one row a result; do: add them, blank cells are fine")
    twice = [column for column in columns if present.count(column) > 1]
    if twice:
        found = f"{where}: columns {', '.join(twice)} found more than once"
        raise StatisticsError(f"{found}; allowed: one column a name; do: drop or rename the others")
