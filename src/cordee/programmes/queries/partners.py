"""What a partner's link opens: its own part, with the title, the call and the lead of the application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.directory.queries import Named, get_names
from cordee.directory.queries.evidence import show_people
from cordee.kernel.errors import NotFoundError
from cordee.ledger.queries import hash_secret
from cordee.programmes.applied import FrozenCall, PartnerTold
from cordee.programmes.life import ApplicationStage
from cordee.programmes.models import Partner
from cordee.programmes.queries.applications import read_call, read_partner


CLOSED_LINK = gettext_noop(
    "This link is not open: it was taken back, has lapsed, or the application was submitted. Ask who invited you for another."
)


@dataclass(frozen=True)
class Invited:
    """All that a link shows: nothing of the rest of the application is in it."""

    application: UUID
    title: str
    call: FrozenCall
    lead: str
    lead_organisation: Named | None
    partner: PartnerTold


def find_invited(secret: str, *, at: datetime) -> Invited:
    """Return what a link opens at that moment; one sentence for all links that open nothing."""
    row = (
        Partner.objects.select_related("application__call")
        .filter(secret_hash=hash_secret(secret), lapses_at__gt=at)
        .exclude(secret_hash="")
        .first()
    )
    if row is None or row.application.stage != ApplicationStage.DRAFT.value:
        raise NotFoundError(CLOSED_LINK)
    application = row.application
    people = show_people([application.person]) if application.person else {}
    named = get_names([application.organisation] if application.organisation else [])
    lead = next((one.name for one in people.values()), "")
    return Invited(
        application=application.id,
        title=application.title,
        call=read_call(application.call),
        lead=lead,
        lead_organisation=next(iter(named.values()), None),
        partner=read_partner(row),
    )
