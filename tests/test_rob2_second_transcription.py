"""The second transcription of RoB 2 is whole, and says what the guidance says in words."""

from itertools import product

import pytest
from rob2_second_transcription import (
    ADHERING_NAME,
    DOMAINS,
    HIGH,
    LOW,
    OFFERED,
    SOME,
    choices,
    fitting,
    judge,
    overall,
    vectors,
)

FIRM = {"PY": "Y", "PN": "N"}


def without_what_is_not_asked(domain_name: str, answers: dict[str, str]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for question, answer in answers.items():
        kept[question] = "NA" if choices(domain_name, question, kept) == ("NA",) else answer
    return kept


@pytest.mark.parametrize("domain_name", DOMAINS)
def test_every_allowed_set_of_answers_has_exactly_one_judgement(domain_name):
    several = [answers for answers in vectors(domain_name) if len(set(fitting(domain_name, answers))) != 1]
    assert several == []


@pytest.mark.parametrize("domain_name", DOMAINS)
def test_the_rows_look_only_at_what_the_headings_ask(domain_name):
    """Over all 5^k sets of answers; the headings and the charts stand in different places of the guidance."""
    questions = DOMAINS[domain_name][0]
    for given in product(OFFERED, repeat=len(questions)):
        answers = dict(zip(questions, given, strict=True))
        asked = without_what_is_not_asked(domain_name, answers)
        if asked.get("3.2") == "NI":
            assert fitting(domain_name, answers) == fitting(domain_name, asked) == []
        else:
            assert judge(domain_name, answers) == judge(domain_name, asked)


@pytest.mark.parametrize("domain_name", DOMAINS)
def test_probably_counts_as_the_firm_answer(domain_name):
    """Section 1.1 (p. 3)."""
    for answers in vectors(domain_name):
        firm = {question: FIRM.get(answer, answer) for question, answer in answers.items()}
        assert judge(domain_name, answers) == judge(domain_name, firm)


@pytest.mark.parametrize("domain_name", DOMAINS)
def test_each_judgement_can_be_reached(domain_name):
    assert {judge(domain_name, answers) for answers in vectors(domain_name)} == {LOW, SOME, HIGH}


def test_no_information_whether_measurement_differed_is_not_the_same_as_no():
    for answers in vectors("measurement of the outcome"):
        if answers["4.2"] == "NI":
            as_no = judge("measurement of the outcome", {**answers, "4.2": "N"})
            assert judge("measurement of the outcome", answers) == (SOME if as_no == LOW else as_no)


# What the guidance says in words of a situation. Tables 3 and 7 were read as reprinted in Table 2 of
# doi:10.1186/s13643-021-01722-5 (Table 7 only up to its low risk), boxes and sections as quoted from the guidance.
STATED = [
    # Table 3: concealed, imbalance compatible with chance or unknown, sequence random or unknown.
    ("randomisation process", "Y Y N", LOW),
    ("randomisation process", "NI Y NI", LOW),
    # Table 3: concealed, but the sequence was not random, or baseline differences suggest a problem.
    ("randomisation process", "N Y N", SOME),
    ("randomisation process", "N Y Y", SOME),
    ("randomisation process", "Y Y Y", SOME),
    # Table 3: nothing known of concealment and imbalance compatible with chance, or nothing known at all.
    ("randomisation process", "Y NI N", SOME),
    ("randomisation process", "NI NI NI", SOME),
    # Table 3: not concealed, or nothing known of concealment and a problem at baseline.
    ("randomisation process", "Y N N", HIGH),
    ("randomisation process", "Y NI Y", HIGH),
    # Table 7: nobody knew the groups, no failures, all adhered; or known, but other interventions were balanced.
    (ADHERING_NAME, "N N NA N N NA", LOW),
    (ADHERING_NAME, "Y Y Y N N NA", LOW),
    # Section 6.3 (1) and (2), p. 44: nearly all data, or a result that stands under plausible missing values.
    ("missing outcome data", "PY NA NA NA", LOW),
    ("missing outcome data", "N Y NA NA", LOW),
    # Box 8, 3.3 (p. 45): documented reasons that have nothing to do with the outcome.
    ("missing outcome data", "N N N NA", LOW),
    # Box 8, 3.4 (p. 45): missingness could depend on the true value, against it is likely that it did.
    ("missing outcome data", "N N Y N", SOME),
    ("missing outcome data", "N N Y Y", HIGH),
    # Box 8, 3.1 (p. 45): no information on how much is missing usually ends at high.
    ("missing outcome data", "NI N NI NI", HIGH),
    # Box 10, 4.5 (p. 54): knowledge could have influenced the assessment, against it is likely that it did.
    ("measurement of the outcome", "N N Y Y N", SOME),
    ("measurement of the outcome", "N N Y Y Y", HIGH),
    # Box 11, 5.2 and 5.3 (pp. 63-65): reported on the basis of the results.
    ("selection of the reported result", "Y Y N", HIGH),
    ("selection of the reported result", "Y N Y", HIGH),
]


@pytest.mark.parametrize(("domain_name", "given", "stated"), STATED)
def test_judgements_that_are_stated_in_words_come_out(domain_name, given, stated):
    answers = dict(zip(DOMAINS[domain_name][0], given.split(), strict=True))
    assert answers in vectors(domain_name)
    assert judge(domain_name, answers) == stated


def test_participants_who_report_and_know_their_group_raise_at_least_some_concerns():
    """Section 7.1 (p. 51), participant-reported outcomes: 4.3 and 4.4 are yes."""
    reported = [v for v in vectors("measurement of the outcome") if (v["4.3"], v["4.4"]) == ("Y", "Y")]
    assert {judge("measurement of the outcome", answers) for answers in reported} == {SOME, HIGH}


def test_unbalanced_care_that_came_from_the_trial_and_matters_is_a_risk_whatever_the_analysis():
    """Box 5, example 3 (p. 25): open-label surgery trial with unbalanced ventilation and analgesia."""
    name = "deviations from intended interventions"
    trial = [v for v in vectors(name) if (v["2.3"], v["2.4"], v["2.5"]) == ("Y", "Y", "N")]
    assert {judge(name, answers) for answers in trial} == {HIGH}


def test_overall_is_the_worst_domain_or_for_several_concerns_also_high():
    """Section 1.2 (p. 4) and Table 1."""
    for judgements in product([LOW, SOME, HIGH], repeat=5):
        worst = max(judgements, key=[LOW, SOME, HIGH].index)
        several_concerns = worst == SOME and judgements.count(SOME) > 1
        assert overall(judgements) == ({SOME, HIGH} if several_concerns else {worst})


@pytest.mark.parametrize(
    ("domain_name", "answers", "message"),
    [
        ("randomisation process", {"1.1": "yes", "1.2": "Y", "1.3": "N"}, "answers are Y, PY, PN, N, NI and NA"),
        ("randomisation process", {"1.1": "Y", "1.2": "Y"}, "no row fits"),
        ("deviations from intended interventions", {"2.1": "N", "2.2": "N", "2.6": "NI"}, "no row fits"),
        (ADHERING_NAME, {"2.1": "Y", "2.2": "N", "2.3": "N"}, "no row fits"),
        ("missing outcome data", {"3.1": "N", "3.2": "NI", "3.3": "N"}, "no row fits"),
    ],
)
def test_an_answer_that_is_missing_or_not_offered_is_refused(domain_name, answers, message):
    with pytest.raises(ValueError, match=message):
        judge(domain_name, answers)
