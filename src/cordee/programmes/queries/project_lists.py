"""The portfolio of projects: what is looked for, a page of it, and its sums, asked of the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import Actor
from cordee.programmes.definition.parts import Bilingual
from cordee.programmes.granting.states import ProjectStage
from cordee.programmes.granting.values import ProjectLine, Sought, Sums
from cordee.programmes.models import Participant, Project, ProjectPerson
from cordee.programmes.queries.projects import LEADING, make_late, select_visible
from cordee.reference.folding import fold


@dataclass(frozen=True)
class Choices:
    """What there is to narrow by: instruments by code, funders with their programmes, countries, years."""

    instruments: tuple[str, ...]
    funders: tuple[str, ...]
    countries: tuple[str, ...]
    years: tuple[int, ...]


def select_sought(sought: Sought, *, by: Actor, on: date) -> QuerySet[Project]:
    """Return the projects that a person sees and that fit what is looked for."""
    rows = select_visible(by, on=on)
    for word in fold(sought.text).split():
        rows = rows.filter(words__contains=word)
    if sought.stage is not None:
        rows = rows.filter(stage=sought.stage.value)
    if sought.instrument:
        rows = rows.filter(instrument_version__instrument__code=sought.instrument)
    if sought.funder:
        rows = rows.filter(Q(funder=sought.funder) | Q(programme=sought.funder))
    if sought.country:
        named = Participant.objects.filter(project=OuterRef("id"), country=sought.country)
        rows = rows.filter(Exists(named))
    if sought.year is not None:
        first, last = date(sought.year, 1, 1), date(sought.year, 12, 31)
        rows = rows.filter(starts_on__lte=last).filter(Q(ends_on=None) | Q(ends_on__gte=first))
    return rows.filter(make_late(on)) if sought.is_late else rows


def select_tied(kind: str, record: UUID, *, by: Actor, on: date) -> QuerySet[Project]:
    """Return the projects that a person sees and that name a record of another room, the latest first.

    `kind` is one of `TIED`; `NotFoundError` for any other.
    """
    if kind not in TIED:
        raise NotFoundError(gettext_noop("No page has this address."))
    rows = select_visible(by, on=on).filter(TIED[kind](record))
    return rows.order_by("-starts_on", "title", "id")


def _names_organisation(record: UUID) -> Exists:
    return Exists(Participant.objects.filter(project=OuterRef("id"), organisation=record))


def _names_person(record: UUID) -> Exists:
    return Exists(ProjectPerson.objects.filter(project=OuterRef("id"), person=record))


TIED: Mapping[str, Callable[[UUID], Q | Exists]] = {
    "agreement": lambda record: Q(agreement=record),
    "organisation": _names_organisation,
    "person": _names_person,
}
"""What a project names of other rooms, by the word for it."""


def sum_projects(rows: QuerySet[Project], *, on: date) -> Sums:
    """Return what a selection of projects comes to."""
    plain = rows.order_by()
    found = plain.aggregate(
        count=Count("id"),
        running=Count("id", filter=Q(stage=ProjectStage.RUNNING.value)),
        euros=Sum("granted_euros"),
        without_rate=Count("id", filter=Q(granted_euros=None)),
    )
    return Sums(
        count=found["count"],
        running=found["running"],
        late=plain.filter(make_late(on)).count(),
        euros=found["euros"] or Decimal(0),
        without_rate=found["without_rate"],
    )


def list_choices(by: Actor, *, on: date) -> Choices:
    """Return what the projects that a person sees can be narrowed by."""
    rows = select_visible(by, on=on).order_by()
    codes = rows.exclude(instrument_version=None).values_list(
        "instrument_version__instrument__code", flat=True
    )
    funders = rows.exclude(funder="").values_list("funder", flat=True)
    programmes = rows.exclude(programme="").values_list("programme", flat=True)
    countries = Participant.objects.order_by().exclude(country="").values_list("country", flat=True)
    years = rows.exclude(starts_on=None).values_list(ExtractYear("starts_on"), flat=True)
    return Choices(
        instruments=tuple(sorted(codes.distinct())),
        funders=tuple(sorted({*funders.distinct(), *programmes.distinct()}, key=fold)),
        countries=tuple(sorted(countries.filter(project__in=rows).distinct())),
        years=tuple(sorted(years.distinct(), reverse=True)),
    )


def read_lines(rows: Iterable[Project], *, on: date) -> tuple[ProjectLine, ...]:
    """Return projects as lines of a list, in few queries for many."""
    found = list(rows)
    ids = [one.id for one in found]
    countries: dict[UUID, set[str]] = defaultdict(set)
    leaders: dict[UUID, str] = {}
    late: set[UUID] = set()
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        named = Participant.objects.filter(project__in=some).exclude(country="")
        for project, country in named.order_by().values_list("project_id", "country"):
            countries[project].add(country)
        people = ProjectPerson.objects.filter(project__in=some, role=LEADING[0])
        leaders |= dict(people.order_by("-name").values_list("project_id", "name"))
        late |= set(
            Project.objects.filter(make_late(on), id__in=some)
            .order_by()
            .values_list("id", flat=True)
        )
    return tuple(
        ProjectLine(
            id=row.id,
            office=row.office,
            title=row.title,
            acronym=row.acronym,
            reference=row.reference,
            instrument=_name_instrument(row),
            funder=row.funder,
            programme=row.programme,
            grant_number=row.grant_number,
            stage=ProjectStage(row.stage),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            granted=row.granted,
            currency=row.currency,
            granted_euros=row.granted_euros,
            countries=tuple(sorted(countries[row.id])),
            leader=leaders.get(row.id, ""),
            is_late=row.id in late,
            is_public=row.is_public,
            is_demonstration=row.is_demonstration,
        )
        for row in found
    )


def _name_instrument(row: Project) -> Bilingual | None:
    return Bilingual(**row.definition["label"]) if row.definition else None
