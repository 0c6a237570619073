"""Cordée: cooperation in health research, agreements tied to evidence.

This is the one public face of the library; what is not named here may change without notice. Names
are loaded when they are first used, so that importing the package costs nothing:

>>> import cordee
>>> cordee.Question.from_text(["02vjkv261"], "2019-2021").years.first
2019
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


__version__ = "0.1.0"

_PLACES = {
    "ComparisonQuestion": "cordee.observatory.figures.sides",
    "CordeeError": "cordee.kernel.errors",
    "Counting": "cordee.observatory.figures.question",
    "Figures": "cordee.observatory.figures.answer",
    "FlowChoice": "cordee.observatory.figures.flows",
    "Linker": "cordee.observatory.linking.linker",
    "NetworkChoice": "cordee.observatory.figures.network_parts",
    "Observatory": "cordee.observatory.figures.compute",
    "Question": "cordee.observatory.figures.question",
    "Registry": "cordee.reference.organisations",
    "Selection": "cordee.observatory.figures.selection",
    "Side": "cordee.observatory.figures.sides",
    "Years": "cordee.kernel.periods",
    "charts": "cordee.observatory.charts",
    "create_lake": "cordee.observatory.lake.store",
    "get_definition": "cordee.observatory.figures.definitions",
    "load_registry": "cordee.reference.organisations",
    "make_dossier": "cordee.observatory.dossiers.build",
    "open_lake": "cordee.observatory.lake.store",
    "read_subject": "cordee.observatory.dossiers.subject",
    "tabulate": "cordee.observatory.figures.tabulation",
    "write_document": "cordee.observatory.dossiers.documents",
}

__all__ = [
    "ComparisonQuestion",
    "CordeeError",
    "Counting",
    "Figures",
    "FlowChoice",
    "Linker",
    "NetworkChoice",
    "Observatory",
    "Question",
    "Registry",
    "Selection",
    "Side",
    "Years",
    "__version__",
    "charts",
    "create_lake",
    "get_definition",
    "load_registry",
    "make_dossier",
    "open_lake",
    "read_subject",
    "tabulate",
    "write_document",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'cordee' has no attribute {name!r}")
    module = import_module(_PLACES[name])
    value = module if _PLACES[name].endswith(f".{name}") else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_PLACES})
