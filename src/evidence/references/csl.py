"""CSL-JSON out and in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from evidence.references.dates import issued
from evidence.references.identifiers import pmid, pmid_named
from evidence.references.records import Reading
from evidence.references.text import one_line

_TEXTS = tuple("type title container-title volume issue page DOI number URL keyword publisher genre".split())
_NEXT = re.compile(r"[\s,]*\{")


def to_csl(items: list[dict]) -> str:
    """Write CSL items as JSON.

    Parameters
    ----------
    items : list of dict
        As `items` gives them.

    Returns
    -------
    str
        A JSON array, one item after the other.

    Examples
    --------
    >>> print(to_csl([{"id": "r-1", "title": "Wings"}]))
    [
      {
        "id": "r-1",
        "title": "Wings"
      }
    ]
    """
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def read_csl(text: str, reading: Reading) -> None:
    """Read CSL-JSON into a reading: an array, an object with ``items``, or one item.

    Parameters
    ----------
    text : str
        The file.
    reading : Reading
        Takes the records and the problems.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        for item, line in _before_the_break(text):
            reading.add(line, _item(item))
        cure = "mend the JSON there, or export the file again; what stands before it was read, nothing after it"
        reading.skip(getattr(error, "lineno", 1), str(error), "JSON", cure)
        return
    if isinstance(found, dict):
        found = found["items"] if isinstance(found.get("items"), list) else [found]
    lines = _starts(text, len(found) if isinstance(found, list) else 0)
    for item, line in zip(found if isinstance(found, list) else [], lines, strict=True):
        if isinstance(item, dict):
            reading.add(line, _item(item))
        else:
            reading.skip(line, one_line(item), "an object per reference", "remove it")


def _before_the_break(text: str) -> Iterator[tuple[dict, int]]:
    """The items of a broken array that are whole, each with its line."""
    decoder, place = json.JSONDecoder(), text.find("[") + 1
    while match := _NEXT.match(text, place):
        try:
            item, place = decoder.raw_decode(text, match.end() - 1)
        except (ValueError, RecursionError):
            return
        yield item, text.count("\n", 0, match.end()) + 1


def _starts(text: str, count: int) -> list[int]:
    """The lines on which the items start; JSON on one line has them all there."""
    places = [text.count("\n", 0, match.start()) + 1 for match in re.finditer(r"(?m)^( {0,4}|\t)\{", text)]
    return places if len(places) == count else [1] * count


def _item(item: dict) -> dict:
    """One item with its parts in the types that CSL asks for."""
    clean = {name: one_line(item[name]) for name in _TEXTS if isinstance(item.get(name), str | int | float)}
    note = item.get("note") if isinstance(item.get("note"), str) else ""
    date = issued(item)
    own = item.get("custom") if isinstance(item.get("custom"), dict) else {}
    # Other programs have a `custom` too; ours names the report.
    custom = {str(name): value for name, value in own.items() if isinstance(value, str)} if "report_id" in own else {}
    return {
        **clean,
        "id": one_line(item.get("id")),
        "author": [_person(one) for one in item.get("author") or [] if isinstance(one, dict)]
        if isinstance(item.get("author"), list)
        else [],
        "issued": {"date-parts": [date]} if date else None,
        "PMID": one_line(custom.get("pmid")) if custom else pmid(one_line(item.get("PMID"))) or pmid_named(note),
        "note": one_line(note),
        "custom": custom,
    }


def _person(one: dict) -> dict:
    return {str(key): one_line(value) for key, value in one.items() if isinstance(value, str) and one_line(value)}
