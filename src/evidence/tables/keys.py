"""Checks of the keys that the descriptor names: unique, sorted, and none that points nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.errors import Problem
from evidence.tables.descriptor import as_list
from evidence.tables.reading import Row, Sheet
from evidence.tables.words import closest

_SUGGESTIONS = 20  # per key; looking for near words takes time, and a key that is wrong everywhere has one cause
UNSORTED = ("decisions",)  # append-only: its order is the order of events


def check_keys(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    """Check unique columns, primary keys, the order of rows and foreign keys of all tables.

    Parameters
    ----------
    sheets : dict of str to Sheet
        Tables by name.

    Yields
    ------
    Problem
        Repeated ids, rows out of order (the first of a table), ids that no row has.
    """
    for sheet in sheets.values():
        yield from repeated(sheet)
        if sheet.name not in UNSORTED:
            yield from unsorted(sheet)
        for key in sheet.schema.get("foreignKeys", []):
            yield from dangling(sheet, key, sheets)


def _key(row: Row, columns: list[str]) -> tuple[str, ...]:
    return tuple(row[column] for column in columns)


def repeated(sheet: Sheet) -> Iterator[Problem]:
    """Find rows that repeat what may occur once."""
    unique = [[f["name"]] for f in sheet.schema["fields"] if f.get("constraints", {}).get("unique")]
    primary = as_list(sheet.schema.get("primaryKey"))
    for columns in [*unique, *([primary] if primary and primary not in unique else [])]:
        if not set(columns) <= set(sheet.columns):
            continue
        first: dict[tuple[str, ...], int] = {}
        for row in sheet.rows:
            key = _key(row, columns)
            if any(key) and key in first:
                cure = f"line {first[key]} has it already: change one of the two, or remove a row"
                yield sheet.problem(row, columns[0], f"{' and '.join(columns)} unlike in any other row", cure)
            first.setdefault(key, row.line)


def unsorted(sheet: Sheet) -> Iterator[Problem]:
    """Find the first row that stands before one with a smaller key."""
    columns = as_list(sheet.schema.get("primaryKey"))
    if not columns or not set(columns) <= set(sheet.columns):
        return
    for before, row in zip(sheet.rows, sheet.rows[1:], strict=False):
        if _key(row, columns) < _key(before, columns):
            cure = f"sort the rows by {', '.join(columns)} as plain text; this one stands after {before[columns[0]]!r}"
            yield sheet.problem(row, columns[0], "rows sorted by key", cure)
            return


def dangling(sheet: Sheet, key: dict, sheets: dict[str, Sheet]) -> Iterator[Problem]:
    """Find ids that the table they point to does not have."""
    columns, reference = as_list(key["fields"]), key["reference"]
    target = sheets[reference.get("resource") or sheet.name]
    there = as_list(reference["fields"])
    if not set(columns) <= set(sheet.columns) or not set(there) <= set(target.columns):
        return
    known = {_key(row, there) for row in target.rows}
    known |= {tuple(row.cells.get(column, "") for column in there) for row in target.ragged}
    near: dict[str, str | None] = {}
    for row in sheet.rows:
        wanted = _key(row, columns)
        if not all(wanted) or wanted in known:
            continue
        if len(near) < _SUGGESTIONS and wanted[0] not in near:
            near[wanted[0]] = closest(wanted[0], {entry[0] for entry in known})
        meant = near.get(wanted[0])
        cure = f"did you mean {meant!r}?" if meant else f"add the row to {target.file}, or mend the id"
        yield sheet.problem(row, columns[0], f"{' and '.join(there)} of a row in {target.file}", cure)
