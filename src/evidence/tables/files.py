"""What is on disk: files that stay inside the folder, and text that is UTF-8."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

from evidence.errors import Problem

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def inside(root: Path, relative: str) -> Path | None:
    """Find a file of the folder; None where the name or a symbolic link leads out of it.

    Parameters
    ----------
    root : Path
        The data folder.
    relative : str
        Path as written in a descriptor or a table, with forward slashes.
    """
    pure = PurePosixPath(relative)
    if pure.is_absolute() or ".." in pure.parts or "\\" in relative or PureWindowsPath(relative).drive:
        return None
    try:
        target = (root / relative).resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links, or a NUL in the name
        return None
    return target if target.is_relative_to(root.resolve()) else None


def decode(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """Turn bytes into text with LF line ends, naming what is not UTF-8.

    Parameters
    ----------
    data : bytes
        Content of a file.
    file : str
        Its name, for the problems.

    Returns
    -------
    text : str
        The text. Where the encoding was wrong it is read as what it seems to be, so that the rest can be checked too.
    problems : list of Problem
        Byte order mark, wrong encoding, control characters.
    """
    problems = []
    if data.startswith(codecs.BOM_UTF8):
        cure = "save it again as UTF-8 without BOM"
        problems.append(Problem(file, 1, "", "a byte order mark", "UTF-8 without byte order mark", cure))
        data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        guess = "utf-16" if utf16 else "windows-1252"
        line = 1 if utf16 else data.count(b"\n", 0, error.start) + 1
        cure = f"save it again as UTF-8; it looks like {guess}"
        problems.append(Problem(file, line, "", f"byte 0x{data[error.start]:02x}", "UTF-8", cure))
        text = data.decode(guess, errors="replace")
    text = text.replace("\r\n", "\n")
    if "\0" in text:
        cure = "put the text itself there; a spreadsheet or document has to be exported first"
        return "", [Problem(file, None, "", "not a text file", "UTF-8 text", cure)]
    for match in _CONTROL.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        value = f"control character {ord(match.group()):#04x}"
        problems.append(Problem(file, line, "", value, "text without control characters", "remove the character"))
    return text, problems


def read_text(path: Path, file: str, mend: Callable[[bytes], bytes] | None = None) -> tuple[str, list[Problem]]:
    """Read a text file of the folder; the text is empty where nothing could be read.

    Parameters
    ----------
    path : Path
        Where it is.
    file : str
        Its name in the folder, for the problems.
    mend : function of bytes, optional
        What is done to its bytes before they are read.

    Returns
    -------
    text : str
        Its text, LF line ends.
    problems : list of Problem
        What kept it from being read, or is wrong with its encoding.
    """
    if not os.path.isfile(path):  # unlike Path.is_file it has no name that it raises on
        found = "not a file" if os.path.lexists(path) else "no such file"
        return "", [Problem(file, None, "", found, "a file", "put the file there, or mend its name")]
    try:
        text, problems = decode(mend(path.read_bytes()) if mend else path.read_bytes(), file)
    except OSError as error:
        return "", [Problem(file, None, "", error.strerror or "unreadable", "a readable file", "check its permissions")]
    if not text.strip() and not problems:
        cure = "restore the file; a table without rows keeps its header line"
        problems.append(Problem(file, None, "", "an empty file", "some text", cure))
    return text, problems
