"""The whole path of one claim from its quotation to its verdict, as lines for one screen of a terminal."""

from __future__ import annotations

from evidence.errors import EvidenceError
from evidence.report.cells import counted, listed
from evidence.report.claims import Card, cards, step_words
from evidence.report.rows import Row
from evidence.review import Review

LIMITING = ("against", "mixed", "for")  # of mixed evidence, what limits a claim comes first
ROWS_SHOWN, FINDINGS_SHOWN = 6, 3  # told before "and n more", so that a screen holds the whole path


def explain(review: Review, claim_id: str) -> list[tuple[str, str]]:
    """Put one claim into lines: heading and text, in the order in which a verdict is made.

    Parameters
    ----------
    review : Review
        From `evidence.assess`.
    claim_id : str
        Which claim.

    Returns
    -------
    list of (str, str)
        Lines without a heading continue the one above. Blank lines are left out.

    Raises
    ------
    EvidenceError
        If there is no such claim; the message names the first and the last.
    """
    card = next((card for card in cards(review) if card.judged["claim_id"] == claim_id), None)
    if card is None:
        ids = review.claims["claim_id"]
        raise EvidenceError(
            f"--explain: found {claim_id!r}; allowed: a claim of this review, {ids.min()} to {ids.max()}; "
            "do: take an id from the first column of the table that `evidence review` prints"
        )
    judged = card.judged
    if judged["kind"] == "opinion":
        lines = [*_stated(card), ("Verdict", judged["sentence"]), ("To check it", judged["would_change"])]
    else:
        lines = [*_stated(card), *_evidence(card), *_certainty(card), *_verdict(review, card)]
    return [line for line in lines if line[1]]


def _stated(card: Card) -> list[tuple[str, str]]:
    judged, stated, question = card.judged, card.stated, card.question
    words = f"{judged['wording']}: they need {card.needs} certainty" if card.needs else ""
    place = (question.get("population"), question.get("intervention"), question.get("outcome"))
    asked = f"{question['question']} ({'; '.join(part for part in place if part)})" if question else ""
    rule = ", ".join(filter(None, (stated[name] for name in ("jurisdiction", "authority", "product", "pathway"))))
    return [
        ("Article", f"“{stated['quotation']}”"),
        ("Read as", stated["claim"]),
        ("Question", asked),
        ("Words", words),
        ("Claimed", judged["claimed"] or rule),
    ]


def _evidence(card: Card) -> list[tuple[str, str]]:
    judged = card.judged
    sides = {side: sum(row.bearing == side for row in card.counted) for side in ("for", "against", "mixed")}
    told = [f"{number} {side}" for side, number in sides.items() if number]
    rest = [f"{len(card.silent)} that do not count" if card.silent else "", _leads(card)]
    decide = [row for row in card.counted if row.decides]
    if judged["agreement"] == "mixed":
        decide.sort(key=lambda row: LIMITING.index(row.bearing))
    # Where the source was not found, the searches decide, whatever evidence there is on the wider question.
    checked = judged["coverage"] if judged["verdict"] == "untraceable" else judged["checked"]
    lines = [
        ("Found", judged["found"] + (f"; number: {judged['number']}" if judged["number"] != "none stated" else "")),
        ("Evidence", listed(filter(None, [*told, *rest])) or "no row bears on it"),
        ("Decides", "; ".join(filter(None, (checked, _itself(card))))),
    ]
    lines += [("", told) for told in _first([_row(row) for row in decide], ROWS_SHOWN)]
    findings = _first([found["finding"] for found in card.findings], FINDINGS_SHOWN)
    lines += [("" if place else "Numbers", finding) for place, finding in enumerate(findings)]
    if card.stated["source_named"]:
        searched = counted(len(card.searches), "search", "searches")
        lines.append(
            ("Source", f"{card.stated['source_named']}: {judged['traceability']} ({searched} behind the claim)")
        )
    return lines


def _first(told: list[str], most: int) -> list[str]:
    return [*told[:most], *([f"and {len(told) - most} more"] if len(told) > most else [])]


def _leads(card: Card) -> str:
    return counted(len(card.leads), "unconfirmed lead") if card.leads else ""


def _itself(card: Card) -> str:
    return listed(f"the article itself in {row['other_claim_id']} ({row['bearing']})" for row in card.itself)


def _row(row: Row) -> str:
    about = ", ".join((*row.about, row.seen))
    return f"{row.link_id} {row.bearing}: {row.reason} [{about}]"


def _certainty(card: Card) -> list[tuple[str, str]]:
    level, judged = card.level, card.judged
    if not level:
        return []
    if judged["agreement"] == "no evidence":
        return [("Certainty", f"not rated ({judged['scale']}): nothing that counts bears on this claim")]
    moved = [f"{step['domain']} {step['proposed']}" for step in card.steps if step["proposed"] != step_words(0)]
    moved = [words for words in moved if not words.startswith("overall")]
    path = f"{judged['scale']}: {level['start']} ({level['reason']})" + (f"; {', '.join(moved)}" if moved else "")
    lines = [("Certainty", f"{path}; by rule {level['certainty_proposed']}")]
    differs = [step for step in card.steps if step["differs"]]
    lines += [("", f"{s['domain']}: rated {s['decided']}, not {s['proposed']}. {s['rationale']}") for s in differs]
    return [*lines, ("", f"taken: {judged['certainty']}")]


def _verdict(review: Review, card: Card) -> list[tuple[str, str]]:
    judged, tried = card.judged, card.tried
    stands = (
        f"{tried['singles']} single changes tried, {tried['moving']} move it; {tried['pairs']} pairs, "
        f"{tried['pairs_moving']} more; of {tried['left_out']} studies or documents left out, "
        f"{tried['left_out_moving']} move it"
    )
    return [
        ("Judgements", f"agreement {judged['agreement']}; calibration {judged['calibration']}"),
        ("Rule", judged["rule"]),
        ("Verdict", judged["sentence"]),
        ("Severity", judged["severity"] + (", flagged" if judged["flagged"] == "True" else "")),
        ("Would change", judged["would_change"]),
        ("Tried", stands),
        ("Decided", judged["decided"] or f"by no reviewer yet. {review.who_judged}"),
    ]
