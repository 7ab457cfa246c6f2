"""What one claim shows: the sentence in its paragraph, the evidence on either side, the number, and what was said."""

from __future__ import annotations

from dataclasses import dataclass

import jinja2

from evidence import annotation
from evidence import vocabulary as words
from evidence.board.sitting import Sitting
from evidence.figures.palette import VERDICT_MARKS
from evidence.report.cells import counted
from evidence.report.rows import Row
from evidence.tables import Tables

SIDES = ("for", "against", "mixed")
LONGEST = 2000  # letters of a reason that are shown
FEW = 4  # rows of one side that are seen at once where nothing may say which decide


@dataclass(frozen=True)
class Side:
    """The evidence that bears one way: what is seen at once, and what is folded."""

    name: str
    shown: list[Row]
    folded: list[Row]


def claim_page(sitting: Sitting, claim_id: str) -> str:
    """Write what a reviewer may see of one claim as HTML; every text of the tables is escaped.

    Parameters
    ----------
    sitting : Sitting
        Who looks, at which data.
    claim_id : str
        Which claim.
    """
    card, blind = sitting.cards[claim_id], sitting.queue.blind(claim_id)
    counts = [row for row in card.counted if row.bearing in SIDES]
    return _environment().get_template("claim.html.j2").render(
        card=card,
        blind=blind,
        settles=sitting.queue.settles(claim_id),
        row=sitting.queue.shown.set_index("claim_id").loc[claim_id].to_dict(),
        passage=passage(sitting.bench.tables, claim_id),
        sides=[side(name, [row for row in counts if row.bearing == name], blind) for name in SIDES],
        rest=[*card.silent, *card.leads],
        history=sitting.queue.history(claim_id).to_dict("records"),
    )  # fmt: skip


def passage(tables: Tables, claim_id: str) -> tuple[str, str, str]:
    """Give the paragraph around a quotation: before it, the quotation itself, after it.

    Parameters
    ----------
    tables : Tables
        Articles and claims.
    claim_id : str
        Which claim. A quotation that runs over several paragraphs is given with all of them.
    """
    claim = tables.claims.set_index("claim_id").loc[claim_id]
    text = tables.texts[claim["article_id"]]
    start, end = annotation.locate(text, claim["quotation"])
    covering = [block for block in annotation.blocks(text) if block[0] < end and start < block[1]]
    return text[covering[0][0] : start].lstrip(), text[start:end], text[end : covering[-1][1]].rstrip()


def side(name: str, rows: list[Row], blind: bool) -> Side:
    """Put the rows on which the verdict rests first; to a reviewer who is blind, the best seen ones instead.

    Which rows decide would tell what the rules propose: of a claim that they call contradicted, only rows against it.
    """
    if blind:
        rows = sorted(rows, key=lambda row: (_indirect(row), words.SEEN.index(row.seen), row.link_id))
    decide = 0 if blind else sum(row.decides for row in rows)
    return Side(name, rows[: decide or FEW], rows[decide or FEW :])


def _indirect(row: Row) -> bool:
    return any(level == "indirect" for level, _ in row.directness)


def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("evidence.board"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"marks": VERDICT_MARKS, "counted": counted, "most": LONGEST}
    return made
