"""New rows into two tables of a data folder: both or neither, and only if the folder is in order with them."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from evidence.errors import OutputError


def add_rows(folder: Path, rows: dict[str, list[dict[str, str]]], check: Callable[[Path], object]) -> list[Path]:
    """Add rows to tables, sorted by their first column; every row that was there stays as it was.

    Parameters
    ----------
    folder : Path
        The data folder.
    rows : dict of str to list of dict
        New rows by name of the file; cells by column.
    check : callable
        Raises where a folder is not in order; it is given a copy that holds the new rows.

    Returns
    -------
    list of Path
        The files that were replaced.

    Raises
    ------
    EvidenceError
        What `check` says of the copy; the folder is as it was.
    OutputError
        If a file cannot be written, or was changed meanwhile; the folder is as it was.
    """
    try:
        before = {name: (folder / name).read_bytes() for name in rows}
        after = {name: _with_rows(before[name], new) for name, new in rows.items()}
        with tempfile.TemporaryDirectory(prefix="evidence-") as scratch:
            copy = Path(scratch) / "data"
            shutil.copytree(folder, copy)
            for name, content in after.items():
                (copy / name).write_bytes(content)
            check(copy)
        if any((folder / name).read_bytes() != content for name, content in before.items()):
            raise OutputError(f"{folder}: changed while rows were added; nothing was written; do: run it again")
        return _replace(folder, before, after)
    except OSError as error:
        cure = "choose a folder that can be written to, with room on the disk"
        raise OutputError(f"{folder}: rows cannot be added ({error.strerror or error}); do: {cure}") from error


def _with_rows(content: bytes, new: list[dict[str, str]]) -> bytes:
    """A table with new rows in their places; the text of each row that was there stays, with its line end."""
    text = content.decode("utf-8")
    end = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    (header, first), *old = _records(text)
    made = []
    for row in new:
        target = io.StringIO(newline="")
        csv.writer(target, lineterminator=end).writerow([row[name] for name in header])
        made.append((row[header[0]], target.getvalue()))
    placed = sorted([*((cells[0] if cells else "", said) for cells, said in old), *made], key=lambda one: one[0])
    return "".join(
        said if said.endswith(("\n", "\r")) else said + end for said in [first, *(x[1] for x in placed)]
    ).encode()


def _records(text: str) -> list[tuple[list[str], str]]:
    """The records of a table, each with its cells and its own text; a cell may be longer than csv expects."""
    lines = list(io.StringIO(text, newline=""))
    reader, found, start = csv.reader(lines), [], 0
    limit = csv.field_size_limit(max(len(text), csv.field_size_limit()))
    try:
        for cells in reader:
            found.append((cells, "".join(lines[start : reader.line_num])))
            start = reader.line_num
    finally:
        csv.field_size_limit(limit)
    return found


def _replace(folder: Path, before: dict[str, bytes], after: dict[str, bytes]) -> list[Path]:
    """Put every new file in its place; where one cannot be, the ones before it are put back."""
    parts = {name: folder / f".{secrets.token_hex(8)}.tmp" for name in after}
    done: list[str] = []
    try:
        for name, part in parts.items():
            _write(part, after[name])
            shutil.copymode(folder / name, part)
        for name, part in parts.items():
            os.replace(part, folder / name)
            done.append(name)
    except OSError:
        for name in done:
            back = folder / f".{secrets.token_hex(8)}.tmp"
            _write(back, before[name])
            os.replace(back, folder / name)
        raise
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    return [folder / name for name in after]


def _write(path: Path, content: bytes) -> None:
    """Write a new file through to the disk."""
    with open(path, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
