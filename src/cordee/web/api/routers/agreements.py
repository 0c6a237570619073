"""Agreements: found, begun, changed, moved through their life; what they permit."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status

from cordee.agreements.life import list_moves
from cordee.agreements.operations import agreements as write
from cordee.agreements.portfolio import get_portfolio
from cordee.agreements.queries import (
    Permission,
    get_facts,
    get_record,
    is_kept_by,
    permits,
    select_visible,
)
from cordee.agreements.rules import find_obstacle
from cordee.directory.queries import get_line, get_names
from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import can
from cordee.ledger.states import Action, Scope
from cordee.web.actors import get_actor
from cordee.web.api.asking import IfMatch, mark, needs, who_changes, who_writes
from cordee.web.api.schemas.agreements import (
    AgreementOut,
    AgreementsAsked,
    AgreementsOut,
    EvidenceOut,
    PermissionAsked,
    PermissionOut,
)
from cordee.web.api.schemas.drafts import (
    AgreementMoveIn,
    ChangedAgreementIn,
    NewAgreementIn,
    NoticeIn,
)
from cordee.web.errors import say_sentence
from cordee.web.works_together import find_works_together


router = Router(tags=["agreements"])
permissions = Router(tags=["agreements"])
READ, WRITE = needs(Scope.AGREEMENTS_READ), needs(Scope.AGREEMENTS_WRITE)
ONE = "/{uuid:identifier}"


@router.get("", auth=READ, response=AgreementsOut)
def list_agreements(request: HttpRequest, asked: Query[AgreementsAsked]) -> dict[str, object]:
    """List the agreements that this token's owner may see: those that end soonest first."""
    today = timezone.localdate()
    lines = get_portfolio(get_actor(request), on=today).narrow(asked.to_filter()).lines
    return AgreementsOut.from_lines(lines, asked)


@router.post("", auth=WRITE, response={201: AgreementOut})
def create_agreement(
    request: HttpRequest, response: HttpResponse, sent: NewAgreementIn
) -> Status[dict[str, object]]:
    """Begin an agreement that `office` keeps, as a draft."""
    made = write.create_agreement(sent.to_draft(), office=sent.office, **who_writes(request))
    response.headers["Location"] = f"/api/agreements/{made}"
    return Status(201, show_agreement(request, made))


@router.get(ONE, auth=READ, response=AgreementOut)
def get_agreement(request: HttpRequest, identifier: UUID) -> dict[str, object]:
    """Return a whole agreement; the audit tells who opened it."""
    shown = show_agreement(request, identifier)
    write.note_view(identifier, **who_writes(request))
    return shown


@router.get(f"{ONE}/evidence", auth=READ, response=EvidenceOut)
def get_evidence(request: HttpRequest, identifier: UUID) -> EvidenceOut:
    """Return the works of the parties together, before, during and after the agreement."""
    today = timezone.localdate()
    record = get_record(identifier, by=get_actor(request), on=today)
    return EvidenceOut.from_works(record, find_works_together(record, on=today))


@router.put(ONE, auth=WRITE, response=AgreementOut)
def change_agreement(
    request: HttpRequest, identifier: UUID, if_match: IfMatch, sent: ChangedAgreementIn
) -> dict[str, object]:
    """Write an agreement anew. In force it is a correction of the record, which needs a reason."""
    write.change_agreement(
        identifier, sent.to_draft(), **who_changes(request, if_match), reason=sent.reason
    )
    return show_agreement(request, identifier)


@router.post(f"{ONE}/moves", auth=WRITE, response=AgreementOut)
def move_agreement(
    request: HttpRequest, identifier: UUID, if_match: IfMatch, sent: AgreementMoveIn
) -> dict[str, object]:
    """Move an agreement to its next stage, by one of its `moves`."""
    write.move_agreement(
        identifier,
        sent.step,
        **who_changes(request, if_match),
        reason=sent.reason,
        closed_on=sent.closed_on,
    )
    return show_agreement(request, identifier)


@router.post(f"{ONE}/notice", auth=WRITE, response=AgreementOut)
def record_notice(
    request: HttpRequest, identifier: UUID, if_match: IfMatch, sent: NoticeIn
) -> dict[str, object]:
    """Record that a party gave notice that day."""
    write.record_notice(
        identifier, sent.given_on, **who_changes(request, if_match), reason=sent.reason
    )
    return show_agreement(request, identifier)


@permissions.get("", auth=READ, response=PermissionOut)
def ask_permission(request: HttpRequest, asked: Query[PermissionAsked]) -> dict[str, object]:
    """Ask whether an agreement lets one organisation do something with what belongs to another.

    For who may see agreements at either of the two.
    """
    actor, today = get_actor(request), timezone.localdate()
    both = (asked.organisation, asked.counterpart)
    lines = [get_line(one, on=today) for one in both]
    if len(get_names(both)) < len(set(both)) or not any(
        can(actor, Action.SEE_AGREEMENTS, line, on=today) for line in lines
    ):
        raise NotFoundError(gettext_noop("The directory has no such organisation."))
    found = permits(asked.action, asked.organisation, asked.counterpart, on=asked.on or today)
    is_seen = (
        found.agreement is not None
        and select_visible(actor, on=today).filter(id=found.agreement).exists()
    )
    return _tell_permission(found if is_seen else _hide_agreement(found))


def show_agreement(request: HttpRequest, identifier: UUID) -> dict[str, object]:
    """Return an agreement as it is sent back, with the moves that lead on."""
    actor, today = get_actor(request), timezone.localdate()
    record = get_record(identifier, by=actor, on=today)
    facts = get_facts(identifier, by=actor, on=today)
    moves = []
    for move in list_moves(record.stage):
        why = find_obstacle(facts, move.step, on=today)
        moves.append(
            {
                "step": move.step,
                "target": move.target,
                "needs_reason": move.needs_reason,
                "obstacle": say_sentence(why) if why else "",
            }
        )
    mark(request, record.version)
    return AgreementOut.from_record(
        record,
        moves=moves,
        may_edit=is_kept_by(record, Action.EDIT_AGREEMENTS, by=actor, on=today),
        may_move=is_kept_by(record, Action.MOVE_AGREEMENTS, by=actor, on=today),
    )


def _hide_agreement(found: Permission) -> Permission:
    """Return the answer alone: an agreement of a house above is not for all of its parts to read."""
    return replace(found, agreement=None, reference="", clause="", conditions="")


def _tell_permission(found: Permission) -> dict[str, object]:
    return {**vars(found), "reason": say_sentence(found.reason)}
