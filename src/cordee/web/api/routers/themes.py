"""Themes, research axes and sectors, with what belongs to them and who leads them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from cordee.directory.operations import themes as write
from cordee.directory.queries.themes import ThemeRecord, get_theme_record
from cordee.directory.states import ThemeKind
from cordee.ledger.states import Scope
from cordee.web.actors import get_actor
from cordee.web.api.asking import IfMatch, mark, needs, who_changes, who_writes
from cordee.web.api.routers.finding import list_found
from cordee.web.api.schemas.directory import NewThemeIn, ThemeIn, ThemeOut, TieIn
from cordee.web.api.schemas.searching import HitsOut, ThemesAsked
from cordee.web.api.schemas.shared import LastDayIn, MadeOut


router = Router(tags=["themes"])
READ, WRITE = needs(Scope.DIRECTORY_READ), needs(Scope.DIRECTORY_WRITE)
ONE = "/{uuid:identifier}"


@router.get("", auth=READ, response=HitsOut)
def list_themes(request: HttpRequest, asked: Query[ThemesAsked]) -> dict[str, object]:
    """List themes, axes and sectors, by name or by how well they fit the words of `q`."""
    return list_found(request, asked, asked.kind or ThemeKind)


@router.post("", auth=WRITE, response={201: ThemeOut})
def create_theme(
    request: HttpRequest, response: HttpResponse, sent: NewThemeIn
) -> Status[ThemeRecord]:
    """Enter a theme, an axis or a sector that `keeper` keeps."""
    made = write.create_theme(sent.to_values(), keeper=sent.keeper, **who_writes(request))
    response.headers["Location"] = f"/api/themes/{made.id}"
    return Status(201, _show(request, made.id))


@router.get(ONE, auth=READ, response=ThemeOut)
def get_theme(request: HttpRequest, identifier: UUID) -> ThemeRecord:
    """Return all that the directory says of a theme, an axis or a sector."""
    return _show(request, identifier)


@router.put(ONE, auth=WRITE, response=ThemeOut)
def change_theme(
    request: HttpRequest, identifier: UUID, if_match: IfMatch, sent: ThemeIn
) -> ThemeRecord:
    """Write a theme, an axis or a sector anew."""
    write.change_theme(identifier, sent.to_values(), **who_changes(request, if_match))
    return _show(request, identifier)


@router.post(f"{ONE}/confirm", auth=WRITE, response=ThemeOut)
def confirm_theme(request: HttpRequest, identifier: UUID) -> ThemeRecord:
    """Say that an entry is still true today."""
    write.confirm_theme(identifier, **who_writes(request))
    return _show(request, identifier)


@router.post(f"{ONE}/ties", auth=WRITE, response={201: MadeOut})
def tie_to_theme(request: HttpRequest, identifier: UUID, sent: TieIn) -> Status[dict[str, UUID]]:
    """Say that something belongs to a theme, or that a person leads it."""
    made = write.tie_to_theme(
        identifier,
        sent.record,
        leads=sent.leads,
        start=sent.start,
        end=sent.end,
        **who_writes(request),
    )
    return Status(201, {"id": made.id})


@router.post("/ties/{uuid:tie}/end", auth=WRITE, response={204: None})
def end_tie(request: HttpRequest, tie: UUID, sent: LastDayIn) -> Status[None]:
    """Say until when something belonged to a theme."""
    write.end_tie(tie, last_day=sent.last_day, **who_writes(request))
    return Status(204, None)


def _show(request: HttpRequest, identifier: UUID) -> ThemeRecord:
    record = get_theme_record(identifier, by=get_actor(request), on=timezone.localdate())
    mark(request, record.standing.version)
    return record
