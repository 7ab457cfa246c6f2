"""RoB 2: from the answers of a domain to the judgement that the tool proposes, and from five domains to one.

Source: Higgins JPT, Savović J, Page MJ, Sterne JAC (eds), Revised Cochrane risk-of-bias tool for randomized trials,
guidance of 22 August 2019 (riskofbias.info), flow charts and mapping tables of its sections on the five domains. The
document itself was not seen: the charts were read in one public transcription and the tables in another, which lacks a
line of domain 1 (see `randomisation`) and has columns of domain 2 out of place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

Answers = Mapping[str, str]  # by the number of the question in the tool: {"1.1": "Y", "1.2": "NI"}

LOW, SOME, HIGH = "low", "some concerns", "high"
ORDER = (LOW, SOME, HIGH)
YES, NO, SILENT = ("Y", "PY"), ("N", "PN"), ("NI",)
NOT_ASKED = "NA"


def randomisation(answers: Answers) -> str:
    """Judge domain 1 from 1.1 (by chance), 1.2 (concealed) and 1.3 (baseline suggests a fault).

    A sequence that was not random gives some concerns whatever 1.3 says: the criteria in words and the flow chart say
    so; the mapping table has no line for it where the baseline looks sound.
    """
    if answers["1.2"] in NO:
        return HIGH
    if answers["1.2"] in SILENT:
        return HIGH if answers["1.3"] in YES else SOME
    return SOME if answers["1.1"] in NO or answers["1.3"] in YES else LOW


def assignment(answers: Answers) -> str:
    """Judge domain 2 for the effect of assignment: the graver of conduct (2.1 to 2.5) and analysis (2.6, 2.7)."""
    return max(_conduct(answers), _analysis(answers), key=ORDER.index)


def _conduct(answers: Answers) -> str:
    if answers["2.1"] in NO and answers["2.2"] in NO:
        return LOW
    if answers["2.3"] not in YES:
        return LOW if answers["2.3"] in NO else SOME
    if answers["2.4"] in NO:
        return SOME
    return SOME if answers["2.5"] in YES else HIGH


def _analysis(answers: Answers) -> str:
    if answers["2.6"] in YES:
        return LOW
    return SOME if answers["2.7"] in NO else HIGH


def adhering(answers: Answers) -> str:
    """Judge domain 2 for the effect of adhering, from its own questions 2.1 to 2.6.

    A review may care about some kinds of deviation only; 2.3, 2.4 or 2.5 is then NA.
    """
    unaware = answers["2.1"] in NO and answers["2.2"] in NO
    unbalanced = not unaware and answers["2.3"] not in (*YES, NOT_ASKED)
    if not unbalanced and all(answers[number] in (*NO, NOT_ASKED) for number in ("2.4", "2.5")):
        return LOW
    return SOME if answers["2.6"] in YES else HIGH


def missing_data(answers: Answers) -> str:
    """Judge domain 3 from 3.1 (complete), 3.2 (shown to be unbiased), 3.3 (could depend), 3.4 (likely depends)."""
    if answers["3.1"] in YES or answers["3.2"] in YES or answers["3.3"] in NO:
        return LOW
    return SOME if answers["3.4"] in NO else HIGH


def measurement(answers: Answers) -> str:
    """Judge domain 4 from 4.1 (unfit method), 4.2 (differed), 4.3 (assessors aware), 4.4 (could sway), 4.5 (likely).

    No information on 4.2 is not a no: the domain is then at best of some concern.
    """
    if answers["4.1"] in YES or answers["4.2"] in YES:
        return HIGH
    best = SOME if answers["4.2"] in SILENT else LOW
    if answers["4.3"] in NO or answers["4.4"] in NO:
        return best
    return SOME if answers["4.5"] in NO else HIGH


def selection(answers: Answers) -> str:
    """Judge domain 5 from 5.1 (as planned), 5.2 (picked among measurements) and 5.3 (picked among analyses)."""
    picked = answers["5.2"], answers["5.3"]
    if any(answer in YES for answer in picked):
        return HIGH
    if any(answer in SILENT for answer in picked):
        return SOME
    return LOW if answers["5.1"] in YES else SOME


RULES: dict[tuple[str, str], Callable[[Answers], str]] = {
    ("randomisation process", ""): randomisation,
    ("deviations from intended interventions", "assignment"): assignment,
    ("deviations from intended interventions", "adhering"): adhering,
    ("missing outcome data", ""): missing_data,
    ("measurement of the outcome", ""): measurement,
    ("selection of the reported result", ""): selection,
}
MAY_BE_NOT_ASKED = {adhering: ("2.3", "2.4", "2.5")}  # elsewhere NA on a question that is reached is a gap


def suggest(domain: str, answers: Answers, effect: str = "") -> str | None:
    """Give the judgement that RoB 2 proposes for one domain.

    Parameters
    ----------
    domain : str
        Name of the domain, as in tools.csv.
    answers : mapping of str to str
        Y, PY, PN, N, NI or NA by the number of the question, such as ``{"1.1": "Y"}``. Questions that the tool does not
        reach after the earlier answers are not needed, and not read.
    effect : str
        ``assignment`` or ``adhering`` for the deviations from intended interventions; blank for other domains.

    Returns
    -------
    str or None
        low, some concerns or high; None where an answer that is needed is missing or NA, or the tool has no such
        domain.

    Examples
    --------
    >>> suggest("measurement of the outcome", {"4.1": "N", "4.2": "NI", "4.3": "N"})
    'some concerns'
    >>> suggest("measurement of the outcome", {"4.1": "N", "4.2": "N", "4.3": "Y"}) is None
    True
    """
    rule = RULES.get((domain, effect))
    if rule is None:
        return None
    optional = MAY_BE_NOT_ASKED.get(rule, ())
    try:
        return rule({number: word for number, word in answers.items() if word != NOT_ASKED or number in optional})
    except KeyError:
        return None


def overall(judgements: Sequence[str], critical: Sequence[bool] = ()) -> str:
    """Give the judgement over all five domains, from the judgement of each.

    Concerns in several domains *may* make the whole high; the guidance leaves that to the rater, so this rule does not.
    Domains judged `no information`, a word that the tool lacks, are of some concern, unless all five are.

    Parameters
    ----------
    judgements : sequence of str
        One per domain.
    critical : sequence of bool
        Not used: in this tool every domain counts alike.

    Returns
    -------
    str
        low, some concerns, high or no information.

    Examples
    --------
    >>> overall(["low", "low", "some concerns", "low", "low"])
    'some concerns'
    """
    if all(judgement == "no information" for judgement in judgements):
        return "no information"
    if HIGH in judgements:
        return HIGH
    return LOW if all(judgement == LOW for judgement in judgements) else SOME
