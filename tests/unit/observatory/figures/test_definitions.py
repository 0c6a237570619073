from __future__ import annotations

import json
from importlib.resources import files

import pytest
from tools.make_indicator_docs import is_stale

from cordee.kernel.errors import NotFoundError
from cordee.observatory.figures.definitions import DEFINITIONS, get_definition


SCHEMA = json.loads(files("cordee.observatory.figures").joinpath("schema.json").read_text("utf-8"))


def find(key: str) -> dict[str, object] | None:
    place = SCHEMA
    for word in key.split("."):
        place = place["properties"].get(word.removesuffix("[]"))
        if place is None:
            return None
        if word.endswith("[]"):
            place = place["items"]
        if "$ref" in place:
            place = SCHEMA["$defs"][place["$ref"].rpartition("/")[2]]
    return place


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: one.code)
def test_each_key_of_a_definition_is_in_the_document(definition):
    assert [key for key in definition.keys if find(key) is None] == []
    assert definition.label
    assert definition.formula
    assert definition.source


def test_the_page_is_what_the_definitions_make():
    assert not is_stale(), "run: python tools/make_indicator_docs.py"


def test_an_unknown_indicator():
    with pytest.raises(NotFoundError):
        get_definition("moon")


def test_a_code_names_one_definition():
    codes = [one.code for one in DEFINITIONS]
    assert len(codes) == len(set(codes))
