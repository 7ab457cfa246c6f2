"""The words of a verdict, made from the rows that it rests on; no sentence is typed anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from evidence import vocabulary as words
from evidence.certainty import Row

COVERAGE = {
    "primary document": "primary document",
    "copy": "copy of the document",
    "abstract": "abstract",
    "secondary page": "secondary page",
}


def lead(deciding: Sequence[Row], rows: Sequence[Row], agreed: str) -> list[Row]:
    """Order the rows that a verdict rests on, the one that is told first on top.

    Parameters
    ----------
    deciding, rows : sequence of Row
        The rows that decide, from `tier`, and all links of the claim.
    agreed : str
        Agreement. For mixed evidence the rows that limit the claim come first, then what was seen best.
    """
    if not deciding:
        told = [row for row in rows if row.bearing in ("silent", "context") and row.seen != "nothing"]
        return sorted(told, key=lambda row: (row.bearing != "silent", row.link_id))
    side = {"against": 0, "mixed": 1, "for": 2} if agreed == "mixed" else {}
    return sorted(deciding, key=lambda row: (side.get(row.bearing, 0), words.SEEN.index(row.seen), row.link_id))


def coverage(verdict: str, deciding: Sequence[Row], *, searched: int, itself: bool) -> str:
    """Say what a verdict was checked against: the strongest thing seen of the evidence that decides it."""
    if verdict == "not checkable":
        return "not judged"
    if itself:
        return "the article itself"
    if verdict == "untraceable":
        return "source not found"
    if deciding:
        return COVERAGE[min((row.seen for row in deciding), key=words.SEEN.index)]
    if verdict == "supported":
        return "the source named"  # only the existence of a source is supported without other evidence
    return "searches only" if searched else "nothing that answers it"


def coverage_counts(deciding: Sequence[Row]) -> str:
    """Count the deciding rows by what was seen of them, best first; blank where none decides.

    Examples
    --------
    >>> coverage_counts([Row(seen="abstract"), Row(seen="primary document"), Row(seen="abstract")])
    'primary document 1, abstract 2'
    """
    counts = Counter(row.seen for row in deciding)
    return ", ".join(f"{COVERAGE[level]} {counts[level]}" for level in words.SEEN if counts[level])


def why(rule_name: str, rows: Sequence[Row], *, searched: int, itself: str, source: str, note: str) -> str:
    """Write the one line that is shown beside a verdict.

    Parameters
    ----------
    rule_name : str
        Name of the rule that decided.
    rows : sequence of Row
        From `lead`.
    searched : int
        Searches behind it.
    itself, source, note : str
        Reason of the link to another claim, reason of the search that found the source, note on an opinion.
    """
    if rule_name.startswith("opinion"):
        return note
    if rule_name.startswith("rests on"):
        return f"The source was not found: none of {searched} searches met it."
    if rule_name == "the article contradicts itself":
        return itself
    if rule_name.startswith("the named source") and source:
        return source
    if not rows:
        return f"Searches that found no answer: {searched}." if searched else "Nothing seen answers it."
    reason = rows[0].reason
    return f"Only indirect: {reason}" if rule_name == "only indirect evidence agrees" else reason


def sentence(verdict: str, line: str, rows: Sequence[Row], certainty: str, scale: str) -> str:
    """Write the plain sentence of a verdict: what it is, the leading reason, how much else there is, how certain.

    Parameters
    ----------
    verdict, line, certainty, scale : str
        The verdict, its one line, the certainty of the question and the scale it is on.
    rows : sequence of Row
        All links of the claim.
    """
    sides = Counter(row.bearing for row in rows)
    counts = [f"{sides[side]} {side}" for side in words.COUNTED_BEARINGS if sides[side]]
    parts = [f"{verdict.capitalize()}. {line}"]
    if verdict == "not checkable":
        return parts[0]
    if counts:
        what = "On the wider question" if verdict == "untraceable" else "Evidence"
        parts.append(f"{what}: {', '.join(counts)}.")
    if verdict == "untraceable":
        parts.append("Not found in the pages searched is not the same as does not exist.")
    if certainty != words.NOT_RATED:
        parts.append(f"Certainty {certainty} ({scale}).")
    return " ".join(parts)
