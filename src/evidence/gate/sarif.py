"""What the gate found, as SARIF 2.1.0 (OASIS): the format in which code hosts take findings of any checking tool.

The properties and their rules were read in the committee's drafts of the specification (message 3.11, run 3.14,
result 3.27, region 3.30, suppression 3.35) and in GitHub's page on the properties that its code scanning uses.
"""

from __future__ import annotations

import hashlib
import json
from urllib.parse import quote

from evidence import __version__
from evidence.gate.examining import Gate
from evidence.gate.showing import lead, located, one_line
from evidence.vocabulary import FLAGGED, VERDICTS

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"high": "error", "medium": "warning", "low": "note"}
CURE = "Change the sentence in the article and its row in claims.csv, or let a person acknowledge that it is known"


def sarif(gate: Gate) -> str:
    """Write the flagged claims as SARIF, in ASCII: one rule a verdict, one result a claim, of whatever severity.

    Parameters
    ----------
    gate : Gate
        From `examine`.

    Returns
    -------
    str
        One log with one run. Columns are Unicode code points. Acknowledged claims carry a suppression; the others an
        empty list of them, as the specification wants it either for all results or for none (3.27).
    """
    run = {
        "tool": {"driver": _driver()},
        "automationDetails": {"id": "evidence-gate/"},
        "columnKind": "unicodeCodePoints",
        "defaultEncoding": "utf-8",
        "results": [_result(gate, row) for row in gate.of("stops", "acknowledged", "below").itertuples()],
        "properties": {"dataVersion": gate.version, "judgedBy": gate.who_judged, "severity": gate.level},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, allow_nan=False) + "\n"


def _driver() -> dict:
    rules = [
        {
            "id": f"claim-{verdict}",
            "name": verdict.capitalize(),
            "shortDescription": {"text": f"A health claim that is {verdict}"},
            "fullDescription": {"text": f"{verdict.capitalize()}: {meaning}."},
            "help": {"text": f"{CURE}. The report of `evidence review` shows the rows behind the verdict."},
            "defaultConfiguration": {"level": "warning"},
        }
        for verdict, meaning in ((verdict, VERDICTS[verdict]) for verdict in FLAGGED)
    ]
    return {"name": "Evidence", "version": __version__, "semanticVersion": __version__, "rules": rules}


def _result(gate: Gate, row) -> dict:
    said = f"{row.short}: {row.verdict} (severity {row.severity}). {lead(row.sentence, row.verdict)}"
    said += f" {CURE}: {row.command}" if row.command else f" Acknowledged: {row.acknowledgement}"
    known = {"kind": "external", "status": "accepted", "justification": one_line(row.acknowledgement)}
    return {
        "ruleId": f"claim-{row.verdict}",
        "ruleIndex": FLAGGED.index(row.verdict),
        "level": LEVELS[row.severity],
        "message": {"text": literal(one_line(said))},
        "locations": [{"physicalLocation": _location(gate, row)}],
        "partialFingerprints": _fingerprints(row),
        "suppressions": [known] if row.acknowledged else [],
        "properties": {"claim": row.claim_id, "severity": row.severity, "stops": bool(row.stops)},
    }


def _location(gate: Gate, row) -> dict:
    # GitHub reads a relative address from the repository's root, which is where a build runs.
    base = "%SRCROOT%" if gate.base else "DATA"
    artifact = {"uri": quote(located(gate.base, row.file)), "uriBaseId": base}
    region = {"startLine": row.line, "startColumn": row.column, "endLine": row.end_line, "endColumn": row.end_column}
    return {"artifactLocation": artifact, "region": region}


def _fingerprints(row) -> dict[str, str]:
    """Tell the claim apart by article, id and words, so that an edit elsewhere in the text changes nothing.

    GitHub looks only at the second name and would else take a hash of the line, which is a whole paragraph here and
    the same for every claim in it.
    """
    told = "\n".join((row.article_id, row.claim_id, row.quotation))
    hashed = hashlib.sha256(told.encode("utf-8")).hexdigest()
    return {"evidenceClaim/v1": hashed, "primaryLocationLineHash": f"{hashed[:16]}:1"}


def literal(text: str) -> str:
    """Keep a text from being read as a placeholder or a link of a SARIF message (3.11).

    Examples
    --------
    >>> literal("{0} and [here](javascript:run)")
    '{{0}} and [here] (javascript:run)'
    """
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")
