"""The gate: which judged claims may stop a text from being published, told to people and to the programs that build it.

`outcome` says which claims stop, `acknowledging` which ones a person has seen and let stand, `places` where each one
stands in the article's file, `examining` puts these together. Four writers take the result: `words` for people,
`machine` (JSON), `sarif` and `junit`. None of them reads a clock, so that the same tables give the same bytes.
"""

from __future__ import annotations

from evidence.gate.acknowledging import acknowledgements
from evidence.gate.examining import Gate, examine
from evidence.gate.junit import junit
from evidence.gate.machine import as_json
from evidence.gate.outcome import outcome
from evidence.gate.places import places
from evidence.gate.sarif import sarif
from evidence.gate.words import words

WRITERS = {"text": words, "json": as_json, "sarif": sarif, "junit": junit}

__all__ = ["WRITERS", "Gate", "acknowledgements", "as_json", "examine", "junit", "outcome", "places", "sarif", "words"]
