"""Organisations taken out as the rows of a table that could be brought in again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.directory.imports.fields import FIELDS, LINKS
from cordee.directory.models import Organisation, OrganisationLink
from cordee.directory.queries.lines import get_line, get_parts
from cordee.kernel.errors import NotFoundError
from cordee.ledger.bulk import chunk
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action


def check_may_export(organisation: UUID, *, by: Actor, on: date) -> None:
    """Raise `NotFoundError` unless `by` may take out what the organisation owns.

    To have entered an organisation is no right to take out what it and its parts own.
    """
    if not can(by, Action.EXPORT_RECORDS, get_line(organisation, on=on), on=on):
        raise NotFoundError(gettext_noop("The directory has no such organisation."))


def list_organisation_rows(
    organisation: UUID, *, by: Actor, on: date
) -> tuple[Mapping[str, object], ...]:
    """Return an organisation, its parts and what it keeps, each as values by the names of fields.

    Linked organisations stand by ROR identifier, else by name. `id` is beside the fields.
    """
    check_may_export(organisation, by=by, on=on)
    own = set(get_parts([organisation], on=on))
    own |= set(Organisation.objects.filter(keeper=organisation).values_list("id", flat=True))
    links: dict[UUID, dict[str, list[str]]] = {}
    rows: list[Organisation] = []
    names = {standing: name for name, standing in LINKS.items()}
    for some in chunk(own):
        rows += Organisation.objects.filter(id__in=some)
        found = OrganisationLink.objects.filter(
            first__in=some, standing__in=names, end__isnull=True
        ).select_related("second")
        for link in found.order_by("id"):
            field = next(name for name, one in LINKS.items() if one.value == link.standing)
            said = link.second.ror or str(link.second)
            links.setdefault(link.first_id, {}).setdefault(field, []).append(said)
    plain = [one.name for one in FIELDS if one.name not in LINKS]
    return tuple(
        {
            "id": row.id,
            **{name: getattr(row, name) for name in plain},
            **{name: tuple(said) for name, said in links.get(row.id, {}).items()},
        }
        for row in sorted(rows, key=lambda row: (str(row).casefold(), str(row.id)))
    )
