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
    """Give what each rater said where not all rows of a pair have one bearing, such as "rater-1 for, rater-2 silent".

    That is so where raters differ, and where the adjudicated row left the bearing that all of them had given.

    Parameters
    ----------
    links : DataFrame
        The table of that name, with the rows of all raters.

    Returns
    -------
    Series
        Words by link_id, for every link of such a pair; other links are absent.
    """
    pair = links.groupby(["claim_id", *EVIDENCE], dropna=False).ngroup()
    rated = links[links["rater"].ne(ADJUDICATED)].sort_values("rater")
    said = rated["rater"] + " " + rated["bearing"]
    differ = links["bearing"].groupby(pair).nunique().gt(1)
    words = said.groupby(pair).agg(", ".join)[differ]
    return pd.Series(pair.map(words).to_numpy(), index=links["link_id"]).dropna()


def overruled(links: pd.DataFrame, ratings: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Name what an adjudicated row settled otherwise than all raters had: link ids, and questions with their domain.

    Parameters
    ----------
    links, ratings : DataFrame
        The tables of those names, with the rows of all raters.
    """
    pair = links.groupby(["claim_id", *EVIDENCE], dropna=False).ngroup()
    thing = ratings.groupby(["question_id", "domain"]).ngroup()
    given = ratings.groupby(["steps", "level"], dropna=False).ngroup()
    against_all = _left_by_adjudication(links["bearing"], links["rater"], pair)
    rated = ratings[_left_by_adjudication(given, ratings["rater"], thing)]
    return links.loc[against_all, "link_id"].tolist(), (rated["question_id"] + " " + rated["domain"]).tolist()


def _left_by_adjudication(value: pd.Series, rater: pd.Series, group: pd.Series) -> pd.Series:
    """Mark adjudicated rows whose value is not the one that all raters gave."""
    others = value.where(rater.ne(ADJUDICATED))
    agreed = others.groupby(group).transform("nunique").eq(1)
    common = others.groupby(group).transform("first")
    return rater.eq(ADJUDICATED) & agreed & value.ne(common)


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
