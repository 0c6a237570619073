"""One kind of entry and its pages: shown, changed and confirmed alike, whatever it is an entry of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.directory.operations.kept import check_may_keep
from cordee.directory.queries.kept import Keeping, Reference
from cordee.ledger.states import Action
from cordee.web.actors import get_actor
from cordee.web.editing import Back, Current, FormPage, answer_form
from cordee.web.pages.directory.forms.organisations import VersionedForm
from cordee.web.pages.directory.presenters.records import RecordPage, choose_text
from cordee.web.pages.directory.views.editing import show_record


class Kept(Protocol):
    """The record of something that an organisation keeps."""

    @property
    def standing(self) -> Keeping: ...


class Titled(Protocol):
    """What has a name in either language."""

    @property
    def name_fr(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def get_keeper(record: Kept) -> UUID:
    return record.standing.keeper.id


def say_title(record: Titled) -> str:
    return choose_text(record.name_fr, record.name_en)


Record = TypeVar("Record")
KeptRecord = TypeVar("KeptRecord", bound=Kept)


@dataclass(frozen=True)
class Entry(Generic[Record]):
    """A kind of entry: `kind` names it in addresses and in the audit, `action` is what changing one asks for."""

    kind: str
    action: Action
    get_record: Callable[..., Record]
    change: Callable[..., object]
    confirm: Callable[..., object]
    say_title: Callable[[Record], str]
    get_owner: Callable[[Record], UUID]

    def get_editable(self, request: HttpRequest, identifier: UUID) -> Record:
        """Return a record for who may change it; anybody else is refused."""
        actor, at = get_actor(request), timezone.localtime()
        record = self.get_record(identifier, by=actor, on=timezone.localdate())
        check_may_keep(self.get_owner(record), self.action, by=actor, at=at)
        return record

    def get_address(self, identifier: UUID) -> str:
        return reverse(f"directory:{self.kind}", args=[identifier])

    def go_to(self, identifier: UUID, record: Record) -> Back:
        """Return the way back to a record."""
        return Back(self.say_title(record), self.get_address(identifier))


def show_entry(
    request: HttpRequest,
    entry: Entry[KeptRecord],
    identifier: UUID,
    record: KeptRecord,
    page: RecordPage,
) -> HttpResponse:
    """Show the record of something kept, with its latest history for those entitled to it."""
    may_audit = record.standing.may_audit
    return show_record(request, page, may_audit, get_keeper(record), entry.kind, identifier)


def change_entry(
    request: HttpRequest,
    entry: Entry[Record],
    identifier: UUID,
    record: Record,
    make_form: Callable[[QueryDict | None, Record], VersionedForm],
) -> HttpResponseBase:
    """Show the form of an entry, or write the entry anew; what others changed meanwhile is shown beside it."""
    form = make_form(request.POST or None, record)

    def act() -> str:
        entry.change(
            identifier,
            form.get_values(),
            version=form.get_version(),
            by=get_actor(request),
            at=timezone.localtime(),
        )
        return entry.get_address(identifier)

    def read_current() -> Current:
        now = entry.get_editable(request, identifier)
        return Current(make_form(None, now), entry.get_owner(now), entry.kind, identifier)

    page = FormPage(_("Change the entry"), entry.go_to(identifier, record), _("Save"))
    done = _("The entry is saved and counts as confirmed today.")
    return answer_form(request, page, form, act, done=done, read_current=read_current)


def confirm_entry(request: HttpRequest, entry: Entry[Record], identifier: UUID) -> HttpResponseBase:
    """Write that an entry is still true; from the list of those that wait, go back to the list."""
    actor = get_actor(request)
    entry.get_record(identifier, by=actor, on=timezone.localdate())
    entry.confirm(identifier, by=actor, at=timezone.localtime())
    messages.success(request, _("The entry is confirmed as of today."))
    address = entry.get_address(identifier)
    return redirect("directory:to_confirm" if request.POST.get("from") else address)


def list_values(record: Kept, values: type[Any]) -> dict[str, Any]:
    """Return what the form of an entry starts with: each of its values, another entry by its name."""
    found: dict[str, Any] = {"version": record.standing.version}
    for name in (one.name for one in fields(values)):
        value = record.standing.end if name == "end" else getattr(record, name)
        found[name] = say_title(value) if isinstance(value, Reference) else value
    return found
