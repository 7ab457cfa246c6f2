"""BibTeX out, by bibtexparser."""

from __future__ import annotations

import re

from evidence.references.dates import issued
from evidence.references.kinds import BIBTEX_OF_CSL
from evidence.references.latex import latex
from evidence.references.people import OTHERS
from evidence.references.text import OWN, packed

PLACES = {"title": "title", "volume": "volume", "doi": "DOI", "pmid": "PMID", "url": "URL", "keywords": "keyword"}
VERBATIM = ("doi", "url")


def to_bibtex(items: list[dict]) -> str:
    """Write CSL items as BibTeX.

    Parameters
    ----------
    items : list of dict
        As `items` gives them.

    Returns
    -------
    str
        One entry per item, its key the report_id. Columns that BibTeX has no field for stand in ``evidence-name``.

    Examples
    --------
    >>> print(to_bibtex([{"id": "r-1", "type": "article-journal", "title": "A & B", "DOI": "10.5555/w"}]))
    @article{r-1,
      title = {A \\& B},
      doi = {10.5555/w}
    }
    """
    import bibtexparser
    from bibtexparser.model import Entry, Field

    layout = bibtexparser.BibtexFormat()
    layout.indent, layout.block_separator = "  ", "\n"
    blocks = []
    for item in items:
        key = re.sub(r"[^A-Za-z0-9_:.-]", "-", item["id"])
        fields = [Field(name, f"{{{value}}}") for name, value in _fields(item).items()]
        blocks.append(Entry(BIBTEX_OF_CSL.get(item.get("type", ""), "misc"), key, fields))
    library = bibtexparser.Library(blocks)
    return bibtexparser.write_string(library, unparse_stack=[], bibtex_format=layout)


def _fields(item: dict) -> dict[str, str]:
    """The fields of one entry."""
    parts = issued(item)
    holder = {"paper-conference": "booktitle", "chapter": "booktitle"}.get(item.get("type", ""), "journal")
    found = {name: (_verbatim if name in VERBATIM else latex)(item.get(csl, "")) for name, csl in PLACES.items()}
    found |= {
        "author": " and ".join(_written(one) for one in item.get("author", [])),
        holder: latex(item.get("container-title", "")),
        # In a report `number` is its number, which may be one of a registry; elsewhere it is the issue of a journal.
        "number": latex(item.get("number" if item.get("type") == "report" else "issue", "")),
        "pages": latex(item.get("page", "")).replace("-", "--"),
        "year": str(parts[0]) if parts else "",
        "month": str(parts[1]) if len(parts) > 1 else "",
        "day": str(parts[2]) if len(parts) > 2 else "",
        "note": latex(item.get("note", "")),
    }
    own = {f"{OWN}-{name}": latex(packed(value)) for name, value in item.get("custom", {}).items()}
    return {name: value for name, value in found.items() if value} | own


def _verbatim(text: str) -> str:
    """An address or DOI as it is: BibLaTeX prints what stands there. Only what would end the field is written out."""
    return latex(text) if re.search(r"[{}\\]", text) else text


def _written(one: dict) -> str:
    """An author as BibTeX writes one; an institution in braces, so that its words are not taken for names."""
    if one == OTHERS:
        return "others"  # BibTeX prints "et al."
    if "family" not in one:
        return f"{{{latex(one.get('literal', ''))}}}"
    if set(one) == {"family"} and " " in one["family"]:
        return f"{latex(one['family'])}, {{}}"  # without the empty given name its words would be parted
    return ", ".join(latex(one[key]) for key in ("family", "suffix", "given") if key in one)
