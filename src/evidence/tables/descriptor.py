"""The one descriptor, `datapackage.json`: read it, and refuse one that nothing could be held against."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from evidence.errors import DataError, Problem
from evidence.tables.files import read_text

FILE = "datapackage.json"
TYPES = ("string", "integer", "number", "date", "datetime")
CONSTRAINTS = ("required", "unique", "enum", "pattern", "minimum", "maximum")

# Tables that a review has, with the columns that the checks and the ready frames of this package read. A descriptor may
# add columns and tables; it may not drop these. Everything else about a column is the descriptor's to say.
NEEDED = {
    "articles": "article_id address file",
    "claims": "claim_id article_id quotation kind topic question_id wording number number_high bound number_unit"
    " quantity source_named source_role jurisdiction authority",
    "questions": "question_id threshold threshold_unit threshold_source",
    "studies": "study_id label design condition seen seen_where",
    "reports": "report_id study_id doi pmid address date seen seen_where",
    "results": "result_id study_id outcome outcome_family statistic contrast arm arm_role comparator_arm value bound"
    " baseline spread spread_kind low high n_analysed events total denominator p p_operator p_compares unit time"
    " time_unit level as_given event note seen seen_where",
    "regulations": "regulation_id jurisdiction authority product_use pathway status legal_basis finding report_id date"
    " as_of inferred seen seen_where",
    "links": "link_id claim_id result_id study_id regulation_id search_id other_claim_id bearing rater",
    "levels": "level rank colour symbol",
    "tools": "item_id tool position domain asks critical levels",
    "signals": "signal_id tool domain effect position asks allowed when",
    "appraisals": "appraisal_id study_id tool domain judgement basis rationale rater",
    "answers": "answer_id study_id tool signal_id answer basis rationale rater",
    "ratings": "rating_id question_id domain steps level rater",
    "decisions": "decision_id claim_id reviewer reviewer_kind verdict flag severity reason evidence time data_version"
    " refers_to proposal certainty basis action",
    "searches": "search_id topic outcome",
    "records": "record_id list disposition study_id report_id regulation_id reason",
}
TABLES = tuple(NEEDED)


def read_descriptor(root: Path) -> dict:
    """Read the descriptor of a data folder.

    Parameters
    ----------
    root : Path
        The data folder.

    Returns
    -------
    dict
        The descriptor, with every part that the checks rely on in its place.

    Raises
    ------
    DataError
        If the folder or the descriptor is missing or unreadable, or the descriptor leaves out what is needed.
    """
    if not os.path.isdir(root):
        cure = "start in the folder that holds data/, or name the folder (--data DIR)"
        raise DataError([Problem(str(root), None, "", "no such folder", f"a folder with {FILE}", cure)])
    text, problems = read_text(root / FILE, FILE)
    if not text.strip():
        raise DataError(problems)
    try:
        descriptor = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        cure = "mend the JSON there; a missing or extra comma is the usual cause"
        raise DataError([*problems, Problem(FILE, line, "", str(error), "JSON", cure)]) from error
    problems += [Problem(FILE, None, *fault) for fault in _faults(descriptor)]
    if problems:
        raise DataError(problems)
    return descriptor


def tables_of(descriptor: dict) -> list[dict]:
    """List the resources that are tables; a package may carry other files, which have no schema."""
    return [resource for resource in descriptor["resources"] if "schema" in resource]


def field_names(schema: dict) -> list[str]:
    """List the columns of a schema in order."""
    return [field["name"] for field in schema.get("fields", [])]


def _faults(descriptor) -> list[tuple[str, str, str, str]]:
    """List (place, found, rule, cure) for everything that would leave the checks without a footing."""
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not all(isinstance(resource, dict) for resource in resources):
        cure = "copy datapackage.json from a review that works"
        return [("resources", "none", "a list of resources", cure)]
    schemas: dict[str, list[str]] = {}
    needed = descriptor.get("reviewersNeeded", 2)
    if needed not in range(1, 6) or isinstance(needed, bool):
        return [
            ("reviewersNeeded", str(needed), "a whole number from 1 to 5", "write how many reviewers have to agree")
        ]
    faults = [*_resource_faults(resources, schemas), *_needed_faults(resources, schemas)]
    # Keys point from table to table, so they are looked at once every table stands.
    return faults or [fault for resource in resources for fault in _key_faults(resource, schemas)]


def _resource_faults(resources: list[dict], schemas: dict[str, list[str]]) -> Iterator[tuple[str, str, str, str]]:
    """Check each resource by itself; the fields of those that can be used are put into `schemas`."""
    for place, resource in enumerate(resources):
        name, schema = resource.get("name"), resource.get("schema", {})
        where = f"resources.{name or place}"
        if not isinstance(name, str) or not isinstance(resource.get("path"), str):
            yield where, str(name), "a name and a path, both text", "name the resource and its file"
        elif name in schemas:
            yield where, name, "each resource once", "remove the second one"
        elif "schema" in resource and not _has_fields(schema):
            yield where, "no fields", "a schema with named fields", "list the fields of the table"
        elif len(set(field_names(schema))) < len(field_names(schema)):
            yield where, "a field twice", "each field once", "remove the second one"
        else:
            schemas[name] = field_names(schema)
            for field in schema.get("fields", []):
                yield from _field_faults(f"{where}.{field['name']}", field)


def _has_fields(schema) -> bool:
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not fields:
        return False
    return all(isinstance(field, dict) and isinstance(field.get("name"), str) for field in fields)


def _field_faults(where: str, field: dict) -> Iterator[tuple[str, str, str, str]]:
    if field.get("type") not in TYPES:
        yield where, str(field.get("type")), f"type: one of {', '.join(TYPES)}", "choose one of them"
    constraints = field.get("constraints", {})
    if not isinstance(constraints, dict):
        yield where, str(constraints), "constraints by name", "write them as an object"
        return
    for name in sorted(set(constraints) - set(CONSTRAINTS)):
        yield where, name, f"constraints: {', '.join(CONSTRAINTS)}", "remove it; nothing here would check it"
    try:
        re.compile(constraints.get("pattern", ""))
    except (re.error, TypeError) as error:
        yield where, str(error), "a regular expression as pattern", "mend the pattern"
    enum = constraints.get("enum", [])
    if not isinstance(enum, list) or not all(isinstance(word, str) for word in enum):
        yield where, str(enum), "a list of words as enum", "write the words as a list of texts"
    for limit in ("minimum", "maximum"):
        numeric = field.get("type") in ("integer", "number") and isinstance(constraints.get(limit), int | float)
        if limit in constraints and not numeric:
            yield where, str(constraints[limit]), f"a number as {limit}, on a column of numbers", "mend or remove it"


def _needed_faults(resources: list[dict], schemas: dict[str, list[str]]) -> Iterator[tuple[str, str, str, str]]:
    names = [resource.get("name") for resource in resources]
    for table, columns in NEEDED.items():
        if table not in names:
            yield "resources", "none", f"a resource named {table}", f"describe {table}.csv; it may have no rows"
        for column in columns.split() if table in schemas else ():
            if column not in schemas[table]:
                cure = "put the field back: the package reads it"
                yield f"resources.{table}", "none", f"a field named {column}", cure


def _key_faults(resource: dict, schemas: dict[str, list[str]]) -> Iterator[tuple[str, str, str, str]]:
    name, schema = resource["name"], resource.get("schema", {})
    if not set(as_list(schema.get("primaryKey"))) <= set(schemas[name]):
        yield f"resources.{name}", str(schema["primaryKey"]), "a primaryKey of fields of this table", "mend the names"
    for key in schema.get("foreignKeys", []):
        reference = key.get("reference", {}) if isinstance(key, dict) else {}
        here, there = as_list(key.get("fields")) if reference else [], as_list(reference.get("fields"))
        known = set(schemas[name]), set(schemas.get(reference.get("resource") or name, []))
        if not here or len(here) != len(there) or not (set(here) <= known[0] and set(there) <= known[1]):
            yield f"resources.{name}", str(key), "a foreignKey between fields that exist", "mend the names"


def as_list(value) -> list[str]:
    """Give the names in a key as a list; Data Package allows one name or several."""
    return [value] if isinstance(value, str) else list(value or [])
