"""The numbers that rules compare with, each with what it decides and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

OURS = "chosen by us"
GRADE_6 = "GRADE guidelines 6 (Guyatt 2011, J Clin Epidemiol 64:1283), abstract"
GRADE_9 = "GRADE guidelines 9 (Guyatt 2011, J Clin Epidemiol 64:1311), abstract"
I2_RANGES = "Cochrane Handbook 5.0.1, ranges for I2 (they overlap; that a range starts to count here is chosen by us)"
COHEN = "Cohen 1988, as quoted in Cochrane Handbook 5.1, section 12.6.2"


def _of(value: float, decides: str, source: str, read_by: str = "GRADE") -> float:
    return field(default=value, metadata={"decides": decides, "source": source, "read_by": read_by})


@dataclass(frozen=True)
class Thresholds:
    """Every threshold of the chain; a changed copy (`dataclasses.replace`) judges by other numbers.

    The metadata of each field say what it decides, its source, and who reads it: a scale of certainty, or claims with
    a number or with a range.

    Examples
    --------
    >>> Thresholds().information_size
    400
    """

    information_size: float = _of(
        400,
        "people at or below which evidence without a pooled estimate is imprecise",
        "chosen by us after Murad 2017, Evid Based Med 22:85, table 1, which counts events for yes-or-no outcomes",
    )
    authorities: float = _of(
        2, "different sources of advice that count as much as direct data", OURS, "convergence of sources"
    )
    tolerance: float = _of(
        0.1, "share of a stated number by which a measured one may fall short and still be near it", OURS, "number"
    )
    share_inside: float = _of(0.5, "share of results that must fall into a stated range of time", OURS, "range")


@dataclass(frozen=True)
class PooledThresholds:
    """The thresholds that are read only where studies are pooled, apart, so that no what-if tries them in vain.

    Examples
    --------
    >>> PooledThresholds().large_ratio
    2
    """

    most_weight: float = _of(
        0.5,
        "share of the weight above which the judgement of those studies sets the step for risk of bias",
        "chosen by us after Cochrane Handbook 5.1, table 12.2.d (most information)",
    )
    high_weight: float = _of(
        0.25,
        "share of the weight from studies two or more levels down above which one level is lost at least",
        "chosen by us after Cochrane Handbook 5.1, table 12.2.d (sufficient to affect the interpretation)",
    )
    i2_substantial: float = _of(50, "I2 (percent) from which studies vary substantially", I2_RANGES)
    i2_considerable: float = _of(75, "I2 (percent) from which studies vary considerably", I2_RANGES)
    overlap: float = _of(0.75, "share of pairs of study intervals below which the overlap is poor", OURS)
    ratio_low: float = _of(0.75, "ratio at or below which an effect is appreciable", GRADE_6)
    ratio_high: float = _of(1.25, "ratio at or above which an effect is appreciable", GRADE_6)
    smd_small: float = _of(
        0.2, "SDs from which a difference is small but important where no threshold is stated", COHEN
    )
    smd: float = _of(
        0.5,
        "SDs from which a difference is moderate, and appreciable where no threshold is stated",
        f"{COHEN}; as appreciable: KCE Process Book, section 5.5.1.2",
    )
    smd_large: float = _of(0.8, "SDs from which a difference is large where no threshold is stated", COHEN)
    moderate_times: float = _of(2, "times the smallest effect that matters from which an effect is moderate", OURS)
    large_times: float = _of(3, "times the smallest effect that matters from which an effect is large", OURS)
    relative_change: float = _of(0.25, "relative change that the optimal information size must show", OURS)
    little_information: float = _of(
        400,
        "events, or people where no events are counted, at or below which a pooled estimate is imprecise without a "
        "baseline risk",
        "chosen by us after Murad 2017, Evid Based Med 22:85, table 1",
    )
    alpha: float = _of(0.05, "two-sided error of the optimal information size", OURS)
    power: float = _of(0.8, "power of the optimal information size", OURS)
    large_sample: float = _of(
        2000,
        "people from which few events are no concern of their own",
        "chosen by us: GRADE guidelines 6 says not large, without a number in the part that was read",
    )
    fewest_studies: float = _of(
        10, "studies below which asymmetry cannot be told from chance", "Sterne 2011, BMJ 343:d4002, recommendation 1"
    )
    asymmetry_p: float = _of(0.1, "p of a small-study test below which publication bias is suspected", OURS)
    large_ratio: float = _of(2, "risk ratio beyond which (or below its inverse) an effect is large", GRADE_9)
    very_large_ratio: float = _of(5, "risk ratio beyond which (or below its inverse) an effect is very large", GRADE_9)


DEFAULTS = Thresholds()
POOLED_DEFAULTS = PooledThresholds()


def described() -> list[tuple[str, float, str, str]]:
    """List the thresholds: name, value, what it decides, source."""
    return [
        (f.name, f.default, f.metadata["decides"], f.metadata["source"])
        for f in (*fields(Thresholds), *fields(PooledThresholds))
    ]
