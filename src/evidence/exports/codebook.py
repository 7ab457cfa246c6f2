"""The codebook of a data folder, written from its descriptor alone."""

from __future__ import annotations

import re

FIELD_PARTS = ("type", "title", "description", "unit", "meaningOfBlank", "example")


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
