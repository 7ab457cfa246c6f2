"""A chart set into the page: nothing in it can act, its colours are the page's, its words stand beside it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from markupsafe import Markup

from evidence.errors import FigureError
from evidence.report import scheme

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
LONG_NUMBER = re.compile(r"-?[0-9]+\.[0-9]{3,}")
COLOUR = re.compile(r"#[0-9a-f]{6}")
DRAWING = {
    "d",
    "style",
    "transform",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "cx",
    "cy",
    "r",
    "width",
    "height",
    "fill",
    "stroke",
}
PAINTED = {colour: f"var(--{name})" for name, (colour, _) in scheme.CHART.items()}
HREFS = ("href", f"{{{XLINK}}}href")
# A chart draws; whatever else SVG can hold (scripts, pages within the page, styles for the whole page) stays out.
DRAWN = frozenset(
    "svg g path rect circle ellipse line polyline polygon text tspan defs clipPath use symbol marker linearGradient"
    " radialGradient stop pattern mask".split()
)


@dataclass(frozen=True)
class Picture:
    """A chart for the page.

    Attributes
    ----------
    name : str
        What the page knows it by: the name of its exhibit.
    title : str
        What it says, in one line.
    svg : str
        The chart, as the text of an SVG file in the light palette.
    alt : str
        What it shows, in words.
    """

    name: str
    title: str
    svg: str
    alt: str


def inline(picture: Picture) -> dict:
    """Make a chart fit to stand inside a page: nothing in it can act, and it follows the page into the dark.

    Parameters
    ----------
    picture : Picture
        The chart.

    Returns
    -------
    dict
        title, lines (its words) and svg: one element without width and height, so that it fills the place it is put
        in. Every id in it begins with its name, so that none is also the id of something else on the page.

    Raises
    ------
    FigureError
        If the text is not SVG.
    """
    try:
        root = ElementTree.fromstring(picture.svg.encode("utf-8"))
    except ElementTree.ParseError as error:
        raise FigureError(f"chart for the report: found no SVG ({error}); give the text of an SVG file") from error
    if root.tag != f"{{{SVG}}}svg":
        raise FigureError(f"chart for the report: found the root {root.tag!r}; allowed: svg; give an SVG file")
    prefix = f"chart-{picture.name}-"
    _draw_only(root)
    for element in root.iter():
        _tame(element, prefix)
        _lighten(element)
    lines = picture.alt.strip().splitlines()
    for place, (name, words) in enumerate((("title", picture.title), ("desc", "\n".join(lines)))):
        node = ElementTree.Element(f"{{{SVG}}}{name}", {"id": f"{prefix}{name}"})
        node.text = words
        root.insert(place, node)
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.attrib |= {"role": "img", "aria-labelledby": f"{prefix}title", "aria-describedby": f"{prefix}desc"}
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    return {"title": picture.title, "lines": lines, "svg": Markup(ElementTree.tostring(root, encoding="unicode"))}


def _lighten(element: ElementTree.Element) -> None:
    """Take out what cannot be seen (line ends, thousandths of a point), and name colours by their part in the page."""
    for text in ("text", "tail"):
        if not (getattr(element, text) or "").strip():
            setattr(element, text, None)
    for name in DRAWING & set(element.attrib):
        value = LONG_NUMBER.sub(lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), element.attrib[name])
        element.attrib[name] = COLOUR.sub(lambda colour: PAINTED.get(colour[0], colour[0]), " ".join(value.split()))


def _draw_only(parent: ElementTree.Element) -> None:
    """Drop what does not draw; what stood inside a link stays, without the link."""
    for child in list(parent):
        if child.tag == f"{{{SVG}}}a":
            child.tag = f"{{{SVG}}}g"
            child.attrib.clear()
        if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] not in DRAWN:
            parent.remove(child)
        else:
            _draw_only(child)


def _tame(element: ElementTree.Element, prefix: str) -> None:
    """Keep references inside the drawing, drop handlers, and give every id its prefix."""
    for name, value in list(element.attrib.items()):
        if name.lower().startswith("on") or (name in HREFS and not value.startswith("#")):
            del element.attrib[name]
        elif name == "id":
            element.attrib[name] = prefix + value
        elif name in HREFS:
            element.attrib[name] = f"#{prefix}{value[1:]}"
        elif "url(" in value:
            inside = re.sub(r"url\(\s*['\"]?#([^)'\"]*)['\"]?\s*\)", rf"url(#{prefix}\1)", value)
            element.attrib[name] = inside if inside.count("url(") == inside.count(f"url(#{prefix}") else "none"
