"""Checks of single cells: everything that the descriptor says of a column."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterator

from evidence.errors import Problem
from evidence.tables.descriptor import as_list
from evidence.tables.reading import Sheet
from evidence.tables.words import closest

Check = Callable[[str], tuple[str, str] | None]  # gives (rule, cure) for a value that breaks it

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_LARGEST = 2**53  # above it a float no longer holds every whole number
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z")

# What people write instead of a number, with its cure; the first that fits is said.
_NOT_NUMBERS = (
    (re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?"), "write it without commas: {plain}"),
    (re.compile(r"[+-]?\d+,\d+"), "write a dot before the decimals: {dotted}"),
    (re.compile(r"[+-]?(inf|infinity|nan|na|n/?a|none|null|-+|\?)", re.I), "leave the cell blank: {blank}"),
    (re.compile(r".*%"), "write the digits alone; the unit has a column of its own"),
    (re.compile(r"[<>≤≥~≈].*"), "write the digits alone; 'less than' and 'about' have a column of their own"),
    (re.compile("[\u2212\u2013].*"), "write a plain hyphen as the minus sign"),
)


def check_cells(sheet: Sheet) -> Iterator[Problem]:
    """Hold each cell against the type and the constraints of its column.

    Parameters
    ----------
    sheet : Sheet
        One table as text.

    Yields
    ------
    Problem
        One for the first rule that a cell breaks.
    """
    missing = {"", *sheet.schema.get("missingValues", [])}
    keys = {name for key in sheet.schema.get("foreignKeys", []) for name in as_list(key["fields"])}
    for field in sheet.schema["fields"]:
        name = field["name"]
        if name not in sheet.columns:
            continue
        checks = list(_checks(field))
        required = field.get("constraints", {}).get("required", False)
        for row in sheet.rows:
            value = row[name]
            if value in missing:
                if required and not (value and name in keys):  # a word in a key column dangles: said there
                    cure = f"write it, like {field.get('example', '')!r}"
                    yield sheet.problem(row, name, f"filled: {field.get('description', name)}", cure)
                continue
            for check in checks:
                fault = check(value)
                if fault:
                    yield sheet.problem(row, name, *fault)
                    break


def _checks(field: dict) -> Iterator[Check]:
    """Yield the checks of one column, in the order in which they are tried."""
    constraints = field.get("constraints", {})
    if field["type"] in _TYPES:
        yield lambda value: _TYPES[field["type"]](value, field)
    if "enum" in constraints:
        yield lambda value: word_fault(value, constraints["enum"])
    if "pattern" in constraints:
        yield _pattern_check(field, re.compile(constraints["pattern"]))
    if "minimum" in constraints or "maximum" in constraints:
        low, high = constraints.get("minimum", -math.inf), constraints.get("maximum", math.inf)
        yield lambda value: range_fault(float(value), low, high)


def _pattern_check(field: dict, pattern: re.Pattern) -> Check:
    rule = f"{field.get('description', 'a fixed form')} (pattern {pattern.pattern})"
    cure = f"write it in the form of {field.get('example', '')!r}"
    return lambda value: None if pattern.fullmatch(value) else (rule, cure)


def number_fault(value: str, field: dict) -> tuple[str, str] | None:
    """Refuse what is not a finite number in plain digits."""
    if NUMBER.fullmatch(value) and math.isfinite(float(value)):
        return None
    blank = field.get("meaningOfBlank", "does not apply")
    plain, dotted = value.replace(",", ""), value.replace(",", ".")
    cure = next((cure for pattern, cure in _NOT_NUMBERS if pattern.fullmatch(value)), "write digits, like {example}")
    example = field.get("example", "1.5")
    return "a number", cure.format(plain=plain, dotted=dotted, blank=blank, example=example)


def integer_fault(value: str, field: dict) -> tuple[str, str] | None:
    """Refuse what is not a whole number in plain digits."""
    fault = number_fault(value, field)
    if fault:
        return "a whole number", fault[1]
    if re.fullmatch(r"[+-]?[0-9]+", value):
        return range_fault(float(value), -_LARGEST, _LARGEST)
    whole = float(value).is_integer()
    return "a whole number", f"write {float(value):.0f}" if whole else "check the source; nothing is rounded here"


def range_fault(value: float, low: float, high: float) -> tuple[str, str] | None:
    """Refuse a number outside its limits."""
    if low <= value <= high:
        return None
    limits = [f"at least {low:g}"] * (low > -math.inf) + [f"at most {high:g}"] * (high < math.inf)
    return " and ".join(limits), "check the number against its source"


def date_fault(value: str, field: dict) -> tuple[str, str] | None:
    """Refuse what is not a day of the calendar as YYYY-MM-DD."""
    try:
        if _DAY.fullmatch(value):
            datetime.date.fromisoformat(value)
            return None
        cure = f"write year, month, day, like {field.get('example', '2026-11-23')}"
    except ValueError:
        cure = "check month and day: the calendar has no such day"
    return "a date as YYYY-MM-DD", cure


def datetime_fault(value: str, field: dict) -> tuple[str, str] | None:
    """Refuse what is not a moment in UTC as YYYY-MM-DDThh:mm:ssZ."""
    try:
        if _MOMENT.fullmatch(value):
            datetime.datetime.fromisoformat(value)
            return None
    except ValueError:
        pass
    return "a time in UTC as YYYY-MM-DDThh:mm:ssZ", f"write it like {field.get('example', '2026-11-23T10:00:00Z')}"


def word_fault(value: str, allowed: list[str]) -> tuple[str, str] | None:
    """Refuse a word that is not one of the allowed ones."""
    if value in allowed:
        return None
    near = closest(value, allowed)
    return f"one of: {', '.join(allowed)}", f"did you mean {near!r}?" if near else "choose one of them"


_TYPES = {"number": number_fault, "integer": integer_fault, "date": date_fault, "datetime": datetime_fault}
