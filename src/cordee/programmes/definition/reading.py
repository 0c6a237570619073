"""A definition read from JSON, with every fault said in a sentence at its place."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop
from pydantic import ValidationError

from cordee.kernel.errors import SourceError
from cordee.kernel.messages import Sentence
from cordee.programmes.definition.parts import Definition


@dataclass(frozen=True)
class DefinitionFault:
    """One thing wrong: where in the definition (rules.2.expression), and what."""

    where: str
    sentence: Sentence


_SENTENCES = {
    "missing": gettext_noop("This is missing. Fill it in."),
    "extra_forbidden": gettext_noop("An instrument has no such part. Remove it or mend its name."),
    "enum": gettext_noop("“{input}” is none of the choices: {expected}."),
    "string_pattern_mismatch": gettext_noop("“{input}” is not written as it should be here."),
    "string_too_short": gettext_noop("The text is empty. Write it in both languages."),
    "string_too_long": gettext_noop("The text is longer than {max_length} characters. Shorten it."),
    "greater_than_equal": gettext_noop("{input} is less than {ge}, the least there may be."),
    "greater_than": gettext_noop("{input} is not over {gt}."),
    "less_than_equal": gettext_noop("{input} is more than {le}, the most there may be."),
    "too_short": gettext_noop("The list is empty. Give at least one entry."),
    "too_long": gettext_noop("The list has more than {max_length} entries. Shorten it."),
}
_OTHER = gettext_noop("“{input}” cannot be used here. Give a value of the right sort.")


_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""The letter NUL as JSON writes it; after a backslash that is itself escaped, it is text about it."""


def read_json(text: str) -> dict[str, Any]:
    """Return what a file of an instrument holds; `SourceError` says why it holds none."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(
            gettext_noop("The file is no JSON: {reason}."), reason=str(error)[:120]
        ) from error
    if _NUL.search(json.dumps(values)):
        raise SourceError(gettext_noop("The file holds a character that no text can have."))
    if not isinstance(values, dict):
        raise SourceError(
            gettext_noop("The file is no instrument: it begins with a list or a value.")
        )
    return values


def read_definition(
    values: Mapping[str, Any],
) -> tuple[Definition | None, tuple[DefinitionFault, ...]]:
    """Return a definition, or None with all that is wrong with its parts."""
    try:
        return Definition.model_validate(values), ()
    except ValidationError as error:
        return None, tuple(map(_say, error.errors(include_url=False)))


def write_definition(definition: Definition) -> dict[str, Any]:
    """Return a definition as plain JSON values; what is left out by default stays out.

    >>> read_definition({})[0] is None
    True
    """
    return definition.model_dump(mode="json", exclude_defaults=True)


def _say(error: Mapping[str, Any]) -> DefinitionFault:
    values = {"input": str(error.get("input"))[:80], **(error.get("ctx") or {})}
    where = ".".join(str(step + 1) if isinstance(step, int) else step for step in error["loc"])
    return DefinitionFault(where, Sentence(_SENTENCES.get(error["type"], _OTHER), values))
