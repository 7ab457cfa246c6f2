"""Titles that may be one: equal words, a subtitle left out, or a few other letters; without comparing all pairs."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict

from evidence.references.text import folded

# Of the 13,530 pairs of titles in the first review, the most alike of two different printed ones reach 0.78, and of our
# own descriptions in brackets 0.97, which is why those are never compared. A title with one word misspelt stays above.
ALIKE = 0.9
# What makes it quick, and what it misses: titles are compared letter by letter only where they share one of the rarest
# words of the one looked for, and most of their words.
_RAREST = 4
_SHARED = 0.6  # twice the shared words over the words of both
_COMMON = 200  # a word in more titles than this finds nothing: it would make the work grow with the square
_LONG = 3  # letters; shorter words, such as "of", are in every title
_SHORTEST_MAIN = 4  # words of a main title that can stand for the whole


class TitleIndex:
    """Titles by what they are the title of.

    Examples
    --------
    >>> index = TitleIndex({"r-1": "Wings of grown pigs: a trial", "r-2": "Moon cheese"})
    >>> index.same("WINGS OF GROWN PIGS - A Trial"), index.alike("Wings of grown pigs")
    (['r-1'], ['r-1'])
    """

    def __init__(self, titles: dict[str, str]):
        self._words: dict[str, str] = {}
        self._sets: dict[str, set[str]] = {}
        self._equal: dict[str, list[str]] = defaultdict(list)
        self._main: dict[str, list[str]] = defaultdict(list)
        self._holding: dict[str, list[str]] = defaultdict(list)
        for key, title in titles.items():
            self.add(key, title)

    def add(self, key: str, title: str) -> None:
        """Take a title in; a description in square brackets is only ever found as a whole."""
        words = folded(title)
        if not words:
            return
        self._equal[words].append(key)
        if described(title):
            return
        self._words[key] = words
        self._sets[key] = set(words.split())
        self._main[_main_title(title)].append(key)
        for word in set(words.split()):
            self._holding[word].append(key)

    def same(self, title: str) -> list[str]:
        """Whose title has the same words, whatever their case, accents and punctuation."""
        return list(self._equal.get(folded(title), ()))

    def alike(self, title: str) -> list[str]:
        """Whose title differs by a subtitle or a few letters, the most alike first."""
        words = folded(title)
        if not words or described(title):
            return []
        main = _main_title(title)
        found = dict.fromkeys(self._main.get(main, ()), 1.0) if len(main.split()) >= _SHORTEST_MAIN else {}
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(words)
        for key in self._near(words) - set(found):
            matcher.set_seq1(self._words[key])
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
                found[key] = matcher.ratio()
        return sorted(found, key=lambda key: (-found[key], key))

    def _near(self, words: str) -> set[str]:
        """Titles that share a rare word with these words, and most of the others."""
        own = set(words.split())
        known = [word for word in own if 0 < len(self._holding.get(word, ())) <= _COMMON]
        rarest = sorted(known, key=lambda word: (len(self._holding[word]), word))[:_RAREST]
        near = {key for word in rarest for key in self._holding[word]}
        return {key for key in near if 2 * len(own & self._sets[key]) >= _SHARED * (len(own) + len(self._sets[key]))}


def described(title: str) -> bool:
    """Whether a title is a description of ours, in the square brackets that the tables ask for.

    Examples
    --------
    >>> described("[a lead]"), described("Hair [subtitle not shown]")
    (True, False)
    """
    return title.startswith("[") and title.endswith("]")


def unlike(one: str, other: str) -> bool:
    """Whether two titles cannot be those of one document: printed both, and with fewer than half of the words shared.

    Examples
    --------
    >>> unlike("Wings of grown pigs: a trial", "Wings of pigs"), unlike("Wings of grown pigs", "Minds of young cats")
    (False, True)
    """
    if described(one) or described(other):
        return False
    words = [set(folded(title).split()) for title in (one, other)]
    first, second = ({word for word in own if len(word) > _LONG} or own for own in words)
    return len(first & second) < min(len(first), len(second)) / 2


def _main_title(title: str) -> str:
    """The words before a subtitle."""
    return folded(re.split(r"[:?!]\s|\s[-–—]\s", title, maxsplit=1)[0])
