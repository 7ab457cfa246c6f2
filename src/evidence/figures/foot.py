"""The notes under a chart: measured first, then written."""

from __future__ import annotations

from evidence.figures.looks import POINTS, Look
from evidence.figures.sheet import Sheet
from evidence.figures.style import wrap

NOTE = 0.88  # size of notes as a share of the text


def edge(look: Look) -> float:
    """Give the margin at the left and right of a sheet in inches."""
    return 0.6 * look.text / POINTS


def room(look: Look) -> float:
    """Give the width of a line across the sheet, a little short: viewers space letters a little differently."""
    return 0.975 * (look.inches - 2 * edge(look))


def note_lines(notes: tuple[str, ...], look: Look, most: int = 6) -> list[str]:
    """Break notes into lines as wide as the sheet, at most so many each."""
    return [line for note in notes for line in wrap(note, room(look), look.size(NOTE), most)]


def foot_height(notes: tuple[str, ...], look: Look) -> float:
    """Give the height in inches that the notes take, with the space around them."""
    return look.line(NOTE) * len(note_lines(notes, look)) + look.line(0.8)


def put_notes(sheet: Sheet, y: float, notes: tuple[str, ...]) -> None:
    """Write the notes from y downwards."""
    y += sheet.look.line(0.4)
    for place, line in enumerate(note_lines(notes, sheet.look)):
        sheet.text(edge(sheet.look), y + sheet.look.line(NOTE) * (place + 0.5), line, NOTE, sheet.look.palette.quiet)


def title_height(title_lines: int, look: Look) -> float:
    """Give the y under a title of so many lines, as `Sheet.title` leaves it."""
    return look.line(0.9 + 1.45 * title_lines)
