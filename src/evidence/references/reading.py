"""A file of references: its encoding, its form by what stands in it, and its records."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from evidence.errors import DataError, Problem
from evidence.references.bibtex_reading import read_bibtex
from evidence.references.csl import read_csl
from evidence.references.medline import read_medline
from evidence.references.records import Reading
from evidence.references.ris_reading import read_ris

FORMS = "RIS, BibTeX, CSL-JSON, or PubMed's .nbib"
_EXPORT = f"export it again as {FORMS}"

# The first mark that stands at the start of a line says the form.
_MARKS: tuple[tuple[str, re.Pattern, Callable[[str, Reading], None]], ...] = (
    ("RIS", re.compile(r"(?m)^[ \t]*TY {1,2}- ?"), read_ris),
    ("MEDLINE", re.compile(r"(?m)^PMID ?- "), read_medline),
    ("BibTeX", re.compile(r"(?m)^[ \t]*@[A-Za-z]+[ \t]*[{(]"), read_bibtex),
)


def read_references(data: bytes, file: str) -> Reading:
    """Read a file of references.

    Parameters
    ----------
    data : bytes
        What the file holds.
    file : str
        Its name, for messages.

    Returns
    -------
    Reading
        Records as CSL items, and one problem for each thing that could not be read.

    Raises
    ------
    DataError
        If it holds no references at all.

    Examples
    --------
    >>> reading = read_references(b"TY  - JOUR\\nTI  - Wings\\nER  - \\n", "refs.ris")
    >>> reading.form, reading.records[0].item["title"]
    ('RIS', 'Wings')
    """
    text, encoding = decoded(data, file)
    form, read = _form(text, file)
    reading = Reading(file, form, encoding)
    for line, byte in bad_bytes(data) if encoding.startswith("UTF-8 (") else ():
        cure = "look that letter up, or export the file again as UTF-8"
        reading.problems.append(Problem(file, line, "", f"byte {byte:02X}, read as \ufffd", "UTF-8", cure))
    read(text, reading)
    if not reading.records and not reading.problems:
        raise DataError([Problem(file, None, "", f"{form} without a record", "at least one reference", _EXPORT)])
    return reading


def decoded(data: bytes, file: str) -> tuple[str, str]:
    """Turn bytes into text with LF line ends, and say how they were read.

    Parameters
    ----------
    data : bytes
        UTF-8 or UTF-16 with a byte order mark, else UTF-8, also where fewer bytes do not fit it than letters show it;
        else taken for Windows-1252, of which Latin-1 is a part.
    file : str
        Its name, for messages.

    Returns
    -------
    text, encoding : str
        The text, and the name of the encoding.

    Raises
    ------
    DataError
        If it is no text.

    Examples
    --------
    >>> decoded("Müller".encode("latin-1"), "refs.ris")
    ('Müller', 'Windows-1252 (assumed: it is not UTF-8)')
    """
    encoding = "UTF-8"
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text, encoding = data.decode("utf-16"), "UTF-16"
        else:
            text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        bad = bad_bytes(data)
        if len(bad) < _letters_of_more_bytes(data):
            text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")
            encoding = f"UTF-8 (but for {len(bad)} byte{'s' * (len(bad) > 1)})"
        else:
            text = data.decode("windows-1252", errors="replace")
            encoding = "Windows-1252 (assumed: it is not UTF-8)"
    if "\0" in text:
        raise DataError([Problem(file, None, "", "not a text file", f"text: {FORMS}", _EXPORT)])
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def bad_bytes(data: bytes) -> list[tuple[int, int]]:
    """Find what is no UTF-8: line and byte of each place.

    Examples
    --------
    >>> bad_bytes("Müller\\n".encode() + b"M\\xfcller")
    [(2, 252)]
    """
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    marked = ((line, text.decode("utf-8", errors="surrogateescape")) for line, text in enumerate(lines, 1))
    return [(line, ord(x) - 0xDC00) for line, text in marked for x in text if "\udc80" <= x <= "\udcff"]


def _letters_of_more_bytes(data: bytes) -> int:
    """How many letters have the form that only UTF-8 gives them."""
    return sum(not x.isascii() for x in data.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="ignore"))


def _form(text: str, file: str) -> tuple[str, Callable[[str, Reading], None]]:
    """Which form a text has; a text without any is refused in words."""
    start = text.lstrip()[:1]
    if not start:
        raise DataError([Problem(file, None, "", "an empty file", FORMS, "export the references again")])
    if start in "[{":
        return "CSL-JSON", read_csl
    if start == "<":
        found = "a web page" if re.search(r"(?i)<(!doctype html|html)", text[:5000]) else "XML"
        raise DataError([Problem(file, 1, "", found, FORMS, f"open it in the program it came from and {_EXPORT}")])
    found = [(match.start(), form, read) for form, mark, read in _MARKS if (match := mark.search(text))]
    if not found:
        raise DataError([Problem(file, 1, "", text.lstrip()[:60], FORMS, _EXPORT)])
    return min(found, key=lambda entry: entry[0])[1:]
