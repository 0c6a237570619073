"""Organisations, with how they stand to one another and what they have."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from cordee.directory.operations import organisations as write
from cordee.directory.operations.people import add_skill
from cordee.directory.queries.access import check_sees_directory
from cordee.directory.queries.exchanges import list_offers_of
from cordee.directory.queries.organisations import find_by_ror, get_organisation_record
from cordee.directory.queries.people import list_involved, list_skills_of
from cordee.directory.queries.resources import list_resources_of
from cordee.directory.queries.themes import list_ties_of
from cordee.directory.states import Kind
from cordee.ledger.states import Scope
from cordee.web.actors import get_actor
from cordee.web.api.asking import IfMatch, mark, needs, who_changes, who_writes
from cordee.web.api.routers.finding import list_found
from cordee.web.api.schemas.directory import (
    InvolvementOut,
    LinkIn,
    NewOrganisationIn,
    OrganisationIn,
    OrganisationOut,
    ResourceTold,
    SkillIn,
    SkillOut,
    TieOut,
)
from cordee.web.api.schemas.exchanges import OfferTold
from cordee.web.api.schemas.searching import HitsOut, OrganisationsAsked
from cordee.web.api.schemas.shared import LastDayIn, MadeOut


router = Router(tags=["organisations"])
READ, WRITE = needs(Scope.DIRECTORY_READ), needs(Scope.DIRECTORY_WRITE)
ONE = "/{uuid:identifier}"


@router.get("", auth=READ, response=HitsOut)
def list_organisations(request: HttpRequest, asked: Query[OrganisationsAsked]) -> dict[str, object]:
    """List organisations, by name or by how well they fit the words of `q`."""
    return list_found(request, asked, asked.kind or Kind)


@router.post("", auth=WRITE, response={201: OrganisationOut})
def create_organisation(
    request: HttpRequest, response: HttpResponse, sent: NewOrganisationIn
) -> Status[dict[str, object]]:
    """Enter an organisation by hand, kept by `keeper`."""
    made = write.create_organisation(
        sent.to_values(), keeper=sent.keeper, part_of=sent.part_of, **who_writes(request)
    )
    response.headers["Location"] = f"/api/organisations/{made.id}"
    return Status(201, _show(request, made.id))


@router.get("/by-ror/{str:ror}", auth=READ, response=OrganisationOut)
def get_organisation_by_ror(request: HttpRequest, ror: str) -> dict[str, object]:
    """Return the organisation with a ROR id."""
    check_sees_directory(get_actor(request), on=timezone.localdate())
    return _show(request, find_by_ror(ror).id)


@router.get(ONE, auth=READ, response=OrganisationOut)
def get_organisation(request: HttpRequest, identifier: UUID) -> dict[str, object]:
    """Return all that the directory says of an organisation."""
    return _show(request, identifier)


@router.put(ONE, auth=WRITE, response=OrganisationOut)
def change_organisation(
    request: HttpRequest, identifier: UUID, if_match: IfMatch, sent: OrganisationIn
) -> dict[str, object]:
    """Write an organisation anew; who changes it confirms it."""
    write.change_organisation(identifier, sent.to_values(), **who_changes(request, if_match))
    return _show(request, identifier)


@router.post(f"{ONE}/confirm", auth=WRITE, response=OrganisationOut)
def confirm_organisation(request: HttpRequest, identifier: UUID) -> dict[str, object]:
    """Say that an entry is still true today."""
    write.confirm_organisation(identifier, **who_writes(request))
    return _show(request, identifier)


@router.post(f"{ONE}/end", auth=WRITE, response=OrganisationOut)
def end_organisation(
    request: HttpRequest, identifier: UUID, if_match: IfMatch, sent: LastDayIn
) -> dict[str, object]:
    """Say since when an organisation is no more; its open links end on the same day."""
    write.end_organisation(identifier, last_day=sent.last_day, **who_changes(request, if_match))
    return _show(request, identifier)


@router.post(f"{ONE}/links", auth=WRITE, response={201: MadeOut})
def link_organisations(
    request: HttpRequest, identifier: UUID, sent: LinkIn
) -> Status[dict[str, UUID]]:
    """Say how an organisation stands to another, from a day to a day."""
    made = write.link_organisations(
        identifier,
        sent.standing,
        sent.other,
        start=sent.start,
        end=sent.end,
        share=Decimal(sent.share) if sent.share else None,
        **who_writes(request),
    )
    return Status(201, {"id": made.id})


@router.post("/links/{uuid:link}/end", auth=WRITE, response={204: None})
def end_link(request: HttpRequest, link: UUID, sent: LastDayIn) -> Status[None]:
    """Say until when two organisations were linked. The link stays, with its dates."""
    write.end_link(link, last_day=sent.last_day, **who_writes(request))
    return Status(204, None)


@router.get(f"{ONE}/people", auth=READ, response=list[InvolvementOut])
def list_people_of_organisation(request: HttpRequest, identifier: UUID) -> object:
    """List who is or was involved at an organisation, who is there now first: 200 at most."""
    _check_there(request, identifier)
    return list_involved(identifier)[0]


@router.get(f"{ONE}/resources", auth=READ, response=list[ResourceTold])
def list_resources_of_organisation(request: HttpRequest, identifier: UUID) -> object:
    """List what an organisation has; the machines of a facility stand with the facility."""
    _check_there(request, identifier)
    return list_resources_of(identifier)


@router.get(f"{ONE}/skills", auth=READ, response=list[SkillOut])
def list_skills_of_organisation(request: HttpRequest, identifier: UUID) -> object:
    """List what an organisation as a whole can do."""
    _check_there(request, identifier)
    return list_skills_of(identifier)


@router.post(f"{ONE}/skills", auth=WRITE, response={201: MadeOut})
def add_skill_of_organisation(
    request: HttpRequest, identifier: UUID, sent: SkillIn
) -> Status[dict[str, UUID]]:
    """Say what an organisation as a whole can do, and what shows it."""
    made = add_skill(sent.to_values(), organisation=identifier, **who_writes(request))
    return Status(201, {"id": made.id})


@router.get(f"{ONE}/offers", auth=READ, response=list[OfferTold])
def list_offers_of_organisation(request: HttpRequest, identifier: UUID) -> object:
    """List what an organisation offers or offered."""
    _check_there(request, identifier)
    return list_offers_of(identifier)


@router.get(f"{ONE}/themes", auth=READ, response=list[TieOut])
def list_themes_of_organisation(request: HttpRequest, identifier: UUID) -> object:
    """List the themes, axes and sectors an organisation belongs to."""
    _check_there(request, identifier)
    return list_ties_of(identifier)


def _show(request: HttpRequest, identifier: UUID) -> dict[str, object]:
    record = get_organisation_record(identifier, by=get_actor(request), on=timezone.localdate())
    mark(request, record.version)
    return OrganisationOut.from_record(record)


def _check_there(request: HttpRequest, identifier: UUID) -> None:
    get_organisation_record(identifier, by=get_actor(request), on=timezone.localdate())
