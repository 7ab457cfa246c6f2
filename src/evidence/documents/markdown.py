"""The report as Markdown for a forge: plain pipe tables, numbered captions, links that work, pictures beside it."""

from __future__ import annotations

from evidence.documents import tree
from evidence.documents.blocks import Block, paragraph
from evidence.documents.inlines import inlines, place, strong
from evidence.documents.model import Document
from evidence.documents.pandoc import convert

KINDS = {"Table": "Table", "Figure": "Figure"}


def markdown(document: Document) -> str:
    """Write a document as GitHub-flavoured Markdown.

    Parameters
    ----------
    document : Document
        What to write; its pictures stand beside the file under their own names.

    Returns
    -------
    str
        The same document gives the same text.
    """
    counts = dict.fromkeys(KINDS, 0)
    blocks = [block for one in tree.changed(document.blocks, _plain) for block in _numbered(one, counts)]
    title = {"t": "Header", "c": [1, ["", [], []], inlines(document.title)]}
    return convert([title, *blocks], "gfm", document.date).decode("utf-8")


def _plain(element: dict) -> list[dict]:
    """Take away what Markdown has no sign for; what would else be written as HTML."""
    kind = element["t"]
    if kind == "Span":
        (name, *_), words = element["c"]
        return [*(place(name) if name else []), *words]
    if kind == "Div":
        _, blocks = element["c"]
        return [] if "contents" in element["c"][0][1] else blocks
    if kind == "Header":
        level, (name, *_), words = element["c"]
        return [{"t": "Header", "c": [level + 1, ["", [], []], [*place(name), *words]]}]
    return [element]


def _numbered(block: Block, counts: dict[str, int]) -> list[Block]:
    """Put the caption of a table or figure before it as a numbered line, and leave a table that pipes can hold."""
    kind = block["t"]
    if kind not in KINDS:
        return [block]
    counts[kind] += 1
    label = f"{KINDS[kind]} {counts[kind]}."
    (name, *_), (_, said), *rest = block["c"]
    caption = inlines(place(name), strong(label), " ", said[0]["c"])
    if kind == "Figure":
        shown = next(element for element in tree.elements(rest) if element["t"] == "Image")
        _, alt, (path, _) = shown["c"]
        return [{"t": "Para", "c": _picture(alt, path)}, paragraph(caption)]
    columns, head, bodies, foot = rest
    columns = [[align, {"t": "ColWidthDefault"}] for align, _ in columns]
    bodies = [[attributes, 0, *inside] for attributes, _, *inside in bodies]
    table = {"t": "Table", "c": [["", [], []], [None, []], columns, head, bodies, foot]}
    return [paragraph(caption), *tree.changed([table], _one_line)]


def _picture(alt: list, path: str) -> list:
    """Set a picture with its words and nothing else, which Markdown has a sign for."""
    return [{"t": "Image", "c": [["", [], []], alt, [path, ""]]}]


def _one_line(element: dict) -> list[dict]:
    """A cell between pipes is one line."""
    return inlines(" · ") if element["t"] == "LineBreak" else [element]
