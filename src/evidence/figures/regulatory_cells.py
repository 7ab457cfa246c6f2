"""What stands in one cell of the regulatory map: the rows of one use under one status, counted and dated."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from evidence.errors import FigureError
from evidence.figures.frames import needed
from evidence.figures.statuses import STATUS_MARKS, seen_first_hand

NEEDED = ("regulation_id", "jurisdiction", "group", "status", "pathway", "date", "seen")
BEARINGS = {"against": "against the claim", "in_favour": "for the claim", "mixed": "mixed on the claim"}


def groups(frame: pd.DataFrame) -> list[str]:
    """Give the uses in the order of their columns: as categories where they are, else as they first occur."""
    if isinstance(frame["group"].dtype, pd.CategoricalDtype):
        return list(frame["group"].cat.categories)
    return list(dict.fromkeys(frame["group"]))


class Cell(NamedTuple):
    """What stands in one cell under one status.

    Attributes
    ----------
    jurisdiction, place, group, status, article : str
        Code and name of the jurisdiction, use of the product, status, what the article says of the jurisdiction.
    entries : int
        Rows on record.
    first_hand, nothing : int
        Of them seen first hand, and leads of which nothing was seen.
    newest : str
        Date of the newest document; blank where no row has one.
    undated : int
        Rows without a date.
    pathways : str
        Pathways named.
    against, in_favour, mixed : int
        Rows by how they bear on the claim.
    """

    jurisdiction: str
    place: str
    group: str
    status: str
    entries: int
    first_hand: int
    nothing: int
    newest: str
    undated: int
    pathways: str
    against: int
    in_favour: int
    mixed: int
    article: str


def gather(frame: pd.DataFrame) -> list[Cell]:
    """Put together what stands in one cell under one status.

    Parameters
    ----------
    frame : DataFrame
        One row per status on record: regulation_id, jurisdiction, group (use of the product), status, pathway, date,
        seen; optional: place (name of the jurisdiction), bearing (on a claim), article (what the article says of the
        jurisdiction).

    Returns
    -------
    list of Cell
        Jurisdictions in order of first occurrence, uses as in `groups`, statuses as in `STATUS_MARKS`.

    Raises
    ------
    FigureError
        Missing columns, no row, or a regulation_id more than once.
    """
    frame = needed(frame, NEEDED, "regulatory map", "give it the rows of tables.regulations with a column group")
    twice = frame.loc[frame["regulation_id"].duplicated(), "regulation_id"]
    if not twice.empty:
        raise FigureError(
            f"regulatory map: found {twice.iloc[0]} more than once; allowed: one row per status; "
            "do: drop the duplicates or choose one claim"
        )
    known = {status: place for place, status in enumerate(STATUS_MARKS)}
    uses = {group: place for place, group in enumerate(groups(frame))}
    places = {code: place for place, code in enumerate(dict.fromkeys(frame["jurisdiction"]))}
    found: dict[tuple, list[dict]] = {}
    for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
        rank = (places[row["jurisdiction"]], uses[row["group"]], known.get(row["status"], len(known)), row["status"])
        found.setdefault(rank, []).append(row)
    return [_cell(found[rank]) for rank in sorted(found)]


def cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the same as a frame, one row per `Cell`."""
    return pd.DataFrame(gather(frame))


def _cell(rows: list[dict]) -> Cell:
    dates, first = [row["date"] for row in rows if row["date"]], rows[0]
    bearings = [row.get("bearing") for row in rows]
    return Cell(
        jurisdiction=first["jurisdiction"],
        place=first.get("place") or first["jurisdiction"],
        group=first["group"],
        status=first["status"],
        entries=len(rows),
        first_hand=sum(seen_first_hand(row["seen"]) for row in rows),
        nothing=sum(row["seen"] == "nothing" for row in rows),
        newest=max(dates, default=""),
        undated=len(rows) - len(dates),
        pathways="; ".join(dict.fromkeys(row["pathway"] for row in rows if row["pathway"])),
        against=bearings.count("against"),
        in_favour=bearings.count("for"),
        mixed=bearings.count("mixed"),
        article=first.get("article") or "",
    )


def counted(cell: Cell, full: bool = True) -> str:
    """Say how many rows stand behind an entry, how new the newest is and, in full, how they were seen.

    Not in full it is the newest date, and the number of rows where there are several.
    """
    if cell.nothing == cell.entries:
        return "nothing seen" if cell.entries == 1 else f"{cell.entries} leads, nothing seen"
    if cell.entries == 1:
        return cell.newest or "no date"
    if not full:
        return f"{cell.newest or 'no date'} ({cell.entries})"
    parts = [f"{cell.entries} on record", f"newest {cell.newest}" if cell.newest else "none dated"]
    parts += [f"{cell.undated} undated"] if cell.newest and cell.undated else []
    parts += [f"{cell.first_hand} seen first hand"] if 0 < cell.first_hand < cell.entries else []
    parts += [f"{cell.nothing} not seen"] if cell.nothing else []
    return ", ".join(parts)


def bears(cell: Cell) -> str:
    """Say how the rows of an entry bear on the claim; blank where none counts."""
    counts = {name: getattr(cell, name) for name in BEARINGS}
    return ", ".join(f"{count} {BEARINGS[name]}" for name, count in counts.items() if count)
