"""Risk of bias by tool: each study and domain as a traffic light, and the share of the studies at each level."""

from __future__ import annotations

import pandas as pd

from evidence.figures import risk_of_bias, risk_of_bias_summary
from evidence.gallery.exhibit import Exhibit, documents
from evidence.review import Review

OVERALL = "overall"
COUNTED = {
    "people": "people",
    "documents": "studies",
    "animal": "animals",
    "human tissue": "samples",
    "cell": "samples",
}
LIGHT = (
    "A disc is what a rater judged in one domain of {tool}; no information: what was seen did not allow a judgement."
)
SHARES = "Each bar shows the share of the {weight} at each level of {tool}, with the number of studies printed."
RULE = " Where the tool's rule makes another judgement of the rater's answers, it stands beside."


def exhibits(review: Review, claim_id: str = "") -> list[Exhibit]:
    """Give both charts for each tool that judges two or more studies, of the whole review or behind one claim."""
    cells, made = cells_of(review), []
    if claim_id:
        mine = review.evidence.loc[review.evidence["claim_id"].eq(claim_id), "study_id"]
        cells = cells[cells["study_id"].isin(set(mine.dropna()))]
    for tool, rows in cells.groupby("tool"):
        studies = rows["study_id"].nunique()
        if studies < 2:
            continue
        stem = "_".join([*str(tool).lower().replace("-", " ").split(), *([claim_id] if claim_id else [])])
        behind = f" behind {claim_id}" if claim_id else ""
        summary, sources = summarised(rows), documents(review, rows["study_id"])
        rule = RULE if rows["differs"].any() else ""
        method = LIGHT.format(tool=tool) + rule
        light = risk_of_bias.CHART, rows, f"Risk of bias by {tool}: {studies} studies{behind}", method
        shares = SHARES.format(tool=tool, weight=summary["weighted_by"].iloc[0]) + rule
        title = f"Where bias may lie, by {tool}: {studies} studies{behind}"
        made.append(Exhibit(f"risk_of_bias_{stem}", *light, sources))
        made.append(
            Exhibit(f"risk_of_bias_summary_{stem}", risk_of_bias_summary.CHART, summary, title, shares, sources)
        )
    return made


def cells_of(review: Review) -> pd.DataFrame:
    """Give one row per study, tool and domain, the whole among them, with what a chart needs to draw its levels."""
    tables = review.tables
    by_domain = review.risk_of_bias_by_domain
    whole = review.risk_of_bias.assign(domain=OVERALL)
    # A study that two tools judge has one judgement of the whole: that of the graver tool.
    cells = pd.concat([by_domain, whole], ignore_index=True)
    cells = cells[cells["judgement"].notna()]
    studies = tables.studies.assign(counted=tables.studies["system"].map(COUNTED).fillna("of a kind not shown"))
    cells = cells.merge(studies[["study_id", "label", "n", "counted"]], on="study_id")
    cells = cells.merge(tables.tools[["tool", "domain", "position"]], on=["tool", "domain"], how="left")
    cells["position"] = cells["position"].fillna(len(tables.tools))
    levels = tables.levels[["level", "rank", "symbol", "colour"]]
    cells = cells.merge(levels.rename(columns={"level": "judgement"}), on="judgement", how="left")
    return cells.merge(levels.rename(columns=lambda c: "computed" if c == "level" else f"computed_{c}"), how="left")


def summarised(cells: pd.DataFrame) -> pd.DataFrame:
    """Count the studies at each level of each domain, as judged and as the rule computes where it ever differs.

    Parameters
    ----------
    cells : DataFrame
        Rows of one tool, from `cells_of`.

    Returns
    -------
    DataFrame
        tool, domain, position, by (judged, rule), level, rank, symbol, colour, studies, share (percent), weighted_by:
        people where their number is known for every study, else studies.
    """
    known = (cells["n"].notna() & cells["counted"].eq("people")).all()
    judged = cells.rename(columns={"judgement": "level"}).assign(by="judged")
    differing = cells.loc[cells["differs"], "domain"]
    ruled = cells[cells["domain"].isin(differing) & cells["computed"].notna()]
    own = [column for column in ruled.columns if column.startswith("computed_")]
    ruled = ruled.drop(columns=[column.removeprefix("computed_") for column in own])
    ruled = ruled.rename(columns=lambda c: c.removeprefix("computed_")).rename(columns={"computed": "level"})
    both = pd.concat([judged, ruled.assign(by="rule")], ignore_index=True)
    both["weight"] = both["n"].astype(float) if known else 1.0
    keys = ["tool", "domain", "position", "by"]
    found = both.groupby([*keys, "level", "rank", "symbol", "colour"], as_index=False).agg(
        studies=("study_id", "nunique"), weight=("weight", "sum")
    )
    found["share"] = 100 * found["weight"] / found.groupby(keys)["weight"].transform("sum")
    return found.drop(columns="weight").assign(weighted_by="people" if known else "studies")
