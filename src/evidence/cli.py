"""The command line: check the data, run the review, write the codebook. Heavy imports wait until a command runs."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from evidence.errors import DataError, EvidenceError, OutputError

app = typer.Typer(
    help="Hold an article's health claims against curated evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Data = Annotated[Path, typer.Option("--data", help="Folder with the tables and their datapackage.json.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for what is written.")]

LINE = 100  # columns of the table on the terminal
COLOURS = {"contradicted": "red", "untraceable": "magenta", "unsupported": "dark_orange", "supported": "green"}


@app.callback()
def _program() -> None:
    """Hold an article's health claims against curated evidence."""


@app.command()
def check(data: Data = Path("data")) -> None:
    """Check the data folder; exit 1 with one line per problem."""
    from evidence.tables import load
    from evidence.tables.descriptor import TABLES

    tables = load(data)
    rows = sum(len(getattr(tables, name)) for name in TABLES)
    typer.echo(f"{data}: {len(TABLES)} tables, {rows} rows, nothing to mend.")


@app.command()
def review(
    data: Data = Path("data"),
    out: Out = Path("build"),
    explain: Annotated[
        str, typer.Option("--explain", metavar="CLAIM", help="Print the path of one claim; write nothing.")
    ] = "",
) -> None:
    """Run the whole chain: verdict table, report, chart."""
    say = _progress(2 if explain else 4)
    say("Reading and checking the tables")
    from evidence.tables import load

    tables = load(data)
    say(f"Judging {len(tables.claims)} claims")
    from evidence.review import assess

    assessed = assess(tables)
    if explain:
        _print_path(assessed, explain)
        return
    files = _write(assessed, out, say)
    _print_table(assessed)
    typer.echo("\n" + _coverage_line(assessed))
    typer.echo(assessed.who_judged)
    typer.echo("\nFiles")
    for file in files:
        typer.echo(f"  {file}")


@app.command()
def codebook(data: Data = Path("data")) -> None:
    """Write data/README.md anew from the descriptor."""
    from evidence.exports import codebook as write_codebook
    from evidence.exports import write_text
    from evidence.tables.descriptor import read_descriptor

    path = write_text(data / "README.md", write_codebook(read_descriptor(data)))
    typer.echo(f"{path} written.")


def _progress(steps: int):
    """Give a function that tells of each step on standard error, so that the table can be piped."""
    done = {"steps": 0}

    def say(step: str) -> None:
        """Tell of one step."""
        done["steps"] += 1
        typer.echo(f"[{done['steps']}/{steps}] {step} ...", err=True)

    return say


def _write(assessed, out: Path, say) -> list[Path]:
    """Write every file under a temporary folder beside `out`, then put each in its place: all or nothing new."""
    from evidence import figures
    from evidence.exports import write_csv
    from evidence.report import write_report

    out = Path(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".evidence-", dir=out.parent) as scratch:
            part = Path(scratch)
            say("Drawing the chart")
            words = figures.describe_claim_strength(assessed.claims)
            with figures.house_style():
                figure, ax = figures.new_figure(figures.figure_size(assessed.claims, notes=(assessed.who_judged,)))
                figures.plot_claim_strength(assessed.claims, ax, notes=(assessed.who_judged,))
                drawn = [
                    figures.write_figure(figure, part / f"figures/claim_strength.{kind}", figures.TITLE, words)
                    for kind in ("svg", "png")
                ]
            say("Writing the report")
            write_csv(part / "verdicts.csv", assessed.claims)
            ready = [write_csv(part / f"tables/{name}.csv", frame) for name, frame in assessed.ready_frames.items()]
            write_report(assessed, part / "report.html", drawn[0].read_text(encoding="utf-8"), words)
            names = ["report.html", "verdicts.csv", *(str(path.relative_to(part)) for path in (*drawn, *ready))]
            for folder in ("figures", "tables"):
                (out / folder).mkdir(parents=True, exist_ok=True)
            for name in names:
                os.replace(part / name, out / name)
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}); choose another folder with --out") from error
    return [out / name for name in names]


def _print_table(assessed) -> None:
    """Print one line per judged claim, under a heading per severity, gravest first."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from evidence import vocabulary as words

    gravest = (*words.FLAGGED, "partly supported", "supported")
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", width=LINE)
    for name, wide in (("id", 3), ("claim", 38), ("verdict", 16), ("certainty", 9), ("why", 30)):
        table.add_column(name, width=wide, no_wrap=True, overflow="ellipsis")
    judged = assessed.judged.assign(rank=assessed.judged["verdict"].map(gravest.index))
    for severity in reversed(words.SEVERITIES):
        rows = judged[judged["severity"].eq(severity)].sort_values(["rank", "claim_id"])
        if len(rows):
            table.add_row("", f"[bold]{severity} severity[/]")
        for claim in rows.itertuples():
            verdict = f"[{COLOURS.get(claim.verdict, 'yellow')}]{claim.verdict}[/]"
            table.add_row(claim.claim_id, escape(claim.short), verdict, claim.certainty, escape(claim.why))
    Console(width=LINE, highlight=False).print(table)


def _print_path(assessed, claim_id: str) -> None:
    """Print the path of one claim from quotation to verdict, each line under its heading."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from evidence.report import explain

    lines = explain(assessed, claim_id)
    claim = assessed.claims.set_index("claim_id").loc[claim_id]
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0), width=LINE)
    table.add_column(width=12, style="bold")
    table.add_column()
    for heading, text in lines:
        table.add_row(heading, escape(text))
    console = Console(width=LINE, highlight=False)
    colour = COLOURS.get(claim["verdict"], "yellow")
    console.print(f"[bold]{claim_id}  {escape(claim['short'])}: [{colour}]{claim['verdict']}[/][/]\n")
    console.print(table)


def _coverage_line(assessed) -> str:
    """Say how many claims were checked against what; what could not be checked is told as such."""
    from evidence import vocabulary as words

    judged = assessed.judged
    counts = judged["coverage"].value_counts()
    known = ", ".join(f"{name} {counts[name]}" for name in words.COVERAGES if counts.get(name)) or "nothing"
    rest = int(counts[~counts.index.isin(words.COVERAGES)].sum())
    flagged = int(judged["flagged"].sum())
    return (
        f"{len(judged)} claims judged, {flagged} flagged; "
        f"opinions, which are not judged: {len(assessed.claims) - len(judged)}.\n"
        f"Checked against: {known}. Looked for, and nothing seen that answers: {rest}."
    )


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


if __name__ == "__main__":
    main()
