"""What the gate found, as JSON for other programs; docs/gate.md names every key."""

from __future__ import annotations

import json

from evidence import __version__
from evidence.gate.examining import Gate
from evidence.gate.showing import located

FORMAT = "evidence-gate/1"  # the number goes up when a key changes its meaning or goes; new keys may come
_PLACE = ("line", "column", "end_line", "end_column")
_TEXT = ("claim_id", "article_id", "short", "verdict", "severity", "severity_by_rule", "sentence", "quotation", "state")


def as_json(gate: Gate) -> str:
    """Write every judged claim with its state and place as JSON, in ASCII.

    Parameters
    ----------
    gate : Gate
        From `examine`.

    Returns
    -------
    str
        One object: format, tool, data, severity, judged, stops, exit_code, claims. Text is as the tables hold it.
    """
    claims = [_claim(gate, row) for row in gate.claims.to_dict("records")]
    whole = {
        "format": FORMAT,
        "tool": {"name": "evidence", "version": __version__},
        "data": {"version": gate.data_version, "judged_by": gate.who_judged},
        "severity": gate.level,
        "judged": len(claims),
        "stops": int(gate.claims["stops"].sum()),
        "exit_code": int(gate.shut),
        "claims": claims,
    }
    return json.dumps(whole, indent=2, allow_nan=False) + "\n"


def _claim(gate: Gate, row: dict) -> dict:
    place = {"file": located(gate.base, row["file"])} | {name: int(row[name]) for name in _PLACE}
    known = {"acknowledged": bool(row["acknowledged"]), "acknowledgement": row["acknowledgement"]}
    told = {name: row[name] for name in _TEXT}
    return {**told, "stops": bool(row["stops"]), **known, "place": place, "command": row["command"]}
