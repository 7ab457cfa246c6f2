"""RoB 2 as decision tables: a referee, written from the guidance apart from the package and importing nothing of it.

What is transcribed: "Revised Cochrane risk-of-bias tool for randomized trials (RoB 2)", edited by Higgins, Savović,
Page and Sterne, 22 August 2019, for individually randomised trials with parallel groups. Places are named as there:
a box holds the questions with the answers they offer, a figure the flow chart, an even table the chart as rows, an odd
table the same rule in words. The guidance only proposes these judgements; a rater may change any of them.

How far it was seen. The questions and the answers they offer were read in copies of the short guidance ("cribsheet"),
their elaborations and Table 1 as quoted from the long one (pages given). Flow charts and row tables were read as
retold by others: the charts as Mermaid text, the row tables twice, once as a text extraction. The PDF and its pictures
were not seen, nor was the Excel tool. Figure and table numbers come from such retellings; Box 7 and Tables 7, 9 and 13
only follow by order.

A row is a pattern and a judgement; the first row that fits gives the judgement. A cell lists the answers it takes,
`*` takes any. No row relies on its place: wherever two rows fit, they agree (tested).
"""

from collections.abc import Iterable, Iterator
from functools import cache

Row = tuple[tuple[str, ...], str]

LOW, SOME, HIGH = "low", "some concerns", "high"
OFFERED = ("Y", "PY", "PN", "N", "NI")
YES, NO, NOT_YES, NOT_NO = "Y/PY", "N/PN", "N/PN/NI", "Y/PY/NI"  # p. 3: "probably" counts as the firm answer
NO_TROUBLE = "NA/N/PN"  # adhering only: a kind of deviation the review does not address is answered NA
ANY = "*"

# Participants (2.1) or carers (2.2) knew the group, or nobody says: the charts' "either Y/PY/NI".
EITHER_AWARE = [(NOT_NO, ANY), (ANY, NOT_NO)]

# Domain 1. Box 4 (pp. 17-18), Figure 1, Tables 3 and 4.
# The third row stands in Figure 1 and Table 3. Table 4, as both retellings give it, has no row for a sequence that is
# not random, well concealed, without imbalance (1.1 N/PN, 1.2 Y/PY, 1.3 N/PN/NI); chart and words fill that gap.
RANDOMISATION = [
    ((NOT_NO, YES, NOT_YES), LOW),
    ((NOT_NO, YES, YES), SOME),
    ((NO, YES, ANY), SOME),
    ((ANY, "NI", NOT_YES), SOME),
    ((ANY, "NI", YES), HIGH),
    ((ANY, NO, ANY), HIGH),
]

# Domain 2, effect of assignment. Box 6 (pp. 28-29), Figure 2, Tables 5 and 6: two parts, the worse one counts.
# A deviation that is unlikely to have mattered (2.4 N/PN) is still some concerns; some programs call it low.
DEVIATIONS_PART_1 = [((NO, NO, ANY, ANY, ANY), LOW)] + [
    ((*aware, *rest), judgement)
    for aware in EITHER_AWARE
    for rest, judgement in [
        ((NO, ANY, ANY), LOW),
        (("NI", ANY, ANY), SOME),
        ((YES, NO, ANY), SOME),
        ((YES, NOT_NO, YES), SOME),
        ((YES, NOT_NO, NOT_YES), HIGH),
    ]
]
DEVIATIONS_PART_2 = [
    ((YES, ANY), LOW),
    ((NOT_YES, NO), SOME),
    ((NOT_YES, NOT_NO), HIGH),
]
DEVIATIONS = [
    ((*first, *second), max(judgement_1, judgement_2, key=[LOW, SOME, HIGH].index))
    for first, judgement_1 in DEVIATIONS_PART_1
    for second, judgement_2 in DEVIATIONS_PART_2
]

# Domain 2, effect of adhering. Box 7, Figure 3, Tables 7 and 8. Written from the chart: one retelling of Table 8 says
# that its columns came out of the PDF unevenly. The other gives twelve rows, none with trouble in both 2.4 and 2.5
# unless 2.3 is N/PN/NI; the chart ("either Y/PY/NI") sends trouble in both to 2.6 like trouble in one of them.
ADHERING = [
    ((NO, NO, ANY, NO_TROUBLE, NO_TROUBLE, ANY), LOW),
    *[((*aware, "NA/Y/PY", NO_TROUBLE, NO_TROUBLE, ANY), LOW) for aware in EITHER_AWARE],
    *[
        ((*trouble, analysis), judgement)
        for analysis, judgement in [(YES, SOME), (NOT_YES, HIGH)]
        for trouble in [
            *[(*aware, NOT_YES, ANY, ANY) for aware in EITHER_AWARE],
            (ANY, ANY, ANY, NOT_NO, ANY),
            (ANY, ANY, ANY, ANY, NOT_NO),
        ]
    ],
]

# Domain 3. Box 8 (pp. 45-46), Figure 4, Tables 9 and 10. 3.2 does not offer NI, so no row takes it.
MISSING_DATA = [
    ((YES, ANY, ANY, ANY), LOW),
    ((NOT_YES, YES, ANY, ANY), LOW),
    ((NOT_YES, NO, NO, ANY), LOW),
    ((NOT_YES, NO, NOT_NO, NO), SOME),
    ((NOT_YES, NO, NOT_NO, NOT_NO), HIGH),
]

# Domain 4. Box 10 (p. 54), Figure 5, Tables 11 and 12. The chart splits at 4.2 into three ways, not two: under NI
# nothing is better than some concerns.
MEASUREMENT = [
    ((YES, ANY, ANY, ANY, ANY), HIGH),
    ((ANY, YES, ANY, ANY, ANY), HIGH),
    ((NOT_YES, NO, NO, ANY, ANY), LOW),
    ((NOT_YES, NO, NOT_NO, NO, ANY), LOW),
    ((NOT_YES, "NI", NO, ANY, ANY), SOME),
    ((NOT_YES, "NI", NOT_NO, NO, ANY), SOME),
    ((NOT_YES, NOT_YES, NOT_NO, NOT_NO, NO), SOME),
    ((NOT_YES, NOT_YES, NOT_NO, NOT_NO, NOT_NO), HIGH),
]

# Domain 5. Box 11 (pp. 63-65), Figure 7, Tables 13 and 14 (Figure 6 is an example, not a chart).
SELECTION = [
    ((ANY, YES, ANY), HIGH),
    ((ANY, ANY, YES), HIGH),
    ((YES, NO, NO), LOW),
    ((NOT_YES, NO, NO), SOME),
    ((ANY, "NI", NOT_YES), SOME),
    ((ANY, NOT_YES, "NI"), SOME),
]

ADHERING_NAME = "deviations from intended interventions (adhering)"
DOMAINS: dict[str, tuple[list[str], list[Row]]] = {
    "randomisation process": (["1.1", "1.2", "1.3"], RANDOMISATION),
    "deviations from intended interventions": (["2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7"], DEVIATIONS),
    ADHERING_NAME: (["2.1", "2.2", "2.3", "2.4", "2.5", "2.6"], ADHERING),
    "missing outcome data": (["3.1", "3.2", "3.3", "3.4"], MISSING_DATA),
    "measurement of the outcome": (["4.1", "4.2", "4.3", "4.4", "4.5"], MEASUREMENT),
    "selection of the reported result": (["5.1", "5.2", "5.3"], SELECTION),
}

# When a question is asked, from the "if ..." in its own heading in the boxes: any one of the listed cases will do.
# A question that is not listed is always asked.
ASKED_IF: dict[str, dict[str, list[dict[str, str]]]] = {
    "deviations from intended interventions": {
        "2.3": [{"2.1": NOT_NO}, {"2.2": NOT_NO}],
        "2.4": [{"2.3": YES}],
        "2.5": [{"2.4": NOT_NO}],
        "2.7": [{"2.6": NOT_YES}],
    },
    ADHERING_NAME: {
        "2.3": [{"2.1": NOT_NO}, {"2.2": NOT_NO}],
        "2.6": [{"2.3": NOT_YES}, {"2.4": NOT_NO}, {"2.5": NOT_NO}],
    },
    "missing outcome data": {"3.2": [{"3.1": NOT_YES}], "3.3": [{"3.2": NO}], "3.4": [{"3.3": NOT_NO}]},
    "measurement of the outcome": {
        "4.3": [{"4.1": NOT_YES, "4.2": NOT_YES}],
        "4.4": [{"4.3": NOT_NO}],
        "4.5": [{"4.4": NOT_NO}],
    },
}
IF_APPLICABLE = ("2.3", "2.4", "2.5")  # adhering only: asked where the review addresses that kind of deviation


@cache
def takes(cell: str, answer: str) -> bool:
    """Whether a cell of a pattern takes an answer."""
    return cell == ANY or answer in cell.split("/")


def fitting(domain_name: str, answers: dict[str, str]) -> list[str]:
    """The judgements of all rows that fit, in the order of the table; a question without an answer counts as NA."""
    questions, rows = DOMAINS[domain_name]
    given = [answers.get(question, "NA") for question in questions]
    if unknown := set(given) - {*OFFERED, "NA"}:
        raise ValueError(f"{domain_name}: {sorted(unknown)} given; answers are {', '.join(OFFERED)} and NA")
    return [judgement for pattern, judgement in rows if all(map(takes, pattern, given))]


def judge(domain_name: str, answers: dict[str, str]) -> str:
    """The judgement that the guidance proposes for one domain.

    Answers to questions that the path does not ask are not looked at.

    >>> judge("measurement of the outcome", {"4.1": "N", "4.2": "NI", "4.3": "N"})
    'some concerns'
    """
    judgements = fitting(domain_name, answers)
    if not judgements:
        raise ValueError(
            f"{domain_name}: no row fits {answers}; answer what the guidance asks, with an answer it offers"
        )
    return judgements[0]


def choices(domain_name: str, question: str, before: dict[str, str]) -> tuple[str, ...]:
    """What may be answered to a question, given the answers before it; only NA where the question is not asked."""
    cases = ASKED_IF.get(domain_name, {}).get(question, [{}])
    if not any(all(takes(cell, before[earlier]) for earlier, cell in case.items()) for case in cases):
        return ("NA",)
    if domain_name == ADHERING_NAME and question in IF_APPLICABLE:
        return (*OFFERED, "NA")
    return tuple(answer for answer in OFFERED if (question, answer) != ("3.2", "NI"))


def vectors(domain_name: str) -> Iterator[dict[str, str]]:
    """Every set of answers that the questions' own headings allow, with NA for what is not asked."""
    found: list[dict[str, str]] = [{}]
    for question in DOMAINS[domain_name][0]:
        found = [{**before, question: answer} for before in found for answer in choices(domain_name, question, before)]
    yield from found


def overall(judgements: Iterable[str]) -> set[str]:
    """The overall judgements that Table 1 (p. 4) allows for the judgements of the five domains.

    Two or more domains with some concerns, and none high, are high "in a way that substantially lowers confidence in
    the result": the guidance gives no number and leaves it to the rater, so both judgements are allowed.

    >>> sorted(overall(["low", "some concerns", "low", "some concerns", "low"]))
    ['high', 'some concerns']
    """
    judgements = list(judgements)
    if HIGH in judgements:
        return {HIGH}
    concerns = judgements.count(SOME)
    return {LOW} if concerns == 0 else {SOME} if concerns == 1 else {SOME, HIGH}
