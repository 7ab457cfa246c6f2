"""The end of a log: whether its last line is a whole row, or one that its writer never finished."""

from __future__ import annotations

import csv

from evidence.decisions.record import ACTIONS, COLUMNS

HEADER = f"{','.join(COLUMNS)}\n".encode()


def is_whole(line: bytes, header: list[str]) -> bool:
    """Say whether a last line without its line end is all of a row, read as CSV and not by its looks.

    Parameters
    ----------
    line : bytes
        The line; a carriage return may end it.
    header : list of str
        The columns. Where the last one is the action, its word has to be a whole one.

    Examples
    --------
    >>> is_whole(b'"d1","decide"', ["decision_id", "action"]), is_whole(b'"d1","deci', ["decision_id", "action"])
    (True, False)
    """
    try:
        cells = cells_of(line.rstrip(b"\r").decode("utf-8"))
    except (UnicodeDecodeError, csv.Error):
        return False
    return len(cells) == len(header) and (header[-1] != "action" or cells[-1] in ACTIONS)


def cells_of(line: str) -> list[str]:
    """Read one line as CSV, however long it is.

    Raises
    ------
    csv.Error
        If it is no CSV, or breaks off inside quotation marks.
    """
    limit = csv.field_size_limit(max(len(line), csv.field_size_limit()))
    try:
        return next(csv.reader([line], strict=True), [])
    finally:
        csv.field_size_limit(limit)


def whole_rows(data: bytes) -> bytes:
    """Leave out of the bytes of a log what its last writer never finished; `append` cuts just that off.

    Examples
    --------
    >>> whole_rows(HEADER + b"019ab2c4-7d00-7000-8000-000000000000,c04,rat") == HEADER
    True
    """
    if data and HEADER.startswith(data):  # not even the header was finished
        return HEADER
    start = data.rfind(b"\n") + 1
    if not start or start == len(data) or is_whole(data[start:], header_of(data)):
        return data
    return data[:start]


def header_of(data: bytes) -> list[str]:
    """Read the columns from the first line of a log; what is not UTF-8 is replaced."""
    return data.partition(b"\n")[0].decode("utf-8-sig", errors="replace").strip().replace('"', "").split(",")
