"""Dates of documents: to the year, the month or the day, in the ways in which reference programs write them."""

from __future__ import annotations

import datetime
import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DIGITS = re.compile(r"(\d{4})(?:\s*[-/.]\s*(\d{1,2})?)?(?:\s*[-/.]\s*(\d{1,2})?)?(?!\d)")
_WORDS = re.compile(r"(\d{4})\s+([A-Za-z]{3,})\.?(?:-[A-Za-z]+)?(?:\s+(\d{1,2})(?!\d))?")  # MEDLINE: 2024 Mar 5
_YEAR_LAST = re.compile(r"(?:(\d{1,2})\.?\s+)?([A-Za-z]{3,})\.?(?:\s+(\d{1,2}),)?,?\s+(\d{4})(?!\d)")


def month_number(text: str) -> int | None:
    """Read a month, as a number or an English name.

    Examples
    --------
    >>> month_number("mar"), month_number("03"), month_number("spring")
    (3, 3, None)
    """
    text = text.strip().casefold()
    if text.isascii() and text.isdigit() and len(text) < 3:
        return int(text) if 1 <= int(text) <= 12 else None
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS else None


def date_parts(text: str) -> list[int]:
    """Read a date as far as it is given.

    Parameters
    ----------
    text : str
        For example 2024, 2024-03, 2024/03/01/, 2024///Spring, 2024 Mar 5, 5 March 2024.

    Returns
    -------
    list of int
        Year, then month and day where they were given and exist; empty where no year was found.

    Examples
    --------
    >>> date_parts("2024/03/01/"), date_parts("2024 Mar-Apr"), date_parts("2024-13-01")
    ([2024, 3, 1], [2024, 3], [2024])
    """
    text = text.strip()
    if match := _WORDS.match(text):
        return _valid(match[1], match[2], match[3])
    if match := _DIGITS.match(text):
        return _valid(match[1], match[2], match[3])
    if match := _YEAR_LAST.match(text):
        return _valid(match[4], match[2], match[1] or match[3])
    return []


def _valid(year: str, month: str | None, day: str | None) -> list[int]:
    """Keep of a date what the calendar has."""
    parts = [int(year)]
    number = month_number(month) if month else None
    if number is None or not parts[0]:
        return parts if parts[0] else []
    parts.append(number)
    if day:
        try:
            datetime.date(*parts, int(day))
        except ValueError:
            return parts
        parts.append(int(day))
    return parts


def iso(parts: list[int]) -> str:
    """Write date parts as YYYY, YYYY-MM or YYYY-MM-DD.

    Examples
    --------
    >>> iso([2024, 3])
    '2024-03'
    """
    return "-".join(f"{part:0{4 if not place else 2}d}" for place, part in enumerate(parts))


def issued(item: dict) -> list[int]:
    """Read the date of a CSL item: parts as numbers or as text, or a text of its own.

    Parameters
    ----------
    item : dict
        A CSL item.

    Returns
    -------
    list of int
        Year, month, day as far as given.

    Examples
    --------
    >>> issued({"issued": {"date-parts": [["2024", "3"]]}})
    [2024, 3]
    """
    date = item.get("issued")
    if isinstance(date, str):
        return date_parts(date)
    if not isinstance(date, dict):
        return []
    parts = date.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        return date_parts("-".join(str(part) for part in parts[0][:3]))
    return date_parts(str(date.get("raw") or date.get("literal") or ""))
