"""Printed digits -> how far the number behind them can lie from what was printed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

FLOAT_NOISE = 1e-7  # relative: what a number that was computed, or held as float32, may be off
MOST_DECIMALS = 15  # that a float holds


def half_units(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Give half a unit of the last printed digit of each cell: the number behind it lies within that distance.

    Parameters
    ----------
    frame : DataFrame, one row a result
        Text cells ("1.50") show their own decimals. A number has lost its zeros at the end (1.5), so it counts as
        printed with as many decimals as the most exact of `columns` in its row, as journals do.
    columns : sequence of str
        What was printed together; an absent column is blank.

    Returns
    -------
    DataFrame of float, shape (n, len(columns))
        On a plain index, in the unit of the cell, never less than a float can tell apart.

    Examples
    --------
    >>> half_units(pd.DataFrame({"low": [1.2, "1.2"], "high": [3.25, 3.25]}), ["low", "high"])
         low   high
    0  0.005  0.005
    1  0.050  0.005
    """
    rows = range(len(frame))
    cells = {name: frame[name].to_numpy(dtype=object) if name in frame.columns else np.nan for name in columns}
    cells = pd.DataFrame(cells, index=rows, dtype=object).replace(r"^\s*$", np.nan, regex=True)
    size, as_text = cells.astype(float).abs(), cells.map(lambda cell: isinstance(cell, str))
    shown = cells.astype(str).apply(_decimals).mask(~as_text & (size % 1 == 0), 0)
    decimals = shown.where(as_text, shown.where(size.notna(), 0).max(axis=1), axis=0)
    return np.maximum(0.5 * 10.0**-decimals, FLOAT_NOISE * size.fillna(0))


def _decimals(text: pd.Series) -> pd.Series:
    parts = text.str.extract(r"^[^.eE]*(?:\.(?P<fraction>\d*))?(?:[eE](?P<exponent>[+-]?\d+))?\s*$")
    decimals = parts["fraction"].fillna("").str.len() - parts["exponent"].fillna("0").astype(int)
    return decimals.clip(0, MOST_DECIMALS).astype(float)
