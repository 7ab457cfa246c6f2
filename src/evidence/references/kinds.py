"""What kinds of document are called in CSL, RIS and BibTeX."""

from __future__ import annotations

# A registration becomes a report with a number, as Zotero saves a page of ClinicalTrials.gov; so does a document of an
# authority, since only its own text would say whether it is a law. `custom` keeps the kinds apart.
TYPE_OF_KIND = {
    "paper": "article-journal",
    "preprint": "article",
    "abstract": "paper-conference",
    "registration": "report",
    "authority's document": "report",
    "web page": "webpage",
}

RIS_OF_CSL = {
    "article-journal": "JOUR",
    "article": "UNPB",
    "paper-conference": "CPAPER",
    "report": "RPRT",
    "webpage": "ELEC",
    "dataset": "DATA",
    "book": "BOOK",
    "chapter": "CHAP",
    "thesis": "THES",
    "legislation": "STAT",
    "document": "GEN",
}
CSL_OF_RIS = {ris: csl for csl, ris in RIS_OF_CSL.items()} | {
    "EJOUR": "article-journal",
    "MGZN": "article-journal",
    "INPR": "article-journal",
    "CONF": "paper-conference",
    "ABST": "paper-conference",
    "GOVDOC": "report",
    "BLOG": "webpage",
    "NEWS": "webpage",
    "LAW": "legislation",
}

BIBTEX_OF_CSL = {
    "article-journal": "article",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "book": "book",
    "chapter": "incollection",
    "thesis": "phdthesis",
}
CSL_OF_BIBTEX = {entry: csl for csl, entry in BIBTEX_OF_CSL.items()} | {
    "conference": "paper-conference",
    "proceedings": "book",
    "online": "webpage",
    "electronic": "webpage",
    "report": "report",
    "unpublished": "article",
    "dataset": "dataset",
    "mastersthesis": "thesis",
    "inbook": "chapter",
    "thesis": "thesis",
}
