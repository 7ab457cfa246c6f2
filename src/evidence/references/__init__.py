"""References in and out: the reports of a review as RIS, BibTeX and CSL-JSON, and such files as new rows.

`items` makes CSL items of the tables; `ris`, `bibtex` and `csl` write them. `reading` finds out what a file is and
hands it to `ris_reading`, `bibtex_reading`, `csl` or `medline`; `matching` and `titles` say whether a reference is
there already; `proposing` says what becomes of each one, with the rows that `rows` makes; `adding` puts them into the
tables.
"""

from __future__ import annotations

from evidence.references.adding import add_rows
from evidence.references.bibtex import to_bibtex
from evidence.references.csl import to_csl
from evidence.references.items import items
from evidence.references.proposing import FATES, NEW, PERHAPS, Proposal, propose
from evidence.references.reading import read_references
from evidence.references.records import Reading, Record
from evidence.references.ris import to_ris

__all__ = [
    "FATES",
    "NEW",
    "PERHAPS",
    "Proposal",
    "Reading",
    "Record",
    "add_rows",
    "items",
    "propose",
    "read_references",
    "to_bibtex",
    "to_csl",
    "to_ris",
]
