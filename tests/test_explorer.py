"""The verdict explorer: what it lets a reader choose, what it shows, and what stands in where no kernel runs."""

import html
import re

import pytest

from evidence import assess, explorer, vocabulary
from evidence.errors import EvidenceError
from evidence.explorer.view import NO_CHART, NOTHING, VIEW
from evidence.gallery import exhibits
from evidence.report import explain


@pytest.fixture(scope="module")
def review(fictional):
    return assess(fictional)


@pytest.fixture
def view(review):
    return explorer.Explorer(review)


def told(widget) -> str:
    """What an HTML widget says to a reader."""
    return html.unescape(re.sub(r"<[^>]+>", " ", widget.value))


# --- without a widget -------------------------------------------------------------------------------------------------


def test_every_claim_is_there_high_severity_first_and_gravest_first_within(review):
    every = explorer.choose(review)
    assert sorted(every["claim_id"]) == sorted(review.claims["claim_id"])
    severities = [vocabulary.SEVERITIES[::-1].index(word) for word in every["severity"]]
    assert severities == sorted(severities)
    verdicts = list(review.counts.index)
    for _, same in every.groupby("severity"):
        ranks = [verdicts.index(word) for word in same["verdict"]]
        assert ranks == sorted(ranks)


@pytest.mark.parametrize("name", ["verdict", "severity", "topic"])
def test_each_word_leaves_the_claims_that_have_it_and_no_other(review, name):
    every = explorer.choose(review)
    for word, rows in every.groupby(name):
        assert list(explorer.choose(review, **{name: word})["claim_id"]) == list(rows["claim_id"])


def test_words_are_taken_together(review):
    first = explorer.choose(review).iloc[0]
    both = explorer.choose(review, verdict=first["verdict"], topic=first["topic"])
    assert set(both["verdict"]) == {first["verdict"]}
    assert set(both["topic"]) == {first["topic"]}


@pytest.mark.parametrize("name", ["verdict", "severity", "topic"])
def test_a_misspelt_word_is_answered_with_those_allowed(review, name):
    known = {"verdict": "contradicted", "severity": "medium", "topic": "safety"}[name]
    with pytest.raises(EvidenceError, match=f"{name}: found 'odd'; allowed: .*{known}.*; do: "):
        explorer.choose(review, **{name: "odd"})


def test_the_path_is_the_one_that_the_terminal_prints(review):
    claim = review.claims["claim_id"].iloc[0]
    assert list(explorer.path(review, claim).itertuples(index=False, name=None)) == explain(review, claim)


def test_a_chart_is_a_picture_with_its_words(review):
    shown = exhibits(review, review.judged["claim_id"].iloc[0])[0]
    drawn = explorer.chart(review, shown)
    assert drawn.startswith("<img ")
    assert html.unescape(re.search('alt="([^"]+)"', drawn)[1]) == shown.alt
    assert re.search(r'src="data:image/png;base64,iVBOR\w+', drawn)


# --- the widget, without a browser ------------------------------------------------------------------------------------


def test_it_opens_on_the_first_claim_with_its_path_and_a_chart(view, review):
    first = explorer.choose(review)["claim_id"].iloc[0]
    assert view.claim_id == first
    assert explain(review, first)[0][1] in told(view.path)
    assert view.picture.value.startswith("<img ")


def test_filters_name_every_word_in_use_with_its_count(view, review):
    every = explorer.choose(review)
    for name, one in view.filters.items():
        wanted = [("any", ""), *((f"{word} ({n})", word) for word, n in every[name].value_counts(sort=False).items())]
        assert list(one.options) == wanted


def test_a_filter_leaves_its_claims_and_shows_the_first_of_them(view, review):
    rarest = review.claims["verdict"].value_counts().index[-1]
    view.filters["verdict"].value = rarest
    left = explorer.choose(review, verdict=rarest)["claim_id"]
    assert [value for _, value in view.claim.options] == list(left)
    assert view.claim_id == left.iloc[0]
    assert explain(review, left.iloc[0])[0][1] in told(view.path)


def test_choosing_a_claim_changes_path_and_charts(view, review):
    for claim in review.judged["claim_id"]:
        view.claim.value = claim
        assert explain(review, claim)[0][1] in told(view.path)
        assert [one.name for _, one in view.chart.options] == [one.name for one in exhibits(review, claim)]


def test_choosing_a_chart_draws_it(view):
    for place, (label, exhibit) in enumerate(view.chart.options):
        view.chart.index = place
        assert exhibit.title in label
        assert f'alt="{html.escape(exhibit.alt, quote=True)}"' in view.picture.value


def test_an_opinion_has_a_path_and_says_that_it_has_no_chart(view):
    view.filters["verdict"].value = "not checkable"
    assert "To check it" in told(view.path)
    assert view.chart.options == ()
    assert view.picture.value == NO_CHART


def test_words_that_no_claim_has_together_say_what_to_do_and_can_be_left_again(view, review):
    every = explorer.choose(review)
    pairs = {tuple(row) for row in every[["verdict", "topic"]].itertuples(index=False)}
    verdict, topic = next((v, t) for v in every["verdict"] for t in every["topic"] if (v, t) not in pairs)
    view.filters["verdict"].value, view.filters["topic"].value = verdict, topic
    assert (view.claim_id, view.path.value, view.picture.value) == ("", NOTHING, "")
    view.filters["topic"].value = ""
    assert view.claim_id == explorer.choose(review, verdict=verdict)["claim_id"].iloc[0]


def test_without_a_kernel_the_table_of_all_claims_stands_in(view, review):
    shown = view._repr_mimebundle_()
    assert set(shown) == {VIEW, "text/markdown", "text/plain"}
    assert all(claim in shown["text/markdown"] for claim in review.claims["claim_id"])
    assert shown["text/plain"] == repr(view)


def test_what_is_saved_is_the_same_for_every_explorer_but_for_the_id_of_the_widget(view, review):
    view.filters["severity"].value = "low"  # a choice is not part of what is saved
    one, other = view._repr_mimebundle_(), explorer.Explorer(review)._repr_mimebundle_()
    assert one.pop(VIEW) != other.pop(VIEW)
    assert one == other
