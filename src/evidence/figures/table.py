"""Columns of text beside an axis: measured before they are put, wrapped where they are too long."""

from __future__ import annotations

from dataclasses import dataclass, replace

from evidence.figures.looks import POINTS, Look
from evidence.figures.sheet import Sheet
from evidence.figures.style import text_width, wrap

BOLD = "bold"


@dataclass(frozen=True)
class Column:
    """A column of text: one cell a row.

    Attributes
    ----------
    name : str
        Its heading.
    cells : tuple of str
        One text a row, from the top; a new line begins where it says so.
    width : float
        Width in inches.
    lines : int
        Most lines of a cell; what is longer ends in an ellipsis.
    share : float
        Size of its text as a share of the look's.
    right : bool
        Whether the text stands at the right edge, as numbers do.
    left : float
        Left edge in inches.
    bold : frozenset of int
        Rows in bold.
    """

    name: str
    cells: tuple[str, ...]
    width: float
    lines: int = 1
    share: float = 1.0
    right: bool = False
    left: float = 0.0
    bold: frozenset[int] = frozenset()

    def at(self, left: float) -> Column:
        """Give the same column at another place."""
        return replace(self, left=left)

    def cell(self, place: int, look: Look) -> list[str]:
        """Give the lines of one cell."""
        weight = BOLD if place in self.bold else "normal"
        parts = self.cells[place].split("\n")
        return [line for part in parts for line in wrap(part, self.width, look.size(self.share), self.lines, weight)]

    def heading(self, look: Look, share: float) -> list[str]:
        """Give the lines of the heading, at most three for each that it names."""
        return [line for part in self.name.split("\n") for line in wrap(part, self.width, look.size(share), 3)]

    def put(self, sheet: Sheet, y: float, place: int, colour: str | None = None, **options) -> None:
        """Write one cell, its middle at y."""
        style = {"weight": BOLD} if place in self.bold else {}
        sheet.lines(*self._spot(y), self.cell(place, sheet.look), self.share, colour, **self._side, **style, **options)

    def put_heading(self, sheet: Sheet, bottom: float, share: float) -> None:
        """Write the heading, standing on y = bottom."""
        lines = self.heading(sheet.look, share)
        middle = bottom - len(lines) * sheet.look.line(share) / 2
        sheet.lines(*self._spot(middle), lines, share, sheet.look.palette.quiet, **self._side)

    def _spot(self, y: float) -> tuple[float, float]:
        return (self.left + self.width if self.right else self.left), y

    @property
    def _side(self) -> dict[str, str]:
        return {"ha": "right" if self.right else "left"}


def measured(
    name: str,
    cells: list[str],
    look: Look,
    most: float,
    lines: int = 1,
    share: float = 1.0,
    head: float = 1.0,
    bold: frozenset[int] = frozenset(),
    right: bool | None = None,
) -> Column:
    """Make a column as wide as its longest cell and the longest word of its heading, up to a width.

    Parameters
    ----------
    name : str
        Heading.
    cells : list of str
        One text a row.
    look : Look
        Sizes.
    most : float
        Largest width in inches.
    lines : int
        Most lines of a cell.
    share, head : float
        Sizes of the cells and of the heading as shares of the look's text.
    bold : frozenset of int
        Rows in bold.
    right : bool or None
        Whether the text stands at the right edge; where not given, it does if all cells are numbers or blank.

    Examples
    --------
    >>> from evidence.figures.looks import SCREEN
    >>> column = measured("people", ["12", "1,204", ""], SCREEN, 2.0)
    >>> column.right, column.width < 0.5
    (True, True)
    """
    wide = [
        text_width(line, look.size(share), BOLD if place in bold else "normal")
        for place, cell in enumerate(cells)
        for line in cell.split("\n")
    ]
    wide += [text_width(word, look.size(head)) for word in name.split()]
    width = min(most, max(wide, default=0.0) + 0.1 / POINTS)
    if right is None:
        right = all(is_number(cell) for cell in cells)
    return Column(name, tuple(cells), width, lines, share, right, bold=bold)


def is_number(cell: str) -> bool:
    """Say whether a cell is blank or holds a number and nothing else.

    Examples
    --------
    >>> is_number("−1,204.5"), is_number("12%"), is_number(""), is_number("12 weeks")
    (True, True, True, False)
    """
    bare = cell.strip().replace(",", "").replace("−", "-").removesuffix("%")
    try:
        float(bare or "0")
    except ValueError:
        return False
    return True
