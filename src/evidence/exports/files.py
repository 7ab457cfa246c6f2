"""Files that leave the package: written whole or not at all, and safe to open in a spreadsheet."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.errors import OutputError

if TYPE_CHECKING:
    import pandas as pd

# What a spreadsheet takes for the start of a formula: OWASP, "CSV Injection" (full-width forms included).
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?")


def write_text(path: str | Path, text: str) -> Path:
    """Write a text file as UTF-8 with LF line ends, whole or not at all.

    Parameters
    ----------
    path : str or Path
        Where it goes; folders are made. A symbolic link there is replaced, not followed.
    text : str
        What it holds.

    Returns
    -------
    Path
        The path.

    Raises
    ------
    OutputError
        If it cannot be written; a file that was there is as it was.
    """
    try:
        data = text.replace("\r\n", "\n").encode("utf-8")
    except UnicodeEncodeError as error:
        raise OutputError(f"{path}: character {error.start} cannot be written as UTF-8; do: remove it") from error
    return write_bytes(path, data)


def write_bytes(path: str | Path, data: bytes) -> Path:
    """Write a file, whole or not at all.

    Parameters
    ----------
    path : str or Path
        Where it goes; folders are made. A symbolic link there is replaced, not followed.
    data : bytes
        What it holds.

    Returns
    -------
    Path
        The path.

    Raises
    ------
    OutputError
        If it cannot be written; a file that was there is as it was.
    """
    path = Path(path)
    # In the same folder, since only there a rename cannot be left half done.
    temporary = path.parent / f".{secrets.token_hex(8)}.tmp"
    with told_in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(temporary, "xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    return path


@contextlib.contextmanager
def told_in_words(path: Path) -> Iterator[None]:
    """Turn what the system says of a path that cannot be written into words.

    Parameters
    ----------
    path : Path
        What the words name.

    Raises
    ------
    OutputError
        In place of what the block raised.
    """
    try:
        yield
    except OSError as error:
        cure = "choose a folder that can be written to, with room on the disk"
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}); do: {cure}") from error
    except ValueError as error:  # a NUL in the name
        raise OutputError(f"{str(path)!r}: not a file name ({error}); do: choose another") from error


def write_csv(path: str | Path, frame: pd.DataFrame) -> Path:
    """Write a frame as CSV (UTF-8, LF, no index) that a spreadsheet will not run.

    A cell of text, or a column name, that begins with = + - @, a tab or a line break gets an apostrophe before it,
    unless it is a plain number or that sign alone. Numbers stay numbers. This is for files that people open, never for
    the tables of a review, whose cells must stay as they are.

    Parameters
    ----------
    path : str or Path
        Where it goes.
    frame : DataFrame
        What it holds; missing values become blank cells.

    Returns
    -------
    Path
        The path.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    safe = frame.copy()
    for place, dtype in enumerate(frame.dtypes):
        if getattr(dtype, "kind", "O") not in "biufcmM":
            column = [guarded(cell) for cell in frame.iloc[:, place]]
            safe.isetitem(place, column)
    safe.columns = [guarded(name) for name in frame.columns]
    return write_text(path, safe.to_csv(index=False, lineterminator="\n"))


def guarded(cell):
    """Put an apostrophe before text that a spreadsheet would run.

    Examples
    --------
    >>> guarded("=1+1"), guarded("-3.5"), guarded("+35 hairs"), guarded("c01")
    ("'=1+1", '-3.5', "'+35 hairs", 'c01')
    """
    if isinstance(cell, str) and len(cell) > 1 and _FORMULA.match(cell) and not _PLAIN_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
