"""What studies say where nothing is pooled: people, bearings, directions and ranges, in words (SWiM)."""

from __future__ import annotations

import pandas as pd

from evidence import vocabulary as words
from evidence.certainty.grade import start_of
from evidence.synthesis import directions

WAYS = ("up", "down", "none", "mixed", "unstated")
WAY_WORDS = {"none": "no change", "unstated": "direction not stated"}


def bodies_of(links: pd.DataFrame) -> list[dict]:
    """Give directions and ranges by family of outcomes and role of the arm, of the results among the links.

    Parameters
    ----------
    links : DataFrame
        As for `summary_of_findings`.

    Returns
    -------
    list of dict
        Rows of `synthesis.directions`; none where no link is to a result.
    """
    if "measured" not in links.columns:
        return []
    results = links[links["measured"].notna()].drop(columns="outcome", errors="ignore")
    return directions(results.rename(columns={"measured": "outcome"})).to_dict("records") if len(results) else []


def one_way(bodies: list[dict]) -> str:
    """Give the direction in which all studies with a direction point: up or down, blank where they do not agree.

    Examples
    --------
    >>> one_way([{"up": 3, "down": 0, "none": 0, "mixed": 0, "unstated": 1}])
    'up'
    """
    found = {way for body in bodies for way in WAYS if body[way]} - {"unstated"}
    return found.pop() if found in ({"up"}, {"down"}) else ""


def instead_of_estimate(links: pd.DataFrame, bodies: list[dict]) -> str:
    """Write what stands in the place of an estimate.

    Examples
    --------
    >>> instead_of_estimate(pd.DataFrame({"study_id": ["a", "b"], "bearing": ["for", "against"]}), [])
    'Not pooled. Studies by what they say: for 1, against 1.'
    """
    counts = links.drop_duplicates(["study_id", "bearing"])["bearing"].value_counts()
    say = ", ".join(f"{word} {counts[word]}" for word in words.COUNTED_BEARINGS if word in counts)
    parts = ["Not pooled", f"Studies by what they say: {say}", *map(_directions, bodies)]
    return ". ".join(parts) + "."


def _directions(body: dict) -> str:
    ways = ", ".join(f"{body[way]} {WAY_WORDS.get(way, way)}" for way in WAYS if body[way])
    ranges = f"; {body['ranges']}" if body["ranges"] else ""
    who = f"{body['outcome_family'].capitalize()}, {body['arm_role']} arms"
    return f"{who}: {studies_in_words(body['studies'])} ({ways}){ranges}"


def people_in_words(links: pd.DataFrame) -> str:
    """Say how many people were studied, those in the designs that carry the certainty first.

    Parameters
    ----------
    links : DataFrame
        study_id, design, n. The largest number of each study counts; unknown numbers are told apart.

    Examples
    --------
    >>> people_in_words(pd.DataFrame({"study_id": ["a", "a", "b"], "design": ["randomised trial"] * 2 + ["case series"],
    ...     "n": [20, 18, None]}))
    '20 people in 1 study; of weaker design: people not known in 1 study'
    """
    ranks = links["design"].map(lambda design: words.LEVELS.index(start_of(design)))
    carrying = ranks.eq(ranks.max())
    weaker = f"; of weaker design: {_people(links[~carrying])}" if not carrying.all() else ""
    return _people(links[carrying]) + weaker


def _people(links: pd.DataFrame) -> str:
    per_study = links.groupby("study_id", dropna=False)["n"].max()
    known = per_study.dropna()
    if known.empty:
        return f"people not known in {studies_in_words(len(per_study))}"
    unknown = len(per_study) - len(known)
    rest = f", and not known in {unknown} more" if unknown else ""
    return f"{known.sum():g} people in {studies_in_words(len(known))}{rest}"


def studies_in_words(number: int) -> str:
    """Write a number of studies."""
    return f"{number} {'study' if number == 1 else 'studies'}"
