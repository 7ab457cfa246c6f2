"""Statuses with the name of their place and the use of their product, as the two charts of regulation draw them."""

from __future__ import annotations

import re

import pandas as pd

from evidence.figures.palette import VERDICT_MARKS
from evidence.review import Review

# ISO 3166 names of the codes that stand in the tables; a code without a name here is shown as it is.
PLACES = {
    "AE": "United Arab Emirates", "AU": "Australia", "BR": "Brazil", "CA": "Canada", "CH": "Switzerland",
    "CN": "China", "DE": "Germany", "ES": "Spain", "EU": "European Union", "FR": "France", "GB": "United Kingdom",
    "HK": "Hong Kong", "IN": "India", "INT": "World bodies", "IR": "Iran", "IT": "Italy", "JP": "Japan",
    "KR": "South Korea", "MY": "Malaysia", "PH": "Philippines", "SA": "Saudi Arabia", "SG": "Singapore",
    "TH": "Thailand", "TR": "Türkiye", "TW": "Taiwan", "US": "United States", "VN": "Viet Nam",
}  # fmt: skip
GENERAL, INJECTED, SKIN, TISSUE, OTHER, CONTRAST = USES = (
    "exosome products in general",
    "injected, infused or microneedled",
    "on the skin or as a cosmetic",
    "other cell and tissue products",
    "other products",
    "other products, for contrast",
)
# The first pattern that the words of product_use hold decides; the order matters ("injection of a cosmetic").
PATTERNS = (
    (CONTRAST, r"\(contrast\)|devices?$"),
    (GENERAL, r"^any (product sold as )?exosome"),
    (SKIN, r"cosmetic advertising|skin surface|external use"),
    (INJECTED, r"inject|infusion|needl"),
    (SKIN, r"cosmetic|topical|on the skin"),
    (GENERAL, r"exosomes?\b|vesicle|\bEVs?\b"),
    (TISSUE, r"cells?\b|tissue|HCT/P|human products|human origin|regenerative|amniotic|umbilical|stromal"),
    (OTHER, r""),
)


def use_of(product_use: str) -> str:
    """Give the group of uses that the words of a status fall into.

    Examples
    --------
    >>> use_of("Injection of exosome cosmetics"), use_of("Exosome cosmetics"), use_of("HCT/Ps")
    ('injected, infused or microneedled', 'on the skin or as a cosmetic', 'other cell and tissue products')
    """
    words = re.sub(r"\bnot exosome\w*", "", product_use)
    return next(use for use, pattern in PATTERNS if re.search(pattern, words, re.IGNORECASE))


def statuses(review: Review, claim_id: str = "") -> pd.DataFrame:
    """Give the statuses on record, or those of its jurisdiction that are linked to one claim.

    Parameters
    ----------
    review : Review
        The review.
    claim_id : str
        One claim, or blank for all statuses.

    Returns
    -------
    DataFrame
        One row per status: the columns of the table, place, group, newest, article (what the article says of the
        jurisdiction and the verdict on it) and, for one claim, bearing. The jurisdictions of which the article speaks
        come first, then those with most rows. Empty for a claim that names no jurisdiction.
    """
    table = review.tables.regulatory_status
    claims = review.tables.claims.merge(review.claims[["claim_id", "verdict"]], on="claim_id")
    claims = claims[claims["jurisdiction"].notna()]
    if claim_id:
        claims = claims[claims["claim_id"].eq(claim_id)]
        table = table[table["claim_id"].eq(claim_id) & table["jurisdiction"].isin(claims["jurisdiction"])]
    else:
        table = table.drop(columns=["claim_id", "bearing"])
    table = table.drop_duplicates("regulation_id")
    told = {place: _told(rows, "quotation" if claim_id else "short") for place, rows in claims.groupby("jurisdiction")}
    counts = table["jurisdiction"].value_counts()
    table = table.assign(
        place=table["jurisdiction"].map(lambda code: PLACES.get(code, code)),
        group=table["product_use"].map(use_of),
        article=table["jurisdiction"].map(told).fillna(""),
        rows=table["jurisdiction"].map(counts),
    )
    table["group"] = pd.Categorical(table["group"], [use for use in USES if table["group"].eq(use).any()])
    table = table.assign(spoken=table["article"].ne(""))
    order = ["spoken", "rows", "place"]
    return table.sort_values(order, ascending=[False, False, True], kind="stable", ignore_index=True)


def _told(claims: pd.DataFrame, words: str) -> str:
    said = [
        f"{getattr(claim, words).rstrip('.,')} ({claim.claim_id} {VERDICT_MARKS[claim.verdict]} {claim.verdict})"
        for claim in claims.itertuples()
    ]
    return f"The article says: {'; '.join(said)}"
