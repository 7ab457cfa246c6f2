"""The command that runs the whole chain and writes what comes of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.options import Data, Out, progress
from evidence.errors import OutputError


def review(
    data: Data = Path("data"),
    out: Out = Path("build"),
    explain: Annotated[
        str, typer.Option("--explain", metavar="CLAIM", help="Print the path of one claim; write nothing.")
    ] = "",
) -> None:
    """Run the whole chain: verdict table, report, chart."""
    say = progress(2 if explain else 4)
    say("Reading and checking the tables")
    from evidence.tables import load

    tables = load(data)
    say(f"Judging {len(tables.claims)} claims")
    from evidence.review import assess

    assessed = assess(tables)
    from evidence.report import terminal

    if explain:
        terminal.print_path(assessed, explain)
        return
    files = write_review(assessed, out, say)
    terminal.print_table(assessed)
    typer.echo("\n" + terminal.coverage_line(assessed))
    typer.echo(assessed.who_judged)
    typer.echo("\nFiles")
    for file in files:
        typer.echo(f"  {file}")


def write_review(assessed, out: Path, say) -> list[Path]:
    """Write every file under a temporary folder beside `out`, then put each in its place: all or nothing new."""
    from evidence.cli.pictures import pictures
    from evidence.exports import write_csv
    from evidence.report import write_report

    out = Path(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".evidence-", dir=out.parent) as scratch:
            part = Path(scratch)
            say("Drawing the charts")
            charts = pictures(assessed, part / "charts")
            drawn = _chart(assessed, part / "figures")
            say("Writing the report")
            write_csv(part / "verdicts.csv", assessed.claims)
            ready = [write_csv(part / f"tables/{name}.csv", frame) for name, frame in assessed.ready_frames.items()]
            write_report(assessed, part / "report.html", charts)
            names = ["report.html", "verdicts.csv", *(str(path.relative_to(part)) for path in (*drawn, *ready))]
            for folder in ("figures", "tables"):
                (out / folder).mkdir(parents=True, exist_ok=True)
            for name in names:
                os.replace(part / name, out / name)
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}); choose another folder with --out") from error
    return [out / name for name in names]


def _chart(assessed, folder: Path) -> list[Path]:
    """Write the claim-strength chart for use outside the report."""
    from evidence import figures

    chart, title = figures.CHARTS["claim strength"], "How strong is each claim?"
    words = chart.describe(assessed.claims)
    figure = chart.figure(assessed.claims, title, (assessed.who_judged,))
    paths = (folder / f"claim_strength.{kind}" for kind in ("svg", "png"))
    return [figures.write_figure(figure, path, title, words) for path in paths]
