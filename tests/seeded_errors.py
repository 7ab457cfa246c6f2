"""Seeded errors: valid rows of a fictional review, and one realistic mistake at a time of each kind of error.

`valid` draws the tables, `mutate` puts one mistake into them. Whether the mistake is one is told by `seeded_arithmetic`
or by what the row said before, never by the checks of the package: those are what it measures. A mean, an SD or a
share that is mistyped may by chance be one that whole numbers give; such mistakes are kept, as no check can see them
and the sensitivity has to say so.
"""

import math
import re
from fractions import Fraction

import seeded_arithmetic as arithmetic
from seeded_arithmetic import exact, overlap, span
from seeded_rows import rows_of, valid
from seeded_ways import WAYS, NothingToChange

__all__ = ["KINDS", "WAYS", "NothingToChange", "contradicts", "mutate", "valid"]

KEYS = {"results": "result_id", "reports": "report_id", "studies": "study_id"}
TRIES = 40  # candidates of one way before another way is taken
NUMBER = re.compile(r"(?<![\w.])[+-]?\d+(?:\.\d+)?")
BEFORE = {"n_analysed": ("n = ", "of "), "total": ("of ",)}  # what stands before these numbers in `as_given`
KNOWN_BY_TRUTH = {"percent": 100, "mean of whole numbers": 1, "SD of whole numbers": None, "SD or SE": None}


def proposer(ways):
    """Return a function that takes rows, a generator and the name of a way, and proposes edits."""
    return lambda draw, rng, how: ways[how](draw, rng)


KINDS = {kind: proposer(ways) for kind, ways in WAYS.items()}


def told_as(token, new):
    """The new number with the decimals, and the plus, that the old one had in the words."""
    places = max(len(token.partition(".")[2]), 0 if float(new).is_integer() else arithmetic.decimals(new))
    return f"{'+' if token[0] == '+' and new >= 0 else ''}{new:.{places}f}"


def retold(row, new):
    """The words of `as_given` with the new numbers in the places of the old ones."""
    words, taken = row["as_given"], {}
    for column in (c for c in new if isinstance(new[c], int | float)):
        for found in NUMBER.finditer(words):
            before = BEFORE.get(column, ("",))
            fits = float(found.group()) == row[column] and words[: found.start()].endswith(before)
            if fits and found.span() not in taken:
                taken[found.span()] = told_as(found.group(), new[column])
                break
    for (start, end), number in sorted(taken.items(), reverse=True):
        words = words[:start] + number + words[end:]
    for column, before, after in (("p_operator", "p ", " "), ("spread_kind", "(", " ")):
        if column in new:
            words = words.replace(f"{before}{row[column]}{after}", f"{before}{new[column]}{after}")
    return words


def applied(draw, edits):
    """The rows with the edits made, and the edited rows alone; only those are copied."""
    new = {}
    for _, row, column, value in edits:
        new.setdefault(id(row), {})[column] = value
    copies = {}
    for _, row, *_ in edits:
        words = {"as_given": retold(row, new[id(row)])} if "as_given" in row else {}
        copies[id(row)] = {**row, **new[id(row)], **words}
    return {table: [copies.get(id(row), row) for row in rows] for table, rows in draw.items()}, list(copies.values())


def printable(row):
    """Whether the descriptor lets the row stand; a negative count is an error that is meant to stand."""
    limits = {"p": (0, 1), "spread": (0, math.inf), "n_analysed": (1, 1e6), "total": (1, 1e6), "n": (1, 1e6)}
    limits |= {"planned_n": (1, 1e6)}
    return all(low <= row[c] <= high for c, (low, high) in limits.items() if row.get(c) is not None)


def another_number(step, row, column, new):
    """Whether the new cell cannot be what the people gave, however either was rounded."""
    if column == "n_analysed":
        sums = arithmetic.whole_sums(row["value"], row["n_analysed"], step)
        return not any(overlap(span(row["value"]), (Fraction(s * step, new),) * 2) for s in sums)
    if column == "spread_kind":
        return row["spread"] > 0
    (old_low, old_high), (low, high) = span(row[column]), span(new)
    return abs(exact(new) - exact(row[column])) >= (old_high - old_low + high - low) / 2


def contradicts(kind, rows):
    """Ids of rows that contradict what else is printed, by the arithmetic of this kind; empty for `SD or SE`."""
    return arithmetic.CONTRADICTIONS.get(kind, lambda rows: set())(rows)


def wrong(kind, edits, after):
    if kind in KNOWN_BY_TRUTH:
        return all(another_number(KNOWN_BY_TRUTH[kind], row, column, new) for _, row, column, new in edits)
    return bool(contradicts(kind, after))


def mutate(kind, frames, rng, how=None):
    """Put one mistake of a kind into valid tables.

    Parameters
    ----------
    kind : str
        One of KINDS.
    frames : dict of DataFrame
        What `valid` returns; not changed.
    rng : numpy.random.Generator
    how : str, optional
        The way to be wrong, one of WAYS[kind]; else a random one that these rows have room for.

    Returns
    -------
    frames : dict of DataFrame
        Copies with the mistake.
    changed : list of str
        Ids of the rows that were changed: of results, reports or studies.
    how : str
        The way in which they are wrong.

    Raises
    ------
    NothingToChange
        These rows have no room for it.
    """
    draw = rows_of(frames)
    for way in [how] if how else map(str, rng.permutation(list(WAYS[kind]))):
        for _ in range(TRIES):
            try:
                edits = KINDS[kind](draw, rng, way)
            except NothingToChange:
                continue
            edits = [edit for edit in edits if edit[1][edit[2]] != edit[3]]
            after, touched = applied(draw, edits)
            if edits and all(map(printable, touched)) and wrong(kind, edits, after):
                return written(frames, edits, after), list(dict.fromkeys(r[KEYS[t]] for t, r, *_ in edits)), way
    raise NothingToChange(f"{kind}, {how or 'any way'}: these rows have no room for it")


def written(frames, edits, after):
    """Copies of the frames with the edited cells written into them."""
    copies = {name: frame.copy() for name, frame in frames.items()}
    for table, row, column, new in edits:
        frame, key = copies[table], KEYS[table]
        at = frame.index[frame[key] == row[key]][0]
        frame.loc[at, column] = new
        if table == "results":
            frame.loc[at, "as_given"] = next(r["as_given"] for r in after[table] if r[key] == row[key])
    return copies
