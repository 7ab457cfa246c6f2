"""Changed copies of a case: without a study, with a new one, with the named source found."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from evidence import vocabulary as words
from evidence.certainty import Row
from evidence.verdicts.case import Case
from evidence.verdicts.numbers import Measured, Stated

LATER = "9999"  # a new document is newer than every other
NEW, SOURCE = "new", "the named source"
_FITS = dict.fromkeys(words.DOMAINS_OF_DIRECTNESS, "direct")
# What one new direct piece of evidence looks like on each scale; its people stand in the scale's own words.
NEWCOMERS = {
    "GRADE": ("a new randomised trial of {n} people at low risk of bias", "randomised trial", "people"),
    "convergence of sources": ("new direct data of first hand", "cohort", "people"),
    "highest rung reached": ("a new study in people with the very condition", "cohort", "people"),
    "denominator": ("a new count of people at risk", "cohort", "people"),
    "document seen": ("a newer document of the authority itself", "authority's document", "documents"),
}


def with_source(case: Case) -> Case:
    """Give a case whose named source was found and says so; where the claim rests on it, it counts as a study.

    Its design, size and risk of bias are not known, so it starts at the bottom of its scale.
    """
    found = replace(case, searched=("found",), source_bearings=("for",))
    if not case.rests_on_source or case.scale not in NEWCOMERS:
        return found
    row = Row(SOURCE, study_id=SOURCE, evidence_id=SOURCE, source=SOURCE, seen="abstract", **_FITS)
    result = Measured(SOURCE, SOURCE, case.stated.low) if case.stated else None
    return with_new(found, row, result)


def key(row: Row) -> str | None:
    """Name what a row can be left out by: its study, else its document."""
    return row.study_id or row.evidence_id


def without(case: Case, name: str | None) -> Case:
    """Give a case without one study or document."""
    return replace(
        case,
        rows=tuple(row for row in case.rows if key(row) != name),
        question=tuple(row for row in case.question if key(row) != name),
        numbers=tuple(result for result in case.numbers if result.study_id != name),
    )


def newcomer(design: str, system: str, bearing: str, n: int) -> Row:
    """Make one new piece of evidence: direct in everything, of first hand, at low risk of bias."""
    return Row(
        link_id=NEW,
        study_id=NEW,
        evidence_id=NEW,
        source=NEW,
        design=design,
        system=system,
        bearing=bearing,
        seen="primary document",
        date=LATER,
        n=n,
        denominator="at risk",
        risk_of_bias="low",
        **_FITS,
    )


def told(claimed: Stated, bearing: str) -> float:
    """Give the number that a new study finds: the one claimed, or no effect, or three times as long."""
    if bearing == "for":
        return claimed.low
    return 3 * (claimed.high or claimed.low) if claimed.quantity == "time to result" else 0.0


def with_new(case: Case, row: Row, result: Measured | None) -> Case:
    """Give a case with one new piece of evidence; a new document comes from the authority of the others."""
    authorities = Counter(other.source for other in case.question if other.source)
    if case.dated and authorities:
        row = row._replace(source=authorities.most_common(1)[0][0])
    numbers = case.numbers if result is None else (*case.numbers, result)
    return replace(case, rows=(*case.rows, row), question=(*case.question, row), numbers=numbers)
