"""What click itself says to a reader of the commands is said in French."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

import click
import pytest

from cordee.cli.words import CLICK_COUNTS, CLICK_WORDS
from cordee.kernel import messages


SPOKEN = (click.core, click.exceptions, click.parser, click.types, click.formatting)

TO_AUTHORS = (
    "Arguments take exactly",
    "Boolean option",
    "Could not determine name",
    "DeprecationWarning",
    "Invalid start character",
    "Name '",
    "No options defined",
    "Value must be an iterable",
    "deprecated",
)
"""What click says to who writes commands, not to who types them."""

UNUSED = (
    "Argument {name!r} takes {nargs} values.",  # no argument of ours takes a number of values
    "Choice({choices})",
    "Missing {param_type}",
    "Missing parameter: {param_name}",
    "Positional arguments",
    "Takes {nargs} values but 1 was given.",
    "unknown error",
    "{len_type} values are required, but {len_value} was given.",
    "{name} {filename!r} is not executable.",
    "{value!r} does not match the format {format}.",
    "{value!r} is not a valid UUID.",
)
"""Words for kinds of parameters that no command of ours has."""


def list_spoken() -> Iterator[str]:
    for module in SPOKEN:
        for call in ast.walk(ast.parse(inspect.getsource(module))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            if call.func.id in {"_", "ngettext"} and isinstance(call.args[0], ast.Constant):
                yield call.args[0].value


def test_every_word_of_click_a_reader_meets_is_marked():
    marked = {*CLICK_WORDS, *(one for one, _ in CLICK_COUNTS), *UNUSED}
    left = {word for word in list_spoken() if not word.startswith(TO_AUTHORS)} - marked
    assert not left


ALIKE = {"Options"}
"""The same word in both languages."""


@pytest.mark.parametrize("word", sorted({*CLICK_WORDS} - ALIKE))
def test_it_is_translated(word: str):
    assert messages.translate(word, "fr") != word


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("words", CLICK_COUNTS, ids=lambda words: words[0])
def test_it_is_translated_of_one_and_of_several(words: tuple[str, str], count: int):
    french = messages._get_catalogue("fr").ngettext(*words, count)
    assert french not in words
