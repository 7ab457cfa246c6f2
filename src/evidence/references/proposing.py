"""What becomes of each reference of a file: a new row, one that is there, one that a person has to look at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.references.items import items
from evidence.references.matching import Known
from evidence.references.naming import Ids
from evidence.references.records import Reading, Record
from evidence.references.rows import Rows
from evidence.references.text import one_line

if TYPE_CHECKING:
    import pandas as pd

NEW, THERE, TWICE, PERHAPS, UNUSABLE = "new", "already there", "twice in the file", "perhaps the same", "cannot be used"
FATES = (NEW, THERE, TWICE, PERHAPS, UNUSABLE)
_NO_TITLE = ("", "not reported")
_LONGEST_TITLE = 1500  # letters; the longest of the first review has 225, and whatever is longer than this is no title


@dataclass(frozen=True)
class Proposal:
    """What is proposed for one reference.

    Attributes
    ----------
    number, line : int
        Its place in the file, and the line on which it starts.
    fate : str
        One of `FATES`.
    title : str
        Its title.
    report_id : str
        The new report, or the one that it is or may be; empty where there is none.
    why : str
        In words.
    study, report : dict of str to str, or None
        The new rows, where it is new.
    """

    number: int
    line: int
    fate: str
    title: str
    report_id: str
    why: str
    study: dict[str, str] | None = None
    report: dict[str, str] | None = None


def propose(
    reading: Reading, studies: pd.DataFrame, reports: pd.DataFrame, descriptor: dict, also: Collection[int] = ()
) -> list[Proposal]:
    """Say of each reference of a file what becomes of it; nothing is changed.

    Parameters
    ----------
    reading : Reading
        The file.
    studies, reports : DataFrame
        The tables.
    descriptor : dict
        Their descriptor: the new rows hold what it allows.
    also : collection of int
        Numbers of references that are new although they look like one that is there.

    Returns
    -------
    list of Proposal
        One per reference, in the order of the file.
    """
    known = Known(items(studies, reports, leads=True))
    ids = Ids(studies["study_id"], reports["report_id"])
    rows = Rows(descriptor, reading.file)
    added: set[str] = set()
    proposals = []
    for record in reading.records:
        proposal = _proposal(record, known, ids, rows, added, record.number in also)
        if proposal.fate == NEW:
            added.add(proposal.report_id)
            known.add(proposal.report_id, record.item)
        proposals.append(proposal)
    return proposals


def _proposal(record: Record, known: Known, ids: Ids, rows: Rows, added: set[str], wanted: bool) -> Proposal:
    """What becomes of one reference."""
    item, title = record.item, one_line(record.item.get("title"))
    if title.casefold() in _NO_TITLE:
        why = "no title: give it one in the program it came from"
        return Proposal(record.number, record.line, UNUSABLE, title, "", why)
    if len(title) > _LONGEST_TITLE:
        why = f"a title {len(title)} letters long: see what of it is the title in the program it came from"
        return Proposal(record.number, record.line, UNUSABLE, title, "", why)
    match = known.match(item)
    if match and (match.sure or (match.held and not wanted)):
        fate = PERHAPS if not match.sure else TWICE if match.report_id in added else THERE
        return Proposal(record.number, record.line, fate, title, match.report_id, match.why)
    study, report, left_out = rows.make(item, record.number, ids.slug(item))
    why = []
    if match:
        has = f"{match.report_id} has {match.why}"
        why = [f"wanted, although {match.why} as {match.report_id}" if match.held else has]
    why += [f"left out: {said}" for said in left_out]
    return Proposal(record.number, record.line, NEW, title, report["report_id"], "; ".join(why), study, report)
