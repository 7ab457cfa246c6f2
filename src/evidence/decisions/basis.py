"""What a claim rested on when it was decided: rows with fingerprints, so that a later reader sees what changed."""

from __future__ import annotations

import hashlib

import pandas as pd


def basis(links: pd.DataFrame, records: dict[str, pd.DataFrame]) -> pd.Series:
    """Write down which links each claim rests on, each with a fingerprint of the link and of what it leads to.

    Parameters
    ----------
    links : DataFrame
        The links that count: link_id, claim_id, the id columns, and whatever else a link says.
    records : dict of str to DataFrame
        By id column of `links`: the table with that column to which it leads.

    Returns
    -------
    Series
        By claim_id: ``link:fingerprint``, sorted, separated by a space. A fingerprint has eight hexadecimal digits and
        does not see blank cells, so that a new column changes none: one change in four thousand million goes unseen.
    """
    read = {column: _texts(frame).groupby(frame[column]).agg("|".join) for column, frame in records.items()}
    told = _texts(links)
    for column, texts in read.items():
        told = told + "|" + links[column].map(texts).fillna("").astype("str")
    prints = [f"{link}:{_fingerprint(text)}" for link, text in zip(links["link_id"], told, strict=True)]
    return pd.Series(prints, index=links["claim_id"], dtype="str").sort_values().groupby(level=0).agg(" ".join)


def _texts(frame: pd.DataFrame) -> pd.Series:
    columns = [(name, frame[name].notna().tolist(), frame[name].tolist()) for name in sorted(frame.columns)]
    lines = [
        "|".join(f"{name}={cells[place]}" for name, there, cells in columns if there[place])
        for place in range(len(frame))
    ]
    return pd.Series(lines, index=frame.index, dtype="object")


def _fingerprint(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8"), digest_size=4).hexdigest()


def changed(then: dict, now: dict) -> str:
    """Say what changed between a decision and today; blank where it was made on today's data and nothing did.

    Parameters
    ----------
    then, now : dict
        proposal, certainty, basis, data_version, as text; blank where it was not recorded.

    Examples
    --------
    >>> then = {"proposal": "supported", "certainty": "low", "basis": "l1:aa l2:bb", "data_version": "0.1.0"}
    >>> changed(then, then | {"proposal": "unsupported", "basis": "l1:aa l3:cc", "data_version": "0.2.0"})
    'proposal moved from supported to unsupported; rows that came: l3; rows that went: l2 (data 0.1.0, today 0.2.0)'
    >>> changed(then, then | {"data_version": "0.2.0"})
    'nothing that it rests on changed (data 0.1.0, today 0.2.0)'
    """
    if then == now:
        return ""
    said = [
        f"{name} moved from {then[name]} to {now[name]}"
        for name in ("proposal", "certainty")
        if then[name] and then[name] != now[name]
    ]
    if then["basis"] != now["basis"] and then["proposal"]:
        before, after = (dict(word.partition(":")[::2] for word in side["basis"].split()) for side in (then, now))
        differing = (
            ("rows that came", after.keys() - before.keys()),
            ("rows that went", before.keys() - after.keys()),
            ("rows that changed", {link for link in before.keys() & after.keys() if before[link] != after[link]}),
        )
        said += [f"{name}: {' '.join(sorted(ids))}" for name, ids in differing if ids]
    versions = f"(data {then['data_version']}, today {now['data_version']})"
    if not then["proposal"]:
        said = ["what it rested on then was not recorded"]
        if then["data_version"] == now["data_version"]:
            return ""
    return f"{'; '.join(said) or 'nothing that it rests on changed'} {versions}"
