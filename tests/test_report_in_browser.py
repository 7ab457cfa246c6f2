"""The report as a reader meets it, in Chromium: by mouse and keyboard, filtered, linked, printed, without a script."""

import shutil

import pytest
from hostile_tables import hostile

import evidence
from evidence import report
from evidence.cli.pictures import pictures

CARD = "document.querySelector('.card.open')?.id ?? null"
FOCUS = "document.activeElement"
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright on this machine")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def file(review, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    return report.write_report(review, folder / "report.html", pictures(review, folder / "charts"))


@pytest.fixture
def opened(browser, file):
    """Open the report; what it says to the console and asks of the network is collected, and must be nothing."""
    contexts = []

    def call(fragment="", width=1440, height=900, path=file, **settings):
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **settings)
        tab, heard = context.new_page(), []
        tab.on("console", lambda message: heard.append(message.text))
        tab.on("pageerror", lambda error: heard.append(str(error)))
        tab.on("dialog", lambda dialog: heard.append(dialog.message))
        tab.on("request", lambda request: heard.append(request.url))
        tab.goto(f"{path.as_uri()}{fragment}")
        contexts.append((context, heard, path.as_uri()))
        return tab

    yield call
    for context, heard, address in contexts:
        context.close()
        assert [said for said in heard if said.split("#")[0] != address] == []


OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.fixture(scope="module")
def axe():
    return pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe-core on this machine").Axe()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_opens_quietly_and_fits_the_screen(opened, width, scheme):
    tab = opened("#c31", width=width, color_scheme=scheme)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.evaluate(CARD) == "c31"
    tab.evaluate(OPEN_ALL)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


# The whole page takes axe half a minute, so phones and tablets are tried where they differ: where claims are read.
@pytest.mark.parametrize(
    ("width", "scheme", "part"),
    [(360, "dark", "#part-article"), (768, "light", "#part-article"), (1440, "light", "html")],
)
def test_axe_finds_nothing(opened, axe, width, scheme, part):
    tab = opened("#c31", width=width, color_scheme=scheme)
    tab.evaluate("document.querySelectorAll('details:not(.long)').forEach(one => one.open = true)")
    found = axe.run(tab, part, AXE_RULES).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    assert len(found["passes"]) > 20


def test_axe_would_find_a_fault(opened, axe):
    tab = opened()
    tab.evaluate("document.querySelector('#by-words').labels[0].remove()")
    tab.evaluate("document.querySelector('#by-words').placeholder = ''")
    assert [one["id"] for one in axe.run(tab, ".filters", AXE_RULES).response["violations"]] == ["label"]


@pytest.mark.parametrize("width", [360, 1440])
def test_every_claim_is_reached_and_opened_by_keyboard_alone(opened, review, width):
    tab, met = opened(width=width), []
    tab.keyboard.press("Tab")
    assert tab.evaluate(f"{FOCUS}.className") == "skip"
    tab.keyboard.press("Enter")
    inside = left = False
    while not left:
        tab.keyboard.press("Tab")
        inside_now = tab.evaluate(f"!!{FOCUS}.closest('.text')")
        left, inside = inside and not inside_now, inside_now
        if inside:
            link = tab.evaluate(f"{FOCUS}.hash.slice(1)")
            tab.keyboard.press("Enter")
            assert tab.evaluate(CARD) == link
            assert tab.evaluate(f"{FOCUS}.id") == link
            tab.keyboard.press("Escape")
            assert tab.evaluate(f"{FOCUS}.hash.slice(1)") == link
            met.append(link)
    assert set(met) == set(review.claims["claim_id"])


FOCUSED_IN_VIEW = f"(box => box.top >= 0 && box.bottom <= innerHeight)({FOCUS}.getBoundingClientRect())"


def test_escape_goes_back_to_where_the_reader_came_from_and_into_view(opened):
    tab = opened()
    tab.click(".verdicts a[href='#c22']")
    tab.keyboard.press("Escape")
    assert tab.evaluate(f"{FOCUS}.closest('.verdicts') !== null")
    assert tab.evaluate(FOCUSED_IN_VIEW)
    tab.click(".text .mark[href='#c04']")
    tab.click("#turn-on")
    tab.keyboard.press("Escape")
    assert tab.evaluate(f"{FOCUS}.hash") == "#c05"
    tab.click(".verdicts a[href='#c47']")
    tab.evaluate("document.querySelector(\".chip[value='contradicted']\").click()")
    tab.evaluate("document.querySelector(\".chip[value='high']\").click()")
    tab.evaluate("document.querySelector('[data-claim=c47]').hidden = true")
    tab.focus(".card.open")
    tab.keyboard.press("Escape")
    assert tab.evaluate(f"{FOCUS}.id") == "m-c47"


def test_previous_and_next_walk_through_the_claims_in_the_order_of_the_article(opened, review):
    tab, order = opened("#c01"), sorted(review.claims["claim_id"])
    seen = [tab.evaluate(CARD)]
    while tab.is_enabled("#turn-on"):
        tab.click("#turn-on")
        seen.append(tab.evaluate(CARD))
    assert seen == order
    assert tab.inner_text("#turn-place") == f"{len(order)} of {len(order)}"
    tab.click("#turn-back")
    assert tab.evaluate(CARD) == order[-2]


def shown(tab):
    return tab.evaluate("[...document.querySelectorAll('[data-claim]:not([hidden])')].map(row => row.dataset.claim)")


def marked(tab):
    return set(tab.evaluate("[...document.querySelectorAll('.text sup a:not(.off)')].map(one => one.hash.slice(1))"))


def test_filters_show_the_claims_that_fit_and_no_others(opened, review):
    tab, claims = opened(), review.claims
    tab.click(".chip[value='contradicted']")
    meant = set(claims.loc[claims["verdict"].eq("contradicted"), "claim_id"])
    assert set(shown(tab)) == marked(tab) == meant
    assert tab.inner_text(".filters output") == f"{len(meant)} of {len(claims)} claims"
    tab.click(".chip[value='unsupported']")
    tab.click(".chip[value='high']")
    fits = claims["verdict"].isin(["contradicted", "unsupported"]) & claims["severity"].eq("high")
    assert set(shown(tab)) == marked(tab) == set(claims.loc[fits, "claim_id"])
    assert tab.evaluate(CARD) in set(claims.loc[fits, "claim_id"])
    tab.click("#all-claims")
    assert set(shown(tab)) == marked(tab) == set(claims["claim_id"])
    topic = claims["topic"].iloc[20]
    tab.select_option("#by-topic", topic)
    assert set(shown(tab)) == set(claims.loc[claims["topic"].eq(topic), "claim_id"])


def test_a_mark_shows_the_gravest_claim_that_fits(opened, review):
    tab = opened()
    covered = tab.evaluate(
        "[...document.querySelectorAll('.text .mark')].map(one => one.dataset.claims.split(' ')).filter(one => one[1])"
    )
    verdict = review.claims.set_index("claim_id")["verdict"]
    both, (gravest, next_one) = next((ids, ids[:2]) for ids in covered if verdict[ids[0]] != verdict[ids[1]])
    assert tab.locator(f".mark[data-claims='{' '.join(both)}']").first.get_attribute("href") == f"#{gravest}"
    tab.click(f".chip[value='{verdict[next_one]}']")
    mark = tab.locator(f".mark[data-claims='{' '.join(both)}']").first
    assert mark.get_attribute("href") == f"#{next_one}"
    assert f"v-{verdict[next_one].replace(' ', '-')}" in mark.get_attribute("class").split()


def test_search_looks_into_all_that_stands_on_a_card(opened, review):
    tab = opened()
    tab.fill("#by-words", "MINIMALLY manipulated")
    assert "c47" in shown(tab)
    assert 0 < len(shown(tab)) < len(review.claims)
    tab.fill("#by-words", "no card says this")
    assert shown(tab) == []
    assert tab.inner_text(".filters output") == "No claim fits: take a filter away."
    tab.click("#all-claims")
    assert len(shown(tab)) == len(review.claims)


def test_search_takes_letters_as_phones_and_databases_write_them(opened):
    tab, found = opened(), []
    for words in ("FDA's", "FDA’s", "FDA\u200b's"):
        tab.fill("#by-words", words)
        found.append(shown(tab))
    assert found[0] == found[1] == found[2] != []


def test_a_link_to_a_claim_opens_it_and_going_back_opens_the_one_before(opened):
    tab = opened("#c47")
    assert tab.evaluate(CARD) == "c47"
    assert tab.evaluate("document.querySelector('#m-c47').getBoundingClientRect().top") < 900
    tab.click(".verdicts a[href='#c14']")
    assert tab.evaluate(CARD) == "c14"
    assert tab.url.endswith("#c14")
    tab.go_back()
    tab.wait_for_function(f"({CARD}) === 'c47'")


def test_a_link_to_a_claim_that_a_filter_hides_takes_the_filter_away(opened, review):
    tab = opened()
    tab.click(".chip[value='supported']")
    tab.evaluate("location.hash = 'c47'")
    tab.wait_for_function(f"({CARD}) === 'c47'")
    assert len(shown(tab)) == len(review.claims)


def test_going_back_keeps_the_filter_that_the_reader_set(opened):
    tab = opened()
    tab.click(".text .mark[href='#c02']")
    tab.click(".text .mark[href='#c04']")
    tab.click(".chip[value='contradicted']")
    tab.go_back()
    tab.wait_for_function(f"({CARD}) === 'c02'")
    assert len(shown(tab)) == 4


def test_going_back_to_before_the_first_claim_closes_the_sheet(opened):
    tab = opened(width=360, height=740)
    tab.click(".text .mark[href='#c02']")
    assert tab.evaluate(CARD) == "c02"
    tab.go_back()
    tab.wait_for_function(f"({CARD}) === null")


def test_a_link_to_a_row_opens_its_claim_and_what_it_is_folded_in(opened, review):
    silent = review.evidence[review.evidence["bearing"].eq("silent") & review.evidence["seen"].ne("nothing")].iloc[0]
    tab = opened(f"#{silent['link_id']}")
    tab.wait_for_function(f"{FOCUS}.id === '{silent['link_id']}'")
    assert tab.evaluate(CARD) == silent["claim_id"]
    assert tab.evaluate(f"{FOCUS}.checkVisibility()")
    assert tab.evaluate(FOCUSED_IN_VIEW)
    tab.evaluate("location.hash = 'c47'")
    tab.wait_for_function(f"({CARD}) === 'c47'")
    row = tab.locator(".card.open .rule a").first
    row.click()
    assert tab.evaluate(f"{FOCUS}.id") == row.inner_text()


def test_a_claim_that_a_filter_leaves_out_is_no_link(opened, review):
    tab = opened()
    tab.click(".chip[value='supported']")
    links = tab.evaluate(
        "[...document.querySelectorAll('.text a[href]')].filter(a => a.checkVisibility()).map(a => a.hash)"
    )
    assert {link[1:] for link in links} == set(review.claims.loc[review.claims["verdict"].eq("supported"), "claim_id"])


def test_system_colours_still_tell_what_is_pressed_open_and_focused(opened):
    tab = opened("#c10", forced_colors="active")
    tab.click(".chip[value='partly supported']")
    told = "(one, what) => getComputedStyle(document.querySelector(one))[what]"
    chosen, other = (f"({told})(\".chip[value='{v}']\", 'backgroundColor')" for v in ("partly supported", "supported"))
    assert tab.evaluate(chosen) != tab.evaluate(other)
    assert tab.evaluate(f"({told})('.mark.here', 'outlineStyle')") == "solid"
    tab.keyboard.press("Tab")
    tab.focus(".card.open")
    assert tab.evaluate(f"({told})('.card.open', 'outlineStyle')") == "solid"


def test_on_a_phone_a_claim_opens_over_the_text_and_closes_when_the_reader_goes_on(opened):
    tab = opened(width=360, height=740, has_touch=True)
    assert tab.evaluate(CARD) is None
    tab.tap(".text a[href='#c02']")
    assert tab.evaluate(CARD) == "c02"
    assert tab.evaluate("document.querySelector('.cards').getBoundingClientRect().bottom") == 740
    tab.tap("#turn-close")
    assert tab.evaluate(CARD) is None
    tab.tap(".text a[href='#c02']")
    tab.focus(".verdicts a[href='#c14']")
    assert tab.evaluate(CARD) is None


def test_paper_has_every_claim_and_no_controls(opened, review):
    tab = opened("#c10", color_scheme="dark")
    tab.emulate_media(media="print")
    seen = tab.evaluate(
        "[...document.querySelectorAll('.card')].filter(one => one.checkVisibility()).map(one => one.id)"
    )
    assert seen == sorted(review.claims["claim_id"])
    controls = "button, input, select, nav.contents, .back"
    assert not tab.evaluate(f"[...document.querySelectorAll('{controls}')].some(one => one.checkVisibility())")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_without_a_script_the_page_is_one_long_text_with_every_claim(opened, review):
    tab = opened("#c10", java_script_enabled=False)
    assert tab.locator(".card:visible").count() == len(review.claims)
    assert tab.locator("button:visible, input:visible, select:visible").count() == 0
    tab.click(".text a[href='#c02']")
    assert tab.locator(".card#c02").bounding_box()["y"] < 200


def test_hostile_text_does_nothing_in_a_browser(opened, tiny, tmp_path):
    bad = evidence.assess(hostile(evidence.load(tiny)))
    tab = opened(path=report.write_report(bad, tmp_path / "bad.html"), width=1440)
    for card in bad.claims["claim_id"]:
        tab.evaluate(f"location.hash = '{card}'")
    tab.fill("#by-words", "<script>")
    assert tab.evaluate("document.querySelectorAll('img, .card script, iframe').length") == 0
    assert len(shown(tab)) == len(bad.claims)
