"""The parts of a citation: taken apart only where its shape leaves no doubt, and put together for a new row."""

from __future__ import annotations

import re

from evidence.references.dates import issued
from evidence.references.people import has_others, people
from evidence.references.text import one_line

# Surname, then initials without dots, as PubMed writes names; particles and double names are letters too.
_PERSON = re.compile(r"(?P<family>[^\W\d_][^\W\d_'’ -]*(?:[ '’-][^\W\d_]+)*) (?P<given>[A-Z]{1,4})(?P<suffix> Jr)?")
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
        CSL parts: ``author`` where every name is a surname with initials; ``container-title``, ``volume``, ``issue``
        and ``page`` where the rest has that shape to its last letter. Empty where nothing is sure.

    Examples
    --------
    >>> parsed("Sow H; Hog P. Wings. J Pig Flight 2024;3(1):2-9.", "Wings", "2024")["page"]
    '2-9'
    >>> parsed("Sow H et al. Wings. J Pig Flight.", "Wings", "2024")
    {}
    """
    if not title or citation.count(title) != 1:
        return {}
    before, after = citation.split(title)
    return {**_authors(before.strip()), **_place(after.strip().removeprefix(".").strip(), year)}


def _authors(text: str) -> dict:
    people = [_PERSON.fullmatch(name) for name in text.removesuffix(".").split("; ")]
    if not text.endswith(".") or not all(people):
        return {}
    return {
        "author": [
            {"family": one["family"], "given": one["given"], **({"suffix": "Jr"} if one["suffix"] else {})}
            for one in people
        ]
    }


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
