"""The report as a Word file: pandoc writes it, python-docx gives it its look, and nothing in it tells the time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from evidence.documents import tree, word_parts, word_styles
from evidence.documents.blocks import Block, paragraph, styled
from evidence.documents.model import LANGUAGE, Document
from evidence.documents.pandoc import convert

LONGEST = 255  # letters that a property of a Word file can hold, says python-docx
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP file can hold


def docx(document: Document, folder: Path | None = None, foot: str = "", turned: bool = False) -> bytes:
    """Write a document as a Word file.

    Parameters
    ----------
    document : Document
        What to write.
    folder : Path or None
        Where its pictures lie (PNG).
    foot : str
        What stands at the foot of each page, beside its number.
    turned : bool
        Whether the whole file lies on pages turned sideways.

    Returns
    -------
    bytes
        The same document gives the same bytes.
    """
    import docx as python_docx

    blocks = [styled("Title", paragraph(document.title)), *tree.changed(document.blocks, _for_word)]
    opened = python_docx.Document(io.BytesIO(convert(blocks, "docx", document.date, folder=folder)))
    word_styles.apply(opened)
    word_parts.sections(opened, document.title, foot, turned)
    word_parts.tables(opened, turned)
    word_parts.captions(opened)
    word_parts.contents(opened, _chapters(document.blocks))
    _properties(opened, document)
    saved = io.BytesIO()
    opened.save(saved)
    return timeless(saved.getvalue())


def _for_word(element: dict) -> list[Block]:
    """Make paragraphs of the items of a list in a style of its own, since Word's style for items would win over it."""
    if element["t"] != "Div":
        return [element]
    attributes, inside = element["c"]
    return [{"t": "Div", "c": [attributes, tree.changed(inside, _as_paragraph)]}]


def _as_paragraph(element: dict) -> list[Block]:
    return [{"t": "Para", "c": element["c"]}] if element["t"] == "Plain" else [element]


def _chapters(blocks: Sequence[Block]) -> list[tuple[int, str, str]]:
    heads = [block["c"] for block in blocks if block["t"] == "Header"]
    return [(level, name, tree.plain(said)) for level, (name, *_), said in heads]


def _properties(opened, document: Document) -> None:
    about = opened.core_properties
    day = datetime.fromisoformat(document.date)
    about.title, about.subject = document.title[:LONGEST], document.subject[:LONGEST]
    about.author, about.language = "Evidence", LANGUAGE
    about.created = about.modified = day
    about.last_modified_by, about.revision = "Evidence", 1


def timeless(archive: bytes) -> bytes:
    """Write a ZIP file again with the same time on every file in it, so that its bytes depend on its content alone."""
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return again.getvalue()
