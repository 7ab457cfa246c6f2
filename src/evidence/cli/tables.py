"""Commands on the data folder: check it, hold its claims against the gate, write its codebook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.gating import Format, Level, hold
from evidence.cli.options import Data


def check(
    data: Data = Path("data"),
    gate: Annotated[bool, typer.Option("--gate", help="Judge the claims too; exit 1 if one stops the text.")] = False,
    severity: Annotated[
        Level | None, typer.Option(help="With --gate: the lowest severity that stops; high if not given.")
    ] = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="With --gate: how it is told; text if not given.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="With --gate: a file to write; the words go to standard error.")
    ] = None,
) -> None:
    """Check the data folder; exit 1 with one line per problem.

    With --gate, also exit 1 when a claim of this severity or above is contradicted, unsupported or untraceable and no
    person has acknowledged it. Exit 0: nothing to mend, and nothing stops. Exit 2: the command was not understood.
    """
    from evidence.tables import load
    from evidence.tables.descriptor import TABLES

    if not gate and (severity, form, out) != (None, None, None):
        raise typer.BadParameter("--severity, --format and --out go with --gate; do: add --gate, or leave them out")
    tables = load(data)
    if gate:
        hold(tables, data, severity or Level.high, form or Format.text, out)
        return
    rows = sum(len(getattr(tables, name)) for name in TABLES)
    typer.echo(f"{data}: {len(TABLES)} tables, {rows} rows, nothing to mend.")


def codebook(data: Data = Path("data")) -> None:
    """Write data/README.md anew from the descriptor."""
    from evidence.exports import codebook as write_codebook
    from evidence.exports import write_text
    from evidence.tables.descriptor import read_descriptor

    path = write_text(data / "README.md", write_codebook(read_descriptor(data)))
    typer.echo(f"{path} written.")
