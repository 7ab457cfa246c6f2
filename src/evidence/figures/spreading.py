"""Marks and labels beside each other that do not overlap, as near to their place as there is room."""

from __future__ import annotations


def levels(starts: list[float], ends: list[float]) -> list[int]:
    """Give every stretch the lowest level on which it covers none that stands there; starts must rise.

    Examples
    --------
    >>> levels([1.0, 1.5, 1.9, 2.0], [2.0, 2.5, 2.9, 3.0])
    [0, 1, 2, 0]
    """
    last: list[float] = []
    found = []
    for start, end in zip(starts, ends, strict=True):
        free = next((level for level, taken in enumerate(last) if start >= taken - 1e-9), len(last))
        last[free : free + 1] = [end]
        found.append(free)
    return found


def spread(wanted: list[float], widths: list[float], left: float, right: float, gap: float) -> list[float]:
    """Move labels apart so that none overlaps its neighbour.

    Parameters
    ----------
    wanted : list of float
        Middle that each label would have if it were alone, rising.
    widths : list of float
        Width of each label.
    left, right : float
        Edges that no label may pass; all labels with their gaps must fit between them.
    gap : float
        Least space between two labels.

    Returns
    -------
    list of float
        Middle of each label. Labels that touch form a block that stands where its labels are nearest on average.

    Examples
    --------
    >>> spread([1.0, 1.0, 5.0], [1.0, 1.0, 1.0], 0.0, 10.0, 0.0)
    [0.5, 1.5, 5.0]
    """
    blocks: list[list] = []  # first label, number of labels, length, left edge that the labels want on average
    for place, (middle, width) in enumerate(zip(wanted, widths, strict=True)):
        blocks.append([place, 1, width, middle - width / 2])
        while len(blocks) > 1 and _edge(blocks[-2], left, right) + blocks[-2][2] + gap > _edge(blocks[-1], left, right):
            _, count, length, edge = blocks.pop()
            before = blocks[-1]
            joined = before[2] + gap
            before[3] = (before[3] * before[1] + (edge - joined) * count) / (before[1] + count)
            before[1] += count
            before[2] = joined + length
    found: list[float] = []
    for block in blocks:
        x = _edge(block, left, right)
        for width in widths[block[0] : block[0] + block[1]]:
            found.append(x + width / 2)
            x += width + gap
    return found


def _edge(block: list, left: float, right: float) -> float:
    return min(max(block[3], left), right - block[2])


def rows_of_labels(
    wanted: list[float], widths: list[float], left: float, right: float, gap: float, farthest: float
) -> list[tuple[int, float]]:
    """Give each label its row and its middle; neighbours take turns where one row would move one too far.

    Parameters
    ----------
    wanted, widths, left, right, gap
        As in `spread`.
    farthest : float
        How far a label may stand from where it wants to be, as long as three more rows than room needs avoid it.

    Returns
    -------
    list of (row, middle)
        In the order given.

    Examples
    --------
    >>> rows_of_labels([1.0, 1.0, 1.0], [2.0, 2.0, 2.0], 0.0, 4.5, 0.5, 3.0)
    [(0, 1.0), (1, 1.0), (0, 3.5)]
    """
    room = right - left + gap + 1e-9
    least = next(
        (
            count
            for count in range(1, len(wanted))
            if all(sum(width + gap for width in widths[row::count]) <= room for row in range(count))
        ),
        len(wanted),
    )
    for count in range(least, min(least + 3, len(wanted)) + 1):
        found: dict[int, tuple[int, float]] = {}
        for row in range(count):
            middles = spread(wanted[row::count], widths[row::count], left, right, gap)
            found |= {n: (row, middle) for n, middle in zip(range(row, len(wanted), count), middles, strict=True)}
        placed = [found[n] for n in range(len(wanted))]
        if max(abs(middle - want) for (_, middle), want in zip(placed, wanted, strict=True)) <= farthest:
            break
    return placed
