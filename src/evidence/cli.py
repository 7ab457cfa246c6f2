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
    from evidence.report import terminal

    if explain:
        terminal.print_path(assessed, explain)
        return
    files = _write(assessed, out, say)
    terminal.print_table(assessed)
    typer.echo("\n" + terminal.coverage_line(assessed))
    typer.echo(assessed.who_judged)
    typer.echo("\nFiles")
    for file in files:
        typer.echo(f"  {file}")


@app.command("figures")
def draw(
    data: Data = Path("data"),
    out: Out = Path("build/figures"),
    formats: Annotated[
        str, typer.Option("--format", help="svg, pdf, png: one, or several with commas.")
    ] = "svg,pdf,png",
    style: Annotated[str, typer.Option(help="report, journal, slide: one, or several with commas.")] = "report",
    dark: Annotated[bool, typer.Option("--dark", help="On dark paper.")] = False,
    claim: Annotated[str, typer.Option("--claim", metavar="CLAIM", help="Only the charts about one claim.")] = "",
) -> None:
    """Draw every chart of the review, with its numbers (CSV) and its words (JSON) beside it."""
    from evidence import figures
    from evidence.gallery import FORMATS, about, exhibits, write_exhibits
    from evidence.review import assess
    from evidence.tables import load

    kinds = _chosen(formats, FORMATS, "--format")
    looks = [look for name in _chosen(style, tuple(figures.STYLES), "--style") for look in figures.STYLES[name]]
    review = assess(load(data))
    if claim and claim not in set(review.claims["claim_id"]):
        raise OutputError(
            f"--claim: found {claim!r}; allowed: a claim_id of claims.csv; do: take one from `evidence review`"
        )
    shown = exhibits(review, claim)
    if not shown:
        raise OutputError(f"--claim: nothing to draw for {claim}; do: choose a claim that is judged")
    chosen = [look.dark() if dark else look for look in looks]
    written = write_exhibits(shown, about(review), out, chosen, kinds)
    with typer.progressbar(written, length=len(shown), label="Drawing", file=sys.stderr) as bar:
        for _ in bar:
            pass
    typer.echo(f"{len(shown)} {'chart' if len(shown) == 1 else 'charts'} in {out}: {', '.join(e.name for e in shown)}")


def _chosen(given: str, allowed: tuple[str, ...], option: str) -> list[str]:
    """Read a list with commas; a word that is not allowed is told with those that are."""
    chosen = [word.strip() for word in given.split(",") if word.strip()]
    unknown = [word for word in chosen if word not in allowed]
    if unknown or not chosen:
        raise OutputError(
            f"{option}: found {given!r}; allowed: {', '.join(allowed)}; do: choose one, or several with commas"
        )
    return chosen


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
            chart, title = figures.CHARTS["claim strength"], "How strong is each claim?"
            words = chart.describe(assessed.claims)
            figure = chart.figure(assessed.claims, title, (assessed.who_judged,))
            drawn = [
                figures.write_figure(figure, part / f"figures/claim_strength.{kind}", title, words)
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
