"""A sheet of paper in inches, from the top left: every chart puts its text and marks on one."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Polygon, Rectangle

from evidence.figures.looks import Look
from evidence.figures.style import text_width, wrap


class Sheet:
    """Axes whose data are inches, y downwards, painted in the colours of a look.

    Parameters
    ----------
    ax : Axes
        Axes that fill their figure.
    size : (float, float)
        Width and height in inches.
    look : Look
        Sizes and colours.
    """

    def __init__(self, ax: Axes, size: tuple[float, float], look: Look):
        self.ax, self.look = ax, look
        self.width, self.height = size
        ax.set(xlim=(0, self.width), ylim=(self.height, 0))
        ax.axis("off")
        ax.figure.set_facecolor(look.palette.paper)

    def text(self, x: float, y: float, text: str, share: float = 1.0, colour: str | None = None, **options):
        """Write one line; y is its middle. `share` is its size as a share of the look's text."""
        style = {"va": "center", "ha": "left"} | options
        return self.ax.text(x, y, text, size=self.look.size(share), color=colour or self.look.palette.ink, **style)

    def lines(self, x: float, y: float, lines: list[str], share: float = 1.0, colour: str | None = None, **options):
        """Write lines under each other, their middle at y."""
        step = self.look.line(share)
        for place, line in enumerate(lines):
            self.text(x, y + (place - (len(lines) - 1) / 2) * step, line, share, colour, **options)

    def rule(self, x0: float, y0: float, x1: float, y1: float, colour: str | None = None, lw: float = 0.7, **options):
        """Draw a straight line."""
        style = {"zorder": 1, "solid_capstyle": "butt"} | options
        return self.ax.plot([x0, x1], [y0, y1], color=colour or self.look.palette.rule, lw=lw, **style)[0]

    def box(self, x: float, y: float, width: float, height: float, colour: str, **options) -> Rectangle:
        """Fill a rectangle whose top left corner is (x, y)."""
        style = {"lw": 0, "zorder": 0} | options
        return self.ax.add_patch(Rectangle((x, y), width, height, facecolor=colour, **style))

    def shape(self, corners: list[tuple[float, float]], colour: str, **options) -> Polygon:
        """Fill a polygon."""
        style = {"lw": 0, "zorder": 3} | options
        return self.ax.add_patch(Polygon(corners, closed=True, facecolor=colour, **style))

    def mark(self, x: float, y: float, shape: str, colour: str, face: str | None = None, share: float = 0.6, **options):
        """Put a marker; `share` is its size as a share of the text, `face` its filling (the colour where not given)."""
        style = {"zorder": 4, "ls": "", "mew": 1.1} | options
        size = self.look.size(share)
        return self.ax.plot(x, y, marker=shape, ms=size, mec=colour, mfc=face or colour, **style)[0]

    def fits(self, text: str, share: float = 1.0, weight: str = "normal") -> float:
        """Measure a line in inches."""
        return text_width(text, self.look.size(share), weight)

    def wrapped(self, text: str, width: float, lines: int, share: float = 1.0) -> list[str]:
        """Break a text into lines that fit a width."""
        return wrap(text, width, self.look.size(share), lines)

    def title(self, text: str, lines: int = 2) -> float:
        """Write the title at the top left; give the y under it."""
        share, left = 1.45, self.look.line(0.4)
        y = self.look.line(0.5)
        for line in wrap(text, self.width - 2 * left, self.look.size(share), lines, "bold"):
            y += self.look.line(share)
            self.text(left, y - self.look.line(share) / 2, line, share, weight="bold")
        return y + self.look.line(0.4)
