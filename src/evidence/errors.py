"""One class per way to be wrong; every message says where, what was found, what is allowed and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in the data, in the words a person needs to mend it.

    Attributes
    ----------
    file : str
        File name relative to the data folder.
    row : int or None
        Line in the file (the header is line 1); None when the whole file is meant.
    column : str
        Column name; empty when the whole row or file is meant.
    value : str
        What was found.
    rule : str
        What is allowed.
    cure : str
        What to do.
    """

    file: str
    row: int | None
    column: str
    value: str
    rule: str
    cure: str

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        where = f"{place} [{self.column}]" if self.column else place
        value = self.value if len(self.value) <= 80 else f"{self.value[:77]}..."
        return f"{where}: found {value!r}; allowed: {self.rule}; do: {self.cure}"


class EvidenceError(Exception):
    """Anything this package refuses to do; the message is written for people."""


class DataError(EvidenceError):
    """The data folder breaks its descriptor; `problems` holds one entry per thing to mend."""

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(problems, key=lambda p: (p.file, p.row or 0, p.column, p.value))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class StatisticsError(EvidenceError, ValueError):
    """Numbers that no honest estimate can be made from."""


class FigureError(EvidenceError, ValueError):
    """A frame that a chart cannot draw."""


class OutputError(EvidenceError):
    """A place that results cannot be written to."""
