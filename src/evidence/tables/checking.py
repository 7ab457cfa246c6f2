"""What is wrong in a data folder, as a table to work through."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from evidence.errors import DataError
from evidence.tables.loading import load

COLUMNS = ["file", "row", "column", "found", "allowed", "do"]


def problems(folder: str | Path = "data") -> pd.DataFrame:
    """List everything that `load` would refuse in a data folder.

    Parameters
    ----------
    folder : str or Path
        Folder with ``datapackage.json``, the tables and the articles.

    Returns
    -------
    DataFrame
        One row per thing to mend: file, row (line of the file, the header being line 1; blank where the whole file is
        meant), column, found, allowed, do. No row: the folder is in order.
    """
    try:
        load(folder)
    except DataError as error:
        rows = [(p.file, p.row, p.column, p.value, p.rule, p.cure) for p in error.problems]
        return pd.DataFrame(rows, columns=COLUMNS).astype({"row": "Int64"})
    return pd.DataFrame(columns=COLUMNS).astype({"row": "Int64"})
