"""What stands over a chart: title, answer and key; measured first, so that the size is known."""

from __future__ import annotations

from evidence.figures.foot import edge, room
from evidence.figures.key import Entry, key_height, put_key
from evidence.figures.looks import Look
from evidence.figures.sheet import Sheet
from evidence.figures.style import wrap

ANSWER, KEY = 1.06, 0.88  # sizes as shares of the text


def _title_lines(look: Look) -> int:
    return 2 if look.narrow else 1


def _answer(look: Look, answer: str) -> list[str]:
    return wrap(answer, room(look), look.size(ANSWER), 8)


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
