"""BibTeX in, by bibtexparser."""

from __future__ import annotations

import re

from evidence.references.bibtex import PLACES, VERBATIM
from evidence.references.dates import date_parts, month_number
from evidence.references.identifiers import pmid, pmid_named, registry_id
from evidence.references.kinds import CSL_OF_BIBTEX, TYPE_OF_KIND
from evidence.references.latex import plain
from evidence.references.records import Reading
from evidence.references.text import OWN, one_line, unpacked


def read_bibtex(text: str, reading: Reading) -> None:
    """Read BibTeX into a reading.

    Parameters
    ----------
    text : str
        The file, LF line ends.
    reading : Reading
        Takes the records and the problems.
    """
    import logging

    import bibtexparser
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, ParsingFailedBlock

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it would say there is said in `problems`
    macros = [bibtexparser.model.String(name, f"{{{name}}}") for name in _MACROS]
    library = bibtexparser.parse_string(text, library=bibtexparser.Library(macros))
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, DuplicateBlockKeyBlock):
            cure = "give each entry its own key; both were read"
            reading.note(line, f"the key {block.key!r} a second time", "one entry per key", cure)
            block = block.ignore_error_block
        elif isinstance(block, DuplicateFieldKeyBlock):
            reading.note(line, "a field given twice", "each field once", "keep one; the last was read")
            block = block.ignore_error_block
        elif isinstance(block, ParsingFailedBlock):
            cure = "close its braces and quotation marks, or export the file again"
            reading.skip(line, f"an entry that breaks off: {one_line(block.raw)}", "an entry of BibTeX", cure)
        if isinstance(block, bibtexparser.model.Entry):
            reading.add(line, _item(block))


_MACROS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _item(entry) -> dict:
    """One CSL item from an entry."""
    fields = {field.key.casefold(): str(field.value) for field in entry.fields}
    text = {
        name: one_line(value if name in VERBATIM and not re.search(r"[{}\\]", value) else plain(value))
        for name, value in fields.items()
    }
    custom = {name.removeprefix(f"{OWN}-"): unpacked(plain(v)) for name, v in fields.items() if name.startswith(OWN)}
    custom = {name: value for name, value in custom.items() if value is not None}
    kind = entry.entry_type.casefold()
    csl_type = CSL_OF_BIBTEX.get(kind) or ("webpage" if text.get("url") and not text.get("doi") else "article")
    csl_type = TYPE_OF_KIND.get(custom.get("kind", ""), csl_type)
    number = text.get("number") or text.get("issue", "")
    eprint = text.get("eprint", "") if text.get("eprinttype", "").casefold() == "pubmed" else ""
    notes = f"{text.get('note', '')} {text.get('annote', '')}"
    numbered = pmid(text.get("pmid", "")) or pmid(eprint) or pmid_named(notes)
    registered = registry_id(number) if csl_type == "report" else ""
    date = _date(text)
    return {
        **{csl: text.get(name, "") for name, csl in PLACES.items()},
        "id": custom.get("report_id") or entry.key,
        "type": csl_type,
        "author": [_person(name) for name in _names(fields.get("author", ""))],
        "container-title": next((text[k] for k in ("journal", "journaltitle", "booktitle") if text.get(k)), ""),
        "issue": "" if csl_type == "report" else number,
        "number": one_line(custom.get("registry_id")) if custom else registered,
        "page": re.sub(r"\s*[-–]+\s*", "-", text.get("pages", "")),
        "issued": {"date-parts": [date]} if date else None,
        "PMID": one_line(custom.get("pmid")) if custom else numbered,
        "publisher": text.get("publisher", ""),
        "note": text.get("note", ""),
        "custom": custom,
    }


def _date(text: dict[str, str]) -> list[int]:
    """Date of an entry: `date` as biblatex has it, else year, month and day."""
    if date_parts(text.get("date", "")):
        return date_parts(text["date"])
    month = month_number(text.get("month", "")) if text.get("month") else None
    said = [text.get("year", ""), str(month or ""), text.get("day", "") if month else ""]
    return date_parts("-".join(part for part in said if part))


def _names(text: str) -> list[str]:
    """Cut a list of authors at the word ``and``, where it stands outside braces."""
    text = " ".join(text.split())
    names, depth, start = [], 0, 0
    for match in re.finditer(r"(?<!\\)[{}]| and ", text):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif depth == 0:
            names.append(text[start : match.start()])
            start = match.end()
    return [name.strip() for name in [*names, text[start:]] if name.strip()]


def _person(name: str) -> dict:
    """One author: Surname, Given; Surname, Suffix, Given; Given Surname; or an institution in braces."""
    if re.fullmatch(r"\{[^{}]*(\{[^{}]*\}[^{}]*)*\}", name) and "," not in name:
        return {"literal": one_line(plain(name))}
    extended = dict(re.findall(r"\b(family|given|prefix|suffix)\s*=\s*\"?([^,\"]+)", name))
    if "family" in extended:  # names as BibLaTeX's extended form has them, which Better BibTeX writes
        extended["non-dropping-particle"] = extended.pop("prefix", "")
        return {key: one_line(plain(part)) for key, part in extended.items() if one_line(part)}
    parts = [one_line(plain(part)) for part in name.split(",", 2)]
    if len(parts) == 1:
        given, _, family = parts[0].rpartition(" ")
        return {key: part for key, part in (("family", family), ("given", given)) if part}
    keys = ("family", "given") if len(parts) == 2 else ("family", "suffix", "given")
    return {key: part for key, part in zip(keys, parts, strict=True) if part}
