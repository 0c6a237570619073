"""A dossier whose every text can be written in any form."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from cordee.kernel.letters import drop_controls
from cordee.observatory.dossiers.model import Dossier


def clean_dossier(dossier: Dossier) -> Dossier:
    """Return `dossier` without control characters, which Word, PDF and SVG refuse.

    Titles and names come from outside, and a lake ingested long ago may hold such characters.
    """
    cleaned: Dossier = _clean(dossier)
    return cleaned


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return drop_controls(value)
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: _clean(getattr(value, one.name)) for one in fields(value)}
        )
    return value
