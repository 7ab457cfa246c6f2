"""What the gate found, as JUnit XML: the format in which Jenkins, GitLab and others take the results of tests.

There is no one specification. Elements and attributes used here are those that the schemas in public use share (of
Ant's reports, of Jenkins, of Surefire). No time and no host are written, so that the same tables give the same bytes.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from evidence import __version__
from evidence.gate.examining import Gate
from evidence.gate.showing import lead, located, one_line


def junit(gate: Gate) -> str:
    """Write one test case per judged claim, in ASCII; it fails where the claim stops the text.

    Parameters
    ----------
    gate : Gate
        From `examine`.

    Returns
    -------
    str
        A document with one suite. An acknowledged claim is skipped, with who acknowledged it; every other one passes.
    """
    counts = {
        "tests": str(len(gate.claims)),
        "failures": str(int(gate.claims["stops"].sum())),
        "errors": "0",
        "skipped": str(int(gate.claims["state"].eq("acknowledged").sum())),
        "time": "0",
    }
    root = ET.Element("testsuites", {"name": "evidence gate"} | counts)
    suite = ET.SubElement(root, "testsuite", {"name": "claims"} | counts)
    known = {"tool": f"evidence {__version__}", "data version": gate.version, "severity": gate.level}
    known["judged by"] = gate.who_judged
    properties = ET.SubElement(suite, "properties")
    for name, value in known.items():
        ET.SubElement(properties, "property", {"name": name, "value": one_line(value)})
    for row in gate.claims.itertuples():
        _case(suite, gate, row)
    ET.indent(root)
    # In ASCII a reader cannot mistake the encoding, whatever it takes for granted.
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="us-ascii").decode("ascii")}\n'


def _case(suite: ET.Element, gate: Gate, row) -> None:
    name = {"classname": f"evidence.{row.article_id}", "name": one_line(f"{row.claim_id} {row.short}"), "time": "0"}
    case = ET.SubElement(suite, "testcase", name)
    if row.state == "acknowledged":
        ET.SubElement(case, "skipped", {"message": one_line(row.acknowledgement)})
    elif row.stops:
        said = f"{row.verdict}, severity {row.severity}: {lead(row.sentence, row.verdict)}"
        failure = ET.SubElement(case, "failure", {"message": one_line(said), "type": row.verdict})
        where = one_line(f"{located(gate.base, row.file)}:{row.line}:{row.column}")
        failure.text = f"{where}\n{one_line(row.quotation)}\n{one_line(row.sentence)}\n{one_line(row.command)}"
