"""Themes, research axes and sectors, with what belongs to them and who leads them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from cordee.directory.operations import themes as write
from cordee.directory.queries.access import check_sees_directory
from cordee.directory.queries.search import search
from cordee.directory.queries.themes import ThemeRecord, get_theme_record
from cordee.directory.states import Sort, ThemeKind
from cordee.ledger.states import Scope
from cordee.web.actors import get_actor
from cordee.web.api.asking import IfMatch, mark, needs, read_version
from cordee.web.api.schemas.directory import NewThemeIn, ThemeIn, ThemeOut, TieIn
from cordee.web.api.schemas.searching import HitsOut, ThemesAsked, present_found
from cordee.web.api.schemas.shared import LastDayIn, MadeOut


router = Router(tags=["themes"])
READ, WRITE = needs(Scope.DIRECTORY_READ), needs(Scope.DIRECTORY_WRITE)
ONE = "/{uuid:identifier}"


@router.get("", auth=READ, response=HitsOut)
def list_themes(request: HttpRequest, asked: Query[ThemesAsked]) -> dict[str, object]:
    """List themes, axes and sectors, by name or by how well they fit the words of `q`."""
    check_sees_directory(get_actor(request), on=timezone.localdate())
    sorts = frozenset(Sort(one.value) for one in (asked.kind or ThemeKind))
    return present_found(search(asked.to_question(sorts)), asked)


@router.post("", auth=WRITE, response={201: ThemeOut})
def create_theme(
    request: HttpRequest, response: HttpResponse, sent: NewThemeIn
) -> Status[ThemeRecord]:
    """Enter a theme, an axis or a sector that `keeper` keeps."""
    made = write.create_theme(
        sent.to_values(), keeper=sent.keeper, by=get_actor(request), at=timezone.localtime()
    )
    response.headers["Location"] = f"/api/themes/{made.id}"
    return Status(201, _show(request, response, made.id))


@router.get(ONE, auth=READ, response=ThemeOut)
def get_theme(request: HttpRequest, response: HttpResponse, identifier: UUID) -> ThemeRecord:
    """Return all that the directory says of a theme, an axis or a sector."""
    return _show(request, response, identifier)


@router.put(ONE, auth=WRITE, response=ThemeOut)
def change_theme(
    request: HttpRequest,
    response: HttpResponse,
    identifier: UUID,
    if_match: IfMatch,
    sent: ThemeIn,
) -> ThemeRecord:
    """Write a theme, an axis or a sector anew."""
    write.change_theme(
        identifier,
        sent.to_values(),
        version=read_version(if_match),
        by=get_actor(request),
        at=timezone.localtime(),
    )
    return _show(request, response, identifier)


@router.post(f"{ONE}/confirm", auth=WRITE, response=ThemeOut)
def confirm_theme(request: HttpRequest, response: HttpResponse, identifier: UUID) -> ThemeRecord:
    """Say that an entry is still true today."""
    write.confirm_theme(identifier, by=get_actor(request), at=timezone.localtime())
    return _show(request, response, identifier)


@router.post(f"{ONE}/ties", auth=WRITE, response={201: MadeOut})
def tie_to_theme(request: HttpRequest, identifier: UUID, sent: TieIn) -> Status[dict[str, UUID]]:
    """Say that something belongs to a theme, or that a person leads it."""
    made = write.tie_to_theme(
        identifier,
        sent.record,
        leads=sent.leads,
        start=sent.start,
        end=sent.end,
        by=get_actor(request),
        at=timezone.localtime(),
    )
    return Status(201, {"id": made.id})


@router.post("/ties/{uuid:tie}/end", auth=WRITE, response={204: None})
def end_tie(request: HttpRequest, tie: UUID, sent: LastDayIn) -> Status[None]:
    """Say until when something belonged to a theme."""
    write.end_tie(tie, last_day=sent.last_day, by=get_actor(request), at=timezone.localtime())
    return Status(204, None)


def _show(request: HttpRequest, response: HttpResponse, identifier: UUID) -> ThemeRecord:
    record = get_theme_record(identifier, by=get_actor(request), on=timezone.localdate())
    mark(response, record.standing.version)
    return record
