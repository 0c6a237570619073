"""All writes of the directory: each one transaction with its line in the audit."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.directory.models import Organisation
from cordee.directory.states import Kind
from cordee.kernel.errors import RuleError
from cordee.ledger.audit import Subject, find_change, read_fields, record_event
from cordee.ledger.rights import Actor
from cordee.reference.organisations import Organisation as Registered


# The registry's types, the first that fits deciding; what is none of these is an institution.
_KINDS = {
    "healthcare": Kind.HOSPITAL,
    "company": Kind.COMPANY,
    "funder": Kind.FUNDER,
}
_NOT_CHANGES = frozenset({"id", "changed_at", "version"})


@transaction.atomic
def add_registered_organisation(
    registered: Registered, *, by: Actor, at: datetime, confirmed_on: date | None = None
) -> Organisation:
    """Enter an organisation as the registry describes it; `RuleError` when it is in the directory already.

    The right to do so is checked by who calls: the first run has no role to check yet.
    """
    if Organisation.objects.filter(ror=registered.id).exists():
        raise RuleError(gettext_noop("{name} is in the directory already."), name=registered.name)
    made = Organisation(
        ror=registered.id,
        kind=find_kind(registered.types),
        name_fr=get_name(registered, "fr"),
        # The name the registry displays, as the observatory does; its English label may be unused.
        name_en=registered.name,
        acronym=registered.acronym or "",
        country=registered.country or "",
        city=registered.city or "",
        latitude=registered.latitude,
        longitude=registered.longitude,
        confirmed_on=confirmed_on,
        changed_at=at,
    )
    made.save(force_insert=True)
    record_event(
        "organisation.create",
        Subject("organisation", str(made.id), made.id),
        by=by,
        at=at,
        change=find_change({}, read_fields(made, without=_NOT_CHANGES)),
    )
    return made


def find_kind(types: tuple[str, ...]) -> Kind:
    """Return what an organisation is by the registry's types.

    >>> find_kind(("funder", "healthcare"))
    <Kind.HOSPITAL: 'hospital'>
    """
    return next((kind for name, kind in _KINDS.items() if name in types), Kind.INSTITUTION)


def get_name(registered: Registered, language: str) -> str:
    """Return the registry's label in a language, empty when it has none."""
    return next(
        (
            one.text
            for one in registered.names
            if one.language == language and ("label" in one.kinds or "ror_display" in one.kinds)
        ),
        "",
    )
