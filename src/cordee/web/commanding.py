"""Who acts by a command that asks for an account, and for which organisation."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language, gettext_noop

from cordee.directory.queries.organisations import list_homes
from cordee.kernel.errors import UsageError
from cordee.ledger.models import Account
from cordee.ledger.queries import get_actor
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.reference.folding import fold


def find_actor(email: str, origin: str) -> Actor:
    """Return who acts, by their address; `origin` is the command that the audit names."""
    account = Account.objects.filter(email__iexact=email.strip()).first()
    if account is None:
        raise UsageError(
            gettext_noop("Nobody has an account under {email}. Give the address of who has one."),
            email=email,
        )
    return get_actor(account, on=timezone.localdate(), origin=origin)


def find_home(actor: Actor, text: str, action: Action) -> UUID:
    """Return the organisation, by ROR identifier, name or acronym, among those where `actor` may do `action`.

    Without a text it is the only one there is.
    """
    homes = list_homes(actor, action, on=timezone.localdate())
    key = fold(text)
    fits = [
        one
        for one in homes
        if not key or key in {one.ror, fold(one.name_fr), fold(one.name_en), fold(one.acronym)}
    ]
    if len(fits) != 1:
        language = get_language() or "en"
        raise UsageError(
            gettext_noop("Say with --for which organisation keeps the records, one of: {homes}."),
            homes=", ".join(one.to_name(language) for one in homes) or "–",
        )
    return fits[0].id
