"""Files that leave the package: written whole or not at all, safe to open in a spreadsheet, and the codebook."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.errors import OutputError

if TYPE_CHECKING:
    import pandas as pd

# What a spreadsheet takes for the start of a formula: OWASP, "CSV Injection" (full-width forms included).
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?")
FIELD_PARTS = ("type", "title", "description", "unit", "meaningOfBlank", "example")


def write_text(path: str | Path, text: str) -> Path:
    """Write a text file as UTF-8 with LF line ends, whole or not at all.

    Parameters
    ----------
    path : str or Path
        Where it goes; folders are made. A symbolic link there is replaced, not followed.
    text : str
        What it holds.

    Returns
    -------
    Path
        The path.

    Raises
    ------
    OutputError
        If it cannot be written; a file that was there is as it was.
    """
    path = Path(path)
    # In the same folder, since only there a rename cannot be left half done.
    temporary = path.parent / f".{secrets.token_hex(8)}.tmp"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(temporary, "xb") as file:
                file.write(text.replace("\r\n", "\n").encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    except OSError as error:
        cure = "choose a folder that can be written to, with room on the disk"
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}); do: {cure}") from error
    except UnicodeEncodeError as error:
        raise OutputError(f"{path}: character {error.start} cannot be written as UTF-8; do: remove it") from error
    except ValueError as error:  # a NUL in the name
        raise OutputError(f"{str(path)!r}: not a file name ({error}); do: choose another") from error
    return path


def write_csv(path: str | Path, frame: pd.DataFrame) -> Path:
    """Write a frame as CSV (UTF-8, LF, no index) that a spreadsheet will not run.

    A cell of text, or a column name, that begins with = + - @, a tab or a line break gets an apostrophe before it,
    unless it is a plain number or that sign alone. Numbers stay numbers. This is for files that people open, never for
    the tables of a review, whose cells must stay as they are.

    Parameters
    ----------
    path : str or Path
        Where it goes.
    frame : DataFrame
        What it holds; missing values become blank cells.

    Returns
    -------
    Path
        The path.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    safe = frame.copy()
    for place, dtype in enumerate(frame.dtypes):
        if getattr(dtype, "kind", "O") not in "biufcmM":
            column = [guarded(cell) for cell in frame.iloc[:, place]]
            safe.isetitem(place, column)
    safe.columns = [guarded(name) for name in frame.columns]
    return write_text(path, safe.to_csv(index=False, lineterminator="\n"))


def guarded(cell):
    """Put an apostrophe before text that a spreadsheet would run.

    Examples
    --------
    >>> guarded("=1+1"), guarded("-3.5"), guarded("+35 hairs"), guarded("c01")
    ("'=1+1", '-3.5', "'+35 hairs", 'c01')
    """
    if isinstance(cell, str) and len(cell) > 1 and _FORMULA.match(cell) and not _PLAIN_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def codebook_gaps(descriptor: dict) -> list[str]:
    """List what the descriptor leaves unsaid.

    Parameters
    ----------
    descriptor : dict
        The descriptor of a data folder.

    Returns
    -------
    list of str
        ``table.field: no part`` for each field without type, title, description, unit, meaning of blank or example,
        and ``table: no part`` for each table without title, description or key.
    """
    gaps = []
    for table in _tables(descriptor):
        parts = {**table, "primaryKey": table["schema"].get("primaryKey")}
        gaps += [
            f"{table['name']}: no {part}" for part in ("title", "description", "primaryKey") if not parts.get(part)
        ]
        for field in table["schema"]["fields"]:
            lacking = [part for part in FIELD_PARTS if not str(field.get(part, "")).strip()]
            gaps += [f"{table['name']}.{field['name']}: no {part}" for part in lacking]
    return gaps


def codebook(descriptor: dict) -> str:
    """Write the codebook of a data folder, from its descriptor alone.

    Parameters
    ----------
    descriptor : dict
        The descriptor.

    Returns
    -------
    str
        Markdown: a head, a list of the tables, then per table what one row is, its keys, and a table of its fields.
    """
    tables = _tables(descriptor)
    lines = ["<!-- Generated from datapackage.json by `evidence codebook`: change the descriptor, not this file. -->"]
    lines += [f"# {descriptor.get('title', 'Codebook')}", "", str(descriptor.get("description", "")), ""]
    lines += [f"Version {descriptor['version']}.", ""] if descriptor.get("version") else []
    for licence in descriptor.get("licenses", []):
        lines += [
            f"Licence of the tables: [{licence.get('title', licence.get('name'))}]({licence.get('path', '')}).",
            "",
        ]
    lines += [
        "Every judgement says who made it (`rater`, a role) and whether that was a human or a machine (`rater_kind`).",
        "**Judgements made by a machine await human review** and are counted as human nowhere.",
        "",
        "Conventions:",
        "",
        *(f"- {_spaced(name)}: {text}." for name, text in descriptor.get("conventions", {}).items()),
        "",
        "| table | file | one row |",
        "|---|---|---|",
        *(f"| [{t['name']}](#{t['name']}) | `{t['path']}` | {_cell(t.get('description', ''))} |" for t in tables),
    ]
    for table in tables:
        lines += ["", *_table_lines(table)]
    return "\n".join(lines) + "\n"


def _tables(descriptor: dict) -> list[dict]:
    return [resource for resource in descriptor["resources"] if "schema" in resource]


def _table_lines(table: dict) -> list[str]:
    """One chapter of the codebook."""
    schema = table["schema"]
    directed = any(field.get("direction") for field in schema["fields"])
    names = ["field", "type", "description", "unit", "allowed", "blank means", "example"]
    names += ["direction"] if directed else []
    lines = [f"## {table['name']}", "", str(table.get("description", "")), ""]
    lines += [f"Key: {_names(schema.get('primaryKey', []))}. File: `{table['path']}`.", ""]
    for key in schema.get("foreignKeys", []):
        reference = key["reference"]
        lines.append(f"- {_names(key['fields'])} names {_names(reference['fields'])} of `{reference['resource']}`")
    lines += [""] if schema.get("foreignKeys") else []
    lines += [f"| {' | '.join(names)} |", "|---" * len(names) + "|"]
    for field in schema["fields"]:
        title = f"**{_cell(field.get('title', ''))}.** {_cell(field.get('description', ''))}"
        cells = [f"`{field['name']}`", field["type"], title, _cell(field.get("unit", "")), _allowed(field)]
        cells += [_cell(field.get("meaningOfBlank", "")), _cell(field.get("example", ""))]
        lines.append(f"| {' | '.join([*cells, _cell(field.get('direction', ''))][: len(names)])} |")
    return lines


def _allowed(field: dict) -> str:
    """Say in one cell what a field may hold."""
    constraints = field.get("constraints", {})
    said = ["required"] * bool(constraints.get("required")) + ["unique"] * bool(constraints.get("unique"))
    if "enum" in constraints:
        said.append("one of: " + ", ".join(_cell(word) for word in constraints["enum"]))
    if "pattern" in constraints:
        said.append(f"pattern `{_cell(constraints['pattern'])}`")
    said += [f"{words} {constraints[k]}" for k, words in (("minimum", "from"), ("maximum", "to")) if k in constraints]
    return "; ".join(said)


def _names(key) -> str:
    return ", ".join(f"`{name}`" for name in ([key] if isinstance(key, str) else key))


def _cell(text) -> str:
    """Keep a text within one cell of a Markdown table; a lone asterisk or tag stays a letter."""
    flat = " ".join(str(text).split())
    return flat.replace("|", "\\|").replace("<", "&lt;")


def _spaced(name: str) -> str:
    """Turn a name in camel case into words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
