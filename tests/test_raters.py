"""Agreement of two raters is read from their own rows, before anything was settled, and called what it is."""

import pytest

import evidence
from evidence.review.raters import repeatability


@pytest.fixture(scope="module")
def found(repo):
    return repeatability(evidence.load(repo / "data"))


def test_the_settled_rows_take_no_part(repo, found):
    tables = evidence.load(repo / "data")
    rated = tables.links[tables.links["rater"].ne("adjudicated")]
    pairs = len(rated) // 2
    bearing = found[found["judgement"].eq("bearing")]
    assert bearing["items"].eq(pairs).all()
    assert bearing["raters"].eq(2).all()
    first, second = (rated[rated["rater"].eq(rater)]["bearing"].tolist() for rater in ("rater-1", "rater-2"))
    same = sum(one == other for one, other in zip(first, second, strict=True)) / pairs
    assert bearing.set_index("coefficient").loc["raw agreement", "value"] == pytest.approx(same)


def test_only_what_has_an_order_is_weighted(found):
    weighted = found.groupby("judgement")["weights"].first()
    assert weighted[["bearing", "counts as evidence"]].eq("none").all()
    assert weighted.drop(["bearing", "counts as evidence"]).eq("linear").all()


def test_raw_agreement_stands_beside_every_coefficient(found):
    for _, same in found.groupby("judgement"):
        assert same["coefficient"].iloc[0] == "raw agreement"
        assert same[["ci_low", "ci_high"]].notna().all(axis=None)


def test_one_rater_agrees_with_nobody(tiny):
    for name in ("links", "ratings"):
        path = tiny / f"{name}.csv"
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join([header, *(row for row in rows if "rater-2" not in row and "adjudicated" not in row)]))
    assert repeatability(evidence.load(tiny)).empty
