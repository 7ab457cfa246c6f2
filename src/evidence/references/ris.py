"""RIS out, by rispy."""

from __future__ import annotations

from evidence.references.dates import issued
from evidence.references.kinds import RIS_OF_CSL
from evidence.references.people import OTHERS
from evidence.references.text import OWN, packed

LIST_TAGS = ("A1", "A2", "A3", "A4", "AU", "KW", "N1", "UR", "C1")
_PLACES = {"container-title": "secondary_title", "volume": "volume", "issue": "number", "DOI": "doi"}


def to_ris(items: list[dict]) -> str:
    """Write CSL items as RIS.

    Parameters
    ----------
    items : list of dict
        As `items` gives them.

    Returns
    -------
    str
        RIS with LF line ends. Columns that RIS has no tag for stand in C1, each as ``evidence name: "value"``.

    Examples
    --------
    >>> print(to_ris([{"id": "r-1", "type": "article-journal", "title": "Wings", "DOI": "10.5555/w"}]))
    TY  - JOUR
    ID  - r-1
    TI  - Wings
    DO  - 10.5555/w
    ER  -
    """
    import rispy

    class Writer(rispy.RisWriter):
        """RIS without the running number that rispy puts before each record."""

        def set_header(self, count: int) -> str:
            """Nothing stands before a record."""
            return ""

    entries = [_entry(item) for item in items]
    return rispy.dumps(entries, implementation=Writer, list_tags=list(LIST_TAGS))


def _entry(item: dict) -> dict:
    """One item under rispy's names."""
    parts = issued(item)
    first, _, last = item.get("page", "").partition("-")
    entry = {
        "type_of_reference": RIS_OF_CSL.get(item.get("type", ""), "GEN"),
        "id": item["id"],
        "title": item.get("title"),
        "authors": [_written(one) for one in item.get("author", [])],
        **{ris: item.get(csl) for csl, ris in _PLACES.items()},
        "start_page": first,
        "end_page": last,
        "year": str(parts[0]) if parts else "",
        "date": "/".join([*(f"{part:02d}" for part in parts), "", "", ""][:4]) if parts else "",
        "accession_number": item.get("PMID"),
        "name_of_database": "PubMed" if item.get("PMID") else "",
        "note": item.get("number"),
        "urls": [item["URL"]] if item.get("URL") else [],
        "keywords": item.get("keyword", "").split("; ") if item.get("keyword") else [],
        "notes": [item["note"]] if item.get("note") else [],
        "custom1": [f"{OWN} {name}: {packed(value)}" for name, value in item.get("custom", {}).items()],
    }
    return {name: value for name, value in entry.items() if value}


def _written(one: dict) -> str:
    """An author as RIS writes one: a comma shows a person. For those not named EndNote's manual asks for "et al.,"."""
    if one == OTHERS:
        return "et al.,"
    said = ", ".join(one[key] for key in ("family", "given", "suffix") if key in one)
    return f"{said}," if set(one) == {"family"} else said or one.get("literal", "")
