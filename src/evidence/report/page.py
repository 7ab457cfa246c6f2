"""The page put together: what it says comes from the other modules, how it looks from the templates."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib import resources

import jinja2
from markupsafe import Markup

from evidence import __version__
from evidence import vocabulary as words
from evidence.figures.palette import VERDICT_MARKS
from evidence.report import article, claims, decided, firmness, methods, prose, regulation, scheme, summary
from evidence.report.cells import counted, listed
from evidence.report.figure import Picture, inline
from evidence.review import Review

# Nothing is loaded, and of scripts only our own runs, known by its digest. Styles may stand in the page itself, since
# charts carry their own; with every address closed to them they can't send anything anywhere.
POLICY = (
    "default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
    " form-action 'none'"
)


def render(review: Review, pictures: Iterable[Picture] = ()) -> str:
    """Write the report as one HTML page.

    Parameters
    ----------
    review : Review
        From `evidence.assess`; all that the page says is in it.
    pictures : iterable of Picture
        Charts of the review; those whose names the page knows stand where they belong.

    Returns
    -------
    str
        The page. The same review and charts give the same bytes.

    Raises
    ------
    FigureError
        If a chart is not SVG.
    """
    code = script()
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    charts = {picture.name: inline(picture) for picture in pictures}
    page = environment().get_template("report.html.j2")
    parts = {"policy": POLICY.format(digest=digest), "css": styles(), "script": code, "charts": charts}
    return page.render(**parts, **content(review))


def content(review: Review) -> dict:
    """Gather everything that the page says."""
    texts = article.articles(review)
    home, elsewhere = regulation.statuses(review)
    table, cards = claims.verdict_table(review), claims.cards(review)
    return {
        "title": texts[0].title if len(texts) == 1 else review.tables.descriptor.get("title", "A review"),
        "articles": texts,
        "versions": {"data": review.tables.version, "package": __version__},
        "counts": summary.verdict_counts(review),
        "coverage": summary.coverage(review),
        "judges": summary.judges(review),
        "topics": summary.topics(review),
        "table": table,
        "first": summary.first(table),
        "cards": cards,
        "reviewers": decided.summary(review, {card.judged["claim_id"]: card.state for card in cards if card.state}),
        "summary": methods.summary(review),
        "pooling": methods.pooling(review),
        "integrity": methods.integrity(review),
        "checked": methods.checked(review),
        "home": home,
        "elsewhere": elsewhere,
        "searches": methods.searches(review),
        "flow": methods.flow(review),
        "agreement": methods.agreement(review),
        "overruled": methods.overruled(review),
        "firmness": firmness.firmness(review),
        "rules": methods.rules(review),
        "documents": methods.documents(review),
        "limits": methods.limits(review),
        "licence": methods.licences(review),
    }


def environment() -> jinja2.Environment:
    """Set up the templates: everything is escaped, and a name that is not there is an error, never a blank."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("evidence.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"slug": scheme.slug, "listed": listed}
    made.globals |= {"marks": VERDICT_MARKS, "words": words, "prose": prose, "counted": counted}
    return made


def styles() -> Markup:
    """Put the colours and the style sheet together."""
    return Markup(f"{scheme.css()}\n{_own('report.css')}")  # our own file and colours: nothing of a review is in them


def script() -> Markup:
    """Give the one script of the page; nothing of a review is in it."""
    return Markup(_own("report.js"))


def _own(name: str) -> str:
    return resources.files("evidence.report").joinpath(f"templates/{name}").read_text(encoding="utf-8")
