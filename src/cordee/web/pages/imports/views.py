from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.directory.imports.export import check_may_export
from cordee.directory.queries import Named, get_names
from cordee.directory.queries.organisations import list_homes
from cordee.kernel.errors import NotFoundError, RuleError, SourceError, UsageError
from cordee.ledger.imports import (
    Outcome,
    Plan,
    Source,
    get_last_mapping,
    list_imports,
)
from cordee.ledger.rights import Actor
from cordee.ledger.sheets import Sheet, Table, clean_file_name, read_sheet
from cordee.ledger.states import Action
from cordee.web import importing
from cordee.web.actors import get_actor, signed_in
from cordee.web.archives import ExportWanted
from cordee.web.background import ImportWanted, start_export, start_import
from cordee.web.errors import say_error
from cordee.web.jobs import TooManyJobsError
from cordee.web.pages.imports.forms import ColumnsForm, UploadForm
from cordee.web.pages.imports.presenters import (
    present_homes,
    present_imports,
    present_plan,
    present_templates,
    say_counts,
)
from cordee.web.wording import get_reader_language


IMPORTS_SHOWN = 50
MOST_LINES = 20_000
"""Lines that a page brings in: as many as are read and checked while a reader waits."""

MOST_AT_ONCE = 500
"""Lines that are written while a reader waits; more are brought in in the background."""


@signed_in
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponseBase:
    actor, today = get_actor(request), timezone.localdate()
    homes = _get_homes(actor)
    initial = {"kind": request.GET.get("kind", "")}
    form = UploadForm(request.POST or None, request.FILES or None, homes=homes, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("imports:draft", _keep(actor, form).id)
        except (SourceError, RuleError) as error:
            form.add_error("file", say_error(error))
    found = list_imports(importing.list_undoable(actor, on=today), most=IMPORTS_SHOWN)
    page = {
        "form": form,
        "templates": present_templates(),
        "homes": present_homes(actor, on=today),
        "done": present_imports(found, get_names(one.organisation for one in found)),
    }
    return render(request, "imports/imports.html", page)


@signed_in
@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    _get_homes(get_actor(request))
    file_kind = importing.get_file_kind(kind)
    if file_kind.read is not None:
        raise NotFoundError(gettext_noop("No page has this address."))
    answer = HttpResponse(
        importing.write_template(file_kind, get_reader_language()),
        content_type="text/csv; charset=utf-8",
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_kind.name}.csv"'
    return answer


@dataclass(frozen=True)
class Look:
    """A file as it was read: its columns, its values, and what bringing it in would do."""

    form: ColumnsForm | None
    table: Table | None
    plan: Plan | None
    problem: str

    @property
    def columns(self) -> str:
        """Return which columns were read, to tell whether a reader has seen what they come to."""
        titles = self.table.titles if self.table else {}
        return hashlib.sha256(repr(sorted(titles.items())).encode()).hexdigest()


@signed_in
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    assert actor.account is not None
    waiting = importing.get_upload(settings.CORDEE_STATE, draft, owner=actor.account)
    look = _look(request, waiting, actor)
    # Columns chosen anew are looked at first, whatever button was pressed.
    wants_run = request.POST.get("do") == "run" and request.POST.get("seen") == look.columns
    if wants_run and look.table is not None:
        try:
            return _run(request, waiting, look.table, actor)
        except RuleError as error:
            # The table was read before; its faults are found anew for the page.
            fresh = _look(request, waiting, actor)
            look = Look(fresh.form, fresh.table, fresh.plan, say_error(error))
    page = {
        "file_name": waiting.file_name,
        "title": waiting.kind.title,
        "organisation": get_names([waiting.organisation])[waiting.organisation].to_name(
            get_reader_language()
        ),
        "form": look.form,
        "plan": present_plan(look.plan, waiting.kind) if look.plan else None,
        "problem": look.problem,
        "seen": look.columns,
    }
    return render(request, "imports/draft.html", page, status=409 if look.problem else 200)


@signed_in
@require_POST
def undo(request: HttpRequest, imported: UUID) -> HttpResponseBase:
    importing.undo(imported, by=get_actor(request), at=timezone.localtime())
    messages.success(request, _("The whole import is undone; all is as it was before."))
    return redirect("imports:imports")


@signed_in
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, organisation: UUID) -> HttpResponseBase:
    """Say what is taken out, then do so in the background; who may not there finds no such page."""
    actor, at = get_actor(request), timezone.localtime()
    check_may_export(organisation, by=actor, on=at.date())
    language = get_reader_language()
    name = get_names([organisation])[organisation].to_name(language)
    if request.method != "POST":
        return render(request, "imports/export.html", {"organisation": name})
    wanted = ExportWanted(organisation, language)
    try:
        start_export(wanted, name, reverse("imports:imports"), by=actor, at=at)
    except TooManyJobsError as error:
        messages.error(request, say_error(error))
    return redirect("jobs:jobs")


def _get_homes(actor: Actor) -> tuple[Named, ...]:
    """Return where the reader may bring records in; to who may nowhere there is no such page."""
    homes = list_homes(actor, Action.IMPORT_RECORDS, on=timezone.localdate())
    if not homes:
        raise NotFoundError(gettext_noop("No page has this address."))
    return homes


def _keep(actor: Actor, form: UploadForm) -> importing.Waiting:
    assert actor.account is not None
    kind, organisation = form.get_kind(), form.get_organisation()
    name, content = importing.pack((one.name, one.read()) for one in form.cleaned_data["file"])
    if kind.read is None:
        _check_size(read_sheet(content, clean_file_name(name)))
    else:
        kind.read(content, clean_file_name(name), organisation, timezone.localdate())
    return importing.keep_upload(
        settings.CORDEE_STATE,
        content,
        name,
        kind,
        organisation,
        owner=actor.account,
        at=timezone.localtime(),
    )


def _look(request: HttpRequest, waiting: importing.Waiting, actor: Actor) -> Look:
    kind, today = waiting.kind, timezone.localdate()
    if kind.read is not None:
        told = waiting.read_again({}, on=today)
        return Look(None, told, kind.plan(told, waiting.organisation, by=actor, on=today), "")
    sheet = waiting.read()
    form = ColumnsForm(request.POST or None, sheet=sheet, kind=kind)
    chosen = form.get_places() if request.method == "POST" and form.is_valid() else None
    remembered = get_last_mapping(kind.name, waiting.organisation)
    try:
        table, places = importing.read_chosen(sheet, kind, chosen, remembered)
    except UsageError as error:
        return Look(form, None, None, say_error(error))
    if chosen is None:
        form = ColumnsForm(initial=places, sheet=sheet, kind=kind)
    return Look(form, table, kind.plan(table, waiting.organisation, by=actor, on=today), "")


def _run(
    request: HttpRequest, waiting: importing.Waiting, table: Table, actor: Actor
) -> HttpResponseBase:
    assert actor.account is not None
    if len(table.rows) > MOST_AT_ONCE:
        wanted = ImportWanted(waiting.id, table.titles, "only_good" in request.POST)
        back = reverse("imports:imports")
        start_import(wanted, waiting.file_name, back, by=actor, at=timezone.localtime())
        return redirect("jobs:jobs")
    source = Source(waiting.file_name, waiting.sha256, table.titles)
    only_good = "only_good" in request.POST
    # Read once more: the faults of the dry run above stand in the table that it read.
    anew = waiting.read_again(table.titles, on=timezone.localdate())
    _made, plan = waiting.kind.bring_in(
        anew,
        source,
        waiting.organisation,
        only_good=only_good,
        by=actor,
        at=timezone.localtime(),
    )
    importing.drop_upload(settings.CORDEE_STATE, waiting.id, owner=actor.account)
    counts = say_counts(
        plan.count(Outcome.NEW),
        plan.count(Outcome.CHANGED),
        plan.count(Outcome.SAME),
        plan.faulty_lines,
    )
    messages.success(
        request,
        _("{file} is brought in: {counts}.").format(file=waiting.file_name, counts=counts),
    )
    return redirect("imports:imports")


def _check_size(sheet: Sheet) -> None:
    if len(sheet.lines) > MOST_LINES:
        raise RuleError(
            gettext_noop(
                "{file} has more than {most} lines, for which a page would keep you waiting. Use the command `cordee directory import`, or split the file."
            ),
            file=sheet.name,
            most=MOST_LINES,
        )
