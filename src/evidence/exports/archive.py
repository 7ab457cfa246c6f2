"""A zip that holds nothing of the moment or the machine: the same files give the same bytes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time that zipfile takes
_UNIX = 3  # create_system of zipfile; left alone it tells the system that wrote it


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Pack files into a zip, sorted by name, with one fixed time.

    Another version of zlib may compress to other bytes; what comes out when it is unpacked stays the same.

    Parameters
    ----------
    files : mapping of str to bytes
        What each file holds, by its path in the zip with forward slashes.

    Returns
    -------
    bytes
        The zip.

    Examples
    --------
    >>> zipped({"b": b"2", "a": b"1"}) == zipped({"a": b"1", "b": b"2"})
    True
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = 0o100644 << 16  # a plain file that everybody may read
            archive.writestr(entry, files[name])
    return held.getvalue()


def sha256(data: bytes) -> str:
    """Give the SHA-256 of a file as hexadecimal digits.

    Examples
    --------
    >>> sha256(b"")[:16]
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(data).hexdigest()
