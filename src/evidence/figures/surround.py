"""What stands around a chart: title, answer and key above, notes under; measured first, so that the size is known."""

from __future__ import annotations

from evidence.figures.key import Entry, key_height, put_key
from evidence.figures.looks import Look
from evidence.figures.sheet import Sheet
from evidence.figures.style import wrap

ANSWER, KEY, NOTE = 1.06, 0.88, 0.88  # sizes as shares of the text


def edge(look: Look) -> float:
    """Give the margin at the left and right in inches."""
    return 0.6 * look.text / 72


def _title_lines(look: Look) -> int:
    return 2 if look.narrow else 1


def _answer(look: Look, answer: str) -> list[str]:
    return wrap(answer, look.inches - 2 * edge(look), look.size(ANSWER), 8)


def _notes(look: Look, notes: tuple[str, ...]) -> list[str]:
    room = look.inches - 2 * edge(look)
    return [line for note in notes for line in wrap(note, room, look.size(NOTE), 6 if look.narrow else 3)]


def head_height(look: Look, answer: str, entries: list[Entry]) -> float:
    """Give the height in inches of title, answer and key.

    Parameters
    ----------
    look : Look
        Sizes and colours.
    answer : str
        What the chart shows in one or two sentences, written under the title.
    entries : list of Entry
        The key.
    """
    title = look.line(0.9) + look.line(1.45) * _title_lines(look)
    return title + look.line(ANSWER) * len(_answer(look, answer)) + key_height(entries, look, KEY) + look.line(0.7)


def put_head(sheet: Sheet, title: str, answer: str, entries: list[Entry]) -> float:
    """Write title, answer and key at the top of a sheet; give the y under them."""
    look = sheet.look
    y = sheet.title(title, _title_lines(look))
    for line in _answer(look, answer):
        sheet.text(edge(look), y + look.line(ANSWER) / 2, line, ANSWER)
        y += look.line(ANSWER)
    put_key(sheet, y + look.line(0.25), entries, KEY)
    return head_height(look, answer, entries)


def foot_height(look: Look, notes: tuple[str, ...]) -> float:
    """Give the height in inches of the notes, with the space above and under them."""
    return look.line(NOTE) * len(_notes(look, notes)) + look.line(1.1)


def put_notes(sheet: Sheet, y: float, notes: tuple[str, ...]) -> None:
    """Write the notes under a chart that ends at y."""
    look = sheet.look
    for place, line in enumerate(_notes(look, notes)):
        sheet.text(edge(look), y + look.line(0.6) + look.line(NOTE) * (place + 0.5), line, NOTE, look.palette.quiet)
