"""The search of the directory, and the lists it makes."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from cordee.directory.queries.search import Found, Hit, Question
from cordee.directory.states import Kind, ResourceKind, Sort, ThemeKind
from cordee.web.api.schemas.plain import AskedCountry, Id, Word
from cordee.web.api.schemas.shared import Listed, Paging


MOST_NARROWED = 20
"""As many choices of one kind as somebody may mean."""

Countries = Annotated[list[AskedCountry], Field(max_length=MOST_NARROWED)]
Themes = Annotated[list[Id], Field(max_length=MOST_NARROWED)]


class Narrowed(Paging):
    """Words, and what to narrow by. Without words, all there is, by name."""

    q: Word = ""
    country: Countries = Field(default_factory=list)
    theme: Themes = Field(default_factory=list)

    def to_question(self, sorts: frozenset[Sort]) -> Question:
        return Question(
            text=self.q,
            sorts=sorts,
            countries=frozenset(self.country),
            themes=frozenset(self.theme),
            page=self.page,
            size=self.size,
        )


class SearchAsked(Narrowed):
    sort: Annotated[list[Sort], Field(max_length=len(Sort))] = Field(default_factory=list)


class OrganisationsAsked(Narrowed):
    kind: Annotated[list[Kind], Field(max_length=len(Kind))] = Field(default_factory=list)


class ResourcesAsked(Narrowed):
    kind: Annotated[list[ResourceKind], Field(max_length=len(ResourceKind))] = Field(
        default_factory=list
    )


class ThemesAsked(Narrowed):
    kind: Annotated[list[ThemeKind], Field(max_length=len(ThemeKind))] = Field(default_factory=list)


class HitOut(Schema):
    """A thing found. `page_of` is the record that tells of it: a skill is told with who has it."""

    id: UUID
    sort: Sort
    page_of: UUID
    page_sort: Sort
    name_fr: str
    name_en: str
    detail_fr: str
    detail_en: str
    country: str
    confirmed_on: date | None
    end: date | None

    @staticmethod
    def resolve_id(hit: Hit) -> UUID:
        return hit.record


class HitsOut(Listed):
    """A page of what was found.

    `corrected` is the question after typing errors were set right, `has_some` says that nothing has
    all of its words and these have some.
    """

    items: list[HitOut]
    corrected: str
    has_some: bool


class FoundOut(HitsOut):
    """A page of what was found, with what narrowing further would find."""

    by_sort: dict[str, int]
    by_country: dict[str, int]
    by_theme: dict[str, int]


class WaitingLine(Schema):
    """An entry that waits to be confirmed."""

    record: UUID
    sort: Sort
    name_fr: str
    name_en: str
    confirmed_on: date | None


class WaitingOut(Schema):
    items: list[WaitingLine]
    total: int


def present_found(found: Found, asked: Paging) -> dict[str, object]:
    """Return a page of hits; one beyond the last is empty."""
    return {
        "page": asked.page,
        "size": asked.size,
        "total": found.total,
        "pages": found.pages,
        "items": list(found.hits) if asked.page <= found.pages else [],
        "corrected": found.corrected,
        "has_some": found.has_some,
        "by_sort": {sort.value: count for sort, count in found.by_sort.items()},
        "by_country": dict(found.by_country),
        "by_theme": {str(theme): count for theme, count in found.by_theme.items()},
    }
