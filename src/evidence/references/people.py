"""Authors of a reference, and the mark for those whom it does not name."""

from __future__ import annotations

import re

from evidence.references.text import one_line

# CSL has no word for "and more"; this is what pandoc makes of BibTeX's `and others`, and prints as "et al.".
OTHERS = {"literal": "others"}
_WORDS = ("others", "et al", "et al.", "and others")


def marked(authors: list[dict]) -> list[dict]:
    """Read a last author called "others" or "et al." as the mark that there are more.

    Parameters
    ----------
    authors : list of dict
        As a file gives them.

    Returns
    -------
    list of dict
        With `OTHERS` at the end where more are meant; empty where nobody else is named.

    Examples
    --------
    >>> marked([{"family": "Sow"}, {"family": "et al."}])
    [{'family': 'Sow'}, {'literal': 'others'}]
    """
    if not authors:
        return authors
    names = [one_line(part) for part in authors[-1].values()]
    if len(names) != 1 or names[0].rstrip(",").casefold() not in _WORDS:
        return authors
    return [*authors[:-1], dict(OTHERS)] if len(authors) > 1 else []


def has_others(item: dict) -> bool:
    """Whether a CSL item says that there are more authors than it names."""
    return OTHERS in (item.get("author") or [])


def people(item: dict) -> list[str]:
    """Write the authors of a CSL item as ``Surname Initials``.

    Parameters
    ----------
    item : dict
        A CSL item.

    Returns
    -------
    list of str
        One text per author; an institution as it is, and nothing for those who are not named.

    Examples
    --------
    >>> people({"author": [{"family": "Sow", "given": "Hilda M."}, {"literal": "Pig Guild"}]})
    ['Sow HM', 'Pig Guild']
    """
    names = []
    for one in item.get("author") or []:
        if not isinstance(one, dict) or one == OTHERS:
            continue
        particle = one_line(one.get("non-dropping-particle") or one.get("dropping-particle"))
        family = f"{particle} {one_line(one.get('family'))}".strip()
        given = one_line(one.get("given"))
        short = given if re.fullmatch("[A-Z]{1,4}", given) else "".join(w[0] for w in re.findall(r"[^\W\d_]+", given))
        names.append(f"{family} {short}".strip() if family else one_line(one.get("literal")) or given)
    return [name for name in names if name]
