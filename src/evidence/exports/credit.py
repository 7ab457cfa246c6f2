"""Whom to credit for a review, when it was last worked on, and how to cite it."""

from __future__ import annotations

import json
import re

import pandas as pd

AUTHORS = "The Evidence authors"  # as in CITATION.cff, for a descriptor that names no contributors
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")  # the characters of RFC 3986, appendix A
_SPDX = re.compile(r"[A-Za-z0-9.+-]+")  # the form of a licence id; whether there is one of that name is not looked up


def authors(descriptor: dict) -> list[str]:
    """Name whoever made the review.

    Parameters
    ----------
    descriptor : dict
        The descriptor of the data folder; its ``contributors`` are named where it has any.

    Returns
    -------
    list of str
        At least one name.

    Examples
    --------
    >>> authors({}), authors({"contributors": [{"title": "Pig Flight Office"}]})
    (['The Evidence authors'], ['Pig Flight Office'])
    """
    return [str(one["title"]) for one in descriptor.get("contributors", []) if one.get("title")] or [AUTHORS]


def last_worked_on(
    articles: pd.DataFrame, regulations: pd.DataFrame, searches: pd.DataFrame, decisions: pd.DataFrame
) -> str:
    """Give the newest day on which something in the tables was taken, looked at, searched for or decided.

    No clock is asked, so that the same tables give the same day.

    Parameters
    ----------
    articles, regulations, searches, decisions : DataFrame
        Columns retrieved, as_of, date, time; a table without its column counts as undated.

    Returns
    -------
    str
        ISO date in UTC; empty where no table is dated.
    """
    columns = ((articles, "retrieved"), (regulations, "as_of"), (searches, "date"), (decisions, "time"))
    given = [cell for frame, name in columns if name in frame for cell in frame[name].dropna()]
    if not given:
        return ""
    return pd.to_datetime(pd.Series(given), format="ISO8601", utc=True).max().date().isoformat()


def web_address(cell) -> str:
    """Give an address of the web as it stands, and nothing for all else (no ``javascript:``, no blank, no file).

    Examples
    --------
    >>> web_address("https://example.org/a?b=c"), web_address("javascript:alert(1)"), web_address(None)
    ('https://example.org/a?b=c', '', '')
    """
    return cell if isinstance(cell, str) and _ADDRESS.fullmatch(cell) else ""


def citation(descriptor: dict, day: str) -> str:
    """Write the CITATION.cff of a review.

    Parameters
    ----------
    descriptor : dict
        Title, description, version, licenses and contributors are read.
    day : str
        ISO date of this version; empty leaves the date out.

    Returns
    -------
    str
        YAML in Citation File Format 1.2.0, type dataset. Every text is quoted as JSON, which YAML reads.
    """
    said = {
        "cff-version": "1.2.0",
        "message": "If you use these tables or the verdicts, please cite them as below. Cite the studies themselves "
        "for their results.",
        "title": str(descriptor.get("title") or descriptor.get("name") or "A review"),
        "type": "dataset",
        "authors": [{"name": name} for name in authors(descriptor)],
        "abstract": str(descriptor.get("description", "")),
        "version": str(descriptor.get("version", "")),
        "date-released": day,
        "license": licence_id(descriptor),
    }
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in said.items() if value)


def licence_id(descriptor: dict) -> str:
    """Give the id of the first licence of a descriptor, empty where it names none."""
    names = [str(one.get("name", "")) for one in descriptor.get("licenses", [])[:1]]
    return next((name for name in names if _SPDX.fullmatch(name)), "")
