"""What the published rules of the tools make of every vector of answers, and what is shown where a rater differs."""

import itertools

import pandas as pd
import pytest

import evidence
from evidence.errors import StatisticsError
from evidence.risk_of_bias import judge, judge_domains, rob2, rules

ORDER = list(rob2.ORDER)
# Answers from mildest to gravest; the questions in which a yes is the good answer are turned round below.
MILD_TO_GRAVE = ("N", "PN", "NI", "PY", "Y")
YES_IS_GOOD = {"1.1", "1.2", "2.5", "2.6", "3.1", "3.2", "5.1", "adhering 2.3", "adhering 2.6"}
TEXT = ["study_id", "tool", "domain", "judgement", "basis", "rationale", "rater"]


@pytest.fixture(scope="module")
def tables(repo):
    return evidence.load(repo / "data")


def asked(signals, tool, domain, effect):
    """Questions of a domain with the answers that they allow, in the order of the tool."""
    of_domain = signals["tool"].eq(tool) & signals["domain"].eq(domain)
    mine = signals[of_domain & signals["effect"].fillna(effect).eq(effect)].sort_values("position")
    numbers = mine["signal_id"].str.rsplit("-", n=1).str[-1]
    return dict(zip(numbers, mine["allowed"].str.split(r" \| ", regex=True), strict=True))


def vectors(signals, domain, effect):
    """Every vector of substantial answers; NA is tested apart."""
    questions = asked(signals, "RoB 2", domain, effect)
    choices = [[word for word in words if word != "NA"] for words in questions.values()]
    return [dict(zip(questions, vector, strict=True)) for vector in itertools.product(*choices)]


@pytest.mark.parametrize(("domain", "effect"), rob2.RULES)
def test_every_vector_of_answers_gives_a_judgement(tables, domain, effect):
    given = {rob2.suggest(domain, answers, effect) for answers in vectors(tables.signals, domain, effect)}
    assert given == set(ORDER)


@pytest.mark.parametrize(("domain", "effect"), rob2.RULES)
def test_a_graver_answer_never_gives_a_milder_judgement(tables, domain, effect):
    for answers in vectors(tables.signals, domain, effect):
        before = ORDER.index(rob2.suggest(domain, answers, effect))
        for number, answer in answers.items():
            good = f"{effect} {number}" in YES_IS_GOOD or (effect != "adhering" and number in YES_IS_GOOD)
            scale = MILD_TO_GRAVE[::-1] if good else MILD_TO_GRAVE
            for graver in scale[scale.index(answer) + 1 :]:
                after = ORDER.index(rob2.suggest(domain, {**answers, number: graver}, effect))
                assert after >= before, (answers, number, graver)


@pytest.mark.parametrize(("domain", "effect"), rob2.RULES)
def test_probably_counts_as_certainly(tables, domain, effect):
    for answers in vectors(tables.signals, domain, effect):
        certain = {number: answer[-1] if answer != "NI" else answer for number, answer in answers.items()}
        assert rob2.suggest(domain, answers, effect) == rob2.suggest(domain, certain, effect)


RANDOM, DEVIATIONS, MISSING = "randomisation process", "deviations from intended interventions", "missing outcome data"
MEASUREMENT, SELECTION = "measurement of the outcome", "selection of the reported result"


@pytest.mark.parametrize(
    ("domain", "words", "judgement"),
    [
        (RANDOM, "1.1 NI 1.2 Y 1.3 NI", "low"),
        (RANDOM, "1.1 N 1.2 Y 1.3 N", "some concerns"),
        (RANDOM, "1.1 Y 1.2 NI 1.3 NI", "some concerns"),
        (RANDOM, "1.1 Y 1.2 NI 1.3 PY", "high"),
        (RANDOM, "1.2 PN", "high"),
        (MISSING, "3.1 NI 3.2 N 3.3 PN", "low"),
        (MISSING, "3.1 N 3.2 N 3.3 NI 3.4 PN", "some concerns"),
        (MISSING, "3.1 NI 3.2 PN 3.3 NI 3.4 NI", "high"),
        (MEASUREMENT, "4.1 NI 4.2 N 4.3 N", "low"),
        (MEASUREMENT, "4.1 N 4.2 NI 4.3 N", "some concerns"),
        (MEASUREMENT, "4.1 N 4.2 NI 4.3 Y 4.4 PN", "some concerns"),
        (MEASUREMENT, "4.1 N 4.2 N 4.3 NI 4.4 PN", "low"),
        (MEASUREMENT, "4.1 N 4.2 N 4.3 Y 4.4 NI 4.5 PN", "some concerns"),
        (MEASUREMENT, "4.1 N 4.2 PY", "high"),
        (SELECTION, "5.1 Y 5.2 N 5.3 PN", "low"),
        (SELECTION, "5.1 Y 5.2 N 5.3 NI", "some concerns"),
        (SELECTION, "5.1 NI 5.2 N 5.3 N", "some concerns"),
        (SELECTION, "5.1 Y 5.2 NI 5.3 PY", "high"),
    ],
)
def test_lines_of_the_guidance_of_22_august_2019(domain, words, judgement):
    words = words.split()
    assert rob2.suggest(domain, dict(zip(words[::2], words[1::2], strict=True))) == judgement


@pytest.mark.parametrize(
    ("effect", "words", "judgement"),
    [
        ("assignment", "2.1 N 2.2 PN 2.6 Y", "low"),
        ("assignment", "2.1 Y 2.2 N 2.3 PN 2.6 PY", "low"),
        ("assignment", "2.1 Y 2.2 N 2.3 NI 2.6 Y", "some concerns"),
        ("assignment", "2.1 N 2.2 NI 2.3 Y 2.4 NI 2.5 Y 2.6 Y", "some concerns"),
        ("assignment", "2.1 Y 2.2 Y 2.3 Y 2.4 NI 2.5 NI 2.6 Y", "high"),
        ("assignment", "2.1 N 2.2 N 2.6 NI 2.7 N", "some concerns"),
        ("assignment", "2.1 N 2.2 N 2.6 NI 2.7 NI", "high"),
        ("adhering", "2.1 N 2.2 N 2.4 NA 2.5 N", "low"),
        ("adhering", "2.1 Y 2.2 N 2.3 NA 2.4 NA 2.5 PN", "low"),
        ("adhering", "2.1 Y 2.2 N 2.3 NI 2.6 Y", "some concerns"),
        ("adhering", "2.1 N 2.2 N 2.4 N 2.5 NI 2.6 NI", "high"),
    ],
)
def test_lines_of_the_guidance_for_both_effects_of_domain_2(effect, words, judgement):
    words = words.split()
    assert rob2.suggest(DEVIATIONS, dict(zip(words[::2], words[1::2], strict=True)), effect) == judgement


def test_a_gap_where_an_answer_is_needed_gives_no_judgement():
    assert rob2.suggest(MEASUREMENT, {"4.1": "N", "4.2": "N", "4.3": "NA"}) is None
    assert rob2.suggest(DEVIATIONS, {"2.1": "N", "2.2": "N", "2.4": "NA", "2.5": "PY"}, "adhering") is None
    assert rob2.suggest("no such domain", {"4.1": "N"}) is None


@pytest.mark.parametrize(
    ("rule", "judgements", "critical", "expected"),
    [
        (rob2.overall, "low low low low low", "", "low"),
        (rob2.overall, "low some_concerns some_concerns some_concerns some_concerns", "", "some concerns"),
        (rob2.overall, "low no_information low low low", "", "some concerns"),
        (rob2.overall, "low high some_concerns low low", "", "high"),
        (rob2.overall, "no_information no_information", "", "no information"),
        (rules.robins_i, "low moderate low", "", "moderate"),
        (rules.robins_i, "moderate no_information serious", "", "serious"),
        (rules.robins_i, "critical serious", "", "critical"),
        (rules.robins_i, "low no_information", "", "no information"),
        (rules.amstar_2, "low high some_concerns", "ync", "low"),
        (rules.amstar_2, "high high low", "nny", "some concerns"),
        (rules.amstar_2, "high high high", "nny", "high"),
        (rules.amstar_2, "high high low", "yyn", "critical"),
        (rules.amstar_2, "high low no_information", "yyy", "no information"),
        (rules.amstar_2, "high no_information low", "yny", "high"),
    ],
)
def test_overall_rules(rule, judgements, critical, expected):
    words = [word.replace("_", " ") for word in judgements.split()]
    assert rule(words, [mark == "y" for mark in critical]) == expected


# --- judgements given beside judgements computed ----------------------------------------------------------------------


def appraised(*rows, tool="RoB 2"):
    frame = pd.DataFrame(rows, columns=["study_id", "domain", "judgement"])
    return frame.assign(tool=tool, basis="from abstract", rationale="Because.", rater="rater-1")[TEXT]


def answered(study, **answers):
    rows = [(study, "RoB 2", f"rob2-{name[1:].replace('_', '.')}", word) for name, word in answers.items()]
    frame = pd.DataFrame(rows, columns=["study_id", "tool", "signal_id", "answer"])
    return frame.assign(basis="from secondary page", rationale="Seen.", rater="rater-1")


CONCEALED = answered("s-a", q1_1="Y", q1_2="Y", q1_3="N")
NO_ANSWERS = CONCEALED.head(0)


def one(tables, appraisals, answers=NO_ANSWERS, **changed):
    parts = {name: changed.get(name, getattr(tables, name)) for name in ("signals", "tools", "levels")}
    return judge(appraisals, answers, **parts)


def test_a_judgement_that_differs_from_the_rule_is_kept_and_shown_with_its_reason(tables):
    rows = appraised(("s-a", RANDOM, "some concerns"))
    shown = judge_domains(rows, CONCEALED, tables.signals, tables.tools).iloc[0]
    assert (shown["computed"], shown["given"], shown["judgement"]) == ("low", "some concerns", "some concerns")
    assert (shown["differs"], shown["reason"], shown["basis"]) == (True, "Because.", "from abstract")


def test_a_judgement_that_differs_without_a_reason_is_refused(tables):
    rows = appraised(("s-a", RANDOM, "some concerns")).assign(rationale=None)
    with pytest.raises(StatisticsError, match=r"s-a.*randomisation process.*without a rationale.*'low'"):
        judge_domains(rows, CONCEALED, tables.signals, tables.tools)


def test_answers_stand_in_where_nobody_judged_and_carry_their_own_basis(tables):
    shown = judge_domains(appraised(), CONCEALED, tables.signals, tables.tools).iloc[0]
    assert (shown["judgement"], shown["basis"], shown["differs"]) == ("low", "from secondary page", False)


def test_adjudicated_rows_count_before_those_of_raters(tables):
    low = appraised(("s-a", RANDOM, "low")).assign(rater="adjudicated")
    rows = pd.concat([appraised(("s-a", RANDOM, "high")), low])
    answers = pd.concat([CONCEALED.assign(answer="N"), CONCEALED.assign(rater="adjudicated")])
    shown = judge_domains(rows, answers, tables.signals, tables.tools).iloc[0]
    assert (shown["given"], shown["computed"]) == ("low", "low")


def test_answers_for_two_effects_in_one_domain_are_refused(tables):
    answers = pd.concat([answered("s-a", q2_6="Y"), answered("s-a", q2_6="Y").assign(signal_id="rob2-adhering-2.6")])
    with pytest.raises(StatisticsError, match="adhering, assignment"):
        judge_domains(appraised(), answers, tables.signals, tables.tools)


def test_overall_row_is_taken_as_given(tables):
    rows = appraised(("s-a", RANDOM, "high"), ("s-a", "overall", "some concerns"))
    assert one(tables, rows)["judgement"].tolist() == ["some concerns"]


def test_gravest_domain_counts_without_overall_row_and_rule(tables):
    rows = appraised(("s-a", RANDOM, "low"), ("s-a", MISSING, "high"), ("s-b", RANDOM, "low"))
    assert one(tables, rows).set_index("study_id")["judgement"].to_dict() == {"s-a": "high", "s-b": "low"}


def test_no_information_is_graver_than_some_concerns(tables):
    rows = appraised(("s-a", RANDOM, "some concerns"), ("s-a", MISSING, "no information"))
    assert one(tables, rows)["judgement"].item() == "no information"


def test_the_graver_of_two_tools_counts(tables):
    case_report = appraised(("s-a", "overall", "high"), tool="JBI case report")
    rows = pd.concat([appraised(("s-a", "overall", "low")), case_report])
    assert one(tables, rows)[["tool", "judgement"]].to_numpy().tolist() == [["JBI case report", "high"]]


def test_no_appraisal_gives_no_row(tables):
    assert one(tables, appraised()).empty


def test_a_judgement_without_rank_is_refused(tables):
    with pytest.raises(StatisticsError, match="'dreadful', which has no rank"):
        one(tables, appraised(("s-a", RANDOM, "dreadful")))


def test_a_new_tool_with_new_levels_is_rows_and_no_code(tables):
    tools = pd.DataFrame({"tool": "Pig scale", "domain": ["feed", "overall"], "critical": "no", "position": [1, 2]})
    levels = pd.DataFrame({"level": ["clean", "muddy"], "rank": [1, 2]})
    rows = appraised(("s-a", "feed", "muddy"), ("s-b", "feed", "muddy"), ("s-b", "overall", "clean"), tool="Pig scale")
    shown = one(tables, rows, tools=tools, levels=levels)
    assert shown["judgement"].tolist() == ["muddy", "clean"]
    assert shown["computed"].isna().all()


# --- the first case ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def review(tables):
    return evidence.assess(tables)


def test_every_trial_has_every_answer_that_its_tool_needs(tables, review):
    domains = review.risk_of_bias_by_domain
    trials = domains[domains["tool"].eq("RoB 2")]
    assert trials["study_id"].nunique() == 9
    assert trials["computed"].notna().all()
    assert set(tables.answers["study_id"]) == set(domains[domains["tool"].isin(["RoB 2", "ROBINS-I"])]["study_id"])


def test_a_question_that_is_not_reached_has_no_answer(tables):
    answers = tables.answers.set_index(["study_id", "signal_id"])["answer"]
    for study, mine in answers.groupby("study_id"):
        words = mine.droplevel("study_id").to_dict()
        if "rob2-1.1" in words:
            assert ("rob2-2.7" in words) is (words["rob2-2.6"] not in ("Y", "PY")), study
            assert ("rob2-3.2" in words) is (words["rob2-3.1"] not in ("Y", "PY")), study
            assert ("rob2-4.4" in words) is (words["rob2-4.3"] not in ("N", "PN")), study


def test_the_rule_reads_the_silence_of_abstracts_as_high_risk_and_the_judgements_given_say_otherwise(review):
    trials = review.risk_of_bias[review.risk_of_bias["tool"].eq("RoB 2")]
    assert set(trials["computed"]) == {"high"}
    assert set(trials["judgement"]) == {"some concerns"}
    assert trials["reason"].notna().all()


def test_what_tools_csv_says_of_silence_is_what_the_rules_do(tables):
    meaning = tables.tools.set_index(["tool", "domain"])["meaning"]
    for domain, effect in rob2.RULES:
        if effect != "adhering":
            words = asked(tables.signals, "RoB 2", domain, effect or "assignment")
            silent = {number: "NI" if "NI" in allowed else "N" for number, allowed in words.items()}
            assert f"its rule gives {rob2.suggest(domain, silent, effect)})" in meaning["RoB 2", domain]


def test_two_levels_of_one_tool_never_share_a_symbol(tables):
    symbol = tables.levels.set_index("level")["symbol"]
    for tool, rows in tables.tools.groupby("tool"):
        used = set(" | ".join(rows["levels"]).split(" | "))
        assert symbol[sorted(used)].is_unique, tool
