"""What the explorer shows, without a widget: the claims that were asked for, the path of one, a chart of it."""

from __future__ import annotations

import base64
import io
from html import escape

import pandas as pd

from evidence import vocabulary as words
from evidence.errors import EvidenceError
from evidence.figures.style import house_style
from evidence.gallery import Exhibit, about
from evidence.report import explain
from evidence.review import Review

ASKED = ("verdict", "severity", "topic")
SHOWN = ["claim_id", "short", *ASKED, "certainty", "why"]
NO_TOPIC = "no topic"  # opinions have none
DPI = 130  # sharp on a screen; a chart is about 100 kB


def choose(review: Review, verdict: str = "", severity: str = "", topic: str = "") -> pd.DataFrame:
    """Give the claims with that verdict, severity and topic.

    Parameters
    ----------
    review : Review
        From `evidence.assess`.
    verdict, severity, topic : str
        Words of the review; blank for any. "no topic" for claims without one, which are opinions.

    Returns
    -------
    DataFrame
        One row per claim: claim_id, short, verdict, severity, topic, certainty, why. High severity first, then by
        verdict, gravest first, then by claim_id.

    Raises
    ------
    EvidenceError
        A word that is not in the vocabulary; the message names those that are.
    """
    asked = {"verdict": verdict, "severity": severity, "topic": topic}
    known = {
        "verdict": list(review.counts.index),
        "severity": list(reversed(words.SEVERITIES)),
        "topic": [*words.TOPICS, NO_TOPIC],
    }
    claims = review.claims[SHOWN].fillna({"topic": NO_TOPIC}).sort_values("claim_id")
    for name in ("verdict", "severity"):  # the sort is stable, so the weightier goes last
        claims = claims.sort_values(name, key=lambda column, order=known[name]: column.map(order.index), kind="stable")
    for name, word in asked.items():
        if word and word not in known[name]:
            allowed = ", ".join(known[name])
            raise EvidenceError(
                f"explorer, {name}: found {word!r}; allowed: {allowed}; do: take one of these, or leave it out"
            )
        claims = claims[claims[name].eq(word)] if word else claims
    return claims.reset_index(drop=True)


def path(review: Review, claim_id: str) -> pd.DataFrame:
    """Give the path of one claim from its quotation to its verdict; see `evidence.report.explain`.

    Parameters
    ----------
    review : Review
        From `evidence.assess`.
    claim_id : str
        Which claim.

    Returns
    -------
    DataFrame
        One row per line, with the columns step and text; a blank step continues the line above.
    """
    return pd.DataFrame(explain(review, claim_id), columns=["step", "text"])


def chart(review: Review, exhibit: Exhibit) -> str:
    """Draw one chart of the gallery as HTML: a picture with its words as alternative text.

    Parameters
    ----------
    review : Review
        From `evidence.assess`.
    exhibit : Exhibit
        From `evidence.gallery.exhibits`.
    """
    figure = exhibit.chart.figure(exhibit.frame, exhibit.title, exhibit.notes(about(review)))
    with house_style():
        figure.savefig(file := io.BytesIO(), format="png", dpi=DPI)
    data = base64.b64encode(file.getvalue()).decode()
    alt = escape(exhibit.alt, quote=True)
    return f'<img alt="{alt}" src="data:image/png;base64,{data}" style="max-width: 100%">'


def table(frame: pd.DataFrame) -> str:
    """Write a frame as an HTML table; the first columns are as wide as their words, the last one wraps."""
    wide = dict.fromkeys(frame.columns[:-1], "6em")
    with pd.option_context("display.max_colwidth", None):
        return frame.to_html(index=False, border=0, justify="left", col_space=wide)
