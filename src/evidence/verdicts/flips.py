"""What would change a verdict, found by really changing one or two things and judging again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import combinations
from typing import NamedTuple

from evidence import vocabulary as words
from evidence.verdicts.case import Case, certainty_of, evaluate
from evidence.verdicts.numbers import Measured
from evidence.verdicts.whatif import NEW, NEWCOMERS, key, newcomer, told, with_new, with_source, without

KINDS = ("new study", "source found", "left out", "certainty", "threshold")
IN_HAND = KINDS[2:]  # changes to what is there; the others bring something new
SIZES = (100, 500)  # people in a new trial: below and above the information size; chosen by us


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
    >>> singles, pairs, tried = flip(Case("cause", "plain", "convergence of sources"))
    >>> [move.becomes for move in singles if move.moves]
    ['supported', 'contradicted']
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


def _left_out(case: Case) -> Iterator[Flip]:
    """Take out one study or document with all its rows; what does not count cannot move anything."""
    counted = [row for row in (*case.rows, *case.question) if row.bearing in words.COUNTED_BEARINGS]
    measured = {result.study_id for result in case.numbers}
    labels = {key(row): row.label for row in (*case.rows, *case.question) if row in counted or key(row) in measured}
    for name, label in sorted(labels.items()):
        yield Flip("left out", f"left out {name}", f"without {label or name}", lambda c, name=name: without(c, name))


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
    if case.wording == "plain" and evaluate(case).judged.certainty != words.NOT_RATED:
        for level in ("low", "high"):
            what = f"plain words needing {level} certainty, not {case.plain_needs}"
            yield Flip("threshold", "threshold plain words", what, partial(replace, plain_needs=level))
    read = {case.scale} if case.question else set()
    read |= (
        {"range" if case.stated.bound == "between" else "number", "number"} if case.numbers and case.stated else set()
    )
    for group in ("thresholds", "pooled_thresholds") if case.pool else ("thresholds",):
        for threshold in fields(getattr(case, group)):
            if threshold.metadata["read_by"] not in read:
                continue  # no rule of this claim reads it, so that trying it would only swell the count
            value = getattr(getattr(case, group), threshold.name)
            for factor in (0.5, 2):
                what = f"{value * factor:g} in place of {value:g} {threshold.metadata['decides']}"
                other = partial(_with_threshold, group=group, name=threshold.name, value=value * factor)
                yield Flip("threshold", f"threshold {threshold.name}", what, other)


def _with_threshold(case: Case, group: str, name: str, value: float) -> Case:
    return replace(case, **{group: replace(getattr(case, group), **{name: value})})


def _source_found(case: Case) -> Iterator[Flip]:
    if case.named and not ("found" in case.searched and "against" not in case.source_bearings):
        yield Flip("source found", "source", "the named source found and saying so", with_source)


def _new_studies(case: Case) -> Iterator[Flip]:
    if case.scale not in NEWCOMERS:
        return
    words_of, design, system = NEWCOMERS[case.scale]
    for n in SIZES if case.scale == "GRADE" else SIZES[-1:]:
        for bearing, says in (("for", "that agrees"), ("against", "that disagrees")):
            row = newcomer(design, system, bearing, n)
            result = Measured(NEW, NEW, told(case.stated, bearing), bearing, controlled=True) if case.stated else None
            yield Flip(
                "new study",
                "new study",
                f"{words_of.format(n=n)} {says}",
                lambda c, row=row, result=result: with_new(c, row, result),
            )
