"""Names over the columns of a chart: level where no word would be cut, else turned upwards; measured first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.figures.looks import Look
from evidence.figures.sheet import Sheet
from evidence.figures.style import text_width, wrap

HEADING = 0.86  # size as a share of the text


@dataclass(frozen=True)
class Heads:
    """Lines of each name, whether they are turned upwards, and the height that they need in inches."""

    lines: dict[str, list[str]]
    turned: bool
    height: float


def heads(names: list[str], cell: float, look: Look) -> Heads:
    """Break the names of columns into lines.

    Parameters
    ----------
    names : list of str
        Names, in any order.
    cell : float
        Width of a column in inches.
    look : Look
        Sizes.
    """
    em, size = look.text / 72, look.size(HEADING)
    said = {name: name[:1].upper() + name[1:] for name in names}
    room = cell - 0.4 * em
    turned = any(text_width(word, size, "bold") > room for text in said.values() for word in text.split())
    if not turned:
        lines = {name: wrap(text, room, size, 4, "bold") for name, text in said.items()}
        return Heads(lines, False, max(map(len, lines.values())) * look.line(HEADING))
    most = max(1, min(3, int(cell / look.line(HEADING))))
    lines = {name: wrap(text, em * (19 if most == 1 else 13), size, most, "bold") for name, text in said.items()}
    return Heads(lines, True, max(text_width(line, size, "bold") for some in lines.values() for line in some))


def put_heads(sheet: Sheet, found: Heads, middles: Mapping[str, float], bottom: float) -> None:
    """Write the names over the middles of their columns; their last line, or their beginning, stands at `bottom`."""
    step = sheet.look.line(HEADING)
    for name, lines in found.lines.items():
        if not found.turned:
            sheet.lines(middles[name], bottom - len(lines) * step / 2, lines, HEADING, ha="center", weight="bold")
            continue
        for place, line in enumerate(lines):
            x = middles[name] + (place - (len(lines) - 1) / 2) * step
            sheet.text(x, bottom, line, HEADING, ha="center", va="bottom", rotation=90, weight="bold")
