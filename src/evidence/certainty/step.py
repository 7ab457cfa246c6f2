"""One step of a certainty judgement, with the rule behind it."""

from __future__ import annotations

from dataclasses import dataclass

MURAD = "Murad 2017, Evid Based Med 22:85, table 1"


@dataclass(frozen=True)
class Step:
    """One step of a certainty judgement: the domain, the levels up (+) or down (-), and why.

    `rule` is the general rule, `threshold` the number that it compares with (blank where none), `source` where that
    number comes from.
    """

    domain: str
    levels: int
    reason: str
    rule: str = ""
    threshold: str = ""
    source: str = ""


@dataclass(frozen=True)
class Rule:
    """A general rule of a domain; called with what was found, it gives the step."""

    domain: str
    says: str
    source: str

    def __call__(self, levels: int, reason: str, threshold: str = "", source: str = "") -> Step:
        """Give the step; a source named here goes before that of the rule."""
        sources = "; ".join(dict.fromkeys(part for part in (source, self.source) if part))
        return Step(self.domain, levels, reason, self.says, threshold, sources)
