"""Projects: the portfolio, the page of one, and how one begins and is led through its life."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from cordee.agreements.portfolio import get_portfolio, list_lines
from cordee.agreements.states import KIND_NAMES
from cordee.agreements.values import AgreementTold
from cordee.directory.queries import get_line, get_names
from cordee.kernel.errors import NotFoundError
from cordee.ledger.audit import Told, read_events, select_events
from cordee.ledger.rights import can
from cordee.ledger.states import Action
from cordee.programmes.deeds import DEED_NAMES
from cordee.programmes.granting.rules import (
    MOVES,
    Step,
    check_can_change,
    check_can_move,
    find_agreement_kind,
)
from cordee.programmes.granting.values import ProjectRecord
from cordee.programmes.models import Project
from cordee.programmes.operations import projects as write
from cordee.programmes.operations.project_steps import move_project
from cordee.programmes.operations.project_writing import Who
from cordee.programmes.queries.project_lists import (
    list_choices,
    read_lines,
    select_sought,
    sum_projects,
)
from cordee.programmes.queries.projects import (
    find_award,
    get_project,
    list_awards_waiting,
    list_run,
    select_visible,
)
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Back, FormPage, answer_form
from cordee.web.forms import Choices
from cordee.web.pages.observatory.views import stream_csv
from cordee.web.pages.programmes.forms.projects import (
    AgreementTieForm,
    AwardForm,
    ProjectFilterForm,
    ProjectForm,
    StepForm,
    make_agreement_finder,
)
from cordee.web.pages.programmes.presenters.project import present_project
from cordee.web.pages.programmes.presenters.project_rows import Fact
from cordee.web.pages.programmes.presenters.projects import (
    list_cells,
    list_columns,
    present_awards,
    present_lines,
    present_sums,
    write_workbook,
)
from cordee.web.pages.programmes.views.project_editing import edit, open_project
from cordee.web.wording import get_reader_language


LINES_ON_A_PAGE = 50
"""As many lines as a person reads at a sitting; the next page is one step away."""

MOST_EVENTS = 100
"""Lines of the history a page shows, the latest first; the audit has the others."""

MOST_FOLLOWED = 500
"""Projects offered as what one grew out of, the latest first."""


@signed_in
@require_safe
def grants(request: HttpRequest) -> HttpResponseBase:
    actor, today = get_actor(request), timezone.localdate()
    found = list_choices(actor, on=today)
    form = ProjectFilterForm(
        request.GET, found=found, instruments=_list_instruments(found.instruments)
    )
    sought = form.get_sought()
    rows = select_sought(sought, by=actor, on=today)
    wanted = request.GET.get("form")
    if wanted in {"csv", "xlsx"}:
        return _send_file(read_lines(rows.defer("words", "summary"), on=today), wanted)
    shown = Paginator(rows.defer("words", "summary"), LINES_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    query = request.GET.copy()
    query.pop("page", None)
    may_run = bool(list_run(actor, on=today))
    page = {
        "tiles": present_sums(sum_projects(rows, on=today)),
        "form": form,
        "lines": present_lines(read_lines(shown.object_list, on=today)),
        "shown": shown,
        "query": query.urlencode(),
        "is_narrowed": any(vars(sought).values()),
        "may_run": may_run,
        "awards": present_awards(list_awards_waiting(actor, on=today)) if may_run else (),
    }
    return render(request, "programmes/grants.html", page)


@require_safe
def grant(request: HttpRequest, project: UUID) -> HttpResponseBase:
    """Show a project: a public one to anybody, another to those concerned."""
    actor, today = get_actor(request), timezone.localdate()
    try:
        found = get_project(project, by=actor, on=today)
    except NotFoundError:
        if actor.is_signed_in:
            raise
        return redirect_to_login(request.get_full_path())
    if found.is_whole:
        write.note_view(project, by=actor, at=timezone.localtime())
    names = get_names([found.office])
    page = present_project(
        found,
        on=today,
        office=names[found.office].to_name(get_reader_language()) if names else "–",
        agreement=_find_agreement(found, request) if found.is_whole else None,
        history=_list_history(found, request),
    )
    response = render(request, "programmes/grant.html", {"page": page})
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    actor, today, language = get_actor(request), timezone.localdate(), get_reader_language()
    offices = list_run(actor, on=today)
    if not offices:
        raise NotFoundError(gettext_noop("No page has this address."))
    names = get_names(offices)
    form = ProjectForm(
        request.POST or None,
        offices=[(str(one), names[one].to_name(language)) for one in offices if one in names],
        followed=_list_followed(request, None),
    )

    def act() -> str:
        office = UUID(form.cleaned_data["office"])
        made = write.create_project(
            form.get_draft(), office=office, by=actor, at=timezone.localtime()
        )
        return reverse("programmes:grant", args=[made])

    page = FormPage(
        title=_("A grant from elsewhere"),
        back=_go_back(),
        button=_("Begin"),
        lead=_("Participants, money and reports are added on its page."),
    )
    return answer_form(request, page, form, act, done=_("The project is begun."))


@signed_in
@require_http_methods(["GET", "POST"])
def from_award(request: HttpRequest, decision: UUID) -> HttpResponseBase:
    actor, today = get_actor(request), timezone.localdate()
    award = find_award(decision, by=actor, on=today)
    application = award.application
    initial = {"starts_on": today, "months": application.months}
    form = AwardForm(request.POST or None, initial=initial)

    def act() -> str:
        values = form.cleaned_data
        made = write.create_from_award(
            decision,
            starts_on=values["starts_on"],
            months=values["months"],
            by=actor,
            at=timezone.localtime(),
        )
        return reverse("programmes:grant", args=[made])

    page = FormPage(
        title=_("Begin the project of an award"),
        back=_go_back(),
        button=_("Begin"),
        lead=application.title,
        note=_(
            "People, partners, money and the plan of reports come from the application and from the instrument as its call froze it."
        ),
    )
    return answer_form(request, page, form, act, done=_("The project is begun."))


@signed_in
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, project: UUID) -> HttpResponseBase:
    found = open_project(request, project)
    followed = _list_followed(request, project)
    return edit(
        request,
        found,
        (_("Edit the project"), _("Save")),
        lambda data, now: ProjectForm(data, followed=followed, project=now),
        lambda form, who: write.change_project(
            project, form.get_draft(), version=who.version or 0, by=who.by, at=who.at
        ),
        done=_("The project is changed."),
        check=check_can_change,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, project: UUID, step: str) -> HttpResponseBase:
    if step not in set(Step):
        raise NotFoundError(gettext_noop("No page has this address."))
    found, chosen = open_project(request, project), Step(step)
    move = MOVES[chosen]
    needs_day = chosen in {Step.EXTEND, Step.TERMINATE}
    day = timezone.localdate() if chosen is Step.TERMINATE else found.draft.ends_on
    note = ""
    if chosen is Step.EXTEND:
        note = _("Reports that are still to come move with the end; those handed in stay.")
    if chosen is Step.CLOSE and any(one.is_open for one in found.reports):
        note = _("Some reports are not accepted: closing without them needs a reason.")
    return edit(
        request,
        found,
        (str(move.label), str(move.label)),
        lambda data, now: StepForm(
            data, project=now, needs_day=needs_day, needs_reason=move.needs_reason, day=day
        ),
        lambda form, who: move_project(
            project,
            chosen,
            who,
            reason=form.cleaned_data["reason"],
            day=form.cleaned_data.get("day"),
        ),
        done=_("Done."),
        note=note,
        check=lambda now: check_can_move(now, chosen),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, project: UUID) -> HttpResponseBase:
    found = open_project(request, project)
    actor, language, today = get_actor(request), get_reader_language(), timezone.localdate()
    agreements = make_agreement_finder(lambda: get_portfolio(actor, on=today), language)
    tied = _find_tied(found, request)
    now_called = tied.to_line(language) if tied else ""
    kind = find_agreement_kind(found.definition.outcome if found.definition else None)
    note = _(
        "A draft would be a %(kind)s between its office and the participants of the directory."
    )

    def save(form: AgreementTieForm, who: Who) -> None:
        version = who.version or 0
        if form.cleaned_data.get("drafts") and not form.cleaned_data["agreement"]:
            write.draft_agreement(project, version=version, by=who.by, at=who.at)
            return
        chosen = form.get_picked("agreement")
        write.tie_agreement(project, chosen, version=version, by=who.by, at=who.at)

    return edit(
        request,
        found,
        (_("The agreement of the project"), _("Save")),
        lambda data, now: AgreementTieForm(
            data, project=now, agreements=agreements, now=now_called
        ),
        save,
        done=_("The agreement of the project is kept."),
        note=note % {"kind": KIND_NAMES[kind]} if found.agreement is None else "",
    )


def _go_back() -> Back:
    return Back(_("Projects"), reverse("programmes:grants"))


def _send_file(lines: Any, form: str) -> HttpResponseBase:
    if form == "csv":
        head = list_columns()
        rows = (
            tuple("" if cell is None else str(cell) for cell in list_cells(one)) for one in lines
        )
        return stream_csv(iter((head, *rows)), "projects")
    response = HttpResponse(
        write_workbook(lines),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response.headers["Content-Disposition"] = 'attachment; filename="cordee-projects.xlsx"'
    return response


def _list_instruments(codes: tuple[str, ...]) -> Choices:
    """Return the instruments to narrow by, each with the name its latest project froze."""
    named = []
    for code in codes:
        rows = Project.objects.filter(instrument_version__instrument__code=code)
        definition = rows.order_by("-created_at").values_list("definition", flat=True).first()
        label = (definition or {}).get("label", {})
        named.append((code, str(label.get(get_reader_language(), code))))
    return sorted(named, key=lambda one: one[1].casefold())


def _list_followed(request: HttpRequest, besides: UUID | None) -> Choices:
    rows = select_visible(get_actor(request), on=timezone.localdate()).order_by("-created_at")
    return [
        (str(one.id), f"{one.acronym} – {one.title}" if one.acronym else one.title)
        for one in rows.only("id", "acronym", "title")[:MOST_FOLLOWED]
        if one.id != besides
    ]


def _find_agreement(project: ProjectRecord, request: HttpRequest) -> Fact | None:
    if project.agreement is None:
        return None
    line = _find_tied(project, request)
    if line is None:
        return Fact(_("Agreement"), _("one that you do not see"))
    address = reverse("agreements:record", args=[line.id])
    return Fact(_("Agreement"), line.to_title(get_reader_language()), address)


def _find_tied(project: ProjectRecord, request: HttpRequest) -> AgreementTold | None:
    if project.agreement is None:
        return None
    lines = list_lines(get_actor(request), on=timezone.localdate())
    return next((one for one in lines if one.id == project.agreement), None)


def _list_history(project: ProjectRecord, request: HttpRequest) -> list[tuple[Told, str]]:
    """Return what happened to the project, for who audits its office or runs it; reads only for the first."""
    actor, today = get_actor(request), timezone.localdate()
    audits = can(actor, Action.SEE_AUDIT, get_line(project.office, on=today), on=today)
    if not audits and not project.may_run:
        return []
    events = select_events(frozenset({project.office}), kind="project", record=str(project.id))
    if not audits:
        events = events.exclude(action__in=("project.see", "project.download"))
    return [
        (one, str(DEED_NAMES.get(one.action, one.action)))
        for one in read_events(events[:MOST_EVENTS])
    ]
