"""The whole directory as rows, for a table outside: no e-mail address of anybody is among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from cordee.directory.models import Organisation, OrganisationLink, Person, Resource, Theme
from cordee.directory.states import ROLES_REACH_THROUGH


COLUMNS = (
    "kind",
    "id",
    "identifier",
    "name_fr",
    "name_en",
    "acronym",
    "country",
    "town",
    "part_of",
    "kept_by",
    "start",
    "end",
    "confirmed_on",
)
"""`identifier` is the ROR id or the ORCID; `part_of` and `kept_by` are ids of other rows, spaces between."""

ROWS_AT_ONCE = 1_000


def iterate_rows(*, on: date) -> Iterator[tuple[str, ...]]:
    """Yield organisations, people, resources and themes, one row each in the order of `COLUMNS`.

    `part_of` holds what an organisation is part of or supervised by on that day, and the wider
    facility or theme of the others. Whether the reader may have it is asked before.
    """
    above: dict[UUID, list[str]] = defaultdict(list)
    links = OrganisationLink.objects.filter(standing__in=ROLES_REACH_THROUGH).order_by("id")
    for link in links.iterator(chunk_size=ROWS_AT_ONCE):
        if (link.start is None or link.start <= on) and (link.end is None or on <= link.end):
            above[link.first_id].append(str(link.second_id))
    organisations = Organisation.objects.order_by("id").iterator(chunk_size=ROWS_AT_ONCE)
    for one in organisations:
        yield _write(
            one.kind,
            one.id,
            one.ror,
            one.name_fr,
            one.name_en,
            one.acronym,
            one.country,
            one.city,
            " ".join(above[one.id]),
            one.keeper_id,
            one.start,
            one.end,
            one.confirmed_on,
        )
    for person in Person.objects.order_by("id").iterator(chunk_size=ROWS_AT_ONCE):
        name, rest = str(person), (person.keeper_id, None, person.end, person.confirmed_on)
        yield _write("person", person.id, person.orcid, name, name, "", "", "", "", *rest)
    for table in (Resource, Theme):
        for row in table._default_manager.order_by("id").iterator(chunk_size=ROWS_AT_ONCE):
            yield _write(
                row.kind,
                row.id,
                "",
                row.name_fr,
                row.name_en,
                "",
                "",
                "",
                row.parent_id,
                row.keeper_id,
                row.start,
                row.end,
                row.confirmed_on,
            )


def _write(*cells: object) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell) for cell in cells)
