"""The styles of the Word file: what a reader can change in one place."""

from __future__ import annotations

from typing import NamedTuple

from evidence.documents.inlines import verdict_style
from evidence.documents.model import LANGUAGE
from evidence.figures.palette import LIGHT, VERDICT_COLOURS

FONT = "Arial"  # where it is absent, Liberation Sans of the same widths stands in


class Look(NamedTuple):
    """Size in points, colour, and the space before and after in points."""

    size: float
    colour: str = LIGHT.ink
    before: float = 0
    after: float = 4
    bold: bool | None = None
    italic: bool | None = None
    keep: bool = False  # with the next paragraph on one page


PARAGRAPHS = {
    "Normal": Look(10),
    "Body Text": Look(10, before=4, after=6),
    "First Paragraph": Look(10, before=4, after=6),
    "Compact": Look(10, after=2),
    "Title": Look(22, before=24, after=10, bold=True),
    "Heading 1": Look(16, before=18, after=8, bold=True, keep=True),
    "Heading 2": Look(12, before=16, after=4, bold=True, keep=True),
    "Block Text": Look(10, before=2, after=4, italic=True, keep=True),
    "Banner": Look(10, before=4, after=8),
    "Verdict": Look(10, after=4, keep=True),
    "Table Caption": Look(9.5, before=8, after=3, keep=True),
    "Image Caption": Look(9.5, before=3, after=10),
    "Table Text": Look(8, after=0),
    "Table Text Small": Look(7, after=0),
    "Table Note": Look(8.5, LIGHT.quiet, before=3, after=8),
    "Small Print": Look(8.5, after=1),
    "Bibliography": Look(9, after=3),
    "Contents": Look(16, before=18, after=8, bold=True, keep=True),
    "TOC 1": Look(9.5, before=4, after=1, bold=True),
    "TOC 2": Look(8.5, after=0),
    "Header": Look(8.5, LIGHT.quiet, after=0),
    "Footer": Look(8.5, LIGHT.quiet, after=0),
}
INDENTED = {"TOC 2": 12, "Block Text": 12}  # points


def apply(opened) -> None:
    """Set every style that the report uses, and the language of the whole file."""
    from docx.enum.style import WD_STYLE_TYPE

    for name, look in PARAGRAPHS.items():
        _paragraph(_style(opened, name, WD_STYLE_TYPE.PARAGRAPH), look, INDENTED.get(name))
    for verdict, colour in VERDICT_COLOURS.items():
        _character(_style(opened, verdict_style(verdict), WD_STYLE_TYPE.CHARACTER), colour, bold=True)
    _character(_style(opened, "Quiet", WD_STYLE_TYPE.CHARACTER), LIGHT.quiet)
    _character(_style(opened, "Hyperlink", WD_STYLE_TYPE.CHARACTER), LIGHT.accent)
    _language(opened)


def _style(opened, name: str, kind):
    return opened.styles[name] if name in opened.styles else opened.styles.add_style(name, kind)


def _paragraph(style, look: Look, indent: float | None) -> None:
    from docx.shared import Pt

    _font(style, look.colour)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
    laid = style.paragraph_format
    laid.space_before, laid.space_after, laid.keep_with_next = Pt(look.before), Pt(look.after), look.keep
    laid.alignment = 0
    if indent is not None:
        laid.left_indent, laid.right_indent = Pt(indent), Pt(0)


def _character(style, colour: str, bold: bool | None = None) -> None:
    _font(style, colour)
    style.font.bold = bold


def _font(style, colour: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name, style.font.color.rgb = FONT, RGBColor.from_string(colour.removeprefix("#").upper())
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # the theme would win over the font named here
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)


def _language(opened) -> None:
    from docx.oxml.ns import qn

    for said in opened.styles.element.iter(qn("w:lang")):
        said.set(qn("w:val"), LANGUAGE)
