"""`load`: from a folder to checked tables, or to the full list of what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from evidence.errors import DataError, Problem
from evidence.tables.actions import check_actions
from evidence.tables.article import plain_text
from evidence.tables.cells import check_cells
from evidence.tables.descriptor import FILE, TABLES, read_descriptor, tables_of
from evidence.tables.files import inside, read_text
from evidence.tables.frames import Tables
from evidence.tables.keys import check_keys
from evidence.tables.log import check_log, unfinished
from evidence.tables.reading import Sheet, read_sheet
from evidence.tables.relations import check_relations
from evidence.tables.rows import check_rows

_DTYPES = {"string": "str", "date": "str", "datetime": "str", "integer": "Int64", "number": "float64"}


def load(folder: str | Path = "data", whole: Callable[[bytes], bytes] | None = None) -> Tables:
    """Read a data folder and check all of it against its descriptor.

    Parameters
    ----------
    folder : str or Path
        Folder with ``datapackage.json``, the tables and the articles.
    whole : function of bytes, optional
        Takes from the log of decisions what a writer never finished, such as `evidence.decisions.whole_rows`: for those
        who append to it, and mend it by that. Without it a last line that does not end is a problem.

    Returns
    -------
    Tables
        One frame per table. Text, dates and times are pandas ``str``, whole numbers ``Int64``, other numbers
        ``float64``. A blank cell is missing; so is 'not reported' in a column of numbers, while a column of text
        keeps it as a word.

    Raises
    ------
    DataError
        With every problem of the whole folder. The row of a problem is the line of the file on which the record
        starts, the header being line 1.
    """
    root = Path(folder)
    descriptor = read_descriptor(root)
    sheets, problems = {}, []
    for resource in tables_of(descriptor):
        sheet, found = read_sheet(root, resource, FILE, whole if resource["name"] == "decisions" else None)
        sheets[sheet.name] = sheet
        problems += [*found, *check_cells(sheet)]
    problems += check_keys(sheets)
    of_log = list(check_log(sheets["decisions"]))
    if sheets["decisions"].has_all_columns and sheets["links"].has_all_columns:
        of_log += check_actions(sheets["decisions"], sheets["links"], str(descriptor.get("version", "")))
    of_log += unfinished(root, sheets["decisions"]) if whole is None else []
    better = {(problem.file, problem.row, problem.column) for problem in of_log}
    problems = [p for p in problems if (p.file, p.row, p.column) not in better] + of_log
    raws, found = read_articles(root, sheets["articles"])
    articles = {article_id: plain_text(raw) for article_id, raw in raws.items()}
    texts = {article_id: text for article_id, (text, _) in articles.items()}
    problems += found
    # A cell that is already known to be wrong gets no second problem from a rule that builds on it.
    wrong = {(problem.file, problem.row, problem.column) for problem in problems}
    further = [*check_rows(sheets), *check_relations(sheets, texts)]
    problems += [problem for problem in further if (problem.file, problem.row, problem.column) not in wrong]
    if problems:
        raise DataError(problems)
    frames = {name: to_frame(sheets[name]) for name in TABLES}
    emphasis = {article_id: marked for article_id, (_, marked) in articles.items()}
    return Tables(**frames, root=root, descriptor=descriptor, texts=texts, emphasis=emphasis)


def read_articles(root: Path, articles: Sheet) -> tuple[dict[str, str], list[Problem]]:
    """Read the text of each article.

    Parameters
    ----------
    root : Path
        The data folder.
    articles : Sheet
        The table of articles.

    Returns
    -------
    texts : dict of str to str
        Text as it stands in the file, by article_id.
    problems : list of Problem
        Paths that leave the folder, files that are missing or not UTF-8.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    if not {"article_id", "file"} <= set(articles.columns):
        return texts, problems
    for row in articles.rows:
        path = inside(root, row["file"])
        if not row["file"]:
            continue
        if path is None:
            cure = "keep the text in the folder, for example as articles/text.txt"
            problems.append(articles.problem(row, "file", "a path inside the data folder", cure))
        elif not os.path.isfile(path):
            cure = "put the file there, or mend its name"
            problems.append(articles.problem(row, "file", "an existing file of the data folder", cure))
        else:
            texts[row["article_id"]], found = read_text(path, row["file"])
            problems += found
    return texts, problems


def to_frame(sheet: Sheet) -> pd.DataFrame:
    """Turn a checked table into a typed frame.

    Parameters
    ----------
    sheet : Sheet
        A table without problems.

    Returns
    -------
    DataFrame
        Columns of the descriptor, in its order.
    """
    words = {"", *sheet.schema.get("missingValues", [])}
    columns = {}
    for field in sheet.schema["fields"]:
        blanks = {""} if field["type"] == "string" else words
        cells = [None if row[field["name"]] in blanks else row[field["name"]] for row in sheet.rows]
        if field["type"] == "integer":
            cells = [None if cell is None else int(cell) for cell in cells]
        columns[field["name"]] = pd.Series(cells, dtype=_DTYPES[field["type"]])
    return pd.DataFrame(columns)
