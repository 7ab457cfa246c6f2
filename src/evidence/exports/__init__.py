"""What leaves the package for other programs: whole files, safe tables, the codebook."""

from __future__ import annotations

from evidence.exports.codebook import FIELD_PARTS, codebook, codebook_gaps
from evidence.exports.files import guarded, write_csv, write_text

__all__ = ["FIELD_PARTS", "codebook", "codebook_gaps", "guarded", "write_csv", "write_text"]
