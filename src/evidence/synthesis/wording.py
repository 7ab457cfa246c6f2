"""What was done, in one sentence made from the call, so that a caption cannot say something else."""

from __future__ import annotations

from evidence.synthesis.pooling import check_words

ESTIMATORS = {
    "REML": "restricted maximum likelihood",
    "DL": "DerSimonian-Laird",
    "PM": "Paule-Mandel",
    "ML": "maximum likelihood",
    "EB": "empirical Bayes (Morris), which solves the equation of Paule-Mandel",
    "SJ": "Sidik-Jonkman",
    "HE": "Hedges",
    "HS": "Hunter-Schmidt",
}
INTERVALS = {
    "z": "the normal distribution",
    "t": "t with k - 1 degrees of freedom",
    "HK": "Hartung-Knapp-Sidik-Jonkman, t with k - 1 degrees of freedom",
    "HK-adhoc": "Hartung-Knapp-Sidik-Jonkman with the larger of its and the classic standard error, "
    "t with k - 1 degrees of freedom",
}


def method_sentence(
    model: str = "random",
    tau2: str = "REML",
    interval: str | None = None,
    level: float = 0.95,
    tau2_interval: bool = True,
) -> str:
    """Say in one sentence what `pool` does when it is called with these words.

    Parameters
    ----------
    model, tau2, level, tau2_interval
        As for `pool`.
    interval : str, optional
        As for `pool`; None is its default, which hangs on the model.

    Returns
    -------
    str
        The sentence.

    Raises
    ------
    StatisticsError
        Unknown words.

    Examples
    --------
    >>> method_sentence("common")
    'Inverse-variance common-effect model; 95% confidence intervals from the normal distribution; I2 and H2 from Q.'
    """
    interval = interval or ("HK-adhoc" if model == "random" else "z")
    check_words(model, tau2, interval, level)
    share = f"{100 * level:g}%"
    confidence = f"{share} confidence intervals from {INTERVALS[interval]}"
    if model == "common":
        return f"Inverse-variance common-effect model; {confidence}; I2 and H2 from Q."
    parts = [
        f"Inverse-variance random-effects model with tau2 by {ESTIMATORS[tau2]}",
        confidence,
        f"{share} prediction intervals from t with k - 2 degrees of freedom and the classic standard error, from three "
        "results on (Higgins, Thompson and Spiegelhalter 2009)",
        "I2 and H2 from tau2",
    ]
    parts += [f"{share} interval of tau2 by Q-profile"] if tau2_interval else []
    return "; ".join(parts) + "."
