"""Partners of an application: named by who applies, filled in and signed by themselves over a secret link.

Whoever holds the link sees and writes that one part, and nothing else of the application. What is signed
stays as it is until who applies reopens it, which voids the signature.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from cordee.directory.queries import get_names
from cordee.kernel.errors import NotFoundError, RuleError, StaleError
from cordee.ledger.audit import Change, find_change
from cordee.ledger.queries import hash_secret
from cordee.ledger.rights import Actor
from cordee.programmes.applied import PartnerPart
from cordee.programmes.models import Application, Partner
from cordee.programmes.operations.applications import check_is_written, note, open_draft
from cordee.programmes.queries.applications import compute_mark, read_call, read_part
from cordee.programmes.queries.partners import find_invited
from cordee.reference.countries import get_country


LINK_LASTS = timedelta(days=30)
"""Long enough for a partner abroad to have a director sign; the end of the call comes first."""

MOST_PARTNERS = 60
"""More than any network has; a list without an end would be judged without one."""


@dataclass(frozen=True)
class NewLink:
    """A link just made: the secret is shown once and kept nowhere."""

    secret: str
    lapses_at: datetime


@transaction.atomic
def add_partner(application: UUID, part: PartnerPart, *, by: Actor, at: datetime) -> UUID:
    """Name a partner; returns its identifier."""
    row = open_draft(application, by=by, at=at)
    if row.partners.count() >= MOST_PARTNERS:
        raise RuleError(
            gettext_noop("There are {most} partners already, the most there may be."),
            most=MOST_PARTNERS,
        )
    last = row.partners.aggregate(last=Max("position"))["last"] or 0
    made = Partner(application=row, position=last + 1)
    _write(made, check_part(part))
    made.save(force_insert=True)
    note(row, "add_partner", by=by, at=at, change={"partner": ("", made.name)})
    return made.id


@transaction.atomic
def change_partner(
    application: UUID, partner: UUID, part: PartnerPart, *, mark: str, by: Actor, at: datetime
) -> None:
    """Change what is said of a partner. `mark` is of the part as it was read: it may have been filled in since."""
    row, found = _open(application, partner, by=by, at=at)
    _check_unsigned(found)
    _check_mark(found, mark)
    before = vars(read_part(found))
    _write(found, check_part(part))
    change = find_change(before, vars(read_part(found)))
    if change:
        found.save()
        note(row, "change_partner", by=by, at=at, change=_hide(change, found))


@transaction.atomic
def remove_partner(application: UUID, partner: UUID, *, by: Actor, at: datetime) -> None:
    """Take a partner out, with its part and what it brings."""
    row, found = _open(application, partner, by=by, at=at)
    note(row, "remove_partner", by=by, at=at, change={"partner": (found.name, "")})
    if found.budget.exists():
        # The budget shown in an open window is no longer the one that is kept.
        Application.objects.filter(id=row.id).update(version=row.version + 1, changed_at=at)
    found.delete()


@transaction.atomic
def invite_partner(application: UUID, partner: UUID, *, by: Actor, at: datetime) -> NewLink:
    """Return a secret link for a partner; one made before opens nothing any more."""
    row, found = _open(application, partner, by=by, at=at)
    _check_unsigned(found)
    secret = secrets.token_urlsafe(32)
    closes_at = read_call(row.call).days.closes_at
    lapses_at = min(filter(None, (at + LINK_LASTS, closes_at)))
    found.secret_hash, found.invited_at, found.lapses_at = hash_secret(secret), at, lapses_at
    found.save()
    note(row, "invite_partner", by=by, at=at, change={"partner": ("", found.name)})
    return NewLink(secret, lapses_at)


@transaction.atomic
def take_back_link(application: UUID, partner: UUID, *, by: Actor, at: datetime) -> None:
    """Close a partner's link at once."""
    row, found = _open(application, partner, by=by, at=at)
    if not found.secret_hash:
        return
    found.secret_hash, found.lapses_at = "", None
    found.save()
    note(row, "take_back_partner", by=by, at=at, change={"partner": (found.name, "")})


@transaction.atomic
def reopen_part(application: UUID, partner: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Void a partner's signature so that the part can be changed; who calls tells the partner."""
    row, found = _open(application, partner, by=by, at=at)
    if found.signed_at is None:
        raise RuleError(gettext_noop("This part is not signed."))
    change = {"signed_name": (found.signed_name, "")}
    found.signed_at, found.signed_name, found.signed_function = None, "", ""
    found.save()
    note(row, "reopen_partner", by=by, at=at, change=change, reason=reason)


@transaction.atomic
def fill_in_part(secret: str, part: PartnerPart, *, mark: str, origin: str, at: datetime) -> None:
    """Write a partner's own part over its link."""
    row, found = _open_by_link(secret, mark, at)
    _fill_in(row, found, part, origin=origin, at=at)


@transaction.atomic
def sign_part(
    secret: str,
    part: PartnerPart,
    *,
    name: str,
    function: str,
    mark: str,
    origin: str,
    at: datetime,
) -> None:
    """Write a partner's part over its link and sign it, both or neither; from then on it is fixed."""
    row, found = _open_by_link(secret, mark, at)
    _fill_in(row, found, part, origin=origin, at=at)
    signer = " ".join(name.split())[:200]
    if not signer:
        raise RuleError(gettext_noop("Give the name of who signs."))
    missing = [one for one in (found.name, found.country, found.contribution) if not one.strip()]
    if missing:
        raise RuleError(
            gettext_noop("Before signing, give the name, the country and the contribution.")
        )
    found.signed_at, found.signed_name = at, signer
    found.signed_function = " ".join(function.split())[:200]
    found.save()
    by = Actor(name=signer, origin=origin)
    note(row, "sign_partner", by=by, at=at, change={"signed_name": ("", signer)})


def check_part(part: PartnerPart) -> PartnerPart:
    """Return a part with blanks cleaned; raises for a name that is missing or a country there is not."""
    name = " ".join(part.name.split())[:300]
    if not name:
        raise RuleError(gettext_noop("Give the partner's name."))
    country = part.country.strip().upper()
    if country:
        get_country(country)
    organisation = part.organisation
    if organisation is not None and organisation not in get_names([organisation]):
        raise NotFoundError(gettext_noop("The directory has no such organisation."))
    return replace(
        part,
        name=name,
        team=" ".join(part.team.split())[:300],
        country=country,
        contact_name=" ".join(part.contact_name.split())[:200],
        contact_email=part.contact_email.strip()[:254],
        contribution=part.contribution.strip()[:20_000],
    )


def _open(
    application: UUID, partner: UUID, *, by: Actor, at: datetime
) -> tuple[Application, Partner]:
    row = open_draft(application, by=by, at=at)
    found = row.partners.select_for_update().filter(id=partner).first()
    if found is None:
        raise NotFoundError(gettext_noop("There is no such partner."))
    return row, found


def _open_by_link(secret: str, mark: str, at: datetime) -> tuple[Application, Partner]:
    """Return both rows, locked, of a part that is not signed and stands as it was read."""
    told = find_invited(secret, at=at)
    # The application first, as everywhere: two who lock in another order would wait for each other.
    row = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call")
        .get(id=told.application)
    )
    check_is_written(row, at)
    found = row.partners.select_for_update().get(id=told.partner.id)
    _check_unsigned(found)
    _check_mark(found, mark)
    return row, found


def _fill_in(
    row: Application, found: Partner, part: PartnerPart, *, origin: str, at: datetime
) -> None:
    before = vars(read_part(found))
    # Which organisation of the directory it is, who applies has said; a link does not reach there.
    _write(found, check_part(replace(part, organisation=found.organisation)))
    change = find_change(before, vars(read_part(found)))
    if change:
        found.save()
        by = Actor(name=found.contact_name or found.name, origin=origin)
        note(row, "fill_in_partner", by=by, at=at, change=_hide(change, found))


def _check_unsigned(found: Partner) -> None:
    if found.signed_at is not None:
        raise RuleError(
            gettext_noop(
                "{name} signed this part; it stays as it is until who applies reopens it."
            ),
            name=found.signed_name,
        )


def _check_mark(found: Partner, mark: str) -> None:
    if compute_mark(found) != mark:
        raise StaleError(
            gettext_noop(
                "This part was changed by somebody else after you opened it. Nothing was written over it: load it anew."
            )
        )


def _write(row: Partner, part: PartnerPart) -> None:
    for name, value in vars(part).items():
        setattr(row, name, value)


def _hide(change: Change, row: Partner) -> Change:
    """Return what the audit keeps of a change: which fields, and never an address or a text."""
    told = {
        name: values if name in ("name", "country", "is_company") else ("…", "…")
        for name, values in change.items()
    }
    return {"partner": (row.name, row.name), **told}
