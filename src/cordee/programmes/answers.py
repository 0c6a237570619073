"""Answers to a form's questions: read from what was typed, kept as JSON, compared as facts.

What cannot be read is said beside its question; what stands there already stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_noop

from cordee.kernel.errors import UsageError
from cordee.kernel.messages import Sentence
from cordee.programmes.applied import Answer, Answers
from cordee.programmes.definition.parts import Definition, FormField
from cordee.programmes.judging.facts import FactValue
from cordee.programmes.states import FieldKind


LONGEST = {FieldKind.LINE: 300, FieldKind.TEXT: 20_000}
"""Characters of a text whose question sets no bound: a line of a page, and eight pages."""

Typed = Mapping[str, "str | bool | list[str] | None"]


@dataclass(frozen=True)
class AnswerFault:
    """An answer that cannot be kept, by the key of its question."""

    key: str
    sentence: Sentence


def read_answers(
    definition: Definition, typed: Typed
) -> tuple[dict[str, Answer], tuple[AnswerFault, ...]]:
    """Return the answers that can be kept, and what is wrong with the others.

    An empty answer is left out. Keys that are no question of the form are passed over.
    """
    kept: dict[str, Answer] = {}
    faults = []
    for field in definition.list_fields():
        value = typed.get(field.key)
        if value is None or value in ("", []):
            continue
        try:
            kept[field.key] = read_answer(field, value)
        except UsageError as error:
            faults.append(AnswerFault(field.key, error.sentence))
    return kept, tuple(faults)


def read_answer(field: FormField, value: str | bool | list[str]) -> Answer:
    """Return an answer as it is kept; `UsageError` when it is not what the question asks for."""
    if field.kind is FieldKind.YES_NO:
        return _read_yes_no(value)
    if field.kind is FieldKind.CHOICES:
        return _read_choices(field, value)
    text = str(value).replace("\r\n", "\n").strip()
    if field.kind is FieldKind.CHOICE:
        return _read_choices(field, text)[0]
    if field.kind is FieldKind.NUMBER:
        return _read_number(field, text)
    if field.kind is FieldKind.DATE:
        return _read_day(text)
    most = field.most_characters or LONGEST[field.kind]
    if len(text) > most:
        raise UsageError(
            gettext_noop("{count} characters stand here, {most} at most. Shorten it."),
            count=len(text),
            most=most,
        )
    if "\x00" in text:
        raise UsageError(gettext_noop("A letter here cannot be kept. Type the text anew."))
    return " ".join(text.split()) if field.kind is FieldKind.LINE else text


def list_unanswered(definition: Definition, answers: Answers) -> tuple[FormField, ...]:
    """Return the questions that must be answered and are not, in their order."""
    return tuple(
        field
        for field in definition.list_fields()
        if field.is_required and answers.get(field.key) in (None, "", [])
    )


def list_answer_facts(definition: Definition, answers: Answers) -> dict[str, FactValue]:
    """Return the answers that rules may compare, as ``answers.<key>``."""
    found: dict[str, FactValue] = {}
    for field in definition.list_fields():
        value = answers.get(field.key)
        if value is None:
            continue
        if field.kind is FieldKind.NUMBER and isinstance(value, str):
            found[f"answers.{field.key}"] = float(value)
        elif (field.kind is FieldKind.YES_NO and isinstance(value, bool)) or (
            field.kind is FieldKind.CHOICE and isinstance(value, str)
        ):
            found[f"answers.{field.key}"] = value
        elif field.kind is FieldKind.CHOICES and isinstance(value, list):
            found[f"answers.{field.key}"] = tuple(value)
    return found


def read_amount(text: str) -> Decimal:
    """Return an amount of money as people type it; `UsageError` when it is none.

    >>> read_amount("12 500,50"), read_amount("12500.5")
    (Decimal('12500.50'), Decimal('12500.5'))
    """
    plain = "".join(text.split()).replace(",", ".").removesuffix("€")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0 or found >= _MOST_MONEY or found != round(found, 2):
        raise UsageError(
            gettext_noop("“{given}” is no amount. Write a number, with two decimals at most."),
            given=text[:40],
        )
    return found


_MOST_MONEY = Decimal(10) ** 12
"""The column holds twelve digits before the comma."""


def _read_yes_no(value: str | bool | list[str]) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("yes", "no"):
        return value == "yes"
    raise UsageError(gettext_noop("Choose yes or no."))


def _read_choices(field: FormField, value: str | bool | list[str]) -> list[str]:
    codes = [one.code for one in field.choices]
    chosen = _to_codes(value)
    if not chosen or any(one not in codes for one in chosen):
        raise UsageError(gettext_noop("Choose among the answers that are offered."))
    return [code for code in codes if code in chosen]


def _to_codes(value: str | bool | list[str]) -> Iterable[str]:
    return value if isinstance(value, list) else [str(value)]


def _read_number(field: FormField, text: str) -> str:
    plain = "".join(text.split()).replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("NaN")
    # Numbers are compared as floating point, and written out in full.
    if not number.is_finite() or len(plain) > _LONGEST_NUMBER:
        raise UsageError(gettext_noop("“{given}” is not a number."), given=text[:40])
    if field.min is not None and number < field.min:
        raise UsageError(
            gettext_noop("{input} is less than {ge}, the least there may be."),
            input=plain,
            ge=f"{field.min:f}",
        )
    if field.max is not None and number > field.max:
        raise UsageError(
            gettext_noop("{input} is more than {le}, the most there may be."),
            input=plain,
            le=f"{field.max:f}",
        )
    return f"{number:f}"


_LONGEST_NUMBER = 30
"""Digits of a number that anybody means."""


def _read_day(text: str) -> str:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not 1900 <= found.year <= 2200:
        raise UsageError(
            gettext_noop("“{given}” is no day. Write it as 2026-12-31."), given=text[:40]
        )
    return found.isoformat()
