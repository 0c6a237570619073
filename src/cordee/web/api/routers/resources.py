"""Facilities, equipment and services."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from cordee.directory.operations import resources as write
from cordee.directory.queries.resources import ResourceRecord, get_resource_record
from cordee.directory.queries.themes import list_ties_of
from cordee.directory.states import ResourceKind
from cordee.ledger.states import Scope
from cordee.web.actors import get_actor
from cordee.web.api.asking import IfMatch, mark, needs, who_changes, who_writes
from cordee.web.api.routers.finding import list_found
from cordee.web.api.schemas.directory import NewResourceIn, ResourceIn, ResourceOut, TieOut
from cordee.web.api.schemas.searching import HitsOut, ResourcesAsked


router = Router(tags=["resources"])
READ, WRITE = needs(Scope.DIRECTORY_READ), needs(Scope.DIRECTORY_WRITE)
ONE = "/{uuid:identifier}"


@router.get("", auth=READ, response=HitsOut)
def list_resources(request: HttpRequest, asked: Query[ResourcesAsked]) -> dict[str, object]:
    """List facilities, equipment and services, by name or by how well they fit the words of `q`."""
    return list_found(request, asked, asked.kind or ResourceKind)


@router.post("", auth=WRITE, response={201: ResourceOut})
def create_resource(
    request: HttpRequest, response: HttpResponse, sent: NewResourceIn
) -> Status[ResourceRecord]:
    """Enter a facility, a machine or a service at the organisation `keeper`."""
    made = write.create_resource(sent.to_values(), keeper=sent.keeper, **who_writes(request))
    response.headers["Location"] = f"/api/resources/{made.id}"
    return Status(201, _show(request, made.id))


@router.get(ONE, auth=READ, response=ResourceOut)
def get_resource(request: HttpRequest, identifier: UUID) -> ResourceRecord:
    """Return all that the directory says of a facility, a machine or a service."""
    return _show(request, identifier)


@router.put(ONE, auth=WRITE, response=ResourceOut)
def change_resource(
    request: HttpRequest, identifier: UUID, if_match: IfMatch, sent: ResourceIn
) -> ResourceRecord:
    """Write a facility, a machine or a service anew."""
    write.change_resource(identifier, sent.to_values(), **who_changes(request, if_match))
    return _show(request, identifier)


@router.post(f"{ONE}/confirm", auth=WRITE, response=ResourceOut)
def confirm_resource(request: HttpRequest, identifier: UUID) -> ResourceRecord:
    """Say that an entry is still true today."""
    write.confirm_resource(identifier, **who_writes(request))
    return _show(request, identifier)


@router.get(f"{ONE}/themes", auth=READ, response=list[TieOut])
def list_themes_of_resource(request: HttpRequest, identifier: UUID) -> object:
    """List the themes, axes and sectors it belongs to."""
    get_resource_record(identifier, by=get_actor(request), on=timezone.localdate())
    return list_ties_of(identifier)


def _show(request: HttpRequest, identifier: UUID) -> ResourceRecord:
    record = get_resource_record(identifier, by=get_actor(request), on=timezone.localdate())
    mark(request, record.standing.version)
    return record
