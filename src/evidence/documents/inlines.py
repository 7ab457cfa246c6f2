"""Words inside a block, as pandoc's document model has them: text goes in as text and can never become markup."""

from __future__ import annotations

import re

from evidence.figures.palette import VERDICT_COLOURS

Inline = dict  # one element of pandoc's model: {"t": type, "c": content}
Words = str | list[Inline]
NO_ATTRIBUTES = ["", [], []]
# Signs that turn the direction of all that follows, our own words included: shown by their code points.
_TURN = re.compile("[\u202a-\u202e\u2066-\u2069]")
# A break inside text would end a line of Markdown or Typst, where the next one could begin a heading or a list.
_BLANK = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")


def text(words: str) -> list[Inline]:
    r"""Give plain text as pandoc has it: strings without blanks, and blanks between them.

    Examples
    --------
    >>> text("a *b*")
    [{'t': 'Str', 'c': 'a'}, {'t': 'Space'}, {'t': 'Str', 'c': '*b*'}]
    >>> text("\u202eab")
    [{'t': 'Str', 'c': '[U+202E]ab'}]
    """
    made = []
    words = _TURN.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", words)
    for position, part in enumerate(_BLANK.split(words)):
        made += [{"t": "Space"}] if position else []
        made += [{"t": "Str", "c": part}] if part else []
    return made


def inlines(*parts: Words) -> list[Inline]:
    """Join text and finished elements into one run of words."""
    return [element for part in parts for element in (text(part) if isinstance(part, str) else part)]


def strong(*parts: Words) -> list[Inline]:
    """Set words in bold."""
    return [{"t": "Strong", "c": inlines(*parts)}]


def emphasis(*parts: Words) -> list[Inline]:
    """Set words in italics."""
    return [{"t": "Emph", "c": inlines(*parts)}]


def new_line() -> list[Inline]:
    """Begin a new line within a paragraph or a cell."""
    return [{"t": "LineBreak"}]


def link(words: str, address: str) -> list[Inline]:
    """Lead to an address, or with `#name` to a place in the document."""
    return [{"t": "Link", "c": [NO_ATTRIBUTES, text(words), [address, ""]]}]


def verdict(word: str, shown: str = "") -> list[Inline]:
    """Set a verdict in its colour; the word says the same, so nothing hangs on the colour."""
    colour = VERDICT_COLOURS[word]
    style = [["custom-style", verdict_style(word)], ["typst:text:fill", f'rgb("{colour}")']]
    return [{"t": "Span", "c": [["", ["verdict", word.replace(" ", "-")], style], strong(shown or word)]}]


def verdict_style(word: str) -> str:
    """Name the character style of a verdict in a Word file.

    Examples
    --------
    >>> verdict_style("partly supported")
    'Verdict partly supported'
    """
    return f"Verdict {word}"


def quiet(*parts: Words) -> list[Inline]:
    """Set words that stand back: smaller and grey where the format can, else as they are."""
    style = [["custom-style", "Quiet"], ["typst:text:fill", 'rgb("#59606e")'], ["typst:text:size", "0.92em"]]
    return [{"t": "Span", "c": [["", ["quiet"], style], inlines(*parts)]}]


def image(path: str, alt: str, width: str) -> list[Inline]:
    """Set a picture with what it shows in words."""
    return [{"t": "Image", "c": [["", [], [["width", width]]], text(alt), [path, ""]]}]


def joined(parts: list[Words], between: Words) -> list[Inline]:
    """Join several runs of words with something between them."""
    made = []
    for position, part in enumerate(parts):
        made += inlines(between, part) if position else inlines(part)
    return made


def place(name: str, words: Words = "") -> list[Inline]:
    """Name a place in the text for links to lead to."""
    return [{"t": "Span", "c": [[name, [], []], inlines(words)]}]
