"""The commands that hand the review to other programs: fact-check files, references, packages."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.options import Data, progress
from evidence.errors import OutputError

app = typer.Typer(help="Write the review in forms that other programs read.", no_args_is_help=True)

OutFile = Annotated[Path, typer.Option("--out", help="File that is written.")]
Article = Annotated[
    bool, typer.Option("--article", help="Take the text of the article along; it is not ours to license.")
]
_PAGE = re.compile(r"https?://[A-Za-z0-9._~:/?@!$&'()*+,;=%-]+|(?!.*:)[A-Za-z0-9._~/%-]+")


@app.command()
def claimreview(
    data: Data = Path("data"),
    out: Annotated[Path, typer.Option("--out", help="Folder for the files.")] = Path("build/claimreview"),
    draft: Annotated[bool, typer.Option("--draft", help="What the rules propose, marked as drafts.")] = False,
    page: Annotated[str, typer.Option("--page", help="Address at which the report will stand.")] = "report.html",
) -> None:
    """Write what people decided on each claim as ClaimReview (JSON-LD)."""
    if not _PAGE.fullmatch(page):
        raise OutputError(f"--page: found {page!r}; allowed: an https address or a file name; do: give one without #")
    tables, review = _assessed(data)
    from evidence import decisions, exports

    said = (tables.claims, review.claims, tables.articles)
    credit = exports.authors(tables.descriptor)
    if draft:
        made = exports.draft_claim_reviews(*said, credit, page)
    else:
        stand = decisions.plain(decisions.standing(tables.decisions))
        made = exports.claim_reviews(*said, stand, credit, page)
    if not made:
        raise OutputError(_nothing_open(data) if draft else _nothing_settled(data))
    documents = {name: exports.jsonld(document) for name, document in exports.claim_review_documents(made).items()}
    exports.write_folder(out, documents, "*claimreview*.jsonld")
    left = len(tables.claims) - len(made)
    if draft:
        typer.echo(f"{out}: {len(made)} DRAFTS of what the rules propose. No person decided them: do not publish them.")
        typer.echo(f"Left out: {left}, opinions and other claims that are not checkable, or settled by people.")
    else:
        typer.echo(f"{out}: {len(made)} claims settled by people. Left out, since they are not: {left}.")


def _nothing_settled(data: Path) -> str:
    return (
        f"{data / 'decisions.csv'}: found no claim that people have settled; allowed: decisions with reviewer_kind "
        "human that agree; do: decide with `evidence flag CLAIM --verdict V --reason TEXT --reviewer R`, "
        "or see what the rules propose with --draft"
    )


def _nothing_open(data: Path) -> str:
    return f"{data}: found no open claim that could be judged, so there is nothing to draft; do: leave out --draft"


@app.command()
def datapackage(
    data: Data = Path("data"), out: OutFile = Path("build/evidence-data.zip"), article: Article = False
) -> None:
    """Write the tables as one Data Package (zip)."""
    from evidence import exports
    from evidence.tables import load

    files, _ = _package(load(data), article)
    exports.write_bytes(out, exports.zipped(files))
    typer.echo(f"{out}: {len(files)} files. {_about_text(article)}")


@app.command()
def rocrate(
    data: Data = Path("data"), out: OutFile = Path("build/evidence-crate.zip"), article: Article = False
) -> None:
    """Write the tables and all that was made of them as one RO-Crate (zip)."""
    from evidence import exports
    from evidence.cli.reviewing import write_review

    tables, review = _assessed(data)
    files, day = _package(tables, article)
    with tempfile.TemporaryDirectory(prefix="evidence-") as scratch:
        written = write_review(review, Path(scratch), progress(2))
        outputs = {path.relative_to(scratch).as_posix(): path.read_bytes() for path in written}
    quoting = ("report.html", *(f"data/{name}" for name in tables.articles["file"]))
    if not article:
        outputs.pop("report.html")  # it shows the whole text of the article
    made = exports.crate(files, outputs, tables.descriptor, day, quoting)
    exports.write_bytes(out, exports.zipped(made))
    left = "" if article else " The report, which shows that text, is not in it either."
    typer.echo(f"{out}: {len(made)} files. {_about_text(article)}{left}")


@app.command()
def ris(data: Data = Path("data"), out: OutFile = Path("build/references.ris")) -> None:
    """Write the studies as references in RIS."""
    _references("to_ris", data, out)


@app.command()
def bibtex(data: Data = Path("data"), out: OutFile = Path("build/references.bib")) -> None:
    """Write the studies as references in BibTeX."""
    _references("to_bibtex", data, out)


@app.command()
def csl(data: Data = Path("data"), out: OutFile = Path("build/references.json")) -> None:
    """Write the studies as references in CSL-JSON."""
    _references("to_csl", data, out)


def _references(writer: str, data: Path, out: Path) -> None:
    from evidence import references
    from evidence.exports import write_text
    from evidence.tables import load

    tables = load(data)
    items = references.items(tables.studies, tables.reports)
    write_text(out, getattr(references, writer)(items))
    typer.echo(f"{out}: {len(items)} references.")


def _assessed(data: Path):
    """Load and judge."""
    from evidence.review import assess
    from evidence.tables import load

    tables = load(data)
    return tables, assess(tables)


def _package(tables, article: bool) -> tuple[dict[str, bytes], str]:
    """Gather the Data Package, and the day that it is dated."""
    from evidence import exports

    day = exports.day_of_version(tables.root, tables.descriptor)
    day = day or exports.last_worked_on(tables.articles, tables.regulations, tables.searches, tables.decisions)
    return exports.data_package(tables.root, tables.descriptor, tables.articles, day, article=article), day


def _about_text(article: bool) -> str:
    if article:
        return "The text of the article is in it, and is not ours to license."
    return "The text of the article is not in it (--article takes it along)."
