"""Run pandoc on a document, and say which packages a format needs."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from evidence.documents.blocks import Block
from evidence.errors import OutputError

API = [1, 23, 1]  # of pandoc's model, as pandoc 3 writes it
PACKAGES = {"pypandoc": "pypandoc-binary", "docx": "python-docx", "typst": "typst"}  # name in code, name at PyPI
NEEDS = {
    "html": (),
    "csv": (),
    "md": ("pypandoc",),
    "latex": ("pypandoc",),
    "docx": ("pypandoc", "docx"),
    "pdf": ("pypandoc", "typst"),
}


def require(kinds: Sequence[str], needs: dict[str, tuple[str, ...]] = NEEDS) -> None:
    """Make sure that every package for some formats is there, before anything is written.

    Raises
    ------
    OutputError
        If one is not; the message holds the command that installs them.
    """
    missing = {PACKAGES[name]: kind for kind in kinds for name in needs[kind] if importlib.util.find_spec(name) is None}
    if missing:
        asked = ", ".join(dict.fromkeys(missing.values()))
        raise OutputError(
            f"--format {asked}: needs {', '.join(missing)}, which is not installed; nothing was written; "
            "do: pip install 'evidence[documents]', or choose another format"
        )


def convert(
    blocks: Sequence[Block], to: str, date: str, options: Sequence[str] = (), folder: Path | None = None
) -> bytes:
    """Turn blocks into another format.

    Parameters
    ----------
    blocks : sequence of Block
        What to convert.
    to : str
        pandoc's name of the format.
    date : str
        The day that the file is to carry (YYYY-MM-DD).
    options : sequence of str
        Further options of pandoc.
    folder : Path or None
        Where pictures lie.

    Raises
    ------
    OutputError
        If pandoc fails; the message is pandoc's.
    """
    import pypandoc

    model = json.dumps({"pandoc-api-version": API, "meta": {}, "blocks": list(blocks)})
    command = [pypandoc.get_pandoc_path(), "--from=json", f"--to={to}", "--wrap=none", "--output=-", *options]
    seconds = int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp())
    fixed = os.environ | {"SOURCE_DATE_EPOCH": str(seconds)}
    done = subprocess.run(command, input=model.encode("utf-8"), capture_output=True, cwd=folder, env=fixed, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise OutputError(f"{to}: pandoc could not write it ({said}); do: report this with the data that led to it")
    return done.stdout
