"""Write the report in the formats asked for: every file whole or none, from one model, the same bytes each time."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from evidence.documents import charts
from evidence.documents.model import Document, report_document
from evidence.documents.pandoc import require
from evidence.errors import OutputError
from evidence.exports import write_bytes, write_text
from evidence.review import Review

FORMATS = ("html", "docx", "pdf", "md")
STEM = "report"

Say = Callable[[str], None]


def write_reports(
    review: Review,
    folder: str | Path,
    formats: Sequence[str] = FORMATS,
    say: Say = str,
    pictures: Callable[[Review, Path], Sequence] | None = None,
) -> list[Path]:
    """Write the report into a folder.

    Parameters
    ----------
    review : Review
        From `evidence.assess`.
    folder : str or Path
        Where to; it is made.
    formats : sequence of str
        html, docx, pdf, md.
    say : callable
        Is told of each step.
    pictures : callable or None
        Draws the charts of the HTML page into a folder, as `report.write_report` takes them; without it the page has
        none.

    Returns
    -------
    list of Path
        report.html, report.docx, report.pdf, report.md, and for Markdown the pictures beside it.

    Raises
    ------
    OutputError
        If a package for one of the formats is missing, or the folder cannot be written to; nothing is written then.
    """
    require(formats)
    folder, kinds = Path(folder), list(dict.fromkeys(formats))
    written = []
    with whole(folder) as part, tempfile.TemporaryDirectory() as scratch:
        work = Work(review, Path(scratch), pictures)
        for kind in kinds:
            say(f"Writing {STEM}.{kind}")
            written += [path.name for path in WRITERS[kind](work, part)]
    return [folder / name for name in written]


@contextmanager
def whole(folder: Path):
    """Give a folder beside `folder` whose files go there when all of them are written, and vanish if not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".evidence-", dir=folder) as scratch:
            part = Path(scratch)
            yield part
            for path in sorted(part.iterdir()):
                os.replace(path, folder / path.name)
    except OSError as error:
        cure = "choose another folder with --out"
        raise OutputError(f"{folder}: cannot be written ({error.strerror or error}); do: {cure}") from error


class Work:
    """What several formats are made from, made once and only where it is needed.

    Parameters
    ----------
    review : Review
        What is reported.
    folder : Path
        Where the pictures lie.
    pictures : callable or None
        Draws the charts of the HTML page.
    """

    def __init__(self, review: Review, folder: Path, pictures: Callable[[Review, Path], Sequence] | None):
        self.review, self.folder, self.pictures = review, folder, pictures

    @cached_property
    def pages(self) -> list[charts.ChartPage]:
        """The pages of the chart."""
        return charts.draw(self.review, self.folder)

    @cached_property
    def document(self) -> Document:
        """The report as blocks."""
        return report_document(self.review, self.pages)


def _html(work: Work, part: Path) -> list[Path]:
    from evidence.report import write_report

    drawn = work.pictures(work.review, work.folder) if work.pictures else ()
    return [write_report(work.review, part / f"{STEM}.html", drawn)]


def _docx(work: Work, part: Path) -> list[Path]:
    from evidence.documents.word import docx

    return [write_bytes(part / f"{STEM}.docx", docx(work.document, work.folder, foot(work.review)))]


def _pdf(work: Work, part: Path) -> list[Path]:
    from evidence.documents.paper import pdf

    return [write_bytes(part / f"{STEM}.pdf", pdf(work.document, work.pages, work.folder, foot(work.review)))]


def _md(work: Work, part: Path) -> list[Path]:
    from evidence.documents.markdown import markdown

    pictures = [shutil.copy(work.folder / f"{page.name}.png", part) for page in work.pages]
    return [write_text(part / f"{STEM}.md", markdown(work.document)), *map(Path, pictures)]


def foot(review: Review) -> str:
    """Say at the foot of every page which data it rests on and who judged."""
    return f"Data version {review.tables.version or 'not given'}. {review.who_judged}"


WRITERS = {"html": _html, "docx": _docx, "pdf": _pdf, "md": _md}
