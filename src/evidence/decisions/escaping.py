r"""Any text in one cell of one line, and back: line breaks, invisible characters and formulas are escaped.

The log is data, so nothing is refused and nothing is lost: a backslash begins an escape, and is itself written twice.
``\n``, ``\r`` and ``\t`` are what they are everywhere; any other character without a shape of its own (control and
format characters, among them those that turn the direction of writing) is ``\u`` or ``\U`` with its number in four or
eight hexadecimal digits, and so is white space at either end. A sign with which a spreadsheet would begin a formula
gets a backslash before it, at the start of the cell and after a character at which another country's spreadsheet would
begin a new one.
"""

from __future__ import annotations

import re
import unicodedata

_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\\": r"\\"}
_LONG = {code: character for character, code in _SHORT.items()}
_SUSPECT = re.compile(r"[^ -\[\]-~]")  # all but printable ASCII without the backslash
_HIDDEN = ("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn")
# OWASP, "CSV Injection", names the signs (full-width forms included) and the separators.
_FORMULA = re.compile(r"(^|[;,|\"'])(?=[=+\-@＝＋－＠])")
_ESCAPE = re.compile(r"\\(u[0-9a-f]{4}|U[0-9a-f]{8}|[nrt\\=+\-@＝＋－＠])")


def escaped(text: str) -> str:
    r"""Write a text so that it is one cell of one physical line.

    Examples
    --------
    >>> print(escaped("first\nsecond"), escaped("=1+1"), escaped("a\\b"))
    first\nsecond \=1+1 a\\b
    """
    line = _SUSPECT.sub(_code, text)
    kept = line.strip()
    if kept != line:
        start, end = len(line) - len(line.lstrip()), len(line.rstrip())
        edges = (line[:start], line[end:]) if kept else (line, "")
        line = _numbers(edges[0]) + kept + _numbers(edges[1])
    return _FORMULA.sub(r"\1\\", line)


def unescaped(line: str) -> str:
    r"""Give back the text that was escaped; a backslash that begins no escape stays what it is.

    Examples
    --------
    >>> unescaped(escaped("tab\tand =1")) == "tab\tand =1"
    True
    """
    return _ESCAPE.sub(_character, line) if "\\" in line else line


def _code(match: re.Match) -> str:
    character = match.group()
    if character in _SHORT:
        return _SHORT[character]
    return _numbers(character) if unicodedata.category(character) in _HIDDEN else character


def _numbers(characters: str) -> str:
    return "".join(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}" for c in characters)


def _character(match: re.Match) -> str:
    code = match.group(1)
    if code[0] in "uU" and len(code) > 1:
        number = int(code[1:], 16)
        # Half of a surrogate pair is no character: as one it could be neither printed nor written anywhere.
        return match.group() if number >= 0x110000 or 0xD800 <= number < 0xE000 else chr(number)
    return _LONG.get(match.group(), code)
