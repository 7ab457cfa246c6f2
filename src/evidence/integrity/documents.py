"""DOIs and PMIDs of the reports: one for two titles, two for one title, runs that look filled down a column."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.integrity.cases import DOES_NOT_FIT, WORTH_A_LOOK, Case
from evidence.integrity.reading import Tables

LONG_RUN = 3  # so many DOIs that rise by one are named whatever the journals; chosen by us
TITLE_LENGTH = 20  # letters: shorter parts of a citation are not taken for a title; chosen by us


def identifiers(tables: Tables) -> Iterator[Case]:
    """Look for identifiers that two documents share, titles with two DOIs, and runs of DOIs."""
    known = [row for row in tables.reports if row.doi or row.pmid]
    found = [*_shared(known, "doi"), *_shared(known, "pmid"), *_one_title(known, tables), *_runs(known)]
    yield from found
    named = {report for case in found for report in case.rows}
    yield from (Case((row.report_id,)) for row in known if row.report_id not in named)


def title_of(citation: str) -> str:
    """Give the title in a citation of the form "Authors. Title. Journal", in plain letters; blank where unsure.

    Examples
    --------
    >>> title_of("Wan J. A Prospective Study of Exosome Therapy. J Cosmet Dermatol 2025")
    'aprospectivestudyofexosometherapy'
    """
    parts = re.split(r"[.?!]\s+", citation)
    letters = re.sub(r"[^a-z0-9]", "", parts[1].lower()) if len(parts) > 1 else ""
    return letters if len(letters) >= TITLE_LENGTH else ""


def journal_of(citation: str) -> str:
    """Give the words between title and first digit of such a citation; blank where unsure."""
    parts = re.split(r"[.?!]\s+", citation)
    return re.sub(r"[^a-z]", "", re.split(r"\d", parts[2])[0].lower()) if len(parts) > 2 else ""


def _case(rows: list, finding: str, fits: str, weight: str) -> Case:
    return Case(tuple(row.report_id for row in rows), "", finding, fits, weight)


def _shared(rows: list, name: str) -> Iterator[Case]:
    holders: dict[str, list] = {}
    for row in rows:
        if value := getattr(row, name):
            holders.setdefault(value, []).append(row)
    for value, same in holders.items():
        if len(same) > 1:
            titles = len({title_of(row.citation) or row.citation for row in same})
            grave = len({row.study_id for row in same}) > 1 or titles > 1
            told = f"{name.upper()} {value} is given to {len(same)} reports"
            told += f" with {titles} titles." if titles > 1 else "."
            yield _case(same, told, f"one {name.upper()} for each document", DOES_NOT_FIT if grave else WORTH_A_LOOK)


def _one_title(rows: list, tables: Tables) -> Iterator[Case]:
    titled: dict[tuple[str, str], list] = {}
    for row in rows:
        study = tables.studies.get(row.study_id)
        alone = study is not None and sum(other.study_id == row.study_id for other in rows) == 1
        named = study.title if alone and not study.title.startswith("[") else ""
        title = title_of(row.citation) or re.sub(r"[^a-z0-9]", "", named.lower())
        if row.doi and len(title) >= TITLE_LENGTH:
            titled.setdefault((row.kind, title), []).append(row)
    for same in titled.values():
        # Versions of a preprint have a DOI each: 10.21203/rs.3.rs-1/v1 and /v2.
        works = {re.sub(r"(?:/|\.)v?\d$", "", row.doi) for row in same}
        if len(works) > 1:
            told = f"One title has {len(works)} DOIs: {' and '.join(dict.fromkeys(row.doi for row in same))}."
            yield _case(same, told, "one DOI for one document", WORTH_A_LOOK)


def _runs(rows: list) -> Iterator[Case]:
    stems: dict[str, dict[int, object]] = {}
    for row in rows:
        ending = re.fullmatch(r"(.*?)(\d+)", row.doi)
        if ending and not re.search(r"(?:/v|\.v|v)$", ending.group(1)):
            stems.setdefault(ending.group(1), {}).setdefault(int(ending.group(2)), row)
    for numbered in stems.values():
        for run in _rising(sorted(numbered)):
            same = [numbered[number] for number in run]
            journals = {journal for row in same if (journal := journal_of(row.citation))}
            if len(same) >= LONG_RUN or (len(same) > 1 and len(journals) > 1):
                told = f"The DOIs of {len(same)} reports rise by one: {same[0].doi} to {same[-1].doi}."
                fits = "the DOI on the page of each document; a column filled downwards counts up so"
                yield _case(same, told, fits, WORTH_A_LOOK)


def _rising(numbers: list[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run
