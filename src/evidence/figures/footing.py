"""What stands under a chart: method, who judged, sources, wrapped to its width."""

from __future__ import annotations

from evidence.figures.looks import POINTS, Look
from evidence.figures.sheet import Sheet
from evidence.figures.style import wrap

SMALL = 0.88  # size of headings and notes, as a share of the text
MOST = 6  # lines that one note may take


def margin(look: Look) -> float:
    """Give the width in inches that is left free at either side."""
    return 0.6 * look.text / POINTS


def foot_lines(notes: tuple[str, ...], look: Look) -> list[str]:
    """Break notes into lines that fit a look."""
    width = look.inches - 2 * margin(look)
    return [line for note in notes for line in wrap(note, width, look.size(SMALL), MOST)]


def foot_height(notes: tuple[str, ...], look: Look) -> float:
    """Give the height in inches that the notes take, with the space around them."""
    return look.line(0.9) + look.line(SMALL) * len(foot_lines(notes, look))


def put_foot(sheet: Sheet, y: float, notes: tuple[str, ...]) -> None:
    """Write the notes from y downwards."""
    look = sheet.look
    for place, line in enumerate(foot_lines(notes, look)):
        middle = y + look.line(0.4) + look.line(SMALL) * (place + 0.5)
        sheet.text(margin(look), middle, line, SMALL, look.palette.quiet)


def title_height(title_lines: int, look: Look) -> float:
    """Give the y under a title of so many lines, as `Sheet.title` leaves it."""
    return look.line(0.9 + 1.45 * title_lines)
