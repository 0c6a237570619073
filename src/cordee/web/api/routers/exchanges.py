"""Offers and requests; the search over everything."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from cordee.agreements.queries import find_visible
from cordee.directory.operations import exchanges as write
from cordee.directory.queries.access import check_sees_directory
from cordee.directory.queries.exchanges import (
    OfferRecord,
    RequestRecord,
    get_offer_record,
    get_request_record,
    list_requests,
)
from cordee.directory.queries.waiting import list_waiting
from cordee.directory.states import Sort
from cordee.ledger.states import Action, Scope
from cordee.web.actors import get_actor
from cordee.web.api.asking import IfMatch, mark, needs, who_changes, who_writes
from cordee.web.api.routers.finding import list_found
from cordee.web.api.schemas.exchanges import (
    NewOfferIn,
    OfferIn,
    OfferOut,
    RequestIn,
    RequestMoveIn,
    RequestOut,
    RequestsOut,
)
from cordee.web.api.schemas.searching import (
    FoundOut,
    HitsOut,
    Narrowed,
    SearchAsked,
    WaitingOut,
)
from cordee.web.request_letters import tell_of_request


offers = Router(tags=["offers"])
requests = Router(tags=["requests"])
searches = Router(tags=["search"])
READ, WRITE = needs(Scope.DIRECTORY_READ), needs(Scope.DIRECTORY_WRITE)
READ_REQUESTS, WRITE_REQUESTS = needs(Scope.REQUESTS_READ), needs(Scope.REQUESTS_WRITE)
ONE = "/{uuid:identifier}"


@searches.get("", auth=READ, response=FoundOut)
def search(request: HttpRequest, asked: Query[SearchAsked]) -> dict[str, object]:
    """Search over everything in the directory, with counts to narrow by."""
    return list_found(request, asked, asked.sort)


@searches.get("/to-confirm", auth=READ, response=WaitingOut)
def list_entries_to_confirm(request: HttpRequest) -> dict[str, object]:
    """List the entries of one's own that nobody confirmed for a year, the oldest first: 100 at most.

    `total` counts them all. A token without `directory:write` confirms nothing, so nothing waits for it.
    """
    actor, today = get_actor(request), timezone.localdate()
    check_sees_directory(actor, on=today)
    items, total = list_waiting(actor, on=today)
    return {"items": items, "total": total}


@offers.get("", auth=READ, response=HitsOut)
def list_offers(request: HttpRequest, asked: Query[Narrowed]) -> dict[str, object]:
    """List offers, by name or by how well they fit the words of `q`."""
    return list_found(request, asked, [Sort.OFFER])


@offers.post("", auth=WRITE, response={201: OfferOut})
def create_offer(
    request: HttpRequest, response: HttpResponse, sent: NewOfferIn
) -> Status[OfferRecord]:
    """Offer something on behalf of `keeper`."""
    _check_named(request, sent.agreement, None)
    made = write.create_offer(sent.to_values(), keeper=sent.keeper, **who_writes(request))
    response.headers["Location"] = f"/api/offers/{made.id}"
    return Status(201, _show(request, made.id))


@offers.get(ONE, auth=READ, response=OfferOut)
def get_offer(request: HttpRequest, identifier: UUID) -> OfferRecord:
    """Return an offer."""
    return _show(request, identifier)


@offers.put(ONE, auth=WRITE, response=OfferOut)
def change_offer(
    request: HttpRequest, identifier: UUID, if_match: IfMatch, sent: OfferIn
) -> OfferRecord:
    """Write an offer anew."""
    known = get_offer_record(identifier, by=get_actor(request), on=timezone.localdate())
    _check_named(request, sent.agreement, known.agreement)
    write.change_offer(identifier, sent.to_values(), **who_changes(request, if_match))
    return _show(request, identifier)


@offers.post(f"{ONE}/confirm", auth=WRITE, response=OfferOut)
def confirm_offer(request: HttpRequest, identifier: UUID) -> OfferRecord:
    """Say that an offer still stands today."""
    write.confirm_offer(identifier, **who_writes(request))
    return _show(request, identifier)


@offers.post(f"{ONE}/requests", auth=WRITE_REQUESTS, response={201: RequestOut})
def ask_for_offer(
    request: HttpRequest, response: HttpResponse, identifier: UUID, sent: RequestIn
) -> Status[RequestRecord]:
    """Ask for an offer on behalf of an organisation of one's own."""
    made = write.ask_for(
        identifier,
        sent.organisation,
        purpose=sent.purpose,
        wanted_from=sent.wanted_from,
        wanted_until=sent.wanted_until,
        **who_writes(request),
    )
    tell_of_request(made.id, None)
    response.headers["Location"] = f"/api/requests/{made.id}"
    return Status(201, _show_request(request, made.id))


@requests.get("", auth=READ_REQUESTS, response=RequestsOut)
def list_own_requests(request: HttpRequest) -> dict[str, object]:
    """List the requests of one's own houses, asked by them or of them; those that wait first."""
    found = list_requests(get_actor(request), on=timezone.localdate())
    return {"items": found, "total": len(found)}


@requests.get(ONE, auth=READ_REQUESTS, response=RequestOut)
def get_request(request: HttpRequest, identifier: UUID) -> RequestRecord:
    """Return a request, for who stands on either side of it."""
    return _show_request(request, identifier)


@requests.post(f"{ONE}/moves", auth=WRITE_REQUESTS, response=RequestOut)
def move_request(request: HttpRequest, identifier: UUID, sent: RequestMoveIn) -> RequestRecord:
    """Evaluate, accept, decline or withdraw a request, or state what was used."""
    write.move_request(identifier, sent.move, sent.text, **who_writes(request))
    tell_of_request(identifier, sent.move)
    return _show_request(request, identifier)


def _check_named(request: HttpRequest, agreement: UUID | None, known: UUID | None) -> None:
    """Raise `NotFoundError` for an agreement that the caller may not see, unless it is named already."""
    if agreement is not None and agreement != known:
        find_visible(
            agreement, Action.SEE_AGREEMENTS, by=get_actor(request), on=timezone.localdate()
        )


def _show(request: HttpRequest, identifier: UUID) -> OfferRecord:
    record = get_offer_record(identifier, by=get_actor(request), on=timezone.localdate())
    mark(request, record.standing.version)
    return record


def _show_request(request: HttpRequest, identifier: UUID) -> RequestRecord:
    return get_request_record(identifier, by=get_actor(request), on=timezone.localdate())
