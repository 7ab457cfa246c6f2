import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import evidence
from evidence.annotation import COLUMNS, blocks, locate, plain_text, segments, spans, uncovered
from evidence.errors import EvidenceError


@pytest.fixture
def moon(tiny):
    """The tables of the tiny review, the text of its article and the places of its claims."""
    tables = evidence.load(tiny)
    return tables, tables.texts["a1"], spans(tables.claims, tables.texts["a1"])


def places(*rows: tuple[str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS)


# --- places -----------------------------------------------------------------------------------------------------------


def test_locate_gives_the_place_of_the_words():
    text, _ = plain_text("Pigs *fly*. Pigs sing.")
    start, end = locate(text, "Pigs fly")
    assert text[start:end] == "Pigs fly"


@pytest.mark.parametrize(("quotation", "says"), [("Cows fly", "0 times"), ("Pigs", "2 times"), ("", "0 times")])
def test_locate_refuses_what_does_not_occur_once(quotation, says):
    with pytest.raises(EvidenceError, match=says):
        locate("Pigs fly. Pigs sing.", quotation)


def test_every_claim_stands_where_its_quotation_is(moon):
    tables, text, frame = moon
    quoted = tables.claims.set_index("claim_id")["quotation"]
    assert sorted(frame["claim_id"]) == sorted(quoted.index)
    assert [text[row.start : row.end] for row in frame.itertuples()] == [quoted[i] for i in frame["claim_id"]]
    assert frame["start"].is_monotonic_increasing


def test_of_two_quotations_that_begin_together_the_longer_comes_first(moon):
    *_, frame = moon
    assert frame["claim_id"].tolist()[2:4] == ["c04", "c03"]


def test_spans_without_claims_is_an_empty_frame_with_its_columns():
    frame = spans(pd.DataFrame({"claim_id": [], "quotation": []}, dtype="str"), "Pigs fly.")
    assert list(frame.columns) == COLUMNS
    assert frame.empty


# --- pieces -----------------------------------------------------------------------------------------------------------


def shown(pieces) -> list[tuple]:
    return [(piece.text, piece.claim_ids, piece.emphasis) for piece in pieces]


def test_overlapping_quotations_are_cut_where_they_overlap():
    frame = places(("c1", 0, 6), ("c2", 4, 9))
    assert shown(segments("abcdefghij", frame)) == [
        ("abcd", ("c1",), ()),
        ("ef", ("c1", "c2"), ()),
        ("ghi", ("c2",), ()),
        ("j", (), ()),
    ]


def test_adjacent_quotations_stay_two_pieces():
    assert shown(segments("abcd", places(("c1", 0, 2), ("c2", 2, 4)))) == [("ab", ("c1",), ()), ("cd", ("c2",), ())]


def test_of_nested_quotations_the_outer_comes_first_and_equal_ones_go_by_id():
    frame = places(("c3", 1, 2), ("c2", 0, 3), ("c1", 0, 3))
    assert [piece.claim_ids for piece in segments("abc", frame)] == [("c1", "c2"), ("c1", "c2", "c3"), ("c1", "c2")]


def test_emphasis_and_quotation_are_independent():
    pieces = segments("abcdef", places(("c1", 1, 4)), [(0, 2, "bold"), (0, 3, "italic")])
    assert shown(pieces) == [
        ("a", (), ("bold", "italic")),
        ("b", ("c1",), ("bold", "italic")),
        ("c", ("c1",), ("italic",)),
        ("d", ("c1",), ()),
        ("ef", (), ()),
    ]


def test_a_quotation_over_two_paragraphs_is_cut_between_them():
    pieces = segments("one\ntwo", places(("c1", 1, 6)))
    assert [(piece.text, piece.paragraph, piece.claim_ids) for piece in pieces] == [
        ("o", 0, ()),
        ("ne\n", 0, ("c1",)),
        ("tw", 1, ("c1",)),
        ("o", 1, ()),
    ]


def test_paragraphs_can_be_given():
    assert [piece.paragraph for piece in segments("abcd", places(), paragraphs=[(0, 1), (1, 4)])] == [0, 1]


def test_the_pieces_of_the_tiny_article_are_the_article(moon):
    tables, text, frame = moon
    pieces = segments(text, frame, tables.emphasis["a1"])
    assert "".join(piece.text for piece in pieces) == text
    assert {claim for piece in pieces for claim in piece.claim_ids} == set(tables.claims["claim_id"])
    journal = next(piece for piece in pieces if piece.text == "Journal of Improbable Husbandry")
    assert (journal.claim_ids, journal.emphasis, journal.paragraph) == (("c04", "c03"), ("italic",), 1)


@st.composite
def annotated(draw):
    """A text with emphasis and any number of overlapping, adjacent, nested or equal quotations."""
    text, emphasis = plain_text(draw(st.text(alphabet="ab *\n“é😀", max_size=50)))
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    pairs = [pair for pair in draw(st.lists(ends, max_size=8)) if pair[0] < pair[1]]
    return text, places(*((f"c{number}", *pair) for number, pair in enumerate(pairs))), emphasis


@settings(max_examples=300, deadline=None, derandomize=True)
@given(annotated())
def test_pieces_joined_are_the_text_and_each_says_what_covers_it(case):
    text, frame, emphasis = case
    pieces = segments(text, frame, emphasis)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text == text[piece.start : piece.end] != "" for piece in pieces)
    for place in range(len(text)):
        piece = next(piece for piece in pieces if piece.start <= place < piece.end)
        assert set(piece.claim_ids) == {row.claim_id for row in frame.itertuples() if row.start <= place < row.end}
        assert set(piece.emphasis) == {kind for start, end, kind in emphasis if start <= place < end}


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="ab \t\n", max_size=30))
def test_blocks_follow_each_other_and_cover_the_text(text):
    assert "".join(text[start:end] for start, end in blocks(text)) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one\ntwo\n", ["one\n", "two\n"]),
        ("one,\nstill one\n\ntwo\n", ["one,\nstill one\n\n", "two\n"]),
        ("one\n\n", ["one\n\n"]),
        ("", []),
    ],
)
def test_blank_lines_part_paragraphs_where_there_are_any_else_every_line_does(text, parts):
    assert [text[start:end] for start, end in blocks(text)] == parts


# --- what nobody claims -----------------------------------------------------------------------------------------------


def test_uncovered_lists_the_sentences_that_no_quotation_touches(moon):
    _, text, frame = moon
    rest = uncovered(text, frame)
    assert len(rest) == 8
    assert "Start with one slice a day." in rest["sentence"].tolist()
    assert "Moon cheese never causes hiccups." not in rest["sentence"].tolist()
    assert [text[row.start : row.end] for row in rest.itertuples()] == rest["sentence"].tolist()


def test_a_quotation_of_one_letter_covers_its_sentence_and_no_other():
    text = "Pigs fly. Cows moo."
    assert uncovered(text, places(("c1", 10, 11)))["sentence"].tolist() == ["Pigs fly."]
    assert uncovered(text, places(("c1", 9, 10)))["sentence"].tolist() == ["Pigs fly.", "Cows moo."]


def test_without_claims_everything_is_uncovered():
    assert uncovered("Pigs fly. Cows moo.", places())["sentence"].tolist() == ["Pigs fly.", "Cows moo."]
