"""What would change a verdict is found by changing it, one thing or two at a time; nothing is turned round."""

from dataclasses import fields, replace
from itertools import combinations
from math import comb

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import evidence
from evidence import vocabulary as words
from evidence.certainty import Departure, Row
from evidence.review.cases import cases
from evidence.review.changes import change_words, robustness
from evidence.thresholds import PooledThresholds, Thresholds
from evidence.verdicts import IN_HAND, Case, Flipped, Measured, Move, Stated, evaluate, flip, flips
from evidence.verdicts import KINDS as KINDS_OF_FLIPS
from evidence.verdicts.whatif import NEW, SOURCE, told, with_new, with_source, without

DIRECT = dict.fromkeys(words.DOMAINS_OF_DIRECTNESS, "direct")


def row(study, bearing="for", **cells):
    made = Row(f"l-{study}", "q", study, study, study, "cohort", "people", bearing, label=study, seen="abstract")
    return made._replace(**(DIRECT | cells))


def case(*rows, kind="cause", wording="plain", **cells):
    counted = tuple(each for each in rows if each.bearing in words.COUNTED_BEARINGS)
    return Case(kind, wording, words.SCALES[kind], rows=rows, question=counted, **cells)


def moving(flipped):
    return {(move.what, move.becomes) for move in flipped.singles if move.moves}


def test_one_study_that_a_verdict_hangs_on_is_named():
    assert ("without s-1", "unsupported") in moving(flip(case(row("s-1"))))


def test_two_studies_that_only_together_carry_a_verdict_are_found_as_a_pair():
    flipped = flip(case(row("s-1"), row("s-2")))
    assert not any(what.startswith("without") for what, _ in moving(flipped))
    assert "without s-1 and without s-2" in {pair.what for pair in flipped.pairs}


def test_a_study_left_out_takes_all_its_rows_and_numbers_with_it():
    rows = (row("s-1", evidence_id="e-1"), row("s-1", evidence_id="e-2"), row("s-2"))
    numbers = (Measured("e-1", "s-1", 30.0), Measured("e-9", "s-2", 10.0))
    left = without(case(*rows, numbers=numbers), "s-1")
    assert {each.study_id for each in (*left.rows, *left.question, *left.numbers)} == {"s-2"}


def test_a_document_without_a_study_is_left_out_by_its_own_id():
    document = row("g-1", study_id=None, evidence_id="g-1", status="approved")
    assert without(case(document, kind="regulation"), "g-1").rows == ()


def test_opinion_has_nothing_to_flip():
    assert flip(case(kind="opinion")) == Flipped((), (), 0)


def test_source_found_lifts_an_untraceable_claim_no_further_than_its_unknown_design_allows():
    claimed = Stated("share of people", 78, None, "=")
    lost = case(kind="effect", named=True, rests_on_source=True, searched=("not found",), stated=claimed)
    assert evaluate(lost).verdict == "untraceable"
    found = evaluate(with_source(lost))
    assert (found.verdict, found.judged.certainty) == ("partly supported", "very low")
    exists = case(kind="existence", named=True, rests_on_source=True, searched=("not found",))
    assert evaluate(with_source(exists)).verdict == "supported"


def test_source_that_says_otherwise_is_offered_as_saying_so_and_a_found_one_is_not_found_again():
    kinds = {"named": True, "searched": ("found",)}
    assert "source found" in {f.kind for f in flips(case(source_bearings=("against",), **kinds))}
    assert "source found" not in {f.kind for f in flips(case(source_bearings=("for",), **kinds))}
    assert "source found" not in {f.kind for f in flips(case())}


def test_certainty_moves_one_step_and_not_beyond_the_ends():
    top = case(row("s-1"), row("s-2", design="guidance"), row("s-3", design="guidance"))
    assert evaluate(top).judged.certainty == "high"
    assert [f.what for f in flips(top) if f.kind == "certainty"] == ["certainty one step lower"]
    assert not [f for f in flips(case()) if f.kind == "certainty"]


def test_higher_certainty_is_higher_and_lower_is_lower():
    middle = case(row("s-1"))
    steps = {f.what: evaluate(f.changed(middle)).judged.certainty for f in flips(middle) if f.kind == "certainty"}
    assert steps == {"certainty one step higher": "high", "certainty one step lower": "low"}
    bottom = case(row("s-1", direct=False))
    assert [f.what for f in flips(bottom) if f.kind == "certainty"] == ["certainty one step higher"]


def test_certainty_of_what_does_not_bear_on_the_claim_is_not_moved():
    shared = replace(case(row("s-1")), rows=())  # another claim brought it to the question
    assert evaluate(shared).judged.certainty == words.NOT_RATED
    assert not [f for f in flips(shared) if f.kind == "certainty"]


def test_every_threshold_is_halved_and_doubled():
    offered = [f for f in flips(case(row("s-1"), kind="effect")) if f.slot == "threshold information_size"]
    assert [f.what.split()[0] for f in offered] == ["200", "800"]
    assert [f.changed(case()).thresholds.information_size for f in offered] == [200, 800]


def slots(one):
    return {f.slot.removeprefix("threshold ") for f in flips(one) if f.kind == "threshold"}


def test_only_thresholds_that_a_rule_of_the_claim_reads_are_tried():
    number, span = (Stated("percent change", 30, high, bound) for high, bound in ((None, "="), (60, "between")))
    measured = (Measured("e-1", "s-1", 20.0),)
    assert slots(case(row("s-1"))) == {"plain words", "authorities"}
    assert slots(case(row("s-1"), wording="causal")) == {"authorities"}
    assert slots(case(row("s-1"), kind="mechanism")) == {"plain words"}
    assert slots(case(kind="effect")) == set()
    assert slots(case(row("s-1"), kind="effect", stated=number)) == {"plain words", "information_size"}
    with_number = case(row("s-1"), kind="effect", stated=number, numbers=measured)
    assert slots(with_number) == {"plain words", "information_size", "tolerance"}
    with_range = case(row("s-1"), kind="course", stated=span, numbers=measured)
    assert slots(with_range) == {"plain words", "authorities", "tolerance", "share_inside"}


def test_every_threshold_is_read_by_somebody():
    read = {field.metadata["read_by"] for field in (*fields(Thresholds), *fields(PooledThresholds))}
    assert read == {"GRADE", "convergence of sources", "number", "range"}


def test_plain_words_that_need_high_certainty_lose_support_at_moderate():
    one = case(row("s-1"))
    assert (evaluate(one).judged.certainty, evaluate(one).verdict) == ("moderate", "supported")
    assert ("plain words needing high certainty, not moderate", "partly supported") in moving(flip(one))


def test_two_values_of_one_threshold_are_no_pair():
    one = case(row("s-1"), wording="causal")
    flipped = flip(one)
    assert flipped.pairs_tried > 0
    still = [f for f in flips(one) if evaluate(f.changed(one)).verdict == evaluate(one).verdict]
    assert flipped.pairs_tried == sum(a.slot != b.slot for a, b in combinations(still, 2)) < comb(len(still), 2)


def test_a_new_study_agrees_or_disagrees_and_a_trial_comes_in_two_sizes():
    def offered(kind, **cells):
        return [f for f in flips(case(kind=kind, **cells)) if f.kind == "new study"]

    assert len(offered("effect")) == 4
    assert [f.what.split(" people")[0] for f in offered("effect")[::2]] == [
        *("a new randomised trial of 100", "a new randomised trial of 500")
    ]
    assert {f.what for f in offered("mechanism")} == {
        *("a new study in people with the very condition that agrees",),
        *("a new study in people with the very condition that disagrees",),
    }
    assert offered("existence") == []


def test_a_new_trial_finds_the_number_claimed_or_no_effect():
    claimed = case(kind="effect", stated=Stated("percent change", 30, None, "up to"))
    agrees, disagrees = [f.changed(claimed) for f in flips(claimed) if f.kind == "new study"][:2]
    assert [result.number for result in (*agrees.numbers, *disagrees.numbers)] == [30, 0]
    assert (evaluate(agrees).number, evaluate(disagrees).number) == ("fits", "too strong")
    assert [each.bearing for each in (*agrees.rows, *disagrees.rows)] == ["for", "against"]
    assert agrees.rows == agrees.question
    plain = next(f for f in flips(case(kind="effect")) if f.kind == "new study").changed(case(kind="effect"))
    assert plain.numbers == ()


@pytest.mark.parametrize("high", [6, None])
def test_a_new_study_that_disagrees_on_a_time_finds_three_times_the_time(high):
    claimed = Stated("time to result", 3, high, "between" if high else "=")
    assert (told(claimed, "for"), told(claimed, "against")) == (3, 3 * (high or 3))


def test_a_new_trial_can_be_judged_at_full_certainty():
    empty = case(kind="effect", wording="causal")
    becomes = {f.what: evaluate(f.changed(empty)) for f in flips(empty) if f.kind == "new study"}
    levels = [finding.judged.certainty for finding in becomes.values()]
    assert levels == ["moderate", "moderate", "high", "high"]
    assert {finding.verdict for finding in becomes.values()} == {"partly supported", "supported", "contradicted"}
    frequency = case(kind="frequency")
    new = next(f for f in flips(frequency) if f.kind == "new study").changed(frequency)
    assert evaluate(new).judged.certainty == "low"  # a count of people at risk


def test_a_new_document_comes_from_the_authority_that_spoke_most():
    documents = [row(f"g-{i}", "against", source=who, date="2025") for i, who in enumerate(("EMA", "FDA", "FDA"))]
    ruled = case(*documents, kind="regulation")
    new = next(f for f in flips(ruled) if f.what.endswith("that agrees")).changed(ruled)
    assert (new.rows[-1].source, new.question[-1].source) == ("FDA", "FDA")
    assert evaluate(new).judged.agreement == "mixed"  # the EMA still stands against it
    assert with_new(case(kind="regulation"), documents[1], None).rows[-1].source == "FDA"
    cause = case(*documents)
    assert next(f for f in flips(cause) if f.kind == "new study").changed(cause).rows[-1].source == NEW


def test_a_found_source_counts_as_a_study_only_where_the_claim_rests_on_it():
    attributed = case(named=True, searched=("not found",))
    assert with_source(attributed).rows == ()
    assert (with_source(attributed).searched, with_source(attributed).source_bearings) == (("found",), ("for",))
    resting = with_source(replace(attributed, rests_on_source=True, stated=Stated("share of people", 78, None, "=")))
    assert [each.seen for each in resting.rows] == ["abstract"]
    assert [result.number for result in resting.numbers] == [78]
    assert with_source(replace(attributed, rests_on_source=True)).numbers == ()


def test_only_what_counts_or_was_measured_is_left_out():
    rows = (row("s-2"), row("s-1", label=""), row("s-3", "silent"), row("s-4", "context"))
    claimed = case(*rows, numbers=(Measured("e", "s-4", 9.0, "context"),))
    assert [f.what for f in flips(claimed) if f.kind == "left out"] == ["without s-1", "without s-2", "without s-4"]
    shared = replace(case(row("s-5")), rows=())
    assert [f.what for f in flips(shared) if f.kind == "left out"] == ["without s-5"]


def test_flips_come_in_the_order_of_their_kinds():
    claimed = case(row("s-1"), named=True)
    assert list(dict.fromkeys(f.kind for f in flips(claimed))) == list(KINDS_OF_FLIPS)
    assert IN_HAND == ("left out", "certainty", "threshold")


def test_a_halved_threshold_is_really_used():
    people = case(row("s-1", design="randomised trial", risk_of_bias="low", n=300), kind="effect", wording="causal")
    assert evaluate(people).verdict == "partly supported"
    assert ("200 in place of 400 people at or below which evidence without a pooled estimate is imprecise") in {
        what for what, _ in moving(flip(people))
    }


def test_a_newer_document_of_an_authority_replaces_its_older_ones():
    old = row("g-1", "against", source="FDA", date="2019", status="approval required and none seen")
    new = row("g-2", "for", source="FDA", date="2025", status="approved")
    other = row("g-3", "against", source="EMA", date="2018", status="approval required and none seen")
    assert evaluate(case(old, new, kind="regulation")).judged.agreement == "for"
    assert evaluate(case(old, new, other, kind="regulation")).judged.agreement == "mixed"
    undated = old._replace(date=None)
    assert evaluate(case(undated, new, kind="regulation")).judged.agreement == "for"
    assert evaluate(case(old, new)).judged.agreement == "mixed"  # only documents replace each other


# --- one case judged --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("domain", ["population", "intervention", "outcome"])
def test_evidence_that_is_far_in_one_row_makes_the_claim_go_further_than_it(domain):
    far = row("s-1", direct=False, **{domain: "indirect"})
    near = row("s-2", direct=False, comparator="indirect")
    assert evaluate(case(far, near)).judged.calibration == "wrong population, product or time"
    assert evaluate(case(near, wording="hedged")).judged.calibration == "wording too strong"


def test_evidence_against_is_of_first_hand_where_any_of_it_is():
    told_of = row("s-1", "against", first_hand=False)
    seen = row("s-2", "against")
    assert not evaluate(case(told_of)).judged.against_first_hand
    assert evaluate(case(seen)).judged.against_first_hand
    assert not evaluate(case(row("s-2"))).judged.against_first_hand
    far = [row("s-1", "against", direct=False, first_hand=False), row("s-2", "against", direct=False)]
    assert not evaluate(case(*far)).judged.against_first_hand


def test_certainty_is_that_of_the_question_and_kept_beside_what_the_rules_propose():
    judged = evaluate(case(row("s-1"), departure=Departure(levels=("moderate", "low")), shift=-1))
    assert (judged.certainty_proposed, judged.judged.certainty) == ("moderate", "very low")
    nothing = evaluate(case(row("s-1", "silent")))
    assert (nothing.certainty_proposed, nothing.judged.certainty) == (words.NOT_RATED, words.NOT_RATED)


def test_an_absolute_question_has_the_certainty_of_the_cases_against_it():
    rows = (row("s-1"), row("s-2", "against", first_hand=False, seen="secondary page"))
    absolute = case(*rows, wording="absolute", absolute_question=True)
    assert evaluate(absolute).judged.certainty == "low"
    assert [each.label for each in evaluate(absolute).deciding] == ["s-2"]


# --- on the real review -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def each(review):
    by_rule = {name: Departure() for name in review.tables.questions["question_id"]}
    return cases(review.tables, review.evidence, review.numbers, by_rule)


def test_verdict_of_the_chain_is_that_of_the_case(review):
    told = review.robustness.set_index("claim_id")["verdict"]
    assert told.equals(review.claims.set_index("claim_id")["verdict"].loc[told.index])
    assert len(told) == len(review.judged)


def test_changed_copies_add_only_what_is_new_and_turn_no_link_round(each):
    for one in each.values():
        before = {r.link_id: r for r in (*one.rows, *one.question)}
        for change in flips(one):
            after = change.changed(one)
            for r in (*after.rows, *after.question):
                assert r.link_id in (NEW, SOURCE) or r == before[r.link_id]


@pytest.mark.parametrize("study_id", ["s-amini-2025", "s-bento-2025", "s-billero-2018"])
def test_leaving_a_study_out_gives_what_the_whole_chain_gives_without_its_rows(repo, each, study_id):
    """Judged by rule alone: a rating was made with the study in view, so it would not be made without it."""
    tables = evidence.load(repo / "data")
    of_study = set(tables.results.loc[tables.results["study_id"].eq(study_id), "result_id"])
    links = tables.links
    gone = links["study_id"].eq(study_id) | links["result_id"].isin(of_study)
    thin = replace(tables, links=links[~gone], ratings=tables.ratings.head(0))
    whole = evidence.assess(thin).claims.set_index("claim_id")["verdict"]
    for claim_id, one in each.items():
        assert evaluate(without(one, study_id)).verdict == whole[claim_id], claim_id


def test_pairs_are_told_only_where_neither_alone_moves_the_verdict(review):
    singles = review.flips[review.flips["size"].eq(1)].set_index(["claim_id", "what"])["becomes"]
    verdict = review.claims.set_index("claim_id")["verdict"]
    pairs = review.flips[review.flips["size"].eq(2)]
    assert len(pairs) > 0
    for pair in pairs.itertuples():
        assert pair.becomes != pair.verdict
        known = [what for what in singles[pair.claim_id].index if what in pair.what]
        assert all(singles[pair.claim_id, what] == verdict[pair.claim_id] for what in known)


def test_every_pair_was_tried(each):
    one = each["c37"]
    offered, before = flips(one), evaluate(each["c37"]).verdict
    alone = [f for f in offered if evaluate(f.changed(one)).verdict == before]
    apart = [(a, b) for a, b in combinations(alone, 2) if a.slot != b.slot]
    found = {f"{a.what} and {b.what}" for a, b in apart if evaluate(b.changed(a.changed(one))).verdict != before}
    flipped = flip(one)
    assert flipped.pairs_tried == len(apart)
    assert {pair.what for pair in flipped.pairs} == found


def test_most_fragile_claims_come_first_and_counts_add_up(review):
    told = review.robustness
    assert told["fragility"].is_monotonic_decreasing
    singles = review.flips[review.flips["size"].eq(1)]
    moved = singles[singles["becomes"].ne(singles["verdict"])]
    assert told["moving"].sum() == len(moved)
    assert told["in_hand_moving"].sum() == moved["kind"].isin(IN_HAND).sum()
    assert told["left_out"].sum() == singles["kind"].eq("left out").sum()


def test_words_name_the_changes_or_say_that_none_was_found():
    stays = Move(1, "certainty", "certainty one step higher", "supported", "supported", "")
    falls = Move(1, "left out", "without s-1", "supported", "unsupported", "")
    pair = Move(2, "left out and left out", "without s-1 and without s-2", "supported", "unsupported", "")
    rule = "direct evidence agrees and the words fit"
    assert change_words(Flipped((stays, falls), (), 0), rule) == "Unsupported: without s-1. (1 of 2 single changes.)"
    assert "1 of 3 pairs would. Unsupported: without s-1 and without s-2." in change_words(
        Flipped((stays,), (pair,), 3), rule
    )
    assert "no set of two (3 tried)" in change_words(Flipped((stays,), (), 3), rule)


def test_robustness_leaves_out_what_is_not_judged():
    assert robustness({"c01": Flipped((), (), 0)}).empty


# --- order ------------------------------------------------------------------------------------------------------------

DESIGNS = ("cohort", "randomised trial", "guidance", "case series")
rows = st.lists(
    st.builds(
        lambda name, bearing, far, hand, seen, design: row(
            f"s-{name}", bearing, direct=not far, population="indirect" if far else "direct", first_hand=hand,
            seen=seen if hand else "secondary page", design=design, risk_of_bias="low", n=300,
        ),
        st.integers(0, 3), st.sampled_from(words.BEARINGS), st.booleans(), st.booleans(),
        st.sampled_from(words.SEEN_FIRST_HAND), st.sampled_from(DESIGNS),
    ),
    max_size=5,
)  # fmt: skip
KINDS = [kind for kind in words.KINDS if kind not in ("opinion", "existence")]


def place(verdict):
    return words.VERDICT_ORDER.index(verdict)


@settings(max_examples=100)
@given(rows, st.sampled_from(KINDS))
def test_stronger_words_never_get_a_kinder_verdict(found, kind):
    verdicts = [place(evaluate(case(*found, kind=kind, wording=wording)).verdict) for wording in words.WORDINGS]
    assert verdicts == sorted(verdicts, reverse=True)


@settings(max_examples=100)
@given(rows, st.sampled_from(KINDS), st.sampled_from(words.WORDINGS))
def test_less_certainty_never_makes_a_verdict_more_decided(found, kind, wording):
    one = case(*found, kind=kind, wording=wording)
    before, after = evaluate(one).verdict, evaluate(replace(one, shift=-1)).verdict
    allowed = {"supported": {"supported", "partly supported"}, "contradicted": {"contradicted", "unsupported"}}
    assert after in allowed.get(before, {before})


@settings(max_examples=100)
@given(rows, st.sampled_from(KINDS), st.sampled_from(words.WORDINGS))
def test_one_more_direct_source_against_is_never_kinder(found, kind, wording):
    """On a question of its own: beside a plain claim, an absolute one has the certainty of the disagreement."""
    one = case(*found, kind=kind, wording=wording, absolute_question=wording == "absolute")
    against = next(f for f in flips(one) if f.kind == "new study" and f.what.endswith("disagrees"))
    assert place(evaluate(against.changed(one)).verdict) <= place(evaluate(one).verdict)


def test_frame_of_flips_names_what_was_tried(review):
    assert isinstance(review.flips, pd.DataFrame)
    assert set(review.flips["size"]) == {1, 2}
    assert review.flips.groupby("claim_id").size().index.tolist() == sorted(review.judged["claim_id"])
