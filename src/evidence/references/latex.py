"""Text in BibTeX: written so that it comes back letter by letter, and read with the accents of LaTeX."""

from __future__ import annotations

import re
import unicodedata

from evidence.references.text import levelled

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
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
    "sigma tau upsilon phi chi psi omega"
)
_SIGNS = dict(
    textendash="–", textemdash="—", textquoteright="’", textquoteleft="‘", textregistered="®", texttrademark="™",
    textquotedblleft="“", textquotedblright="”", textquotedbl='"', textquotesingle="'", textless="<", textgreater=">",
    textbar="|", textdegree="°", textmu="µ", textellipsis="…", ldots="…", dots="…", times="×", pm="±", leq="≤",
    geq="≥", le="≤", ge="≥", sim="∼", approx="≈", rightarrow="→", cdot="·", texttimes="×", textpm="±", textdollar="$",
    textunderscore="_", varepsilon="ε", varphi="φ", vartheta="ϑ", infty="∞", prime="′", copyright="©",
)  # fmt: skip
_LOOKS = "emph textit textbf textsc textrm textup textsf text mathrm mathit mathbf ensuremath relax".split()
_PLAIN = (*_LOOKS, "textsuperscript", "textsubscript")  # commands whose words stay as they are
_NAMED = {
    **{name: chr(ord("α") + place + (place > 16)) for place, name in enumerate(_GREEK.split())},
    **{name.capitalize(): chr(ord("Α") + place + (place > 16)) for place, name in enumerate(_GREEK.split())},
    **_SIGNS,
    **{written[1:].removesuffix("{}"): letter for letter, written in _WRITTEN.items()},
    **_LETTERS,
}
_MATH = re.compile(r"(?<!\\)\$([^$]*[^$\\])\$")
_LEVELLED = r"(?:\{(?:\\(?:text|math)rm\{([^{}]*)\}|([^{}]*))\}|([0-9]))"
_LEVEL = re.compile(rf"((?<!\\)[_^]|\\textsuperscript|\\textsubscript)\s*{_LEVELLED}")  # in mathematics only
_TEXT_LEVEL = re.compile(rf"(\\textsuperscript|\\textsubscript)\s*{_LEVELLED}")
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
    text = _MATH.sub(lambda match: "{" + _LEVEL.sub(_at_its_level, match[1]) + "}", text)
    return _TOKEN.sub(_read, _TEXT_LEVEL.sub(_at_its_level, text))


def _at_its_level(match: re.Match) -> str:
    """What stands above or below the line, in braces so that no name of a command runs into it."""
    said = next(group for group in match.groups()[1:] if group is not None)
    return "{" + levelled(said, match[1] in ("^", r"\textsuperscript")) + "}"


def _read(match: re.Match) -> str:
    """The letters that one token stands for."""
    mark, dotless, braced, dotless_bare, bare, name, escaped, brace, tie = match.groups()
    if mark:
        letter = dotless or dotless_bare or braced or bare
        return unicodedata.normalize("NFC", letter + _MARKS[mark]) if mark in _MARKS else letter
    if name:
        return _NAMED.get(name, "" if name in _PLAIN else f"\\{name} ")
    if escaped:
        return {",": " ", "-": "", "\\": " "}.get(escaped, escaped)
    return "" if brace else " " * bool(tie)
