"""What several nouns send back alike."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from cordee.directory.states import Kind
from cordee.web.api.schemas.plain import NUMBER, Day, Prose, Sent


MOST_ON_A_PAGE = 100
"""As many as are read, written and sent in a fraction of a second."""

MOST_PAGES = 50


class Paging(Sent):
    """Which page of a list, and how long a page is."""

    page: Annotated[int, Field(ge=1, le=MOST_PAGES), NUMBER] = 1
    size: Annotated[int, Field(ge=1, le=MOST_ON_A_PAGE), NUMBER] = 20


class Listed(Schema):
    """A page of a list: `total` counts what the whole list holds, `pages` how many pages that is."""

    page: int
    size: int
    total: int
    pages: int


class NamedOut(Schema):
    """An organisation by its identifier and names."""

    id: UUID
    kind: Kind
    name_fr: str
    name_en: str
    acronym: str
    country: str
    ror: str | None


class ReferenceOut(Schema):
    """Another entry by its identifier and names."""

    id: UUID
    name_fr: str
    name_en: str


class StandingOut(Schema):
    """Who keeps an entry, how fresh it is, and what this token may do with it."""

    keeper: NamedOut
    confirmed_on: date | None
    is_confirmed: bool
    is_demonstration: bool
    end: date | None
    version: int
    may_edit: bool
    may_confirm: bool


class MadeOut(Schema):
    """What was just made, by its identifier."""

    id: UUID


class LastDayIn(Sent):
    """The last day something was so."""

    last_day: Day


class ReasonIn(Sent):
    """Why: kept in the audit, and asked for where an agreement is in force."""

    reason: Prose = ""
