"""Where in the article the claims of each verdict stand: the article as a strip, a lane for each verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from evidence.errors import FigureError
from evidence.figures.chart import Chart
from evidence.figures.foot import NOTE, edge, foot_height, put_notes, title_height
from evidence.figures.frames import needed
from evidence.figures.looks import POINTS, SCREEN, Look
from evidence.figures.paging import paged
from evidence.figures.palette import VERDICT_MARKS
from evidence.figures.scales import Scale
from evidence.figures.sheet import Sheet
from evidence.figures.spreading import levels, rows_of_labels
from evidence.figures.style import text_width, wrap

TITLE = "Where in the article the claims stand"
NEEDED = ("stretch", "name", "start", "end", "verdict", "flagged")
IDS = 0.84  # size of the ids of claims, as a share of the text
MARK = 0.55  # half the height in lines of the space in which the marks of a lane stand
LEAD = 0.55  # height in lines of the line that leads from a mark to its id


class Stretch(NamedTuple):
    """A stretch of the article, in characters from its start."""

    name: str
    start: int
    end: int
    verdict: str = ""
    flagged: bool = False

    @property
    def middle(self) -> float:
        """Where its mark stands."""
        return (self.start + self.end) / 2


@dataclass(frozen=True)
class Strip:
    """The article: its paragraphs, and the claims by verdict, gravest first, in the order of the article."""

    paragraphs: list[Stretch]
    lanes: dict[str, list[Stretch]]

    @property
    def length(self) -> int:
        """Number of characters that are drawn."""
        claims = [claim for lane in self.lanes.values() for claim in lane]
        return max(one.end for one in (*self.paragraphs, *claims))

    @property
    def flagged(self) -> list[Stretch]:
        """Claims whose verdict is a warning."""
        return [claim for lane in self.lanes.values() for claim in lane if claim.flagged]


def strip(frame: pd.DataFrame) -> Strip:
    """Read the stretches of an article.

    Parameters
    ----------
    frame : DataFrame
        One row per stretch: stretch (paragraph or claim), name (opening words of a paragraph, id of a claim), start and
        end (characters from the start of the article), verdict and flagged (of a claim).

    Raises
    ------
    FigureError
        Missing columns, no row, no claim, a stretch that ends before it starts, or a claim twice.
    """
    frame = needed(frame, NEEDED, "article strip", "give it paragraphs and claims with their places")
    places = frame[["start", "end"]].apply(pd.to_numeric, errors="coerce")
    wrong = frame[~(places["start"].ge(0) & places["end"].gt(places["start"]) & places["end"].lt(float("inf")))]
    if not wrong.empty:
        one = wrong.iloc[0]
        raise FigureError(
            f"article strip: {one['name']}: found the place {one['start']} to {one['end']}; "
            "allowed: a start from 0 and a later end; do: take places from annotation.spans"
        )
    verdicts = frame["verdict"].fillna("").astype(str)
    columns = (
        frame["name"].astype(str),
        places["start"].astype(int),
        places["end"].astype(int),
        verdicts,
        frame["flagged"],
    )
    stretches = sorted((Stretch(*row) for row in zip(*columns, strict=True)), key=lambda one: (one.start, -one.end))
    claims = set(frame.loc[frame["stretch"].eq("claim"), "name"].astype(str))
    lanes: dict[str, list[Stretch]] = {}
    for one in stretches:
        if one.name in claims and one.verdict:
            lanes.setdefault(one.verdict, []).append(one)
    if not lanes:
        raise FigureError("article strip: found no claim with a verdict; do: give it the claims of one article")
    if sum(map(len, lanes.values())) > len(claims):
        raise FigureError("article strip: found a claim twice; do: give it one place for each claim")
    known = list(VERDICT_MARKS)
    order = sorted(lanes, key=lambda verdict: known.index(verdict) if verdict in known else len(known))
    return Strip([one for one in stretches if not one.verdict], {verdict: lanes[verdict] for verdict in order})


def columns(frame: pd.DataFrame, look: Look = SCREEN) -> tuple[float, Scale]:
    """Give the width in inches of the names of the verdicts, and the axis in characters of the article."""
    em, left = look.text / POINTS, edge(look)
    names = em * (9.2 if look.narrow else 12)
    return names, Scale(0, strip(frame).length, left + names + 0.8 * em, look.inches - left)


class Lane(NamedTuple):
    """The claims of one verdict: row and middle of each id, level of each bar, heights in inches."""

    verdict: str
    claims: list[Stretch]
    ids: list[tuple[int, float]]
    bars: list[int]
    above: float
    below: float

    @property
    def tall(self) -> float:
        """Height of the lane."""
        return self.above + self.below


def lane(verdict: str, claims: list[Stretch], axis: Scale, look: Look) -> Lane:
    """Lay out the lane of a verdict: ids over the bars and, where one row has no room for all, under them by turns."""
    weight, gap, farthest = "bold" if claims[0].flagged else "normal", look.line(0.28), look.line(4)
    widths = [text_width(claim.name, look.size(IDS), weight) for claim in claims]
    by_middle = sorted(range(len(claims)), key=lambda n: (claims[n].middle, n))
    placed = rows_of_labels(
        [axis.x(claims[n].middle) for n in by_middle],
        [widths[n] for n in by_middle],
        axis.left,
        axis.right,
        gap,
        farthest,
    )
    ids = dict(zip(by_middle, placed, strict=True))
    rows = 1 + max(row for row, _ in placed)
    upper, lower = (rows + 1) // 2, rows // 2
    above = look.line(0.25 + upper * 1.1 * IDS + LEAD + MARK)
    below = look.line(MARK + (LEAD + lower * 1.1 * IDS if lower else 0.0) + 0.2)
    bars = levels([claim.start for claim in claims], [claim.end for claim in claims])
    return Lane(verdict, claims, [ids[n] for n in range(len(claims))], bars, above, below)


def _opening_lines(frame: pd.DataFrame, look: Look) -> int:
    """Give how many lines of opening words most paragraphs have room for."""
    axis, count = columns(frame, look)[1], max(1, len(strip(frame).paragraphs))
    roomy = (axis.right - axis.left) / count > look.line(5)
    return (3 if look.page is None else 2) if roomy else 0


def _strip_height(frame: pd.DataFrame, look: Look) -> float:
    return look.line(1.1 + NOTE * _opening_lines(frame, look) + 1.0 + 0.5)


def _head_height(frame: pd.DataFrame, look: Look) -> float:
    return title_height(4 if look.narrow else 2, look) + look.line(0.3) + _strip_height(frame, look) + look.line(0.5)


def _lanes(frame: pd.DataFrame, look: Look) -> list[Lane]:
    axis = columns(frame, look)[1]
    return [lane(verdict, claims, axis, look) for verdict, claims in strip(frame).lanes.items()]


def _foot(notes: tuple[str, ...], look: Look) -> float:
    return look.line(0.4) + foot_height(notes, look)


def size_article_strip(frame: pd.DataFrame, look: Look = SCREEN, notes: tuple[str, ...] = ()) -> tuple[float, float]:
    """Give width and height in inches."""
    lanes = sum(one.tall for one in _lanes(frame, look))
    return look.inches, look.page or _head_height(frame, look) + lanes + _foot(notes, look)


def pages_article_strip(frame: pd.DataFrame, look: Look, notes: tuple[str, ...] = ()) -> list[pd.DataFrame]:
    """Split the lanes over as many pages as a look of fixed height needs; every page has the whole article."""
    if look.page is None:
        return [frame]
    lanes, room = _lanes(frame, look), look.page - _head_height(frame, look) - _foot(notes, look)
    names = pd.DataFrame({"verdict": [one.verdict for one in lanes]})
    paragraphs = frame["stretch"].ne("claim")
    parts = paged(names, [one.tall for one in lanes], room)
    pages = [frame[paragraphs | frame["verdict"].isin(part["verdict"])] for part in parts]
    for page in pages:
        page.attrs["flagged"] = flagged_in(frame)
    return pages


def plot_article_strip(
    frame: pd.DataFrame, ax: Axes, title: str = TITLE, notes: tuple[str, ...] = (), look: Look = SCREEN
) -> Axes:
    """Draw the article as a strip of its paragraphs, and under it a lane for each verdict, gravest first.

    Parameters
    ----------
    frame : DataFrame
        As in `strip`.
    ax : Axes
        Axes that fill a figure of `size_article_strip(frame, look, notes)`.
    title : str
        Title of the chart.
    notes : tuple of str
        Lines to stand under the chart.
    look : Look
        Sizes and colours.

    Returns
    -------
    Axes
        The same axes. The bar of a claim has the gid `span-<name>`, its id `id-<name>`, the box of a paragraph
        `paragraph-<number>`; `columns(frame, look)[1]` turns places into characters of the article.

    Raises
    ------
    FigureError
        Missing columns, no claim, a claim twice, or a place that is none.
    """
    drawn, (_, axis) = strip(frame), columns(frame, look)
    sheet = Sheet(ax, size_article_strip(frame, look, notes), look)
    y = sheet.title(title, 4 if look.narrow else 2) + look.line(0.3)
    _article(sheet, axis, y, frame)
    y += _strip_height(frame, look) + look.line(0.5)
    top = y
    for one in _lanes(frame, look):
        _lane(sheet, axis, y, one)
        y += one.tall
    for paragraph in drawn.paragraphs[1:]:
        sheet.rule(axis.x(paragraph.start), top, axis.x(paragraph.start), y, lw=0.5, zorder=1)
    put_notes(sheet, y + look.line(0.4), notes)
    return ax


def flagged_in(frame: pd.DataFrame) -> list[int]:
    """Count the flagged claims whose middle lies in each paragraph; a page knows those of the whole."""
    if "flagged" in frame.attrs:
        return list(frame.attrs["flagged"])
    drawn = strip(frame)
    return [sum(one.start <= claim.middle < one.end for claim in drawn.flagged) for one in drawn.paragraphs]


def _article(sheet: Sheet, axis: Scale, y: float, frame: pd.DataFrame) -> None:
    """Draw the paragraphs with number, opening words and count of flagged claims, each where there is room."""
    look, left = sheet.look, edge(sheet.look)
    names, opening = axis.left - left - look.line(0.5), _opening_lines(frame, look)
    said = ["Paragraph", *(["its opening words"] + [""] * (opening - 1) if opening else []), "flagged claims"]
    steps = [1.1, *[NOTE] * opening, 1.0]
    middle = y + look.line(0.25)
    middles = []
    for text, step in zip(said, steps, strict=True):
        middles.append(middle + look.line(step) / 2)
        middle += look.line(step)
        sheet.lines(left, middles[-1], wrap(text, names, look.size(NOTE), 1), NOTE, look.palette.quiet)
    paragraphs = zip(strip(frame).paragraphs, flagged_in(frame), strict=True)
    for place, (paragraph, flagged) in enumerate(paragraphs):
        x, end = axis.x(paragraph.start), axis.x(paragraph.end)
        face = look.palette.band if place % 2 else look.palette.rule
        sheet.box(x, y, end - x, _strip_height(frame, look), face, gid=f"paragraph-{place + 1}")
        room, pad = end - x - look.line(0.3), x + look.line(0.15)
        for text, height, gid in ((str(place + 1), middles[0], "number"), (str(flagged or ""), middles[-1], "flagged")):
            if text and sheet.fits(text, 1.0, "bold") <= room:
                sheet.text(pad, height, text, weight="bold", gid=f"{gid}-{place + 1}")
        if opening and room > look.line(4):
            words = wrap(paragraph.name, room, look.size(0.8), opening)
            for line, height in zip(words, middles[1:], strict=False):
                sheet.text(pad, height, line, 0.8)


def _lane(sheet: Sheet, axis: Scale, y: float, one: Lane) -> None:
    look, flagged = sheet.look, one.claims[0].flagged
    colour = look.palette.verdicts.get(one.verdict, look.palette.ink)
    bars_y, left = y + one.above, edge(look)
    sheet.rule(left, y, sheet.width - left, y, lw=0.6)
    indent, weight = 1.3 * look.text / POINTS, "bold" if flagged else "normal"
    said = wrap(one.verdict, axis.left - left - indent - look.line(0.3), look.size(), 2, "bold")
    count = f"{len(one.claims)} claim{'s' if len(one.claims) != 1 else ''}"
    middle = y + one.tall / 2
    sheet.lines(left + indent, middle - look.line(NOTE) / 2, said, colour=colour, weight=weight)
    sheet.text(left, middle - look.line(NOTE) / 2, VERDICT_MARKS.get(one.verdict, ""), colour=colour, weight=weight)
    sheet.text(left + indent, middle + look.line(len(said)) / 2, count, NOTE, look.palette.quiet)
    deepest = max(one.bars)
    step = look.line(min(0.34, 1.4 * MARK / max(1, deepest)))
    for claim, (row, x), level in zip(one.claims, one.ids, one.bars, strict=True):
        height = bars_y + (level - deepest / 2) * step
        start, end, mark = axis.x(claim.start), axis.x(claim.end), axis.x(claim.middle)
        sheet.rule(start, height, end, height, colour, 3.2 if flagged else 1.8, zorder=3, gid=f"span-{claim.name}")
        way = -1 if row % 2 == 0 else 1
        bar_end = bars_y + way * look.line(MARK)
        label = bar_end + way * look.line(LEAD + (row // 2 + 0.5) * 1.1 * IDS)
        foot = bar_end + way * look.line(LEAD + (row // 2) * 1.1 * IDS)
        sheet.ax.plot([mark, mark, x], [height, bar_end, foot], color=look.palette.quiet, lw=0.5, zorder=2)
        style = {"ha": "center", "weight": "bold" if flagged else "normal", "gid": f"id-{claim.name}", "zorder": 4}
        sheet.text(x, label, claim.name, IDS, colour if flagged else look.palette.quiet, **style)


def describe_article_strip(frame: pd.DataFrame) -> str:
    """Say in words where the claims of each verdict stand, by paragraph, and how many of each are flagged."""
    drawn = strip(frame)
    counts = [f"{n} in paragraph {place}" for place, n in enumerate(flagged_in(frame), start=1) if n]
    said = [
        f"An article of {drawn.length} characters in {len(drawn.paragraphs)} paragraphs.",
        f"Flagged claims: {sum(flagged_in(frame))}{' (' + ', '.join(counts) + ')' if counts else ''}.",
    ]
    for verdict, claims in drawn.lanes.items():
        places = ", ".join(f"{claim.name} ({claim.start} to {claim.end})" for claim in claims)
        said.append(f"{verdict.capitalize()}, {len(claims)}, at characters: {places}.")
    return "\n".join(said)


def drawn_article_strip(frame: pd.DataFrame) -> pd.DataFrame:
    """Give what is drawn."""
    strip(frame)
    return frame[list(NEEDED)]


CHART = Chart(
    "article strip",
    plot_article_strip,
    size_article_strip,
    pages_article_strip,
    describe_article_strip,
    drawn_article_strip,
)
