"""A chart set into the page: its SVG without anything that could act, with its words for readers who cannot see it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

from markupsafe import Markup

from evidence.errors import FigureError

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
HREFS = ("href", f"{{{XLINK}}}href")
# A chart draws; whatever else SVG can hold (scripts, pages within the page, styles for the whole page) stays out.
DRAWN = frozenset(
    "svg g path rect circle ellipse line polyline polygon text tspan defs clipPath use symbol marker linearGradient"
    " radialGradient stop pattern mask".split()
)


def inline(svg: str, alt: str, prefix: str = "fig-") -> Markup:
    """Make an SVG file fit to stand inside a page.

    Parameters
    ----------
    svg : str
        The file as text.
    alt : str
        What the chart shows, in words: the first line becomes its title, the rest its description.
    prefix : str
        Put before every id, so that none is also the id of something else on the page.

    Returns
    -------
    Markup
        One `svg` element without width and height, so that it fills the place it is put in.

    Raises
    ------
    FigureError
        If the text is not SVG.
    """
    try:
        root = ElementTree.fromstring(svg.encode("utf-8"))
    except ElementTree.ParseError as error:
        raise FigureError(f"chart for the report: found no SVG ({error}); give the text of an SVG file") from error
    if root.tag != f"{{{SVG}}}svg":
        raise FigureError(f"chart for the report: found the root {root.tag!r}; allowed: svg; give an SVG file")
    _draw_only(root)
    for element in root.iter():
        _tame(element, prefix)
    title, _, rest = alt.strip().partition("\n")
    for place, (name, words) in enumerate((("title", title), ("desc", rest.strip() or title))):
        node = ElementTree.Element(f"{{{SVG}}}{name}", {"id": f"{prefix}{name}"})
        node.text = words
        root.insert(place, node)
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.attrib |= {"role": "img", "aria-labelledby": f"{prefix}title", "aria-describedby": f"{prefix}desc"}
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    return Markup(ElementTree.tostring(root, encoding="unicode"))


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
