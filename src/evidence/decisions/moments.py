"""Moments in UTC, and ids that hold theirs: UUIDv7, which the standard library has from Python 3.14 on only."""

from __future__ import annotations

import datetime
import re
import secrets
import time
import uuid

ID = re.compile(rb"^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12},", re.MULTILINE)


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


def newest(lines: bytes) -> int:
    """Find the newest moment among the ids with which whole lines begin; 0 where there is none.

    Examples
    --------
    >>> newest(b"019ab697-e800-7000-8000-000000000000,c01\\nno id,c02\\n")
    1764000000000
    """
    high, low = max(ID.findall(lines), default=(b"0", b""))  # of equally many digits the larger sorts later
    return int(high + low, 16)
