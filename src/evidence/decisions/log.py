"""The log of decisions: rows are appended, whole or not at all, by any number of writers; nothing is ever rewritten."""

from __future__ import annotations

import csv
import dataclasses
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from evidence.decisions import moments
from evidence.decisions.escaping import escaped, unescaped
from evidence.decisions.record import COLUMNS, Decision
from evidence.decisions.tail import HEADER, cells_of, is_whole, whole_rows
from evidence.errors import EvidenceError, OutputError

if TYPE_CHECKING:
    import pandas as pd

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

_TAIL = 16384  # bytes from the end in which the newest row is looked for; a longer row is read whole
_CURE = "choose a disk with room that can be written to, then decide again: the log is as it was"


class Receipt(NamedTuple):
    """What `append` acknowledges.

    Attributes
    ----------
    decision : Decision
        The row as it stands in the log, with its id and time.
    behind : float
        Seconds by which the clock was behind the newest row of the log, whose time and a millisecond more the row then
        carries; else 0.
    cut : str
        What was left of a row that another writer never finished, and that was cut off; else blank. It is kept in a
        file beside the log, see `beside`.
    """

    decision: Decision
    behind: float = 0.0
    cut: str = ""


def append(path: str | Path, decision: Decision) -> Receipt:
    """Append one decision to a log and return once it is on the disk.

    One writer at a time holds the lock. A last line that was never finished is cut off, and kept
    in a file beside the log; a whole row whose line end an
    editor dropped gets it back. The row is written in one piece, and taken back if the disk does not hold all of it.

    Parameters
    ----------
    path : str or Path
        The log, such as ``data/decisions.csv``; made where it is absent.
    decision : Decision
        What to append; id and time are given here. The time is later than that of every row at the log's end.

    Returns
    -------
    Receipt
        The row as written, and what was found on the way.

    Raises
    ------
    OutputError
        If the row cannot be written, the log has other columns, or a row at its end is of tomorrow; the rows that were
        there are as they were.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> log = Path(folder.name, "decisions.csv")
    >>> receipt = append(log, Decision("c01", "rater-1", "Vets agree.", verdict="supported"))
    >>> log.read_text().splitlines()[1].split(",")[1:8]
    ['c01', 'rater-1', 'human', 'supported', '', '', 'Vets agree.']
    >>> folder.cleanup()
    """
    if fcntl is None:
        raise OutputError(
            f"{path}: rows can be appended safely only where files can be locked (flock), which Windows has not; "
            "do: decide under Linux, macOS or the Windows Subsystem for Linux"
        )
    if "\0" in str(path):
        raise OutputError(f"{str(path)!r}: not a file name (it holds a NUL); do: choose another")
    try:
        with _locked(Path(path)) as file:
            return _append(file, Path(path), decision)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}); do: {_CURE}") from error


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """Open the log and hold it alone; a file that was replaced while this waited is not the log any more."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if path.exists() and os.path.samestat(os.fstat(file), path.stat()):
                yield file
                return
        finally:
            os.close(file)  # gives the lock back


def read(path: str | Path) -> pd.DataFrame:
    """Read a log as it is at this moment, with its text as it was given; nothing is checked (`evidence check` does).

    Parameters
    ----------
    path : str or Path
        The log.

    Returns
    -------
    DataFrame, one row a decision, in the order of the log
        Its columns as text, blank cells missing. A last row that was never finished is left out.

    Raises
    ------
    EvidenceError
        If there is no such file, or it is no table.
    """
    import pandas as pd

    path = Path(path)
    try:
        data = path.read_bytes()
        frame = pd.read_csv(
            io.BytesIO(whole_rows(data)), dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8"
        )
    except OSError as error:
        raise EvidenceError(f"{path}: cannot be read ({error.strerror or error}); do: check name and folder") from error
    except ValueError as error:  # of the parser and of the encoding
        raise EvidenceError(f"{path}: no table ({error}); do: run `evidence check`, which says where") from error
    return plain(frame)


def plain(decisions: pd.DataFrame) -> pd.DataFrame:
    """Give a frame as the tables hold it with its text as it was given.

    Parameters
    ----------
    decisions : DataFrame
        Columns of the log, escaped, as `evidence.load` gives them.

    Returns
    -------
    DataFrame
        A copy with reason, flag, evidence and the other columns of text unescaped.
    """
    texts = decisions.select_dtypes(["str", "object"])
    back = {
        name: cells.map(unescaped, na_action="ignore")
        for name, cells in texts.items()
        if cells.str.contains("\\", regex=False).any()
    }
    return decisions.assign(**back)


def _append(file: int, path: Path, decision: Decision) -> Receipt:
    before = os.fstat(file).st_size
    header, names = list(COLUMNS), HEADER
    begun = not before or (before < len(names) and names.startswith(os.pread(file, before, 0)))
    if not begun:
        header, names = _header(file, path), b""
    kept, ending, cut = (0, b"", b"") if begun else _mended(file, before, header)
    clock, newest = moments.milliseconds(), moments.newest(_last_rows(file, kept, header))
    if newest > clock + moments.DAY:
        raise OutputError(
            f"{path}: the time or the id of a row at its end is more than a day ahead of this machine's clock, "
            f"{moments.written(clock)}; do: set right your clock, or that row (`evidence check` names it)"
        )
    at = max(clock, newest + 1)  # later than every row before it, so that it is the newest word
    stamped = dataclasses.replace(decision, decision_id=moments.new_id(at), time=moments.written(at))
    lines = ending + names + row_line(stamped, header)
    if kept < before:
        _keep(beside(path), cut)  # before it is cut off, so that a full disk loses nothing
        os.ftruncate(file, kept)
    try:
        _write(file, lines)
        if begun:
            _sync_folder(path.resolve().parent)
    except BaseException as error:
        os.ftruncate(file, kept)
        if not before:
            os.unlink(path)
        if cut and isinstance(error, OSError):
            raise OutputError(_half_done(path, cut, error)) from error
        raise
    return Receipt(stamped, max(newest - clock, 0) / 1000, cut.decode("utf-8", errors="replace"))


def beside(path: Path) -> Path:
    """Name the file in which everything is kept that was ever cut off a log."""
    return path.with_name(f"{path.name}.cut")


def _keep(path: Path, cut: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666)
    before = os.fstat(file).st_size
    try:
        _write(file, cut + b"\n")
    except BaseException:
        os.ftruncate(file, before)
        if not before:
            os.unlink(path)
        raise
    finally:
        os.close(file)


def _half_done(path: Path, cut: bytes, error: OSError) -> str:
    """Say what became of the log where the old tail is gone and the new row could not be written."""
    return (
        f"{path}: cannot be written ({error.strerror or error}); what a writer never finished was cut off its end, and "
        f"stands in {beside(path).name}: {cut[:80].decode('utf-8', errors='replace')!r}; every whole row is as it was; "
        "do: choose a disk with room that can be written to, then decide again"
    )


def _write(file: int, lines: bytes) -> None:
    left = memoryview(lines)
    while left:
        left = left[os.write(file, left) :]
    os.fsync(file)


def row_line(decision: Decision, header: list[str]) -> bytes:
    """Write a decision as one physical line, in the order of a header; columns that it has not stay blank."""
    cells = dict.fromkeys(header, "") | dataclasses.asdict(decision)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([escaped(cells[name]) for name in header])
    return text.getvalue().encode("utf-8")


def _header(file: int, path: Path) -> list[str]:
    """Read the first line, and refuse to append below one that is not the log's."""
    first = os.pread(file, _TAIL, 0).partition(b"\n")[0]
    text = first.decode("utf-8", errors="replace").removesuffix("\r")
    header = text.replace('"', "").split(",")
    if set(COLUMNS) <= set(header) and len(set(header)) == len(header):
        return header
    raise OutputError(
        f"{path}: the first line is {text[:60]!r}; allowed: {','.join(COLUMNS)}; "
        "do: run `evidence check`, which says what a spreadsheet or an editor changed, and mend that first"
    )


def _mended(file: int, size: int, header: list[str]) -> tuple[int, bytes, bytes]:
    """Say how many bytes stay, what has to follow them, and what goes: a row that was never finished."""
    if not size or os.pread(file, 1, size - 1) == b"\n":
        return size, b"", b""
    start = _line_start(file, size)
    last = os.pread(file, size - start, start)
    if start == 0 or is_whole(last, header):  # only the line end is missing: an editor dropped it
        return size, b"\n", b""
    return start, b"", last


def _last_rows(file: int, size: int, header: list[str]) -> Iterator[dict[str, str]]:
    """Read the rows at the end of the log, and at least the last one; what is no row is left out."""
    start = min(_line_start(file, max(size - 1, 0)), max(size - _TAIL, 0))
    for line in os.pread(file, size - start, start).decode("utf-8", errors="replace").split("\n"):
        try:
            cells = cells_of(line.rstrip("\r"))
        except csv.Error:
            continue
        if len(cells) == len(header):
            yield dict(zip(header, cells, strict=True))


def _line_start(file: int, size: int) -> int:
    """Find where the last line begins, reading backwards."""
    while size > 0:
        start = max(size - _TAIL, 0)
        place = os.pread(file, size - start, start).rfind(b"\n")
        if place >= 0:
            return start + place + 1
        size = start
    return 0


def _sync_folder(folder: Path) -> None:
    """Put the name of a new file on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
