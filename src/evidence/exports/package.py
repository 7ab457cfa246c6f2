"""The tables of a review as one Data Package (datapackage.org, version 2) that can be handed on."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from evidence.errors import OutputError
from evidence.exports.archive import sha256
from evidence.exports.codebook import codebook
from evidence.exports.credit import authors, citation, web_address
from evidence.tables.files import inside

DESCRIPTOR = "datapackage.json"
CITATION = "CITATION.cff"
_CHANGELOG = "CHANGELOG.md"
_BESIDE = ("LICENSE", _CHANGELOG)  # taken along as they are, where the folder has them
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NOT_OURS = {"name": "notspecified", "title": "Not ours to license: quoted for review"}  # name from opendefinition.org


def data_package(
    root: Path, descriptor: dict, articles: pd.DataFrame, day: str, *, article: bool = False
) -> dict[str, bytes]:
    """Gather the files of the package.

    The tables are taken byte for byte: nothing is guarded against spreadsheets, so that what comes out is what went in.

    Parameters
    ----------
    root : Path
        The data folder.
    descriptor : dict
        Its descriptor.
    articles : DataFrame
        Columns article_id, title, address, file.
    day : str
        ISO date that the package is given; empty leaves it out.
    article : bool
        Whether the text of the articles, which is not ours to license, goes along.

    Returns
    -------
    dict of str to bytes
        By path in the package: descriptor with size and SHA-256 of each file, tables, codebook, citation, licence and
        changelog.

    Raises
    ------
    OutputError
        If a file cannot be read.
    """
    texts = dict(zip(articles["file"], articles["article_id"], strict=True))
    packed = _packed(descriptor, articles, texts, day, article)
    files = {}
    for resource in packed["resources"]:
        if web_address(resource["path"]):
            continue  # kept elsewhere: the package names it and does not hold it
        data = _read(root, resource["path"])
        files[resource["path"]] = data
        resource |= {"bytes": len(data), "hash": f"sha256:{sha256(data)}"}
    files |= {name: _read(root, name) for name in _BESIDE if (root / name).is_file()}
    files["README.md"] = (codebook(packed) + _about_texts(texts, article)).encode()
    files[CITATION] = citation(packed, day_of_version(root, descriptor)).encode()
    files[DESCRIPTOR] = (json.dumps(packed, indent=2, ensure_ascii=False) + "\n").encode()
    return files


def day_of_version(root: Path, descriptor: dict) -> str:
    """Give the day of this version of the tables.

    Parameters
    ----------
    root : Path
        The data folder; the heading of the version in its changelog is read, ``## 0.3.0 (2026-11-26)``.
    descriptor : dict
        Its descriptor; ``created`` goes first.

    Returns
    -------
    str
        ISO date; empty where neither says it.
    """
    if _DAY.match(str(descriptor.get("created", ""))):
        return descriptor["created"][:10]
    if not (root / _CHANGELOG).is_file():
        return ""
    version = re.escape(str(descriptor.get("version")))
    heading = re.compile(rf"^## {version} \(({_DAY.pattern})\)", re.MULTILINE)
    found = heading.search(_read(root, _CHANGELOG).decode("utf-8", "replace"))
    return found[1] if found else ""


def media_type(path: str) -> str:
    """Name the media type of a file that an export writes, by the end of its name.

    Examples
    --------
    >>> media_type("data/claims.csv"), media_type("LICENSE")
    ('text/csv', 'text/plain')
    """
    kinds = {"csv": "text/csv", "json": "application/json", "md": "text/markdown", "html": "text/html"}
    kinds |= {"svg": "image/svg+xml", "png": "image/png"}
    return kinds.get(path.rpartition(".")[2], "text/plain")


def _packed(descriptor: dict, articles: pd.DataFrame, texts: Mapping[str, str], day: str, article: bool) -> dict:
    """Give the descriptor of the package: whom to credit, what it is about, and only files that it holds."""
    packed = copy.deepcopy(descriptor)
    held = [one for one in packed.pop("resources") if article or "schema" in one or one["path"] not in texts]
    listed = {one["path"] for one in held}
    added = [_text(path, article_id) for path, article_id in texts.items() if article and path not in listed]
    packed.setdefault("contributors", [{"title": name, "roles": ["creator"]} for name in authors(descriptor)])
    seen = zip(articles["title"], articles["address"], strict=True)
    packed.setdefault("sources", [_source(title, at) for title, at in seen])
    if day:
        packed.setdefault("created", f"{day}T00:00:00Z")
    return packed | {"resources": held + added}


def _source(title: str, address) -> dict:
    return {"title": title} | ({"path": address} if web_address(address) else {})


def _text(path: str, article_id: str) -> dict:
    about = {"name": f"text-of-{article_id}", "path": path, "title": f"Text of article {article_id}"}
    return about | {"format": "txt", "mediatype": "text/plain", "encoding": "utf-8", "licenses": [_NOT_OURS]}


def _about_texts(texts: Mapping[str, str], article: bool) -> str:
    """Say in the codebook what became of the articles."""
    names = ", ".join(f"`{path}`" for path in texts)
    if not names:
        return ""
    if article:
        return f"\n## Text of the article\n\n{names}: taken along on request. It is not ours to license.\n"
    return (
        f"\n## What is not in this package\n\nThe text of the article ({names}): it is not ours to license. "
        "Where it was found stands in `articles.csv`. `evidence review` needs it: put it in that place first.\n"
    )


def _read(root: Path, name: str) -> bytes:
    path = inside(root, name)
    try:
        if path is None:
            raise OutputError(f"{root}: found {name!r}; allowed: a file inside the folder; do: mend {DESCRIPTOR}")
        return path.read_bytes()
    except OSError as error:
        said = error.strerror or error
        raise OutputError(f"{root / name}: cannot be read ({said}); do: put the file there") from error
