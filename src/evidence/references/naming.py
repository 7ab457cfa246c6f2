"""Ids for new rows: first author and year, readable and not yet used."""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterable, Iterator

from evidence.references.dates import issued
from evidence.references.people import OTHERS
from evidence.references.text import folded, one_line

_SPELT = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ı": "i"})
_WORDS_OF_TITLE = 3


def first_name(item: dict) -> str:
    """Who a study is called after: its first author, else an institution, else the first words of its title.

    Examples
    --------
    >>> first_name({"author": [{"family": "van der Sow", "given": "H"}]}), first_name({"title": "Do pigs fly at all?"})
    ('van der Sow', 'Do pigs fly')
    """
    for one in item.get("author") or []:
        particle = one_line(one.get("non-dropping-particle"))
        name = one_line(one.get("family")) or one_line(one.get("literal"))
        if name and one != OTHERS:
            return f"{particle} {name}".strip()
    return " ".join(one_line(item.get("title")).split()[:_WORDS_OF_TITLE])


def slug_stem(item: dict) -> str:
    """Write first author and year in small letters without accents, as ids have them.

    Examples
    --------
    >>> slug_stem({"author": [{"family": "Sów"}], "issued": {"date-parts": [[2024]]}})
    'sow-2024'
    """
    words = folded(one_line(first_name(item)).casefold().translate(_SPELT)).split()
    latin = [word for word in words if word.isascii()][:_WORDS_OF_TITLE]
    return "-".join([*(latin or ["reference"]), *(str(part) for part in issued(item)[:1])])


class Ids:
    """Slugs that are free for a study and its report at once.

    Parameters
    ----------
    study_ids, report_ids : iterable of str
        Ids that are in use.

    Examples
    --------
    >>> ids = Ids(["s-sow-2024"], [])
    >>> sow = {"author": [{"family": "Sów"}], "issued": {"date-parts": [[2024]]}}
    >>> ids.slug(sow), ids.slug(sow)
    ('sow-2024-b', 'sow-2024-c')
    """

    def __init__(self, study_ids: Iterable[str], report_ids: Iterable[str]):
        self._used = {name.removeprefix("s-") for name in study_ids} | {name.removeprefix("r-") for name in report_ids}
        self._turns: dict[str, Iterator[str]] = {}

    def slug(self, item: dict) -> str:
        """Give the next free slug for an item, and mark it as used."""
        stem = slug_stem(item)
        turn = self._turns.setdefault(stem, _in_turn(stem))
        free = next(name for name in turn if name not in self._used)
        self._used.add(free)
        return free


def _in_turn(stem: str) -> Iterator[str]:
    """The stem, then with b to z behind it, then with numbers."""
    yield stem
    yield from (f"{stem}-{letter}" for letter in string.ascii_lowercase[1:])
    yield from (f"{stem}-{number}" for number in itertools.count(27))
