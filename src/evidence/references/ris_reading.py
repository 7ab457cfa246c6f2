"""RIS in, by rispy; the cutting into records is ours, so that a broken record costs only itself."""

from __future__ import annotations

import re

from evidence.references.dates import date_parts
from evidence.references.identifiers import doi, pmid, pmid_named, registry_id
from evidence.references.kinds import CSL_OF_RIS, TYPE_OF_KIND
from evidence.references.records import Reading
from evidence.references.ris import LIST_TAGS
from evidence.references.text import OWN, one_line, unpacked

_TAG = re.compile(r"^\s*([A-Z][A-Z0-9])  -(?: (.*)|\s*)$")
_NARROW_TAG = re.compile(r"^\s*([A-Z][A-Z0-9]) {1,2}-(?: (.*)|\s*)$")
_NARROW_START = re.compile(r"(?m)^\s*TY - ")  # some programs write one space; only then may a text line look like a tag
_CLOSED = "a line 'ER  - ' at the end of each record"


def read_ris(text: str, reading: Reading) -> None:
    """Read RIS into a reading.

    Parameters
    ----------
    text : str
        The file, LF line ends.
    reading : Reading
        Takes the records and the problems.
    """
    import rispy

    parser = rispy.RisParser(list_tags=list(LIST_TAGS), delimiter_tags_mapping={})
    for line, lines, closed in _blocks(text):
        if not closed:
            cure = "see whether the file was cut off, and export it again; what is there is used"
            reading.note(line, "a record without its end", _CLOSED, cure)
        entry = parser.parse("\n".join([*lines, "ER  - "]))[0]
        unknown = [tag for tag in entry.pop("unknown_tag", {}) if tag]
        if unknown:
            reading.note(line, f"tags {', '.join(unknown)}", "tags of RIS", "nothing: they were left out")
        reading.add(line, _item(entry))


def _blocks(text: str) -> list[tuple[int, list[str], bool]]:
    """Cut RIS into records: line of the start, lines with tags in one form, and whether the end was there."""
    blocks: list[tuple[int, list[str], bool]] = []
    tag = _NARROW_TAG if _NARROW_START.search(text) else _TAG
    for number, line in enumerate(text.split("\n"), 1):
        match = tag.match(line)
        if match and match[1] == "TY":
            blocks.append((number, [f"TY  - {match[2] or ''}"], False))
        elif match and match[1] == "ER":
            if blocks:
                blocks[-1] = (*blocks[-1][:2], True)
        elif blocks and not blocks[-1][2] and line.strip():
            blocks[-1][1].append(f"{match[1]}  - {match[2] or ''}" if match else f"      {line.strip()}")
    return blocks


def _item(entry: dict) -> dict:
    """One CSL item from rispy's names; where programs use several tags for one thing the first filled one counts."""

    def first(*names: str) -> str:
        """The first of several tags that is filled."""
        return next((one_line(entry[name]) for name in names if one_line(entry.get(name))), "")

    notes = [one_line(note) for note in entry.get("notes", [])]
    pages = [first("start_page"), first("end_page")]
    if entry.get("name_of_database", "").strip().casefold() in ("pubmed", "medline"):
        number = pmid(first("accession_number"))
    else:
        number = pmid_named(" ".join([*notes, first("accession_number", "note"), first("custom2")]))
    custom = _own(entry.get("custom1", []))
    csl_type = CSL_OF_RIS.get(entry["type_of_reference"].strip(), "document")
    date = _date(first("date"), first("publication_year", "year"))
    return {
        "id": first("id"),
        "type": TYPE_OF_KIND.get(custom.get("kind", ""), csl_type),
        "title": first("title", "primary_title"),
        "author": [_person(name) for name in [*entry.get("authors", []), *entry.get("first_authors", [])] if name],
        "container-title": first("secondary_title", "alternate_title3", "journal_name", "alternate_title2"),
        "volume": first("volume"),
        "issue": first("number"),
        "page": "-".join(page for page in pages if page),
        "issued": {"date-parts": [date]} if date else None,
        "DOI": first("doi") or doi(first("type_of_work")),  # EndNote puts one into M3
        "PMID": one_line(custom.get("pmid")) if custom else number,
        "number": one_line(custom.get("registry_id")) if custom else registry_id(first("note")),
        "URL": next((one_line(url) for url in entry.get("urls", []) if url), ""),
        "keyword": "; ".join(one_line(word) for word in entry.get("keywords", [])),
        "note": " ".join(notes),
        "custom": custom,
    }


def _date(date: str, year: str) -> list[int]:
    """Date of a record; EndNote writes the day without its year, ``Mar 15``."""
    ways = (date_parts(date), date_parts(f"{year} {date}"), date_parts(f"{date} {year}"))
    return next((parts for parts in ways if len(parts) > 1), ways[0] or date_parts(year))


def _person(name: str) -> dict:
    """An author as RIS writes one: Surname, Given, Suffix; without a comma it is an institution."""
    parts = [one_line(part) for part in name.split(",", 2)]
    if len(parts) == 1:
        return {"literal": parts[0]}
    return {key: part for key, part in zip(("family", "given", "suffix"), parts, strict=False) if part}


def _own(lines: list[str]) -> dict:
    """Our own columns, from the tag in which they travel."""
    found = {}
    for line in lines:
        match = re.match(rf"{OWN} (\w+): (.*)", line, re.S)
        value = unpacked(match[2]) if match else None
        if value is not None:
            found[match[1]] = value
    return found
