"""Whom agreements name: people their scope is about, and who signs for a party."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from cordee.agreements.life import Stage
from cordee.agreements.models import Agreement, Party, ScopeItem
from cordee.agreements.states import ScopeKind
from cordee.ledger.bulk import chunk


@dataclass(frozen=True)
class Naming:
    """An agreement with its parties, the ORCIDs its scope names, and who signs for which party."""

    title_fr: str
    title_en: str
    parties: frozenset[UUID]
    orcids: frozenset[str]
    signatories: tuple[tuple[str, UUID], ...]


def list_namings(organisations: Iterable[UUID], *, since: date) -> tuple[Naming, ...]:
    """Return whom the agreements of these organisations name, but for those that ended before a day.

    What was abandoned ties nobody. No rights are asked: who asks tells a tie, never the agreement.
    """
    joined: set[UUID] = set()
    for some in chunk(set(organisations)):
        joined.update(
            Party.objects.filter(organisation__in=some).values_list("agreement", flat=True)
        )
    parties: dict[UUID, list[Party]] = defaultdict(list)
    orcids: dict[UUID, set[str]] = defaultdict(set)
    found: list[tuple[UUID, str, str]] = []
    for some in chunk(joined):
        rows = Agreement.objects.filter(
            Q(end__isnull=True) | Q(end__gte=since), id__in=some
        ).exclude(stage=Stage.ABANDONED.value)
        found += rows.values_list("id", "title_fr", "title_en")
        for party in Party.objects.filter(agreement__in=some):
            parties[party.agreement_id].append(party)
        people = ScopeItem.objects.filter(agreement__in=some, kind=ScopeKind.PERSON.value)
        for agreement, text in people.values_list("agreement_id", "text"):
            orcids[agreement].add(text.strip().upper())
    return tuple(
        Naming(
            title_fr=french,
            title_en=english,
            parties=frozenset(one.organisation for one in parties[agreement]),
            orcids=frozenset(orcids[agreement]),
            signatories=tuple(
                (one.signatory_name, one.organisation)
                for one in parties[agreement]
                if one.signatory_name
            ),
        )
        for agreement, french, english in found
    )
