"""MEDLINE tags, as PubMed sends them to a citation manager (.nbib), by a small reader of our own."""

from __future__ import annotations

import re

from evidence.references.dates import date_parts
from evidence.references.identifiers import pmid, registry_id
from evidence.references.records import Reading
from evidence.references.text import one_line

_TAG = re.compile(r"^([A-Z]{2,4}) *- ?(.*)$")


def read_medline(text: str, reading: Reading) -> None:
    """Read MEDLINE records into a reading.

    Parameters
    ----------
    text : str
        The file, LF line ends. A record starts with ``PMID-``; a line that starts with spaces goes on with the tag
        before it.
    reading : Reading
        Takes the records and the problems.
    """
    for line, tags in _blocks(text):
        if "PMID" in tags and not pmid(tags["PMID"][0]):
            reading.note(line, tags["PMID"][0], "a number after PMID-", "nothing: it was left out")
        reading.add(line, _item(tags))


def _blocks(text: str) -> list[tuple[int, dict[str, list[str]]]]:
    """Cut a file into records: line of the start, and the values of each tag."""
    blocks: list[tuple[int, dict[str, list[str]]]] = []
    last: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        match = _TAG.match(line)
        if match and match[1] == "PMID":
            blocks.append((number, {}))
        if match and blocks:
            last = blocks[-1][1].setdefault(match[1], [])
            last.append(match[2].strip())
        elif last and line.startswith(" ") and line.strip():
            last[-1] = f"{last[-1]} {line.strip()}"
    return blocks


def _item(tags: dict[str, list[str]]) -> dict:
    """One CSL item from the tags of a record."""

    def first(*names: str) -> str:
        """The first of several tags that is filled."""
        return next((one_line(tags[name][0]) for name in names if tags.get(name)), "")

    numbers = [*tags.get("LID", []), *tags.get("AID", [])]
    dois = [number.removesuffix("[doi]").strip() for number in numbers if number.endswith("[doi]")]
    kinds = [kind.casefold() for kind in tags.get("PT", [])]
    date = date_parts(first("DP")) or date_parts(first("DEP"))
    people = tags.get("FAU") or tags.get("AU") or []
    registered = [number for number in tags.get("SI", []) if registry_id(number)]
    return {
        "id": first("PMID"),
        "type": "article" if "preprint" in kinds else "article-journal",
        "title": _title(first("TI", "BTI", "TT")),
        "genre": "preprint" if "preprint" in kinds else "",
        "author": [_person(name) for name in people] + [{"literal": one_line(name)} for name in tags.get("CN", [])],
        "container-title": first("TA", "JT"),
        "volume": first("VI"),
        "issue": first("IP"),
        "page": first("PG"),
        "issued": {"date-parts": [date]} if date else None,
        "DOI": dois[0] if dois else "",
        "PMID": pmid(first("PMID")),
        "number": registry_id(registered[0]) if registered else "",
        "keyword": "; ".join(kind for kind in kinds if "retract" in kind),
    }


def _title(text: str) -> str:
    """A title without the full stop at its end, and without the brackets around a translated one."""
    bare = text.removesuffix(".")
    return bare[1:-1] if bare.startswith("[") and bare.endswith("]") else bare


def _person(name: str) -> dict:
    """An author: ``Sow, Hilda M`` (FAU) or ``Sow HM`` (AU)."""
    family, comma, given = one_line(name).partition(", ")
    if not comma:
        family, _, given = one_line(name).rpartition(" ")
    return {key: part for key, part in (("family", family), ("given", given)) if part}
