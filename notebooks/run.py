"""Run the notebooks from a fresh kernel and write them back in normal form: running twice changes no byte."""

from __future__ import annotations

import argparse
import base64
import io
import json
import os
import re
import sys
import time
from pathlib import Path

try:
    import nbformat
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError
    from PIL import Image
except ImportError as error:
    sys.exit(f"run.py needs {error.name}, which this Python lacks; run `make notebooks`, which uses the one in .venv")

HERE = Path(__file__).resolve().parent
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
SETTINGS = {
    "coalesce_streams": True,
    "extra_arguments": ["--log-level=ERROR"],
    "kernel_name": "python3",
    "record_timing": False,
    "timeout": 120,  # seconds per cell
}
WIDGET = "application/vnd.jupyter.widget-view+json"  # of a running kernel only: its id is random
CELL_ID = re.compile(r"[a-z]+(-([a-z]+|[0-9]+))*")  # words, which a link or a review comment can name
DATA_LINE = re.compile(r"^DATA = .*$", flags=re.MULTILINE)


class Fault(Exception):
    """What is wrong with one notebook, in words."""


def read(path: Path) -> nbformat.NotebookNode:
    """Read a notebook."""
    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except (OSError, UnicodeDecodeError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise Fault(f"cannot be read as a notebook ({str(error).splitlines()[0]})") from error


def normal_form(notebook: nbformat.NotebookNode) -> str:
    """Write a notebook with fixed metadata, no empty cell, cell ids in words, tags only, light images, sorted keys."""
    cells, taken = [cell for cell in notebook.cells if cell.source.strip()], set()
    for cell in cells:
        name = cell.id if CELL_ID.fullmatch(cell.id) else "-".join(re.findall(r"[a-z]+", cell.source.lower())[:3])
        cell.id = next(free for n in range(1, 999) if (free := f"{name or 'cell'}{f'-{n}' * (n > 1)}") not in taken)
        taken.add(cell.id)
        cell.metadata = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
        for data in (output.get("data", {}) for output in cell.get("outputs", [])):
            data.pop(WIDGET, None)
            if "image/png" in data:
                data["image/png"] = light(data["image/png"])
    plain = nbformat.from_dict({"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5})
    return nbformat.writes(plain, version=4).rstrip("\n") + "\n"


def light(png: str) -> str:
    """Store an image with 256 colours: a third of the bytes, and no difference that an eye can see; once is enough."""
    image = Image.open(io.BytesIO(base64.b64decode(png)))
    if image.mode == "P":
        return png
    few = image.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    few.save(file := io.BytesIO(), "PNG", optimize=True)
    return base64.b64encode(file.getvalue()).decode()


def execute(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """Run all cells in a fresh kernel whose working folder is `folder`."""
    try:
        return NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}, **SETTINGS).execute()
    except CellExecutionError as error:
        where = next(c.id for c in notebook.cells for o in c.get("outputs", []) if o.output_type == "error")
        raise Fault(f"cell {where} stopped with {error.ename}: {error.evalue}") from error
    except (CellControlSignal, DeadKernelError, NoSuchKernel) as error:
        raise Fault(f"could not be run ({str(error).splitlines()[0]})") from error


def texts(notebook: nbformat.NotebookNode) -> dict[str, list[str]]:
    """Give the lines of text that each code cell puts out; images are left out, since fonts differ, and widgets."""
    said = {}
    for cell in notebook.cells:
        lines = said.setdefault(cell.id, [])
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            shown = [str(data[kind]) for kind in sorted(data) if kind != WIDGET and not kind.startswith("image/")]
            lines += "\n".join([output.get("text", ""), *shown]).strip().splitlines()
    return said


def refresh(path: Path) -> None:
    """Run one notebook in place."""
    write(path, normal_form(execute(read(path), path.parent)))


def check(path: Path) -> None:
    """Compare one notebook with its normal form and with what a run says now; write nothing."""
    if normal_form(read(path)) != path.read_text(encoding="utf-8"):
        raise Fault("is not in normal form; run `make notebooks` and commit what it writes")
    committed, now = texts(read(path)), texts(execute(read(path), path.parent))
    for cell in (cell for cell in committed if committed[cell] != now[cell]):
        old = next((line.strip() for line in committed[cell] if line not in now[cell]), "nothing")
        new = next((line.strip() for line in now[cell] if line not in committed[cell]), "nothing")
        parted = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
        old, new = (line[max(0, parted - 40) : parted + 40] for line in (old, new))  # a line can be long
        raise Fault(f"cell {cell} said {old!r} and now says {new!r}; run `make notebooks` and read what changed")


def elsewhere(path: Path, data: Path, out: Path) -> None:
    """Run a copy of one notebook on other data and put it into another folder."""
    notebook, place = read(path), json.dumps(Path(os.path.relpath(data, out)).as_posix())
    given = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(given) != 1 or not DATA_LINE.search(given[0].source):
        raise Fault('has no cell tagged "parameters" with the line DATA = "...", so its data cannot be replaced')
    given[0].source = DATA_LINE.sub(lambda _: f"DATA = {place}", given[0].source)
    write(out / path.name, normal_form(execute(notebook, out)))


def write(path: Path, text: str) -> None:
    """Write under a temporary name and rename, so that an interrupted run leaves the old notebook."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, path)
    except OSError as error:
        raise Fault(f"{path} cannot be written ({error.strerror}); free the place or name another") from error


def job(argv: list[str] | None):
    """Read the command line; give what is to be done with each notebook."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a run would change any text")
    parser.add_argument("--data", type=Path, help="run copies on the tables in another folder; needs --out")
    parser.add_argument("--out", type=Path, help="folder for the copies; the notebooks themselves stay as they are")
    asked = parser.parse_args(argv)
    if asked.check and (asked.data or asked.out):
        parser.error("--check looks at the notebooks as they are; leave out --data and --out")
    if asked.data and not asked.out:
        parser.error("--data needs --out FOLDER, so that the notebooks of this review are not overwritten")
    if not asked.out:
        return check if asked.check else refresh
    data, out = (asked.data or HERE.parent / "data").resolve(), asked.out.resolve()
    if not (data / "datapackage.json").is_file():
        parser.error(f"--data {asked.data}: found no datapackage.json there; name a folder with one, such as data")
    if out == HERE or (out.exists() and not out.is_dir()):
        parser.error(f"--out {asked.out}: name a folder of its own, such as build/notebooks")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        parser.error(f"--out {asked.out}: cannot be made ({error.strerror}); name a folder that you may write to")
    return lambda path: elsewhere(path, data, out)


def main(argv: list[str] | None = None) -> int:
    """Treat every notebook and say how it went; 0 if all went well."""
    do, failed, notebooks = job(argv), False, sorted(HERE.glob("[0-9]*.ipynb"))
    for path in notebooks:
        begin = time.perf_counter()
        try:
            do(path)
            print(f"{path.name}: fine, {time.perf_counter() - begin:.1f} s", flush=True)
        except Fault as fault:
            failed = True
            print(f"{path.name}: {fault}", file=sys.stderr)
    if not notebooks:
        print(f"{HERE}: found no notebook with a number in front", file=sys.stderr)
    return int(failed or not notebooks)


if __name__ == "__main__":
    sys.exit(main())
