"""JSON-LD as text that may also stand inside a web page."""

from __future__ import annotations

import json
from typing import Any

# Inside a page these could end the script element or begin a comment; as escapes they mean the same to JSON.
_MARKUP = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def jsonld(value: Any) -> str:
    """Write JSON-LD in plain ASCII.

    Hidden characters (zero width, right to left, line separators) become visible escapes, and no string can end the
    script element of a page that embeds it.

    Parameters
    ----------
    value : dict or list
        What is written.

    Returns
    -------
    str
        JSON with two spaces of indent and a line end.

    Examples
    --------
    >>> print(jsonld({"name": "</script> é"}), end="")
    {
      "name": "\\u003c/script\\u003e \\u00e9"
    }
    """
    text = json.dumps(value, indent=2, ensure_ascii=True, allow_nan=False)
    for mark, escape in _MARKUP.items():
        text = text.replace(mark, escape)
    return text + "\n"
