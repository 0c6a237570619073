"""What each figure means, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from cordee.kernel.messages import translate
from cordee.observatory.figures.definitions import DEFINITIONS, get_definition
from cordee.web.wording import get_reader_language


@dataclass(frozen=True)
class Definition:
    code: str
    label: str
    text: str
    formula: str
    denominator: str
    source: str


def present_definition(code: str) -> Definition:
    language, found = get_reader_language(), get_definition(code)
    return Definition(
        code=code,
        label=translate(found.label, language),
        text=translate(found.definition, language),
        formula=translate(found.formula, language),
        denominator=translate(found.denominator, language),
        source=translate(found.source, language),
    )


def present_definitions() -> tuple[Definition, ...]:
    return tuple(present_definition(one.code) for one in DEFINITIONS)
