"""The documents behind the evidence, numbered: what a reader of paper looks up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from evidence.documents.blocks import Block, heading, paragraph, styled
from evidence.documents.inlines import Inline, inlines, joined, link, place, strong
from evidence.report.cells import text as cell
from evidence.report.links import Link, reader_link
from evidence.review import Review


@dataclass(frozen=True)
class Reference:
    """One document: its number, how it is cited, where to read it, and whether it is known to be retracted."""

    number: int
    citation: str
    link: Link | None
    retracted: bool


@dataclass(frozen=True)
class References:
    """The numbered documents, and which of them belong to a study or carry a status.

    Attributes
    ----------
    listed : tuple of Reference
        In the order of their numbers.
    of_study, of_rule : dict of str to tuple of int
        Numbers by study_id and by regulation_id.
    """

    listed: tuple[Reference, ...]
    of_study: dict[str, tuple[int, ...]]
    of_rule: dict[str, tuple[int, ...]]

    def marks(self, study_id: str = "", regulation_id: str = "") -> list[Inline]:
        """Give the numbers in brackets, each leading to its place in the list; nothing where there is none."""
        numbers = self.of_rule.get(regulation_id) or self.of_study.get(study_id) or ()
        each = [link(str(number), f"#ref-{number}") for number in numbers]
        return inlines(" [", joined(each, ", "), "]") if each else []


def references(review: Review, study_ids: set[str], regulation_ids: set[str]) -> References:
    """Number the documents of some studies and statuses by how they are cited.

    Documents that were set aside (a registration without results, say) are listed only where their study has no other.
    """
    tables = review.tables
    reports = tables.reports.set_index("report_id", drop=False)
    mine = defaultdict(list)
    for study_id, same in reports[reports["study_id"].isin(study_ids)].groupby("study_id"):
        kept = same[same["exclusion_reason"].isna()]
        mine[study_id] = list((kept if len(kept) else same)["report_id"])
    rules = tables.regulations[tables.regulations["regulation_id"].isin(regulation_ids)].dropna(subset=["report_id"])
    carried = {row.regulation_id: row.report_id for row in rules.itertuples() if row.report_id in reports.index}
    wanted = {report for ids in mine.values() for report in ids} | set(carried.values())
    ordered = sorted(wanted, key=lambda report_id: (reports.at[report_id, "citation"].casefold(), report_id))
    number = {report_id: position for position, report_id in enumerate(ordered, start=1)}
    return References(
        listed=tuple(_reference(number[report_id], reports.loc[report_id]) for report_id in ordered),
        of_study={study_id: tuple(sorted(number[one] for one in ids)) for study_id, ids in mine.items()},
        of_rule={rule: (number[report_id],) for rule, report_id in carried.items()},
    )


def _reference(number: int, report) -> Reference:
    row = report.to_dict()
    return Reference(number, cell(row["citation"]), reader_link(row), row["retraction"] == "retracted")


def reference_chapter(found: References) -> list[Block]:
    """List the documents with the link for each."""
    said = (
        "The documents behind the evidence that counts, behind the studies described above and behind the statuses. "
        "The link leads to the DOI, else to PubMed, the trial registry or the page of who issued it."
    )
    return [heading(1, "References", "references"), paragraph(said), *map(_entry, found.listed)]


def _entry(reference: Reference) -> Block:
    shown = inlines(place(f"ref-{reference.number}", f"{reference.number}."), " ", reference.citation)
    if reference.link:
        shown += inlines(" ", link(reference.link.text, reference.link.address))
    if reference.retracted:
        shown += inlines(" ", strong("Retracted."))
    return styled("Bibliography", paragraph(shown))
