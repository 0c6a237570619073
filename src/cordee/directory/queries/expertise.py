"""Who can do what a text speaks of: people by the skills they have, told apart by how rare the words are."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from cordee.directory.models import Person, Skill
from cordee.reference.folding import fold


SHORTEST = 4
"""Letters of a word that may tell a subject: shorter ones are articles more often than not."""


@dataclass(frozen=True)
class SkillMatch:
    """The skills of a person that a text speaks of, in both languages, and how telling their words are."""

    weight: float
    skills: tuple[tuple[str, str], ...]


def find_skilled(text: str, *, on: date) -> dict[UUID, SkillMatch]:
    """Return the people with a skill whose words stand in a text, on a day.

    A skill counts when at least half of its words stand in the text, by the sum of the logarithms of how
    rare its words are among all skills.
    """
    asked = read_words(text)
    rows = Skill.objects.filter(Q(end=None) | Q(end__gte=on), person__isnull=False)
    skills = [
        (person, name_fr, name_en, read_words(name_fr), read_words(name_en))
        for person, name_fr, name_en in rows.values_list("person", "name_fr", "name_en")
    ]
    spread = Counter(word for *_, french, english in skills for word in french | english)
    found: dict[UUID, list[tuple[float, tuple[str, str]]]] = defaultdict(list)
    for person, name_fr, name_en, french, english in skills:
        weight = max(_weigh(words, asked, spread, len(skills)) for words in (french, english))
        if weight and person is not None:
            found[person].append((weight, (name_fr or name_en, name_en or name_fr)))
    return {person: _sum_up(some) for person, some in found.items()}


def list_orcids_of_all() -> Mapping[UUID, str]:
    """Return the ORCID of each person of the directory who has one."""
    rows = Person.objects.exclude(orcid=None).exclude(orcid="")
    return {one: orcid for one, orcid in rows.values_list("id", "orcid") if orcid}


def get_emails(people: Mapping[UUID, object]) -> dict[UUID, str]:
    """Return the addresses of people, for who writes to them in the house's name."""
    return dict(Person.objects.filter(id__in=list(people)).values_list("id", "email"))


def read_words(text: str) -> frozenset[str]:
    """Return the words of a text that may tell a subject, folded, without a plural's last letter.

    >>> sorted(read_words("Cryo-microscopy of proteins"))
    ['cryo', 'microscopy', 'protein']
    """
    words = re.findall(r"[a-z0-9]+", fold(text))
    return frozenset(one.removesuffix("s") for one in words if len(one) >= SHORTEST)


def _weigh(
    words: frozenset[str], asked: frozenset[str], spread: Mapping[str, int], total: int
) -> float:
    shared = words & asked
    if not shared or 2 * len(shared) < len(words):
        return 0.0
    return sum(math.log(1 + total / spread[one]) for one in shared)


def _sum_up(some: list[tuple[float, tuple[str, str]]]) -> SkillMatch:
    ordered = sorted(some, key=lambda one: (-one[0], one[1]))
    return SkillMatch(
        sum(weight for weight, _ in ordered), tuple(names for _, names in ordered[:5])
    )
