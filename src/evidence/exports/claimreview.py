"""ClaimReview (schema.org): what people decided about each claim, in the form that fact-check tools read.

The numbers are our own scale, 1 (contradicted) to 4 (supported); `docs/exports.md` publishes it, field by field.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

import pandas as pd

from evidence import vocabulary as words
from evidence.exports.credit import web_address

CONTEXT = "https://schema.org"
PAGE = "../report.html"  # from the folder of these files; whoever puts the report on the web knows its address
RATING = {verdict: place for place, verdict in enumerate(words.VERDICT_ORDER, start=1)}
DRAFT = "DRAFT, proposed by rules, decided by no person"


def claim_reviews(
    claims: pd.DataFrame,
    judged: pd.DataFrame,
    articles: pd.DataFrame,
    decisions: pd.DataFrame,
    authors: list[str],
    page: str = PAGE,
) -> dict[str, dict]:
    """Write a ClaimReview for each claim that people settled; no machine's decision counts.

    Parameters
    ----------
    claims, articles, decisions : DataFrame
        Tables of the review.
    judged : DataFrame
        `Review.claims`: columns claim_id, verdict, sentence, and in `decided` what people settled.
    authors : list of str
        Who publishes the review.
    page : str
        Address of the report, in full or relative to the file; each claim is a fragment of it.

    Returns
    -------
    dict of str to dict
        By claim_id, in the order of `claims`. Where rules and people agree the explanation is the sentence of the
        review, else the reasons that the people gave.
    """
    settled = judged[judged["decided"].notna()]
    grounds = _grounds(settled, decisions)
    made = {}
    for row in settled.itertuples():
        reasons, time, version = grounds[row.claim_id]
        explained = row.sentence if row.verdict == row.decided else reasons
        made[row.claim_id] = {
            "datePublished": time[:10],
            "dateCreated": time,
            "version": f"data {version}",
            "reviewRating": _rating(row.decided, row.decided, explained),
        }
    return _reviews(claims, articles, authors, page, made, "")


def draft_claim_reviews(
    claims: pd.DataFrame, judged: pd.DataFrame, articles: pd.DataFrame, authors: list[str], page: str = PAGE
) -> dict[str, dict]:
    """Write the verdicts that the rules propose, each marked as a draft, for the claims that people have not settled.

    Parameters
    ----------
    claims, judged, articles, authors, page
        As for `claim_reviews`.

    Returns
    -------
    dict of str to dict
        By claim_id, in the order of `claims`. Claims that are not checkable, opinions above all, are left out, and no
        draft has a date.
    """
    open_ = judged[judged["verdict"].ne("not checkable") & judged["decided"].isna()]
    made = {
        claim_id: {
            "creativeWorkStatus": "Draft",
            "reviewRating": _rating(verdict, f"DRAFT: {verdict}", f"{DRAFT}. {sentence}"),
        }
        for claim_id, verdict, sentence in zip(open_["claim_id"], open_["verdict"], open_["sentence"], strict=True)
    }
    return _reviews(claims, articles, authors, page, made, f"{DRAFT}: ")


def claim_review_documents(reviews: Mapping[str, dict]) -> dict[str, dict]:
    """Make one document per claim, and one with all of them as a graph.

    Parameters
    ----------
    reviews : mapping of str to dict
        From `claim_reviews` or `draft_claim_reviews`.

    Returns
    -------
    dict of str to dict
        JSON-LD by file name. The name of every draft begins with ``DRAFT-``.
    """
    draft = "DRAFT-" if any("creativeWorkStatus" in review for review in reviews.values()) else ""
    single = {
        f"{draft}claimreview-{claim_id}.jsonld": {"@context": CONTEXT, **review} for claim_id, review in reviews.items()
    }
    return {f"{draft}claimreview.jsonld": {"@context": CONTEXT, "@graph": list(reviews.values())}, **single}


def _grounds(settled: pd.DataFrame, decisions: pd.DataFrame) -> dict[str, tuple[str, str, str]]:
    """Give the reasons, the newest time and the data version of the human rows that say what was settled."""
    rows = decisions[decisions["reviewer_kind"].eq("human")].merge(
        settled[["claim_id", "decided"]].astype(object),
        left_on=["claim_id", "verdict"],
        right_on=["claim_id", "decided"],
    )
    rows["at"] = pd.to_datetime(rows["time"], format="ISO8601", utc=True)
    rows = rows.sort_values("at", kind="stable").drop_duplicates(["claim_id", "reviewer"], keep="last")
    found = {}
    for claim_id, said in rows.groupby("claim_id"):
        newest = said.iloc[-1]
        time = newest["at"].strftime("%Y-%m-%dT%H:%M:%SZ")
        found[claim_id] = (_parted(list(dict.fromkeys(said["reason"]))), time, newest["data_version"])
    return found


def _parted(reasons: list[str]) -> str:
    """Number several reasons, so that nobody reads them as the words of one person."""
    if len(reasons) == 1:
        return reasons[0]
    return " ".join(f"({place}) {reason}" for place, reason in enumerate(reasons, 1))


def _rating(verdict: str, shown: str, explanation: str) -> dict:
    """Give the number only to a verdict that has a place in the order."""
    place = {"ratingValue": RATING[verdict], "bestRating": 4, "worstRating": 1} if verdict in RATING else {}
    return {
        "@type": "Rating",
        **place,
        "alternateName": shown,
        "description": words.VERDICTS[verdict],
        "ratingExplanation": explanation,
    }


def _reviews(claims, articles, authors: list[str], page: str, made: Mapping[str, dict], before: str) -> dict[str, dict]:
    """Put what every ClaimReview says around what differs between decisions and drafts."""
    by = [{"@type": "Organization", "name": name} for name in authors]
    of = {article["article_id"]: article for article in articles.to_dict("records")}
    return {
        claim.claim_id: {
            "@type": "ClaimReview",
            "name": f"{before}{claim.short}",
            "url": f"{page}#{quote(claim.claim_id)}",
            "claimReviewed": claim.claim,
            "author": by[0] if len(by) == 1 else by,
            "itemReviewed": _claim(claim.quotation, of[claim.article_id]),
            **made[claim.claim_id],
        }
        for claim in claims.itertuples()
        if claim.claim_id in made
    }


def _claim(quotation: str, article: Mapping) -> dict:
    """Say where the claim stands; when the article was published is not known, so no date is given."""
    outlet = {"@type": "Organization", "name": article["outlet"]}
    work = {"@type": "CreativeWork", "headline": article["title"], "publisher": outlet}
    address = web_address(article["address"])
    return {
        "@type": "Claim",
        "text": quotation,
        "author": outlet,
        "appearance": work | ({"url": address} if address else {}),
    }
