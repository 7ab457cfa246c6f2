"""What `evidence check --gate` does once the tables are in order."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from evidence.vocabulary import SEVERITIES

if TYPE_CHECKING:
    from evidence.tables import Tables

# As choices of the command line, so that a wrong word ends in exit code 2 and the help names the right ones.
Level = StrEnum("Level", [(word, word) for word in reversed(SEVERITIES)])
Format = StrEnum("Format", [(word, word) for word in ("text", "json", "sarif", "junit")])


def hold(tables: Tables, data: Path, level: Level, form: Format, out: Path | None) -> None:
    """Judge the claims and tell which stop the text.

    Parameters
    ----------
    tables : Tables
        The checked tables.
    data : Path
        The folder they are from.
    level : Level
        The lowest severity that stops.
    form : Format
        What is written.
    out : Path or None
        A file, written whole or not at all, while the words go to standard error; without one, standard output.

    Raises
    ------
    typer.Exit
        With exit code 1 if anything stops the text.
    OutputError
        If the file cannot be written.
    """
    from evidence.exports import write_text
    from evidence.gate import WRITERS, examine
    from evidence.review import judge_claims, who_judged

    claims, _ = judge_claims(tables)
    gate = examine(claims, tables, level.value, str(data), seen_from_here(data), who_judged(tables))
    told = WRITERS[form.value](gate)
    if out is None:
        typer.echo(told, nl=False)
    else:
        write_text(out, told)
        typer.echo(WRITERS["text"](gate), nl=False, err=True)
    if gate.shut:
        raise typer.Exit(1)


def seen_from_here(data: Path) -> str:
    """Name a folder as it is found from the working folder, with forward slashes; blank if it lies elsewhere."""
    folder, here = data.resolve(), Path.cwd().resolve()
    return folder.relative_to(here).as_posix() if folder.is_relative_to(here) else ""
