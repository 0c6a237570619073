"""Who may configure the installation: administrators of the organisation it was begun for."""

from __future__ import annotations

from datetime import date

from cordee.directory.queries import get_line
from cordee.ledger.queries import get_first_organisation
from cordee.ledger.rights import Actor, can, list_reached
from cordee.ledger.states import Action


def may_configure(actor: Actor, *, on: date) -> bool:
    """Return whether `actor` may change settings and back up the whole ledger that day.

    An administrator of another house on the same ledger may not: a backup holds everybody's records.
    """
    if not list_reached(actor, Action.CONFIGURE, on=on):
        return False  # Most readers: the ledger is not asked.
    house = get_first_organisation()
    return house is not None and can(actor, Action.CONFIGURE, get_line(house, on=on), on=on)
