"""The command line. Each module holds the commands on one thing; heavy imports wait until a command runs."""

from __future__ import annotations

import sys

import typer

from evidence.cli import desk, drawing, exporting, importing, looking, reporting, reviewing, tables
from evidence.errors import DataError, EvidenceError

app = typer.Typer(
    help="Hold an article's health claims against curated evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(tables.check)
app.command()(reviewing.review)
app.command("figures")(drawing.draw)
app.command()(reporting.report)
app.command("tables")(reporting.tables)
app.command()(tables.codebook)
app.command("import")(importing.import_references)
app.add_typer(exporting.app, name="export")
for command in (desk.flag, looking.queue, looking.agreement, desk.settle, desk.withdraw, looking.history):
    app.command()(command)


@app.callback()
def _program() -> None:
    """Hold an article's health claims against curated evidence."""


def main() -> None:
    """Run the program; bad input ends in words and exit code 1, never in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows a mark, not a traceback
    try:
        app()
    except DataError as error:
        noun = "problem" if len(error.problems) == 1 else "problems"
        typer.echo(f"{error}\n{len(error.problems)} {noun}; nothing was written.", err=True)
        sys.exit(1)
    except EvidenceError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
