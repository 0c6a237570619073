"""The token itself, the audit, tables brought in, everything taken out."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from cordee.directory.imports.kinds import FileKind
from cordee.directory.queries import get_line, get_names, get_organisation, get_parts
from cordee.kernel.errors import NotFoundError, RuleError
from cordee.ledger.audit import read_events, select_events
from cordee.ledger.imports import (
    Imported,
    Source,
    get_import,
    get_last_mapping,
    list_imports,
)
from cordee.ledger.rights import Actor, can, list_grants, list_reached
from cordee.ledger.sheets import Sheet, Table, clean_file_name, read_sheet
from cordee.ledger.states import Action, Scope
from cordee.web import importing
from cordee.web.actors import get_actor
from cordee.web.api.asking import ANY_TOKEN, get_token, needs
from cordee.web.api.faults import TooLargeError
from cordee.web.api.schemas.ledger import (
    EventsAsked,
    EventsOut,
    ImportedOut,
    ImportsOut,
    MeOut,
    PlanOut,
    RunIn,
    TableIn,
    present_event,
    present_plan,
)
from cordee.web.exporting import Wanted, export_everything
from cordee.web.wording import get_reader_language


me = Router(tags=["token"])
audit = Router(tags=["audit"])
imports = Router(tags=["imports"])
exports = Router(tags=["exports"])
IMPORT = needs(Scope.RECORDS_IMPORT)

IMPORTS_SHOWN = 50
MOST_LINES = 5_000
"""Lines that one request brings in: as many as are read, checked and written while a program waits."""

MOST_BYTES = 10 * 1024 * 1024
"""Five thousand lines of every column filled stay below."""


@me.get("", auth=ANY_TOKEN, response=MeOut)
def get_me(request: HttpRequest) -> dict[str, object]:
    """Tell whose token this is, what it may be used for, and until when."""
    actor, token, today = get_actor(request), get_token(request), timezone.localdate()
    names = get_names(grant.organisation for grant in actor.grants)
    counting = set(list_grants(actor, on=today))
    return {
        "account": token.account,
        "name": actor.name,
        "token": token.name,
        "scopes": sorted(token.scopes),
        "ends_on": token.ends_on,
        "roles": [
            {
                "role": grant.role,
                "organisation": names[grant.organisation],
                "start": grant.start,
                "end": grant.end,
                "counts": grant in counting,
            }
            for grant in actor.grants
            if grant.organisation in names
        ],
    }


@audit.get("", auth=needs(Scope.AUDIT_READ), response=EventsOut)
def list_events(request: HttpRequest, asked: Query[EventsAsked]) -> dict[str, object]:
    """List the audit of one's own houses, the latest first."""
    today = timezone.localdate()
    reached = list_reached(get_actor(request), Action.SEE_AUDIT, on=today)
    if not reached:
        # Who may not read the audit learns nothing of it, not even that there is one.
        raise NotFoundError(gettext_noop("No page has this address."))
    events = select_events(
        get_parts(reached, on=today), kind=asked.kind, record=asked.record, action=asked.action
    )
    total, first = events.count(), (asked.page - 1) * asked.size
    return {
        "page": asked.page,
        "size": asked.size,
        "total": total,
        "pages": max(1, -(-total // asked.size)),
        "items": [present_event(one) for one in read_events(events[first : first + asked.size])],
    }


@imports.get("", auth=IMPORT, response=ImportsOut)
def list_own_imports(request: HttpRequest) -> dict[str, object]:
    """List the latest imports where this token's owner may bring records in."""
    undoable = importing.list_undoable(get_actor(request), on=timezone.localdate())
    return {"items": list_imports(undoable, most=IMPORTS_SHOWN)}


@imports.post("/dry-run", auth=IMPORT, response=PlanOut)
def plan_import(
    request: HttpRequest, sent: Form[TableIn], file: Annotated[UploadedFile, File(...)]
) -> object:
    """Say what bringing a table in would do, with every fault by its line. Nothing is written."""
    actor, sheet = _open(request, sent, file)[:2]
    kind, table = _read(sheet, sent)
    plan = kind.plan(table, sent.organisation, by=actor, on=timezone.localdate())
    return present_plan(plan, sheet.name, table.titles)


@imports.post("", auth=IMPORT, response={201: ImportedOut})
def run_import(
    request: HttpRequest, sent: Form[RunIn], file: Annotated[UploadedFile, File(...)]
) -> Status[Imported]:
    """Bring a table in. With a fault nothing is, unless only the good lines are asked for."""
    actor, sheet, sha256 = _open(request, sent, file)
    kind, table = _read(sheet, sent)
    source = Source(sheet.name, sha256, table.titles)
    made, _plan = kind.bring_in(
        table,
        source,
        sent.organisation,
        only_good=sent.only_good,
        by=actor,
        at=timezone.localtime(),
    )
    return Status(201, get_import(made))


@imports.post("/{uuid:imported}/undo", auth=IMPORT, response=ImportedOut)
def undo_import(request: HttpRequest, imported: UUID) -> Imported:
    """Undo a whole import; refused when anything it brought in was changed since."""
    importing.undo(imported, by=get_actor(request), at=timezone.localtime())
    return get_import(imported)


@exports.get(
    "/{uuid:organisation}/export",
    auth=needs(Scope.RECORDS_EXPORT),
    response={200: None},
    openapi_extra={
        "responses": {
            200: {
                "description": "Tables as CSV, the same as JSON, and documents, in one archive.",
                "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def export_organisation(request: HttpRequest, organisation: UUID) -> FileResponse:
    """Take everything an organisation owns; headers of tables are in the language asked for."""
    documents = settings.CORDEE_STATE / "documents"
    file = export_everything(
        Wanted(organisation, get_reader_language(), documents),
        by=get_actor(request),
        at=timezone.localtime(),
    )
    return FileResponse(
        file, as_attachment=True, filename="cordee.zip", content_type="application/zip"
    )


def _open(request: HttpRequest, sent: TableIn, file: UploadedFile) -> tuple[Actor, Sheet, str]:
    """Return who brings in what; to who may not there, the organisation does not exist."""
    actor = get_actor(request)
    _check_may_import(sent.organisation, actor)
    if (file.size or 0) > MOST_BYTES:
        raise TooLargeError(MOST_BYTES)
    content = file.read()
    sheet = read_sheet(content, clean_file_name(file.name or ""))
    if len(sheet.lines) > MOST_LINES:
        raise RuleError(
            gettext_noop("{file} has more than {most} lines. Split it."),
            file=sheet.name,
            most=MOST_LINES,
        )
    return actor, sheet, importing.find_hash(content)


def _read(sheet: Sheet, sent: TableIn) -> tuple[FileKind[Any], Table]:
    kind = importing.get_file_kind(sent.kind)
    remembered = get_last_mapping(kind.name, sent.organisation)
    table, _places = importing.read_chosen(sheet, kind, None, remembered)
    return kind, table


def _check_may_import(organisation: UUID, actor: Actor) -> None:
    today = timezone.localdate()
    line = get_line(get_organisation(organisation).id, on=today)
    if not can(actor, Action.IMPORT_RECORDS, line, on=today):
        raise NotFoundError(gettext_noop("The directory has no such organisation."))
