"""The house style as a context manager, and text measured before it is drawn; nothing changes at import."""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

STYLE = Path(__file__).with_name("evidence.mplstyle")
POINTS_PER_INCH = 72


@contextmanager
def house_style():
    """Draw in the house style, and leave matplotlib as it was."""
    with mpl.rc_context(fname=STYLE):
        yield


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Measure a line of text in inches.

    Parameters
    ----------
    text : str
        One line.
    size : float
        Font size in points.
    weight : str
        normal or bold.
    """
    return _em_width(text, weight) * size / POINTS_PER_INCH


@lru_cache(maxsize=65536)
def _em_width(text: str, weight: str) -> float:
    """Measure a line in sizes of its letters, so that every size shares what was measured."""
    font = FontProperties(family="DejaVu Sans", size=100, weight=weight)
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0] / 100


def wrap(text: str, width: float, size: float, lines: int, weight: str = "normal") -> list[str]:
    """Break a text into lines that fit a width; what does not fit in the last line ends in an ellipsis.

    Parameters
    ----------
    text : str
        Any text; runs of white space count as one.
    width : float
        Width in inches.
    size : float
        Font size in points.
    lines : int
        Most lines allowed.
    weight : str
        normal or bold.
    """
    out, words = [], text.split()
    while words and len(out) < lines:
        line = words.pop(0)
        used = text_width(line, size, weight)  # word by word, since words come back and whole lines do not
        while words and (wider := used + text_width(f" {words[0]}", size, weight)) <= width:
            line, used = f"{line} {words.pop(0)}", wider
        out.append(_cut(line, width, size, weight))
    if words and out:
        out[-1] = _cut(f"{out[-1]} …", width, size, weight)
    return out


def _cut(line: str, width: float, size: float, weight: str) -> str:
    if text_width(line, size, weight) <= width:
        return line
    body = line.removesuffix(" …")
    while body and text_width(f"{body}…", size, weight) > width:
        body = body[:-1]
    return f"{body.rstrip()}…"
