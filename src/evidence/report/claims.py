"""The claims as a reader sees them: the verdict table, and one card per claim with all that its verdict rests on."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evidence import vocabulary as words
from evidence.report import decided, firmness
from evidence.report.cells import by_key, counted, listed, records, text
from evidence.report.rows import Row, rows_by_claim
from evidence.review import Review
from evidence.review.cases import sources

STATED = ("claim", "quotation", "question_id", "source_named", "jurisdiction", "authority", "product", "pathway")
QUESTION = ("question", "population", "intervention", "comparator", "outcome", "threshold", "threshold_unit")
SEARCH = ("link_id", "search_id", "date", "place", "query", "found", "outcome", "reason")
FEW = 6  # rows of evidence shown before the fold where none decides


@dataclass(frozen=True)
class Card:
    """One claim with everything that the page says of it.

    Attributes
    ----------
    judged : dict of str to str
        Its row of `Review.claims`.
    stated : dict of str to str
        Its row of the table of claims.
    needs : str
        Certainty that its wording needs; blank for opinion.
    question, level : dict of str to str
        The question it points to and that question's certainty; empty where there is none.
    steps : list of dict
        Steps of that certainty, proposed and decided.
    counted, silent, leads : list of Row
        Evidence that counts, evidence that does not say, and what nothing seen confirms.
    itself : list of dict
        Other claims of the article that bear on it.
    searches, findings : list of dict
        Searches linked to it, and findings of integrity that touch its rows.
    source_searches : int
        Searches for the source that it names, whichever claim they are linked to.
    moves, tried : list of dict, dict
        Changes that move its verdict, and how many were tried; empty for opinion.
    judges : str
        Who made the judgements it rests on, and whether a person decided.
    state, history : dict, list of dict
        Where it stands between its reviewers (empty for an opinion that nobody decided on), and what they said.
    """

    judged: dict[str, str]
    stated: dict[str, str]
    needs: str
    question: dict[str, str]
    level: dict[str, str]
    steps: list[dict[str, str]]
    counted: list[Row]
    silent: list[Row]
    leads: list[Row]
    itself: list[dict[str, str]]
    searches: list[dict[str, str]]
    findings: list[dict[str, str]]
    source_searches: int
    moves: list[dict[str, str]]
    tried: dict[str, str]
    judges: str
    state: dict[str, str]
    history: list[dict[str, str]]

    @property
    def shown(self) -> list[Row]:
        """Evidence that is seen at once: what decides, else the first few rows."""
        return [row for row in self.counted if row.decides] or self.counted[:FEW]

    @property
    def folded(self) -> list[Row]:
        """Evidence for and against that stands behind a fold."""
        return self.counted[len(self.shown) :]

    @property
    def searched(self) -> str:
        """How many searches are linked to it, and how many of them looked for the source that it names."""
        every, source = len(self.searches), sum(bool(row["outcome"]) for row in self.searches)
        said = counted(every, "search", "searches")
        return said if not source else f"{said}, {'all' if source == every else f'{source} of them'} for the source"


def verdict_table(review: Review) -> dict[str, list[dict[str, str]]]:
    """Give the rows of `Review.claims` as text, by severity (high first), then by verdict, then by id."""
    place = {verdict: number for number, verdict in enumerate(review.counts.index)}
    claims = review.claims.assign(place=review.claims["verdict"].map(place)).sort_values(["place", "claim_id"])
    return {
        severity: records(claims[claims["severity"].eq(severity)], review.claims.columns)
        for severity in reversed(words.SEVERITIES)
        if claims["severity"].eq(severity).any()
    }


def cards(review: Review) -> list[Card]:
    """Put every claim on a card, in the order of its id."""
    tables = review.tables
    rows = rows_by_claim(review)
    stated = by_key(tables.claims, "claim_id", STATED)
    questions = by_key(tables.questions, "question_id", QUESTION)
    levels = by_key(review.levels, "question_id", ["start", "certainty_proposed", "certainty", "reason"])
    findings = records(review.touched, review.touched.columns)
    moves, tried = firmness.moves(review), firmness.tried(review)
    source_of = sources(tables)
    stand, said = decided.states(review), decided.histories(review)
    made = []
    for judged in records(review.claims.sort_values("claim_id"), review.claims.columns):
        claim_id = judged["claim_id"]
        asked = stated[claim_id]["question_id"]
        mine = rows.get(claim_id, [])
        links = tables.settled_links[tables.settled_links["claim_id"].eq(claim_id)]
        searched = links[["link_id", "search_id", "reason"]].merge(tables.searches, on="search_id")
        made.append(
            Card(
                judged=judged,
                stated=stated[claim_id],
                needs=words.WORDING_NEEDS.get(judged["wording"], ""),
                question=questions.get(asked, {}),
                level=levels.get(asked, {}),
                steps=_steps(review.steps[review.steps["question_id"].eq(asked)], levels.get(asked, {})),
                counted=[row for row in mine if row.counts],
                silent=[row for row in mine if not row.counts and not row.lead],
                leads=[row for row in mine if row.lead],
                itself=_itself(links, stated),
                searches=records(searched, SEARCH),
                findings=[finding for finding in findings if claim_id in finding["claims"].split()],
                source_searches=len(source_of[claim_id]),
                moves=moves.get(claim_id, []),
                tried=tried.get(claim_id, {}),
                judges=_judges(links, judged["decided"]),
                state=stand.get(claim_id, {}),
                history=said.get(claim_id, []),
            )
        )
    return made


def _judges(links: pd.DataFrame, decided: str) -> str:
    """Say who gave the links of a claim, by role, and whether people settled it."""
    said = "Settled by people." if decided else "No person has settled it."
    if links.empty:
        return said
    roles = links["rater_kind"] + ", " + links["rater"]
    given = listed(f"{number} by {role}" for role, number in roles.value_counts().items())
    return f"Rules, on {counted(len(links), 'link')}: {given}. {said}"


def step_words(levels) -> str:
    """Write a step of certainty in words; a level that a rater set outright stays as it is.

    Examples
    --------
    >>> step_words(-2), step_words(0), step_words("very low")
    ('2 down', 'no step', 'very low')
    """
    if isinstance(levels, str):
        return levels
    if pd.isna(levels) or levels == 0:
        return "no step"
    return f"{abs(int(levels))} {'down' if levels < 0 else 'up'}"


def _steps(steps: pd.DataFrame, level: dict[str, str]) -> list[dict[str, str]]:
    rows = []
    for row in steps.itertuples():
        # A rating of the whole stands beside the level that the rules arrive at, not beside a step.
        proposed = level["certainty_proposed"] if row.domain == "overall" else step_words(row.proposed)
        decided = step_words(row.decided)
        said = {
            "rule": _rule(row),
            "reason": text(row.reason),
            "rationale": text(row.rationale),
            "rater_kind": text(row.rater_kind),
        }
        both = {"domain": row.domain, "proposed": proposed, "decided": decided, "differs": proposed != decided}
        rows.append(said | both)
    return rows


def _rule(row) -> str:
    """Write the general rule of a step with the number that it compares with and where that comes from."""
    parts = (text(row.rule), text(row.threshold) and f"Threshold: {text(row.threshold)}.", text(row.source))
    return " ".join(part for part in parts if part)


def _itself(links: pd.DataFrame, stated: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    own = records(links[links["other_claim_id"].notna()], ["link_id", "other_claim_id", "bearing", "reason"])
    return [{**row, "quotation": stated[row["other_claim_id"]]["quotation"]} for row in own]
