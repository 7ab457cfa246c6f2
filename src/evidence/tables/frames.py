"""What comes out: one frame per table, and the ready frames that notebooks and charts start from."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from evidence.tables.descriptor import TABLES
from evidence.tables.settling import settled_links


@dataclass(frozen=True, eq=False, repr=False)
class Tables:
    """The checked tables of one review.

    Attributes
    ----------
    articles, claims, questions, studies, reports, results, regulations, links, levels, tools, signals, appraisals,
    answers, ratings, decisions, searches, records
        Frames with the columns of the descriptor; ``data/README.md`` says what each means.
    root : Path
        Folder they were read from.
    descriptor : dict
        The descriptor as read.
    texts : dict of str to str
        Plain text of each article, by article_id.
    emphasis : dict of str to list of (start, end, kind)
        What is bold or italic in that text.
    """

    articles: pd.DataFrame
    claims: pd.DataFrame
    questions: pd.DataFrame
    studies: pd.DataFrame
    reports: pd.DataFrame
    results: pd.DataFrame
    regulations: pd.DataFrame
    links: pd.DataFrame
    levels: pd.DataFrame
    tools: pd.DataFrame
    signals: pd.DataFrame
    appraisals: pd.DataFrame
    answers: pd.DataFrame
    ratings: pd.DataFrame
    decisions: pd.DataFrame
    searches: pd.DataFrame
    records: pd.DataFrame
    root: Path
    descriptor: dict
    texts: dict[str, str]
    emphasis: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Version of the data, from the descriptor."""
        return str(self.descriptor.get("version", ""))

    @property
    def reviewers_needed(self) -> int:
        """How many people have to agree on a claim before it is settled, from the descriptor."""
        return int(self.descriptor.get("reviewersNeeded", 2))

    @cached_property
    def settled_links(self) -> pd.DataFrame:
        """Of the links of all raters those that count; see `tables.settled_links`."""
        return settled_links(self.links)

    @property
    def density_gain(self) -> pd.DataFrame:
        """Results on hair density, one row per claim and result; see `density_gain`."""
        return density_gain(self.results, self.settled_links, self.studies)

    @property
    def regrowth_rates(self) -> pd.DataFrame:
        """Results on regrowth, one row per claim and result; see `regrowth_rates`."""
        return regrowth_rates(self.results, self.settled_links, self.studies)

    @property
    def regulatory_status(self) -> pd.DataFrame:
        """Regulatory statuses, newest first; see `regulatory_status`."""
        return regulatory_status(self.regulations, self.settled_links, self.reports)

    @property
    def record_flow(self) -> pd.DataFrame:
        """What became of the raw records; see `record_flow`."""
        kept = {"studies": self.studies, "documents": self.reports, "results": self.results}
        kept["regulatory statuses"] = self.regulations
        return record_flow(self.records, self.searches, **kept)

    def __repr__(self) -> str:
        """Title, version and rows per table; no path, so that it reads the same on every machine."""
        head = f"Tables of {self.descriptor.get('title', 'a review')!r}, version {self.version or 'not given'}"
        return "\n".join([head, *(f"  {name:<12}{len(getattr(self, name)):>5}" for name in TABLES)])

    def _repr_html_(self) -> str:
        """The same as a small table."""
        title = html.escape(f"{self.descriptor.get('title', 'A review')}, version {self.version or 'not given'}")
        means = {resource["name"]: resource.get("description", "") for resource in self.descriptor["resources"]}
        rows = "".join(
            f"<tr><th scope='row'>{name}</th><td>{len(getattr(self, name))}</td>"
            f"<td style='text-align:left'>{html.escape(means.get(name, ''))}</td></tr>"
            for name in TABLES
        )
        left = "style='text-align:left'"
        head = f"<tr><th scope='col'>table</th><th scope='col'>rows</th><th scope='col' {left}>what it holds</th></tr>"
        return f"<table><caption>{title}</caption><thead>{head}</thead><tbody>{rows}</tbody></table>"


DISPOSITIONS = {
    "carried": "carried as a study, a document or a status of their own",
    "merged": "merged into a study or status that stood already",
    "elsewhere": "kept as the article, or as searches",
    "left out": "left out",
}
_COMMON = ("claim_id", "bearing", "study", "condition", "design", "arm", "arm_role", "comparator_arm", "outcome")
_TAIL = ("time", "time_unit", "level", "as_given", "seen", "note", "study_id", "result_id", "link_id")


def density_gain(results: pd.DataFrame, links: pd.DataFrame, studies: pd.DataFrame) -> pd.DataFrame:
    """Collect what the studies found on hair density, as printed.

    Parameters
    ----------
    results, links, studies : DataFrame
        The tables of those names.

    Returns
    -------
    DataFrame
        One row per claim and result; a result that no claim is linked to stays, with claim_id missing. Columns:
        claim_id, bearing, study (label), condition, design, arm, arm_role, comparator_arm, outcome, statistic,
        contrast, bound, number, unit, baseline, spread, spread_kind, low, high, n (people behind the number), time,
        time_unit, level, as_given, seen, note, study_id, result_id, link_id. Sorted by claim, study and result.
    """
    number = ("statistic", "contrast", "bound", "number", "unit", "baseline", "spread", "spread_kind", "low", "high")
    return _of_family("hair density", results, links, studies)[[*_COMMON, *number, "n", *_TAIL]]


def regrowth_rates(results: pd.DataFrame, links: pd.DataFrame, studies: pd.DataFrame) -> pd.DataFrame:
    """Collect what the studies found on regrowth, as printed; no percentage is worked out here.

    Parameters
    ----------
    results, links, studies : DataFrame
        The tables of those names.

    Returns
    -------
    DataFrame
        One row per claim and result; a result that no claim is linked to stays, with claim_id missing. Columns:
        claim_id, bearing, study (label), condition, design, arm, arm_role, comparator_arm, outcome, statistic,
        bound, number, unit, events, total, percent (the number, where the statistic is a percentage), denominator,
        event (what counted), n, time, time_unit, level, as_given, seen, note, study_id, result_id, link_id. Sorted
        by claim, study and result.
    """
    frame = _of_family("regrowth", results, links, studies)
    frame = frame.assign(percent=frame["number"].where(frame["statistic"] == "percent"))
    number = ("statistic", "bound", "number", "unit", "events", "total", "percent", "denominator", "event")
    return frame[[*_COMMON, *number, "n", *_TAIL]]


def regulatory_status(regulations: pd.DataFrame, links: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Collect the regulatory statuses with their documents, the newest first.

    Parameters
    ----------
    regulations, links, reports : DataFrame
        The tables of those names.

    Returns
    -------
    DataFrame
        One row per claim and status; a status that no claim is linked to stays, with claim_id missing. Columns:
        claim_id, bearing, jurisdiction, authority, product_use, pathway, status, legal_basis, finding, date (of the
        status), report_date, address, as_of, inferred, seen, regulation_id, report_id, link_id. Sorted by date, or by
        the document's date where the status has none; undated ones come last.
    """
    document = reports[["report_id", "date", "address"]].rename(columns={"date": "report_date"})
    frame = _with_links(regulations, "regulation_id", links).merge(document, on="report_id", how="left")
    frame["_newest"] = frame["date"].fillna(frame["report_date"])
    order = ["_newest", "claim_id", "regulation_id"]
    frame = frame.sort_values(order, ascending=[False, True, True], ignore_index=True)
    what = ("jurisdiction", "authority", "product_use", "pathway", "status", "legal_basis", "finding", "date")
    tail = ("report_date", "address", "as_of", "inferred", "seen", "regulation_id", "report_id", "link_id")
    return frame[["claim_id", "bearing", *what, *tail]]


def record_flow(records: pd.DataFrame, searches: pd.DataFrame, **kept: pd.DataFrame) -> pd.DataFrame:
    """Count what is on record: searches run, records kept, and what became of them.

    This is no PRISMA diagram: the records were collected by hand, and nobody screened a list of hits.

    Parameters
    ----------
    records, searches : DataFrame
        The tables of those names.
    **kept : DataFrame
        Tables that the records were carried into, by the name under which they are counted.

    Returns
    -------
    DataFrame, one row per step
        step (searches, records, became, in the tables), what (words), rows, reasons (of the records that were left
        out; blank for every other step).
    """
    rows = [("searches", "searches run", len(searches), ""), ("records", "records in all", len(records), "")]
    lists = records["list"].value_counts(sort=False)
    rows += [("records", f"of them on the list {name}", int(n), "") for name, n in lists.items()]
    for disposition, what in DISPOSITIONS.items():
        chosen = records[records["disposition"].eq(disposition)]
        why = " ".join(chosen["reason"].drop_duplicates()) if disposition == "left out" else ""
        rows.append(("became", what, len(chosen), why))
    rows += [("in the tables", name, len(frame), "") for name, frame in kept.items()]
    return pd.DataFrame(rows, columns=["step", "what", "rows", "reasons"])


def _of_family(family: str, results: pd.DataFrame, links: pd.DataFrame, studies: pd.DataFrame) -> pd.DataFrame:
    """Results of one outcome family with study and claim, under the names that the ready frames use."""
    chosen = results[results["outcome_family"] == family]
    study = studies[["study_id", "label", "condition", "design"]].rename(columns={"label": "study"})
    frame = _with_links(chosen, "result_id", links).merge(study, on="study_id", how="left")
    frame = frame.rename(columns={"value": "number", "n_analysed": "n"})
    return frame.sort_values(["claim_id", "study", "result_id"], ignore_index=True)


def _with_links(frame: pd.DataFrame, key: str, links: pd.DataFrame) -> pd.DataFrame:
    """Add claim_id, bearing and link_id; rows without a link are kept."""
    tied = links.loc[links[key].notna(), [key, "claim_id", "bearing", "link_id"]]
    return frame.merge(tied, on=key, how="left")
