"""What a row of the log may do: to which rows it refers, and who may do it. A row without effect would mislead."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.errors import Problem
from evidence.tables.reading import Row, Sheet


def check_actions(decisions: Sheet, links: Sheet, version: str) -> Iterator[Problem]:
    """Hold rows that were written by hand to what the commands hold theirs to.

    Parameters
    ----------
    decisions, links : Sheet
        The log and the links as text, each with all its columns.
    version : str
        Version of the tables: a row that was made on another may cite a link that has gone since.

    Yields
    ------
    Problem
        Machines that pass for people, withdrawals of what somebody else said, settlements that settle nothing,
        cited links that are not the claim's.
    """
    known = {row["decision_id"]: row for row in decisions.rows}
    claim_of = {row["link_id"]: row["claim_id"] for row in links.rows}
    kinds: dict[str, str] = {}
    for row in decisions.rows:
        yield from _kind(decisions, row, kinds)
        others = [known[other] for other in row["refers_to"].split() if other in known]
        if row["action"] == "withdraw" and row["refers_to"]:
            yield from _withdraws(decisions, row, others)
        if row["action"] == "settle" and row["refers_to"]:
            yield from _settles(decisions, row, others)
        if links.whole:
            yield from _cites(decisions, row, claim_of, version)


def _kind(sheet: Sheet, row: Row, kinds: dict[str, str]) -> Iterator[Problem]:
    first = kinds.setdefault(row["reviewer"], row["reviewer_kind"])
    if row["reviewer"].startswith("machine") and row["reviewer_kind"] == "human":
        cure = "write 'machine', or the name of the person"
        yield sheet.problem(row, "reviewer_kind", f"machine, for {row['reviewer']}", cure)
    elif row["reviewer_kind"] != first:
        rule = f"{first}, which {row['reviewer']} is in the first row of that name"
        yield sheet.problem(row, "reviewer_kind", rule, "mend the kind, or give one of the two another name")
    if row["action"] == "settle" and row["reviewer_kind"] == "machine":
        yield sheet.problem(row, "action", "any but settle, for a machine", "let a person settle it")


def _withdraws(sheet: Sheet, row: Row, others: list[Row]) -> Iterator[Problem]:
    ids = row["refers_to"].split()
    who = (row["reviewer"], row["reviewer_kind"])
    if len(ids) != 1 or ids == [row["decision_id"]]:
        yield sheet.problem(row, "refers_to", "one other row, which is taken back", "write one withdrawal per row")
    elif others and (others[0]["reviewer"], others[0]["reviewer_kind"]) != who:
        rule = f"a row of {row['reviewer']}: only whoever made a row takes it back"
        yield sheet.problem(row, "refers_to", rule, "mend the id; or remove this row, and decide on the claim instead")


def _settles(sheet: Sheet, row: Row, others: list[Row]) -> Iterator[Problem]:
    ids = row["refers_to"].split()
    people = [one for one in others if one["reviewer_kind"] == "human" and one["action"] == "decide"]
    if len(others) < len(ids):  # told as an id that is not there
        return
    if len(people) < len(ids) or len({one["verdict"] for one in people}) < 2:
        rule = "rows in which people decided and differ"
        yield sheet.problem(row, "refers_to", rule, "name the rows between which this settles")
    if row["reviewer"] in {one["reviewer"] for one in people}:
        rule = "somebody other than those who differ"
        yield sheet.problem(row, "reviewer", rule, "let somebody else settle it")


def _cites(sheet: Sheet, row: Row, claim_of: dict[str, str], version: str) -> Iterator[Problem]:
    then = {word.partition(":")[0] for word in row["basis"].split()}
    for link in row["evidence"].split():
        gone = link not in claim_of and (row["data_version"] != version or link in then)
        if not gone and claim_of.get(link) != row["claim_id"]:
            cure = "mend the id; if the link was removed since, give the data a new version"
            yield sheet.problem(row, "evidence", f"links of {row['claim_id']} ({link} is none)", cure)
            return
