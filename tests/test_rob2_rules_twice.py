"""The RoB 2 rules of the package against a second transcription, made apart from it: every vector of answers."""

import pytest
import rob2_second_transcription as referee

from evidence.risk_of_bias import rob2

# Vectors that each domain has where every question is answered as its "if" allows; a change here is a change of rules.
VECTORS = {
    ("randomisation process", ""): 125,
    ("deviations from intended interventions", "assignment"): 13_277,
    ("deviations from intended interventions", "adhering"): 20_988,
    ("missing outcome data", ""): 110,
    ("measurement of the outcome", ""): 493,
    ("selection of the reported result", ""): 125,
}


def referee_name(domain, effect):
    return f"{domain} (adhering)" if effect == "adhering" else domain


def test_both_know_the_same_domains():
    assert set(rob2.RULES) == set(VECTORS)
    assert {referee_name(*key) for key in VECTORS} == set(referee.DOMAINS)


@pytest.mark.parametrize(("domain", "effect"), VECTORS)
def test_every_vector_of_answers_gets_the_same_judgement_twice(domain, effect):
    tried, apart = 0, []
    for answers in referee.vectors(referee_name(domain, effect)):
        tried += 1
        ours = rob2.suggest(domain, answers, effect)
        theirs = referee.judge(referee_name(domain, effect), answers)
        if ours != theirs:
            apart.append((answers, ours, theirs))
    assert apart == []
    assert tried == VECTORS[domain, effect]


def test_overall_is_one_that_the_guidance_allows():
    from itertools import product

    for judgements in product(rob2.ORDER, repeat=5):
        assert rob2.overall(judgements) in referee.overall(judgements)
