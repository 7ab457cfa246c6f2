"""The report as PDF: pandoc turns the blocks into Typst, Typst sets the pages with bookmarks and tags."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import jinja2

from evidence.documents import tree
from evidence.documents.blocks import Block, raw
from evidence.documents.charts import ChartPage
from evidence.documents.model import LANGUAGE, Document
from evidence.documents.pandoc import convert
from evidence.errors import OutputError
from evidence.figures.palette import LIGHT

STANDARD = "ua-1"  # PDF/UA-1, ISO 14289-1: accessible PDF; Typst refuses to write what breaks it
CALLED = {
    "table note": "note",
    "small print": "small-print",
    "banner": "banner",
    "bibliography": "entry",
}  # styles that the template has a function for


def pdf(document: Document, charts: Sequence[ChartPage], folder: Path, foot: str) -> bytes:
    """Write a document as PDF.

    Parameters
    ----------
    document : Document
        What to write.
    charts : sequence of ChartPage
        Its pictures (SVG).
    folder : Path
        Where the pictures lie; the Typst source is written beside them.
    foot : str
        What stands at the foot of each page, beside its number.

    Returns
    -------
    bytes
        The same document gives the same bytes.

    Raises
    ------
    OutputError
        If Typst refuses; the message is its own.
    """
    import matplotlib
    import typst

    blocks = tree.changed(document.blocks, _for_typst)
    source = folder / "report.typ"
    body = convert(blocks, "typst", document.date).decode("utf-8")
    source.write_text(_look() + body, encoding="utf-8")
    year, month, day = document.date.split("-")
    words = {"title": document.title, "subject": document.subject, "foot": foot, "date": document.date}
    words |= {"year": year, "month": month, "day": day} | {f"alt:{page.name}.svg": page.alt for page in charts}
    try:
        return typst.compile(
            str(source),
            format="pdf",
            root=str(folder),
            font_paths=[str(Path(matplotlib.get_data_path(), "fonts", "ttf"))],
            sys_inputs=words,
            pdf_standards=[STANDARD],
        )
    except typst.TypstError as error:
        raise OutputError(
            f"PDF: Typst could not set it ({error}); do: report this with the data that led to it"
        ) from error


def _look() -> str:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("evidence.documents"), undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    colours = {name: getattr(LIGHT, name) for name in ("ink", "quiet", "rule", "band", "accent", "second")}
    language, region = LANGUAGE.split("-")
    return environment.get_template("report.typ.j2").render(language=language, region=region, **colours)


def _for_typst(element: dict) -> list[Block]:
    """Take drawings for pictures, and put the blocks of a style into the function that the template has for it."""
    if element["t"] == "Image":
        attributes, alt, (path, title) = element["c"]
        return [{"t": "Image", "c": [attributes, alt, [f"{Path(path).stem}.svg", title]]}]
    if element["t"] != "Div":
        return [element]
    (_, styles, _), blocks = element["c"]
    if "contents" in styles:  # the template writes the heading itself
        return []
    called = next((CALLED[style] for style in styles if style in CALLED), None)
    return [raw("typst", f"#{called}["), *blocks, raw("typst", "]")] if called else blocks
