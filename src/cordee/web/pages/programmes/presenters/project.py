"""The page of one project: what it is, who takes part, its money, what is due, what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import CordeeError
from cordee.ledger.audit import Told
from cordee.programmes.granting.rules import (
    LIVE,
    MOVES,
    check_can_move,
)
from cordee.programmes.granting.states import (
    PARTICIPANT_ROLE_NAMES,
    PROJECT_CHANGE_NAMES,
    PROJECT_ROLE_NAMES,
    PROJECT_STAGE_NAMES,
    REPORT_STAGE_NAMES,
    ProjectStage,
)
from cordee.programmes.granting.values import Kin, ProjectRecord, ReportTold
from cordee.programmes.states import REPORT_KIND_NAMES
from cordee.web.errors import say_sentence
from cordee.web.pages.programmes.presenters.project_money import (
    list_instalments,
    list_money,
    list_spent,
    list_sums,
    list_warnings,
)
from cordee.web.pages.programmes.presenters.project_rows import Act, Fact, Row, make_act
from cordee.web.project_wording import say_money
from cordee.web.wording import format_country, format_date, get_reader_language


@dataclass(frozen=True)
class Mark:
    """A day on the timeline, in percent from its left end; `row` keeps neighbours apart."""

    x: str
    kind: str
    label: str


@dataclass(frozen=True)
class Timeline:
    label: str
    first: str
    last: str
    today: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class ProjectPage:
    title: str
    lead: str
    stage: str
    is_running: bool
    is_late: bool
    is_public: bool
    is_demonstration: bool
    is_whole: bool
    may_run: bool
    summary: str
    website: str
    facts: tuple[Fact, ...]
    kin: tuple[Fact, ...]
    steps: tuple[Act, ...]
    acts: dict[str, Act]
    timeline: Timeline | None
    participants: tuple[Row, ...]
    people: tuple[Row, ...]
    money: tuple[Row, ...]
    sums: tuple[Fact, ...]
    warnings: tuple[str, ...]
    spent: tuple[Row, ...]
    instalments: tuple[Row, ...]
    reports: tuple[Row, ...]
    milestones: tuple[Row, ...]
    changes: tuple[Row, ...]
    history: tuple[tuple[str, str, str, str], ...]


def present_project(
    project: ProjectRecord,
    *,
    on: date,
    office: str,
    agreement: Fact | None,
    history: Iterable[tuple[Told, str]],
) -> ProjectPage:
    """Return the page of a project."""
    late = any(one.is_late(on) for one in project.reports)
    late = late or any(one.is_late(on) for one in project.milestones)
    definition = project.definition
    draft = project.draft
    return ProjectPage(
        title=f"{draft.acronym} – {draft.title}" if draft.acronym else draft.title,
        lead=" · ".join(
            filter(
                None,
                (
                    definition.label.to_text(get_reader_language()) if definition else "",
                    draft.funder,
                    draft.programme,
                    draft.reference,
                ),
            )
        ),
        stage=str(PROJECT_STAGE_NAMES[project.stage]),
        is_running=project.stage is ProjectStage.RUNNING,
        is_late=late and project.stage in LIVE,
        is_public=draft.is_public,
        is_demonstration=project.is_demonstration,
        is_whole=project.is_whole,
        may_run=project.may_run,
        summary=draft.summary,
        website=draft.website,
        facts=tuple(_list_facts(project, office)),
        kin=(*((agreement,) if agreement else ()), *_list_kin(project)),
        steps=_list_steps(project) if project.may_run else (),
        acts=_list_acts(project) if project.may_run else {},
        timeline=_draw_timeline(project, on),
        participants=tuple(_list_participants(project)),
        people=tuple(_list_people(project)),
        money=tuple(list_money(project)),
        sums=tuple(list_sums(project)),
        warnings=tuple(list_warnings(project)),
        spent=tuple(list_spent(project)),
        instalments=tuple(list_instalments(project, on)),
        reports=tuple(_present_report(project, one, on) for one in project.reports),
        milestones=tuple(_list_milestones(project, on)),
        changes=tuple(_list_changes(project)),
        history=tuple(
            (format_date(one.at), one.actor_name, deed, one.reason) for one, deed in history
        ),
    )


def _list_facts(project: ProjectRecord, office: str) -> Iterable[Fact]:
    draft = project.draft
    if draft.starts_on:
        end = format_date(draft.ends_on) if draft.ends_on else "…"
        yield Fact(_("Period"), f"{format_date(draft.starts_on)} – {end}")
    yield Fact(_("Kept by"), office)
    if draft.grant_number:
        yield Fact(_("Grant number"), draft.grant_number)
    if draft.funder_call:
        yield Fact(_("Funder’s call"), draft.funder_call)


def _list_kin(project: ProjectRecord) -> Iterable[Fact]:
    if project.application and project.is_whole:
        address = reverse("programmes:application", args=[project.application])
        yield Fact(_("From the application"), _("the application"), address)
    if project.follows:
        yield _present_kin(_("Grew out of"), project.follows)
    for one in project.followed_by:
        yield _present_kin(_("Became"), one)


def _present_kin(label: str, kin: Kin) -> Fact:
    instrument = kin.instrument.label.to_text(get_reader_language()) if kin.instrument else ""
    text = f"{kin.title} ({instrument})" if instrument else kin.title
    return Fact(label, text, reverse("programmes:grant", args=[kin.id]))


def _list_steps(project: ProjectRecord) -> tuple[Act, ...]:
    found = []
    for step, move in MOVES.items():
        if project.stage not in move.sources:
            continue
        why = ""
        try:
            check_can_move(project, step)
        except CordeeError as error:
            why = say_sentence(error.sentence)
        address = reverse("programmes:grant_step", args=[project.id, step.value])
        found.append(Act(str(move.label), address, why))
    return tuple(found)


def _list_acts(project: ProjectRecord) -> dict[str, Act]:
    named = {
        "change": (_("Edit"), "grant_change"),
        "agreement": (_("Agreement"), "grant_agreement"),
        "participant": (_("Add a participant"), "grant_participant_new"),
        "person": (_("Add a person"), "grant_person_new"),
        "money": (_("Add money"), "grant_money_new"),
        "instalment": (_("Add an instalment"), "grant_instalment_new"),
        "milestone": (_("Add a milestone"), "grant_milestone_new"),
    }
    acts = {key: make_act(project, label, place) for key, (label, place) in named.items()}
    if not project.instalments:
        acts["plan"] = make_act(project, _("Plan instalments"), "grant_instalments_plan")
    if project.definition is None or not project.definition.reports:
        acts["report"] = make_act(project, _("Ask for a report"), "grant_report_new")
    return acts


def _list_participants(project: ProjectRecord) -> Iterable[Row]:
    for one in project.participants:
        acts: tuple[Act, ...] = ()
        if project.may_run:
            acts = (
                make_act(project, _("Edit"), "grant_participant", one.id),
                make_act(project, _("Take out"), "grant_participant_remove", one.id),
            )
        address = (
            reverse("directory:organisation", args=[one.organisation])
            if one.organisation and project.is_whole
            else ""
        )
        country = format_country(one.country) if one.country else "–"
        role = str(PARTICIPANT_ROLE_NAMES[one.role])
        yield Row(one.name, "", (role, country), acts, address)


def _list_people(project: ProjectRecord) -> Iterable[Row]:
    for one in project.people:
        place = project.find_participant(one.participant)
        acts: tuple[Act, ...] = ()
        if project.may_run:
            acts = (make_act(project, _("Take out"), "grant_person_remove", one.id),)
        address = reverse("directory:person", args=[one.person]) if one.person else ""
        role = str(PROJECT_ROLE_NAMES[one.role])
        yield Row(one.name, place.name if place else "", (role,), acts, address)


def _present_report(project: ProjectRecord, one: ReportTold, on: date) -> Row:
    said = ""
    if one.submitted_at is not None:
        said = _("handed in on %(day)s by %(name)s") % {
            "day": format_date(one.submitted_at),
            "name": one.submitted_by,
        }
    return Row(
        f"{str(REPORT_KIND_NAMES[one.kind]).capitalize()} {one.number}",
        said,
        (format_date(one.due_on), str(REPORT_STAGE_NAMES[one.stage])),
        address=reverse("programmes:grant_report", args=[one.id]),
        is_late=one.is_late(on) and project.stage in LIVE,
    )


def _list_milestones(project: ProjectRecord, on: date) -> Iterable[Row]:
    for one in project.milestones:
        acts: tuple[Act, ...] = ()
        if one.reached_on is None and (project.may_run or project.leads):
            acts = (make_act(project, _("Reached"), "grant_milestone_reach", one.id),)
        if project.may_run:
            acts = (*acts, make_act(project, _("Take out"), "grant_milestone_remove", one.id))
        reached = (
            _("reached on %(day)s") % {"day": format_date(one.reached_on)}
            if one.reached_on
            else _("to come")
        )
        is_late = one.is_late(on) and project.stage in LIVE
        yield Row(one.title, one.note, (format_date(one.due_on), reached), acts, is_late=is_late)


def _list_changes(project: ProjectRecord) -> Iterable[Row]:
    for one in project.changes:
        values = [
            f"{one.before.get(name, '') or '–'} → {one.after.get(name, '') or '–'}"
            for name in sorted({*one.before, *one.after} - {"stage"})
        ]
        yield Row(
            str(PROJECT_CHANGE_NAMES[one.kind]).capitalize(),
            one.reason,
            (format_date(one.on), "; ".join(values), one.noted_by),
        )


def _draw_timeline(project: ProjectRecord, on: date) -> Timeline | None:
    """Return the days of the project between its first and its last, reports and milestones marked."""
    start, end = project.draft.starts_on, project.draft.ends_on
    if start is None or end is None or not project.is_whole:
        return None
    marks = [(one.due_on, "report", str(REPORT_KIND_NAMES[one.kind])) for one in project.reports]
    marks += [(one.due_on, "milestone", one.title) for one in project.milestones]
    marks += [
        (one.due_on, "payment", say_money(one.amount, one.currency)) for one in project.instalments
    ]
    last = max([end, *(day for day, _kind, _name in marks)])
    whole = max((last - start).days, 1)

    def place(day: date) -> str:
        return f"{min(max((day - start).days / whole, 0), 1) * 1000:.1f}"

    return Timeline(
        label=_("Timeline from %(first)s to %(last)s")
        % {"first": format_date(start), "last": format_date(last)},
        first=format_date(start),
        last=format_date(last),
        today=place(on) if start <= on <= last else "",
        marks=tuple(
            Mark(place(day), kind, f"{format_date(day)}: {name}")
            for day, kind, name in sorted(marks)
        ),
    )
