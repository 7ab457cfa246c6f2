"""Did you mean: the nearest of the words that are allowed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def closest(word: str, allowed: Iterable[str]) -> str | None:
    """Find the allowed word that was probably meant.

    Parameters
    ----------
    word : str
        What was written.
    allowed : iterable of str
        What may be written.

    Returns
    -------
    str or None
        The nearest one, other than in case alone first; None where nothing is near.

    Examples
    --------
    >>> closest("Mixd", ["for", "against", "mixed"])
    'mixed'
    """
    folded = {entry.casefold(): entry for entry in allowed}
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None
