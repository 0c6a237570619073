"""What waits in the directory: requests to answer, uses to state, entries to confirm."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_noop

from cordee.directory.models import Request
from cordee.directory.queries.access import list_own
from cordee.directory.queries.waiting import list_waiting
from cordee.directory.states import RequestState
from cordee.kernel.messages import Sentence
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.ledger.tasks import Task


ANSWER = gettext_noop("Answer the request of {organisation}")
STATE_USE = gettext_noop("State what you used")
CONFIRM = gettext_noop("Confirm the entries that nobody confirmed for a year: {count}")


def list_tasks(by: Actor, *, on: date) -> tuple[Task, ...]:
    """Return what `by` has to do in the directory."""
    return (*_list_requests(by, on), *_list_uses(by, on), *_list_unconfirmed(by, on))


def _list_requests(by: Actor, on: date) -> Iterable[Task]:
    rows = Request.objects.filter(
        offer__keeper__in=list_own(by, Action.ANSWER_REQUESTS, on=on),
        state__in=(RequestState.ASKED, RequestState.EVALUATED),
    ).select_related("offer", "organisation")
    for row in rows:
        asking = row.organisation.name_en or row.organisation.name_fr
        yield Task(
            Sentence(ANSWER, {"organisation": asking}),
            "request",
            row.id,
            row.offer.name_fr,
            row.offer.name_en,
            # It is of use until the day from which the thing is wanted.
            row.wanted_from,
        )


def _list_uses(by: Actor, on: date) -> Iterable[Task]:
    if by.account is None:
        return
    rows = Request.objects.filter(
        asked_by=by.account, state=RequestState.ACCEPTED, wanted_until__lt=on
    ).select_related("offer")
    for row in rows:
        offer = row.offer
        yield Task(Sentence(STATE_USE), "request", row.id, offer.name_fr, offer.name_en)


def _list_unconfirmed(by: Actor, on: date) -> Iterable[Task]:
    _some, count = list_waiting(by, on=on)
    if count:
        yield Task(Sentence(CONFIRM, {"count": count}), "confirmation", None)
