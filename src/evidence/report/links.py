"""Where a reader is sent: the DOI, PubMed, the trial registry or the issuing authority, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from evidence.report.cells import text

DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
PMID = re.compile(r"[0-9]{1,8}")
TRIAL = re.compile(r"NCT[0-9]{8}")
OTHER_REGISTRY = re.compile(r"(ACTRN[0-9]{14}|IRCT[0-9]+N[0-9]+)")
# No user name, no port, no number for a host, and in the rest only what RFC 3986 allows to stand unescaped.
PAGE = re.compile(r"https://([a-zA-Z0-9-]+\.)+[a-zA-Z]{2,}(/[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?")


@dataclass(frozen=True)
class Link:
    """An address that the page may link to, and the words that are shown for it."""

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
    cell = {name: text(report.get(name)) for name in ("doi", "pmid", "registry_id", "address")}
    if DOI.fullmatch(cell["doi"]):
        return Link(f"https://doi.org/{quote(cell['doi'], safe='/:;()')}", f"doi {cell['doi']}")
    if PMID.fullmatch(cell["pmid"]):
        return Link(f"https://pubmed.ncbi.nlm.nih.gov/{cell['pmid']}/", f"PubMed {cell['pmid']}")
    if TRIAL.fullmatch(cell["registry_id"]):
        return Link(f"https://clinicaltrials.gov/study/{cell['registry_id']}", cell["registry_id"])
    if OTHER_REGISTRY.fullmatch(cell["registry_id"]):
        # The search portal of the World Health Organization knows the registries that have no address per trial.
        return Link(f"https://trialsearch.who.int/Trial2.aspx?TrialID={cell['registry_id']}", cell["registry_id"])
    if PAGE.fullmatch(cell["address"]):
        return Link(cell["address"], urlsplit(cell["address"]).netloc.removeprefix("www."))
    return None


def reader_links(reports: Iterable[Mapping]) -> tuple[Link, ...]:
    """Choose the links for all documents of one study, those that count as evidence first."""
    ordered = sorted(reports, key=lambda report: bool(text(report.get("exclusion_reason"))))
    return tuple(dict.fromkeys(link for report in ordered if (link := reader_link(report))))
