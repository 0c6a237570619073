"""Beginning a project, from an award or a grant from elsewhere; changing it; its agreement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.agreements.operations.agreements import create_agreement
from cordee.agreements.operations.parties import Signatory, add_party
from cordee.agreements.periods import Terms
from cordee.agreements.queries import find_visible as find_agreement
from cordee.agreements.states import NON_BINDING, Kind, PartyRole, ScopeKind
from cordee.agreements.values import Draft, Scope
from cordee.directory.queries import get_line, get_names
from cordee.directory.queries.evidence import show_people
from cordee.kernel.errors import RuleError, UsageError
from cordee.ledger.audit import find_change, record_event
from cordee.ledger.queries import get_account
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action
from cordee.programmes.granting.money import share_out
from cordee.programmes.granting.rules import check_period, find_agreement_kind
from cordee.programmes.granting.schedule import find_end
from cordee.programmes.granting.states import (
    MoneyKind,
    ParticipantRole,
    ProjectRole,
    ProjectStage,
)
from cordee.programmes.granting.values import ProjectDraft
from cordee.programmes.models import (
    Application,
    Decision,
    Participant,
    Project,
    ProjectMoney,
    ProjectPerson,
)
from cordee.programmes.operations.project_writing import (
    close_project,
    find_name,
    open_project,
    open_to_change,
    plan_anew,
    read_own,
    tell,
    write_sums,
)
from cordee.programmes.queries.applications import read_written
from cordee.programmes.queries.project_reading import read_definition, read_draft
from cordee.programmes.queries.projects import find_award, find_project


@transaction.atomic
def create_from_award(
    award: UUID, *, starts_on: date, months: int | None, by: Actor, at: datetime
) -> UUID:
    """Begin the project of an award and return its identifier; all it holds comes from the application.

    `months` are those of the application where None. Raises `RuleError` when a later decision replaced the
    award, or it has its project already.
    """
    # The row of the award is held, so that two officers at once begin one project.
    Decision.objects.select_for_update().filter(id=award).first()
    decision = find_award(award, by=by, on=at.date())
    if decision.replaced_by_id is not None:
        raise RuleError(gettext_noop("A later decision replaced this award."))
    if Project.objects.filter(award=decision).exists():
        raise RuleError(gettext_noop("This award has its project already."))
    application = decision.application
    call = application.call
    check_can(by, Action.RUN_PROGRAMMES, get_line(call.office, on=at.date()), on=at.date())
    length = months or application.months
    if not length:
        raise UsageError(gettext_noop("Say for how many months the project runs."))
    ends_on = find_end(starts_on, length)
    check_period(starts_on, ends_on)
    row = Project.objects.create(
        office=call.office,
        award=decision,
        instrument_version=call.instrument_version,
        definition=call.definition,
        reference=f"{call.reference or call.year}-{application.number}",
        acronym=application.acronym,
        title=application.title or application.acronym or call.title_en,
        stage=_find_stage(starts_on, at).value,
        stage_since=at,
        starts_on=starts_on,
        ends_on=ends_on,
        is_demonstration=by.is_demonstration or application.is_demonstration,
        created_at=at,
        changed_at=at,
        changed_by=by.name,
    )
    _take_over(row, application, decision)
    plan_anew(row)
    _finish(row, by=by, at=at)
    return row.id


@transaction.atomic
def create_project(
    draft: ProjectDraft,
    *,
    office: UUID,
    by: Actor,
    at: datetime,
    is_demonstration: bool = False,
) -> UUID:
    """Begin the project of a grant from elsewhere, kept by `office`, and return its identifier."""
    check_can(by, Action.RUN_PROGRAMMES, get_line(office, on=at.date()), on=at.date())
    row = Project(
        office=office,
        stage=_find_stage(draft.starts_on, at).value,
        stage_since=at,
        is_demonstration=is_demonstration or by.is_demonstration,
        created_at=at,
        changed_at=at,
        changed_by=by.name,
    )
    write_draft(row, draft, by=by, on=at.date())
    row.save(force_insert=True)
    _finish(row, by=by, at=at)
    return row.id


@transaction.atomic
def change_project(
    identifier: UUID, draft: ProjectDraft, *, version: int, by: Actor, at: datetime
) -> None:
    """Write a project anew. Once it runs its days change by moving the end, not here."""
    row = open_to_change(identifier, version, by=by, at=at)
    if row.stage != ProjectStage.PLANNED.value and row.ends_on is not None:
        draft = replace(draft, starts_on=row.starts_on, ends_on=row.ends_on)
    before = read_own(row)
    write_draft(row, draft, by=by, on=at.date())
    change = find_change(before, read_own(row))
    if not change:
        return
    row.save()
    plan_anew(row)
    close_project(row, "change", change, by=by, at=at)


@transaction.atomic
def draft_agreement(identifier: UUID, *, version: int, by: Actor, at: datetime) -> UUID:
    """Draft the agreement of a project from what the project holds, tie it, and return its identifier.

    Parties are the office and the participants that have an entry in the directory. Raises `RuleError`
    when the project has an agreement: nothing is drafted twice.
    """
    row = open_to_change(identifier, version, by=by, at=at)
    if row.agreement is not None:
        raise RuleError(gettext_noop("This project has an agreement already."))
    participants = list(row.participants.all())
    made = create_agreement(
        _write_agreement(row, participants),
        office=row.office,
        by=by,
        at=at,
        is_demonstration=row.is_demonstration,
    )
    parties = dict.fromkeys((row.office, *(one.organisation for one in participants)))
    known = get_names(one for one in parties if one is not None)
    for number, party in enumerate((one for one in parties if one in known), start=1):
        assert party is not None
        is_first = party == row.office
        role = PartyRole.COORDINATOR if is_first else PartyRole.PARTY
        add_party(made, party, role, Signatory(), version=number, by=by, at=at)
    _tie(row, made, by=by, at=at)
    return made


@transaction.atomic
def tie_agreement(
    identifier: UUID, agreement: UUID | None, *, version: int, by: Actor, at: datetime
) -> None:
    """Tie a project to an agreement that the person sees, or to none."""
    row = open_project(identifier, version, by=by, at=at)
    if agreement is not None:
        find_agreement(agreement, Action.SEE_AGREEMENTS, by=by, on=at.date())
    if row.agreement != agreement:
        _tie(row, agreement, by=by, at=at)


@transaction.atomic
def note_view(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Write in the audit that a person read a project whole."""
    row = find_project(identifier, by=by, on=at.date())
    record_event("project.see", tell(row), by=by, at=at)


def write_draft(row: Project, draft: ProjectDraft, *, by: Actor, on: date) -> None:
    """Set what is said of a project itself; the row is not saved."""
    if not draft.title.strip():
        raise UsageError(gettext_noop("Give the project a title."))
    check_period(draft.starts_on, draft.ends_on)
    _check_number(row, draft.funder.strip(), draft.grant_number.strip())
    row.title, row.acronym = draft.title.strip(), draft.acronym.strip()
    row.reference, row.summary = draft.reference.strip(), draft.summary.strip()
    row.funder, row.programme = draft.funder.strip(), draft.programme.strip()
    row.grant_number, row.website = draft.grant_number.strip(), draft.website.strip()
    row.funder_call = draft.funder_call.strip()
    row.starts_on, row.ends_on = draft.starts_on, draft.ends_on
    row.is_public, row.was_public = draft.is_public, row.was_public or draft.is_public
    row.follows = _find_followed(row, draft.follows, by=by, on=on)


def _find_stage(starts_on: date | None, at: datetime) -> ProjectStage:
    has_begun = starts_on is not None and starts_on <= at.date()
    return ProjectStage.RUNNING if has_begun else ProjectStage.PLANNED


def _finish(row: Project, *, by: Actor, at: datetime) -> None:
    write_sums(row)
    row.save()
    record_event("project.create", tell(row), by=by, at=at, change=find_change({}, read_own(row)))


def _take_over(row: Project, application: Application, decision: Decision) -> None:
    """Write the participants, people and money of an application into the project of its award."""
    home, country = find_name(application.organisation)
    coordinator = Participant.objects.create(
        project=row,
        organisation=application.organisation,
        name=home or find_name(row.office)[0],
        country=country,
        role=ParticipantRole.COORDINATOR.value,
    )
    person = show_people([application.person])[application.person] if application.person else None
    ProjectPerson.objects.create(
        project=row,
        participant=coordinator,
        person=application.person,
        name=person.name if person else get_account(application.account).name,
        role=ProjectRole.LEADER.value,
    )
    partners: dict[UUID, Participant] = {}
    for one in application.partners.all():
        partners[one.id] = Participant.objects.create(
            project=row,
            organisation=one.organisation,
            name=one.name,
            country=one.country or find_name(one.organisation)[1],
            role=ParticipantRole.PARTICIPANT.value,
        )
        if one.contact_name:
            ProjectPerson.objects.create(
                project=row,
                participant=partners[one.id],
                name=one.contact_name,
                role=ProjectRole.CONTACT.value,
            )
    _take_money_over(row, application, decision, partners)


def _take_money_over(
    row: Project, application: Application, decision: Decision, partners: dict[UUID, Participant]
) -> None:
    budget = read_written(application).budget
    asked: dict[object, Decimal] = {}
    for one in budget:
        if not one.is_cofunding:
            asked[one.category] = asked.get(one.category, Decimal(0)) + one.amount
    definition = read_definition(row)
    funding = definition.funding if definition else None
    currency = decision.currency or (funding.currency if funding else "EUR")
    if decision.amount is not None:
        shares = share_out(decision.amount, asked)  # type: ignore[arg-type]  # keyed by category
        lines = [(one.value, part) for one, part in shares.items()] or [("", decision.amount)]
        ProjectMoney.objects.bulk_create(
            ProjectMoney(
                project=row,
                kind=MoneyKind.GRANT.value,
                category=category,
                amount=part,
                currency=currency,
            )
            for category, part in lines
        )
    ProjectMoney.objects.bulk_create(
        ProjectMoney(
            project=row,
            participant=partners.get(one.partner) if one.partner else None,
            kind=MoneyKind.CO_FUNDING.value,
            category=one.category.value,
            amount=one.amount,
            currency=currency,
            note=one.note,
        )
        for one in budget
        if one.is_cofunding
    )


def _write_agreement(row: Project, participants: list[Participant]) -> Draft:
    definition = read_definition(row)
    kind = find_agreement_kind(definition.outcome if definition else None)
    draft = read_draft(row)
    # An agreement holds money in one currency, and only where it binds.
    has_money = kind not in NON_BINDING and bool(row.granted and row.currency)
    countries = dict.fromkeys(one.country for one in participants if one.country)
    names = row.people.filter(role=ProjectRole.LEADER.value).values_list("name", flat=True)
    title = f"{draft.acronym} – {draft.title}" if draft.acronym else draft.title
    return Draft(
        kind=Kind(kind),
        title_fr=title[:300],
        title_en=title[:300],
        terms=Terms(draft.starts_on, draft.ends_on),
        reference=draft.reference,
        summary=draft.summary,
        is_binding=kind not in NON_BINDING,
        amount=row.granted if has_money else None,
        currency=row.currency if has_money else "",
        scope=(
            *(Scope(ScopeKind.COUNTRY, one) for one in countries),
            *(Scope(ScopeKind.PERSON, one) for one in names),
        ),
    )


def _tie(row: Project, agreement: UUID | None, *, by: Actor, at: datetime) -> None:
    change = {"agreement": (row.agreement or "", agreement or "")}
    row.agreement = agreement
    close_project(row, "link_agreement", change, by=by, at=at)


def _check_number(row: Project, funder: str, number: str) -> None:
    others = Project.objects.filter(office=row.office, funder=funder, grant_number=number)
    if number and others.exclude(id=row.id).exists():
        raise RuleError(
            gettext_noop("A project here has the grant number {number} of {funder} already."),
            number=number,
            funder=funder or "–",
        )


def _find_followed(row: Project, followed: UUID | None, *, by: Actor, on: date) -> Project | None:
    if followed is None:
        return None
    found = find_project(followed, by=by, on=on)
    above: Project | None = found
    while above is not None:
        if above.id == row.id:
            raise RuleError(gettext_noop("A project cannot follow from itself."))
        above = above.follows
    return found
