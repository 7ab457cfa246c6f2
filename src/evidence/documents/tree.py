"""Walk and change pandoc's document model."""

from __future__ import annotations

from collections.abc import Callable, Iterator

# Gives what is to stand in place of an element: itself, another, several or none.
Change = Callable[[dict], list[dict]]


def changed(node, change: Change):
    """Rebuild a tree with every element replaced by what `change` gives for it, inner elements first.

    Examples
    --------
    >>> twice = changed([{"t": "Str", "c": "a"}], lambda element: [element, element])
    >>> len(twice)
    2
    """
    if isinstance(node, list):
        made = []
        for child in node:
            new = changed(child, change)
            made += change(new) if isinstance(new, dict) and "t" in new else [new]
        return made
    if isinstance(node, dict):
        return {key: changed(value, change) for key, value in node.items()}
    return node


def elements(node) -> Iterator[dict]:
    """Go through every element of a tree in reading order."""
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        if "t" in node:
            yield node
        for value in node.values():
            yield from elements(value)


def plain(node) -> str:
    """Give the text of a tree without its markup.

    Examples
    --------
    >>> plain([{"t": "Strong", "c": [{"t": "Str", "c": "a"}]}, {"t": "Space"}, {"t": "Str", "c": "b"}])
    'a b'
    """
    letters = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}
    return "".join(e["c"] if e["t"] == "Str" else letters.get(e["t"], "") for e in elements(node))
