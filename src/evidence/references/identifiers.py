"""DOI, PubMed number and registry number, from whatever stands around them."""

from __future__ import annotations

import re

DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
PMID = re.compile(r"[0-9]{1,8}")
TRIAL = re.compile(r"NCT[0-9]{8}")
OTHER_REGISTRY = re.compile(r"ACTRN[0-9]{14}|IRCT[0-9]+N[0-9]+")
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?(?:www\.)?doi\.org/|doi:\s*)+", re.I)
_PUBMED = r"https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/"
_PMID = re.compile(rf"(?:pmid:?\s*|{_PUBMED})?({PMID.pattern})/?", re.I)
_PMID_NAMED = re.compile(rf"\bpmid:\s*({PMID.pattern})\b", re.I)
_REGISTRY = re.compile(rf"\b({TRIAL.pattern}|{OTHER_REGISTRY.pattern})\b", re.I)


def doi(text: str) -> str:
    """Reduce a DOI to its lower-case letters without address.

    Parameters
    ----------
    text : str
        A DOI, with or without ``https://doi.org/`` or ``doi:`` before it.

    Returns
    -------
    str
        The DOI; empty where it is none.

    Examples
    --------
    >>> doi("https://doi.org/10.5555/AbC.1"), doi("see the paper")
    ('10.5555/abc.1', '')
    """
    bare = _DOI_PREFIX.sub("", text.strip()).rstrip(".,;").lower()
    return bare if DOI.fullmatch(bare) else ""


def pmid(text: str) -> str:
    """Read a PubMed number that stands alone, behind its name or in its address.

    Examples
    --------
    >>> pmid("PMID: 00012345"), pmid("PMC12345")
    ('12345', '')
    """
    match = _PMID.fullmatch(text.strip())
    return match[1].lstrip("0") if match else ""


def pmid_named(text: str) -> str:
    """Find a PubMed number in running text, only where its name stands before it.

    Examples
    --------
    >>> pmid_named("tex.ids: x PMID: 12345678 PMCID: PMC1"), pmid_named("12345678")
    ('12345678', '')
    """
    match = _PMID_NAMED.search(text)
    return match[1].lstrip("0") if match else ""


def registry_id(text: str) -> str:
    """Find the number of ClinicalTrials.gov, ANZCTR or IRCT; other registries are not known here.

    Examples
    --------
    >>> registry_id("ClinicalTrials.gov/nct00000000")
    'NCT00000000'
    """
    match = _REGISTRY.search(text)
    return match[1].upper() if match else ""
