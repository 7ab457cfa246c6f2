"""Text in BibTeX: written so that it comes back letter by letter, and read with the accents of LaTeX."""

from __future__ import annotations

import re
import unicodedata

_WRITTEN = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{letter: f"\\{letter}" for letter in "%#$&_"},
}
_LETTERS = dict(ss="ß", ae="æ", AE="Æ", oe="œ", OE="Œ", o="ø", O="Ø", aa="å", AA="Å", l="ł", L="Ł", i="ı", j="ȷ")
_MARKS = {
    **{"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307"},
    **{'"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328"},
}
_NAMED = {
    **{written[1:].removesuffix("{}"): letter for letter, written in _WRITTEN.items()},
    **_LETTERS,
    **dict(
        textendash="–", textemdash="—", textquoteright="’", textquoteleft="‘", textregistered="®", texttrademark="™"
    ),
}
_TOKEN = re.compile(
    r"""\\([`'^~="]|\.(?=[A-Za-z{])|[uvHcdbrk](?=\s|\{))\s*(?:\{(?:\\([ij])|([^\W\d_]))\}|\\([ij])(?![A-Za-z])|([^\W\d_]))"""
    r"""|\\([A-Za-z]+)(?:\{\}|\s+|(?![A-Za-z]))|\\([%#$&_ ,{}\\-])|([{}])|(~)"""
)


def latex(text: str) -> str:
    """Write text for BibTeX: no letter of it has a meaning there, and braces stay balanced.

    Examples
    --------
    >>> latex("50% {of} A&B")
    '50\\\\% \\\\textbraceleft{}of\\\\textbraceright{} A\\\\&B'
    """
    return "".join(_WRITTEN.get(letter, letter) for letter in text)


def plain(text: str) -> str:
    """Read text from BibTeX: accents and named letters become letters, braces that only protect are dropped.

    Parameters
    ----------
    text : str
        Value of a field, without its outer braces.

    Returns
    -------
    str
        The text. A command that is not known keeps its name, since its meaning is not.

    Examples
    --------
    >>> plain(r'{{M{\\"u}ller}} \\& S{\\o}n')
    'Müller & Søn'
    """
    return _TOKEN.sub(_read, text)


def _read(match: re.Match) -> str:
    """The letters that one token stands for."""
    mark, dotless, braced, dotless_bare, bare, name, escaped, brace, tie = match.groups()
    if mark:
        letter = dotless or dotless_bare or braced or bare
        return unicodedata.normalize("NFC", letter + _MARKS[mark]) if mark in _MARKS else letter
    if name:
        return _NAMED.get(name, "" if name in ("emph", "textit", "textbf", "textsc", "relax") else f"\\{name} ")
    if escaped:
        return {",": " ", "-": "", "\\": " "}.get(escaped, escaped)
    return "" if brace else " " * bool(tie)
