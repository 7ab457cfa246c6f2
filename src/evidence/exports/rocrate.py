"""RO-Crate 1.1: the tables of a review, what was made of them and by what, as one thing that can be kept and cited.

Conventions from the specification, w3id.org/ro/crate/1.1: its pages on root data entity, data entities and provenance.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from evidence import __version__
from evidence.errors import OutputError
from evidence.exports.archive import sha256
from evidence.exports.credit import authors, web_address
from evidence.exports.jsonld import jsonld
from evidence.exports.package import CITATION, media_type

METADATA = "ro-crate-metadata.json"
DATA = "data/"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
# The vocabulary of 1.1 has no checksum; this is the term that 1.2 took from schema.org.
CONTEXT = [f"{SPECIFICATION}/context", {"sha256": "http://schema.org/sha256"}]
_QUOTES_ARTICLE = "Holds the text of the article, which is quoted for review and is not ours to license."


def crate(
    package: Mapping[str, bytes],
    outputs: Mapping[str, bytes],
    descriptor: dict,
    day: str,
    quoting: tuple[str, ...] = (),
) -> dict[str, bytes]:
    """Gather the files of the crate.

    Parameters
    ----------
    package : mapping of str to bytes
        From `data_package`; it goes into ``data/``, the citation beside it.
    outputs : mapping of str to bytes
        What the chain made of exactly these tables, by path in the crate.
    descriptor : dict
        The descriptor of the data folder.
    day : str
        ISO date; a crate must be dated.
    quoting : tuple of str
        Paths in the crate that hold the whole text of an article.

    Returns
    -------
    dict of str to bytes
        By path in the crate, ``ro-crate-metadata.json`` among them.

    Raises
    ------
    OutputError
        If there is no day.
    """
    if not day:
        raise OutputError("the tables: found no date; allowed: a dated review; do: fill `retrieved` in articles.csv")
    files = {(name if name == CITATION else DATA + name): data for name, data in package.items()} | dict(outputs)
    return {METADATA: metadata(files, set(outputs), descriptor, day, quoting).encode(), **files}


def metadata(
    files: Mapping[str, bytes], outputs: set[str], descriptor: dict, day: str, quoting: tuple[str, ...] = ()
) -> str:
    """Write ``ro-crate-metadata.json``.

    Parameters
    ----------
    files : mapping of str to bytes
        Every file of the crate but this one, by path.
    outputs : set of str
        Those that the chain made.
    descriptor, day, quoting
        As for `crate`.

    Returns
    -------
    str
        JSON-LD: root, people, licences, software, the step from tables to verdicts, and every file with its size and
        SHA-256. When that step ran is not said, since the same crate is to come out whenever it is made.
    """
    names = sorted(files)
    people = [_author(place, name) for place, name in enumerate(authors(descriptor), start=1)]
    licences = [_licence(one) for one in descriptor.get("licenses", [])]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": descriptor.get("title") or descriptor.get("name") or "A review",
        "description": descriptor.get("description") or "Claims of an article, held against evidence.",
        "datePublished": day,
        "license": _ids(licences) or "No licence is named.",
        "author": _ids(people),
        "version": str(descriptor.get("version", "")),
        "hasPart": [{"@id": quote(name)} for name in names],
        "mentions": {"@id": "#review"},
    }
    about = {"@id": METADATA, "@type": "CreativeWork", "conformsTo": {"@id": SPECIFICATION}, "about": {"@id": "./"}}
    software = {"@id": "#evidence", "@type": "SoftwareApplication", "name": "Evidence", "version": __version__}
    step = {
        "@id": "#review",
        "@type": "CreateAction",
        "name": "Judge every claim by the rules",
        "description": "evidence review --data data",
        "instrument": {"@id": "#evidence"},
        "object": [{"@id": quote(name)} for name in names if name.startswith(DATA) and _is_input(name, quoting)],
        "result": [{"@id": quote(name)} for name in names if name in outputs],
    }
    parts = [_file(name, files[name], name in quoting) for name in names]
    return jsonld({"@context": CONTEXT, "@graph": [about, root, *people, *licences, software, step, *parts]})


def _file(name: str, data: bytes, quotes_article: bool) -> dict:
    entity = {
        "@id": quote(name),
        "@type": "File",
        "name": name,
        "encodingFormat": media_type(name),
        "contentSize": str(len(data)),
        "sha256": sha256(data),
    }
    return entity | ({"description": _QUOTES_ARTICLE, "license": _QUOTES_ARTICLE} if quotes_article else {})


def _is_input(name: str, quoting: tuple[str, ...]) -> bool:
    """Tables and articles are read by the chain; licence, changelog and codebook are not."""
    return name.endswith(".csv") or name in quoting


def _author(place: int, name: str) -> dict:
    return {"@id": f"#author-{place}", "@type": "Organization", "name": name}


def _licence(one: Mapping) -> dict:
    name = str(one.get("title") or one.get("name") or one.get("path"))
    at = web_address(one.get("path")) or f"#licence-{quote(name)}"
    return {
        "@id": at,
        "@type": "CreativeWork",
        "name": name,
        "description": f"{name}. It covers the tables; see LICENSE.",
    }


def _ids(entities: list[dict]):
    """Point at entities: at one plainly, at several as a list."""
    found = [{"@id": entity["@id"]} for entity in entities]
    return found[0] if len(found) == 1 else found
