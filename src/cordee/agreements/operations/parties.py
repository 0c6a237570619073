"""Who the parties are, who signs for them, and when they signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.agreements.life import CLOSED, Stage
from cordee.agreements.models import Agreement, Party
from cordee.agreements.operations.writing import (
    check_organisation,
    close_agreement,
    open_agreement,
    open_to_change,
)
from cordee.agreements.rules import check_can_change, check_can_sign
from cordee.agreements.states import PartyRole
from cordee.kernel.errors import NotFoundError, RuleError
from cordee.ledger.audit import find_change
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action


@dataclass(frozen=True)
class Signatory:
    """Who signs for a party, as what, in which language version."""

    name: str = ""
    function: str = ""
    language: str = ""


@transaction.atomic
def add_party(
    identifier: UUID,
    organisation: UUID,
    role: PartyRole,
    signatory: Signatory,
    *,
    version: int,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> UUID:
    """Name an organisation a party, and return the party's identifier."""
    row = open_to_change(identifier, version, reason=reason, by=by, at=at)
    name = check_organisation(organisation)
    if row.parties.filter(organisation=organisation).exists():
        raise RuleError(gettext_noop("{name} is a party already."), name=name)
    made = Party.objects.create(
        agreement=row,
        organisation=organisation,
        role=role.value,
        position=row.parties.count(),
        **_to_columns(signatory),
    )
    change = {"party": ("", name), "role": ("", role.value), "signatory": ("", signatory.name)}
    close_agreement(row, "add_party", change, by=by, at=at, reason=reason)
    return made.id


@transaction.atomic
def change_party(
    identifier: UUID,
    party: UUID,
    role: PartyRole,
    signatory: Signatory,
    signed_on: date | None,
    *,
    version: int,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    """Change who signs for a party, and record the day it signed: at signature, or later."""
    row = open_agreement(identifier, version, Action.EDIT_AGREEMENTS, by=by, at=at)
    stage = Stage(row.stage)
    if stage in CLOSED:
        check_can_change(stage, reason=reason)
    found = _find_party(row, party)
    if signed_on != found.signed_on:
        check_can_sign(stage, signed_on, on=at.date())
    if stage is not Stage.SIGNATURE:
        check_can_change(stage, reason=reason)
    after = {"role": role.value, "signed_on": signed_on, **_to_columns(signatory)}
    change = find_change({name: getattr(found, name) for name in after}, after)
    if not change:
        return
    Party.objects.filter(id=found.id).update(**after)
    told = {"party": ("", check_organisation(found.organisation)), **change}
    what = "sign" if "signed_on" in change else "change_party"
    close_agreement(row, what, told, by=by, at=at, reason=reason)


@transaction.atomic
def remove_party(
    identifier: UUID, party: UUID, *, version: int, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Take a party out; what it permits or is permitted must go first."""
    row = open_to_change(identifier, version, reason=reason, by=by, at=at)
    found = _find_party(row, party)
    own = found.organisation
    if row.permits.filter(giver=own).exists() or row.permits.filter(receiver=own).exists():
        raise RuleError(gettext_noop("The agreement permits it something. Take that out first."))
    found.delete()
    change = {"party": (check_organisation(own), "")}
    close_agreement(row, "remove_party", change, by=by, at=at, reason=reason)


def _find_party(row: Agreement, party: UUID) -> Party:
    found = row.parties.filter(id=party).first()
    if found is None:
        raise NotFoundError(gettext_noop("The agreement has no such party."))
    return found


def _to_columns(signatory: Signatory) -> dict[str, str]:
    return {
        "signatory_name": signatory.name.strip(),
        "signatory_function": signatory.function.strip(),
        "language": signatory.language,
    }
