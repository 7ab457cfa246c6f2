"""Levels of a judgement as discs with a sign: colour, sign and word come from a table, so any tool can be drawn."""

from __future__ import annotations

from functools import lru_cache, partial

import pandas as pd
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from evidence.figures.key import Entry
from evidence.figures.palette import Palette
from evidence.figures.sheet import Sheet

UNKNOWN = "no information"  # no judgement could be made: drawn without a disc, after the levels
TYPESET = {"-": "−", "x": "×"}
CONTRAST = 4.5  # WCAG 2.2, 1.4.3


def luminance(colour: str) -> float:
    """Give the relative luminance of a six-digit hex colour (WCAG 2.2).

    Examples
    --------
    >>> luminance("#ffffff"), luminance("#000000")
    (1.0, 0.0)
    """
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return round(0.2126 * red + 0.7152 * green + 0.0722 * blue, 10)


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=256)
def readable(colour: str, ink: str, ground: str) -> str:
    """Move a colour towards the ink until it can be read on its ground, as on dark paper.

    Examples
    --------
    >>> readable("#a3243b", "#1f2430", "#ffffff")
    '#a3243b'
    """
    for share in range(0, 101, 5):
        pairs = [(int(colour[at : at + 2], 16), int(ink[at : at + 2], 16)) for at in (1, 3, 5)]
        mixed = "#" + "".join(f"{round(own + (other - own) * share / 100):02x}" for own, other in pairs)
        if contrast(mixed, ground) >= CONTRAST:
            return mixed
    return ink


def paint(colour: str, palette: Palette) -> str:
    """Give the colour of a level as it can be read on the paper and on the bands of a palette."""
    return readable(colour, palette.ink, palette.band)


@lru_cache(maxsize=256)
def sign(symbol: str) -> Path:
    """Give a sign as an outline round (0, 0), so that hundreds of them are one artist."""
    font = FontProperties(family="DejaVu Sans", weight="bold")
    outline = TextPath((0, 0), TYPESET.get(symbol, symbol), size=10, prop=font)
    box = outline.get_extents()
    middle = Affine2D().translate(-(box.x0 + box.x1) / 2, -(box.y0 + box.y1) / 2)
    # matplotlib rounds paths of upright and level lines to whole pixels, where a small minus vanishes: hence the turn.
    return outline.transformed(middle.rotate_deg(0.2))


def put_discs(
    sheet: Sheet, x, y, level: str, symbol: str, colour: str, share: float = 1.3, hollow: bool = False, gid=None
) -> None:
    """Put the mark of one level at one or many places.

    Parameters
    ----------
    sheet : Sheet
        Where to.
    x, y : float or sequence of float
        Middles in inches.
    level, symbol, colour : str
        Its word, its sign and its six-digit hex colour.
    share : float
        Diameter as a share of the text.
    hollow : bool
        Whether it was seen only on a secondary page.
    gid : str or None
        Name of the artist that stands at those places.
    """
    palette = sheet.look.palette
    own, at = paint(colour, palette), {"mew": 0, "zorder": 5}
    if level == UNKNOWN:
        sheet.mark(x, y, sign(symbol), own, own, share * 0.55, gid=gid, **at)
        return
    sheet.mark(x, y, "o", own, palette.paper if hollow else own, share, gid=gid, mew=1.0)
    face = own if hollow else palette.paper
    sheet.mark(x, y, sign(symbol), face, face, share * 0.56, **at)


def by_gravity(levels: pd.DataFrame) -> pd.DataFrame:
    """Give each level of a frame (columns level, rank, symbol, colour) once, the gravest last, then the unknown."""
    once = levels.drop_duplicates("level")
    return once.assign(last=once["level"].eq(UNKNOWN)).sort_values(["last", "rank"]).drop(columns="last")


def entries(levels: pd.DataFrame) -> list[Entry]:
    """Explain each level in a key."""
    return [
        Entry(row.level, partial(put_discs, level=row.level, symbol=row.symbol, colour=row.colour))
        for row in by_gravity(levels).itertuples()
    ]
