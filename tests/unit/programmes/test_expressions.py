"""Rules as CEL: what is refused when it is written, and that two implementations answer alike."""

from __future__ import annotations

import cel as oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.spec.programmes.made import define, write_rule

from cordee.kernel.errors import RuleError
from cordee.programmes.definition.parts import Condition, Sentence
from cordee.programmes.judging.checks import find_faults
from cordee.programmes.judging.expressions import LONGEST, Language
from cordee.programmes.judging.facts import CATALOGUE, FACT_BY_NAME, Facts
from cordee.programmes.judging.sentences import COMPARISONS, Comparison, write_expression
from cordee.programmes.states import FactKind, Finding


LANGUAGE = Language(CATALOGUE)
AWARDS = "applicant.awards"

REFUSED = [
    ("nothing", "  ", "compares nothing"),
    ("an unknown fact", "applicant.age < 5.0", "no fact “applicant.age”"),
    ("an unknown function", "sin(project.amount) > 0.0", "no fact “sin”"),
    ("a whole number for a number", "project.amount < 5", "different sorts"),
    ("a text for a number", 'project.amount < "5"', "different sorts"),
    ("a wrong type behind a true part", 'true || project.amount == "x"', "different sorts"),
    ("half an expression", "project.amount <", "cannot be read at character"),
    ("a value", "project.amount", "not yes or no"),
    ("an entry that may not be there", f'{AWARDS}[0] == "x"', "fails on facts"),
    ("a division by nought", "100 / partners.total > 5", "fails on facts"),
    ("a huge text", "true || " * LONGEST + "true", "characters"),
    ("lists within lists", f"{AWARDS}.all(a, {AWARDS}.all(b, {AWARDS}.all(c, {AWARDS}.all(d, a == d))))", "too long"),
    ("many brackets", "(" * 290 + "true" + ")" * 290, "cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_refused_when_written(expression: str, says: str) -> None:
    with pytest.raises(RuleError, match=says):
        LANGUAGE.check(expression)


def test_a_definition_tells_which_rule_fails() -> None:
    definition = define(
        rules=[write_rule("call.year > 2000"), write_rule("applicant.age > 3", id="other")]
    )
    assert [fault.where for fault in find_faults(definition)] == ["rules.2.expression"]


def test_names_in_texts_are_no_facts() -> None:
    found = LANGUAGE.list_needed(f'"call.year" in {AWARDS} && {AWARDS}.exists(one, one == "x")')
    assert found == (AWARDS,)


NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
TEXTS = st.lists(st.sampled_from(["ERC-StG", "ATIP-Avenir", "JP", "é\"'\\ "]), max_size=4).map(
    tuple
)
VALUES = {
    FactKind.NUMBER: NUMBERS,
    FactKind.WHOLE: st.integers(-100, 100),
    FactKind.TEXT: st.text(max_size=5),
    FactKind.FLAG: st.booleans(),
    FactKind.TEXTS: TEXTS,
}


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    fact = draw(st.sampled_from(CATALOGUE))
    comparison = draw(st.sampled_from(COMPARISONS[fact.kind]))
    value = draw(VALUES[fact.kind])
    if comparison is Comparison.CONTAINS:
        value = draw(st.sampled_from(["ERC-StG", "é\"'\\ "]))
    return Condition(fact=fact.name, comparison=comparison, value=value)


SENTENCES = st.builds(
    Sentence,
    all_of=st.booleans(),
    conditions=st.lists(conditions(), min_size=1, max_size=4).map(tuple),
)
WHOLE_FACTS = st.fixed_dictionaries({fact.name: VALUES[fact.kind] for fact in CATALOGUE})


@given(SENTENCES, WHOLE_FACTS)
def test_another_implementation_answers_alike(sentence: Sentence, facts: Facts) -> None:
    expression = write_expression(sentence, FACT_BY_NAME)
    LANGUAGE.check(expression)
    nested: dict[str, dict[str, object]] = {}
    for name, value in facts.items():
        group, _, own = name.partition(".")
        nested.setdefault(group, {})[own] = list(value) if isinstance(value, tuple) else value
    said = oracle.evaluate(expression, nested)
    assert LANGUAGE.ask(expression, facts).finding is (Finding.MET if said else Finding.NOT_MET)


@given(SENTENCES, WHOLE_FACTS, st.sets(st.sampled_from([fact.name for fact in CATALOGUE])))
def test_learning_more_never_turns_what_was_decided(
    sentence: Sentence, facts: Facts, hidden: set[str]
) -> None:
    expression = write_expression(sentence, FACT_BY_NAME)
    known = {name: value for name, value in facts.items() if name not in hidden}
    before = LANGUAGE.ask(expression, known)
    after = LANGUAGE.ask(expression, facts)
    if before.finding is Finding.UNKNOWN:
        assert before.missing
        assert set(before.missing) <= hidden
    else:
        assert before.finding is after.finding
