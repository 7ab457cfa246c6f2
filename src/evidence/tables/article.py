"""The text under review: Markdown emphasis taken out, sentences, and where a quotation stands."""

from __future__ import annotations

import bisect
import difflib
import re

_RUN = re.compile(r"\*+|\n[ \t]*\n")  # asterisks, or the end of a paragraph: emphasis never reaches across one
_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n")
_NO_STOP = ("Dr.", "Mr.", "Mrs.", "Ms.", "Prof.", "St.", "vs.", "e.g.", "i.e.", "al.", "approx.")
_INITIAL = re.compile(r"\b[A-Z]\.$")
_LOOK_ALIKE = str.maketrans("“”„«»‘’‚–—−\u00a0\n", '"""""\'\'\'---  ')  # one for one, so that places stay the same
_LONG_TEXT = 50_000  # characters; above it the nearest sentence is not looked for, since that takes seconds


def plain_text(raw: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Take the asterisks of Markdown emphasis out of an article and say what they marked.

    Parameters
    ----------
    raw : str
        Text as it stands in the file. Asterisks that open or close nothing ("2 * 3", a bullet) are part of the text.

    Returns
    -------
    text : str
        The words alone, with LF line ends; quotations are located in it.
    emphasis : list of (start, end, kind)
        Stretches of `text` that were marked, kind ``bold`` or ``italic``, in order of start.

    Examples
    --------
    >>> plain_text("Pigs *can* **fly**.")
    ('Pigs can fly.', [(5, 8, 'italic'), (9, 12, 'bold')])
    """
    raw = raw.replace("\r\n", "\n")
    pairs = _pairs(raw)
    dropped = sorted(place + i for left, right, width in pairs for place in (left, right) for i in range(width))
    gone = set(dropped)
    text = "".join(letter for place, letter in enumerate(raw) if place not in gone)

    def moved(place: int) -> int:
        return place - bisect.bisect_left(dropped, place)

    return text, sorted(
        (moved(left + width), moved(right), "bold" if width == 2 else "italic") for left, right, width in pairs
    )


def _pairs(raw: str) -> list[tuple[int, int, int]]:
    """Match opening and closing asterisks as CommonMark does: (place of the opening, of the closing, width 1 or 2)."""
    pairs: list[tuple[int, int, int]] = []
    openers: list[tuple[int, int]] = []
    for run in _RUN.finditer(raw):
        start, end = run.span()
        if raw[start] == "\n":
            openers.clear()
            continue
        if raw[max(start - 1, 0) : start].strip():
            while start < end and openers:
                left, right = openers.pop()
                width = min(2, end - start, right - left)
                pairs.append((right - width, start, width))
                start += width
                if right - width > left:
                    openers.append((left, right - width))
        if start < end and raw[end : end + 1].strip():
            openers.append((start, end))
    return pairs


def sentences(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences, simply: at a full stop before a capital, and at every line end.

    Parameters
    ----------
    text : str
        Plain text of an article.

    Returns
    -------
    list of (start, end)
        Places in the text, without the white space around a sentence.
    """
    found, start = [], 0
    for stop in [*(match.end() for match in _STOP.finditer(text)), len(text)]:
        so_far = text[start:stop]
        following = text[stop:].lstrip(" ")[:1] if stop < len(text) else ""
        goes_on = so_far.endswith(_NO_STOP) or _INITIAL.search(so_far) or following.islower()
        if goes_on and stop < len(text) and not so_far.endswith("\n") and following != "\n":
            continue
        body = so_far.strip()
        if body:
            begin = start + len(so_far) - len(so_far.lstrip())
            found.append((begin, begin + len(body)))
        start = stop
    return found


def occurrences(text: str, quotation: str) -> list[int]:
    """List every place at which a quotation begins, overlapping ones too.

    Parameters
    ----------
    text : str
        Plain text of an article.
    quotation : str
        Words to find, compared letter by letter.

    Returns
    -------
    list of int
        Places in the text; empty where it does not occur or is empty.
    """
    found, place = [], text.find(quotation) if quotation else -1
    while place >= 0:
        found.append(place)
        place = text.find(quotation, place + 1)
    return found


def quotation_fault(text: str, quotation: str) -> tuple[str, str] | None:
    """Say what is wrong with a quotation that does not occur exactly once.

    Parameters
    ----------
    text : str
        Plain text of the article.
    quotation : str
        Words that should occur once.

    Returns
    -------
    (rule, cure) or None
        None where it occurs exactly once.
    """
    times = len(occurrences(text, quotation))
    if times == 1:
        return None
    rule = f"words that occur exactly once in the article; these occur {times} times"
    return rule, (nearest(text, quotation) if times == 0 else "take in a neighbouring word, so that one place is meant")


def nearest(text: str, quotation: str) -> str:
    """Say in words where the article comes closest to a quotation that it does not hold.

    Parameters
    ----------
    text : str
        Plain text of the article.
    quotation : str
        Words that do not occur in it.

    Returns
    -------
    str
        What to do, with the article's own words where they are near.
    """
    if plain_text(quotation)[0] != quotation and plain_text(quotation)[0] in text:
        return "leave out the asterisks: they are not part of the text"
    folded = text.translate(_LOOK_ALIKE).lower()
    place = folded.find(quotation.translate(_LOOK_ALIKE).lower())
    if place >= 0 and len(folded) == len(text):
        return f"copy the article's letters and marks: {text[place : place + len(quotation)]!r}"
    words = quotation.split(" ")
    shared = bisect.bisect_left(range(len(words)), True, key=lambda k: " ".join(words[: k + 1]) not in text)
    if shared >= 3:  # fewer words in common say nothing
        place = text.find(" ".join(words[:shared]))
        return f"copy the article's words; it has {text[place : place + len(quotation)].splitlines()[0]!r}"
    if len(text) <= _LONG_TEXT:
        close = difflib.get_close_matches(quotation, [text[a:b] for a, b in sentences(text)], n=1)
        if close:
            return f"copy the article's words; its nearest sentence is {close[0]!r}"
    return "copy the words from the text of the article"
