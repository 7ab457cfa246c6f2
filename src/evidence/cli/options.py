"""What several commands share: their options, lists with commas, and the telling of progress."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from evidence.errors import OutputError

Data = Annotated[Path, typer.Option("--data", help="Folder with the tables and their datapackage.json.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for what is written.")]


def chosen(given: str, allowed: tuple[str, ...], option: str) -> list[str]:
    """Read a list with commas; a word that is not allowed is told with those that are."""
    chosen = [word.strip() for word in given.split(",") if word.strip()]
    unknown = [word for word in chosen if word not in allowed]
    if unknown or not chosen:
        raise OutputError(
            f"{option}: found {given!r}; allowed: {', '.join(allowed)}; do: choose one, or several with commas"
        )
    return chosen


def progress(steps: int) -> Callable[[str], None]:
    """Give a function that tells of each step on standard error, so that the table can be piped."""
    done = {"steps": 0}

    def say(step: str) -> None:
        """Tell of one step."""
        done["steps"] += 1
        typer.echo(f"[{done['steps']}/{steps}] {step} ...", err=True)

    return say
