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
# In the order in which a review comes about; the headings are those of --help.
COMMANDS = {
    "Review": {
        "review": reviewing.review,
        "check": tables.check,
        "figures": drawing.draw,
        "report": reporting.report,
        "tables": reporting.tables,
    },
    "Reviewers' desk": {
        "queue": looking.queue,
        "flag": desk.flag,
        "settle": desk.settle,
        "withdraw": desk.withdraw,
        "history": looking.history,
        "agreement": looking.agreement,
    },
    "In and out": {"import": importing.import_references, "codebook": tables.codebook},
}
for heading, commands in COMMANDS.items():
    for name, command in commands.items():
        app.command(name, rich_help_panel=heading)(command)
app.add_typer(exporting.app, name="export", rich_help_panel="In and out")


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
