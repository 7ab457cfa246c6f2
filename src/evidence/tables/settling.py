"""Several raters, one judgement that counts: the adjudicated one, else the one on which all agree."""

from __future__ import annotations

import pandas as pd

from evidence.vocabulary import COUNTED_BEARINGS

EVIDENCE = ("result_id", "study_id", "regulation_id", "search_id", "other_claim_id")
ADJUDICATED = "adjudicated"


def settled_links(links: pd.DataFrame) -> pd.DataFrame:
    """Keep the link that counts for each claim and piece of evidence.

    Parameters
    ----------
    links : DataFrame
        The table of that name, with the rows of all raters.

    Returns
    -------
    DataFrame
        The adjudicated row of each pair. Without one: the first rater's, where all raters gave one bearing or none
        gave one that counts as evidence (nothing hangs on it); else one row per bearing given, so that an open
        disagreement shows as mixed evidence. In the order of the table.
    """
    pair = [links[column] for column in ("claim_id", *EVIDENCE)]
    adjudicated = links["rater"].eq(ADJUDICATED)
    settled = adjudicated.groupby(pair, dropna=False).transform("any")
    counts = links["bearing"].isin(COUNTED_BEARINGS).groupby(pair, dropna=False).transform("any")
    by_rater = links.assign(settled=settled).sort_values("rater", kind="stable")
    first = ~by_rater.duplicated(["claim_id", *EVIDENCE]).reindex(links.index)
    first_of_bearing = ~by_rater.duplicated(["claim_id", *EVIDENCE, "bearing"]).reindex(links.index)
    return links[adjudicated | (~settled & (first | (counts & first_of_bearing)))]


def open_words(links: pd.DataFrame) -> pd.Series:
    """Give what each rater said where raters gave different bearings, such as "rater-1 for, rater-2 silent".

    Parameters
    ----------
    links : DataFrame
        The table of that name, with the rows of all raters.

    Returns
    -------
    Series
        Words by link_id, for every link of a pair on which raters differ; other links are absent.
    """
    pair = links.groupby(["claim_id", *EVIDENCE], dropna=False).ngroup()
    rated = links[links["rater"].ne(ADJUDICATED)].sort_values("rater")
    said = rated["rater"] + " " + rated["bearing"]
    differ = rated["bearing"].groupby(pair).nunique().gt(1)
    words = said.groupby(pair).agg(", ".join)[differ]
    return pd.Series(pair.map(words).to_numpy(), index=links["link_id"]).dropna()


def settled_ratings(ratings: pd.DataFrame) -> pd.DataFrame:
    """Keep the rating that counts for each question and domain.

    Parameters
    ----------
    ratings : DataFrame
        The table of that name, with the rows of all raters.

    Returns
    -------
    DataFrame
        The adjudicated row, else the first rater's where all raters agree; where they do not, none.
    """
    thing = [ratings["question_id"], ratings["domain"]]
    adjudicated = ratings["rater"].eq(ADJUDICATED)
    settled = adjudicated.groupby(thing).transform("any")
    said = ratings["steps"].astype(str) + ratings["level"].astype(str)
    agreed = said.groupby(thing).transform("nunique").eq(1)
    first = ~ratings.sort_values("rater", kind="stable").duplicated(["question_id", "domain"]).reindex(ratings.index)
    return ratings[adjudicated | (~settled & agreed & first)]
