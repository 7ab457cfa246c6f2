"""What callers pass in, as clean arrays; refused in words where it is none."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evidence.errors import StatisticsError


def floats(values, name: str, where: str) -> np.ndarray:
    """Read one column of numbers; missing ones become NaN."""
    try:
        return column(values, name, where).to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise StatisticsError(
            f"{where}: {name} holds more than numbers ({error}); allowed: numbers; do: pass one column of numbers"
        ) from error


def column(values, name: str, where: str) -> pd.Series:
    """Read one column, whatever its index."""
    try:
        return pd.Series(values)
    except ValueError as error:
        raise StatisticsError(
            f"{where}: {name} has no single column ({error}); allowed: shape (n,); do: flatten it"
        ) from error


def labels(values, where: str, name: str) -> np.ndarray:
    """Read one column of names or values without blanks."""
    read = column(values, name, where)
    if read.isna().any():
        places = f"{int(read.isna().sum())} of {len(read)} rows"
        raise StatisticsError(f"{where}: {name} is blank in {places}; allowed: a value per result; do: fill it")
    return read.to_numpy()
