"""Sentences on the method, each written once: the page and the report on paper both take them from here."""

from __future__ import annotations

from evidence.report.cells import counted, listed

RULES = (
    "Raters judge rows: does this study speak for the claim, how directly, how far to trust it. Rules do the rest. "
    "Three judgements are drawn from the rows (does the evidence agree, do words and number go further than it, was "
    "the named source found), and then the first rule that fits gives the verdict.",
    "Only the strongest tier of evidence decides: direct and seen first hand (the document, a copy of it, or its "
    "abstract); else direct and told by a secondary page; else indirect. Direct means that none of population, "
    "intervention, comparator and outcome is marked indirect; partly counts as direct and is shown. Severity goes by "
    "what a reader risks: high for safety and regulation, medium for effects, comparators, combinations and named "
    "sources, low for the rest, and one step up, to high at most, when a claim is contradicted.",
)
NEEDS = (
    "What the words of a claim need. GRADE ties a plain statement to high certainty; that moderate is enough for a "
    "plain sentence in a magazine is our choice, and the what-ifs try low and high"
)
CHECKED = "Rows that fit, that do not, and that lack a number to be checked by: these are not rows that fit"
ON_RECORD = "What is on record. The records were collected by hand: this was not a systematic review"


def pooled(pooling: dict) -> str:
    """Say how many bodies of evidence could be pooled, from `methods.pooling`."""
    bodies, number = counted(pooling["total"], "body", "bodies"), pooling["poolable"]
    first = f"{number or 'None'} of {bodies} of evidence could be pooled{'' if number else ', so nothing was'}."
    return (
        f"{first} One body holds results on one outcome in one unit, by one route, design and contrast; at least two "
        "independent studies with a variance are needed."
    )


def misfits(found: list[dict]) -> str:
    """Say what the findings of integrity are, from `methods.integrity`."""
    if not found:
        return "None of the checks found printed numbers that do not agree."
    return "Printed numbers that do not agree with each other. Each says what does not fit; none accuses."


def searched(searches: dict) -> str:
    """Say where, when and for what was searched, from `methods.searches`."""
    last = "“Not found” is never “does not exist”."
    if not searches["total"]:
        return f"No search was recorded. {last}"
    days = list(dict.fromkeys((searches["first"], searches["last"])))
    topics = ", ".join(f"{number} on {topic}" for topic, number in searches["topics"])
    return (
        f"{counted(searches['total'], 'search', 'searches')} of {searches['places']}, {' to '.join(days)}: {topics}. "
        f"{searches['not_found']} looked for a source that the article names and did not find it. {last}"
    )


def tried(firmness: dict) -> str:
    """Say how the firmness of the verdicts was tried, from `firmness.firmness`."""
    said = (
        "Every verdict was made again with one thing changed, and with every two of which neither alone moved it. What "
        "a rater decided beyond the rules is kept as a departure from them while what it was made on still decides. A "
        "verdict that only new evidence can move is open, not fragile."
    )
    return f"{said} {firmness['unmoved']}".rstrip()


def raters(overruled: dict) -> str:
    """Say how the agreement of two raters is to be read, from `methods.overruled`."""
    given = [
        counted(len(ids), noun) + (f" ({', '.join(ids)})" if ids else "")
        for noun, ids in (("link", overruled["links"]), ("rating", overruled["ratings"]))
    ]
    left = f" The third reading also left what both had given in {listed(given)}: read those first if you doubt it."
    return (
        "Links and ratings of certainty were made twice, separately, and settled where they differed and a verdict "
        f"could hang on it.{left if overruled['links'] or overruled['ratings'] else ''} Where both raters are machines "
        "this is repeatability, not validity: they may agree and be wrong. The intervals take pairs as independent, "
        "though pairs of one claim are not, so they are too narrow."
    )


def reviewers(told: dict) -> str:
    """Say when a claim is settled and how far the reviewers have come, from `decided.summary`."""
    who = counted(told["needed"], "person agrees", "people agree")
    on_record = f"{counted(told['rows'], 'row')} on record, by {counted(told['people'], 'person', 'people')}"
    compared = " How far they agree is told by the first verdict of each." if told["agreement"] else ""
    return (
        f"A claim is settled when {who}, each by the newest word, or when an adjudicator has settled it. Decisions "
        "stand beside the verdict of the rules and never change it. "
        f"{on_record if told['rows'] else 'Nobody has decided on a claim yet'}: {told['states']}.{compared}"
    )


def limits(judges: dict, seen: dict) -> list[str]:
    """Say what limits the review, from `summary.judges` and `methods.limits`."""
    machine = (
        f"{judges['machine']} of {judges['total']} judgements were made by a machine. They await human review; none "
        "counts as human."
    )
    short = " What a full text adds to its abstract was mostly not seen." if seen["mostly_short"] else ""
    verb = "is" if seen["retracted"] == 1 else "are"
    retracted = f"; {seen['retracted']} {verb} known to be retracted" if seen["retracted"] else ""
    return [
        *([machine] if judges["machine"] else []),
        f"Documents were seen {seen['seen']}.{short}",
        f"Retraction was not checked for {seen['unchecked']} of {counted(seen['documents'], 'document')}{retracted}.",
        "This is not a systematic review: the searches are listed as they were run, and a study that they did not meet "
        "is not here.",
        "“Not found” is not “does not exist”.",
        "A verdict is about the statement as the article words it, on the day of the newest document; it is not advice "
        "on treatment.",
    ]
