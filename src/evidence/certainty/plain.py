"""One plain sentence from certainty and size: certainty chooses the verb, size the adverb."""

from __future__ import annotations

from evidence import vocabulary as words
from evidence.certainty.pooled import Pooled
from evidence.certainty.standing import standing
from evidence.errors import StatisticsError
from evidence.thresholds import POOLED_DEFAULTS, PooledThresholds

# In the sense of GRADE guidelines 26 (Santesso 2020, J Clin Epidemiol 119:126); the words are ours.
SIZES = ("trivial or none", "small", "moderate", "large")
NOT_JUDGED = "not judged"  # nobody said what matters, so a size would be a guess
ADVERBS = {"small": " a little", "moderate": "", "large": " a lot", NOT_JUDGED: " (whether it matters is not judged)"}
VERBS = {"raises": "raise", "lowers": "lower"}


def size_of(pooled: Pooled, thresholds: PooledThresholds = POOLED_DEFAULTS) -> str:
    """Say how large an estimate is: trivial or none, small but important, moderate or large.

    Small begins at the smallest effect that matters (stated, else the rough guide for ratios), moderate and large at
    `moderate_times` and `large_times` that size, for ratios on the log scale. Standardised differences without a stated
    threshold use Cohen's three sizes. Other differences without a threshold are not judged.

    Examples
    --------
    >>> size_of(Pooled("RR", 6, 1.93, 1.51, 2.47, "higher")), size_of(Pooled("MD", 8, 13.18, 10.92, 15.44, "higher"))
    ('moderate', 'not judged')
    """
    lines = standing(pooled, thresholds)
    gain = lines.gain(pooled.estimate)
    if pooled.measure == "SMD" and not lines.stated:
        cuts = (thresholds.smd_small, thresholds.smd, thresholds.smd_large)
    elif lines.benefit is None:
        return NOT_JUDGED
    else:
        smallest = lines.benefit if gain >= 0 else -lines.harm
        cuts = (smallest, thresholds.moderate_times * smallest, thresholds.large_times * smallest)
    return SIZES[sum(abs(gain) >= cut for cut in cuts)]


def way_of(pooled: Pooled) -> str:
    """Say whether the treatment raises or lowers the outcome.

    Examples
    --------
    >>> way_of(Pooled("OR", 9, 0.10, 0.04, 0.25, "lower"))
    'lowers'
    """
    return "raises" if pooled.estimate > pooled.null else "lowers"


def sentence(certainty: str, size: str, way: str, intervention: str, outcome: str, comparator: str = "") -> str:
    """Write the plain sentence.

    Parameters
    ----------
    certainty : str
        One of `vocabulary.LEVELS`.
    size : str
        One of `SIZES`, or "not judged".
    way : {"raises", "lowers"}
    intervention, outcome, comparator : str
        In words, to stand after "use of", in a sentence, and after "compared with"; the comparator may be blank.

    Raises
    ------
    StatisticsError
        Other words.

    Examples
    --------
    >>> sentence("moderate", "large", "raises", "minoxidil", "regrowth", "placebo")
    'Use of minoxidil probably raises regrowth a lot, compared with placebo.'
    >>> sentence("very low", "large", "raises", "minoxidil", "regrowth")
    'We cannot tell from this evidence whether use of minoxidil changes regrowth.'
    """
    for name, found, allowed in (
        ("certainty", certainty, words.LEVELS),
        ("size", size, (*SIZES, NOT_JUDGED)),
        ("way", way, tuple(VERBS)),
    ):
        if found not in allowed:
            raise StatisticsError(f"sentence: {name} is {found!r}; allowed: {', '.join(allowed)}; do: name one of them")
    beside = f", compared with {comparator}" if comparator else ""
    if certainty == "very low":
        return f"We cannot tell from this evidence whether use of {intervention} changes {outcome}{beside}."
    if size == "trivial or none":
        says, may, rest = "makes", "make", f" little or no difference to {outcome}"
    else:
        says, may, rest = way, VERBS[way], f" {outcome}{ADVERBS[size]}"
    verb = {"high": says, "moderate": f"probably {says}", "low": f"may {may}"}[certainty]
    return f"Use of {intervention} {verb}{rest}{beside}."
