"""Commands on the data folder: check it, write its codebook."""

from __future__ import annotations

from pathlib import Path

import typer

from evidence.cli.options import Data


def check(data: Data = Path("data")) -> None:
    """Check the data folder; exit 1 with one line per problem."""
    from evidence.tables import load
    from evidence.tables.descriptor import TABLES

    tables = load(data)
    rows = sum(len(getattr(tables, name)) for name in TABLES)
    typer.echo(f"{data}: {len(TABLES)} tables, {rows} rows, nothing to mend.")


def codebook(data: Data = Path("data")) -> None:
    """Write data/README.md anew from the descriptor."""
    from evidence.exports import codebook as write_codebook
    from evidence.exports import write_text
    from evidence.tables.descriptor import read_descriptor

    path = write_text(data / "README.md", write_codebook(read_descriptor(data)))
    typer.echo(f"{path} written.")
