"""Which tool has which rule; a tool that stands in neither table needs no code, its judgements are used as given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evidence.risk_of_bias import rob2

Overall = Callable[[Sequence[str], Sequence[bool]], str]


def robins_i(judgements: Sequence[str], critical: Sequence[bool] = ()) -> str:
    """Give the overall judgement of ROBINS-I (2016): as grave as the gravest domain.

    Without a serious or critical domain, one without information leaves the whole without: the guidance asks for a
    judgement whether that domain is a key one, and every domain is taken to be.

    Parameters
    ----------
    judgements : sequence of str
        One per domain: low, moderate, serious, critical or no information.
    critical : sequence of bool
        Not used: in this tool every domain counts alike.

    Returns
    -------
    str
        One of the five.

    References
    ----------
    Sterne JAC et al., BMJ 2016;355:i4919, and the tool's guidance of 2016, table on the overall judgement (read in a
    public transcription). For the single domains the 2016 guidance has criteria in words and no algorithm, so there is
    no rule for them here.

    Examples
    --------
    >>> robins_i(["low", "moderate", "no information"])
    'no information'
    """
    for level in ("critical", "serious", "no information", "moderate"):
        if level in judgements:
            return level
    return "low"


def amstar_2(judgements: Sequence[str], critical: Sequence[bool]) -> str:
    """Give the overall confidence of AMSTAR 2, in the words that tools.csv maps it to.

    An item answered no is a flaw if it is critical, else a weakness. That a partial yes is neither is our reading; it
    could not be confirmed. An item without information could be anything, so a level is given only where such items
    could not change it.

    Parameters
    ----------
    judgements : sequence of str
        One per item: low (yes), some concerns (partial yes), high (no) or no information.
    critical : sequence of bool
        Whether the tool calls the item critical, in the same order.

    Returns
    -------
    str
        low (high confidence), some concerns (moderate), high (low), critical (critically low) or no information.

    References
    ----------
    Shea BJ et al., BMJ 2017;358:j4008, as retold in table 2 of Syst Rev 2018 (doi 10.1186/s13643-018-0878-3).

    Examples
    --------
    >>> amstar_2(["high", "high", "no information"], [True, True, True])
    'critical'
    """
    best = _confidence(judgements, critical, ("high",))
    worst = _confidence(judgements, critical, ("high", "no information"))
    return best if best == worst else "no information"


def _confidence(judgements: Sequence[str], critical: Sequence[bool], failing: tuple[str, ...]) -> str:
    failed = [grave for judgement, grave in zip(judgements, critical, strict=True) if judgement in failing]
    flaws, weaknesses = sum(failed), len(failed) - sum(failed)
    if flaws:
        return "critical" if flaws > 1 else "high"
    return "some concerns" if weaknesses > 1 else "low"


DOMAIN_RULES = {"RoB 2": rob2.suggest}
OVERALL_RULES: dict[str, Overall] = {"RoB 2": rob2.overall, "ROBINS-I": robins_i, "AMSTAR 2": amstar_2}
