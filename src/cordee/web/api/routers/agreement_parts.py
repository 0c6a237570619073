"""The parts of an agreement: parties, clauses, opinions, permits, amendments, files.

Each change names the version of the whole agreement and answers with the agreement as it then stands.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_noop
from ninja import File, Form, Router
from ninja.files import UploadedFile

from cordee.agreements.contents import ENDINGS, MOST_BYTES, PDF, keep_content, read_content
from cordee.agreements.operations import parties, terms
from cordee.agreements.operations.documents import add_document as add
from cordee.agreements.operations.documents import note_download
from cordee.agreements.queries import get_record, get_version_of_document
from cordee.agreements.signatures import read_signatures
from cordee.directory.queries import get_line
from cordee.kernel.errors import UsageError
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action, Scope
from cordee.web.actors import get_actor
from cordee.web.api.asking import IfMatch, mark, needs, who_changes
from cordee.web.api.faults import TooLargeError
from cordee.web.api.routers.agreements import show_agreement
from cordee.web.api.schemas.agreements import AgreementOut
from cordee.web.api.schemas.drafts import (
    AmendmentIn,
    AnswerIn,
    ClausesIn,
    DocumentIn,
    GateIn,
    NewPartyIn,
    PartyIn,
    PermitIn,
    SignatoryIn,
)
from cordee.web.api.schemas.shared import ReasonIn


router = Router(tags=["agreements"])
WRITE, TAKE = needs(Scope.AGREEMENTS_WRITE), needs(Scope.DOCUMENTS_READ)
ONE = "/{uuid:identifier}"
FOLDER = "documents"


@router.post(f"{ONE}/parties", auth=WRITE, response={201: AgreementOut})
def add_party(
    request: HttpRequest, identifier: UUID, if_match: IfMatch, sent: NewPartyIn
) -> object:
    """Name an organisation a party."""
    parties.add_party(
        identifier,
        sent.organisation,
        sent.role,
        _read_signatory(sent),
        **who_changes(request, if_match),
        reason=sent.reason,
    )
    return show_agreement(request, identifier)


@router.put(f"{ONE}/parties/{{uuid:party}}", auth=WRITE, response=AgreementOut)
def change_party(
    request: HttpRequest, identifier: UUID, party: UUID, if_match: IfMatch, sent: PartyIn
) -> object:
    """Change who signs for a party, and record the day it signed."""
    parties.change_party(
        identifier,
        party,
        sent.role,
        _read_signatory(sent),
        sent.signed_on,
        **who_changes(request, if_match),
        reason=sent.reason,
    )
    return show_agreement(request, identifier)


@router.post(f"{ONE}/parties/{{uuid:party}}/remove", auth=WRITE, response=AgreementOut)
def remove_party(
    request: HttpRequest, identifier: UUID, party: UUID, if_match: IfMatch, sent: ReasonIn
) -> object:
    """Take a party out; what it permits or is permitted must go first."""
    parties.remove_party(identifier, party, **who_changes(request, if_match), reason=sent.reason)
    return show_agreement(request, identifier)


@router.put(f"{ONE}/clauses", auth=WRITE, response=AgreementOut)
def set_clauses(
    request: HttpRequest, identifier: UUID, if_match: IfMatch, sent: ClausesIn
) -> object:
    """Write what the reading of the text found; a subject left out was not read for."""
    terms.set_clauses(
        identifier,
        {one.kind: (one.state, one.text) for one in sent.clauses},
        **who_changes(request, if_match),
        reason=sent.reason,
    )
    return show_agreement(request, identifier)


@router.post(f"{ONE}/opinions", auth=WRITE, response={201: AgreementOut})
def add_opinion(request: HttpRequest, identifier: UUID, if_match: IfMatch, sent: GateIn) -> object:
    """List an opinion that is needed."""
    terms.add_gate(
        identifier,
        sent.kind,
        sent.authority,
        is_blocking=sent.is_blocking,
        due_on=sent.due_on,
        **who_changes(request, if_match),
    )
    return show_agreement(request, identifier)


@router.put(f"{ONE}/opinions/{{uuid:opinion}}/answer", auth=WRITE, response=AgreementOut)
def answer_opinion(
    request: HttpRequest, identifier: UUID, opinion: UUID, if_match: IfMatch, sent: AnswerIn
) -> object:
    """Record what an authority answered, in place of what it answered before."""
    terms.answer_gate(
        identifier, opinion, terms.Answer(**sent.model_dump()), **who_changes(request, if_match)
    )
    return show_agreement(request, identifier)


@router.post(f"{ONE}/opinions/{{uuid:opinion}}/strike", auth=WRITE, response=AgreementOut)
def strike_opinion(
    request: HttpRequest, identifier: UUID, opinion: UUID, if_match: IfMatch, sent: ReasonIn
) -> object:
    """Strike an opinion from the list: never one that was answered, and never without a reason."""
    terms.remove_gate(identifier, opinion, **who_changes(request, if_match), reason=sent.reason)
    return show_agreement(request, identifier)


@router.post(f"{ONE}/permits", auth=WRITE, response={201: AgreementOut})
def add_permit(request: HttpRequest, identifier: UUID, if_match: IfMatch, sent: PermitIn) -> object:
    """Say what one party lets another do, by which clause."""
    terms.add_permit(
        identifier,
        sent.action,
        sent.giver,
        sent.receiver,
        sent.clause,
        sent.conditions,
        **who_changes(request, if_match),
        reason=sent.reason,
    )
    return show_agreement(request, identifier)


@router.post(f"{ONE}/permits/{{uuid:permit}}/strike", auth=WRITE, response=AgreementOut)
def strike_permit(
    request: HttpRequest, identifier: UUID, permit: UUID, if_match: IfMatch, sent: ReasonIn
) -> object:
    """Take out what one party lets another do."""
    terms.remove_permit(identifier, permit, **who_changes(request, if_match), reason=sent.reason)
    return show_agreement(request, identifier)


@router.post(f"{ONE}/amendments", auth=WRITE, response={201: AgreementOut})
def add_amendment(
    request: HttpRequest, identifier: UUID, if_match: IfMatch, sent: AmendmentIn
) -> object:
    """Record an amendment that all parties signed."""
    terms.add_amendment(
        identifier,
        sent.kind,
        sent.text,
        sent.signed_on,
        sent.new_end,
        **who_changes(request, if_match),
    )
    return show_agreement(request, identifier)


@router.post(f"{ONE}/files", auth=WRITE, response={201: AgreementOut})
def add_file(
    request: HttpRequest,
    identifier: UUID,
    if_match: IfMatch,
    sent: Form[DocumentIn],
    file: Annotated[UploadedFile, File(...)],
) -> object:
    """Bring in a file: as a new document, or as the next version of the document `follows`."""
    actor, folder = get_actor(request), settings.CORDEE_STATE / FOLDER
    _check_may_bring_in(identifier, sent, actor)
    if (file.size or 0) > MOST_BYTES:
        raise TooLargeError(MOST_BYTES)
    content = file.read()
    kept = keep_content(content, file.name or "", folder)
    add(
        identifier,
        sent.kind,
        sent.title,
        sent.language,
        kept,
        **who_changes(request, if_match),
        follows=sent.follows,
        signatures=read_signatures(content) if kept.media_type == PDF else (),
    )
    return show_agreement(request, identifier)


@router.get(
    "/files/{uuid:version}",
    auth=TAKE,
    response={200: None},
    openapi_extra={
        "responses": {
            200: {
                "description": "The file, as it was brought in.",
                "content": {
                    kind: {"schema": {"type": "string", "format": "binary"}} for kind in ENDINGS
                },
            }
        }
    },
)
def take_file(request: HttpRequest, version: UUID) -> HttpResponse:
    """Take one file of a document; the audit tells who did."""
    actor = get_actor(request)
    _agreement, line = get_version_of_document(version, by=actor, on=timezone.localdate())
    content = read_content(line.sha256, settings.CORDEE_STATE / FOLDER)
    note_download(version, by=actor, at=timezone.localtime())
    response = HttpResponse(content, content_type=line.media_type)
    header = content_disposition_header(as_attachment=True, filename=line.file_name)
    response.headers["Content-Disposition"] = header or "attachment"
    mark(request, line.number)
    return response


def _check_may_bring_in(identifier: UUID, sent: DocumentIn, actor: Actor) -> None:
    """Refuse before anything is kept: who may not write the agreement leaves no file on the server."""
    today = timezone.localdate()
    record = get_record(identifier, by=actor, on=today)
    check_can(actor, Action.EDIT_AGREEMENTS, get_line(record.office, on=today), on=today)
    if sent.follows is None and not sent.title.strip():
        raise UsageError(gettext_noop("Give the new document a title."))


def _read_signatory(sent: SignatoryIn) -> parties.Signatory:
    return parties.Signatory(sent.signatory_name, sent.signatory_function, sent.language)
