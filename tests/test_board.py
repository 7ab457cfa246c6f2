"""The board without a browser: what a reviewer sees, saves, takes back and is told; what stands in without a kernel."""

import dataclasses
import html
import re
import shutil

import pytest

from evidence import decisions
from evidence import vocabulary as words
from evidence.board import FILTERS, Board
from evidence.board.page import claim_page, passage
from evidence.board.view import VIEW
from evidence.errors import EvidenceError

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=x()>[x](javascript:x()) =1+1 \\n {{ 7*7 }}"
HOSTILE += "\u202e\u200b\n| `x` $x$ #x"


@pytest.fixture
def board(tiny):
    return Board(tiny, reviewer="rater-1")


@pytest.fixture(scope="module")
def real(repo):
    """Somebody who looks at the first case, blind, and who decides nothing."""
    return Board(repo / "data", reviewer="rater-1").sitting


@pytest.fixture
def log(tiny):
    """The log on the disk, as it is when asked."""
    return lambda: decisions.read(tiny / "decisions.csv").fillna("")


def shown(board) -> str:
    """What the claim says to a reader."""
    return html.unescape(re.sub(r"<[^>]+>", " ", board.face.shown["html"]))


def sends(board, do, **more) -> None:
    """What the browser would send."""
    board._heard(board.face, {"do": do, **more}, [])


def both_decide(tiny, first="supported", second="unsupported"):
    """Two reviewers decide on the claim that comes first; gives its id."""
    claim = ""
    for reviewer, verdict in (("rater-1", first), ("rater-2", second)):
        one = Board(tiny, reviewer=reviewer)
        claim = claim or one.claim_id
        one.go(claim)
        one.save(verdict, f"As {reviewer} sees it.")
    return claim


def test_a_board_opens_on_a_log_with_a_torn_row_and_mends_it(tiny, log):
    path = tiny / "decisions.csv"
    path.write_bytes(path.read_bytes() + b"019ab2c4-7d00-7000-8000-000000000000,c04,rat")
    board = Board(tiny, reviewer="rater-1")
    assert board.fault == ""
    board.save("supported", "Seen.")
    assert "cut off the log" in board.face.shown["told"]
    assert len(log()) == 1


def test_a_log_of_another_name_is_no_table_that_was_changed(tiny, monkeypatch):
    path = tiny / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace("decisions.csv", "log/said.csv"), encoding="utf-8")
    (tiny / "log").mkdir()
    (tiny / "decisions.csv").rename(tiny / "log" / "said.csv")
    board, other = Board(tiny, reviewer="rater-1"), Board(tiny, reviewer="rater-2")
    assert board.fault == ""
    board.save("supported", "Seen.")
    monkeypatch.setattr(other.sitting, "_set_up", lambda: pytest.fail("the tables were read again"))
    other.save("supported", "Seen, too.")
    assert len(decisions.read(tiny / "log" / "said.csv")) == 2


# --- what is seen -----------------------------------------------------------------------------------------------------


def test_it_opens_on_the_claim_that_the_desk_would_give_first(board):
    queue = board.queue
    first = decisions.to_decide(queue.shown, queue.log, "rater-1").iloc[0]
    assert board.claim_id == first["claim_id"]
    assert board.face.shown["progress"] == "0 of 10 decided by rater-1, 10 waiting; 0 of 10 settled."


def test_the_sentence_stands_in_its_paragraph_with_its_words_marked(board):
    tables = board.sitting.bench.tables
    for claim in tables.claims.itertuples():
        before, quoted, after = passage(tables, claim.claim_id)
        assert quoted == claim.quotation
        assert before + quoted + after in tables.texts[claim.article_id]
    assert "<mark>Moon cheese never causes hiccups</mark>" in claim_page(board.sitting, "c08")


def test_every_row_for_and_against_is_there_once_with_its_link(review, real):
    for claim in review.judged["claim_id"]:
        page, card = claim_page(real, claim), real.cards[claim]
        cited = re.findall(r'class="cites" value="([^"]+)"', page)
        assert sorted(cited) == sorted(row.link_id for row in [*card.counted, *card.silent, *card.leads])
        assert all(f'href="{html.escape(link.address)}"' in page for row in card.counted for link in row.links)
        assert card.judged["found"] in html.unescape(page)


def test_a_blind_page_says_nothing_of_what_the_rules_propose(review, real, repo):
    seeing = Board(repo / "data", reviewer="rater-1", open=True).sitting
    for claim in review.judged.itertuples():
        page = claim_page(real, claim.claim_id)
        assert "The verdict rests on it" not in page
        assert "data-verdict" not in page
        assert f"certainty {claim.certainty}" not in page
        assert f'data-verdict="{claim.verdict}"' in claim_page(seeing, claim.claim_id)


def test_the_order_of_a_blind_page_does_not_tell_which_rows_decide(board):
    sitting = board.sitting
    for claim, card in sitting.cards.items():
        if claim not in set(sitting.queue.shown["claim_id"]):
            continue
        page = claim_page(sitting, claim)
        turned = [dataclasses.replace(row, decides=not row.decides) for row in reversed(card.counted)]
        sitting.cards[claim] = dataclasses.replace(card, counted=turned)
        assert claim_page(sitting, claim) == page


def test_rows_that_decide_come_first_where_the_proposal_is_shown(tiny):
    sitting = Board(tiny, reviewer="rater-1", open=True).sitting
    page = claim_page(sitting, "c01")
    deciding = [row.link_id for row in sitting.cards["c01"].counted if row.decides]
    assert deciding
    assert page.count("The verdict rests on it") == len(deciding)


def test_what_another_said_shows_only_after_this_reviewer_has_decided(tiny, board):
    claim = board.claim_id
    other = Board(tiny, reviewer="rater-2")
    other.save("untraceable", "Nobody has seen it.")
    board.go(claim)
    assert "Nobody has seen it" not in shown(board)
    board.save("supported", "I have seen it.")
    board.go(claim)
    assert "Nobody has seen it" in shown(board)
    assert "Rules propose" in shown(board)
    assert "hidden" not in shown(board)


def test_open_shows_proposal_and_others_at_once(tiny):
    claim = both_decide(tiny)
    third = Board(tiny, reviewer="rater-3", open=True)
    third.go(claim)
    assert "As rater-2 sees it." in shown(third)
    assert third.queue.shown["proposal"].isin(words.VERDICTS).all()


# --- deciding ---------------------------------------------------------------------------------------------------------


def test_a_decision_is_a_row_and_the_next_claim_is_shown(board, log):
    waiting = list(board.queue.claims("waiting for me")["claim_id"])
    cited = next(row.link_id for row in board.sitting.cards[waiting[0]].counted)
    said = {"verdict": "contradicted", "reason": "It does.", "severity": "low", "cited": [cited], "flag": "look again"}
    sends(board, "save", claim_id=waiting[0], **said)
    (row,) = log().to_dict("records")
    assert [row[name] for name in ("claim_id", "reviewer", "verdict", "reason", "severity", "evidence", "flag")] == [
        waiting[0], "rater-1", "contradicted", "It does.", "low", cited, "look again",
    ]  # fmt: skip
    assert row["proposal"]
    assert row["basis"]
    assert board.claim_id == waiting[1]
    assert board.face.shown["done"] == waiting[0]
    assert board.face.shown["told"].startswith(f"Saved: {waiting[0]}, contradicted; now waiting for second.")
    assert board.queue.progress == {"claims": 10, "mine": 1, "waiting": 9, "settled": 0}


def test_a_flag_needs_no_verdict(board, log):
    sends(board, "save", claim_id=board.claim_id, flag="look again", reason="The page has moved.")
    assert list(log()["action"]) == ["flag"]


def test_all_claims_can_be_decided_one_after_the_other(board):
    for _ in range(10):
        board.save("supported", "Seen.")
    assert board.claim_id == ""
    assert board.face.shown["title"] == "Nothing here for rater-1 (waiting for me)"
    assert board.queue.progress["mine"] == 10


def test_undo_is_a_new_row_and_gives_back_what_was_typed(board, log):
    claim = board.claim_id
    board.save("supported", "Too quick.", flag="sure?")
    sends(board, "undo")
    first, second = log().to_dict("records")
    assert (second["action"], second["refers_to"]) == ("withdraw", first["decision_id"])
    assert board.claim_id == claim
    typed = {"verdict": "supported", "reason": "Too quick.", "flag": "sure?", "severity": "", "cited": []}
    assert board.face.shown["again"] == typed
    assert claim in set(board.queue.claims("waiting for me")["claim_id"])


def test_undo_goes_back_row_by_row_and_never_touches_what_another_board_saved(tiny, board, log):
    claims = [board.claim_id]
    board.save("supported", "One.")
    claims.append(board.claim_id)
    board.save("supported", "Two.")
    Board(tiny, reviewer="rater-2").save("supported", "Mine.")
    for claim in reversed(claims):
        sends(board, "undo")
        assert board.claim_id == claim
    sends(board, "undo")
    assert "nothing that was saved on this board still stands" in board.face.shown["wrong"]
    assert list(log()["action"]) == ["decide"] * 3 + ["withdraw"] * 2


def test_two_who_agree_settle_and_two_who_differ_are_in_conflict(tiny):
    claim = both_decide(tiny, "supported", "supported")
    assert Board(tiny, reviewer="rater-1").queue.shown.set_index("claim_id")["state"][claim] == "settled"
    other = both_decide(tiny)
    first = Board(tiny, reviewer="rater-1")
    first.choose("in conflict")
    assert list(first.queue.claims("in conflict")["claim_id"]) == [other]
    assert first.claim_id == other
    third = Board(tiny, reviewer="rater-3").queue.shown.set_index("claim_id")["state"]
    assert third[[claim, other]].tolist() == ["decided by others"] * 2  # blind, so not whether they agree


def test_an_adjudicator_opens_on_the_conflict_sees_both_sides_and_settles_it(tiny, log):
    claim = both_decide(tiny)
    judge = Board(tiny, reviewer="adjudicator")
    assert judge.claim_id == claim
    assert judge.face.shown["settles"]
    assert "As rater-1 sees it." in shown(judge)
    assert "As rater-2 sees it." in shown(judge)
    assert "hidden until you have decided or settled" in shown(judge)
    judge.save("supported", "The second source was misread.")
    rows = log()
    assert rows.iloc[-1]["action"] == "settle"
    assert rows.iloc[-1]["refers_to"].split() == list(rows["decision_id"][:2])
    assert judge.queue.shown.set_index("claim_id")["state"][claim] == "settled"
    assert judge.claim_id == ""


# --- getting about ----------------------------------------------------------------------------------------------------


def test_filters_name_how_many_claims_they_leave(board):
    board.save("supported", "Seen.")
    assert [name for name, _ in board.face.shown["filters"]] == list(FILTERS)
    assert [label for _, label in board.face.shown["filters"]] == [
        "waiting for me (9)", "in conflict (0)", "stale (0)", "all (10)",
    ]  # fmt: skip


def test_next_and_back_go_round_and_a_claim_can_be_jumped_to(board):
    order = list(board.queue.claims("waiting for me")["claim_id"])
    sends(board, "next")
    assert board.claim_id == order[1]
    sends(board, "back")
    sends(board, "back")
    assert board.claim_id == order[-1]
    sends(board, "go", claim_id="c01")
    assert board.face.shown["claim_id"] == "c01"


def test_a_decision_on_older_data_is_stale_and_waits_again(tiny, board):
    claim = board.claim_id
    board.save("supported", "Seen.")
    descriptor = tiny / "datapackage.json"
    descriptor.write_text(re.sub(r'"version": "[0-9.]+"', '"version": "9.0.0"', descriptor.read_text(), count=1))
    later = Board(tiny, reviewer="rater-1")
    assert later.sitting.bench.tables.version == "9.0.0"
    assert list(later.queue.claims("stale")["claim_id"]) == [claim]
    later.go(claim)
    assert "nothing that it rests on changed" in shown(later)


def test_the_last_reasons_are_offered_again_newest_first_and_each_once(board):
    for reason in ("One.", "Two.", "One.", "x" * 501):
        board.save("supported", reason)
    board.undo()
    assert board.face.shown["reasons"] == ["One.", "Two."]


# --- what is refused, in words and with nothing lost ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"verdict": "supported", "reason": " \n"}, "reason: found ''"),
        ({"reason": "Seen."}, "verdict: found nothing"),
        ({"verdict": "suported", "reason": "Seen."}, "write 'supported', if that is meant"),
        ({"verdict": "supported", "reason": "Seen.", "cited": ["l999"]}, "evidence: found 'l999'"),
        ({"verdict": "supported", "reason": "Seen.", "severity": "dire"}, "severity: found 'dire'"),
    ],
)
def test_what_is_not_understood_is_told_and_the_claim_stays(board, log, said, told):
    claim = board.claim_id
    sends(board, "save", claim_id=claim, **said)
    assert told in board.face.shown["wrong"]
    assert (board.face.shown["claim_id"], board.face.shown["done"]) == (claim, "")
    assert log().empty


def test_an_odd_message_is_answered_and_does_no_harm(board, log):
    for message in (
        {"do": "go", "claim_id": "c99"},
        {"do": "filter", "name": "odd"},
        {"do": "save", "claim_id": "c99"},
    ):
        claim = board.claim_id
        sends(board, **message)
        assert "allowed: " in board.face.shown["wrong"]
        assert board.claim_id == claim
    sends(board, "dance")
    assert log().empty


@pytest.mark.parametrize("reviewer", ["Ada Byron", "ada@example.org", "", HOSTILE])
def test_an_unknown_reviewer_is_told_in_the_board(tiny, reviewer):
    board = Board(tiny, reviewer=reviewer)
    assert "allowed: a role, such as rater-1" in board.face.shown["wrong"]
    assert board.face.shown["claim_id"] == ""
    assert "<script" not in board._repr_html_()


def test_tables_at_fault_are_told_in_the_board(tiny):
    (tiny / "claims.csv").write_text("no table")
    assert "claims.csv" in Board(tiny, reviewer="rater-1").face.shown["wrong"]


def test_a_log_that_cannot_be_written_is_told_and_the_claim_stays(board, tiny):
    claim = board.claim_id
    (tiny / "decisions.csv").unlink()
    (tiny / "decisions.csv").mkdir()
    sends(board, "save", claim_id=claim, verdict="supported", reason="Seen.")
    assert "decisions.csv: cannot be read" in board.face.shown["wrong"]
    assert board.claim_id == claim
    shutil.rmtree(tiny)
    sends(board, "save", claim_id=claim, verdict="supported", reason="Seen.")
    assert board.face.shown["wrong"]


def test_two_boards_of_two_reviewers_lose_nothing(tiny, log):
    one, other = (Board(tiny, reviewer=name) for name in ("rater-1", "rater-2"))
    for board in (one, other) * 3:
        board.save("supported", f"Round by {board.sitting.reviewer}.")
    assert list(log()["reviewer"]) == ["rater-1", "rater-2"] * 3
    assert other.queue.progress["settled"] == 3


def test_a_second_board_of_one_reviewer_does_not_decide_over_the_first_unseen(tiny, log):
    one, other = Board(tiny, reviewer="rater-1"), Board(tiny, reviewer="rater-1")
    claim = one.claim_id
    one.save("supported", "From the first.")
    again = {"claim_id": claim, "verdict": "unsupported", "reason": "From the second."}
    sends(other, "save", **again)
    assert "rater-1 has said something of it elsewhere since this was shown (supported)" in other.face.shown["wrong"]
    assert len(log()) == 1
    assert "From the first." in shown(other)
    sends(other, "save", **again)
    assert list(log()["verdict"]) == ["supported", "unsupported"]


def test_tables_that_changed_under_it_are_shown_anew_before_anything_is_saved(tiny, board, log):
    sends(board, "go", claim_id="c01")
    path = tiny / "links.csv"
    path.write_text(path.read_text().replace("four times the odds", "five times the odds"))
    said = {"claim_id": "c01", "verdict": "supported", "reason": "Seen."}
    sends(board, "save", **said)
    assert "the tables were changed since this was shown; nothing was saved" in board.face.shown["wrong"]
    assert "five times the odds" in shown(board)
    assert log().empty
    sends(board, "save", **said)
    assert len(log()) == 1


def test_tables_that_changed_elsewhere_do_not_disturb(tiny, board, log):
    for verdict in ("unsupported", "supported"):
        path = tiny / "links.csv"
        path.write_text(path.read_text().replace("A poster names", "A new poster names"))
        sends(board, "save", claim_id="c01", verdict=verdict, reason="Seen.")
    assert list(log()["verdict"]) == ["unsupported", "supported"]


def test_tables_that_broke_under_it_are_told_and_saving_works_once_they_are_mended(tiny, board, log):
    path, claim = tiny / "links.csv", board.claim_id
    sound = path.read_text()
    path.write_text("broken")
    sends(board, "save", claim_id=claim, verdict="supported", reason="Seen.")
    assert "links.csv" in board.face.shown["wrong"]
    assert log().empty
    path.write_text(sound)
    sends(board, "save", claim_id=claim, verdict="supported", reason="Seen.")
    assert len(log()) == 1


# --- hostile text -----------------------------------------------------------------------------------------------------


def test_hostile_text_that_was_typed_comes_back_as_text(tiny, board, log):
    claim = board.claim_id
    sends(board, "save", claim_id=claim, verdict="supported", reason=HOSTILE, flag=HOSTILE)
    assert log().iloc[0]["reason"] == HOSTILE
    assert len((tiny / "decisions.csv").read_bytes().splitlines()) == 2
    board.go(claim)
    page = board.face.shown["html"]
    assert "<script" not in page
    assert "<img" not in page
    assert html.escape(HOSTILE, quote=False).split("\n")[0][:40] in page.replace("&#34;", '"').replace("&#39;", "'")
    assert "<script" not in board._repr_html_()
    assert board.face.shown["reasons"] == [HOSTILE]


def test_hostile_tables_stay_text(board):
    from hostile_tables import HOSTILE as PLANTED
    from hostile_tables import hostile

    from evidence.report.claims import cards
    from evidence.review import assess

    sitting = board.sitting
    sitting.bench.tables = hostile(sitting.bench.tables)
    sitting.cards = {card.judged["claim_id"]: card for card in cards(assess(sitting.bench.tables))}
    for claim in sitting.queue.shown["claim_id"]:
        page = claim_page(sitting, claim)
        assert html.escape(PLANTED[:20]).replace("&quot;", "&#34;").replace("&#x27;", "&#39;") in page
        assert not re.search(r"<(script|img)|<[^>]*\bon\w+=|<a [^>]*javascript:", page)
        assert "49" not in re.findall(r"\{\{.*?\}\}", page)


def test_a_reason_of_five_megabytes_is_kept_whole_and_shown_in_part(board, log):
    claim, reason = board.claim_id, "ab " * 1_700_000
    sends(board, "save", claim_id=claim, verdict="supported", reason=reason)
    assert log().iloc[0]["reason"] == reason.strip()
    board.go(claim)
    assert len(board.face.shown["html"]) < 50_000


# --- without a kernel -------------------------------------------------------------------------------------------------


def test_without_a_kernel_a_table_says_where_each_claim_stands(tiny):
    claim = both_decide(tiny)
    board = Board(tiny, reviewer="rater-1")
    bundle = board._repr_mimebundle_()
    assert set(bundle) == {VIEW, "text/html", "text/plain"}
    lines = bundle["text/html"].split("<tr")
    head, *rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line) for line in lines[1:]]
    table = [dict(zip(head, row, strict=True)) for row in rows]
    (row,) = [row for row in table if row["id"] == claim]
    assert (row["stands"], row["decided by"]) == ("in conflict", "rater-1 rater-2")
    assert row["they said"] == "rater-1: supported; rater-2: unsupported"
    assert len(table) == 10
    assert {other["they said"] for other in table if other is not row} == {"hidden"}


def test_what_is_saved_is_the_same_on_every_run_but_for_the_id_of_the_widget(tiny):
    both_decide(tiny)
    one, other = (Board(tiny, reviewer="rater-1")._repr_mimebundle_() for _ in range(2))
    assert one.pop(VIEW) != other.pop(VIEW)
    assert one == other


def test_a_claim_that_is_not_there_is_an_error_for_a_program(board):
    with pytest.raises(EvidenceError, match="claim: found 'c99'"):
        board.go("c99")
