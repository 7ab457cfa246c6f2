"""A key whose entries flow over as many lines as the width needs; each mark is drawn as it stands in the chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.figures.looks import Look
from evidence.figures.style import text_width

if TYPE_CHECKING:
    from evidence.figures.sheet import Sheet


MARK = 2.3  # room for the mark before the words, in sizes of the text


@dataclass(frozen=True)
class Entry:
    """One entry: its words, and what draws its mark at (x, y) on a sheet (none where the words carry it)."""

    text: str
    draw: Callable[[Sheet, float, float], object] | None = None
    colour: str | None = None
    bold: bool = False


def _flow(entries: list[Entry], look: Look, share: float) -> list[list[tuple[float, Entry]]]:
    """Place entries on lines: left edge in inches and entry."""
    em = look.size(share) / 72
    left, gap, mark = 0.6 * look.text / 72, 1.7 * em, MARK * em
    lines: list[list[tuple[float, Entry]]] = [[]]
    x = left
    for entry in entries:
        wide = text_width(entry.text, look.size(share), "bold" if entry.bold else "normal")
        wide += mark if entry.draw else 0
        if lines[-1] and x + wide > look.inches - left:
            lines.append([])
            x = left
        lines[-1].append((x, entry))
        x += wide + gap
    return lines


def key_height(entries: list[Entry], look: Look, share: float = 1.0) -> float:
    """Give the height in inches that a key takes."""
    return len(_flow(entries, look, share)) * look.line(1.35 * share)


def put_key(sheet: Sheet, y: float, entries: list[Entry], share: float = 1.0) -> float:
    """Write a key from y downwards; give the y under it."""
    look, em = sheet.look, sheet.look.size(share) / 72
    for line in _flow(entries, look, share):
        middle = y + look.line(1.35 * share) / 2
        for x, entry in line:
            if entry.draw:
                entry.draw(sheet, x + 0.9 * em, middle)
            shift = MARK * em if entry.draw else 0
            colour = entry.colour or look.palette.quiet
            sheet.text(x + shift, middle, entry.text, share, colour, weight="bold" if entry.bold else "normal")
        y += look.line(1.35 * share)
    return y
