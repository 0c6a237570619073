"""Who works together under an agreement, and in which European projects; the lake is asked lazily."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cordee.agreements.queries import get_record
from cordee.agreements.values import Record
from cordee.directory.queries import Named, get_line, get_names
from cordee.kernel.errors import LakeError, NotFoundError, UsageError
from cordee.kernel.periods import Years
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.selection import Part
from cordee.web.actors import get_actor, signed_in
from cordee.web.errors import say_error
from cordee.web.lakes import get_ground
from cordee.web.pages.agreements.presenters.together import (
    Met,
    Together,
    present_nobody,
    present_together,
)
from cordee.web.wording import get_reader_language


MOST_PAIRS = 3
"""Parties looked at beside the one that keeps the agreement; each is a question to the lake."""

MOST_PEOPLE = 8
"""People named on each side: those one would write to."""

MOST_PROJECTS = 10
"""Projects listed of a pair; the page of projects has the others."""


@signed_in
@require_safe
def together(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Show people and projects of the parties; by htmx as a part of the record's page, else as a page."""
    actor, today = get_actor(request), timezone.localdate()
    record = get_record(agreement, by=actor, on=today)
    page = {
        "together": _find_together(record),
        "title": record.to_title(get_reader_language()),
        "agreement": agreement,
    }
    is_part = bool(getattr(request, "htmx", False))
    template = "agreements/together_part.html" if is_part else "agreements/together.html"
    return render(request, template, page)


def _find_together(record: Record) -> Together:
    told = _list_told(record)
    if len(told) < 2:
        return present_nobody(
            _("Fewer than two parties have a ROR identifier, by which publications tell them.")
        )
    home, others = told[0], told[1 : MOST_PAIRS + 1]
    end = record.days.end
    # What came after the agreement is no evidence for it.
    question = Question(
        organisations=(str(home.ror),),
        with_parts=True,
        years=Years(None, end.year if end else None),
    )
    try:
        met = [_meet(question, other) for other in others]
    except LakeError as error:
        return present_nobody(say_error(error))
    return present_together(record, home, met, question, left_out=len(told) - 1 - len(others))


def _list_told(record: Record) -> list[Named]:
    """Return the parties that publications can tell, the one that keeps the agreement first."""
    ids = [one.organisation for one in record.parties]
    names = get_names(ids)
    told = [names[one] for one in ids if one in names and names[one].ror]
    own = get_line(record.office, on=timezone.localdate())
    return sorted(told, key=lambda one: one.id not in own)


def _meet(question: Question, other: Named) -> Met:
    observatory, ror = get_ground().observatory, str(other.ror)
    try:
        who = observatory.get_who(question, Part("organisation", ror), MOST_PEOPLE)
    except (NotFoundError, UsageError) as error:
        return Met(other, None, None, 0, say_error(error))
    in_lake = observatory.get_projects(question, ror).in_lake
    projects = observatory.list_projects(question, ror, size=MOST_PROJECTS) if in_lake else None
    return Met(other, who, projects, in_lake, "")
