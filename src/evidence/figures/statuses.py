"""Regulatory statuses: a mark of its own for each, filled where a document was seen, hollow where only told of."""

from __future__ import annotations

from evidence import vocabulary as words
from evidence.figures.key import Entry
from evidence.figures.looks import POINTS
from evidence.figures.palette import Palette
from evidence.figures.sheet import Sheet

# In the order in which they stand in a cell. "bar" is a disc with a bar across it, the sign of no entry.
STATUS_MARKS = {
    "prohibited": "bar",
    "approval required and none seen": "X",
    "practice oversight": "^",
    "cosmetic": "D",
    "registered": "p",
    "cleared": "s",
    "approved": "*",
    "unclear": "v",
    "not addressed": "d",
    "no rule found": "",
}
PERMITTED = ("registered", "cleared", "approved")
SIZES = {"*": 1.0, "X": 0.72, "bar": 0.76, "D": 0.56}  # as shares of the text; what is not named has 0.64


def status_colour(status: str, palette: Palette) -> str:
    """Give the colour of a status; its mark carries the meaning."""
    if status in PERMITTED:
        return palette.verdicts["supported"]
    named = {"prohibited": "contradicted", "approval required and none seen": "unsupported"}
    if status in named:
        return palette.verdicts[named[status]]
    return palette.accent if status in ("cosmetic", "practice oversight") else palette.quiet


def put_status(sheet: Sheet, x: float, y: float, status: str, first_hand: bool, gid: str | None = None) -> None:
    """Put the mark of a status; an unknown one gets a plain dot, and where no rule was found there is none."""
    palette, shape = sheet.look.palette, STATUS_MARKS.get(status, "o")
    colour = status_colour(status, palette)
    face = colour if first_hand else palette.paper
    if not shape:
        return
    share = SIZES.get(shape, 0.64)
    sheet.mark(x, y, "o" if shape == "bar" else shape, colour, face, share, mew=1.0, gid=gid)
    if shape == "bar":
        half = 0.52 * share * sheet.look.text / POINTS / 2
        bar = palette.paper if first_hand else colour
        sheet.rule(x - half, y, x + half, y, bar, sheet.look.text / 6.5, zorder=5)


def seen_first_hand(seen: str) -> bool:
    """Say whether the document, a copy or its abstract was seen."""
    return seen in words.SEEN_FIRST_HAND


def status_key(statuses: list[str], hollow: bool = True) -> list[Entry]:
    """Explain the marks of the statuses that are drawn, and the two fillings."""

    def drawer(status: str, first_hand: bool):
        return lambda sheet, x, y: put_status(sheet, x, y, status, first_hand)

    shown = [status for status in STATUS_MARKS if status in statuses and STATUS_MARKS[status]]
    entries = [Entry(status, drawer(status, True)) for status in shown]
    if shown and hollow:
        entries.append(Entry("hollow: told on a secondary page only", drawer(shown[0], False)))
    return entries
