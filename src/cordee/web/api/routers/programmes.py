"""Instruments, calls and projects, read only: what is public without a token, projects one sees with one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import NOBODY
from cordee.ledger.states import Scope
from cordee.programmes.models import Project
from cordee.programmes.operations import projects as write
from cordee.programmes.queries.calls import get_call as read_call
from cordee.programmes.queries.calls import list_public_calls
from cordee.programmes.queries.instruments import NO_INSTRUMENT
from cordee.programmes.queries.instruments import get_instrument as read_instrument
from cordee.programmes.queries.instruments import list_instruments as read_instruments
from cordee.programmes.queries.projects import get_project as read_project
from cordee.programmes.queries.projects import make_public, select_visible
from cordee.web.actors import get_actor
from cordee.web.api.asking import mark, open_to_all, who_writes
from cordee.web.api.schemas.programmes import (
    CallOut,
    CallsAsked,
    CallsOut,
    InstrumentOut,
    InstrumentsOut,
    ProjectsAsked,
    ProjectsOut,
    WholeInstrumentOut,
    WholeProjectOut,
)
from cordee.web.api.schemas.shared import Paging


instruments = Router(tags=["programmes"])
calls = Router(tags=["programmes"])
projects = Router(tags=["programmes"])
READ = open_to_all(Scope.PROGRAMMES_READ)
ONE = "/{uuid:identifier}"


@instruments.get("", auth=READ, response=InstrumentsOut)
def list_instruments(request: HttpRequest, asked: Query[Paging]) -> dict[str, object]:
    """List the instruments in use, by code."""
    found = read_instruments(by=NOBODY, on=timezone.localdate())
    told = [InstrumentOut.from_told(one, one.published) for one in found if one.published]
    return _page(told, asked)


@instruments.get(ONE, auth=READ, response=WholeInstrumentOut)
def get_instrument(request: HttpRequest, identifier: UUID) -> dict[str, object]:
    """Return an instrument with its whole definition, as the version in use has it."""
    told = read_instrument(identifier, by=NOBODY, on=timezone.localdate())
    if told.published is None:
        raise NotFoundError(NO_INSTRUMENT)
    return WholeInstrumentOut.from_told(told, told.published)


@calls.get("", auth=READ, response=CallsOut)
def list_calls(request: HttpRequest, asked: Query[CallsAsked]) -> dict[str, object]:
    """List the calls that anybody may read, the latest opening first."""
    found = [
        CallOut.from_told(one)
        for one in list_public_calls(at=timezone.localtime())
        if asked.instrument in {None, one.instrument} and asked.moment in {None, one.moment}
    ]
    return _page(found, asked)


@calls.get(ONE, auth=READ, response=CallOut)
def get_call(request: HttpRequest, identifier: UUID) -> dict[str, object]:
    """Return a call that anybody may read."""
    return CallOut.from_told(read_call(identifier, by=NOBODY, at=timezone.localtime()))


@projects.get("", auth=READ, response=ProjectsOut)
def list_projects(request: HttpRequest, asked: Query[ProjectsAsked]) -> dict[str, object]:
    """List the public projects, with a token also those that its owner sees; the latest to begin first."""
    seen = select_visible(get_actor(request), on=timezone.localdate()).order_by().values("id")
    rows = Project.objects.filter(make_public() | Q(id__in=seen)).defer("words", "definition")
    if asked.stage is not None:
        rows = rows.filter(stage=asked.stage.value)
    if asked.instrument is not None:
        rows = rows.filter(instrument_version__instrument=asked.instrument)
    first = (asked.page - 1) * asked.size
    return _tell_page(list(rows[first : first + asked.size]), rows.count(), asked)


@projects.get(ONE, auth=READ, response=WholeProjectOut)
def get_project(request: HttpRequest, identifier: UUID) -> dict[str, object]:
    """Return a project: whole for who sees all of it, which the audit tells; else what is public of it."""
    record = read_project(identifier, by=get_actor(request), on=timezone.localdate())
    row = Project.objects.only("granted", "currency").get(id=identifier)
    if record.is_whole:
        write.note_view(identifier, **who_writes(request))
        mark(request, record.version)
    return WholeProjectOut.from_record(record, row.granted, row.currency)


def _page(found: Sequence[Any], asked: Paging) -> dict[str, object]:
    first = (asked.page - 1) * asked.size
    return _tell_page(found[first : first + asked.size], len(found), asked)


def _tell_page(items: Sequence[Any], total: int, asked: Paging) -> dict[str, object]:
    return {
        "page": asked.page,
        "size": asked.size,
        "total": total,
        "pages": max(1, -(-total // asked.size)),
        "items": list(items),
    }
