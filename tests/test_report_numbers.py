"""Every number on the page is a number of the tables, row by row; none is written into a template."""

import re

import pandas as pd
import pytest
from page_of_report import Page

from evidence import integrity, report, verdicts
from evidence import vocabulary as words
from evidence.report.cells import text

NUMBER = re.compile(r"[0-9]+(?:[.,:/-][0-9]+)*")


def numbers(*said) -> list[str]:
    """Give the numbers of some texts in order of size, dates and times whole."""
    return sorted(NUMBER.findall(" ".join(map(text, said))))


@pytest.fixture(scope="module")
def page(review):
    return Page(report.render(review))


def rows(page, caption):
    """Give the numbers of each row of a table, by the beginning of its caption."""
    [table] = [t for t in page.all("table") if page.flat(page.all("caption", within=t)[0]).startswith(caption)]
    body = [row for part in page.all("tbody", within=table) for row in page.all("tr", within=part)]
    return [numbers(page.spaced(row)) for row in body]


def told(frame, *columns):
    """Give the numbers that each row of a frame should show."""
    return [numbers(*row) for row in frame[list(columns)].itertuples(index=False, name=None)]


def test_summary_of_findings(page, review):
    asking = review.tables.claims.groupby("question_id")["claim_id"].agg(" ".join)
    frame = review.summary.assign(claims=review.summary["question_id"].map(asking))
    shown = ("question", "outcome", "claims", "people", "effect", "certainty", "reasons", "plain")
    absolute = frame["absolute"].map(text).ne("")
    meant = told(frame, *shown)
    extra = told(frame, "absolute", "baseline", "number_needed")
    both = [sorted(a + b) if has else a for a, b, has in zip(meant, extra, absolute, strict=True)]
    assert rows(page, "Effects and safety") == both
    assert len(both) == len(review.summary) > 5


def test_synthesis_without_pooling(page, review):
    frame = review.unpooled
    labels = review.tables.studies.set_index("study_id")["label"]
    frame = frame.assign(study=frame["study_id"].map(labels))
    shown = ("outcome", "study", "direction", "n", "design", "control", "as_given", "time", "missing")
    assert rows(page, "Synthesis without pooling") == told(frame, *shown)
    shown = ("outcome", "unit", "measure", "route", "design", "contrast", "results", "studies", "why_not")
    assert rows(page, "Bodies of evidence") == told(review.bodies, *shown)
    reasons = review.bodies["why_not"].str.split("; ").explode().value_counts().drop("", errors="ignore")
    assert rows(page, "What stood against pooling") == [numbers(why, n) for why, n in reasons.items()]


def test_directions(page, review):
    families = [row for row in review.directions.to_dict("records")]
    by_name = {(row["outcome_family"], row["arm_role"]): row for row in families}
    [table] = page.classed("directions")
    shown = [page.spaced(row) for part in page.all("tbody", within=table) for row in page.all("tr", within=part)]
    assert len(shown) > 5
    for line in shown:
        [row] = [row for key, row in by_name.items() if line.startswith(" ".join(key))]
        counts = [f"{row[word]} {word}" for word in ("up", "down", "none", "mixed", "unstated") if row[word]]
        assert all(count in line for count in counts)
        p = "" if pd.isna(row["sign_p"]) else f"{row['sign_p']:.3g}"
        said = [row["studies"], row["controlled"], p, row["ranges"], row["benchmarks"], *counts]
        assert numbers(line) == numbers(*key_words(row), *said)


def key_words(row):
    return row["outcome_family"], row["arm_role"]


def test_regulatory_statuses(page, review):
    table = review.tables.regulations
    at_home = table["jurisdiction"].isin(set(review.tables.claims["jurisdiction"].dropna()))
    shown = ["product_use", "status", "pathway", "finding", "legal_basis", "authority", "seen_where", "regulation_id"]
    for here, caption in ((table[at_home], f"{int(at_home.sum())} status"), (table[~at_home], "Other jurisdictions")):
        by_id = here.set_index("regulation_id", drop=False)
        [found] = [t for t in page.all("table") if page.flat(page.all("caption", within=t)[0]).startswith(caption)]
        lines = [page.spaced(row) for part in page.all("tbody", within=found) for row in page.all("tr", within=part)]
        ids = [next(name for name in re.findall(r"\S+", line)[::-1] if name in by_id.index) for line in lines]
        assert sorted(ids) == sorted(here["regulation_id"])
        reports = review.tables.reports.set_index("report_id", drop=False)
        for line, name in zip(lines, ids, strict=True):
            row = by_id.loc[name]
            link = report.reader_link(reports.loc[row["report_id"]]) if row["report_id"] in reports.index else None
            said = [row["date"], *(row[column] for column in shown), link.text if link else ""]
            assert numbers(line) == numbers(*said), name


def test_searches_and_records(page, review):
    shown = ("search_id", "date", "query", "found", "outcome")
    assert rows(page, "All searches") == told(review.tables.searches, *shown)
    assert rows(page, "What is on record") == told(review.tables.record_flow, "step", "what", "reasons", "rows")


def test_documents(page, review):
    reports = review.tables.reports
    links = [link.text if (link := report.reader_link(row)) else "" for row in reports.to_dict("records")]
    shown = ("citation", "report_id", "kind", "exclusion_reason", "date", "seen", "seen_where", "retraction", "link")
    assert rows(page, "Documents, how each was seen") == told(reports.assign(link=links), *shown)


def test_checks_of_printed_numbers(page, review):
    tables = review.tables
    frame = integrity.covered(tables.results, tables.reports, tables.studies)
    shown = ("check", "looked_at", "rows", "fit", "found", "could_not_check", "missing")
    assert rows(page, "Rows that fit") == told(frame, *shown)
    [section] = page.all("section", id="part-integrity")
    [listing] = page.classed("plain", within=section)
    touched = review.touched
    assert [numbers(page.spaced(item)) for item in page.all("li", within=listing)] == told(
        touched, "finding", "check", "weight", "rows", "claims"
    )


def test_rules_and_firmness(page, review):
    decided = review.claims["rule"].value_counts()
    meant = [numbers(f"{n}.", r.name, decided.get(r.name, 0), r.change) for n, r in enumerate(verdicts.RULES, start=1)]
    assert rows(page, "The verdict table") == meant
    standing = [
        numbers(row.claims, row.changes, row.stand, "" if pd.isna(row.share) else f"{100 * row.share:.0f}")
        for row in review.standing.itertuples()
    ]
    assert rows(page, "Verdicts that stand") == standing
    told_of = review.claims.set_index("claim_id")
    fragile = review.robustness[review.robustness["in_hand_moving"].gt(0)].head(5)
    meant = [
        numbers(
            row.claim_id, told_of["short"][row.claim_id], row.in_hand_moving, row.in_hand,
            told_of["would_change"][row.claim_id],
        )
        for row in fragile.itertuples()
    ]  # fmt: skip
    assert rows(page, "The most fragile") == meant


def test_agreement_of_raters(page, review):
    meant = []
    for name, same in review.repeatability.groupby("judgement", sort=False):
        found = same.set_index("coefficient")
        row = [name, int(same["items"].iloc[0])]
        for kind in ("raw agreement", "Cohen kappa", found.index[-1]):
            value, low, high = found.loc[kind, ["value", "ci_low", "ci_high"]]
            row += [] if pd.isna(value) else [f"{number:.2f}" for number in (value, low, high) if not pd.isna(number)]
        meant.append(numbers(*row))
    assert rows(page, "Agreement before settling") == meant


def test_a_card_holds_no_number_that_the_tables_do_not_give_for_its_claim(page, review):
    tables = review.tables
    studies, regulations = tables.studies.set_index("study_id"), tables.regulations.set_index("regulation_id")
    documents = tables.reports.to_dict("records")
    questions = tables.questions.set_index("question_id", drop=False)
    searches = tables.searches.set_index("search_id", drop=False)
    ordered = review.claims.sort_values("claim_id").set_index("claim_id", drop=False)
    stated = tables.claims.set_index("claim_id", drop=False)
    for place, claim in enumerate(ordered.itertuples(), start=1):
        links = tables.settled_links[tables.settled_links["claim_id"].eq(claim.claim_id)]
        evidence = review.evidence[review.evidence["claim_id"].eq(claim.claim_id)]
        mine = [*claim, *stated.loc[claim.claim_id], place, *links["reason"], *links["link_id"], *links["rater"]]
        mine += [*evidence.to_numpy().ravel(), *words.NUMBERS.values()]
        for key in evidence["study_id"].dropna():
            mine += [*studies.loc[key], *(text(d[c]) for d in documents if d["study_id"] == key for c in d)]
        for key in evidence["regulation_id"].dropna():
            mine += [*regulations.loc[key]]
            mine += [text(d[c]) for d in documents if d["report_id"] == regulations["report_id"][key] for c in d]
        mine += [*searches.reindex(links["search_id"].dropna()).to_numpy().ravel()]
        mine += [stated["quotation"][other] for other in links["other_claim_id"].dropna()]
        mine += [*links["other_claim_id"].dropna(), *links["rater"].value_counts(), len(links)]
        for frame in (review.touched, review.moves, review.robustness):
            own = (
                frame["claims" if "claims" in frame else "claim_id"]
                .str.split()
                .map(lambda ids, c=claim.claim_id: c in ids)
            )
            mine += [*frame[own].to_numpy().ravel(), int(own.sum())]
        row = review.robustness[review.robustness["claim_id"].eq(claim.claim_id)]
        mine += [int(number) for number in (row["singles"] + row["pairs"])]
        asked = stated["question_id"][claim.claim_id]
        if isinstance(asked, str):
            mine += [*questions.loc[asked], *review.levels[review.levels["question_id"].eq(asked)].to_numpy().ravel()]
            steps = review.steps[review.steps["question_id"].eq(asked)]
            mine += [
                *steps.to_numpy().ravel(),
                *(abs(n) for n in steps["proposed"].tolist() if isinstance(n, int | float)),
            ]
        counted = evidence["bearing"].isin(words.COUNTED_BEARINGS) & evidence["seen"].ne("nothing")
        resting = set(claim.rows.split())
        deciding = (counted & evidence["link_id"].isin(resting)).sum()
        silent = (~counted & evidence["seen"].ne("nothing")).sum()
        mine += [counted.sum() - (deciding or 6), silent, links["search_id"].notna().sum()]
        [card] = page.all("article", id=claim.claim_id)
        assert set(numbers(page.spaced(card))) - set(numbers(*mine)) == set(), claim.claim_id
