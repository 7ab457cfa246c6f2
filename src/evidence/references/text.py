"""Text as one clean line, and the record's own columns as text that any format can carry."""

from __future__ import annotations

import json
import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_UNPAIRED = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc)>|<span(?: [^<>]*)?>|</span>", re.I)  # what Zotero puts into titles
_LEVEL = re.compile(r"<(sub|sup)>([0-9+-]+)</\1>", re.I)
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
OWN = "evidence"  # what our own columns are called in formats that have no place for them


def one_line(text: object) -> str:
    """Put a text on one line, without control characters and without space around it.

    Parameters
    ----------
    text : object
        Anything; None gives an empty text.

    Returns
    -------
    str
        The text. Zero-width and direction marks stay: they are part of some scripts.

    Examples
    --------
    >>> one_line(" two\\n lines ")
    'two lines'
    """
    if text is None:
        return ""
    return " ".join(_CONTROL.sub(" ", _UNPAIRED.sub("\ufffd", str(text))).split())


def shown(text: str) -> str:
    """Make a text safe to print on a terminal: marks that nobody sees but that turn the line around are taken out.

    Parameters
    ----------
    text : str
        Text of a record.

    Returns
    -------
    str
        The text without invisible format characters.

    Examples
    --------
    >>> shown("a\u202eb")
    'ab'
    """
    return "".join(letter for letter in one_line(text) if unicodedata.category(letter) != "Cf")


def folded(text: str) -> str:
    """Reduce a text to its words: no case, accents or punctuation.

    Parameters
    ----------
    text : str
        A title or a name.

    Returns
    -------
    str
        Words with one space between them; letters of other scripts stay.

    Examples
    --------
    >>> folded("Élan: a Trial")
    'elan a trial'
    """
    letters = text.casefold()
    if not letters.isascii():
        letters = "".join(x for x in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(x))
    return " ".join(_WORD.findall(letters))


def untagged(text: str) -> str:
    """Take the marks of italics, bold, small capitals and level out of a title; no other tag is touched.

    Parameters
    ----------
    text : str
        A title.

    Returns
    -------
    str
        The words; numbers keep their level, since 10⁶ is not 106.

    Examples
    --------
    >>> untagged("<i>In vitro</i> H<sub>2</sub>O")
    'In vitro H₂O'
    """
    return _TAG.sub("", _LEVEL.sub(lambda match: levelled(match[2], match[1].lower() == "sup"), text))


def levelled(text: str, raised: bool) -> str:
    """Write digits and signs above or below the line; whatever else there is stays.

    Examples
    --------
    >>> levelled("6", raised=True), levelled("2n", raised=False)
    ('⁶', '₂n')
    """
    return text.translate(_RAISED if raised else _LOWERED)


def packed(value: str) -> str:
    """Write a cell so that line breaks and space at its ends survive in a format of lines."""
    return json.dumps(_UNPAIRED.sub("\ufffd", value), ensure_ascii=False)


def unpacked(text: str) -> str | None:
    """Read a cell that `packed` wrote; None where it is something else.

    Examples
    --------
    >>> unpacked(packed('two\\nlines "quoted"'))
    'two\\nlines "quoted"'
    """
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, str) else None
