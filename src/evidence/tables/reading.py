"""One table as text: a header held against the descriptor, and rows that know their line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from evidence.errors import Problem
from evidence.tables.files import inside, read_text
from evidence.tables.words import closest


@dataclass(frozen=True)
class Row:
    """One record: `line` is the line of the file on which it starts (the header is line 1); cells are stripped."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass
class Sheet:
    """One table as text.

    Attributes
    ----------
    name, file : str
        Name of the resource and its path in the folder.
    schema : dict
        Its part of the descriptor.
    columns : list of str
        Described columns that the file has.
    rows : list of Row
        Records with the right number of cells.
    ragged : list of Row
        Records with too many or too few cells, as far as they could be read: their ids still count as known.
    whole : bool
        Whether every record and every described column could be read; only then may absence be concluded.
    """

    name: str
    file: str
    schema: dict
    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    ragged: list[Row] = field(default_factory=list)
    whole: bool = False

    @property
    def has_all_columns(self) -> bool:
        """Whether each described column is in the file."""
        return len(self.columns) == len(self.schema["fields"])

    def problem(self, row: Row, column: str, rule: str, cure: str) -> Problem:
        """Name a problem with one cell of this table."""
        return Problem(self.file, row.line, column, row[column] if column else "", rule, cure)


def read_sheet(
    root: Path, resource: dict, descriptor_file: str, mend: Callable[[bytes], bytes] | None = None
) -> tuple[Sheet, list[Problem]]:
    """Read one table as text cells that know their line.

    Parameters
    ----------
    root : Path
        The data folder.
    resource : dict
        The table's part of the descriptor.
    descriptor_file : str
        Name of the descriptor, for a path that leads out of the folder.
    mend : function of bytes, optional
        What is done to the file's bytes before they are read.

    Returns
    -------
    sheet : Sheet
        What could be read.
    problems : list of Problem
        What could not: file, encoding, header, records of the wrong length.
    """
    sheet = Sheet(resource["name"], resource["path"], resource["schema"])
    path = inside(root, sheet.file)
    if path is None:
        where, cure = f"resources.{sheet.name}.path", f"keep the table in the folder, as {sheet.name}.csv"
        return sheet, [Problem(descriptor_file, None, where, sheet.file, "a path inside the data folder", cure)]
    text, problems = read_text(path, sheet.file, mend)
    if text.strip():
        problems += _fill(sheet, text)
    return sheet, problems


def _fill(sheet: Sheet, text: str) -> list[Problem]:
    """Put header and records into the sheet."""
    limit = csv.field_size_limit(max(len(text), csv.field_size_limit()))  # a reason may be longer than a book
    try:
        return _records(sheet, csv.reader(io.StringIO(text, newline=""), strict=True))
    finally:
        csv.field_size_limit(limit)


def _records(sheet: Sheet, reader) -> list[Problem]:
    header, known, problems, unread = None, set(), [], False
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            cure = "put a cell with commas or quotation marks in quotation marks, and double those inside it"
            problems.append(Problem(sheet.file, line, "", str(error), "CSV with commas and double quotes", cure))
            unread = True
            break
        if header is None or len(cells) == len(header):
            problems += _spaced_cells(sheet, line, header or cells, cells)
        cells = [cell.strip() for cell in cells]
        if header is None:
            header = cells
            problems += _header_problems(sheet, header)
            known = set(sheet.columns)
            if not known:
                break
            continue
        if cells == header:  # two branches that each began the file, or whose line ends differ
            rule, cure = "one header, in line 1", "a second header: remove the line"
            problems.append(Problem(sheet.file, line, "", ",".join(cells[:3]) + ", ...", rule, cure))
            continue
        row = Row(line, {name: cell for name, cell in zip(header, cells, strict=False) if name in known})
        (sheet.rows if len(cells) == len(header) else sheet.ragged).append(row)
        if len(cells) != len(header):
            found = f"{len(cells)} cells" if cells else "a blank line"
            cure = "add or remove cells; one that holds a comma needs quotation marks" if cells else "remove the line"
            problems.append(Problem(sheet.file, line, "", found, f"{len(header)} cells, as in the header", cure))
    sheet.whole = sheet.has_all_columns and not sheet.ragged and not unread
    return problems


def _spaced_cells(sheet: Sheet, line: int, header: list[str], cells: list[str]) -> list[Problem]:
    """Name cells with white space around their text: other programs do not take them for the same word."""
    rule, cure = "no white space before or after the text", "remove it"
    spaced = [(name.strip(), cell) for name, cell in zip(header, cells, strict=True) if cell != cell.strip()]
    return [Problem(sheet.file, line, name, cell, rule, cure) for name, cell in spaced]


def _header_problems(sheet: Sheet, header: list[str]) -> list[Problem]:
    """Compare the header with the descriptor and note which described columns are there."""
    fields = {entry["name"]: entry for entry in sheet.schema["fields"]}
    if len(header) == 1 and re.search(r"[;\t]", header[0]):
        return [Problem(sheet.file, 1, "", header[0], "cells separated by commas", "save it again with commas")]
    if len(set(header) & set(fields)) < len(fields) / 2:
        rule = f"a header line: {','.join(fields)}"
        return [Problem(sheet.file, 1, "", ",".join(header), rule, "put the header line before the first row")]
    sheet.columns = [name for name in fields if name in header]
    unknown = [name for name in header if name not in fields]
    problems = []
    for name in fields:
        if name not in header:
            near = closest(name, unknown)
            blank = fields[name].get("meaningOfBlank", "none")
            cure = f"rename {near!r} to {name!r}" if near else f"add the column; a blank cell means: {blank}"
            problems.append(Problem(sheet.file, 1, name, "no such column", f"a column named {name}", cure))
    for name in unknown:
        near = closest(name, [column for column in fields if column not in header])
        cure = f"did you mean {near!r}?" if near else "remove the column, or describe it in datapackage.json"
        problems.append(Problem(sheet.file, 1, name, name, "columns of the descriptor", cure))
    for name in sheet.columns:
        if header.count(name) > 1:
            problems.append(
                Problem(sheet.file, 1, name, "twice in the header", "each column once", "remove one of them")
            )
    if not problems and header != list(fields):
        first = next(name for name, described in zip(header, fields, strict=False) if name != described)
        cure = f"put the columns in this order: {', '.join(fields)}"
        problems.append(Problem(sheet.file, 1, first, first, "columns in the order of the descriptor", cure))
    return problems
