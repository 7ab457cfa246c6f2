"""The page put together: what it says comes from the other modules, how it looks from the templates."""

from __future__ import annotations

from importlib import resources

import jinja2
from markupsafe import Markup

from evidence import __version__
from evidence import vocabulary as words
from evidence.figures.palette import VERDICT_MARKS
from evidence.report import article, claims, figure, firmness, methods, regulation, scheme, summary
from evidence.report.cells import counted, listed
from evidence.review import Review

# Nothing is loaded and nothing runs. Styles may stand in the page itself, since the chart carries its own; with every
# address closed to them they can't send anything anywhere.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def render(review: Review, figure_svg: str, figure_alt: str) -> str:
    """Write the report as one HTML page.

    Parameters
    ----------
    review : Review
        From `evidence.assess`; all that the page says is in it.
    figure_svg, figure_alt : str
        The claim-strength chart as SVG text, and what it shows in words.

    Returns
    -------
    str
        The page. The same review and chart give the same bytes.

    Raises
    ------
    FigureError
        If the chart is not SVG.
    """
    template = environment().get_template("report.html.j2")
    return template.render(policy=POLICY, css=styles(), **content(review, figure_svg, figure_alt))


def content(review: Review, figure_svg: str, figure_alt: str) -> dict:
    """Gather everything that the page shows."""
    texts = article.articles(review)
    title, *rest = figure_alt.strip().splitlines() or ["Chart"]
    home, elsewhere = regulation.statuses(review)
    return {
        "title": texts[0].title if len(texts) == 1 else review.tables.descriptor.get("title", "A review"),
        "articles": texts,
        "versions": {"data": review.tables.version, "package": __version__},
        "counts": summary.verdict_counts(review),
        "coverage": summary.coverage(review),
        "judges": summary.judges(review),
        "chart": {"svg": figure.inline(figure_svg, figure_alt), "title": title, "lines": rest},
        "table": claims.verdict_table(review),
        "cards": claims.cards(review),
        "summary": methods.summary(review),
        "pooling": methods.pooling(review),
        "integrity": methods.integrity(review),
        "checked": methods.checked(review),
        "home": home,
        "elsewhere": elsewhere,
        "searches": methods.searches(review),
        "flow": methods.flow(review),
        "agreement": methods.agreement(review),
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
    made.globals |= {"marks": VERDICT_MARKS, "words": words, "counted": counted}
    return made


def styles() -> Markup:
    """Put the colours and the style sheet together."""
    sheet = resources.files("evidence.report").joinpath("templates/report.css").read_text(encoding="utf-8")
    return Markup(f"{scheme.css()}\n{sheet}")  # our own file and our own colours: nothing of a review is in them
