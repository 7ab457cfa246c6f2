"""Whether a data folder was changed: the files of the tables, without the log, which changes with every decision."""

from __future__ import annotations

from pathlib import Path

KINDS = (".csv", ".json", ".txt", ".md")


def marks(folder: Path, log: Path) -> dict[str, tuple[int, int]]:
    """Give size and time of change of each file that the tables may be read from.

    Parameters
    ----------
    folder : Path
        The data folder.
    log : Path
        The log, which the descriptor may call anything.

    Returns
    -------
    dict
        By path inside the folder: bytes, and nanoseconds since 1970.
    """
    files = (path for path in sorted(folder.rglob("*")) if path.suffix in KINDS and path != log and path.is_file())
    told = ((path.relative_to(folder).as_posix(), path.stat()) for path in files)
    return {name: (seen.st_size, seen.st_mtime_ns) for name, seen in told}
