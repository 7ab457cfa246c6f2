"""The parts of the Word file that pandoc leaves plain: pages, tables, captions, the table of contents."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.figures.palette import LIGHT

# A4 with margins of 20 mm, in twentieths of a point.
SHORT, LONG, MARGIN = 11906, 16838, 1134
UPRIGHT_WIDTH, TURNED_WIDTH = SHORT - 2 * MARGIN, LONG - 2 * MARGIN
PADDING = 70  # inside a cell, left and right


def element(name: str, **attributes: str):
    """Make an element of the markup of Word; attributes are given without their prefix."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def sections(opened, title: str, foot: str, turned: bool) -> None:
    """Set the size of the pages, the title at their head, and page numbers at their foot."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Twips

    last = opened.sections[-1]
    last.page_width, last.page_height = (Twips(LONG), Twips(SHORT)) if turned else (Twips(SHORT), Twips(LONG))
    last.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(last, side, Twips(MARGIN))
    last.header_distance = last.footer_distance = Twips(MARGIN // 2)
    first = opened.sections[0]  # the others go on with what it has
    first.header.is_linked_to_previous = first.footer.is_linked_to_previous = False
    first.header.paragraphs[0].text = title
    foot_line = first.footer.paragraphs[0]
    foot_line.text = f"{foot}  ·  page " if foot else "page "
    foot_line._p.extend(field("PAGE", "1"))
    for line, style in ((first.header.paragraphs[0], "Header"), (foot_line, "Footer")):
        line.style = opened.styles[style]


def field(code: str, shown: str) -> list:
    """Give the runs of a field: its code, and what stands there until a reader's program works it out."""
    begin, separate, end = (element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
    instruction, text = element("instrText"), element("t")
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    instruction.text, text.text = f" {code} ", shown
    runs = []
    for inside in (begin, instruction, separate, text, end):
        run = element("r")
        run.append(inside)
        runs.append(run)
    return runs


def tables(opened, turned: bool) -> None:
    """Give every table its widths, rules and shading; rows stay whole, and the first repeats on every page."""
    from docx.oxml.ns import qn

    upright = not turned
    for block in opened.element.body:
        if block.tag == qn("w:p") and block.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            upright = not upright  # sections come in turn: upright, turned, upright
        elif block.tag == qn("w:tbl"):
            _table(block, UPRIGHT_WIDTH if upright else TURNED_WIDTH, "TableText" if upright else "TableTextSmall")


def _table(block, width: int, style: str) -> None:
    from docx.oxml.ns import qn

    columns = block.find(qn("w:tblGrid")).findall(qn("w:gridCol"))
    given = [int(column.get(qn("w:w"))) for column in columns]
    widths = [round(width * one / sum(given)) for one in given]
    for column, wide in zip(columns, widths, strict=True):
        column.set(qn("w:w"), str(wide))
    _look(block.tblPr, width)
    for place, row in enumerate(block.findall(qn("w:tr"))):
        _row(row, place == 0)
        for cell, wide in zip(row.findall(qn("w:tc")), widths, strict=True):
            _cell(cell, wide, style, place == 0)


def _look(properties, width: int) -> None:
    from docx.oxml.ns import qn

    for name in ("tblW", "tblLayout", "tblBorders", "tblCellMar", "jc"):
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)
    borders, margins = element("tblBorders"), element("tblCellMar")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(side, val="single", sz="4", space="0", color=LIGHT.rule.removeprefix("#")))
    for side, wide in (("top", 25), ("left", PADDING), ("bottom", 25), ("right", PADDING)):
        margins.append(element(side, w=str(wide), type="dxa"))
    # The schema wants them in this order, before tblLook and what follows it.
    ordered = [element("tblW", w=str(width), type="dxa"), borders, element("tblLayout", type="fixed"), margins]
    after = next((child for child in properties if child.tag in (qn("w:tblLook"), qn("w:tblCaption"))), None)
    for made in ordered:
        properties.append(made) if after is None else after.addprevious(made)


def _row(row, first: bool) -> None:
    properties = row.get_or_add_trPr()
    for child in list(properties):
        properties.remove(child)
    properties.append(element("cantSplit"))
    if first:
        properties.append(element("tblHeader"))


def _cell(cell, width: int, style: str, first: bool) -> None:
    from docx.oxml.ns import qn

    properties = cell.get_or_add_tcPr()
    for child in list(properties):
        properties.remove(child)
    properties.append(element("tcW", w=str(width), type="dxa"))
    if first:
        properties.append(element("shd", val="clear", color="auto", fill=LIGHT.band.removeprefix("#")))
    for line in cell.findall(qn("w:p")):
        laid = line.get_or_add_pPr()
        for old in laid.findall(qn("w:pStyle")) + laid.findall(qn("w:jc")):
            laid.remove(old)
        laid.insert(0, element("pStyle", val=style))
        for run in line.findall(qn("w:r")) if first else ():
            run.get_or_add_rPr().append(element("b"))


def captions(opened) -> None:
    """Number the captions with Word's own fields, so that a list of tables can be made of them."""
    from docx.oxml.ns import qn

    counts = {"Table": 0, "Figure": 0}
    for line in opened.paragraphs:
        noun = {"Table Caption": "Table", "Image Caption": "Figure"}.get(line.style.name)
        if noun:
            counts[noun] += 1
            first = next(child for child in line._p if child.tag not in (qn("w:pPr"), qn("w:bookmarkStart")))
            for run in (*_words(f"{noun} "), *field(f"SEQ {noun} \\* ARABIC", str(counts[noun])), *_words(". ")):
                first.addprevious(run)


def _words(text: str) -> list:
    run, shown = element("r"), element("t")
    shown.text = text
    shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(shown)
    return [run]


def contents(opened, chapters: Sequence[tuple[int, str, str]]) -> None:
    """Fill the table of contents: a field that Word works out anew, with links to the chapters until it does."""
    place = next((line for line in opened.paragraphs if line.style.name == "Contents"), None)
    if place is None or not chapters:
        return
    begin, code, separate, _, end = field('TOC \\o "1-2" \\h \\z \\u', "")
    begin[0].set(begin[0].tag.replace("fldChar", "dirty"), "true")
    lines = [_entry(*chapter) for chapter in chapters]
    for position, run in enumerate((begin, code, separate), start=1):
        lines[0].insert(position, run)
    lines[-1].append(end)
    for line in reversed(lines):
        place._p.addnext(line)


def _entry(level: int, name: str, title: str):
    line, properties = element("p"), element("pPr")
    properties.append(element("pStyle", val=f"TOC{level}"))
    leads = element("hyperlink", anchor=name)
    leads.extend(_words(title))
    line.extend([properties, leads])
    return line
