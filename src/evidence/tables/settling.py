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
    rows = links.reset_index(drop=True)
    pair = rows.groupby(["claim_id", *EVIDENCE], dropna=False).ngroup()
    adjudicated = rows["rater"].eq(ADJUDICATED)
    settled = adjudicated.groupby(pair).transform("any")
    counts = rows["bearing"].isin(COUNTED_BEARINGS).groupby(pair).transform("any")
    first = _first(rows, pair)
    first_of_bearing = _first(rows, rows.groupby([pair, "bearing"]).ngroup())
    return links[(adjudicated | (~settled & (first | (counts & first_of_bearing)))).to_numpy()]


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
    rows = ratings.reset_index(drop=True)
    thing = rows.groupby(["question_id", "domain"]).ngroup()
    adjudicated = rows["rater"].eq(ADJUDICATED)
    settled = adjudicated.groupby(thing).transform("any")
    agreed = rows.groupby(["steps", "level"], dropna=False).ngroup().groupby(thing).transform("nunique").eq(1)
    return ratings[(adjudicated | (~settled & agreed & _first(rows, thing))).to_numpy()]


def _first(rows: pd.DataFrame, group: pd.Series) -> pd.Series:
    """Mark the row of the first rater in each group."""
    order = rows["rater"].sort_values(kind="stable").index
    return ~group.loc[order].duplicated().sort_index()
