"""Reads of many agreements: the portfolio, what ends when, the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cordee.agreements.life import LIVE, Stage
from cordee.agreements.listed import read_listed
from cordee.agreements.models import CalendarFeed
from cordee.agreements.periods import add_months
from cordee.agreements.queries import select_visible
from cordee.agreements.states import Kind
from cordee.agreements.values import AgreementTold, choose_title
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
    return read_listed(select_visible(by, on=on), on=on)


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
