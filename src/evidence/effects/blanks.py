"""What a row lacks, in words, and how effects are put back on the caller's frame."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

OUT_OF_REACH = "numbers of a size that can be computed with"


def lacking(index: pd.Index, needs: Mapping[str, pd.Series]) -> pd.Series:
    """Join, row by row, the names of what is missing.

    Parameters
    ----------
    index : Index, shape (n,)
        Of the rows.
    needs : mapping of str to Series of bool, shape (n,)
        What is needed, and where it is missing.

    Returns
    -------
    Series of str, shape (n,)
        Names joined by "; ", "" where nothing is missing.

    Examples
    --------
    >>> rows = pd.RangeIndex(2)
    >>> lacking(rows, {"n": pd.Series([True, False]), "sd above 0": pd.Series([True, True])}).tolist()
    ['n; sd above 0', 'sd above 0']
    """
    text = pd.Series("", index, dtype=object)
    for what, missing in needs.items():
        text = text + pd.Series(np.where(missing, f"{what}; ", ""), index, dtype=object)
    return text.str.removesuffix("; ")


def numbers_lacking(table: pd.DataFrame, *columns: str) -> dict[str, pd.Series]:
    """Name the columns whose number is blank."""
    return {column: table[column].isna() for column in columns}


def spread_lacking(table: pd.DataFrame, sd: str, n: str, least: int = 2) -> dict[str, pd.Series]:
    """Name what an SD and its number of people lack: the number, an SD above 0, enough people to have one."""
    small = {f"{n} of {least} or more": table[n] < least}
    return numbers_lacking(table, sd, n) | {f"{sd} above 0": table[sd] == 0} | small


def put_back(
    frame: pd.DataFrame, effect: pd.Series, variance: pd.Series, missing: pd.Series, words: Mapping, numbers: Mapping
) -> pd.DataFrame:
    """Copy the frame and add the effects; a number that overflowed becomes a blank that says so.

    Parameters
    ----------
    frame : DataFrame, one row a result
        The caller's.
    effect, variance : Series of float, shape (n,)
        NaN where there is none.
    missing : Series of str, shape (n,)
        What keeps the row from an effect with its variance.
    words : mapping of str to str, or to Series of str, shape (n,)
        Columns that speak of the effect, measure among them; "" wherever there is none.
    numbers : mapping of str to Series, shape (n,)
        Columns that stand with or without an effect.

    Returns
    -------
    DataFrame
        A copy with effect, variance, se, the columns of `words` and of `numbers`, missing.
    """
    effect = effect.where(np.isfinite(effect))
    variance = variance.where(np.isfinite(variance) & (variance > 0) & effect.notna())
    missing = missing.mask((missing == "") & variance.isna(), OUT_OF_REACH)
    words = {
        name: pd.Series(text, effect.index, dtype=object).where(effect.notna(), "") for name, text in words.items()
    }
    added = {"effect": effect, "variance": variance, "se": np.sqrt(variance), **words, **numbers, "missing": missing}
    return frame.assign(**{column: values.to_numpy() for column, values in added.items()})
