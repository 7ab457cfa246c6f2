"""Checks within one row: cells that need, exclude or bound each other."""

from __future__ import annotations

import datetime
import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from evidence import vocabulary as words
from evidence.errors import Problem
from evidence.tables.cells import NUMBER
from evidence.tables.reading import Row, Sheet

UNITS_OF_TIME = ("days", "weeks", "months", "years")
NOT_REPORTED = "not reported"  # the one word for "looked for, not stated"

# Numbers and the words without which they say nothing: table, numbers, word, and whether the word needs a number too.
TOGETHER = (
    ("claims", ("number",), "bound", True),
    ("claims", ("number",), "number_unit", True),
    ("claims", ("number",), "quantity", True),
    ("questions", ("threshold",), "threshold_unit", True),
    ("questions", ("threshold",), "threshold_source", True),
    ("results", ("value",), "bound", True),
    ("results", ("value", "baseline", "spread", "low", "high"), "unit", False),
    ("results", ("spread", "low", "high"), "spread_kind", True),
    ("results", ("events", "total"), "denominator", False),
    ("results", ("p",), "p_operator", True),
    ("results", ("p",), "p_compares", False),
    ("results", ("time",), "time_unit", True),
)
# Pairs of numbers of which the first may not be larger than the second.
ORDERED = (("claims", "number", "number_high"), ("results", "events", "total"), ("results", "low", "high"))
EVIDENCE_IDS = ("result_id", "study_id", "regulation_id", "search_id", "other_claim_id")
NUMBERS_OF_A_RESULT = ("value", "baseline", "spread", "low", "high", "n_analysed", "events", "total", "p")


def check_rows(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    """Run every check of this module on the tables that have all their columns.

    Parameters
    ----------
    sheets : dict of str to Sheet
        Tables by name.

    Yields
    ------
    Problem
        One per cell that does not fit its neighbours.
    """
    for names, rule in RULES:
        for name in names:
            if sheets[name].has_all_columns:
                for row in sheets[name].rows:
                    yield from rule(sheets[name], row)


def amount(row: Row, column: str) -> float | None:
    """Read a number; None where there is none (one that is no number has been reported by then)."""
    return float(row[column]) if NUMBER.fullmatch(row[column]) else None


def numbers_have_their_words(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """A number needs its bound, unit and kind; those words need a number."""
    for table, numbers, word, both_ways in TOGETHER:
        if table != sheet.name:
            continue
        given = [column for column in numbers if row[column] not in ("", NOT_REPORTED)]
        if given and not row[word]:
            yield sheet.problem(row, word, f"filled wherever {given[0]} is", f"say what {row[given[0]]} is")
        elif both_ways and row[word] and not any(row[column] for column in numbers):
            rule, cure = f"blank wherever {' and '.join(numbers)} is", f"give {numbers[0]}, or blank this cell"
            yield sheet.problem(row, word, rule, cure)


def ranges_have_two_ends(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """A stated range has a lower and an upper number."""
    if row["bound"] == "between" and not row["number_high"]:
        yield sheet.problem(row, "number_high", "filled where bound is 'between'", "give the upper end")
    if row["number_high"] and not row["number"]:
        yield sheet.problem(row, "number", "filled where number_high is", "give the lower end")


def times_have_a_unit(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """A claimed time begins its unit with one that can be turned into months."""
    if row["quantity"] == "time to result" and row["number_unit"].split(" ")[0] not in UNITS_OF_TIME:
        rule = f"a unit that begins with {', '.join(UNITS_OF_TIME)}, where the quantity is time to result"
        yield sheet.problem(row, "number_unit", rule, "write, for example, 'months to first result'")


def smaller_comes_first(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """Events do not exceed their total, nor lower limits the upper ones."""
    for table, first, second in ORDERED:
        if table == sheet.name:
            small, large = amount(row, first), amount(row, second)
            if small is not None and large is not None and small > large:
                yield sheet.problem(row, first, f"at most {second} ({row[second]})", "check both against the source")


def opinions_are_not_judged(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """An opinion has no topic, question or wording; every other claim has them."""
    for column in ("topic", "question_id", "wording"):
        if row["kind"] == "opinion" and row[column]:
            cure = "blank it, or choose the kind under which it is judged"
            yield sheet.problem(row, column, "blank for an opinion, which is not judged", cure)
        optional = row["kind"] in ("", "opinion") or (column == "question_id" and row["kind"] == "existence")
        if not optional and not row[column]:
            yield sheet.problem(row, column, f"filled for a claim of kind {row['kind']}", "say it; see the codebook")


def sources_have_a_role(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """A named source has a role, and a role has a source."""
    if row["source_named"] and not row["source_role"]:
        yield sheet.problem(row, "source_role", "filled where source_named is", "say 'rests on' or 'attributed'")
    if row["source_role"] and not row["source_named"]:
        yield sheet.problem(row, "source_named", "filled where source_role is", "name the source, or blank its role")


def regulation_names_who(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """A claim on regulation says where and under whom."""
    for column in ("jurisdiction", "authority"):
        if row["kind"] == "regulation" and not row[column]:
            cure = f"name it, or write {NOT_REPORTED!r} where the article does not"
            yield sheet.problem(row, column, "filled for a claim of kind regulation", cure)


def links_hold_one_id(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """A link ties exactly one piece of evidence to its claim, and no claim to itself."""
    given = [column for column in EVIDENCE_IDS if row[column]]
    if len(given) != 1:
        column = given[1] if given else EVIDENCE_IDS[0]
        cure = "make one link per piece of evidence" if given else "name the evidence, or remove the link"
        yield sheet.problem(row, column, f"exactly one of {', '.join(EVIDENCE_IDS)}; here {len(given)}", cure)
    if row["other_claim_id"] and row["other_claim_id"] == row["claim_id"]:
        yield sheet.problem(row, "other_claim_id", "another claim than claim_id", "name the other claim")


def leads_carry_no_number(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """A result that nobody saw carries no number."""
    for column in NUMBERS_OF_A_RESULT:
        if row["seen"] == "nothing" and row[column] not in ("", NOT_REPORTED):
            cure = "blank it, or say in `seen` where the number was seen"
            yield sheet.problem(row, column, "blank where seen is 'nothing': a lead carries no number", cure)


def what_was_seen_was_somewhere(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """Whatever was seen was seen on some page."""
    if row["seen"] not in ("", "nothing") and not row["seen_where"]:
        yield sheet.problem(row, "seen_where", "filled unless seen is 'nothing'", "name the host of the page")


def ratings_give_steps_or_a_level(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """A rating gives steps in a domain, or a level overall."""
    if bool(row["steps"]) == bool(row["level"]):
        cure = "blank one of them" if row["steps"] else "give the steps, or the level overall"
        yield sheet.problem(row, "level", "exactly one of steps and level", cure)
    if row["level"] and row["domain"] != "overall":
        yield sheet.problem(row, "domain", "overall, where a level is given", "write 'overall', or give steps")


def abstracts_show_no_low_risk(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """Nobody can judge the risk of bias low overall without the full text."""
    if (row["domain"], row["judgement"]) == ("overall", "low") and row["basis"] not in ("", "from full text"):
        rule = f"not low overall {row['basis']}"
        yield sheet.problem(row, "judgement", rule, "write 'some concerns' or 'no information'")


def decisions_say_something(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """A decision has what its action needs, and stays on one line, so that two people's rows can be merged."""
    for column in words.ACTION_NEEDS.get(row["action"], ()):
        if not row[column]:
            rule, cure = f"filled, where action is {row['action']}", f"give the {column}, or another action"
            yield sheet.problem(row, column, rule, cure)
    for column in words.ACTION_EXCLUDES.get(row["action"], ()):
        if row[column]:
            rule, cure = f"blank, where action is {row['action']}", f"write the {column} in a row of its own"
            yield sheet.problem(row, column, rule, cure)
    for column, value in row.cells.items():
        if "\n" in value:
            yield sheet.problem(row, column, "text on one line", "write \\n in place of the line break")


def dates_are_in_the_calendar(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """A date given to the year, the month or the day exists."""
    parts = row["date"].split("-")
    if row["date"] and re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", row["date"]):
        try:
            datetime.date.fromisoformat("-".join([*parts, "01", "01"][:3]))
        except ValueError:
            yield sheet.problem(row, "date", "a date of the calendar", "check month and day")


def addresses_can_be_visited(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """A reader is sent to a named host, encrypted; never to a bare number."""
    if row["address"] in ("", NOT_REPORTED):
        return
    try:
        parts = urlsplit(row["address"])
        host = parts.hostname or ""
    except ValueError:
        parts, host = None, ""
    if parts is None or parts.scheme != "https" or not host:
        yield sheet.problem(row, "address", "an address that begins with https://", "give the page's https address")
    elif _is_number(host) or "." not in host:
        yield sheet.problem(row, "address", "an address with the name of a site", "give the site's name, not a number")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(re.fullmatch(r"[0-9.]+|0x[0-9a-f]+", host))
    return True


RULES = (
    (("claims", "questions", "results"), numbers_have_their_words),
    (("claims",), ranges_have_two_ends),
    (("claims",), times_have_a_unit),
    (("claims", "results"), smaller_comes_first),
    (("claims",), opinions_are_not_judged),
    (("claims",), sources_have_a_role),
    (("claims",), regulation_names_who),
    (("links",), links_hold_one_id),
    (("results",), leads_carry_no_number),
    (("studies", "reports", "results", "regulations"), what_was_seen_was_somewhere),
    (("ratings",), ratings_give_steps_or_a_level),
    (("appraisals",), abstracts_show_no_low_risk),
    (("decisions",), decisions_say_something),
    (("reports", "regulations"), dates_are_in_the_calendar),
    (("articles", "reports"), addresses_can_be_visited),
)
