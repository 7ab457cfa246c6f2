"""The words in code and the words in the descriptor are the same words."""

import json

import pytest

from evidence import vocabulary as words
from evidence.risk_of_bias.judging import BASES

ENUMS = {
    ("claims", "kind"): words.KINDS,
    ("claims", "topic"): tuple(words.TOPICS),
    ("claims", "wording"): words.WORDINGS,
    ("links", "bearing"): words.BEARINGS,
    ("links", "population"): words.DIRECTNESS,
    ("results", "seen"): words.SEEN,
    ("appraisals", "basis"): BASES,
    ("answers", "basis"): BASES,
    ("ratings", "level"): words.LEVELS,
    ("ratings", "domain"): (*words.GRADE_DOMAINS, "overall"),
    ("decisions", "verdict"): tuple(words.VERDICTS),
    ("decisions", "severity"): words.SEVERITIES,
}


@pytest.fixture(scope="module")
def fields(repo):
    package = json.loads((repo / "data" / "datapackage.json").read_text(encoding="utf-8"))
    return {(r["name"], f["name"]): f for r in package["resources"] for f in r["schema"]["fields"]}


@pytest.mark.parametrize("place", ENUMS, ids=".".join)
def test_descriptor_allows_just_the_words_of_the_code(fields, place):
    assert tuple(fields[place]["constraints"]["enum"]) == ENUMS[place]


def test_every_wording_needs_a_level_and_stronger_words_never_need_less():
    ranks = [words.LEVELS.index(words.WORDING_NEEDS[wording]) for wording in words.WORDINGS]
    assert ranks == sorted(ranks)


def test_flagged_verdicts_are_verdicts():
    assert set(words.FLAGGED) <= set(words.VERDICTS)
    assert set(words.VERDICT_ORDER) | {"untraceable", "not checkable"} == set(words.VERDICTS)
