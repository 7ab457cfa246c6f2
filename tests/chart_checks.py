"""What every chart is held to: nothing overlaps, nothing is cut, matplotlib is left as it was."""

from itertools import combinations

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from evidence.figures import SCREEN, house_style

TOUCH = 0.5  # pixels that two texts may share before they count as overlapping


def drawn(chart, frame, title="A title", notes=(), look=SCREEN):
    """Draw a chart on a canvas that can measure, and hold that matplotlib is left as it was."""
    before = dict(mpl.rcParams)
    figure = chart.figure(frame, title, notes, look)
    FigureCanvasAgg(figure)
    with house_style():  # in which it is written, and which text is measured by
        figure.draw_without_rendering()
    assert dict(mpl.rcParams) == before
    return figure, figure.axes[0]


def by_gid(ax, prefix):
    """Give the artists whose gid begins with a prefix, by what follows it."""
    artists = [artist for artist in (*ax.lines, *ax.patches, *ax.texts) if str(artist.get_gid()).startswith(prefix)]
    return {artist.get_gid().removeprefix(prefix): artist for artist in artists}


def texts(figure):
    """Give every visible text with its extent in pixels."""
    renderer = figure.canvas.get_renderer()
    shown = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in shown]


def hold_layout(figure):
    """Hold that no text leaves the canvas or overlaps another."""
    boxes = texts(figure)
    width, height = figure.canvas.get_width_height()
    for text, box in boxes:
        assert box.x0 >= -TOUCH, f"{text!r} is cut at the left"
        assert box.x1 <= width + TOUCH, f"{text!r} is cut at the right"
        assert box.y0 >= -TOUCH, f"{text!r} is cut at the bottom"
        assert box.y1 <= height + TOUCH, f"{text!r} is cut at the top"
    for (one, a), (other, b) in combinations(boxes, 2):
        apart = min(a.x1, b.x1) - max(a.x0, b.x0) <= TOUCH or min(a.y1, b.y1) - max(a.y0, b.y0) <= TOUCH
        assert apart, f"{one!r} overlaps {other!r}"
