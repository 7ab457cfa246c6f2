"""Write the tables of a publication: as a page of HTML, a Word file, LaTeX, and CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup

from evidence.documents import tree
from evidence.documents.blocks import raw
from evidence.documents.inlines import place
from evidence.documents.model import LANGUAGE, Document, newest_day
from evidence.documents.pandoc import convert, require
from evidence.documents.publication import PublicationTable, printed, publication_tables
from evidence.documents.writing import Say, whole
from evidence.exports import write_bytes, write_csv, write_text
from evidence.figures.palette import LIGHT, VERDICT_COLOURS
from evidence.review import Review

TABLE_FORMATS = ("html", "docx", "csv", "latex")
NEEDS = {"html": ("pypandoc",), "docx": ("pypandoc", "docx"), "csv": (), "latex": ("pypandoc",)}
ENDINGS = {"html": "html", "docx": "docx", "csv": "csv", "latex": "tex"}
LATEX = (
    "--standalone",
    "--variable=documentclass:article",
    "--variable=classoption:a4paper",
    "--variable=fontsize:10pt",
    "--variable=header-includes:% Made for LuaLaTeX or XeLaTeX, which know all letters.",
)


def write_tables(
    review: Review, folder: str | Path, formats: Sequence[str] = TABLE_FORMATS, say: Say = str
) -> list[Path]:
    """Write the four tables of a publication into a folder, as `write_reports` does the report.

    Returns
    -------
    list of Path
        One file a table and format (html, docx, csv, latex), named after the table.

    Raises
    ------
    OutputError
        As `write_reports` does; nothing is written then.
    """
    require(formats, NEEDS)
    day, written = newest_day(review), []
    with whole(Path(folder)) as part:
        for one in publication_tables(review):
            say(f"Writing {one.shape.title.lower()}")
            for kind in dict.fromkeys(formats):
                path = part / f"{one.name}.{ENDINGS[kind]}"
                written.append(Path(folder) / path.name)
                WRITERS[kind](one, day, path)
    return written


def _csv(one: PublicationTable, day: str, path: Path) -> None:
    write_csv(path, one.frame)


def _html(one: PublicationTable, day: str, path: Path) -> None:
    body = convert(printed(one), "html5", day).decode("utf-8")
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("evidence.documents"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    colours = {name.replace(" ", "-"): colour for name, colour in VERDICT_COLOURS.items()}
    page = environment.get_template("table.html.j2").render(
        title=one.shape.title, body=Markup(body), look=LIGHT, verdicts=colours, language=LANGUAGE
    )
    write_text(path, page)


def _docx(one: PublicationTable, day: str, path: Path) -> None:
    from evidence.documents.word import docx

    document = Document(one.shape.title, one.notes[-1], day, printed(one))
    write_bytes(path, docx(document, turned=one.shape.turned))


def _latex(one: PublicationTable, day: str, path: Path) -> None:
    turned = ",landscape" if one.shape.turned else ""
    options = (*LATEX, f"--variable=geometry:margin=16mm{turned}")
    small = raw("latex", "\\footnotesize\\setlength{\\tabcolsep}{3pt}")
    blocks = tree.changed([small, *printed(one)], _grouped)
    write_text(path, convert(blocks, "latex", day, options).decode("utf-8"))


def _grouped(element: dict) -> list[dict]:
    """Put cells into braces, so that nothing at their start is read as part of what ends the cell or row before."""
    if element["t"] == "Table":
        for body in element["c"][4]:
            for _, (first, *others) in body[3]:
                # LaTeX takes a star that begins a row for the starred form of what ended the row before.
                for cell in [*others, *([first] if tree.plain(first[4]).startswith("*") else [])]:
                    cell[4] = [{"t": "Plain", "c": place("", block["c"]) if block["c"] else []} for block in cell[4]]
    return [element]


WRITERS = {"html": _html, "docx": _docx, "csv": _csv, "latex": _latex}
