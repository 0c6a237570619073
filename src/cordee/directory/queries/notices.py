"""What is to be told of a request, and whom: those who may answer it, or who asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.directory.models import Request
from cordee.directory.queries.kept import Reference
from cordee.directory.queries.lines import Named, get_keeping_line, present_name
from cordee.directory.states import MOVES, Move, Side
from cordee.kernel.errors import NotFoundError
from cordee.ledger.queries import list_holders
from cordee.ledger.rights import gives
from cordee.ledger.states import Action


@dataclass(frozen=True)
class Notice:
    """A request as a letter tells of it, with the text that was written last.

    `move` is what was done with it; None when it was asked. `accounts` are whom to tell.
    """

    request: UUID
    offer: Reference
    keeper: Named
    organisation: Named
    asked_by_name: str
    move: Move | None
    text: str
    wanted_from: date | None
    wanted_until: date | None
    accounts: tuple[UUID, ...]


def find_notice(request: UUID, move: Move | None, *, on: date) -> Notice:
    """Return what to tell of a request after a move, or after it was asked when there is none.

    What those who asked do is told to those who may answer, and the other way round.
    """
    rows = Request.objects.select_related("offer__keeper", "organisation")
    row = rows.filter(id=request).first()
    if row is None:
        raise NotFoundError(gettext_noop("There is no such request."))
    offer = row.offer
    is_for_keeper = move is None or MOVES[move].side is Side.ASKING
    return Notice(
        request=row.id,
        offer=Reference(offer.id, offer.name_fr, offer.name_en),
        keeper=present_name(offer.keeper),
        organisation=present_name(row.organisation),
        asked_by_name=row.asked_by_name,
        move=move,
        text=row.purpose if move is None else str(getattr(row, MOVES[move].text)),
        wanted_from=row.wanted_from,
        wanted_until=row.wanted_until,
        accounts=list_answering(offer.keeper_id, on=on) if is_for_keeper else (row.asked_by,),
    )


def list_answering(keeper: UUID, *, on: date) -> tuple[UUID, ...]:
    """Return the accounts that may answer requests for what an organisation offers.

    They are those with a role at the organisation itself; only where nobody has one, all above it: a
    house's administrator is not written to about each machine of each team.
    """
    own = _list_holders(keeper, on=on)
    if own:
        return tuple(sorted(own))
    above = get_keeping_line(keeper, on=on) - {keeper}
    return tuple(sorted({held for one in above for held in _list_holders(one, on=on)}))


def _list_holders(organisation: UUID, *, on: date) -> set[UUID]:
    return {
        held.account
        for held in list_holders(organisation, on=on)
        if held.is_active
        and gives(held.role, Action.ANSWER_REQUESTS, has_second_factor=held.has_second_factor)
    }
