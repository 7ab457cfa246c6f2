"""Hold an article's claims against evidence: tables, effects, synthesis, certainty, verdicts, charts, report."""

from __future__ import annotations

import importlib

__version__ = "0.1.0"

_LAZY = {"load": "tables", "Tables": "tables", "assess": "review", "Review": "review", "EvidenceError": "errors"}
_MODULES = (
    "agreement",
    "board",
    "certainty",
    "effects",
    "errors",
    "explorer",
    "figures",
    "risk_of_bias",
    "synthesis",
    "tables",
    "verdicts",
    "vocabulary",
)

__all__ = [*_LAZY, *_MODULES]


def __getattr__(name: str):
    """Import a public name when it is first used, so that `import evidence` stays light."""
    if name in _LAZY:
        return getattr(importlib.import_module(f"evidence.{_LAZY[name]}"), name)
    if name in _MODULES:
        return importlib.import_module(f"evidence.{name}")
    raise AttributeError(f"module 'evidence' has no attribute {name!r}; public names: {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
