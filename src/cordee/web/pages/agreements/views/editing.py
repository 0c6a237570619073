"""Forms of an agreement: opened by who keeps its record alone, saved on the version they were opened on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from cordee.agreements.queries import NOTHING_HERE, get_record, is_kept_by
from cordee.agreements.values import Record
from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import Sentence
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.web.actors import get_actor
from cordee.web.editing import Back, Current, FormPage, answer_form
from cordee.web.errors import say_sentence
from cordee.web.pages.agreements.forms.parts import StrikeForm
from cordee.web.wording import get_reader_language


MakeForm = Callable[[Mapping[str, Any] | None, Record], Any]


class Changer(TypedDict):
    """Who changes a record, when, and the version it was opened on: what every operation is told."""

    version: int
    by: Actor
    at: datetime


Save = Callable[[Any, Changer], object]


def open_record(request: HttpRequest, agreement: UUID) -> Record:
    """Return the record for who keeps it; for anybody else there is none."""
    actor, today = get_actor(request), timezone.localdate()
    record = get_record(agreement, by=actor, on=today)
    if not is_kept_by(record, Action.EDIT_AGREEMENTS, by=actor, on=today):
        # A page that only writes is no page for who only reads.
        raise NotFoundError(NOTHING_HERE)
    return record


def make_page(
    record: Record, title: str, button: str, *, note: str = "", obstacle: Sentence | None = None
) -> FormPage:
    """Return what stands around a form of the record, with what forbids saving it now."""
    back = Back(
        record.to_title(get_reader_language()), reverse("agreements:record", args=[record.id])
    )
    why_not = say_sentence(obstacle) if obstacle else ""
    return FormPage(title, back, button, note=note, why_not=why_not)


def edit(
    request: HttpRequest,
    record: Record,
    page: FormPage,
    make_form: MakeForm,
    save: Save,
    *,
    done: str,
) -> HttpResponseBase:
    """Show the form of a record, or save it on the version it was opened on and go back to the record."""
    form = make_form(request.POST if request.method == "POST" else None, record)

    def act() -> str:
        version = form.cleaned_data["version"]
        save(form, {"version": version, "by": get_actor(request), "at": timezone.localtime()})
        return page.back.address

    def read_current() -> Current:
        now = get_record(record.id, by=get_actor(request), on=timezone.localdate())
        return Current(make_form(None, now), now.office, "agreement", now.id)

    return answer_form(request, page, form, act, done=done, read_current=read_current)


def strike(
    request: HttpRequest,
    record: Record,
    page: FormPage,
    part: UUID,
    remove: Callable[..., object],
    *,
    done: str,
) -> HttpResponseBase:
    """Ask why a part of the record is taken out, and take it out."""
    return edit(
        request,
        record,
        page,
        lambda data, now: StrikeForm(data, record=now),
        lambda form, who: remove(record.id, part, **who, reason=form.get_reason()),
        done=done,
    )
