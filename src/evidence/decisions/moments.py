"""Moments in UTC, and ids that hold theirs: UUIDv7, which the standard library has from Python 3.14 on only."""

from __future__ import annotations

import datetime
import re
import secrets
import time
import uuid
from collections.abc import Iterable

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
DAY = 86_400_000  # milliseconds: no two clocks differ by more unless one of them is wrong


def milliseconds() -> int:
    """Read the clock: milliseconds since 1970 in UTC."""
    return time.time_ns() // 1_000_000


def new_id(at: int) -> str:
    """Make a UUIDv7: 48 bits of time, 74 random bits; RFC 9562, section 5.7.

    Parameters
    ----------
    at : int
        Milliseconds since 1970 in UTC.

    Examples
    --------
    >>> new_id(1764000000000)[:15]
    '019ab697-e800-7'
    """
    number = (at << 80) | secrets.randbits(80)
    number = number & ~(0xF << 76) | (7 << 76)  # version
    number = number & ~(0b11 << 62) | (0b10 << 62)  # variant
    return str(uuid.UUID(int=number))


def written(at: int) -> str:
    """Write a moment as the tables have it.

    Examples
    --------
    >>> written(1764000000123)
    '2025-11-24T16:00:00.123Z'
    """
    moment = datetime.datetime.fromtimestamp(at // 1000, tz=datetime.UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{at % 1000:03d}Z"


def of_id(decision_id: str) -> int:
    """Read the moment with which an id begins, in milliseconds; 0 where it is no UUIDv7.

    Examples
    --------
    >>> of_id("019ab697-e800-7000-8000-000000000000"), of_id("d1")
    (1764000000000, 0)
    """
    return int(decision_id[:8] + decision_id[9:13], 16) if ID.fullmatch(decision_id) else 0


def of_time(text: str) -> int:
    """Read a moment as the tables have it, in milliseconds; 0 where it is none.

    Examples
    --------
    >>> of_time("2025-11-24T16:00:00.123Z"), of_time("yesterday")
    (1764000000123, 0)
    """
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return 0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return (moment - EPOCH) // datetime.timedelta(milliseconds=1)


def newest(rows: Iterable[dict[str, str]]) -> int:
    """Find the newest moment in rows, by id or time, since a row that was written by hand may have any id; else 0.

    Examples
    --------
    >>> newest([{"decision_id": "019ab697-e800-7000-8000-000000000000", "time": ""}, {"decision_id": "d1", "time": ""}])
    1764000000000
    """
    return max((max(of_id(row["decision_id"]), of_time(row["time"])) for row in rows), default=0)
