"""Several files in one folder, none of them new unless all are."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from evidence.errors import OutputError
from evidence.exports.files import told_in_words, write_text


def write_folder(folder: str | Path, texts: Mapping[str, str], ours: str) -> list[Path]:
    """Write text files into a folder that holds no others of their kind.

    A file of an earlier run that this run would not replace is refused and not deleted: who reads the folder must not
    take what is out of date for what holds.

    Parameters
    ----------
    folder : str or Path
        Where they go; it is made.
    texts : mapping of str to str
        What each file holds, by its name in the folder.
    ours : str
        Pattern of the names of this kind, such as ``*.jsonld``.

    Returns
    -------
    list of Path
        The paths, in the order of `texts`.

    Raises
    ------
    OutputError
        If one cannot be written, or another file of this kind is there; the files that were there are as they were.
    """
    folder = Path(folder)
    with told_in_words(folder):
        old = sorted(path.name for path in folder.glob(ours) if path.name not in texts)
        if old:
            raise OutputError(
                f"{folder}: found {old[0]} of an earlier export ({len(old)} such); allowed: a folder without them; "
                "do: move them away, or choose another folder with --out"
            )
        in_the_way = [name for name in texts if (folder / name).is_dir()]
        if in_the_way:
            raise OutputError(f"{folder / in_the_way[0]}: a folder is in the way; do: move it, or choose another --out")
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".evidence-", dir=folder.parent) as scratch:
            for name, text in texts.items():
                write_text(Path(scratch, name), text)
            folder.mkdir(exist_ok=True)
            for name in texts:
                os.replace(Path(scratch, name), folder / name)
    return [folder / name for name in texts]
