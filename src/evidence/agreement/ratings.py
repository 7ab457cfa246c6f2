"""A long frame of ratings -> whole numbers by item and rater, refused where it does not say who rated what how."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evidence.errors import StatisticsError

COLUMNS = ("item", "rater", "rating")
WEIGHTS = ("none", "linear", "quadratic")
MISSING = -1  # code of a rating that is not there


@dataclass(frozen=True)
class Ratings:
    """Ratings that may be compared.

    Attributes
    ----------
    codes : array of int, shape (items, raters)
        Place of each rating in `categories`, -1 where there is none; items and raters sorted by name.
    categories : tuple of str
        All that a rater could say.
    ordered : bool
        Whether their order means anything.
    """

    codes: np.ndarray
    categories: tuple[str, ...]
    ordered: bool

    def counts(self) -> np.ndarray:
        """Count the raters who chose each category; shape (items, categories)."""
        return (self.codes[:, :, None] == np.arange(len(self.categories))).sum(axis=1)


def read(frame: pd.DataFrame, where: str, categories=None) -> Ratings:
    """Read a long frame of ratings; rows with a blank rating are the same as rows that are not there.

    Parameters
    ----------
    frame : DataFrame, one row a rating
        item, rater, rating. Cells are compared as text without spaces around it: 1.0 is 1.
    where : str
        The function that asks, for messages.
    categories : sequence or set of str, optional
        All categories; a sequence gives their order too. Without it: those of a categorical column, else those seen.

    Returns
    -------
    Ratings

    Raises
    ------
    StatisticsError
        Absent columns; ratings without an item or rater; two ratings of one item by one rater; unknown categories.
    """
    cells = {name: column(frame, where, name) for name in COLUMNS}
    table = pd.DataFrame({name: texts(values) for name, values in cells.items()}, index=frame.index, dtype=object)
    rated = table[table["rating"] != ""]
    for name in ("item", "rater"):
        refuse(rated[name] == "", where, f"{name} is blank", "a name for every rating", f"name the {name}")
    twice = rated.duplicated(["item", "rater"])
    refuse(twice, where, "the same rater rates the same item again", "one rating each", "keep the one that counts")
    known, ordered = _categories(cells["rating"], rated["rating"], where, categories)
    unknown = ~rated["rating"].isin(known)
    found = f"rating is {', '.join(map(repr, sorted(set(rated.loc[unknown, 'rating']))))}"
    refuse(unknown, where, found, ", ".join(known), "mend the rating or name all categories")
    items, raters = (pd.factorize(rated[name], sort=True) for name in ("item", "rater"))
    codes = np.full((len(items[1]), len(raters[1])), MISSING)
    codes[items[0], raters[0]] = pd.Categorical(rated["rating"], categories=list(known)).codes
    return Ratings(codes, known, ordered)


def distances(size: int, weights: str) -> np.ndarray:
    """Set how far apart each two categories are, from 0 to 1; the order of categories is their only measure.

    none: 0 or 1; linear: Cicchetti and Allison 1971; quadratic: Fleiss and Cohen 1973.
    """
    steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / max(size - 1, 1)
    return {"none": (steps > 0).astype(float), "linear": steps, "quadratic": steps**2}[weights]


def column(frame: pd.DataFrame, where: str, name: str) -> pd.Series:
    """Take the one column of that name."""
    columns = list(frame.columns) if isinstance(frame, pd.DataFrame) else []
    if columns.count(name) != 1:
        raise StatisticsError(
            f"{where}: found {columns.count(name)} columns {name}; allowed: exactly one; "
            f"do: give a frame of one row per rating with {', '.join(COLUMNS)}"
        )
    return frame[name]


def texts(cells) -> list[str]:
    """Write cells as a person would: blank for missing, 1 rather than 1.0."""
    if (
        isinstance(cells, pd.Series) and pd.api.types.infer_dtype(cells, skipna=True) == "string"
    ):  # the same, asking each word once
        codes, known = pd.factorize(cells)
        return np.array([*map(str.strip, known), ""], dtype=object)[codes].tolist()  # a missing cell has code -1
    return [_text(cell) for cell in cells]


def refuse(bad: pd.Series, where: str, found: str, allowed: str, cure: str) -> None:
    """Refuse a frame of which some rows are bad, and name the first."""
    if bad.any():
        rows = f"{int(bad.sum())} of {len(bad)} ratings, first in row {bad.index[bad][0]}"
        raise StatisticsError(f"{where}: {found} ({rows}); allowed: {allowed}; do: {cure}")


def _categories(cells: pd.Series, seen: pd.Series, where: str, given) -> tuple[tuple[str, ...], bool]:
    ordered = not isinstance(given, Set)
    if given is None and isinstance(cells.dtype, pd.CategoricalDtype):
        given, ordered = cells.dtype.categories, bool(cells.dtype.ordered)
    if given is None:
        return tuple(sorted(set(seen))), False
    if not pd.api.types.is_list_like(given):
        raise StatisticsError(f"{where}: categories is {given!r}; allowed: a list of words; do: list them in order")
    known = texts(given if ordered else sorted(given, key=str))
    if "" in known or len(set(known)) < len(known):
        raise StatisticsError(
            f"{where}: categories are {', '.join(map(repr, known))}; allowed: each once, none blank; do: mend the list"
        )
    return tuple(known), ordered


def _text(cell) -> str:
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return ""
    whole = isinstance(cell, (float, np.floating)) and cell.is_integer()
    return str(int(cell) if whole else cell).strip()
