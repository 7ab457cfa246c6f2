"""The command that draws every chart."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.options import Data, Out, chosen
from evidence.errors import OutputError


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

    kinds = chosen(formats, FORMATS, "--format")
    looks = [look for name in chosen(style, tuple(figures.STYLES), "--style") for look in figures.STYLES[name]]
    review = assess(load(data))
    if claim and claim not in set(review.claims["claim_id"]):
        raise OutputError(
            f"--claim: found {claim!r}; allowed: a claim_id of claims.csv; do: take one from `evidence review`"
        )
    shown = exhibits(review, claim)
    if not shown:
        raise OutputError(f"--claim: nothing to draw for {claim}; do: choose a claim that is judged")
    shades = [look.dark() if dark else look for look in looks]
    written = write_exhibits(shown, about(review), out, shades, kinds)
    with typer.progressbar(written, length=len(shown), label="Drawing", file=sys.stderr) as bar:
        for _ in bar:
            pass
    typer.echo(f"{len(shown)} {'chart' if len(shown) == 1 else 'charts'} in {out}: {', '.join(e.name for e in shown)}")
