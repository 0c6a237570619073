"""What an instrument awarded, as anybody may read it: of projects that their office made public alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import tzinfo
from uuid import UUID

from cordee.programmes.granting.states import ParticipantRole
from cordee.programmes.models import Project
from cordee.programmes.queries.projects import make_public


MOST_NAMED = 100
"""Projects named on the page, the latest first; the counts are of all."""


@dataclass(frozen=True)
class PublicAward:
    """A public project of an award, and the year in which it was decided."""

    project: UUID
    title: str
    year: int


@dataclass(frozen=True)
class PublicAwards:
    """Counts of public projects; one with two partners in a country counts there once."""

    count: int
    countries: tuple[tuple[str, int], ...]
    years: tuple[tuple[int, int], ...]
    latest: tuple[PublicAward, ...]


def list_public_awards(instrument: UUID, *, zone: tzinfo) -> PublicAwards:
    """Return the public awards of an instrument, their years as `zone` counts them."""
    rows = (
        Project.objects.filter(
            make_public(), award__isnull=False, instrument_version__instrument=instrument
        )
        .select_related("award")
        .defer("words", "summary", "definition")
        .prefetch_related("participants")
        .order_by("-award__decided_at", "id")
    )
    countries: Counter[str] = Counter()
    years: Counter[int] = Counter()
    found = []
    for row in rows:
        assert row.award is not None
        year = row.award.decided_at.astimezone(zone).year
        years[year] += 1
        countries.update(
            {
                one.country
                for one in row.participants.all()
                if one.country and one.role != ParticipantRole.COORDINATOR.value
            }
        )
        found.append(PublicAward(row.id, str(row), year))
    return PublicAwards(
        count=len(found),
        countries=tuple(sorted(countries.items(), key=lambda one: (-one[1], one[0]))),
        years=tuple(sorted(years.items(), reverse=True)),
        latest=tuple(found[:MOST_NAMED]),
    )
