"""What a claim rested on when it was decided: rows with fingerprints, so that a later reader sees what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pandas as pd

CLAIM, QUESTION = "claim", "question"  # what stands in the place of a link's id


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
    told = _texts(links)
    for column, frame in records.items():
        told = told + "|" + links[column].map(_joined(frame, column)).fillna("").astype("str")
    prints = [f"{link}:{_fingerprint(text)}" for link, text in zip(links["link_id"], told, strict=True)]
    return pd.Series(prints, index=links["claim_id"], dtype="str").sort_values().groupby(level=0).agg(" ".join)


def basis_of_claims(claims: pd.DataFrame, about: Sequence[pd.DataFrame]) -> pd.Series:
    """Write down what each claim said, and its question with the ratings of it, each with a fingerprint.

    Parameters
    ----------
    claims : DataFrame, one row a claim
        claim_id, question_id, and whatever else counts.
    about : sequence of DataFrame
        Tables with a question_id, in a fixed order.

    Returns
    -------
    Series
        By claim_id: ``claim:fingerprint question:fingerprint``, the second absent where a claim has no question.

    Examples
    --------
    >>> claims = pd.DataFrame({"claim_id": ["c1"], "claim": ["It helps."], "question_id": ["q1"]})
    >>> basis_of_claims(claims, [pd.DataFrame({"question_id": ["q1"], "level": ["low"]})])["c1"]
    'claim:8cb79c52 question:e93924ef'
    """
    asked = pd.Series("", index=claims.index)
    for frame in about:
        asked = asked + "|" + claims["question_id"].map(_joined(frame, "question_id")).fillna("").astype("str")
    own = [f"{CLAIM}:{_fingerprint(text)}" for text in _texts(claims)]
    prints = [
        f"{text} {QUESTION}:{_fingerprint(question)}" if there else text
        for text, question, there in zip(own, asked, claims["question_id"].notna(), strict=True)
    ]
    return pd.Series(prints, index=claims["claim_id"], dtype="str")


def _joined(frame: pd.DataFrame, column: str) -> pd.Series:
    """Give the texts of the rows by a column, in an order that does not hang on that of the table."""
    return _texts(frame).sort_values().groupby(frame[column]).agg("|".join)


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
        said += _of_the_claim(before, after)
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


def _of_the_claim(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Say what became of the claim itself and of its question, and take both out of the rows."""
    (claim, claim_now), (asked, asked_now) = ((before.pop(name, ""), after.pop(name, "")) for name in (CLAIM, QUESTION))
    if claim_now and not claim:
        return ["what the claim said then was not recorded"]
    said = ["the claim changed"] if claim != claim_now else []
    return said + (["its question or the rating of it changed"] if asked != asked_now else [])
