"""Organisations taken out as the rows of a table that could be brought in again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.directory.imports.fields import FIELDS, LINKS
from cordee.directory.models import Organisation, OrganisationLink
from cordee.directory.queries.lines import get_line, get_names, get_parts
from cordee.kernel.errors import NotFoundError
from cordee.ledger.bulk import chunk
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action


PLAIN = tuple(one.name for one in FIELDS if one.name not in LINKS)
"""Columns that hold what they say, and name no other organisation."""


def check_may_export(organisation: UUID, *, by: Actor, on: date) -> None:
    """Raise `NotFoundError` unless `by` may take out what the organisation owns.

    To have entered an organisation is no right to take out what it and its parts own.
    """
    if not can(by, Action.EXPORT_RECORDS, get_line(organisation, on=on), on=on):
        raise NotFoundError(gettext_noop("The directory has no such organisation."))


def iterate_organisation_rows(
    organisation: UUID, *, by: Actor, on: date
) -> Iterator[Mapping[str, object]]:
    """Yield an organisation, its parts and what they entered by name, each as values by fields.

    Linked organisations stand by ROR identifier, else by name. `id` is beside the fields.
    """
    check_may_export(organisation, by=by, on=on)
    own = set(get_parts([organisation], on=on))
    for some in chunk(sorted(own, key=str)):
        own |= set(Organisation.objects.filter(keeper__in=some).values_list("id", flat=True))
    # As values, not as rows: a house may have entered all the world.
    names = get_names(own)
    order = sorted(own, key=lambda one: (names[one].to_name("en").casefold(), str(one)))
    for some in chunk(order):
        rows = Organisation.objects.in_bulk(some)
        links = _list_links(some)
        for one in some:
            plain = {name: getattr(rows[one], name) for name in PLAIN}
            yield {"id": one, **plain, **links.get(one, {})}


def _list_links(some: list[UUID]) -> dict[UUID, dict[str, tuple[str, ...]]]:
    names = {standing.value: name for name, standing in LINKS.items()}
    found = OrganisationLink.objects.filter(
        first__in=some, standing__in=names, end__isnull=True
    ).select_related("second")
    links: dict[UUID, dict[str, tuple[str, ...]]] = {}
    for link in found.order_by("id"):
        told = links.setdefault(link.first_id, {})
        field = names[link.standing]
        told[field] = (*told.get(field, ()), link.second.ror or str(link.second))
    return links
