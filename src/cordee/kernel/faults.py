"""Faults found while reading: gathered, counted and shown, instead of stopping at the first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cordee.kernel.messages import Sentence


class Severity(StrEnum):
    """How much a fault costs: nothing, one record, or the whole file."""

    WARNING = "warning"
    RECORD = "record"
    FILE = "file"


@dataclass(frozen=True)
class Fault:
    """One thing wrong at one place of a file.

    `where` names the record, line or field as a person would look for it, for example
    ``"record 1204 (PMID 33812345)"`` or ``"line 17, column year"``.
    """

    file: str
    where: str
    severity: Severity
    sentence: Sentence
