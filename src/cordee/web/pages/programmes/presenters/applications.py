"""An application as its writer and its readers see it: questions, budget, partners, documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cordee.directory.queries import get_names
from cordee.directory.queries.evidence import show_people
from cordee.programmes.applied import (
    ApplicationLine,
    ApplicationRecord,
    FrozenCall,
    PartnerTold,
)
from cordee.programmes.definition.parts import FormField
from cordee.programmes.judging.facts import Facts
from cordee.programmes.life import APPLICATION_STAGE_NAMES, ApplicationStage
from cordee.programmes.states import (
    VERDICT_NAMES,
    FieldKind,
)
from cordee.web.pages.programmes.presenters.budget import BudgetShown, present_budget
from cordee.web.pages.programmes.presenters.verdicts import TONES
from cordee.web.wording import format_country, format_date, format_decimal, get_reader_language


@dataclass(frozen=True)
class FieldShown:
    """A question of the form with its answer; `chosen` holds the codes of a choice."""

    id: str
    name: str
    kind: str
    label: str
    help: str
    is_required: bool
    most: int | None
    value: str
    choices: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    said: str


@dataclass(frozen=True)
class SectionShown:
    """Questions that belong together."""

    title: str
    fields: tuple[FieldShown, ...]


@dataclass(frozen=True)
class PartnerAct:
    """What may be done with a partner: a page of its own, or done at once where `is_sent`."""

    text: str
    address: str
    is_sent: bool = False


@dataclass(frozen=True)
class PartnerShown:
    """A partner with where its part stands, and what may be done."""

    id: str
    name: str
    detail: str
    state: str
    tone: str
    contribution: str
    acts: tuple[PartnerAct, ...]


@dataclass(frozen=True)
class DocumentShown:
    """A document asked for, and the file in its place."""

    code: str
    label: str
    is_required: bool
    most: int
    file_name: str
    file_address: str
    attach_address: str
    detach_address: str


@dataclass(frozen=True)
class Page:
    """An application as a page."""

    id: str
    title: str
    call: str
    call_address: str
    number: int
    stage: str
    is_demonstration: bool
    closes: str
    person: str
    organisation: str
    acronym: str
    months: str
    version: int
    sections: tuple[SectionShown, ...]
    budget: BudgetShown
    partners: tuple[PartnerShown, ...]
    documents: tuple[DocumentShown, ...]
    receipt: str
    submitted: str


@dataclass(frozen=True)
class LineShown:
    """An application in a list."""

    address: str
    title: str
    detail: str
    call: str
    countries: str
    asked: str
    stage: str
    submitted: str
    verdict: str
    tone: str
    is_demonstration: bool


def present_application(record: ApplicationRecord, facts: Facts, *, may_write: bool) -> Page:
    """Return an application as its page shows it."""
    language, call = get_reader_language(), record.call
    names = get_names([record.organisation] if record.organisation else [])
    people = show_people([record.person] if record.person else [])
    return Page(
        id=str(record.id),
        title=record.written.title,
        call=call.to_title(language),
        call_address=reverse("programmes:apply", args=[call.id]),
        number=record.number,
        stage=str(APPLICATION_STAGE_NAMES[record.stage]),
        is_demonstration=record.is_demonstration,
        closes=say_deadline(call),
        person=next((one.name for one in people.values()), ""),
        organisation=next((one.to_name(language) for one in names.values()), ""),
        acronym=record.written.acronym,
        months=str(record.written.months or ""),
        version=record.version,
        sections=present_sections(record),
        budget=present_budget(record, facts),
        partners=tuple(_present_partner(record, one, may_write) for one in record.partners),
        documents=_present_documents(record, may_write=may_write),
        receipt=record.receipt,
        submitted=say_moment(call, record),
    )


def say_deadline(call: FrozenCall) -> str:
    """Return the deadline on the clock of the call's place, with the name of that place."""
    if call.days.closes_at is None:
        return ""
    local = call.to_local(call.days.closes_at)
    return _("{day}, {time} ({zone})").format(
        day=format_date(local), time=date_format(local, "H:i"), zone=call.time_zone
    )


def say_moment(call: FrozenCall, record: ApplicationRecord) -> str:
    """Return when an application was submitted, to the second."""
    if record.submitted_at is None:
        return ""
    local = call.to_local(record.submitted_at)
    return _("{day}, {time} ({zone})").format(
        day=format_date(local), time=date_format(local, "H:i:s"), zone=call.time_zone
    )


def present_sections(record: ApplicationRecord) -> tuple[SectionShown, ...]:
    """Return the questions of the form with their answers."""
    language = get_reader_language()
    return tuple(
        SectionShown(
            section.title.to_text(language),
            tuple(_present_field(one, record.written.answers) for one in section.fields),
        )
        for section in record.call.definition.sections
    )


def _present_field(field: FormField, answers: Mapping[str, object]) -> FieldShown:
    language, value = get_reader_language(), answers.get(field.key)
    choices = tuple((one.code, one.label.to_text(language)) for one in field.choices)
    chosen: tuple[str, ...] = ()
    if field.kind is FieldKind.YES_NO:
        choices = (("yes", _("yes")), ("no", _("no")))
        chosen = () if value is None else ("yes" if value else "no",)
    elif field.kind in {FieldKind.CHOICE, FieldKind.CHOICES}:
        chosen = tuple(map(str, value)) if isinstance(value, list) else (str(value or ""),)
    text = value if isinstance(value, str) else ""
    names = dict(choices)
    said = ", ".join(names[one] for one in chosen if one in names) if choices else text
    return FieldShown(
        id=f"f-answers.{field.key}",
        name=f"answers.{field.key}",
        kind=field.kind.value,
        label=field.label.to_text(language),
        help=field.help.to_text(language) if field.help else "",
        is_required=field.is_required,
        most=field.most_characters,
        value=text,
        choices=choices,
        chosen=chosen,
        said=said,
    )


def _present_partner(record: ApplicationRecord, one: PartnerTold, may_write: bool) -> PartnerShown:
    part = one.part
    country = format_country(part.country) if part.country else _("country not given")
    detail = ", ".join(filter(None, (part.team, country, _("company") if part.is_company else "")))
    acts: list[PartnerAct] = []

    def act(text: str, name: str, *, is_sent: bool = False) -> None:
        address = reverse(f"programmes:{name}", args=[record.id, one.id])
        acts.append(PartnerAct(text, address, is_sent))

    if one.is_signed:
        assert one.signed_at is not None
        state = _("signed by {name} on {day}").format(
            name=one.signed_name, day=format_date(one.signed_at)
        )
        if may_write:
            act(_("Reopen"), "reopen_partner")
    else:
        if one.invited_at is not None and one.lapses_at is not None:
            state = _("invited; the link is open until {day}").format(
                day=format_date(one.lapses_at)
            )
        else:
            state = _("not invited")
        if may_write:
            act(_("Change the part"), "change_partner")
            act(_("Invite by e-mail"), "invite_partner")
            if one.invited_at is not None:
                act(_("Close the link"), "take_back_partner", is_sent=True)
    if may_write:
        act(_("Take the partner out"), "remove_partner")
    return PartnerShown(
        id=str(one.id),
        name=part.name,
        detail=detail,
        state=state,
        tone="favourable" if one.is_signed else "reservations",
        contribution=part.contribution,
        acts=tuple(acts),
    )


def _present_documents(record: ApplicationRecord, *, may_write: bool) -> tuple[DocumentShown, ...]:
    files = {one.code: one for one in record.files}
    language, shown = get_reader_language(), []
    for asked in record.call.definition.documents:
        file = files.get(asked.code)
        shown.append(
            DocumentShown(
                code=asked.code,
                label=asked.label.to_text(language),
                is_required=asked.is_required,
                most=asked.most_megabytes,
                file_name=file.file_name if file else "",
                file_address=reverse("programmes:file", args=[file.id]) if file else "",
                attach_address=reverse("programmes:attach", args=[record.id, asked.code])
                if may_write
                else "",
                detach_address=reverse("programmes:detach", args=[record.id, file.id])
                if file and may_write
                else "",
            )
        )
    return tuple(shown)


def present_lines(lines: tuple[ApplicationLine, ...]) -> tuple[LineShown, ...]:
    """Return applications as lines of a list, with the names of people and organisations."""
    language = get_reader_language()
    names = get_names(one.organisation for one in lines if one.organisation)
    people = show_people(one.person for one in lines if one.person)
    shown = []
    for one in lines:
        named = names.get(one.organisation) if one.organisation else None
        person = people.get(one.person) if one.person else None
        who = (person.name if person else "", named.to_name(language) if named else "")
        shown.append(
            LineShown(
                address=reverse("programmes:application", args=[one.id]),
                title=one.title or _("Without a title yet"),
                detail=" · ".join(filter(None, (f"{one.number}", one.acronym, *who))),
                call=one.call.to_title(language),
                countries=", ".join(map(format_country, one.countries)),
                asked=format_decimal(float(one.asked), 0) if one.asked is not None else "–",
                stage=str(APPLICATION_STAGE_NAMES[one.stage]),
                submitted=format_date(one.submitted_at) if one.submitted_at else "–",
                verdict=str(VERDICT_NAMES[one.verdict]) if one.verdict else "–",
                tone=TONES[one.verdict] if one.verdict else "",
                is_demonstration=one.is_demonstration,
            )
        )
    return tuple(shown)


def is_being_written(record: ApplicationRecord) -> bool:
    """Return whether the application is still a draft."""
    return record.stage is ApplicationStage.DRAFT
