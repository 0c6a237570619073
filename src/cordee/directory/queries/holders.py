"""Which accounts may do something at offices: to whom letters of the day go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from cordee.directory.queries.lines import get_lines
from cordee.ledger.queries import list_holders
from cordee.ledger.rights import gives
from cordee.ledger.states import Action


def list_who_may(
    action: Action, offices: Iterable[UUID], *, on: date
) -> dict[UUID, frozenset[UUID]]:
    """Return, for each office, the accounts in use that may do it there, by a role in the office's line."""
    lines = get_lines(offices, on=on)
    holders = {
        place: list_holders(place, on=on)
        for place in {one for line in lines.values() for one in line}
    }
    return {
        office: frozenset(
            held.account
            for place in line
            for held in holders[place]
            if held.is_active and gives(held.role, action, has_second_factor=held.has_second_factor)
        )
        for office, line in lines.items()
    }
