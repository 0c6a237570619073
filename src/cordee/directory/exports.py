"""All that an organisation has in the directory, taken out as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from django.db import models

from cordee.directory.imports.export import check_may_export
from cordee.directory.models import (
    Award,
    Involvement,
    Offer,
    Organisation,
    OrganisationLink,
    Person,
    Request,
    Resource,
    Skill,
    Theme,
    ThemeTie,
)
from cordee.directory.queries.lines import get_keeping_lines, get_line, get_parts
from cordee.ledger.bulk import ROWS_AT_ONCE, chunk, take
from cordee.ledger.exports import Selection, Table, Takings
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action


LEFT_OUT: Mapping[str, str] = {
    "SearchEntry": "made from the other tables, for the search",
    "SearchWord": "made from the other tables, for the search",
}
"""Tables of the directory that are not taken out, each with the reason."""

NAMED_COLUMNS = ("id", "sort", "name_fr", "name_en", "identifier")

WAYS: tuple[tuple[str, type[models.Model], tuple[str, ...]], ...] = (
    ("resources", Resource, ("keeper",)),
    ("themes", Theme, ("keeper",)),
    ("offers", Offer, ("keeper",)),
    ("involvements", Involvement, ("person__keeper", "organisation")),
    ("awards", Award, ("person__keeper",)),
    ("skills", Skill, ("person__keeper", "organisation")),
    (
        "theme_ties",
        ThemeTie,
        ("organisation", "theme__keeper", "person__keeper", "resource__keeper"),
    ),
)
"""Tables, and the ways by which their rows are an organisation's: it keeps them, or is what they tell of."""


def select_tables(organisation: UUID, *, by: Actor, on: date) -> Takings:
    """Return what the directory holds of an organisation, its parts and what they keep.

    Entries that they entered and nobody speaks for yet count among these. E-mail addresses and
    requests are there for who may see them. Raises `NotFoundError` for who may take nothing out there.
    """
    check_may_export(organisation, by=by, on=on)
    parts = get_parts([organisation], on=on)
    entered = _find_entered(parts)
    waiting = _find_waiting(entered, parts, on)
    own = [*chunk(parts), *chunk(waiting)]
    line = get_line(organisation, on=on)
    sees = can(by, Action.SEE_CONTACTS, line, on=on)
    # Their line is not that of who entered them: only who sees addresses anywhere sees theirs.
    sees_waiting = can(by, Action.SEE_CONTACTS, frozenset(), on=on)
    people = (
        *(_select_people(some, sees=sees) for some in chunk(parts)),
        *(_select_people(some, sees=sees_waiting) for some in chunk(waiting)),
    )
    requests, is_whole = _select_requests(parts, own, line, by=by, on=on)
    return Takings(
        (
            _make("organisations", Organisation, ("id",), chunk(entered)),
            _make("organisation_links", OrganisationLink, ("first", "second"), chunk(entered)),
            Table("people", Person, people),
            *(_make(name, model, ways, own) for name, model, ways in WAYS),
            # Who asked is told by name; the account is of this installation alone.
            Table("requests", Request, requests, frozenset({"asked_by"})),
        ),
        (
            *(() if sees and (sees_waiting or not waiting) else ("people.email",)),
            *(() if is_whole else ("requests",)),
        ),
    )


def name_entries(identifiers: Iterable[UUID]) -> Iterator[dict[str, object]]:
    """Yield the sort, the names and the identifier elsewhere of entries; what is none is left out."""
    for some in take(identifiers, ROWS_AT_ONCE):
        for row in Organisation.objects.filter(id__in=some):
            yield _name(row.id, row.kind, row.name_fr, row.name_en, row.ror)
        for person in Person.objects.filter(id__in=some):
            yield _name(person.id, "person", str(person), str(person), person.orcid)
        for model in (Resource, Theme, Offer):
            found = model.objects.filter(id__in=some).values_list(
                "id", "kind", "name_fr", "name_en"
            )
            for told in found:
                yield _name(*told, None)


def _find_entered(parts: frozenset[UUID]) -> frozenset[UUID]:
    """Return the organisations, and those that they entered."""
    found = set(parts)
    for some in chunk(parts):
        found.update(Organisation.objects.filter(keeper__in=some).values_list("id", flat=True))
    return frozenset(found)


def _find_waiting(entered: frozenset[UUID], parts: frozenset[UUID], on: date) -> frozenset[UUID]:
    """Return which of those entered are kept by who entered them, for nobody speaks for them yet."""
    lines = get_keeping_lines(entered - parts, on=on)
    return frozenset(one for one, line in lines.items() if line & parts)


def _select_people(some: list[UUID], *, sees: bool) -> Selection:
    return Selection(
        Person.objects.filter(keeper__in=some), frozenset() if sees else frozenset({"email"})
    )


def _select_requests(
    parts: frozenset[UUID], own: list[list[UUID]], line: frozenset[UUID], *, by: Actor, on: date
) -> tuple[tuple[Selection, ...], bool]:
    """Return the requests on either side of which the reader stands, and whether on both."""
    answers, asks = (can(by, one, line, on=on) for one in (Action.ANSWER_REQUESTS, Action.ASK))
    rows = Request.objects.all()
    offered = [rows.filter(offer__keeper__in=some) for some in own] if answers else []
    asked = [rows.filter(organisation__in=some) for some in chunk(parts)] if asks else []
    return tuple(map(Selection, (*offered, *asked))), answers and asks


def _make(
    name: str, model: type[models.Model], ways: tuple[str, ...], pieces: list[list[UUID]]
) -> Table:
    rows = model._default_manager
    return Table(
        name,
        model,
        tuple(Selection(rows.filter(**{f"{way}__in": some})) for way in ways for some in pieces),
    )


def _name(
    identifier: UUID, sort: str, name_fr: str, name_en: str, elsewhere: str | None
) -> dict[str, object]:
    values = (identifier, sort, name_fr, name_en, elsewhere or "")
    return dict(zip(NAMED_COLUMNS, values, strict=True))
