"""Where a quotation stands in the article's file: lines and columns, counted with the asterisks that its text lacks."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from evidence.annotation import locate
from evidence.tables import Tables

COLUMNS = ["claim_id", "article_id", "quotation", "file", "line", "column", "end_line", "end_column"]
MARKS = {"bold": 2, "italic": 1}  # asterisks at either end, as `tables.article.plain_text` takes them out


@dataclass(frozen=True)
class FileText:
    """The plain text of an article with what was emphasised in it, so that places in it can be found in its file.

    Attributes
    ----------
    text : str
        Plain text.
    emphasis : tuple of (start, end, kind)
        As `tables.article.plain_text` gives it.

    Examples
    --------
    >>> FileText("Pigs can fly.", ((5, 8, "italic"), (9, 12, "bold"))).line_and_column(9)  # Pigs *can* **fly**.
    (1, 14)
    """

    text: str
    emphasis: tuple[tuple[int, int, str], ...] = ()

    @cached_property
    def _marks(self) -> tuple[list[int], list[int]]:
        """Places before which asterisks were taken out, and how many up to and with each."""
        marks = sorted((place, MARKS[kind]) for start, end, kind in self.emphasis for place in (start, end))
        return [place for place, _ in marks], [0, *itertools.accumulate(width for _, width in marks)]

    def offset(self, place: int) -> int:
        """Give the place in the file of a character of the text, both counted from 0, line ends as one character."""
        places, widths = self._marks
        return place + widths[bisect.bisect_right(places, place)]

    def line_and_column(self, place: int) -> tuple[int, int]:
        """Give line and column of a character in the file, both counted from 1, columns in Unicode code points."""
        newline = self.text.rfind("\n", 0, place)
        # Through the line end before it, since asterisks at the start of a line belong to that line.
        start = self.offset(newline) + 1 if newline >= 0 else 0
        return self.text.count("\n", 0, place) + 1, self.offset(place) - start + 1


def places(claims: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Find where the quotation of every claim stands in its article's file.

    Parameters
    ----------
    claims : DataFrame
        The table of claims, or some rows of it: claim_id, article_id, quotation.
    tables : Tables
        The tables that they are of.

    Returns
    -------
    DataFrame, one row per claim, in the order given
        claim_id, article_id, quotation, file (relative to the data folder), and line, column, end_line, end_column:
        counted from 1, columns in Unicode code points, the end column the one after the last character (SARIF 2.1.0,
        section 3.30).

    Raises
    ------
    DataError
        If a quotation does not occur exactly once.
    """
    files = dict(zip(tables.articles["article_id"], tables.articles["file"], strict=True))
    texts = {key: FileText(text, tuple(tables.emphasis.get(key, ()))) for key, text in tables.texts.items()}
    rows = [
        (claim.claim_id, claim.article_id, claim.quotation, files[claim.article_id], *_region(texts, claim))
        for claim in claims.itertuples()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _region(texts: dict[str, FileText], claim) -> Iterable[int]:
    article = texts[claim.article_id]
    start, end = locate(article.text, claim.quotation)
    last_line, last_column = article.line_and_column(end - 1)
    return (*article.line_and_column(start), last_line, last_column + 1)
