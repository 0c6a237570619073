"""What the pages of people, facilities, equipment, services and themes show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cordee.directory.queries.kept import Keeping, Reference
from cordee.directory.queries.people import InvolvementTold, PersonRecord, SkillTold
from cordee.directory.queries.resources import ResourceRecord, ResourceTold
from cordee.directory.queries.themes import ThemeRecord, TieTold
from cordee.directory.states import (
    AUDIENCE_NAMES,
    INVOLVEMENT_NAMES,
    RESOURCE_KIND_NAMES,
    THEME_KIND_NAMES,
    Evidence,
    Sort,
)
from cordee.reference.themes import all_labels
from cordee.web.pages.directory.presenters.records import (
    Act,
    Fact,
    Line,
    RecordPage,
    Section,
    choose_text,
    get_organisation_address,
    get_record_address,
    is_past,
    join_facts,
    list_notes,
    name_other,
    say_dates,
    say_name,
    say_sort,
    sort_lines,
)
from cordee.web.wording import format_date, format_decimal, format_theme


def present_person(record: PersonRecord, ties: tuple[TieTold, ...], *, on: date) -> RecordPage:
    keeping = record.standing
    notes = list_notes_of(keeping, on=on)
    return RecordPage(
        title=record.name,
        sort=say_sort(Sort.PERSON),
        other_name="",
        is_old=is_old(keeping, on=on),
        notes=notes,
        facts=join_facts(
            Fact("ORCID", record.orcid, f"https://orcid.org/{record.orcid}"),
            Fact(_("E-mail address"), record.email, f"mailto:{record.email}"),
            Fact(_("Website"), record.website, record.website),
            *list_keeping(keeping),
        ),
        description=choose_text(record.description_fr, record.description_en),
        sections=(
            _present_places(record, on=on),
            _present_awards(record, on=on),
            present_skills(
                record.skills,
                _address("new_skill", record.id) if keeping.may_edit else "",
                may_end=keeping.may_edit,
                on=on,
            ),
            *present_ties(ties, on=on),
        ),
        acts=list_acts("person", record.id, keeping, on=on),
        history_address=find_history("person", record.id, keeping),
    )


def present_resource(record: ResourceRecord, ties: tuple[TieTold, ...], *, on: date) -> RecordPage:
    keeping = record.standing
    parts = present_resources(
        record.parts,
        _("Machines and services that belong to it"),
        _address("new_resource") + f"?parent={record.id}" if keeping.may_edit else "",
        on=on,
    )
    conditions = choose_text(record.conditions_fr, record.conditions_en)
    return RecordPage(
        title=choose_text(record.name_fr, record.name_en),
        sort=str(RESOURCE_KIND_NAMES[record.kind]),
        other_name=name_other(record.name_fr, record.name_en),
        is_old=is_old(keeping, on=on),
        notes=list_notes_of(keeping, on=on),
        facts=join_facts(
            Fact(_("Where"), say_name(keeping.keeper), get_organisation_address(keeping.keeper.id)),
            refer(_("Belongs to the facility"), record.parent, Sort.FACILITY),
            Fact(_("Open to"), capfirst(str(AUDIENCE_NAMES[record.audience]))),
            Fact(_("Conditions"), conditions),
            Fact(_("Where to book"), record.booking, record.booking),
            refer(_("Contact"), record.contact, Sort.PERSON),
            Fact(_("Existed"), say_dates(record.start, keeping.end)),
            *list_keeping(keeping)[1:],
        ),
        description=choose_text(record.description_fr, record.description_en),
        sections=(*((parts,) if parts.lines or parts.acts else ()), *present_ties(ties, on=on)),
        acts=list_acts("resource", record.id, keeping, on=on),
        history_address=find_history("resource", record.id, keeping),
    )


def present_theme(record: ThemeRecord, *, on: date) -> RecordPage:
    keeping = record.standing
    parts = tuple(
        Line(choose_text(one.name_fr, one.name_en), get_record_address(Sort.THEME, one.id))
        for one in record.parts
    )
    leads = tuple(one for one in record.ties if one.leads)
    others = tuple(one for one in record.ties if not one.leads)
    new = Act(_("Add"), _address("new_tie", record.id))
    return RecordPage(
        title=choose_text(record.name_fr, record.name_en),
        sort=str(THEME_KIND_NAMES[record.kind]),
        other_name=name_other(record.name_fr, record.name_en),
        is_old=is_old(keeping, on=on),
        notes=list_notes_of(keeping, on=on),
        facts=join_facts(
            refer(_("Belongs to"), record.parent, Sort.THEME),
            Fact(_("Existed"), say_dates(record.start, keeping.end)),
            Fact(_("In the observatory"), format_theme(record.mesh), _find_figures(record.mesh))
            if record.mesh
            else None,
            *list_keeping(keeping),
        ),
        description=choose_text(record.description_fr, record.description_en),
        sections=(
            Section(
                id="leads",
                title=_("Leads"),
                lines=tuple(_present_subject(record, one, on=on) for one in leads),
                empty=_("Nobody is named as its lead."),
                acts=(new,) if keeping.may_edit else (),
            ),
            Section(
                id="belongs",
                title=_("Who and what belongs to it"),
                lines=sort_lines(_present_subject(record, one, on=on) for one in others),
                empty=_("Nothing is tied to it yet."),
            ),
            *((Section("parts", _("Parts"), parts),) if parts else ()),
        ),
        acts=list_acts("theme", record.id, keeping, on=on),
        history_address=find_history("theme", record.id, keeping),
    )


def present_people(people: Iterable[InvolvementTold], *, on: date) -> Section:
    """Return who is or was involved at an organisation, for its record."""
    return Section(
        id="people",
        title=_("People"),
        lines=sort_lines(
            Line(
                text=one.person_name,
                address=get_record_address(Sort.PERSON, one.person),
                detail=str(INVOLVEMENT_NAMES[one.role]),
                dates=_say_span(one),
                is_past=is_past(one.end, on=on),
            )
            for one in people
        ),
    )


def present_resources(
    resources: Iterable[ResourceTold], title: str, new_address: str, *, on: date
) -> Section:
    return Section(
        id="resources",
        title=title,
        lines=sort_lines(
            Line(
                text=choose_text(one.name_fr, one.name_en),
                address=get_record_address(Sort.FACILITY, one.id),
                detail=str(RESOURCE_KIND_NAMES[one.kind]),
                dates=_("open to: {whom}").format(whom=AUDIENCE_NAMES[one.audience]),
                is_past=is_past(one.end, on=on),
            )
            for one in resources
        ),
        acts=(Act(_("Add"), new_address, about=title),) if new_address else (),
    )


def present_skills(
    skills: Iterable[SkillTold], new_address: str, *, may_end: bool, on: date
) -> Section:
    lines = []
    for one in skills:
        name = choose_text(one.name_fr, one.name_en)
        end = Act(_("End"), _address("end_skill", one.id), about=name)
        lines.append(
            Line(
                text=name,
                address=_find_evidence(one),
                detail="",
                dates=_("shown by: {what}").format(what=one.evidence_text),
                is_past=is_past(one.end, on=on),
                acts=(end,) if may_end and one.end is None else (),
            )
        )
    title = _("Skills")
    return Section(
        id="skills",
        title=title,
        lines=sort_lines(lines),
        empty=_("No skill is written yet.") if new_address else "",
        acts=(Act(_("Add"), new_address, about=title),) if new_address else (),
    )


def present_ties(ties: Iterable[TieTold], *, on: date) -> tuple[Section, ...]:
    """Return the themes, axes and sectors that something belongs to, none when there are none."""
    lines = sort_lines(
        Line(
            text=choose_text(one.theme.name_fr, one.theme.name_en),
            address=get_record_address(Sort.THEME, one.theme.id),
            detail=str(THEME_KIND_NAMES[one.theme_kind])
            if not one.leads
            else _("leads the {kind}").format(kind=THEME_KIND_NAMES[one.theme_kind]),
            dates=say_dates(one.start, one.end),
            is_past=is_past(one.end, on=on),
        )
        for one in ties
    )
    return (Section("themes", _("Themes, axes and sectors"), lines),) if lines else ()


def _present_places(record: PersonRecord, *, on: date) -> Section:
    may_edit = record.standing.may_edit
    lines = []
    for one in record.involvements:
        name = say_name(one.organisation)
        end = Act(_("End"), _address("end_involvement", record.id, one.id), about=name)
        lines.append(
            Line(
                text=name,
                address=get_organisation_address(one.organisation.id),
                detail=str(INVOLVEMENT_NAMES[one.role]),
                dates=_say_span(one),
                is_past=is_past(one.end, on=on),
                acts=(end,) if may_edit and one.end is None else (),
            )
        )
    title = _("Where")
    new = Act(_("Add"), _address("new_involvement", record.id), about=title)
    return Section(
        id="places",
        title=title,
        lines=sort_lines(lines),
        empty=_("Nothing is written yet of where the person works."),
        acts=(new,) if may_edit else (),
    )


def _present_awards(record: PersonRecord, *, on: date) -> Section:
    may_edit = record.standing.may_edit
    lines = []
    for one in record.awards:
        end = Act(_("End"), _address("end_award", record.id, one.id), about=one.code)
        lines.append(
            Line(
                text=one.code,
                detail=one.reference,
                dates=say_dates(one.start, one.end),
                is_past=is_past(one.end, on=on),
                acts=(end,) if may_edit and one.end is None else (),
            )
        )
    title = _("Awards")
    new = Act(_("Add"), _address("new_award", record.id), about=title)
    return Section("awards", title, tuple(lines), acts=(new,) if may_edit else ())


def _present_subject(record: ThemeRecord, one: TieTold, *, on: date) -> Line:
    name = choose_text(one.subject.name_fr, one.subject.name_en)
    end = Act(_("End"), _address("end_tie", record.id, one.id), about=name)
    return Line(
        text=name,
        address=get_record_address(one.sort, one.subject.id),
        detail=say_sort(one.sort),
        dates=say_dates(one.start, one.end),
        is_past=is_past(one.end, on=on),
        acts=(end,) if record.standing.may_edit and one.end is None else (),
    )


def _say_span(one: InvolvementTold) -> str:
    share = (
        _("{share} percent").format(share=format_decimal(float(one.share), 0)) if one.share else ""
    )
    return ", ".join(filter(None, (one.grade, say_dates(one.start, one.end), share)))


def _find_evidence(one: SkillTold) -> str:
    if one.evidence is Evidence.DOI:
        return f"https://doi.org/{one.evidence_text}"
    if one.evidence is Evidence.WORK:
        return reverse("observatory:work", args=[one.evidence_text])
    return ""


def _find_figures(mesh: str) -> str:
    """Return the address of a branch's dossier; none for a code of old that names no branch."""
    return reverse("dossiers:dossier", args=["theme", mesh]) if mesh in all_labels() else ""


def refer(label: str, other: Reference | None, sort: Sort) -> Fact | None:
    if other is None:
        return None
    name = choose_text(other.name_fr, other.name_en)
    return Fact(label, name, get_record_address(sort, other.id))


def list_keeping(keeping: Keeping) -> tuple[Fact, ...]:
    keeper = keeping.keeper
    confirmed = format_date(keeping.confirmed_on) if keeping.confirmed_on else _("never")
    return (
        Fact(_("Kept by"), say_name(keeper), get_organisation_address(keeper.id)),
        Fact(_("Confirmed on"), confirmed),
    )


def list_notes_of(keeping: Keeping, *, on: date) -> tuple[str, ...]:
    return list_notes(
        confirmed_on=keeping.confirmed_on,
        is_confirmed=keeping.is_confirmed,
        end=keeping.end,
        is_demonstration=keeping.is_demonstration,
        on=on,
    )


def is_old(keeping: Keeping, *, on: date) -> bool:
    return is_past(keeping.end, on=on) or not keeping.is_confirmed


def list_acts(kind: str, record: UUID, keeping: Keeping, *, on: date) -> tuple[Act, ...]:
    acts = []
    if keeping.may_edit:
        acts.append(Act(_("Change the entry"), _address(f"change_{kind}", record)))
    if keeping.may_confirm and keeping.confirmed_on != on:
        confirm = _address(f"confirm_{kind}", record)
        acts.append(Act(_("Confirm that this is true"), confirm, is_button=True))
    return tuple(acts)


def find_history(kind: str, record: UUID, keeping: Keeping) -> str:
    if not keeping.may_audit:
        return ""
    return f"{reverse('accounts:audit')}?{urlencode({'kind': kind, 'record': record})}"


def _address(name: str, *places: object) -> str:
    return reverse(f"directory:{name}", args=places)
