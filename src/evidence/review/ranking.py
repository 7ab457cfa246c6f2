"""The judged claims in one order: from the one that the evidence denies most clearly to the one it bears out best."""

from __future__ import annotations

import pandas as pd

from evidence import vocabulary as words

VERDICTS = (*words.FLAGGED, "partly supported", "supported")


def ranked(judged: pd.DataFrame) -> pd.DataFrame:
    """Order judged claims, the weakest first.

    Parameters
    ----------
    judged : DataFrame
        Rows of `Review.judged`: claim_id, verdict, severity, wording, certainty.

    Returns
    -------
    DataFrame
        The same rows. Verdicts gravest first. Of flagged claims the more severe come first, then those whose verdict is
        more certain; of the others those of lower certainty, then those whose words need less of it. Ties by id.

    Examples
    --------
    >>> claims = pd.DataFrame(
    ...     {
    ...         "claim_id": ["c1", "c2", "c3"],
    ...         "verdict": ["supported", "contradicted", "supported"],
    ...         "severity": ["low", "high", "low"],
    ...         "wording": ["causal", "plain", "plain"],
    ...         "certainty": ["high", "high", "moderate"],
    ...     }
    ... )
    >>> ranked(claims)["claim_id"].tolist()
    ['c2', 'c3', 'c1']
    """
    flagged = judged["verdict"].isin(words.FLAGGED)
    certain = judged["certainty"].map(("not rated", *words.LEVELS).index)
    needs = judged["wording"].map(words.WORDING_NEEDS).map(words.LEVELS.index)
    keys = {
        "verdict": judged["verdict"].map(VERDICTS.index),
        "severity": -judged["severity"].map(words.SEVERITIES.index).where(flagged, 0),
        "certain": certain.where(~flagged, -certain),
        "needs": needs.where(~flagged, 0),
        "claim_id": judged["claim_id"],
    }
    order = pd.DataFrame(keys, index=judged.index).sort_values(list(keys)).index
    return judged.loc[order].reset_index(drop=True)
