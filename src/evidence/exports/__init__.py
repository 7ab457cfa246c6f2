"""What leaves the package for other programs: whole files, safe tables, the codebook, packages, fact-check files."""

from __future__ import annotations

from evidence.exports.archive import zipped
from evidence.exports.claimreview import claim_review_documents, claim_reviews, draft_claim_reviews
from evidence.exports.codebook import FIELD_PARTS, codebook, codebook_gaps
from evidence.exports.credit import authors, last_worked_on
from evidence.exports.files import guarded, write_bytes, write_csv, write_text
from evidence.exports.folder import write_folder
from evidence.exports.jsonld import jsonld
from evidence.exports.package import data_package, day_of_version
from evidence.exports.rocrate import crate

__all__ = [
    "FIELD_PARTS",
    "authors",
    "claim_review_documents",
    "claim_reviews",
    "codebook",
    "codebook_gaps",
    "crate",
    "data_package",
    "day_of_version",
    "draft_claim_reviews",
    "guarded",
    "jsonld",
    "last_worked_on",
    "write_bytes",
    "write_csv",
    "write_folder",
    "write_text",
    "zipped",
]
