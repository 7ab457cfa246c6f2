"""Percentages and counts of people: GRIM for shares, events against people, percentages against counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.integrity.cases import WORTH_A_LOOK, Case, could_not, fitting, misfit
from evidence.integrity.reading import POOLED, Tables, exact, given, groups
from evidence.integrity.rounding import half_unit, shown, span, wholes

SMALLEST_SHARE = 0.5  # a fitting n is looked for down to this share of the printed n; chosen by us
PEOPLE = ("", "people", "persons", "patients", "participants", "women", "men")  # units of a count of people
# Percentages of what lies within a person say nothing of how many people there are.
WITHIN_A_PERSON = (
    "anagen area baseline follicle follicles graft grafts hair hairs lesion lesions more scalp skin surface telogen "
    "terminal vellus"
).split()


def gives(percent: float, n: float) -> bool:
    """Say whether a printed percentage can come from a whole number of n people.

    The test is GRIM (Brown and Heathers 2017, doi 10.1177/1948550616673876) applied to a share.

    Examples
    --------
    >>> gives(80, 16), gives(80, 15), gives(87.5, 16)
    (False, True, True)
    """
    low, high = span(percent)
    return bool(wholes(max(low, 0) * n / 100, min(high, 100) * n / 100))


def percent(tables: Tables) -> Iterator[Case]:
    """Look for percentages of people, after and before, that no whole number of them gives."""
    for row in tables.results:
        if row.statistic != "percent" or not given(row.value):
            continue
        printed = [number for number in (row.value, row.baseline) if given(number)]
        sizes = [n for n in (row.n_analysed, row.total) if n > 0]
        if missing := _not_a_share(row):
            yield could_not(row, missing)
        elif beyond := [number for number in printed if not -0.5 <= number <= 100.5]:
            yield misfit([row], f"{shown(beyond[0])}% is no share of people.", "0% to 100%")
        elif not sizes:
            yield could_not(row, "n_analysed")
        elif bad := [number for number in printed if not any(gives(number, n) for n in sizes)]:
            yield _no_whole_people(row, bad, printed, sizes[0])
        elif all(any(2 * half_unit(number) >= 100 / n for n in sizes) for number in printed):
            yield could_not(row, "digits: with so many people every percentage fits")
        else:
            yield fitting(row)


def _not_a_share(row) -> str:
    noun = re.match(r"(?:%|percent)?(?: of (\w+).*)?$", row.unit)
    if row.level == POOLED:
        return "whole people: pooled by a review"
    if not exact(row):
        return "an exact value"
    if noun is None or noun.group(1) in WITHIN_A_PERSON:
        return "a unit that says percent of whom"
    return ""


def _no_whole_people(row, bad: list[float], printed: list[float], n: float) -> Case:
    said = " and ".join(f"{shown(number)}%" for number in bad)
    people = " and ".join(f"{number * n / 100:.1f}" for number in bad)
    smaller = range(int(n) - 1, int(n * SMALLEST_SHARE) - 1, -1)
    would = next((m for m in smaller if m > 0 and all(gives(number, m) for number in printed)), None)
    near = round(bad[0] * n / 100)
    fits = f"{near} of {shown(n)}, which is {100 * near / n:.4g}%"
    tail = "; no n down to half of that fits" if would is None else f"; it fits n = {would}"
    finding = f"{said} {'does' if len(bad) == 1 else 'do'} not fit n = {shown(n)} ({people} people){tail}."
    return misfit([row], finding, fits if would is None else f"n = {would}, or {fits}")


def events(tables: Tables) -> Iterator[Case]:
    """Look for more events than people, totals that differ from the people analysed, and counts below 0."""
    for row in tables.results:
        counts = {"n_analysed": row.n_analysed, "events": row.events, "total": row.total}
        if row.statistic == "count" and given(row.value):
            counts["value"] = row.value
        known = {name: count for name, count in counts.items() if given(count)}
        if not known:
            continue
        people = [known[name] for name in ("total", "n_analysed") if name in known]
        happened = known.get("events", row.value if row.unit in PEOPLE and exact(row) else None)
        below = [f"{name} is {shown(count)}" for name, count in known.items() if count < 0]
        if below:
            yield misfit([row], f"A count cannot be below 0: {', '.join(below)}.")
        elif "value" not in known and "events" not in known and "total" not in known:
            yield could_not(row, "events, total or a count")
        elif not people:
            yield could_not(row, "n_analysed or total")
        elif happened is not None and ("events" in known or "value" in known) and happened > min(people):
            finding = f"{shown(happened)} events are more than the {shown(min(people))} people."
            yield misfit([row], finding, f"at most {shown(min(people))} events")
        elif len(set(people)) > 1:
            finding = f"The total is {shown(row.total)} and the people analysed are {shown(row.n_analysed)}."
            yield misfit([row], finding, "one number for both")
        else:
            yield fitting(row)
    yield from _sizes_of_one_arm(tables)


def _sizes_of_one_arm(tables: Tables) -> Iterator[Case]:
    rows = [row for row in tables.results if given(row.total) or given(row.n_analysed)]
    for same in groups(rows, "study_id", "arm", "comparator_arm", "outcome", "time", "time_unit", "unit", "level"):
        sizes = {n: row for row in same for n in (row.total if given(row.total) else row.n_analysed,)}
        if len(sizes) > 1 and any(given(row.total) for row in same):
            numbers = " and ".join(shown(n) for n in sizes)
            finding = f"One arm, outcome and time, but {numbers} people."
            yield misfit(sizes.values(), finding, "one number of people", WORTH_A_LOOK)


def percent_against_count(tables: Tables) -> Iterator[Case]:
    """Look for percentages that the events and the total beside them do not give."""
    for row in tables.results:
        total = row.total if given(row.total) else row.n_analysed
        if row.statistic != "percent" or not given(row.value) or not given(row.events):
            continue
        if not given(total) or total <= 0:
            yield could_not(row, "total")
        elif not exact(row):
            yield could_not(row, "an exact value")
        elif row.level == POOLED:
            yield could_not(row, "a plain share: a pooled percentage may be weighted")
        elif _within(100 * row.events / total, row.value):
            yield fitting(row)
        else:
            share = 100 * row.events / total
            would = [events for events in wholes(*(bound * total / 100 for bound in span(row.value)))]
            finding = f"{shown(row.events)} of {shown(total)} is {share:.4g}%, not {shown(row.value)}%."
            yield misfit([row], finding, f"{share:.4g}%" + (f", or {would[0]} events" if would else ""))


def _within(number: float, printed: float) -> bool:
    low, high = span(printed)
    return low <= number <= high
