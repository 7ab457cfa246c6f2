"""The command that takes references from other programs into the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.options import Data
from evidence.errors import OutputError

_STUDIES, _REPORTS = "studies.csv", "reports.csv"
_MOST = 20  # problems of a file that are told; a file with more has to be exported again anyway
_LONGEST = 300  # letters of a cell that are printed


def import_references(
    file: Annotated[Path, typer.Argument(help="File from Zotero, EndNote, PubMed, ...: RIS, BibTeX, CSL-JSON, .nbib.")],
    data: Data = Path("data"),
    write: Annotated[bool, typer.Option("--write", help="Add the new rows; without it nothing is changed.")] = False,
    also: Annotated[
        str, typer.Option("--also", metavar="N,N", help="Numbers of 'perhaps the same' that are new all the same.")
    ] = "",
) -> None:
    """Propose new rows of studies.csv and reports.csv from a file of references."""
    from evidence.references import NEW, add_rows, propose, read_references
    from evidence.references.text import shown
    from evidence.tables import load

    tables = load(data)
    reading = read_references(_content(file), file.name)
    wanted = _numbers(also, reading.next_number - 1)
    proposals = propose(reading, tables.studies, tables.reports, tables.descriptor, wanted)
    typer.echo(f"{file.name}: {reading.form}, {reading.encoding}, {len(reading.records)} references.")
    _print(proposals)
    for problem in reading.problems[:_MOST]:
        typer.echo(str(problem), err=True)
    if len(reading.problems) > _MOST:
        typer.echo(f"... and {len(reading.problems) - _MOST} more like these.", err=True)
    new = [proposal for proposal in proposals if proposal.fate == NEW]
    for one in proposals:
        if one.number in wanted and one.fate != NEW:
            typer.echo(f"--also {one.number}: {one.fate} ({shown(one.why)}), so it is not added.", err=True)
    if not proposals:
        raise typer.Exit(1)
    if not new:
        typer.echo("Nothing new; nothing was written.")
    elif not write:
        typer.echo(f"Nothing was written. To add the {len(new)} new as leads, to be read: the same with --write.")
    else:
        rows = {_STUDIES: [one.study for one in new], _REPORTS: [one.report for one in new]}
        for path in add_rows(data, rows, load):
            typer.echo(f"{path}: {len(new)} rows added.")
        typer.echo(
            "They are leads: nothing of them was seen, and nothing rests on them until they are read and linked."
        )


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(f"{file}: cannot be read ({reason}); do: name a file of references") from error


def _numbers(also: str, last: int) -> set[int]:
    """Read a list of numbers with commas; each must be that of a reference of the file."""
    words = [word.strip() for word in also.split(",") if word.strip()]
    if not all(word.isascii() and word.isdigit() for word in words):
        raise OutputError(f"--also: found {also!r}; allowed: numbers of references with commas; do: write 3,7")
    numbers = {int(word[:9]) for word in words}
    if beyond := sorted(number for number in numbers if not 1 <= number <= last):
        found, cure = ", ".join(map(str, beyond)), "see the first column of the list without --also"
        raise OutputError(f"--also: found {found}; allowed: numbers of the references, 1 to {last}; do: {cure}")
    return numbers


def _print(proposals) -> None:
    """One line per reference, then how many of each."""
    from collections import Counter

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from evidence.references import FATES
    from evidence.references.text import shown

    table = Table(box=None, pad_edge=False)
    for name in ("no.", "line"):
        table.add_column(name, justify="right")
    table.add_column("what", no_wrap=True)
    table.add_column("report", overflow="fold")
    table.add_column("title", ratio=2)
    table.add_column("why", ratio=1)
    for one in proposals:
        cells = (str(one.number), str(one.line), one.fate, one.report_id, one.title or "(no title)", one.why)
        table.add_row(*(Text(shown(cell[:_LONGEST])) for cell in cells))
    if proposals:
        Console(highlight=False).print(table)
    counts = Counter(one.fate for one in proposals)
    typer.echo("; ".join(f"{fate}: {counts[fate]}" for fate in FATES if counts[fate]) + "." * bool(proposals))
