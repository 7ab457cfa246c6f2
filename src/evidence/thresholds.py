"""The numbers that rules compare with, each with what it decides and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

OURS = "chosen by us"


def _of(value: float, decides: str, source: str) -> float:
    return field(default=value, metadata={"decides": decides, "source": source})


@dataclass(frozen=True)
class Thresholds:
    """Every threshold of the chain; a changed copy (`dataclasses.replace`) judges by other numbers.

    Examples
    --------
    >>> Thresholds().information_size
    400
    """

    information_size: float = _of(
        400,
        "people at or below which evidence without a pooled estimate is imprecise",
        "Murad 2017, Evid Based Med 22:85, table 1",
    )
    authorities: float = _of(2, "independent authorities that count as much as direct data", OURS)
    tolerance: float = _of(
        0.1, "share of a stated number by which a measured one may fall short and still be called near it", OURS
    )
    share_inside: float = _of(0.5, "share of results that must fall into a stated range of time", OURS)


DEFAULTS = Thresholds()


def described() -> list[tuple[str, float, str, str]]:
    """List the thresholds: name, value, what it decides, source."""
    return [(f.name, f.default, f.metadata["decides"], f.metadata["source"]) for f in fields(Thresholds)]
