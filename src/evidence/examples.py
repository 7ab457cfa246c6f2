"""A published set of trials to try things on where a review has nothing that may be pooled."""

from __future__ import annotations

import pandas as pd

# Trial, then people with tuberculosis and all people: vaccinated, not vaccinated; how the vaccine was allocated.
_BCG = (
    ("Aronson 1948", 4, 123, 11, 139, "random"),
    ("Ferguson & Simes 1949", 6, 306, 29, 303, "random"),
    ("Rosenthal et al 1960", 3, 231, 11, 220, "random"),
    ("Hart & Sutherland 1977", 62, 13598, 248, 12867, "random"),
    ("Frimodt-Moller et al 1973", 33, 5069, 47, 5808, "alternate"),
    ("Stein & Aronson 1953", 180, 1541, 372, 1451, "alternate"),
    ("Vandiviere et al 1973", 8, 2545, 10, 629, "random"),
    ("TPT Madras 1980", 505, 88391, 499, 88391, "random"),
    ("Coetzee & Berjak 1968", 29, 7499, 45, 7277, "random"),
    ("Rosenthal et al 1961", 17, 1716, 65, 1665, "systematic"),
    ("Comstock et al 1974", 186, 50634, 141, 27338, "systematic"),
    ("Comstock & Webster 1969", 5, 2498, 3, 2341, "systematic"),
    ("Comstock et al 1976", 27, 16913, 29, 17854, "systematic"),
)


def bcg_trials() -> pd.DataFrame:
    """Give thirteen trials of BCG vaccine against tuberculosis, a set that most packages for meta-analysis carry.

    Returns
    -------
    DataFrame, one row a trial
        label, events_1 and total_1 (vaccinated people with tuberculosis, and all), events_2 and total_2 (the same
        without the vaccine), allocation. `effects.from_arms` reads it.

    References
    ----------
    Colditz 1994, JAMA 271:698; numbers as in the data set dat.bcg of the R package metadat.

    Examples
    --------
    >>> bcg_trials()[["events_1", "events_2"]].sum().to_dict()
    {'events_1': 1065, 'events_2': 1510}
    """
    return pd.DataFrame(_BCG, columns=["label", "events_1", "total_1", "events_2", "total_2", "allocation"])
