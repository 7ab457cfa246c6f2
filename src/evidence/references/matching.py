"""Is a reference there already? By DOI, PubMed number, registry number, title and, with less trust, its place."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from evidence.references.dates import issued
from evidence.references.identifiers import doi, pmid, registry_id
from evidence.references.kinds import TYPE_OF_KIND
from evidence.references.naming import slug_stem
from evidence.references.text import folded, one_line
from evidence.references.titles import TitleIndex, described, unlike

_SHORT = 4  # words


@dataclass(frozen=True)
class Match:
    """A report that a reference is, or may be.

    Attributes
    ----------
    report_id : str
        The report.
    sure : bool
        Whether it is the same beyond reasonable doubt.
    why : str
        In words.
    held : bool
        Whether a person has to look first; else it is another document, and `why` only tells of a likeness.
    """

    report_id: str
    sure: bool
    why: str
    held: bool = True


class Known:
    """The reports that a review has, and those that are about to be added.

    Parameters
    ----------
    items : list of dict
        CSL items; ``custom`` may hold the kind of report.
    """

    def __init__(self, items: list[dict]):
        self._items: dict[str, dict] = {}
        self._by: dict[str, dict[str, list[str]]] = {
            name: defaultdict(list) for name in ("DOI", "PMID", "number", "URL")
        }
        self._titles = TitleIndex({})
        for item in items:
            self.add(item["id"], item)

    def add(self, report_id: str, item: dict) -> None:
        """Take one more report in."""
        self._items[report_id] = item
        for name, value in identifiers(item).items():
            self._by[name][value].append(report_id)
        self._titles.add(report_id, one_line(item.get("title")))

    def match(self, item: dict) -> Match | None:
        """Find the report that an item is; the surest reason first.

        Parameters
        ----------
        item : dict
            A CSL item.

        Returns
        -------
        Match or None
            None where nothing speaks for any report.
        """
        found, own = identifiers(item), item.get("custom", {}).get("report_id", "")
        if own in self._items and one_line(item.get("title")) == one_line(self._items[own].get("title")):
            return Match(own, True, "the same report_id and title")
        for name in ("DOI", "PMID"):
            if same := self._by[name].get(found.get(name, "")):
                return self._by_identifier(item, found, name, same)
        for report_id in self._by["number"].get(found.get("number", ""), ()):
            sure = _is_registration(item) and _is_registration(self._items[report_id])
            # A paper names the trial that it reports: another document, perhaps of the same study.
            why = "the same registry number" if sure else "the same registry number, another kind of document"
            return Match(report_id, sure, why)
        titled = self._by_title(item, found)
        placed = None if titled and titled.held else self._by_place(item, found)
        return placed or titled

    def _by_identifier(self, item: dict, found: dict[str, str], name: str, same: list[str]) -> Match:
        """By a number that one document has alone; where title or other number differ, somebody mistyped one."""
        matches = []
        for report_id in same:
            against = _other_number(found, self._items[report_id])
            if unlike(one_line(item.get("title")), one_line(self._items[report_id].get("title"))):
                against = ", another title"
            matches.append(Match(report_id, not against, f"the same {name}{against}"))
        return max(matches, key=lambda match: match.sure)

    def _by_place(self, item: dict, found: dict[str, str]) -> Match | None:
        """By address; and by author and year where the title of the one that is there was never seen."""
        for report_id in self._by["URL"].get(found.get("URL", ""), ()):
            return Match(report_id, False, "the same address, another title")
        other = self._items.get(f"r-{slug_stem(item)}")
        if other and issued(item) and described(one_line(other.get("title"))):
            return Match(other["id"], False, "the same author and year; its title was not seen")
        return None

    def _by_title(self, item: dict, found: dict[str, str]) -> Match | None:
        title = one_line(item.get("title"))
        for report_id in self._titles.same(title):
            against = _against(item, found, self._items[report_id])
            return Match(report_id, not against, f"the same title{against}")
        alike = {report_id: _other_number(found, self._items[report_id]) for report_id in self._titles.alike(title)}
        for report_id, other in alike.items():
            if not other:
                return Match(report_id, False, f"a similar title{_against(item, found, self._items[report_id])}")
        for report_id, other in alike.items():  # part I and part II
            return Match(report_id, False, f"a similar title{other}", held=False)
        return None


def identifiers(item: dict) -> dict[str, str]:
    """Read the identifiers of an item, each in its one form.

    Examples
    --------
    >>> identifiers({"DOI": "https://doi.org/10.5555/ABC", "number": "nct00000000"})
    {'DOI': '10.5555/abc', 'number': 'NCT00000000'}
    """
    address = one_line(item.get("URL"))
    read = {
        "DOI": doi(one_line(item.get("DOI"))) or doi(address),
        "PMID": pmid(one_line(item.get("PMID"))) or (pmid(address) if "/" in address else ""),
        "number": registry_id(one_line(item.get("number"))),
        "URL": re.sub(r"^https?://(www\.)?|/$", "", address),
    }
    return {name: value for name, value in read.items() if value}


def _is_registration(item: dict) -> bool:
    """Whether an item is the registration itself, not a paper that names it."""
    kind = item.get("custom", {}).get("kind")
    return kind == "registration" if kind else item.get("type") in ("report", "dataset", "webpage", "document")


def _other_number(found: dict[str, str], other: dict) -> str:
    """Which number of two items differs; empty where none does, or one has none."""
    theirs = identifiers(other)
    for name in ("DOI", "PMID"):
        if found.get(name) and theirs.get(name) and found[name] != theirs[name]:
            return f", another {name}"
    return ""


def _against(item: dict, found: dict[str, str], other: dict) -> str:
    """What speaks against two items with one title being one document; empty where nothing does."""
    if number := _other_number(found, other):
        return number
    years = issued(item)[:1], issued(other)[:1]
    if all(years) and years[0] != years[1]:
        return ", another year"
    kind = other.get("custom", {}).get("kind", "")
    if kind in ("preprint", "abstract", "registration") and TYPE_OF_KIND[kind] != item.get("type"):
        return f", there as {kind}"
    title = one_line(item.get("title"))
    if described(title):
        return ", which only describes it"
    # Short titles are shared by chance: the year has to speak for them.
    return ", a short one" if len(folded(title).split()) < _SHORT and not all(years) else ""
