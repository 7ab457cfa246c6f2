"""The back of the report: rules, pooling, searches, agreement, firmness, limits, versions."""

from __future__ import annotations

from evidence import __version__
from evidence import vocabulary as words
from evidence.documents.blocks import Block, Column, bullets, heading, new_page, paragraph, table
from evidence.documents.inlines import Words, inlines, link, place, verdict
from evidence.report import firmness, methods, summary
from evidence.report.cells import counted, listed
from evidence.review import Review


def method_chapter(review: Review) -> list[Block]:
    """Say how the verdicts were made, what could be pooled, what was searched, how firm it is, and its limits."""
    return [
        *new_page(),
        heading(1, "Methods", "methods"),
        *_rules(review),
        *_pooling(review),
        *_searches(review),
        *_agreement(review),
        *_firmness(review),
        *_limits(review),
    ]


def _rules(review: Review) -> list[Block]:
    columns = (Column("Rule", 0.27), Column("Verdict", 0.15), Column("Claims", 0.08), Column("What it asks for", 0.5))
    rows = [
        [f"{number}. {rule['name']}", verdict(rule["verdict"]), str(rule["claims"]), rule["change"]]
        for number, rule in enumerate(methods.rules(review), start=1)
    ]
    needs = listed(f"{level} certainty where they are {wording}" for wording, level in words.WORDING_NEEDS.items())
    return [
        heading(2, "How a verdict is made", "rules"),
        paragraph(
            "Which way a row of evidence points, how directly it answers and how biased its study is are judgements, "
            "each a row with its reason. From there on rules decide, the same for every claim: the strongest tier of "
            "evidence speaks (direct and seen first hand, else direct and told by another page, else indirect), and "
            "the first rule of the table that fits gives the verdict."
        ),
        table("table-rules", "The rules in their order, and the claims that each decided", columns, rows),
        paragraph(
            f"The words of a claim are fair with {needs}. That moderate is enough for plain words is our choice."
        ),
    ]


def _pooling(review: Review) -> list[Block]:
    told = methods.pooling(review)
    bodies = counted(told["total"], "body", "bodies")
    said = (
        f"{told['poolable'] or 'None'} of {bodies} of evidence could be pooled. A body holds the results on one "
        "outcome in one unit, by one route, design and contrast, and needs two independent studies with a variance."
    )
    columns = (Column("Reason", 0.8), Column("Bodies", 0.2))
    reasons = [[reason, str(number)] for reason, number in told["reasons"]]
    title = "What stood against pooling; a body can have several reasons"
    shown = [table("table-pooling", title, columns, reasons)] if reasons else []
    return [heading(2, "What was pooled", "pooling"), paragraph(said), *shown, *_directions(told["directions"])]


def _directions(rows: list[dict]) -> list[Block]:
    if not rows:
        return []
    heads = ("Outcome", 0.15), ("Arms", 0.15), ("Studies", 0.09), ("Direction", 0.21), ("Printed estimates", 0.4)
    cells = [
        [row["outcome_family"], row["arm_role"], row["studies"], row["said"], row["ranges"] or "none"] for row in rows
    ]
    return [table("table-directions", "By direction instead", [Column(*one) for one in heads], cells)]


def _searches(review: Review) -> list[Block]:
    told = methods.searches(review)
    title = heading(2, "Searches", "searches")
    if not told["total"]:
        return [title, paragraph("No search was recorded.")]
    when = told["first"] if told["first"] == told["last"] else f"{told['first']} to {told['last']}"
    topics = ", ".join(f"{number} on {topic}" for topic, number in told["topics"])
    said = (
        f"{counted(told['total'], 'search', 'searches')} of {told['places']}, {when}: {topics}. {told['not_found']} "
        "looked for a source that the article names and did not find it; that says nothing on whether it exists. What "
        "each one brought back stands in the table of searches of the data."
    )
    heads = (Column("Search", 0.08), Column("Words of the search", 0.77), Column("The source itself", 0.15))
    rows = [[place(row["search_id"], row["search_id"]), row["query"], row["outcome"]] for row in told["rows"]]
    flow = [[row["step"], row["what"], row["rows"]] for row in methods.flow(review)]
    steps = (Column("Step", 0.3), Column("What", 0.55), Column("Rows", 0.15))
    return [
        title,
        paragraph(said),
        *([table("table-flow", "What is on record; the records were collected by hand", steps, flow)] if flow else []),
        table("table-searches", "All searches, word for word", heads, rows),
    ]


def _agreement(review: Review) -> list[Block]:
    rows = methods.agreement(review)
    if not rows:
        return []
    heads = ("Judgement", 0.25), ("Rated twice", 0.12), ("Same word", 0.21), ("Kappa", 0.21), ("Gwet AC", 0.21)
    cells = [[row["judgement"], str(row["items"]), row["raw"], row["kappa"], row["ac"]] for row in rows]
    return [
        heading(2, "How far two raters agree", "raters"),
        paragraph(
            "Links and ratings of certainty were made twice and settled where they differed and a verdict could hang "
            "on it. Between two machines this measures repeatability; that both are right it cannot show. The "
            "intervals are too narrow, since rows of one claim hang together."
        ),
        table("table-raters", "Agreement before settling, with 95% intervals", [Column(*one) for one in heads], cells),
    ]


def _firmness(review: Review) -> list[Block]:
    told = firmness.firmness(review)
    heads = ("Change", 0.46), ("Claims", 0.12), ("Changes tried", 0.18), ("Verdicts that stand", 0.24)
    cells = [
        [row["words"], row["claims"], row["changes"], row["stand"] + (f" ({row['percent']})" if row["percent"] else "")]
        for row in told["kinds"]
    ]
    title = "Verdicts that stand, whatever single change of the kind is tried"
    blocks = [
        heading(2, "How firm the verdicts are", "firmness"),
        paragraph(f"Each verdict was made again with one thing changed, and then with two. {told['unmoved']}"),
        table("table-firmness", title, [Column(*one) for one in heads], cells),
    ]
    return blocks + ([_fragile(told["fragile"])] if told["fragile"] else [])


def _fragile(rows: list[dict]) -> Block:
    heads = ("Claim", 0.3), ("Verdict", 0.15), ("Changes in hand that move it", 0.15), ("What would change it", 0.4)
    cells: list[list[Words]] = [
        [
            inlines(link(row["claim_id"], f"#{row['claim_id']}"), f" {row['short']}"),
            verdict(row["verdict"]),
            f"{row['in_hand_moving']} of {row['in_hand']}",
            row["would_change"],
        ]
        for row in rows
    ]
    return table("table-fragile", "The most fragile verdicts", [Column(*one) for one in heads], cells)


def _limits(review: Review) -> list[Block]:
    told = methods.limits(review)
    short = " What the full texts add was mostly not seen." if told["mostly_short"] else ""
    retracted = f"; {told['retracted']} known to be retracted" if told["retracted"] else ""
    documents = counted(told["documents"], "document")
    machine = summary.judges(review)["machine"]
    return [
        heading(2, "Limits", "limits"),
        bullets(
            [
                *([f"{review.who_judged} None of those counts as human."] if machine else []),
                f"Documents were seen {told['seen']}.{short}",
                f"Whether it was retracted was not checked for {told['unchecked']} of {documents}{retracted}.",
                "This is not a systematic review: a study that the searches did not meet is not in it.",
                "What was not found may still exist.",
                "A verdict is on the words of the article, as of the newest document seen.",
            ]
        ),
    ]


def version_chapter(review: Review) -> list[Block]:
    """Say which data and which package this was made from, and under which licence the tables stand."""
    licence = methods.licences(review)
    return [
        heading(1, "Versions", "versions"),
        paragraph(
            f"Data version {review.tables.version or 'not given'}, package evidence {__version__}. "
            f"Tables: {licence or 'no licence given'}. The article is quoted for review and is not ours to license."
        ),
    ]
