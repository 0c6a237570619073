"""What the parties of an agreement publish together, read of the lake for its page and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.agreements.evidence import find_groups
from cordee.agreements.values import Record
from cordee.directory.queries import Named, get_names, get_parts
from cordee.kernel.errors import LakeError
from cordee.kernel.messages import Sentence
from cordee.web.lakes import get_facts, get_ground


LEAST_PARTIES = 2
"""Works together need two parties that publications can tell."""


@dataclass(frozen=True)
class WorksTogether:
    """Works on which at least two parties are, by year, and the last year that publications are known of.

    `rors` are the parties' own identifiers.
    """

    years: Mapping[int, int]
    rors: tuple[str, ...]
    known_until: int


def find_works_together(record: Record, *, on: date) -> WorksTogether | Sentence:
    """Return the works of the parties together, or the sentence why nobody can tell them."""
    parties = tuple(one.organisation for one in record.parties)
    parts = find_parts(parties, on=on)
    groups = find_groups(parties, parts)
    if len(groups) < LEAST_PARTIES:
        return Sentence(
            gettext_noop(
                "Fewer than two parties have a ROR identifier, by which publications tell them."
            )
        )
    try:
        found = get_ground().observatory.get_shared_output(groups)
        known_until = get_facts().last_year or on.year
    except LakeError as error:
        return error.sentence
    own = [one for party in parties for one in parts[party] if one.id == party]
    rors = tuple(one.ror for one in own if one.ror is not None)
    return WorksTogether(found.count_years(range(len(groups))), rors, known_until)


def find_parts(parties: Iterable[UUID], *, on: date) -> dict[UUID, tuple[Named, ...]]:
    """Return each party with its parts in the directory, the registry's being found by the observatory."""
    return {party: tuple(get_names(get_parts([party], on=on)).values()) for party in set(parties)}
