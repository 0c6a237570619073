"""Forms of a project: opened by who runs its office, saved on the version they were opened on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from cordee.kernel.errors import NotFoundError
from cordee.programmes.calling.rules import find_obstacle
from cordee.programmes.granting.values import ProjectRecord
from cordee.programmes.operations.project_writing import Who
from cordee.programmes.queries.projects import NO_PROJECT, get_project
from cordee.web.actors import get_actor
from cordee.web.editing import Back, Current, FormPage, answer_form
from cordee.web.errors import say_sentence


MakeForm = Callable[[Mapping[str, Any] | None, ProjectRecord], Any]
Save = Callable[[Any, Who], object]


def open_project(request: HttpRequest, project: UUID, *, leader_may: bool = False) -> ProjectRecord:
    """Return a project for who runs its office, or leads it where that is enough; else there is none."""
    found = get_project(project, by=get_actor(request), on=timezone.localdate())
    if not (found.may_run or (leader_may and found.leads)):
        # A page that only writes is no page for who only reads.
        raise NotFoundError(NO_PROJECT)
    return found


def edit(
    request: HttpRequest,
    project: ProjectRecord,
    wording: tuple[str, str],
    make_form: MakeForm,
    save: Save,
    *,
    done: str,
    note: str = "",
    address: str = "",
    check: Callable[[ProjectRecord], None] | None = None,
) -> HttpResponseBase:
    """Show a form of a project, or save it on the version it was opened on and go back to the project.

    `wording` is the title and the button; `check` raises what forbids saving as things stand.
    """
    form = make_form(request.POST if request.method == "POST" else None, project)
    back = Back(project.title, address or reverse("programmes:grant", args=[project.id]))
    page = FormPage(wording[0], back, wording[1], note=note, why_not=_find_obstacle(check, project))

    def act() -> str:
        version = form.cleaned_data["version"]
        save(form, Who(get_actor(request), timezone.localtime(), version))
        return back.address

    def read_current() -> Current:
        now = get_project(project.id, by=get_actor(request), on=timezone.localdate())
        return Current(make_form(None, now), now.office, "project", now.id)

    return answer_form(request, page, form, act, done=done, read_current=read_current)


def _find_obstacle(check: Callable[[ProjectRecord], None] | None, project: ProjectRecord) -> str:
    if check is None:
        return ""
    found = find_obstacle(lambda: check(project))
    return say_sentence(found) if found else ""
