"""The looks that a chart can be drawn in: how wide, how high, how large the letters, light or dark."""

from __future__ import annotations

from dataclasses import dataclass, replace

from evidence.figures.palette import DARK, LIGHT, Palette

MM = 25.4  # millimetres an inch
LINE = 1.32  # height of a line of text, in sizes of its letters
POINTS = 72  # points an inch


@dataclass(frozen=True)
class Look:
    """How a chart is drawn.

    Attributes
    ----------
    name : str
        Name of the look, part of the file name.
    width : float
        Width of the figure in millimetres.
    text : float
        Size of the text in points; headings and notes are measured from it.
    height : float or None
        Height in millimetres where it is fixed (a slide); None where it follows from what is drawn.
    palette : Palette
        Colours.
    whole : bool
        Whether a text beside a mark takes as many lines as it needs; else what is too long ends in an ellipsis.
    """

    name: str
    width: float
    text: float
    height: float | None = None
    palette: Palette = LIGHT
    whole: bool = False

    @property
    def inches(self) -> float:
        """Width in inches."""
        return self.width / MM

    @property
    def page(self) -> float | None:
        """Height in inches where it is fixed."""
        return None if self.height is None else self.height / MM

    @property
    def narrow(self) -> bool:
        """Whether there is room for about fifty letters only: one column of a journal."""
        return self.inches * POINTS / self.text < 45

    def size(self, share: float = 1.0) -> float:
        """Give a size in points, as a share of the text."""
        return self.text * share

    def line(self, share: float = 1.0) -> float:
        """Give the height of a line in inches."""
        return self.text * share * LINE / POINTS

    def dark(self) -> Look:
        """Give the same look on dark paper."""
        return replace(self, name=f"{self.name}-dark", palette=DARK)


SCREEN = Look("screen", 254, 8.2)
REPORT = Look("report", 170, 8.5)
JOURNAL_1 = Look("journal-1col", 85, 8)
JOURNAL_2 = Look("journal-2col", 175, 8)
SLIDE = Look("slide", 13.333 * MM, 13, height=7.5 * MM)
STYLES = {"report": (REPORT,), "journal": (JOURNAL_1, JOURNAL_2), "slide": (SLIDE,)}
