"""Write a figure with its words inside: title and description in SVG, PDF and PNG, no date, the same bytes always."""

from __future__ import annotations

import contextlib
import os
import re
from html import escape
from pathlib import Path

from matplotlib.figure import Figure

from evidence.errors import OutputError
from evidence.figures.style import house_style

QUICK = 3  # of 9: half the time of the usual 6 for files a twentieth larger
FORMATS = ("svg", "png", "pdf")


def new_figure(size: tuple[float, float]):
    """Give a figure of exactly that size in inches, with axes that fill it."""
    figure = Figure(figsize=size)
    return figure, figure.add_axes((0, 0, 1, 1))


def write_figure(figure: Figure, path: str | Path, title: str, description: str, dpi: float | None = None) -> Path:
    """Write a figure under a temporary name and rename it.

    Parameters
    ----------
    figure : Figure
        The finished figure.
    path : str or Path
        Where to; the ending chooses the format (svg, png, pdf).
    title, description : str
        Words that travel with the file, for readers who cannot see it.
    dpi : float or None
        Dots per inch of a png; that of the house style where not given.

    Raises
    ------
    OutputError
        Unknown ending, or a place that cannot be written to.
    """
    path = Path(path)
    kind = path.suffix.lstrip(".")
    if kind not in FORMATS:
        raise OutputError(f"figure {path.name}: found the ending {kind!r}; allowed: {', '.join(FORMATS)}")
    metadata = {
        "svg": {"Date": None, "Creator": "Evidence"},
        "png": {"Software": None, "Title": title, "Description": description},
        "pdf": {"CreationDate": None, "ModDate": None, "Creator": "Evidence", "Title": title, "Subject": description},
    }[kind]
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with house_style():
            options = {"dpi": dpi} if dpi else {}
            if kind == "png":
                options["pil_kwargs"] = {"compress_level": QUICK}
            figure.savefig(temporary, format=kind, metadata=metadata, **options)
        if kind == "svg":
            temporary.write_text(
                with_words(temporary.read_text(encoding="utf-8"), title, description), encoding="utf-8"
            )
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}); choose another folder or free the place"
        ) from error
    return path


def with_words(svg: str, title: str, description: str) -> str:
    """Put title and description where screen readers look for them.

    Examples
    --------
    >>> print(with_words('<svg><g/></svg>', "A", "b < c").replace("><", ">\\n<"))
    <svg role="img" aria-labelledby="fig-title fig-desc">
    <title id="fig-title">A</title>
    <desc id="fig-desc">b &lt; c</desc>
    <g/>
    </svg>
    """
    svg = svg.replace(
        "'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif"
    )  # text stays text, so name what may stand in
    words = f'<title id="fig-title">{escape(title)}</title><desc id="fig-desc">{escape(description)}</desc>'
    return re.sub(
        r"<svg([^>]*)>", lambda m: f'<svg{m[1]} role="img" aria-labelledby="fig-title fig-desc">{words}', svg, count=1
    )
