"""What a reading of a reference file gives: records, and what is wrong with them, with record number and line."""

from __future__ import annotations

from dataclasses import dataclass, field

from evidence.errors import Problem
from evidence.references.people import marked
from evidence.references.text import untagged


@dataclass(frozen=True)
class Record:
    """One reference of a file.

    Attributes
    ----------
    number : int
        Its place in the file, from 1.
    line : int
        Line on which it starts, from 1.
    item : dict
        A CSL item; parts without content are left out.
    """

    number: int
    line: int
    item: dict


@dataclass
class Reading:
    """All references of a file.

    Attributes
    ----------
    file : str
        Name of the file.
    form : str
        RIS, BibTeX, CSL-JSON or MEDLINE.
    encoding : str
        How its bytes were read; an assumption is called one.
    records : list of Record
        What could be read.
    problems : list of Problem
        What could not, or only in part.
    """

    file: str
    form: str
    encoding: str
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, item: dict) -> None:
        """Keep a record: parts without content are dropped, and marks of other programs are read as what they mean."""
        item = item | {"author": marked(item.get("author", []))}
        if not item.get("custom"):  # our own text is text
            item |= {name: untagged(item[name]) for name in ("title", "container-title") if item.get(name)}
        kept = {name: value for name, value in item.items() if value}
        self.records.append(Record(self.next_number, line, kept))
        self.next_number += 1

    def skip(self, line: int, found: str, rule: str, cure: str) -> None:
        """Note that a record could not be read; it keeps its number."""
        self.note(line, found, rule, cure)
        self.next_number += 1

    def note(self, line: int, found: str, rule: str, cure: str) -> None:
        """Note what is wrong with the record that comes next."""
        self.problems.append(Problem(self.file, line, f"record {self.next_number}", found, rule, cure))

    next_number: int = 1
