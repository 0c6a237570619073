"""Agreements as lists that show all of them tell them, read again only where one has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cordee.agreements.life import Stage
from cordee.agreements.models import Agreement, Amendment, Party, ScopeItem
from cordee.agreements.periods import find_days
from cordee.agreements.reading import make_terms
from cordee.agreements.states import Kind, ScopeKind
from cordee.agreements.values import AgreementTold
from cordee.directory.queries import Named, get_names
from cordee.ledger.bulk import chunk


_COLUMNS = (
    "id",
    "office",
    "reference",
    "kind",
    "title_fr",
    "title_en",
    "stage",
    "start",
    "end",
    "renewal",
    "renewal_months",
    "most_renewals",
    "notice_months",
    "notice_given_on",
    "closed_on",
    "is_demonstration",
    "version",
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a version of an agreement says, its parties by number: a name changes without it."""

    version: int
    line: AgreementTold
    parties: tuple[UUID, ...]


@dataclass(frozen=True)
class _Day:
    """The lines of a day, as they were last read in this process; they say what is left until an end."""

    on: date
    known: dict[UUID, _Known]


_day = _Day(date.min, {})


def read_listed(selected: QuerySet[Agreement], *, on: date) -> tuple[AgreementTold, ...]:
    """Return the agreements selected: those that end soonest first, then without end.

    The portfolio shows figures of all agreements, and reading thousands takes most of a second. Every write
    of an agreement or of its parts counts its version up, so an agreement of a known version is known; which
    are selected, and what their parties are called, is asked each time.
    """
    known = _open_day(on)
    versions = dict(selected.order_by().values_list("id", "version"))
    _learn([one for one, version in versions.items() if not _knows(known, one, version)], known, on)
    # What was deleted after it was selected is not there to be shown.
    found = [known[one] for one in versions if one in known]
    names = get_names(one for each in found for one in each.parties)
    lines = [_name_parties(one, names) for one in found]
    return tuple(sorted(lines, key=lambda one: (one.days.end or date.max, str(one.id))))


def _open_day(on: date) -> dict[UUID, _Known]:
    global _day  # noqa: PLW0603 -- one day for all threads, exchanged whole
    day = _day
    if day.on != on:
        _day = day = _Day(on, {})
    return day.known


def _knows(known: Mapping[UUID, _Known], agreement: UUID, version: int) -> bool:
    one = known.get(agreement)
    return one is not None and one.version == version


def _learn(agreements: Sequence[UUID], known: dict[UUID, _Known], on: date) -> None:
    """Read agreements as values, some hundreds at a time from each table, and keep them."""
    for some in chunk(agreements):
        # The version first: should somebody write meanwhile, what is kept is older than it may be, and read anew.
        rows = list(Agreement.objects.filter(id__in=some).order_by().values(*_COLUMNS))
        parties, said, ends = _gather_parties(some), _gather_countries(some), _gather_ends(some)
        for row in rows:
            one = row["id"]
            line = _make_line(row, tuple(said[one]), tuple(ends[one]), on)
            known[one] = _Known(row["version"], line, tuple(parties[one]))


def _gather_parties(agreements: Sequence[UUID]) -> defaultdict[UUID, list[UUID]]:
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    rows = Party.objects.filter(agreement__in=agreements)
    for agreement, organisation in rows.values_list("agreement_id", "organisation"):
        found[agreement].append(organisation)
    return found


def _gather_countries(agreements: Sequence[UUID]) -> defaultdict[UUID, list[str]]:
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    rows = ScopeItem.objects.filter(kind=ScopeKind.COUNTRY.value, agreement__in=agreements)
    for agreement, code in rows.order_by().values_list("agreement_id", "text"):
        found[agreement].append(code)
    return found


def _gather_ends(agreements: Sequence[UUID]) -> defaultdict[UUID, list[tuple[date, date]]]:
    found: defaultdict[UUID, list[tuple[date, date]]] = defaultdict(list)
    rows = Amendment.objects.filter(new_end__isnull=False, agreement__in=agreements)
    for one, signed_on, new_end in rows.values_list("agreement_id", "signed_on", "new_end"):
        if new_end is not None:
            found[one].append((signed_on, new_end))
    return found


def _make_line(
    row: Mapping[str, Any],
    said: tuple[str, ...],
    ends: tuple[tuple[date, date], ...],
    on: date,
) -> AgreementTold:
    """Return the line of an agreement without its parties: `countries` are those its scope says."""
    return AgreementTold(
        id=row["id"],
        reference=row["reference"],
        kind=Kind(row["kind"]),
        title_fr=row["title_fr"],
        title_en=row["title_en"],
        stage=Stage(row["stage"]),
        start=row["start"],
        days=find_days(make_terms(row, ends), on=on),
        office=row["office"],
        parties=(),
        countries=said,
        is_demonstration=row["is_demonstration"],
    )


def _name_parties(known: _Known, names: Mapping[UUID, Named]) -> AgreementTold:
    parties = tuple(names[one] for one in known.parties if one in names)
    theirs: Iterable[str] = (one.country for one in parties if one.country)
    countries = tuple(sorted({*known.line.countries, *theirs}))
    return replace(known.line, parties=parties, countries=countries)
