"""Write the notebooks as HTML pages that need nothing but themselves; every picture has words for who cannot see it."""

from __future__ import annotations

import argparse
import sys
from html import escape
from pathlib import Path

try:
    import nbformat
    from nbconvert import HTMLExporter
except ImportError as error:
    sys.exit(f"pages.py needs {error.name}, which this Python lacks; run `make pages`, which uses the one in .venv")

HERE = Path(__file__).resolve().parent
FULL = "The text after the picture says it in full."


def words_after(cells: list, place: int, output: int) -> str:
    """Give the first line printed after a picture, in its cell or the next that runs: the rule of every notebook."""
    running = [cells[place].outputs[output + 1 :]]
    running += [cell.outputs for cell in cells[place + 1 :] if cell.cell_type == "code"][:1]
    said = (text.strip() for outputs in running for one in outputs if (text := one.get("text", "")).strip())
    return next(said, "").partition("\n")[0]


def with_words(notebook: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    """Put each picture into an HTML element with its words, since nbconvert's page has no place for them.

    Raises
    ------
    ValueError
        A picture with no words after it.
    """
    for place, cell in enumerate(notebook.cells):
        for number, output in enumerate(cell.get("outputs", [])):
            data = output.get("data", {})
            if "image/png" in data:
                words = words_after(notebook.cells, place, number)
                if not words:
                    raise ValueError(f"{name}: cell {cell.id} has a picture and no words after it; print what it shows")
                picture = data["image/png"].replace("\n", "")
                alt = escape(f"{words} {FULL}", quote=True)
                output.data = {"text/html": f'<img alt="{alt}" src="data:image/png;base64,{picture}">'}
    return notebook


def page(path: Path) -> str:
    """Give one notebook as HTML, from the outputs that are saved in it."""
    notebook = with_words(nbformat.read(path, as_version=4), path.name)
    return HTMLExporter(require_js_url="", mathjax_url="").from_notebook_node(
        notebook, {"metadata": {"name": path.stem}}
    )[0]


def main(argv: list[str] | None = None) -> int:
    """Write a page for every notebook of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notebooks", type=Path, default=HERE, help="folder of the notebooks, such as build/notebooks")
    parser.add_argument("--out", type=Path, default=HERE.parent / "build" / "notebooks", help="folder for the pages")
    asked = parser.parse_args(argv)
    found = sorted(asked.notebooks.glob("[0-9]*.ipynb"))
    if not found:
        parser.error(f"--notebooks {asked.notebooks}: found no notebook with a number in front; name another folder")
    try:
        asked.out.mkdir(parents=True, exist_ok=True)
        for path in found:
            target = asked.out / f"{path.stem}.html"
            target.write_text(page(path), encoding="utf-8", newline="\n")
            print(target)
    except ValueError as fault:
        sys.exit(str(fault))
    except OSError as error:
        parser.error(f"--out {asked.out}: cannot be written ({error.strerror}); name a folder that you may write to")
    return 0


if __name__ == "__main__":
    sys.exit(main())
