"""Rules as officers build them: sentences of comparisons, written as CEL."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cordee.kernel.errors import RuleError
from cordee.programmes.definition.parts import Condition, Sentence
from cordee.programmes.judging.facts import Fact
from cordee.programmes.states import FactKind


class Comparison(StrEnum):
    """How a fact is compared in a sentence."""

    BELOW = "below"
    AT_MOST = "at_most"
    EQUALS = "equals"
    AT_LEAST = "at_least"
    ABOVE = "above"
    IS = "is"
    CONTAINS = "contains"
    CONTAINS_ANY = "contains_any"
    ONLY = "only"
    CONTAINS_NONE = "contains_none"


COMPARISON_NAMES: Mapping[Comparison, str | Promise] = {
    Comparison.BELOW: _("is under"),
    Comparison.AT_MOST: _("is at most"),
    Comparison.EQUALS: _("is"),
    Comparison.AT_LEAST: _("is at least"),
    Comparison.ABOVE: _("is over"),
    Comparison.IS: _("is (yes or no)"),
    Comparison.CONTAINS: _("contains"),
    Comparison.CONTAINS_ANY: _("contains one of"),
    Comparison.ONLY: _("contains nothing but"),
    Comparison.CONTAINS_NONE: _("contains none of"),
}

_NUMERIC = {
    Comparison.BELOW: "<",
    Comparison.AT_MOST: "<=",
    Comparison.EQUALS: "==",
    Comparison.AT_LEAST: ">=",
    Comparison.ABOVE: ">",
}

COMPARISONS: Mapping[FactKind, tuple[Comparison, ...]] = {
    FactKind.NUMBER: tuple(_NUMERIC),
    FactKind.WHOLE: tuple(_NUMERIC),
    FactKind.TEXT: (Comparison.EQUALS, Comparison.CONTAINS_ANY),
    FactKind.FLAG: (Comparison.IS,),
    FactKind.TEXTS: (
        Comparison.CONTAINS,
        Comparison.CONTAINS_ANY,
        Comparison.ONLY,
        Comparison.CONTAINS_NONE,
    ),
}
"""Which comparisons each sort of fact knows."""


def write_expression(sentence: Sentence, facts: Mapping[str, Fact]) -> str:
    """Return a sentence as CEL. Raises `RuleError` for a fact or comparison there is not.

    >>> from cordee.programmes.judging.facts import FACT_BY_NAME
    >>> young = Condition(fact="applicant.years_since_recruitment", comparison="below", value=5)
    >>> laureate = Condition(fact="applicant.awards", comparison="contains", value="ERC-StG")
    >>> write_expression(Sentence(all_of=False, conditions=(young, laureate)), FACT_BY_NAME)
    'applicant.years_since_recruitment < 5.0 || "ERC-StG" in applicant.awards'
    """
    joined = " && " if sentence.all_of else " || "
    return joined.join(_write_condition(one, facts) for one in sentence.conditions)


def _write_condition(condition: Condition, facts: Mapping[str, Fact]) -> str:
    fact = facts.get(condition.fact)
    if fact is None:
        raise RuleError(
            gettext_noop("There is no fact “{name}”. Choose one of the list of facts."),
            name=condition.fact,
        )
    known = COMPARISONS[fact.kind]
    if condition.comparison not in known:
        raise RuleError(
            gettext_noop("“{fact}” cannot be compared by “{comparison}”. Choose one of: {known}."),
            fact=condition.fact,
            comparison=condition.comparison,
            known=", ".join(known),
        )
    return _WRITERS[fact.kind](fact.name, Comparison(condition.comparison), condition.value)


def _write_number(name: str, comparison: Comparison, value: object) -> str:
    return f"{name} {_NUMERIC[comparison]} {_to_float(value)!r}"


def _write_whole(name: str, comparison: Comparison, value: object) -> str:
    number = _to_float(value)
    if not number.is_integer():
        raise RuleError(
            gettext_noop("“{fact}” is a whole number; {value} is not."), fact=name, value=str(value)
        )
    return f"{name} {_NUMERIC[comparison]} {int(number)}"


def _write_text(name: str, comparison: Comparison, value: object) -> str:
    if comparison is Comparison.EQUALS:
        return f"{name} == {_quote(value)}"
    return f"{name} in [{', '.join(map(_quote, _to_list(value)))}]"


def _write_flag(name: str, _comparison: Comparison, value: object) -> str:
    if not isinstance(value, bool):
        raise RuleError(gettext_noop("“{fact}” is yes or no."), fact=name)
    return name if value else f"!{name}"


def _write_texts(name: str, comparison: Comparison, value: object) -> str:
    if comparison is Comparison.CONTAINS:
        return f"{_quote(value)} in {name}"
    values = f"[{', '.join(map(_quote, _to_list(value)))}]"
    if comparison is Comparison.CONTAINS_ANY:
        return f"{name}.exists(one, one in {values})"
    if comparison is Comparison.ONLY:
        return f"{name}.all(one, one in {values})"
    return f"!{name}.exists(one, one in {values})"


_WRITERS = {
    FactKind.NUMBER: _write_number,
    FactKind.WHOLE: _write_whole,
    FactKind.TEXT: _write_text,
    FactKind.FLAG: _write_flag,
    FactKind.TEXTS: _write_texts,
}


def _to_float(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise RuleError(gettext_noop("“{value}” is not a number."), value=str(value))
    try:
        return float(value)
    except ValueError:
        raise RuleError(gettext_noop("“{value}” is not a number."), value=str(value)) from None


def _to_list(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple | list) else (str(value),)


def _quote(value: object) -> str:
    # JSON's quotes and escapes are CEL's.
    return json.dumps(str(value), ensure_ascii=False)
