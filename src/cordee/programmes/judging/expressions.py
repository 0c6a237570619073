"""Rules as CEL: compiled against the facts' types, refused when written if they could fail later.

CEL (Common Expression Language, cel.dev) has no loops and no side effects. An unknown fact stands for
itself: “unknown || true” is true and “unknown && false” is false, so that a rule is undecided only where
a missing fact decides it. Whole numbers and others are different types; a number of a rule is
compared with either after ``double(…)``, which the sentences of officers write where it is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cel_expr_python import cel
from django.utils.translation import gettext_noop

from cordee.kernel.errors import RuleError
from cordee.programmes.judging.facts import Fact, Facts, FactValue
from cordee.programmes.states import FactKind, Finding


LONGEST = 600
"""Characters of an expression: four times the longest of the shipped instruments."""

MOST_ON_TRIAL = 200
"""Entries of each list on which an expression is tried: more than any application has."""

_TYPES = {
    FactKind.NUMBER: cel.Type.DOUBLE,
    FactKind.WHOLE: cel.Type.INT,
    FactKind.TEXT: cel.Type.STRING,
    FactKind.FLAG: cel.Type.BOOL,
    FactKind.TEXTS: cel.Type.List(cel.Type.STRING),
}
_TRIALS: dict[FactKind, tuple[FactValue, ...]] = {
    FactKind.NUMBER: (0.0, 1e12, -1.0),
    FactKind.WHOLE: (0, 1_000_000, -1),
    FactKind.TEXT: ("", "x" * 200, "x"),
    FactKind.FLAG: (False, True, True),
    # Equal entries and different ones: whatever a comparison stops at, one of the two goes on longer.
    FactKind.TEXTS: ((), tuple(f"x{n}" for n in range(MOST_ON_TRIAL)), ("x",) * MOST_ON_TRIAL),
}
_TEXTS = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")
_NAMES = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_PLACE = re.compile(r"<input>:\d+:(\d+): (.*)")
_UNKNOWN_NAME = re.compile(r"undeclared reference to '([^']+)'")
_NO_MATCH = re.compile(r"no matching overload")


@dataclass(frozen=True)
class Found:
    """What an expression says of facts; `missing` are the facts it could not do without."""

    finding: Finding
    missing: tuple[str, ...] = ()


class Language:
    """CEL over a list of facts. Make one per definition; expressions are compiled once."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        """Declare each fact under its name and type."""
        self._facts = {fact.name: fact for fact in facts}
        self._environment = cel.NewEnv(
            variables={name: _TYPES[fact.kind] for name, fact in self._facts.items()}
        )
        self._compiled = lru_cache(maxsize=512)(self._environment.compile)

    def list_needed(self, expression: str) -> tuple[str, ...]:
        """Return the facts an expression names, in their order, each once."""
        words = _NAMES.findall(_TEXTS.sub("''", expression))
        names = (self._find_fact(word) for word in words)
        return tuple(dict.fromkeys(name for name in names if name))

    def check(self, expression: str) -> None:
        """Raise `RuleError` unless an expression can be used: known facts, right types, yes or no, bounded.

        It is tried on the smallest and on the largest facts there may be, so that what would fail while
        an applicant waits fails while the officer writes.
        """
        if not expression.strip():
            raise RuleError(gettext_noop("The rule compares nothing. Write its expression."))
        if len(expression) > LONGEST:
            raise RuleError(
                gettext_noop(
                    "The expression has {count} characters, {most} at most. Make two rules of it."
                ),
                count=len(expression),
                most=LONGEST,
            )
        try:
            compiled = self._compiled(expression)
        except RuntimeError as error:
            raise _explain(str(error)) from None
        if compiled.return_type() != cel.Type.BOOL:
            raise RuleError(
                gettext_noop(
                    "The expression gives a value, not yes or no. Compare it with something."
                )
            )
        for size in range(3):
            self._try(compiled, size)

    def ask(self, expression: str, facts: Facts) -> Found:
        """Return what a checked expression says of `facts`. What is missing is undecided, never wrong."""
        found = self._compiled(expression).eval(
            data={name: _to_cel(value) for name, value in facts.items() if name in self._facts}
        )
        value = found.plain_value()
        if isinstance(value, bool):
            return Found(Finding.MET if value else Finding.NOT_MET)
        missing = tuple(name for name in self.list_needed(expression) if name not in facts)
        return Found(Finding.UNKNOWN, missing)

    def _try(self, compiled: cel.Expression, size: int) -> None:
        facts = {name: _to_cel(_TRIALS[fact.kind][size]) for name, fact in self._facts.items()}
        try:
            found = compiled.eval(data=facts)
        except RuntimeError:
            # CEL counts the steps of an evaluation and stops at its budget.
            raise RuleError(
                gettext_noop(
                    "The expression takes too long on long lists. Go through each list once only."
                )
            ) from None
        if found.type() == cel.Type.ERROR:
            raise RuleError(
                gettext_noop(
                    "The expression fails on facts an application may have: {reason}. Write it so that every value has an answer."
                ),
                reason=_shorten(str(found.plain_value())),
            )

    def _find_fact(self, word: str) -> str | None:
        # A name may go on into a method of its value: partners.countries.exists.
        while word:
            if word in self._facts:
                return word
            word = word.rpartition(".")[0]
        return None


def _to_cel(value: FactValue) -> object:
    return list(value) if isinstance(value, tuple) else value


def _explain(said: str) -> RuleError:
    """Return CEL's complaint as a sentence with its place."""
    place = _PLACE.search(said)
    column, reason = (place[1], place[2]) if place else ("1", _shorten(said))
    if unknown := _UNKNOWN_NAME.search(said):
        return RuleError(
            gettext_noop(
                "There is no fact “{name}” (character {column}). Choose one of the list of facts."
            ),
            name=unknown[1],
            column=column,
        )
    if _NO_MATCH.search(said):
        return RuleError(
            gettext_noop(
                'Character {column} compares two things of different sorts ({reason}). Write 5.0 for a number, 5 for a whole number, "x" for a text.'
            ),
            column=column,
            reason=_shorten(reason),
        )
    return RuleError(
        gettext_noop("The expression cannot be read at character {column}: {reason}."),
        column=column,
        reason=_shorten(reason),
    )


def _shorten(text: str) -> str:
    return text.splitlines()[0].removesuffix(" [INVALID_ARGUMENT]")[:160] if text else ""
