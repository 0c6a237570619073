"""Rules built as sentences: from rows to the parts of a definition, and back."""

from __future__ import annotations

from typing import Any

from cordee.programmes.definition.parts import Condition, Definition, Sentence
from cordee.programmes.judging.expressions import Language
from cordee.programmes.judging.facts import Fact, list_facts
from cordee.programmes.judging.sentences import COMPARISON_NAMES, write_expression
from cordee.programmes.states import FactKind
from cordee.web.pages.programmes.forms.values import Values, both, keep, split, spread


SEVERAL = {"contains_any", "only", "contains_none"}
YES = {"yes", "true", "1", "oui", "vrai"}


def list_fact_choices(definition: Definition) -> list[tuple[str, Any]]:
    """Return the facts to choose from, each by what people call it."""
    return [("", "–"), *((fact.name, fact.label) for fact in list_facts(definition))]


def list_comparison_choices() -> list[tuple[str, Any]]:
    """Return the comparisons to choose from."""
    return [(one.value, name) for one, name in COMPARISON_NAMES.items()]


def read_rule(values: Values) -> tuple[Values, list[Values]]:
    """Return a rule as a form and rows of conditions show it."""
    sentence = values.get("sentence")
    initial = {
        **{name: values[name] for name in ("id", "phase", "weight", "expression")},
        **spread(values["label"], "label"),
        **spread(values["message"], "message"),
        **spread(values.get("evidence"), "evidence"),
        "all_of": "all" if sentence is None or sentence["all_of"] else "any",
    }
    rows = [
        {**one, "value": _say_value(one["value"])}
        for one in (sentence or {"conditions": ()})["conditions"]
    ]
    return initial, rows


def write_rule(said: Values, rows: list[Values], definition: Definition) -> Values:
    """Return a rule as plain values, its expression written from the rows where there are any.

    Raises `RuleError` for a sentence that cannot be written, and for an expression that cannot be used:
    it is refused here, never when an applicant waits.
    """
    facts = {fact.name: fact for fact in list_facts(definition)}
    rule = {
        **keep(said, "id", "phase", "weight"),
        "label": both(said, "label"),
        "message": both(said, "message"),
        "evidence": both(said, "evidence"),
        "sentence": None,
        "expression": said["expression"].strip(),
    }
    if rows:
        conditions = tuple(
            Condition(
                fact=row["fact"],
                comparison=row["comparison"],
                value=_read_value(row["value"], row["comparison"], facts.get(row["fact"])),
            )
            for row in rows
        )
        sentence = Sentence(all_of=said["all_of"] == "all", conditions=conditions)
        rule["sentence"] = sentence.model_dump(mode="json")
        rule["expression"] = write_expression(sentence, facts)
    Language(facts.values()).check(rule["expression"])
    return rule


def _say_value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)


def _read_value(text: str, comparison: str, fact: Fact | None) -> Any:
    if comparison in SEVERAL:
        return tuple(split(text))
    if fact is not None and fact.kind is FactKind.FLAG:
        return text.strip().casefold() in YES
    if fact is not None and fact.kind in {FactKind.NUMBER, FactKind.WHOLE}:
        # French readers write a comma before decimals; what is no number is refused by the sentence.
        number = text.strip().replace(",", ".")
        return int(number) if number.lstrip("-").isdigit() else number
    return text.strip()
