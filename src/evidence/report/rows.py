"""Rows of evidence as a reader sees them: who says it, how directly it answers, what was seen, where to read it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from evidence import vocabulary as words
from evidence.report.cells import by_key, counted, records, text
from evidence.report.links import Link, reader_link, reader_links
from evidence.review import Review
from evidence.tables import open_words

OWN_DATA = "participant data"  # the usual level of a number, so only the others are named beside it
SHOWN = (
    "link_id",
    "claim_id",
    "bearing",
    "label",
    "design",
    "n",
    "reason",
    "as_given",
    "level",
    "seen",
    "seen_where",
    "study_id",
    "result_id",
    "regulation_id",
    "risk_of_bias",
    *words.DOMAINS_OF_DIRECTNESS,
)


@dataclass(frozen=True)
class Row:
    """One link from a claim to evidence, in words.

    Attributes
    ----------
    about : tuple of str
        Design, people, status of a rule, risk of bias, as far as they are known.
    directness : tuple of (level, domains)
        The four domains, gathered under the level that each was given.
    raters : str
        What each rater said, where they gave different bearings.
    host : str
        Where it was read: provenance, never a link.
    links : tuple of Link
        Where a reader is sent.
    decides : bool
        Whether the verdict rests on it.
    """

    link_id: str
    bearing: str
    label: str
    about: tuple[str, ...]
    reason: str
    as_given: str
    directness: tuple[tuple[str, str], ...]
    raters: str
    seen: str
    host: str
    links: tuple[Link, ...]
    decides: bool

    @property
    def lead(self) -> bool:
        """Whether nothing was seen of it: a lead is shown, and never counted."""
        return self.seen == "nothing"

    @property
    def counts(self) -> bool:
        """Whether it speaks for or against the claim."""
        return self.bearing in words.COUNTED_BEARINGS and not self.lead


def rows_by_claim(review: Review) -> dict[str, list[Row]]:
    """Put every link of every claim into words, by claim: what counts first, of it what decides.

    Links to searches and to the article itself are not among them.
    """
    tables = review.tables
    documents = defaultdict(list)
    for report in tables.reports.to_dict("records"):
        documents[report["study_id"]].append(report)
    by_report = {report["report_id"]: report for report in tables.reports.to_dict("records")}
    studies = by_key(tables.studies, "study_id", ["seen_where"])
    rules = by_key(tables.regulations, "regulation_id", ["seen_where", "status", "report_id"])
    biases = by_key(review.risk_of_bias, "study_id", ["basis", "computed", "reason"])
    resting = {link for ids in review.claims["rows"] for link in ids.split()}
    differing = open_words(tables.links).to_dict()
    rows = defaultdict(list)
    for cell in records(review.evidence, SHOWN):
        rule = rules.get(cell["regulation_id"])
        if rule:
            report = by_report.get(rule["report_id"])
            links = tuple(filter(None, [reader_link(report)])) if report else ()
        else:
            links = reader_links(documents[cell["study_id"]])
        host = cell["seen_where"] or (rule or studies[cell["study_id"]])["seen_where"]
        bias = _bias(cell["risk_of_bias"], biases.get(cell["study_id"], {}))
        rows[cell["claim_id"]].append(_row(cell, rule, bias, host, links, differing, cell["link_id"] in resting))
    return {claim_id: sorted(mine, key=_place) for claim_id, mine in rows.items()}


def _bias(judgement: str, found: dict) -> str:
    """Say the risk of bias, what it rests on, and what the rule of the tool gives where that differs."""
    if not judgement:
        return ""
    basis = f", {found['basis']}" if found["basis"] == "from abstract" else ""
    rule = f" (the tool's rule: {found['computed']})" if found["reason"] else ""
    return f"risk of bias: {judgement}{basis}{rule}"


def _row(cell: dict, rule: dict | None, bias: str, host: str, links: tuple, differing: dict, decides: bool) -> Row:
    about = [cell["design"]]
    about += [counted(int(cell["n"]), "person", "people")] if cell["n"] else []
    about += [f"status: {rule['status']}"] if rule else []
    about += [cell["level"]] if cell["level"] not in ("", OWN_DATA) else []
    about.append(bias)
    return Row(
        link_id=cell["link_id"],
        bearing=cell["bearing"],
        label=cell["label"],
        about=tuple(filter(None, about)),
        reason=cell["reason"],
        as_given=cell["as_given"],
        directness=directness(cell),
        raters=differing.get(cell["link_id"], ""),
        seen=cell["seen"],
        host=host,
        links=links,
        decides=decides,
    )


def directness(cell: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Gather the four domains under their level, the least direct first.

    Examples
    --------
    >>> directness({"population": "indirect", "intervention": "direct", "comparator": "direct", "outcome": "direct"})
    (('indirect', 'population'), ('direct', 'intervention, comparator, outcome'))
    """
    groups = []
    for level in ("indirect", "partly", "direct", "does not apply"):
        domains = [domain for domain in words.DOMAINS_OF_DIRECTNESS if text(cell[domain]) == level]
        groups += [(level, ", ".join(domains))] if domains else []
    return tuple(groups)


def _place(row: Row) -> tuple:
    return not row.counts, not row.decides, words.BEARINGS.index(row.bearing), words.SEEN.index(row.seen), row.link_id
