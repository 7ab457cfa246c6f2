"""Risk of bias per study: the overall judgement as given, or the worst domain where no overall stands."""

from __future__ import annotations

import pandas as pd

# Mildest to gravest, over the words of all tools in use; "no information" is never milder than "some concerns".
ORDER = ("low", "moderate", "some concerns", "no information", "high", "serious", "critical")


def overall(appraisals: pd.DataFrame) -> pd.DataFrame:
    """Give each appraised study one judgement.

    Parameters
    ----------
    appraisals : DataFrame
        Columns study_id, tool, domain, judgement, basis.

    Returns
    -------
    DataFrame
        One row per study: study_id, tool, judgement, basis. A row with domain `overall` is taken as it stands;
        without one the gravest domain counts. The tools' own decision rules are not computed here.

    Examples
    --------
    >>> rows = pd.DataFrame({"study_id": ["s-a", "s-a"], "tool": ["RoB 2"] * 2, "domain": ["x", "y"],
    ...                      "judgement": ["low", "high"], "basis": ["from abstract"] * 2})
    >>> overall(rows).judgement.item()
    'high'
    """
    ranked = appraisals.assign(
        by_domain=appraisals["domain"].ne("overall"),
        rank=-appraisals["judgement"].map({word: place for place, word in enumerate(ORDER)}),
    )
    first = ranked.sort_values(["study_id", "by_domain", "rank"], kind="stable").drop_duplicates("study_id")
    return first[["study_id", "tool", "judgement", "basis"]].reset_index(drop=True)
