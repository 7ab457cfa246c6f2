"""Checks across rows and tables: nothing unused, nothing counted that nobody saw, nothing judged twice."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.errors import Problem
from evidence.tables.article import quotation_fault
from evidence.tables.reading import Row, Sheet
from evidence.tables.rows import EVIDENCE_IDS
from evidence.vocabulary import COUNTED_BEARINGS, WAITING

Sheets = dict[str, Sheet]


def check_relations(sheets: Sheets, texts: dict[str, str]) -> Iterator[Problem]:
    """Run every check of this module whose tables could be read whole.

    Parameters
    ----------
    sheets : dict of str to Sheet
        Tables by name.
    texts : dict of str to str
        Plain text of each article that could be read, by article_id.

    Yields
    ------
    Problem
        One per row that does not fit the other rows.
    """
    for names, rule in RULES:
        # In a table that lost a row, "no row points here" would blame the wrong one.
        if all(sheets[name].whole for name in names):
            yield from rule(sheets)
    if sheets["claims"].has_all_columns:
        yield from quotations_occur_once(sheets["claims"], texts)


def quotations_occur_once(claims: Sheet, texts: dict[str, str]) -> Iterator[Problem]:
    """Each claim quotes words that occur exactly once in its article."""
    for row in claims.rows:
        text = texts.get(row["article_id"])
        fault = quotation_fault(text, row["quotation"]) if text and row["quotation"] else None
        if fault:
            yield claims.problem(row, "quotation", *fault)


def something_is_reviewed(sheets: Sheets) -> Iterator[Problem]:
    """A review has an article and a claim."""
    for name in ("articles", "claims"):
        if not sheets[name].rows:
            yield Problem(sheets[name].file, None, "", "no rows", "at least one row", "add the first row")


def claims_have_links(sheets: Sheets) -> Iterator[Problem]:
    """Every claim that is judged has at least one link, if only to a search."""
    linked = _ids(sheets, "links", "claim_id")
    for row in sheets["claims"].rows:
        if row["kind"] not in ("", "opinion") and row["claim_id"] not in linked:
            cure = "link it to evidence, or to the search that found none"
            yield sheets["claims"].problem(row, "claim_id", "at least one link in links.csv", cure)


def questions_are_asked(sheets: Sheets) -> Iterator[Problem]:
    """Every question is some claim's question."""
    asked = _ids(sheets, "claims", "question_id")
    yield from _unused(sheets["questions"], "question_id", asked, "a claim that points to it")


def studies_have_reports(sheets: Sheets) -> Iterator[Problem]:
    """Every study has a document that a reader can be sent to."""
    reported = _ids(sheets, "reports", "study_id")
    for row in sheets["studies"].rows:
        if row["study_id"] not in reported:
            cure = "add its report, or remove the study"
            yield sheets["studies"].problem(row, "study_id", "at least one report in reports.csv", cure)


def studies_are_used(sheets: Sheets) -> Iterator[Problem]:
    """Every study is linked, appraised, has a result or carries a regulatory status; an imported lead may wait."""
    carried = _ids(sheets, "regulations", "report_id")
    used = {row["study_id"] for row in sheets["reports"].rows if row["report_id"] in carried}
    for name in ("links", "results", "appraisals"):
        used |= _ids(sheets, name, "study_id")
    waiting = {row["study_id"] for row in sheets["reports"].rows if row["exclusion_reason"] == WAITING}
    used |= {row["study_id"] for row in sheets["studies"].rows if row["seen"] == "nothing"} & waiting
    yield from _unused(sheets["studies"], "study_id", used, "a link, result, appraisal or regulation that uses it")


def results_are_used(sheets: Sheets) -> Iterator[Problem]:
    """Every result is linked, itself or by its study, unless it is a benchmark."""
    used = _ids(sheets, "links", "result_id")
    studies = _ids(sheets, "links", "study_id")
    used |= {row["result_id"] for row in sheets["results"].rows if row["study_id"] in studies}
    used |= {row["result_id"] for row in sheets["results"].rows if row["arm_role"] == "benchmark"}
    yield from _unused(sheets["results"], "result_id", used, "a link to it or its study, or arm_role benchmark")


def leads_are_not_counted(sheets: Sheets) -> Iterator[Problem]:
    """What nobody saw is linked as silent or context, never as evidence."""
    links = sheets["links"]
    for name, column in (("results", "result_id"), ("studies", "study_id"), ("regulations", "regulation_id")):
        leads = {row[column] for row in sheets[name].rows if row["seen"] == "nothing"}
        for row in links.rows:
            if row[column] in leads and row["bearing"] in COUNTED_BEARINGS:
                cure = f"write context, or say in {sheets[name].file} what was seen of {row[column]}"
                yield links.problem(row, "bearing", "silent or context: a lead is never counted", cure)


def what_is_retracted_or_only_planned_is_not_counted(sheets: Sheets) -> Iterator[Problem]:
    """A retracted study, or one of which only a registration is on record, shows that it exists and nothing else."""
    links = sheets["links"]
    reports: dict[str, list[Row]] = {}
    for row in sheets["reports"].rows:
        reports.setdefault(row["study_id"], []).append(row)
    barred = {study: "is retracted" for study, rows in reports.items() if any(map(_is_retracted, rows))}
    planned = {study for study, rows in reports.items() if all(row["kind"] == "registration" for row in rows)}
    barred |= dict.fromkeys(planned - {""}, "has a registration only")
    owner = {row["result_id"]: row["study_id"] for row in sheets["results"].rows}
    existence = {row["claim_id"] for row in sheets["claims"].rows if row["kind"] == "existence"}
    for row in links.rows:
        if row["claim_id"] in existence:
            continue
        why = barred.get(row["study_id"] or owner.get(row["result_id"], ""))
        if why and row["bearing"] in COUNTED_BEARINGS:
            cure = "write context, or mend its reports in reports.csv"
            yield links.problem(row, "bearing", f"silent or context: its study {why}", cure)


def _is_retracted(report: Row) -> bool:
    return report["retraction"] == "retracted"


def article_speaks_against_itself(sheets: Sheets) -> Iterator[Problem]:
    """The other claim of a link is one of the same article."""
    links = sheets["links"]
    article = {row["claim_id"]: row["article_id"] for row in sheets["claims"].rows}
    for row in links.rows:
        own, other = article.get(row["claim_id"]), article.get(row["other_claim_id"])
        if own and other and own != other:
            yield links.problem(row, "other_claim_id", f"a claim of the same article ({own})", "name another claim")


def identifiers_name_one_study(sheets: Sheets) -> Iterator[Problem]:
    """A DOI or PubMed number belongs to one study."""
    reports = sheets["reports"]
    for column in ("doi", "pmid"):
        first: dict[str, Row] = {}
        for row in reports.rows:
            identifier = row[column].casefold()
            other = first.setdefault(identifier, row)
            if "0" <= identifier[:1] <= "9" and other["study_id"] != row["study_id"]:
                cure = f"line {other.line} gives it to {other['study_id']!r}: make it one study, or mend the number"
                yield reports.problem(row, column, "one study per document", cure)


def raters_judge_once(sheets: Sheets) -> Iterator[Problem]:
    """One rater gives one judgement of one thing."""
    for name, columns in (
        ("links", ("claim_id", *EVIDENCE_IDS, "rater")),
        ("ratings", ("question_id", "domain", "rater")),
        ("appraisals", ("study_id", "tool", "domain", "rater")),
        ("answers", ("study_id", "signal_id", "rater")),
    ):
        first: dict[tuple[str, ...], int] = {}
        for row in sheets[name].rows:
            line = first.setdefault(tuple(row[column] for column in columns), row.line)
            if line != row.line:
                cure = f"line {line} judges the same: keep one of the two, or name another rater"
                yield sheets[name].problem(row, "rater", "one judgement of one thing by one rater", cure)


def judgements_are_levels_of_the_tool(sheets: Sheets) -> Iterator[Problem]:
    """A judgement of risk of bias is one of the levels that its tool has in that domain."""
    levels = {(row["tool"], row["domain"]): row["levels"].split(" | ") for row in sheets["tools"].rows}
    for row in sheets["appraisals"].rows:
        allowed = levels.get((row["tool"], row["domain"]))
        if allowed and row["judgement"] and row["judgement"] not in allowed:
            rule = f"a level of {row['tool']} in that domain: {', '.join(allowed)}"
            yield sheets["appraisals"].problem(row, "judgement", rule, "write one of them, or mend tools.csv")


def tools_have_known_levels(sheets: Sheets) -> Iterator[Problem]:
    """Every level that a tool allows has a rank, a colour and a symbol."""
    known = _ids(sheets, "levels", "level")
    for row in sheets["tools"].rows:
        for level in row["levels"].split(" | "):
            if level and level not in known:
                rule = f"levels of levels.csv: {', '.join(sorted(known))}; here {level!r}"
                yield sheets["tools"].problem(row, "levels", rule, "add the level to levels.csv, or mend the word")


def answers_are_allowed(sheets: Sheets) -> Iterator[Problem]:
    """An answer is one of those that its question allows."""
    allowed = {row["signal_id"]: row["allowed"].split(" | ") for row in sheets["signals"].rows}
    for row in sheets["answers"].rows:
        words = allowed.get(row["signal_id"])
        if words and row["answer"] and row["answer"] not in words:
            rule = f"an answer that {row['signal_id']} allows: {', '.join(words)}"
            yield sheets["answers"].problem(row, "answer", rule, "write one of them, or mend signals.csv")


def records_went_somewhere(sheets: Sheets) -> Iterator[Problem]:
    """A raw record that was carried or merged names what it became; one that was left out says why."""
    for row in sheets["records"].rows:
        kept = any(row[column] for column in ("study_id", "report_id", "regulation_id"))
        if row["disposition"] in ("carried", "merged") and not kept:
            cure = "name its study, report or regulation, or write 'left out' with the reason"
            yield sheets["records"].problem(row, "study_id", "an id, where a record was carried or merged", cure)
        if row["disposition"] not in ("", "carried") and not row["reason"]:
            yield sheets["records"].problem(row, "reason", "filled, unless a record was carried", "say why, or where")
        if row["disposition"] in ("elsewhere", "left out") and kept:
            yield sheets["records"].problem(row, "disposition", "carried or merged, where an id is given", "choose one")


def _ids(sheets: Sheets, table: str, column: str) -> set[str]:
    return {row[column] for row in sheets[table].rows} - {""}


def _unused(sheet: Sheet, column: str, used: set[str], rule: str) -> Iterator[Problem]:
    for row in sheet.rows:
        if row[column] not in used:
            yield sheet.problem(row, column, rule, "unused row: link it or remove it")


RULES = (
    (("articles", "claims"), something_is_reviewed),
    (("claims", "links"), claims_have_links),
    (("claims", "questions"), questions_are_asked),
    (("studies", "reports"), studies_have_reports),
    (("studies", "reports", "results", "regulations", "links", "appraisals"), studies_are_used),
    (("results", "links"), results_are_used),
    (("links", "results", "studies", "regulations"), leads_are_not_counted),
    (("links", "reports", "results", "claims"), what_is_retracted_or_only_planned_is_not_counted),
    (("links", "claims"), article_speaks_against_itself),
    (("reports",), identifiers_name_one_study),
    (("links", "ratings", "appraisals", "answers"), raters_judge_once),
    (("tools", "appraisals"), judgements_are_levels_of_the_tool),
    (("levels", "tools"), tools_have_known_levels),
    (("signals", "answers"), answers_are_allowed),
    (("records",), records_went_somewhere),
)
