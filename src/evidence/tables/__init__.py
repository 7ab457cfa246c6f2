"""The tables of a review: read a data folder, hold it against its descriptor, hand out typed frames.

`loading` is the entry, `checking` lists what it refuses; `files`, `descriptor` and `reading` bring in what is on disk;
`cells`, `keys`, `rows` and `relations` check it, from the single cell outwards; `article` knows the text under review;
`settling` says which of several raters' judgements counts; `frames` is what comes out.
"""

from __future__ import annotations

from evidence.tables.article import plain_text
from evidence.tables.checking import problems
from evidence.tables.frames import Tables
from evidence.tables.loading import load
from evidence.tables.settling import open_words, overruled, settled_links, settled_ratings

__all__ = ["Tables", "load", "open_words", "overruled", "plain_text", "problems", "settled_links", "settled_ratings"]
