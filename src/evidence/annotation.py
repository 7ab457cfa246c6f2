"""Where each claim stands in its article: quotations as places, and the text cut into pieces that can be marked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from evidence.errors import DataError, Problem
from evidence.tables.article import occurrences, plain_text, quotation_fault, sentences

__all__ = ["Segment", "blocks", "locate", "plain_text", "segments", "spans", "uncovered"]

COLUMNS = ["claim_id", "start", "end"]


@dataclass(frozen=True)
class Segment:
    """A piece of an article within which nothing changes.

    Attributes
    ----------
    text : str
        Its letters, white space and line ends included.
    start, end : int
        Its place in the article.
    claim_ids : tuple of str
        Claims whose quotation covers it: the one that begins first comes first, the longer one before the shorter.
    emphasis : tuple of str
        ``bold`` and ``italic``, as far as the article marks it so.
    paragraph : int
        Number of its paragraph, from 0.
    """

    text: str
    start: int
    end: int
    claim_ids: tuple[str, ...]
    emphasis: tuple[str, ...]
    paragraph: int


def locate(text: str, quotation: str) -> tuple[int, int]:
    """Find the one place at which an article holds a quotation.

    Parameters
    ----------
    text : str
        Plain text of the article.
    quotation : str
        Its own words.

    Returns
    -------
    (start, end) : tuple of int
        So that ``text[start:end] == quotation``.

    Raises
    ------
    DataError
        If it does not occur exactly once; the message says how often, and where the article comes close.

    Examples
    --------
    >>> locate("Pigs fly. Pigs sing.", "Pigs sing")
    (10, 19)
    """
    fault = quotation_fault(text, quotation)
    if fault:
        raise DataError([Problem("claims.csv", None, "quotation", quotation, *fault)])
    start = occurrences(text, quotation)[0]
    return start, start + len(quotation)


def spans(claims: pd.DataFrame, text: str) -> pd.DataFrame:
    """Find the place of every claim in its article.

    Parameters
    ----------
    claims : DataFrame
        Claims of one article: claim_id, quotation.
    text : str
        Plain text of that article.

    Returns
    -------
    DataFrame
        One row per claim: claim_id, start, end; in order of start, the longer quotation first.

    Raises
    ------
    DataError
        If a quotation does not occur exactly once.
    """
    places = [locate(text, quotation) for quotation in claims["quotation"]]
    frame = pd.DataFrame(
        {
            "claim_id": claims["claim_id"].astype("str").to_numpy(),
            "start": pd.array([start for start, _ in places], dtype="int64"),
            "end": pd.array([end for _, end in places], dtype="int64"),
        },
        columns=COLUMNS,
    )
    return frame.sort_values(["start", "end", "claim_id"], ascending=[True, False, True], ignore_index=True)


def blocks(text: str) -> list[tuple[int, int]]:
    """Cut a text into paragraphs, line ends included, so that nothing is left between them.

    Parameters
    ----------
    text : str
        Plain text. Where it has blank lines they part its paragraphs; else every line is one.

    Returns
    -------
    list of (start, end)
        Places that follow each other from 0 to the end of the text.
    """
    blank_lines = re.search(r"\S[^\n]*\n[ \t]*\n\s*\S", text)
    ends = [match.end() for match in re.finditer(r"\n(?:[ \t]*\n)+" if blank_lines else r"\n+", text)]
    cuts = sorted({0, *ends, len(text)})
    return list(itertools.pairwise(cuts))


def segments(
    text: str,
    spans: pd.DataFrame,
    emphasis: Iterable[tuple[int, int, str]] = (),
    paragraphs: Iterable[tuple[int, int]] | None = None,
) -> list[Segment]:
    """Cut a text wherever a quotation, an emphasis or a paragraph begins or ends.

    Parameters
    ----------
    text : str
        Plain text of an article.
    spans : DataFrame
        claim_id, start, end, as `spans` gives them; they may touch, overlap or hold each other.
    emphasis : iterable of (start, end, kind)
        As `plain_text` gives it.
    paragraphs : iterable of (start, end), optional
        As `blocks` gives them, which is the default.

    Returns
    -------
    list of Segment
        Pieces that follow each other; their texts joined are the text, letter for letter.
    """
    claims = sorted(spans[COLUMNS].itertuples(index=False), key=lambda span: (span.start, -span.end, span.claim_id))
    marked = sorted(emphasis)
    parts = list(blocks(text) if paragraphs is None else paragraphs)
    places = {place for start, end, *_ in [*parts, *marked] for place in (start, end)}
    places |= {place for span in claims for place in (span.start, span.end)}
    cuts = sorted({0, len(text), *(place for place in places if 0 < place < len(text))})
    return [
        Segment(
            text[start:end],
            start,
            end,
            tuple(span.claim_id for span in claims if span.start <= start and end <= span.end),
            tuple(sorted({kind for first, last, kind in marked if first <= start and end <= last})),
            max((number for number, (first, _) in enumerate(parts) if first <= start), default=0),
        )
        for start, end in itertools.pairwise(cuts)
    ]


def uncovered(text: str, spans: pd.DataFrame) -> pd.DataFrame:
    """List the sentences that no claim quotes, so that nothing drops out of a review unseen.

    Parameters
    ----------
    text : str
        Plain text of an article.
    spans : DataFrame
        claim_id, start, end.

    Returns
    -------
    DataFrame
        One row per sentence: start, end, sentence.
    """
    quoted = list(zip(spans["start"], spans["end"], strict=True))
    rows = [
        (start, end, text[start:end])
        for start, end in sentences(text)
        if not any(first < end and start < last for first, last in quoted)
    ]
    return pd.DataFrame(rows, columns=["start", "end", "sentence"])
