"""What would change a verdict, found by really changing one or two things and judging again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from itertools import combinations
from typing import NamedTuple

from evidence import vocabulary as words
from evidence.certainty import Row
from evidence.verdicts.case import Case, certainty_of, evaluate
from evidence.verdicts.numbers import Measured, Stated

KINDS = ("new study", "source found", "left out", "certainty", "threshold")
IN_HAND = KINDS[2:]  # changes to what is there; the others bring something new
SIZES = (100, 500)  # people in a new trial: below and above the information size; chosen by us
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


@dataclass(frozen=True)
class Flip:
    """One change to a case. Two flips of one slot exclude each other; `what` says it in words."""

    kind: str
    slot: str
    what: str
    changed: Callable[[Case], Case]


class Move(NamedTuple):
    """A set of one or two flips after which the verdict is another one, or (singles only) stays."""

    size: int
    kind: str
    what: str
    verdict: str
    becomes: str
    rule: str

    @property
    def moves(self) -> bool:
        """Whether the verdict is another one."""
        return self.verdict != self.becomes


class Flipped(NamedTuple):
    """All single flips of one claim, the pairs that move it where neither alone does, and how many pairs were tried."""

    singles: tuple[Move, ...]
    pairs: tuple[Move, ...]
    pairs_tried: int


def flips(case: Case) -> list[Flip]:
    """List every single change to a case: none for an opinion."""
    if case.kind == "opinion":
        return []
    return [*_new_studies(case), *_source_found(case), *_left_out(case), *_certainty(case), *_thresholds(case)]


def flip(case: Case) -> Flipped:
    """Try every single change and every pair of changes of a case.

    Pairs are tried where neither change alone moves the verdict, so that each set told is as small as can be. Links
    are never turned round: evidence is taken away, added or trusted more or less, but says what it says.

    Examples
    --------
    >>> flipped = flip(Case("cause", "plain", "convergence of sources", rows=(Row("l1", source="s", seen="abstract"),)))
    >>> sum(move.moves for move in flipped.singles) > 0
    True
    """
    before = evaluate(case).verdict
    tried = [(one, _move(case, (one,), before)) for one in flips(case)]
    still = [one for one, move in tried if not move.moves]
    pairs = [pair for pair in combinations(still, 2) if pair[0].slot != pair[1].slot]
    moved = (_move(case, pair, before) for pair in pairs)
    return Flipped(tuple(move for _, move in tried), tuple(move for move in moved if move.moves), len(pairs))


def _move(case: Case, chosen: tuple[Flip, ...], before: str) -> Move:
    for one in chosen:
        case = one.changed(case)
    after = evaluate(case)
    kinds, what = (" and ".join(getattr(one, name) for one in chosen) for name in ("kind", "what"))
    return Move(len(chosen), kinds, what, before, after.verdict, after.rule.name)


def _key(row: Row) -> str | None:
    return row.study_id or row.evidence_id


def _left_out(case: Case) -> Iterator[Flip]:
    """Take out one study or document with all its rows; what does not count cannot move anything."""
    counted = [row for row in (*case.rows, *case.question) if row.bearing in words.COUNTED_BEARINGS]
    measured = {result.study_id for result in case.numbers}
    labels = {_key(row): row.label for row in (*case.rows, *case.question) if row in counted or _key(row) in measured}
    for key, label in sorted(labels.items()):
        yield Flip("left out", f"left out {key}", f"without {label or key}", lambda c, key=key: without(c, key))


def without(case: Case, key: str | None) -> Case:
    """Give a case without one study or document."""
    return replace(
        case,
        rows=tuple(row for row in case.rows if _key(row) != key),
        question=tuple(row for row in case.question if _key(row) != key),
        numbers=tuple(result for result in case.numbers if result.study_id != key),
    )


def _certainty(case: Case) -> Iterator[Flip]:
    level, _ = certainty_of(case)
    if level == words.NOT_RATED or evaluate(case).judged.certainty == words.NOT_RATED:
        return
    place = words.LEVELS.index(level)
    for step, where in ((1, "higher"), (-1, "lower")):
        if 0 <= place + step < len(words.LEVELS):
            what = f"certainty one step {where}"
            yield Flip("certainty", "certainty", what, lambda c, step=step: replace(c, shift=c.shift + step))


def _thresholds(case: Case) -> Iterator[Flip]:
    for threshold in fields(case.thresholds):
        value = getattr(case.thresholds, threshold.name)
        for factor in (0.5, 2):
            other = {threshold.name: value * factor}
            what = f"{value * factor:g} in place of {value:g} {threshold.metadata['decides']}"
            yield Flip(
                "threshold",
                f"threshold {threshold.name}",
                what,
                lambda c, other=other: replace(c, thresholds=replace(c.thresholds, **other)),
            )


def _source_found(case: Case) -> Iterator[Flip]:
    if case.named and not ("found" in case.searched and "against" not in case.source_bearings):
        yield Flip("source found", "source", "the named source found and saying so", with_source)


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


def _new_studies(case: Case) -> Iterator[Flip]:
    if case.scale not in NEWCOMERS:
        return
    words_of, design, system = NEWCOMERS[case.scale]
    for n in SIZES if case.scale == "GRADE" else SIZES[-1:]:
        for bearing, says in (("for", "that agrees"), ("against", "that disagrees")):
            row = _newcomer(design, system, bearing, n)
            result = Measured(NEW, NEW, _told(case.stated, bearing), bearing, controlled=True) if case.stated else None
            yield Flip(
                "new study",
                "new study",
                f"{words_of.format(n=n)} {says}",
                lambda c, row=row, result=result: with_new(c, row, result),
            )


def _newcomer(design: str, system: str, bearing: str, n: int) -> Row:
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


def _told(claimed: Stated, bearing: str) -> float:
    """Give the number that a new study finds: the one claimed, or no effect, or three times as long."""
    if bearing == "for":
        return claimed.low
    return 3 * (claimed.high or claimed.low) if claimed.bound == "between" else 0.0


def with_new(case: Case, row: Row, result: Measured | None) -> Case:
    """Give a case with one new piece of evidence; a new document comes from the authority of the others."""
    authorities = Counter(other.source for other in case.question if other.source)
    if case.dated and authorities:
        row = row._replace(source=authorities.most_common(1)[0][0])
    numbers = case.numbers if result is None else (*case.numbers, result)
    return replace(case, rows=(*case.rows, row), question=(*case.question, row), numbers=numbers)
