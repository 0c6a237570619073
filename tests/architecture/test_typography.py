from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest


ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "src" / "cordee" / "locale" / "fr" / "LC_MESSAGES"
SOURCES = ROOT / "src" / "cordee" / "reference" / "data" / "SOURCES.json"

NARROW, WIDE = "\u202f", "\u00a0"
RULES = {
    "a narrow no-break space before ; : ! ?": rf"(?<!«)[ {WIDE}][;:!?]|\w[;!?](?=\s|$)",
    "a no-break space before a per cent sign": rf"[ {NARROW}]%(?!\()",
    "a no-break space inside guillemets": rf"«(?!{WIDE})|(?<!{WIDE})»",
    "a narrow no-break space between thousands": r"\d [0-9]{3}\b",
    "the typographic apostrophe": r"[^\W\d_]'[^\W\d_]",
}


def list_french() -> Iterator[str]:
    for name in ("cordee.po", "django.po"):
        for entry in polib.pofile(str(LOCALE / name)):
            yield from filter(None, (entry.msgstr, *entry.msgstr_plural.values()))
    for source in json.loads(SOURCES.read_text(encoding="utf-8")):
        yield from (text for key, text in source.items() if key.endswith("_fr"))


@pytest.mark.parametrize("rule", RULES)
def test_french_is_set_as_french_is(rule: str) -> None:
    # Quoted code and commands are no French.
    said = [
        re.sub(r"`[^`]*`|'\{[^}]*\}'|\{\{.*?\}\}|^ *cordee .*$|@{.*", "", text, flags=re.MULTILINE)
        for text in list_french()
    ]
    wrong = [text for text in said if re.search(RULES[rule], text)]
    assert not wrong, rule


PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
SAME_IN_FRENCH = ({"and … more", "and … others"},)
"""What English says in two ways and French in one."""


def test_each_count_has_french_of_its_own() -> None:
    """A translation that a program guessed from another sentence says the other sentence."""
    told: dict[str, set[str]] = {}
    for entry in polib.pofile(str(LOCALE / "django.po")):
        if entry.obsolete or not entry.msgid_plural:
            continue
        french = PLACEHOLDER.sub("…", entry.msgstr_plural[1])
        told.setdefault(french, set()).add(PLACEHOLDER.sub("…", entry.msgid_plural))
    shared = [english for english in told.values() if len(english) > 1]
    assert [english for english in shared if english not in SAME_IN_FRENCH] == []
