"""The parts of a citation: taken apart only where its shape leaves no doubt, and put together for a new row."""

from __future__ import annotations

import re

from evidence.references.dates import issued
from evidence.references.people import OTHERS, has_others, people
from evidence.references.text import one_line

# Surname, then initials without dots, as PubMed writes names; particles and double names are letters too.
_PERSON = re.compile(r"(?P<family>[^\W\d_][^\W\d_'’ -]*(?:[ '’-][^\W\d_]+)*) (?P<given>[A-Z]{1,4})(?P<suffix> Jr)?")
_PARTICLE = "(?:van|von|der|den|de|da|di|do|dos|del|la|le|el|al)"
_NAME = r"[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*"
_FAMILY = re.compile(
    rf"(?:{_PARTICLE} )*{_NAME}(?:(?: {_PARTICLE})+ {_NAME})?"
)  # of two plain words one may be no name
_ET_AL = re.compile(r"(?P<names>[^.]+?) et al[.,]")
_NOTE = re.compile(r" \([^()]*\)$")  # a remark of ours
_MONTH = re.compile(r" (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*$")
_PLACE = re.compile(
    r"(?P<journal>[A-Z][^;:\[\]]*?) (?P<year>\d{4})"
    r"(?:;(?P<volume>\d+)?(?:\((?P<issue>\d+)\))?(?::(?P<page>[A-Za-z]*\d+(?:-[A-Za-z]*\d+)?))?)?\."
)


def parsed(citation: str, title: str, year: str) -> dict:
    """Take a citation of the shape ``Names. Title. Journal YYYY;V(I):P.`` apart.

    Parameters
    ----------
    citation : str
        A citation as far as it was seen.
    title : str
        Title of the document; it must stand in the citation, so that the parts before and after it are known.
    year : str
        Year of the document; a citation with another year is left alone.

    Returns
    -------
    dict
        CSL parts: ``author`` where every name is a surname with initials, or "et al." follows; ``container-title``,
        ``volume``, ``issue`` and ``page`` where the rest has that shape to its last letter. Empty where nothing is
        sure. Where the citation says "et al.", or names one person and so may name only the first, the mark for
        authors who are not named comes last.

    Examples
    --------
    >>> parsed("Sow H; Hog P. Wings. J Pig Flight 2024;3(1):2-9.", "Wings", "2024")["page"]
    '2-9'
    >>> parsed("Sow et al. Wings. J Pig Flight.", "Wings", "2024")
    {'author': [{'family': 'Sow'}, {'literal': 'others'}]}
    """
    authors = _first_authors(citation)
    if not title or citation.count(title) != 1:
        return authors
    before, after = citation.split(title)
    after = _NOTE.sub("", after.strip().removeprefix(".").strip())
    return {**(authors or _authors(before.strip())), **_place(after, year)}


def own_title(citation: str, year: str) -> str:
    """Find the title in a citation of the shape ``Names. Title. Journal YYYY;V(I):P.``

    Parameters
    ----------
    citation, year : str
        As for `parsed`.

    Returns
    -------
    str
        The title; empty where the names are not sure, or where more than one full stop could end it.

    Examples
    --------
    >>> own_title("Sow H; Hog P et al. Wings of pigs. J Pig Flight 2024.", "2024"), own_title("See Wings.", "2024")
    ('Wings of pigs', '')
    """
    named, _, rest = citation.partition(". ")
    title, _, place = rest.partition(". ")
    known = _first_authors(f"{named}.") or _authors(f"{named}.")
    return title if known and _place(_NOTE.sub("", place), year) else ""


def _first_authors(citation: str) -> dict:
    """The authors before an "et al." at the start; one alone may lack initials."""
    match = _ET_AL.match(citation)
    if not match:
        return {}
    if _FAMILY.fullmatch(match["names"]):
        return {"author": [{"family": match["names"]}, dict(OTHERS)]}
    found = _people(match["names"])
    return {"author": [*found, dict(OTHERS)]} if found else {}


def _authors(text: str) -> dict:
    """The authors of a whole list; where it names one, there may be more."""
    found = _people(text.removesuffix(".")) if text.endswith(".") else []
    return {"author": found + [dict(OTHERS)] * (len(found) == 1)} if found else {}


def _people(text: str) -> list[dict]:
    """People as PubMed writes them; empty where one of them is written otherwise."""
    people = [_PERSON.fullmatch(name) for name in text.split("; ")]
    if not all(people):
        return []
    return [
        {"family": one["family"], "given": one["given"], **({"suffix": "Jr"} if one["suffix"] else {})}
        for one in people
    ]


def _place(text: str, year: str) -> dict:
    match = _PLACE.fullmatch(text)
    if not match or match["year"] != year or _MONTH.search(match["journal"]):
        return {}
    if match["volume"] and not (match["issue"] or match["page"]):
        return {}  # a number alone may be a volume or an article number
    named = {"container-title": match["journal"], **{k: match[k] for k in ("volume", "issue", "page")}}
    return {name: value for name, value in named.items() if value}


def written(item: dict) -> str:
    """Write a citation from what a reference file holds.

    Parameters
    ----------
    item : dict
        A CSL item with a title.

    Returns
    -------
    str
        Names, title, journal, year, volume, issue and pages, as far as they are given.

    Examples
    --------
    >>> written({"title": "Wings", "author": [{"family": "Sow", "given": "H"}], "issued": {"date-parts": [[2024]]}})
    'Sow H. Wings. 2024.'
    >>> written({"title": "Wings", "author": [{"family": "Sow", "given": "H"}, {"literal": "others"}]})
    'Sow H et al. Wings.'
    """
    year = "".join(str(part) for part in issued(item)[:1])
    place = f"{one_line(item.get('container-title'))} {year}".strip()
    volume, issue, page = (one_line(item.get(name)) for name in ("volume", "issue", "page"))
    place += f";{volume}" if volume else ""
    place += f"({issue})" if issue else ""
    place += f":{page}" if page else ""
    names = "; ".join(people(item)) + " et al" * has_others(item)
    said = [names, one_line(item.get("title")), place]
    return " ".join(f"{part.removesuffix('.')}." for part in said if part)
