"""Commands that write the report and the tables of a publication."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.options import Data, Out, chosen, progress

REPORTS = "html, docx, pdf, md: one, or several with commas."
TABLES = "html, docx, csv, latex: one, or several with commas."


def report(
    data: Data = Path("data"),
    out: Out = Path("build"),
    formats: Annotated[str, typer.Option("--format", help=REPORTS)] = "html",
) -> None:
    """Write the report as a page, a Word file, a PDF, Markdown."""
    from evidence.cli.pictures import pictures
    from evidence.documents import FORMATS, write_reports
    from evidence.documents.pandoc import require

    kinds = chosen(formats, FORMATS, "--format")
    require(kinds)
    say = progress(len(set(kinds)) + 1)
    assessed = _assessed(data, say)
    _tell(write_reports(assessed, out, kinds, say, pictures))


def tables(
    data: Data = Path("data"),
    out: Out = Path("build/publication"),
    formats: Annotated[str, typer.Option("--format", help=TABLES)] = "csv",
) -> None:
    """Write the tables of a publication: claims, studies, summary of findings, regulatory status."""
    from evidence.documents import TABLE_FORMATS, write_tables
    from evidence.documents.table_files import NEEDS, require

    kinds = chosen(formats, TABLE_FORMATS, "--format")
    require(kinds, NEEDS)
    say = progress(5)
    assessed = _assessed(data, say)
    _tell(write_tables(assessed, out, kinds, say))


def _assessed(data: Path, say):
    say("Judging the claims")
    from evidence.review import assess
    from evidence.tables import load

    return assess(load(data))


def _tell(files: list[Path]) -> None:
    for file in files:
        typer.echo(file)
