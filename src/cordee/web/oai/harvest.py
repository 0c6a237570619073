"""Which records are told, page by page: of each kind in turn, by identifier."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from cordee.directory.queries.published import (
    find_presence,
    list_equipment,
    list_organisations,
    list_people,
)
from cordee.ledger.publishing import Sharing, Window
from cordee.ledger.queries import get_first_organisation
from cordee.programmes.queries.published import list_calls, list_instruments
from cordee.programmes.queries.published_projects import list_awards, list_events, list_projects
from cordee.web.oai.asking import Asked, read_format, read_span
from cordee.web.oai.cerif import Record, find_kind, name_record
from cordee.web.oai.faults import Code, ProtocolError
from cordee.web.oai.tokens import Place, read_token, write_token
from cordee.web.oai.vocabulary import SETS, Kind
from cordee.web.publishing import Publishing


RECORDS_ON_A_PAGE = 100
"""What the guidelines name as a manageable size; some two hundred kilobytes."""


class List(Protocol):
    """A room's list of what is published of one kind."""

    def __call__(
        self,
        sharing: Sharing,
        window: Window,
        count: int,
        *,
        after: UUID | None = None,
        only: UUID | None = None,
    ) -> tuple[Record, ...]: ...


@dataclass(frozen=True)
class Source:
    """Records of one kind, as a room lists them."""

    kind: Kind
    take: List


SOURCES = (
    Source(Kind.ORGANISATION, list_organisations),
    Source(Kind.PERSON, list_people),
    Source(Kind.EQUIPMENT, list_equipment),
    Source(Kind.FUNDING, list_instruments),
    Source(Kind.FUNDING, list_calls),
    Source(Kind.FUNDING, list_awards),
    Source(Kind.PROJECT, list_projects),
    Source(Kind.EVENT, list_events),
)
"""In which order a list of all goes through the rooms."""


@dataclass(frozen=True)
class Page:
    """Some records of a list, where they stand in it, and how it goes on: "" at its end.

    `is_part` says that the list has more than this page, so that its end must be told.
    """

    records: tuple[Record, ...]
    told_before: int
    token: str
    prefix: str

    @property
    def is_part(self) -> bool:
        return bool(self.told_before or self.token)


@dataclass(frozen=True)
class Repository:
    """What is published as it stands at a moment (in the house's time zone), page by page."""

    publishing: Publishing
    sharing: Sharing
    at: datetime
    page_size: int

    def list_page(self, asked: Asked) -> Page:
        """Return the page asked for; `ProtocolError` where there is none."""
        place = self._find_place(asked)
        if place.spec and place.spec not in SETS:
            raise ProtocolError(Code.NO_RECORDS, "There is no such set. ListSets names them.")
        window = self._open_window(place.since, place.until)
        if window is None:
            raise _find_nothing()
        kind = SETS[place.spec][1] if place.spec else None
        after: UUID | None = place.after if place.told else None
        found: list[tuple[int, Record]] = []
        for number, source in enumerate(SOURCES):
            if number < place.source or (place.spec and source.kind is not kind):
                continue
            # One more than is told says whether the list goes on.
            left = self.page_size + 1 - len(found)
            if left:
                taken = source.take(self.sharing, window, left, after=after)
                found += [(number, one) for one in taken]
            after = None
        if not found:
            raise _find_nothing()
        shown, token = found[: self.page_size], ""
        if len(found) > self.page_size:
            last, record = shown[-1]
            told = place.told + len(shown)
            token = write_token(replace(place, source=last, after=record.id, told=told))
        records = tuple(self._date(one) for _, one in shown)
        return Page(records, place.told, token, place.prefix)

    def get_record(self, identifier: str) -> Record:
        """Return a record by its identifier; `ProtocolError` for what is not published."""
        window = Window(self.at)
        for kind in Kind:
            named = re.fullmatch(
                re.escape(self.name_all(kind)) + r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})",
                identifier,
            )
            if named is None:
                continue
            for source in SOURCES:
                if source.kind is kind:
                    for record in source.take(self.sharing, window, 1, only=UUID(named[1])):
                        return self._date(record)
        raise ProtocolError(Code.NO_RECORD, "No record has this identifier.")

    def find_owner(self) -> str:
        """Return the identifier of the organisation that publishes, "" where it is not published."""
        house = get_first_organisation()
        if house is None:
            return ""
        presence = find_presence([house], self.sharing, Window(self.at)).get(house)
        return name_record(Kind.ORGANISATION, house) if presence and presence.is_there else ""

    def name(self, record: Record) -> str:
        """Return the identifier of a record as harvesters know it."""
        return f"oai:{self.publishing.choices.domain}:{name_record(find_kind(record), record.id)}"

    def name_all(self, kind: Kind) -> str:
        """Return what identifiers of a kind begin with."""
        return f"oai:{self.publishing.choices.domain}:{kind}s/"

    def _find_place(self, asked: Asked) -> Place:
        if asked.token or "resumptionToken" in asked.values:
            place = read_token(asked.token)
            if place.version != self.publishing.version:
                raise ProtocolError(
                    Code.BAD_TOKEN,
                    "What is published was chosen anew since this list was begun. Begin it anew.",
                )
            return place
        prefix = read_format(asked.values)
        since, until = read_span(asked.values)
        spec = asked.values.get("set", "")
        return Place(self.publishing.version, prefix, spec, since, until, 0, UUID(int=0), 0)

    def _open_window(self, since: datetime | None, until: datetime | None) -> Window | None:
        """Return the span to look at, or None for one in which nothing can have changed.

        Whatever is published changed when that was last chosen, if not later.
        """
        floor = self.publishing.since
        if (until is not None and until < floor) or (since is not None and since > self.at):
            return None
        return Window(
            self.at,
            since if since is not None and since > floor else None,
            until if until is not None and until < self.at else None,
        )

    def _date(self, record: Record) -> Record:
        return replace(record, changed_at=max(record.changed_at, self.publishing.since))


def _find_nothing() -> ProtocolError:
    return ProtocolError(Code.NO_RECORDS, "No record fits what was asked.")
