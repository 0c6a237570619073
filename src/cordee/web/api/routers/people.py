"""People, with where they are involved, what they were awarded and can do."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from cordee.directory.operations import people as write
from cordee.directory.queries.people import PersonRecord, get_person_record
from cordee.directory.queries.themes import list_ties_of
from cordee.directory.states import Sort
from cordee.ledger.states import Scope
from cordee.web.actors import get_actor
from cordee.web.api.asking import IfMatch, mark, needs, who_changes, who_writes
from cordee.web.api.routers.finding import list_found
from cordee.web.api.schemas.directory import (
    AwardIn,
    InvolvementIn,
    NewPersonIn,
    PersonIn,
    PersonOut,
    SkillIn,
    TieOut,
)
from cordee.web.api.schemas.searching import HitsOut, Narrowed
from cordee.web.api.schemas.shared import LastDayIn, MadeOut


router = Router(tags=["people"])
READ, WRITE = needs(Scope.DIRECTORY_READ), needs(Scope.DIRECTORY_WRITE)
ONE = "/{uuid:identifier}"


@router.get("", auth=READ, response=HitsOut)
def list_people(request: HttpRequest, asked: Query[Narrowed]) -> dict[str, object]:
    """List people, by name or by how well they fit the words of `q`."""
    return list_found(request, asked, [Sort.PERSON])


@router.post("", auth=WRITE, response={201: PersonOut})
def create_person(
    request: HttpRequest, response: HttpResponse, sent: NewPersonIn
) -> Status[PersonRecord]:
    """Enter a person, kept by `keeper`, and what they are there."""
    made = write.create_person(
        sent.to_values(),
        keeper=sent.keeper,
        role=sent.role,
        start=sent.start,
        **who_writes(request),
    )
    response.headers["Location"] = f"/api/people/{made.id}"
    return Status(201, _show(request, made.id))


@router.get(ONE, auth=READ, response=PersonOut)
def get_person(request: HttpRequest, identifier: UUID) -> PersonRecord:
    """Return all that the directory says of a person to this token's owner."""
    return _show(request, identifier)


@router.put(ONE, auth=WRITE, response=PersonOut)
def change_person(
    request: HttpRequest, identifier: UUID, if_match: IfMatch, sent: PersonIn
) -> PersonRecord:
    """Write a person's entry anew."""
    write.change_person(identifier, sent.to_values(), **who_changes(request, if_match))
    return _show(request, identifier)


@router.post(f"{ONE}/confirm", auth=WRITE, response=PersonOut)
def confirm_person(request: HttpRequest, identifier: UUID) -> PersonRecord:
    """Say that an entry is still true today."""
    write.confirm_person(identifier, **who_writes(request))
    return _show(request, identifier)


@router.get(f"{ONE}/themes", auth=READ, response=list[TieOut])
def list_themes_of_person(request: HttpRequest, identifier: UUID) -> object:
    """List the themes, axes and sectors a person belongs to, or leads."""
    get_person_record(identifier, by=get_actor(request), on=timezone.localdate())
    return list_ties_of(identifier)


@router.post(f"{ONE}/involvements", auth=WRITE, response={201: MadeOut})
def involve_person(
    request: HttpRequest, identifier: UUID, sent: InvolvementIn
) -> Status[dict[str, UUID]]:
    """Say what a person is at an organisation, from a day to a day."""
    made = write.involve(
        identifier,
        sent.role,
        sent.organisation,
        start=sent.start,
        end=sent.end,
        share=Decimal(sent.share) if sent.share else None,
        grade=sent.grade,
        **who_writes(request),
    )
    return Status(201, {"id": made.id})


@router.post("/involvements/{uuid:involvement}/end", auth=WRITE, response={204: None})
def end_involvement(request: HttpRequest, involvement: UUID, sent: LastDayIn) -> Status[None]:
    """Say until when a person was involved there."""
    write.end_involvement(involvement, last_day=sent.last_day, **who_writes(request))
    return Status(204, None)


@router.post(f"{ONE}/awards", auth=WRITE, response={201: MadeOut})
def add_award(request: HttpRequest, identifier: UUID, sent: AwardIn) -> Status[dict[str, UUID]]:
    """Say what a person was awarded."""
    made = write.add_award(
        identifier,
        sent.code,
        start=sent.start,
        end=sent.end,
        reference=sent.reference,
        **who_writes(request),
    )
    return Status(201, {"id": made.id})


@router.post("/awards/{uuid:award}/end", auth=WRITE, response={204: None})
def end_award(request: HttpRequest, award: UUID, sent: LastDayIn) -> Status[None]:
    """Say until when an award ran."""
    write.end_award(award, last_day=sent.last_day, **who_writes(request))
    return Status(204, None)


@router.post(f"{ONE}/skills", auth=WRITE, response={201: MadeOut})
def add_skill_of_person(
    request: HttpRequest, identifier: UUID, sent: SkillIn
) -> Status[dict[str, UUID]]:
    """Say what a person can do, and what shows it."""
    made = write.add_skill(sent.to_values(), person=identifier, **who_writes(request))
    return Status(201, {"id": made.id})


@router.post("/skills/{uuid:skill}/end", auth=WRITE, response={204: None})
def end_skill(request: HttpRequest, skill: UUID, sent: LastDayIn) -> Status[None]:
    """Say until when somebody, or an organisation, could do it."""
    write.end_skill(skill, last_day=sent.last_day, **who_writes(request))
    return Status(204, None)


def _show(request: HttpRequest, identifier: UUID) -> PersonRecord:
    record = get_person_record(identifier, by=get_actor(request), on=timezone.localdate())
    mark(request, record.standing.version)
    return record
