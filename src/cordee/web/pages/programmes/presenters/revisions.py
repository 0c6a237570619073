"""What is asked of an applicant between two rounds, as they and the office read it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cordee.kernel.errors import RuleError
from cordee.ledger.rights import Actor
from cordee.programmes.applied import ApplicationRecord
from cordee.programmes.queries.reviews import list_released
from cordee.programmes.queries.revisions import list_revisions
from cordee.programmes.reviewing.rounds import RevisionTold, check_can_answer
from cordee.programmes.reviewing.states import REVISION_NAMES
from cordee.web.errors import say_error
from cordee.web.pages.programmes.presenters.applications import SectionShown, present_sections
from cordee.web.pages.programmes.presenters.reviews import name_reviewer
from cordee.web.wording import format_date


@dataclass(frozen=True)
class RevisionPage:
    """A request with its answer. `why_not` says why nothing can be answered any more, or is empty."""

    id: str
    title: str
    application: str
    number: int
    call: str
    due: str
    request: str
    answer: str
    is_revised: bool
    sections: tuple[SectionShown, ...]
    first: tuple[SectionShown, ...]
    answered: str
    receipt: str
    why_not: str
    version: int
    faults: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReleasedRow:
    """What a reviewer wrote for the applicant, under a number."""

    title: str
    text: str


@dataclass(frozen=True)
class AskedRow:
    """A request in the list of an applicant's page."""

    title: str
    state: str
    address: str
    is_open: bool


def present_revision_page(
    record: ApplicationRecord,
    told: RevisionTold,
    *,
    at: datetime,
    faults: tuple[tuple[str, str], ...] = (),
) -> RevisionPage:
    """Return a request with the form as it stands: the answers revised, and those submitted first beside."""
    revised = told.answers is not None
    edited = replace(record, written=replace(record.written, answers=told.answers or {}))
    sections = present_sections(edited) if revised else ()
    labels = {one.name: one.label for section in sections for one in section.fields}
    return RevisionPage(
        id=str(told.id),
        title=str(REVISION_NAMES[told.kind]),
        application=record.written.title or _("The application"),
        number=record.number,
        call=reverse("programmes:application", args=[record.id]),
        due=_say_moment(record, told.due_at),
        request=told.request,
        answer=told.answer,
        is_revised=revised,
        sections=sections,
        first=present_sections(record) if revised else (),
        answered=_say_moment(record, told.answered_at) if told.answered_at else "",
        receipt=told.receipt,
        why_not=_say_why_not(record, told, at),
        version=told.version,
        faults=tuple((labels.get(name, name), said) for name, said in faults),
    )


def present_released(application: UUID, *, by: Actor) -> tuple[ReleasedRow, ...]:
    """Return what reviewers wrote that was released to `by`, who applied; nothing to anybody else."""
    return tuple(
        ReleasedRow(name_reviewer(one), one.text) for one in list_released(application, by=by)
    )


def present_asked(record: ApplicationRecord) -> tuple[AskedRow, ...]:
    """Return what was asked of an applicant, the last first, for who may see the application."""
    return tuple(
        AskedRow(
            title=str(REVISION_NAMES[one.kind]).capitalize(),
            state=_("awaited until {moment}").format(moment=_say_moment(record, one.due_at))
            if one.answered_at is None
            else _("answered on {day}").format(
                day=format_date(record.call.to_local(one.answered_at))
            ),
            address=reverse("programmes:revision", args=[one.id]),
            is_open=one.is_open,
        )
        for one in reversed(list_revisions(record.id))
    )


def _say_moment(record: ApplicationRecord, moment: datetime) -> str:
    local = record.call.to_local(moment)
    return _("{day}, {time} ({zone})").format(
        day=format_date(local), time=date_format(local, "H:i"), zone=record.call.time_zone
    )


def _say_why_not(record: ApplicationRecord, told: RevisionTold, at: datetime) -> str:
    if not told.is_open:
        return ""
    try:
        check_can_answer(told, record.stage, at)
    except RuleError as error:
        return say_error(error)
    return ""
