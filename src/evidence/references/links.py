"""Where a reader is sent: the DOI, PubMed, the trial registry or the issuing authority, and nowhere else.

The page and the references both ask here, so that a document has one address wherever it is named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from evidence.references.identifiers import DOI, OTHER_REGISTRY, PMID, TRIAL

# No user name, no port, no number for a host, and in the rest only what RFC 3986 allows to stand unescaped.
PAGE = re.compile(r"https://([a-zA-Z0-9-]+\.)+[a-zA-Z]{2,}(/[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?")


@dataclass(frozen=True)
class Link:
    """An address that a reader may be sent to, and the words that are shown for it."""

    address: str
    text: str


def reader_link(report: Mapping) -> Link | None:
    """Choose the one link for a document: DOI, else PubMed, else registry, else the page of who issued it.

    Parameters
    ----------
    report : mapping
        A row of `reports`: doi, pmid, registry_id, address. The host on which a fact was read (`seen_where`) is
        provenance and never becomes a link.

    Returns
    -------
    Link or None
        None where none of the four is there, or none has the form that it should have.

    Examples
    --------
    >>> reader_link({"doi": "10.1000/a b"}), reader_link({"pmid": "123"}).address
    (None, 'https://pubmed.ncbi.nlm.nih.gov/123/')
    """
    cell = {name: _text(report.get(name)) for name in ("doi", "pmid")}
    if DOI.fullmatch(cell["doi"]):
        return Link(f"https://doi.org/{quote(cell['doi'], safe='/:;()')}", f"doi {cell['doi']}")
    if PMID.fullmatch(cell["pmid"]):
        return Link(f"https://pubmed.ncbi.nlm.nih.gov/{cell['pmid']}/", f"PubMed {cell['pmid']}")
    return page_link(report)


def page_link(report: Mapping) -> Link | None:
    """Choose the page of a document, for forms that name DOI and PubMed number in places of their own.

    Parameters
    ----------
    report : mapping
        A row of `reports`: registry_id, address.

    Returns
    -------
    Link or None
        The registry's page, else the issuer's.

    Examples
    --------
    >>> page_link({"registry_id": "NCT00000000", "address": "https://example.org/a"}).address
    'https://clinicaltrials.gov/study/NCT00000000'
    """
    number, address = _text(report.get("registry_id")), _text(report.get("address"))
    if TRIAL.fullmatch(number):
        return Link(f"https://clinicaltrials.gov/study/{number}", number)
    if OTHER_REGISTRY.fullmatch(number):
        # The search portal of the World Health Organization knows the registries that have no address per trial.
        return Link(f"https://trialsearch.who.int/Trial2.aspx?TrialID={number}", number)
    if PAGE.fullmatch(address):
        return Link(address, urlsplit(address).netloc.removeprefix("www."))
    return None


def _text(cell: object) -> str:
    """A cell as text; whatever a frame has for a blank one, None or a number that is none, gives an empty text."""
    return cell if isinstance(cell, str) else ""
