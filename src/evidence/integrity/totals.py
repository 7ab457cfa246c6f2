"""How many people the arms of a study hold, one by one and together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.integrity.arms import PARTED
from evidence.integrity.cases import WORTH_A_LOOK, Case, could_not, fitting, misfit
from evidence.integrity.reading import BETWEEN, Tables, given, groups
from evidence.integrity.rounding import shown

REVIEWS = ("meta-analysis", "systematic review", "narrative review")
TREATED_ROLES = ("treated", "benchmark", "other treatment")
# Words for designs in which each person is in both arms.
SAME_PEOPLE = r"\b(?:half|halves|split|sides?(?! effect)|cross-?over|both arms|within-person)\b"
NOT_PEOPLE = ("biops", "lots", "tests", "hairs", "grafts", "patches", "sites", "eyes")


def against_total(tables: Tables) -> Iterator[Case]:
    """Look for arms that hold, one by one or together, more people than the study."""
    counted = [row for row in tables.results if given(_people(row))]
    for same in groups(counted, "study_id", "outcome", "time", "time_unit"):
        study = tables.studies.get(same[0].study_id)
        usable = [row for row in same if row.level in ("participant data", "") and not _not_people(row)]
        for row in same:
            if row not in usable:
                yield could_not(row, "people of the study itself")
        if study is None or not given(study.n) or study.system not in ("people", "") or study.design in REVIEWS:
            yield from (could_not(row, "people enrolled in the study") for row in usable)
        elif usable:
            yield from _against(study, usable)


def _people(row) -> float:
    return row.n_analysed if given(row.n_analysed) else row.total


def _not_people(row) -> bool:
    return any(word in row.arm.lower() for word in NOT_PEOPLE)


def _against(study, rows: list) -> Iterator[Case]:
    larger = [row for row in rows if _people(row) > study.n]
    for row in larger:
        yield misfit(
            [row], f"{shown(_people(row))} people analysed, {shown(study.n)} in the study.", f"n = {shown(study.n)}"
        )
    arms = {row.arm: row for row in rows if row.contrast != BETWEEN and row.arm_role in TREATED_ROLES}
    together = sum(_people(row) for row in arms.values())
    said = " ".join((study.control, study.population, study.title, study.note, *arms)).lower()
    parted = study.design in PARTED and not re.search(SAME_PEOPLE, said)
    if not larger and len(arms) > 1 and parted and together > study.n:
        numbers = " and ".join(shown(_people(row)) for row in arms.values())
        finding = f"The arms hold {numbers}, together {shown(together)} people; the study has {shown(study.n)}."
        yield misfit(arms.values(), finding, f"at most {shown(study.n)} people together")
    elif not larger:
        yield fitting(*rows)
    yield from _between(rows, arms)


def _between(rows: list, arms: dict) -> Iterator[Case]:
    for row in rows:
        pair = [arms[name] for name in (row.arm, row.comparator_arm) if name in arms]
        if row.contrast == BETWEEN and len(pair) == 2 and _people(row) > sum(map(_people, pair)):
            finding = (
                f"{shown(_people(row))} people are compared, but the two arms hold {shown(sum(map(_people, pair)))}."
            )
            yield misfit([row, *pair], finding, f"n = {shown(sum(map(_people, pair)))}", WORTH_A_LOOK)
