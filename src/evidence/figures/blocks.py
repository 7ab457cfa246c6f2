"""What rows of text are made of: a heading on a band, and lines of ink and of grey under each other."""

from __future__ import annotations

from evidence.figures.foot import NOTE, edge
from evidence.figures.looks import Look
from evidence.figures.sheet import Sheet


def heading_height(lines: list[str], look: Look) -> float:
    """Give the height in inches of a heading with the space around it."""
    return look.line(len(lines) + 1.1)


def put_heading(sheet: Sheet, y: float, lines: list[str]) -> float:
    """Write a heading on a band across the sheet, over any line that crosses it; give the y under it."""
    look, high = sheet.look, heading_height(lines, sheet.look)
    sheet.box(0, y + look.line(0.3), sheet.width, high - look.line(0.4), look.palette.band, zorder=2.2)
    for place, line in enumerate(lines):
        sheet.text(edge(look), y + look.line(1.15 + place), line, weight="bold")
    return y + high


def stack_height(ink: list[str], quiet: list[str], look: Look, share: float = NOTE) -> float:
    """Give the height in inches of lines of ink, at a share of the text, over smaller lines of grey."""
    return len(ink) * look.line(share) + len(quiet) * look.line(NOTE)


def put_stack(sheet: Sheet, x: float, y: float, ink: list[str], quiet: list[str], share: float = NOTE) -> None:
    """Write lines of ink and smaller lines of grey under them, their middle at y."""
    look = sheet.look
    top = y - stack_height(ink, quiet, look, share) / 2
    for line in ink:
        sheet.text(x, top + look.line(share) / 2, line, share)
        top += look.line(share)
    for line in quiet:
        sheet.text(x, top + look.line(NOTE) / 2, line, NOTE, look.palette.quiet)
        top += look.line(NOTE)
