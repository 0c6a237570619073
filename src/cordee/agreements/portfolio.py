"""Reads of many agreements: the portfolio, what ends when, the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from cordee.agreements.life import LIVE, Stage
from cordee.agreements.models import Agreement, CalendarFeed, ScopeItem
from cordee.agreements.periods import add_months, find_days
from cordee.agreements.queries import select_visible
from cordee.agreements.reading import read_terms
from cordee.agreements.states import Kind, ScopeKind
from cordee.agreements.values import Line
from cordee.directory.queries import Named, get_names
from cordee.ledger.queries import hash_secret
from cordee.ledger.rights import Actor
from cordee.reference.folding import fold


@dataclass(frozen=True)
class Filter:
    """What is looked for in the portfolio. `within` are months until the end or the last notice day."""

    kind: Kind | None = None
    stage: Stage | None = None
    is_live: bool = False
    country: str = ""
    organisation: UUID | None = None
    within: int = 0
    text: str = ""


@dataclass(frozen=True)
class Due:
    """A day to watch: the end of an agreement, or the last day to give notice."""

    day: date
    is_notice: bool
    line: Line


def list_lines(by: Actor, *, on: date) -> tuple[Line, ...]:
    """Return every agreement that a person may see: those that end soonest first, then without end."""
    return read_lines(select_visible(by, on=on), on=on)


def read_lines(selected: QuerySet[Agreement], *, on: date) -> tuple[Line, ...]:
    """Return the agreements selected: those that end soonest first, then without end."""
    rows = list(selected.prefetch_related("parties", "amendments"))
    names = get_names(party.organisation for row in rows for party in row.parties.all())
    said: dict[UUID, list[str]] = {}
    countries = ScopeItem.objects.filter(kind=ScopeKind.COUNTRY.value, agreement__in=rows)
    for identifier, code in countries.values_list("agreement_id", "text"):
        said.setdefault(identifier, []).append(code)
    lines = [_read_line(row, names, said.get(row.id, []), on) for row in rows]
    return tuple(sorted(lines, key=lambda one: (one.days.end or date.max, str(one.id))))


def narrow_lines(lines: Iterable[Line], sought: Filter, *, on: date) -> tuple[Line, ...]:
    """Return the lines that a filter lets through, in their order."""
    words = fold(sought.text).split()
    return tuple(one for one in lines if _fits(one, sought, on) and _says(one, words))


def list_due(lines: Iterable[Line], *, on: date, until: date) -> tuple[Due, ...]:
    """Return the ends and the last notice days of agreements in force, from `on` to `until`.

    The end of an agreement that goes on tacitly is no end; its notice day is what to watch.
    """
    found = []
    for line in lines:
        if line.stage not in LIVE:
            continue
        if line.days.notice_day is not None:
            found.append(Due(line.days.notice_day, True, line))
        if line.days.end is not None and not line.days.goes_on:
            found.append(Due(line.days.end, False, line))
    return tuple(
        sorted(
            (one for one in found if on <= one.day <= until),
            key=lambda one: (one.day, not one.is_notice, str(one.line.id)),
        )
    )


def find_feed(secret: str) -> UUID | None:
    """Return the account whose calendar the secret opens, or None."""
    found = CalendarFeed.objects.filter(secret_hash=hash_secret(secret)).first()
    return found.account if found else None


def has_feed(account: UUID) -> bool:
    """Return whether an account's calendar has an address."""
    return CalendarFeed.objects.filter(account=account).exists()


def _read_line(row: Agreement, names: dict[UUID, Named], said: list[str], on: date) -> Line:
    parties = tuple(
        names[party.organisation] for party in row.parties.all() if party.organisation in names
    )
    return Line(
        id=row.id,
        reference=row.reference,
        kind=Kind(row.kind),
        title_fr=row.title_fr,
        title_en=row.title_en,
        stage=Stage(row.stage),
        start=row.start,
        days=find_days(read_terms(row), on=on),
        office=row.office,
        parties=parties,
        countries=tuple(sorted({*said, *(one.country for one in parties if one.country)})),
        is_demonstration=row.is_demonstration,
    )


def _fits(line: Line, sought: Filter, on: date) -> bool:
    return (
        (sought.kind is None or line.kind is sought.kind)
        and (sought.stage is None or line.stage is sought.stage)
        and (not sought.is_live or line.stage in LIVE)
        and (not sought.country or sought.country in line.countries)
        and (
            sought.organisation is None
            or sought.organisation in {line.office, *(one.id for one in line.parties)}
        )
        and (
            not sought.within or bool(list_due([line], on=on, until=add_months(on, sought.within)))
        )
    )


def _says(line: Line, words: list[str]) -> bool:
    if not words:
        return True
    names = (text for one in line.parties for text in (one.name_fr, one.name_en, one.acronym))
    said = fold(" ".join((line.reference, line.title_fr, line.title_en, *names)))
    return all(word in said for word in words)
