"""The words of the tables and of the verdicts, with what each one means; the descriptor uses the same words."""

from __future__ import annotations

LEVELS = ("very low", "low", "moderate", "high")  # ordered; GRADE guidelines 3 (Balshem 2011)
NOT_RATED = "not rated"

SCALES = {
    "effect": "GRADE",
    "safety": "GRADE",
    "cause": "convergence of sources",
    "course": "convergence of sources",
    "prevention": "convergence of sources",
    "composition": "convergence of sources",
    "definition": "convergence of sources",
    "mechanism": "highest rung reached",
    "frequency": "denominator",
    "regulation": "document seen",
    "existence": "searches",
    "opinion": "not judged",
}
KINDS = tuple(SCALES)

# What a wording needs before it is fair. GRADE guidelines 26 (Santesso 2020) ties "may" to low, "probably" to moderate
# and a plain statement to high certainty; that a plain sentence in a magazine already passes at moderate is our choice,
# so the what-ifs try plain words with low and with high.
WORDING_NEEDS = {"hedged": "low", "plain": "moderate", "causal": "high", "absolute": "high"}
WORDINGS = tuple(WORDING_NEEDS)

# Order of the groups in every table and chart, with the severity that a wrong claim in it carries.
TOPICS = {
    "regrowth": "medium",
    "named sources": "medium",
    "safety": "high",
    "regulation": "high",
    "comparators": "medium",
    "combinations": "medium",
    "time course": "low",
    "route and comfort": "low",
    "mechanism": "low",
    "what exosomes are": "low",
    "cause and course": "low",
    "prevention and care": "low",
}
SEVERITIES = ("low", "medium", "high")

BEARINGS = ("for", "against", "mixed", "silent", "context")
COUNTED_BEARINGS = ("for", "against", "mixed")
DIRECTNESS = ("direct", "partly", "indirect", "does not apply")
DOMAINS_OF_DIRECTNESS = ("population", "intervention", "comparator", "outcome")

SEEN = ("primary document", "copy", "abstract", "secondary page", "nothing")  # strongest first
SEEN_FIRST_HAND = SEEN[:3]
WAITING = "lead: imported, not yet read"  # why a report that came from a file of references gives no result

# What a verdict was checked against, best first, and how to say it; any other word of `coverage` means: not checked.
COVERAGES = {
    "primary document": "a primary document",
    "copy of the document": "a copy of the document",
    "abstract": "an abstract",
    "secondary page": "a secondary page only",
    "the article itself": "the article's own words",
    "the source named": "the source that it names",
}

NOT_CHECKED = {
    "source not found": "the source that it rests on was not found",
    "searches only": "searches met nothing that answers it",
    "nothing that answers it": "no search is on record, and nothing seen answers it",
}

AGREEMENTS = {
    "for": "direct evidence agrees",
    "for, indirectly": "only evidence from another population, product, comparator or outcome agrees",
    "mixed": "evidence points both ways",
    "against": "direct evidence disagrees",
    "against, indirectly": "only indirect evidence disagrees",
    "no evidence": "nothing seen says either way",
}
CALIBRATIONS = (
    "fits",
    "wording too strong",
    "number too strong",
    "wrong population, product or time",
    "nothing to calibrate",
)
NUMBERS = {
    "none stated": "the claim states no number",
    "fits": "controlled results come up to it, or half of the times fall into its range",
    "too strong": "controlled results fall short of it",
    "only without control": "measured only as a change in one arm, which can neither confirm nor refute it",
    "right number, wrong population": "near it only in another population, product or outcome",
    "not measured": "no result that could be compared was seen",
}
TRACEABILITIES = (
    "no source named",
    "found and says so",
    "found and says otherwise",
    "not found",
    "not searched",
)
VERDICTS = {
    "contradicted": "direct evidence, the named source or the article itself says otherwise",
    "unsupported": "nothing seen supports it, or weaker evidence is against it",
    "partly supported": "evidence points this way but falls short of the words, the number or the population",
    "supported": "direct evidence agrees and the words fit its certainty",
    "untraceable": "rests on a named source that was searched for and not found",
    "not checkable": "opinion, or no reading that could be checked",
}
VERDICT_ORDER = ("contradicted", "unsupported", "partly supported", "supported")  # the two others stand outside
FLAGGED = ("contradicted", "unsupported", "untraceable")

# What a row of the log of decisions has to hold, by its action, and what would have no effect in it.
ACTION_NEEDS = {
    "decide": ("verdict",),
    "flag": ("flag",),
    "acknowledge": (),
    "settle": ("verdict", "refers_to"),
    "withdraw": ("refers_to",),
}
ACTION_EXCLUDES = {"flag": ("verdict",), "acknowledge": ("verdict",), "withdraw": ("verdict",)}

GRADE_DOMAINS = (
    "risk of bias",
    "inconsistency",
    "indirectness",
    "imprecision",
    "publication bias",
    "large effect",
    "dose response",
    "opposing confounding",
)
RAISING_DOMAINS = GRADE_DOMAINS[5:]
