"""Invented affiliations that name several organisations, each labelled whole.

Most labelled sets give one organisation for texts that name several, and a judge trained on them
learns to drop the second. These texts are made of the registry alone: organisations of one town or
of one family, their own names, the ways addresses are written.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cordee.reference.countries import get_country
from cordee.reference.organisations import Organisation


_DEPARTMENTS = (
    "Department of Surgery", "Department of Physics", "Faculty of Medicine", "School of Engineering",
    "Department of Internal Medicine", "Laboratory of Molecular Biology", "Faculté de Médecine",
    "Service de Cardiologie", "Institut für Chemie", "Dipartimento di Fisica", "Clinical Research Unit",
    "Département de Biologie", "Service d'Hématologie", "Division of Neurology", "UFR Sciences",
    "Centre de Recherche", "Department of Public Health", "Department of Pediatrics", "Pôle Santé",
)  # fmt: skip
_JOINS = (", ", ", ", ", ", ", ", "; ", " - ", " / ", " and ", " & ")
_KINDS = frozenset({"education", "healthcare", "facility", "government", "nonprofit"})
_SHORTEST = 3
# The ROR ids of the bodies whose units stand in French addresses.
_INSERM = "02vjkv261"
_CNRS = "02feahw73"


@dataclass(frozen=True)
class Invented:
    """One text with the organisations it names."""

    text: str
    organisations: frozenset[str]


def invent(organisations: Mapping[str, Organisation], count: int, seed: int) -> Iterator[Invented]:
    """Yield `count` texts; the same seed and registry give the same texts."""
    chance = random.Random(seed)  # noqa: S311 -- the same texts each time are what is wanted
    by_town: dict[tuple[str, str], list[Organisation]] = {}
    for one in organisations.values():
        if one.city and one.country and one.status == "active" and _KINDS & set(one.types):
            by_town.setdefault((one.country, one.city), []).append(one)
    towns = sorted(town for town, there in by_town.items() if len(there) > 1)
    french = [town for town in towns if town[0] == "FR"]
    for number in range(count):
        # A third is French: nowhere else do as many organisations share one laboratory.
        town = chance.choice(french if number % 3 == 0 else towns)
        yield _invent_one(organisations, by_town[town], town, chance)


def _invent_one(
    organisations: Mapping[str, Organisation],
    there: list[Organisation],
    town: tuple[str, str],
    chance: random.Random,
) -> Invented:
    chosen = chance.sample(there, min(len(there), chance.choice((1, 2, 2, 2, 3, 3, 4))))
    first = chosen[0]
    family = [organisations[i] for i in (*first.parents, *first.children) if i in organisations]
    family = [one for one in family if one.status == "active" and one.country == town[0]]
    if family and chance.random() < 0.6:
        chosen = [first, *chance.sample(family, min(len(family), 2)), *chosen[1:2]]
    pieces = [_name(one, chance) for one in dict.fromkeys(chosen)]
    labels = {one.id for one in chosen}
    if town[0] == "FR":
        _add_units(pieces, labels, chance)
    if chance.random() < 0.5:
        pieces.insert(0, chance.choice(_DEPARTMENTS))
    join = chance.choice(_JOINS)
    text = join.join(pieces) if chance.random() < 0.7 else ", ".join(pieces)
    return Invented(text + _address(town, chance), frozenset(labels))


def _add_units(pieces: list[str], labels: set[str], chance: random.Random) -> None:
    draw = chance.random()
    if draw < 0.25:
        pieces.insert(chance.randrange(len(pieces) + 1), f"Inserm U{chance.randrange(700, 1400)}")
        labels.add(_INSERM)
    elif draw < 0.45:
        code = chance.randrange(5000, 9900)
        pieces.insert(chance.randrange(len(pieces) + 1), f"CNRS UMR {code}")
        labels.add(_CNRS)
    elif draw < 0.55:
        pieces += ["CNRS", "Inserm"]
        labels |= {_INSERM, _CNRS}


def _name(one: Organisation, chance: random.Random) -> str:
    names = [n.text for n in one.names if "acronym" not in n.kinds and len(n.text) > _SHORTEST]
    short = [n.text for n in one.names if "acronym" in n.kinds and len(n.text) > _SHORTEST]
    draw = chance.random()
    if short and draw < (0.3 if one.country == "FR" else 0.15):
        return chance.choice(short)
    name = one.name if draw < 0.7 or not names else chance.choice(names)
    name = name.split(" (")[0]
    if short and draw > 0.9:
        return f"{name} ({chance.choice(short)})"
    return name.replace("University", "Univ.") if chance.random() < 0.1 else name


def _address(town: tuple[str, str], chance: random.Random) -> str:
    country = get_country(town[0])
    name = country.name_fr if town[0] == "FR" and chance.random() < 0.3 else country.name_en
    draw = chance.random()
    if draw < 0.5:
        return f", {town[1]}, {name}"
    if draw < 0.7:
        return f", {chance.randrange(10000, 99999)} {town[1]}, {name}"
    if draw < 0.85:
        return f", {town[1]}"
    return f", {name}." if draw < 0.93 else ""
