"""Blocks of a document as pandoc's model has them: headings, paragraphs, lists, tables, figures, turned pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evidence.documents.inlines import NO_ATTRIBUTES, Words, image, inlines

Block = dict  # one element of pandoc's model: {"t": type, "c": content}

# Raw blocks hold constants of ours only; a writer of another format leaves them out. In Word the end of a section says
# how its pages lie, so the first break ends the upright pages and the second the turned ones. A4 in twentieths of a
# point, with margins of 20 mm.
_UPRIGHT = '<w:pgSz w:w="11906" w:h="16838"/>'
_TURNED = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
_MARGINS = (
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
)
_FLAT = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
_SECTION = f"<w:p><w:pPr>{_FLAT}<w:sectPr>{{}}{{}}</w:sectPr></w:pPr></w:p>"


class Column(NamedTuple):
    """A column of a printed table: its heading and its share of the width."""

    head: str
    share: float


def heading(level: int, words: Words, name: str) -> Block:
    """Begin a chapter; `name` is what links lead to."""
    return {"t": "Header", "c": [level, [name, [], []], inlines(words)]}


def paragraph(*parts: Words) -> Block:
    """Set one paragraph."""
    return {"t": "Para", "c": inlines(*parts)}


def styled(style: str, *blocks: Block) -> Block:
    """Set blocks in a paragraph style of the Word file and in the class of that name elsewhere."""
    return {"t": "Div", "c": [["", [style.lower()], [["custom-style", style]]], list(blocks)]}


def bullets(items: Iterable[Words]) -> Block:
    """List items closely under each other."""
    return {"t": "BulletList", "c": [[{"t": "Plain", "c": inlines(item)}] for item in items]}


def in_one_list(blocks: Iterable[Block]) -> list[Block]:
    """Join lists that follow each other, which Markdown could not tell apart.

    Examples
    --------
    >>> [len(block["c"]) for block in in_one_list([bullets(["a"]), bullets(["b", "c"]), paragraph("d")])]
    [3, 1]
    """
    made: list[Block] = []
    for block in blocks:
        if made and made[-1]["t"] == block["t"] == "BulletList":
            made[-1] = {"t": "BulletList", "c": [*made[-1]["c"], *block["c"]]}
        else:
            made.append(block)
    return made


def quotation(words: str) -> Block:
    """Set a quotation apart."""
    return {"t": "BlockQuote", "c": [paragraph(words)]}


def table(name: str, caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Words]]) -> Block:
    """Set a table with caption, widths and a header row.

    Parameters
    ----------
    name : str
        What links lead to.
    caption : str
        What the table holds; writers put "Table n" before it.
    columns : sequence of Column
        Headings and shares of the width; the shares add up to 1.
    rows : iterable of sequence
        Cells as text or words; as many in each row as there are columns.

    Raises
    ------
    ValueError
        If a row has more or fewer cells than there are columns.
    """
    specs = [[{"t": "AlignLeft"}, {"t": "ColWidth", "c": column.share}] for column in columns]
    head = [NO_ATTRIBUTES, [_row([column.head for column in columns])]]
    body = [NO_ATTRIBUTES, 1, [], [_row(row) for row in rows]]
    if any(len(row[1]) != len(specs) for row in body[3]):
        raise ValueError(f"table {name}: found a row that has not {len(specs)} cells")
    said = [None, [{"t": "Plain", "c": inlines(caption)}]]
    return {"t": "Table", "c": [[name, [], []], said, specs, head, [body], [NO_ATTRIBUTES, []]]}


def _row(cells: Sequence[Words]) -> list:
    each = [[NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": inlines(cell)}]] for cell in cells]
    return [NO_ATTRIBUTES, each]


def figure(name: str, path: str, caption: str, alt: str) -> Block:
    """Set a picture over the whole width with caption and alt text."""
    said = [None, [{"t": "Plain", "c": inlines(caption)}]]
    return {"t": "Figure", "c": [[name, [], []], said, [{"t": "Plain", "c": image(path, alt, "100%")}]]}


def new_page() -> list[Block]:
    """Begin a new page where the format has pages."""
    return [raw("openxml", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'), raw("typst", "#pagebreak(weak: true)")]


def landscape(blocks: Sequence[Block]) -> list[Block]:
    """Set blocks on pages turned sideways where the format has pages."""
    return [
        raw("openxml", _SECTION.format(_UPRIGHT, _MARGINS)),
        raw("typst", "#turned["),
        *blocks,
        raw("typst", "]"),
        raw("openxml", _SECTION.format(_TURNED, _MARGINS)),
    ]


def contents() -> list[Block]:
    """Leave the place of the table of contents; each writer with pages fills it."""
    return [styled("Contents", paragraph("Contents")), raw("typst", "#contents()")]


def raw(kind: str, markup: str) -> Block:
    """Hold a constant in the markup of one format, never anything from a review."""
    return {"t": "RawBlock", "c": [kind, markup]}
