"""A JSON schema of the part of SARIF 2.1.0 that the gate writes, from what the specification says of each property.

Written by hand from the committee's prose: message (3.11), run (3.14), toolComponent (3.19), result (3.27), region
(3.30), suppression (3.35), reportingDescriptor (3.49). Nothing beyond these properties is allowed, so that a slip in a
name cannot hide.
"""


def _object(required, **optional):
    wanted = dict(required)
    return {
        "type": "object",
        "properties": {**wanted, **optional},
        "required": list(wanted),
        "additionalProperties": False,
    }


TEXT = {"type": "string", "minLength": 1}
COUNTED = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = _object({"text": TEXT})
BAG = {"type": "object"}
RULE = _object(
    # GitHub's page on code scanning wants the four that the specification leaves open.
    {"id": TEXT, "shortDescription": MESSAGE, "fullDescription": MESSAGE, "help": MESSAGE},
    name=TEXT,
    defaultConfiguration=_object({"level": LEVEL}),
)
DRIVER = _object({"name": TEXT, "rules": {"type": "array", "items": RULE}}, version=TEXT, semanticVersion=TEXT)
REGION = _object({name: COUNTED for name in ("startLine", "startColumn", "endLine", "endColumn")})
ARTIFACT = _object({"uri": {"type": "string", "pattern": r"^[A-Za-z0-9._~/%-]+$"}, "uriBaseId": TEXT})
LOCATION = _object({"physicalLocation": _object({"artifactLocation": ARTIFACT, "region": REGION})})
SUPPRESSION = _object(
    {"kind": {"enum": ["inSource", "external"]}},
    status={"enum": ["accepted", "underReview", "rejected"]},
    justification=TEXT,
)
RESULT = _object(
    {
        "ruleId": TEXT,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": MESSAGE,
        "locations": {"type": "array", "items": LOCATION, "minItems": 1, "maxItems": 1},
        "partialFingerprints": {"type": "object", "additionalProperties": TEXT, "minProperties": 1},
        "suppressions": {"type": "array", "items": SUPPRESSION, "uniqueItems": True},
    },
    properties=BAG,
)
RUN = _object(
    {
        "tool": _object({"driver": DRIVER}),
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"type": "array", "items": RESULT},
    },
    automationDetails=_object({"id": TEXT}),
    defaultEncoding=TEXT,
    properties=BAG,
)
SCHEMA = _object(
    {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "pattern": "^https://"},
        "runs": {"type": "array", "items": RUN},
    }
)
