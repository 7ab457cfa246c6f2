"""Text from the tables as it can be shown anywhere: on one line, with nothing hidden in it."""

from __future__ import annotations

import textwrap
import unicodedata

_HIDDEN = ("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn")  # control, direction and other characters without a shape


def one_line(text: str, width: int = 0) -> str:
    r"""Put a text on one line; a character that cannot be seen is shown by its number.

    So no text of a table can move the cursor, turn the direction of writing, or stand where XML 1.0 allows no such
    character (https://www.w3.org/TR/xml/#charsets).

    Parameters
    ----------
    text : str
        Any text.
    width : int
        Longest line in characters; 0 for any.

    Examples
    --------
    >>> print(one_line("a\nb\x07 \u202ec"))
    a b\u0007 \u202ec
    >>> one_line("the quick brown fox", 12)
    'the quick…'
    """
    line = " ".join(text.split())
    line = "".join(_number(c) if unicodedata.category(c) in _HIDDEN else c for c in line)
    return textwrap.shorten(line, width, placeholder="…") if 0 < width < len(line) else line


def _number(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def lead(sentence: str, verdict: str, width: int = 0) -> str:
    """Give what a claim's sentence says after the verdict, which stands beside it.

    Examples
    --------
    >>> lead("Unsupported. No pig was weighed. Evidence: 2 against.", "unsupported")
    'No pig was weighed. Evidence: 2 against.'
    """
    return one_line(sentence.removeprefix(f"{verdict.capitalize()}. "), width)


def located(base: str, file: str) -> str:
    """Name an article's file as it is found from where the program ran, or within the data folder.

    Examples
    --------
    >>> located("data", "articles/a.txt"), located("", "articles/a.txt")
    ('data/articles/a.txt', 'articles/a.txt')
    """
    return f"{base}/{file}" if base not in ("", ".") else file
