"""Reads of many agreements: the portfolio, what ends when, the calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cordee.agreements.life import LIVE, Stage
from cordee.agreements.models import Agreement, Amendment, CalendarFeed, Party, ScopeItem
from cordee.agreements.periods import add_months, find_days
from cordee.agreements.queries import select_visible
from cordee.agreements.reading import make_terms
from cordee.agreements.states import Kind, ScopeKind
from cordee.agreements.values import AgreementTold, choose_title
from cordee.directory.queries import Named, get_names
from cordee.ledger.bulk import chunk
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
class Titled:
    """An agreement by its number and titles."""

    id: UUID
    reference: str
    title_fr: str
    title_en: str

    def to_title(self, language: str) -> str:
        """Return the title in `language` where there is one, else the other."""
        return choose_title(self.title_fr, self.title_en, language)


@dataclass(frozen=True)
class Due:
    """A day to watch: the end of an agreement, or the last day to give notice."""

    day: date
    is_notice: bool
    line: AgreementTold


def list_lines(by: Actor, *, on: date) -> tuple[AgreementTold, ...]:
    """Return every agreement that a person may see: those that end soonest first, then without end."""
    return read_lines(select_visible(by, on=on), on=on)


def read_lines(selected: QuerySet[Agreement], *, on: date) -> tuple[AgreementTold, ...]:
    """Return the agreements selected: those that end soonest first, then without end.

    Read as values, five hundred at a time from each table: the portfolio shows figures of all of them, and
    making rows of thousands takes most of a second.
    """
    rows = list(selected.order_by().values(*_COLUMNS))
    ids = [row["id"] for row in rows]
    parties, said, ends = _gather_parties(ids), _gather_countries(ids), _gather_ends(ids)
    names = get_names(one for some in parties.values() for one in some)
    lines = [
        _make_line(
            row,
            tuple(names[one] for one in parties[row["id"]] if one in names),
            said[row["id"]],
            tuple(ends[row["id"]]),
            on,
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda one: (one.days.end or date.max, str(one.id))))


def list_titles(by: Actor, *, on: date) -> tuple[Titled, ...]:
    """Return the agreements that a person may see, by number and titles alone, to choose among."""
    rows = select_visible(by, on=on).order_by()
    return tuple(
        Titled(*row) for row in rows.values_list("id", "reference", "title_fr", "title_en")
    )


def narrow_lines(
    lines: Iterable[AgreementTold], sought: Filter, *, on: date
) -> tuple[AgreementTold, ...]:
    """Return the lines that a filter lets through, in their order."""
    words = fold(sought.text).split()
    folded: dict[UUID, str] = {}
    return tuple(one for one in lines if _fits(one, sought, on) and _says(one, words, folded))


def list_due(lines: Iterable[AgreementTold], *, on: date, until: date) -> tuple[Due, ...]:
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


Values = Mapping[str, Any]

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
)


def _gather_parties(agreements: Sequence[UUID]) -> defaultdict[UUID, list[UUID]]:
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for some in chunk(agreements):
        rows = Party.objects.filter(agreement__in=some)
        for agreement, organisation in rows.values_list("agreement_id", "organisation"):
            found[agreement].append(organisation)
    return found


def _gather_countries(agreements: Sequence[UUID]) -> defaultdict[UUID, list[str]]:
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for some in chunk(agreements):
        rows = ScopeItem.objects.filter(kind=ScopeKind.COUNTRY.value, agreement__in=some)
        for agreement, code in rows.order_by().values_list("agreement_id", "text"):
            found[agreement].append(code)
    return found


def _gather_ends(agreements: Sequence[UUID]) -> defaultdict[UUID, list[tuple[date, date]]]:
    found: defaultdict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for some in chunk(agreements):
        rows = Amendment.objects.filter(new_end__isnull=False, agreement__in=some)
        for one, signed_on, new_end in rows.values_list("agreement_id", "signed_on", "new_end"):
            if new_end is not None:
                found[one].append((signed_on, new_end))
    return found


def _make_line(
    row: Values,
    parties: tuple[Named, ...],
    said: list[str],
    ends: tuple[tuple[date, date], ...],
    on: date,
) -> AgreementTold:
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
        parties=parties,
        countries=tuple(sorted({*said, *(one.country for one in parties if one.country)})),
        is_demonstration=row["is_demonstration"],
    )


def _fits(line: AgreementTold, sought: Filter, on: date) -> bool:
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


def _says(line: AgreementTold, words: list[str], folded: dict[UUID, str]) -> bool:
    if not words:
        return True
    for one in line.parties:
        # The same few partners stand in most agreements.
        if one.id not in folded:
            folded[one.id] = fold(" ".join((one.name_fr, one.name_en, one.acronym)))
    own = fold(" ".join((line.reference, line.title_fr, line.title_en)))
    said = " ".join((own, *(folded[one.id] for one in line.parties)))
    return all(word in said for word in words)
