"""Themes: the MeSH tree, rolled up to its second-level branches, in English and French.

>>> find_descriptor("breast neoplasm"), branch_of("D001943")
('D001943', ('C04', 'C17'))
>>> label("C04", "fr")
'Tumeurs'
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_
from cordee.reference.folding import fold


DATA = Path(__file__).parent / "data"

# British spelling, as authors write it, against the American spelling of MeSH. Applied to both
# sides alike, so that it need not be right as English.
_SPELLINGS = (("ae", "e"), ("oe", "e"), ("our", "or"), ("isation", "ization"), ("ise", "ize"))
# Below four letters a final s is more often part of the word (gas, RAS, MS) than a plural.
_SHORTEST_PLURAL = 4


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A MeSH descriptor: its identifier, English name and second-level branches."""

    id: str
    name: str
    branches: tuple[str, ...]


@dataclass(frozen=True)
class _Tree:
    descriptors: Mapping[str, Descriptor]
    exact: Mapping[str, str]
    loose: Mapping[str, str]


def branch_of(descriptor: str) -> tuple[str, ...]:
    """Return the second-level branches of a descriptor, such as ("C04",), sorted.

    A descriptor may hang in several branches. One that is unknown, or outside the tree (the check
    tags Male and Female), has none: the empty tuple.
    """
    found = _read_tree().descriptors.get(descriptor)
    return found.branches if found else ()


def get_descriptor(descriptor: str) -> Descriptor:
    """Return the descriptor of an identifier; NotFoundError when the tree does not hold it."""
    found = _read_tree().descriptors.get(descriptor)
    if found is None:
        raise NotFoundError(
            N_("No theme has the MeSH identifier {id}. The shipped tree is MeSH 2015."),
            id=descriptor,
        )
    return found


def all_descriptors() -> Mapping[str, Descriptor]:
    """Return all descriptors by identifier."""
    return _read_tree().descriptors


def label(branch: str, language: str) -> str:
    """Return the name of a category (A to Z) or second-level branch in "fr" or English.

    NotFoundError when there is no such branch.
    """
    found = all_labels().get(branch)
    if found is None:
        raise NotFoundError(
            N_("There is no theme “{code}”. Themes are MeSH branches such as C04."), code=branch
        )
    return found[1 if language.startswith("fr") else 0]


@cache
def all_labels() -> Mapping[str, tuple[str, str]]:
    """Return the English and French names of every category and second-level branch by code."""
    with (DATA / "theme_labels.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return MappingProxyType({row["code"]: (row["en"], row["fr"]) for row in rows})


def find_descriptor(text: str) -> str | None:
    """Return the MeSH descriptor that a keyword names, or None.

    The keyword must be the whole name, or one of the synonyms shipped; case, accents and
    punctuation do not matter. Failing that, British spelling, plural for singular, the words of
    an inverted name ("Kidney Failure, Chronic") in natural order, and "cancer" for "neoplasms".
    """
    key = fold(text)
    if not key:
        return None
    tree = _read_tree()
    found = tree.exact.get(key) or tree.loose.get(_loosen(key))
    if found is None and "cancer" in key:
        swapped = key.replace("cancers", "neoplasms").replace("cancer", "neoplasms")
        found = tree.loose.get(_loosen(swapped))
    return found


def _loosen(key: str) -> str:
    return " ".join(map(_loosen_word, key.split()))


@lru_cache(maxsize=1 << 16)  # twice the words of the tree: names and keywords share most of them
def _loosen_word(word: str) -> str:
    for british, american in _SPELLINGS:
        word = word.replace(british, american)
    return _drop_plural(word)


def _drop_plural(word: str) -> str:
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


@cache
def _read_tree() -> _Tree:
    descriptors: dict[str, Descriptor] = {}
    exact: dict[str, str] = {}
    synonyms: list[tuple[str, str]] = []
    with gzip.open(DATA / "themes.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            id_, name, branches = line.rstrip("\n").split("\t")
            if branches == "=":
                synonyms.append((name, id_))
            else:
                descriptors[id_] = Descriptor(id_, name, tuple(branches.split()))
                exact.setdefault(fold(name), id_)
    for descriptor in descriptors.values():
        # An inverted name ("Kidney Failure, Chronic") in natural order.
        if ", " in descriptor.name:
            natural = " ".join(reversed(descriptor.name.split(", ")))
            exact.setdefault(fold(natural), descriptor.id)
    for name, id_ in synonyms:
        exact.setdefault(fold(name), id_)
    # A loose form that two descriptors share names neither.
    meant = {(_loosen(key), id_) for key, id_ in exact.items()}
    shared = Counter(loose for loose, _ in meant)
    loose = {key: id_ for key, id_ in meant if shared[key] == 1}
    return _Tree(MappingProxyType(descriptors), MappingProxyType(exact), MappingProxyType(loose))
