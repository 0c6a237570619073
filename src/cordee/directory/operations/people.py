"""Writes of people: who they are, where they are involved, what they were awarded and can do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.directory.models import Award, Involvement, Organisation, Person, Skill
from cordee.directory.operations.changing import change, create, lock, to_columns, touch
from cordee.directory.operations.kept import (
    change_kept,
    check_may_keep,
    confirm_kept,
    create_kept,
)
from cordee.directory.operations.search import put_people_in_search, put_skills_in_search
from cordee.directory.queries.lines import get_keeping_line
from cordee.directory.rules import check_dates, check_has_name, check_share
from cordee.directory.states import Evidence, InvolvementKind
from cordee.kernel.errors import RuleError
from cordee.kernel.identifiers import has_check_digit, parse_doi, parse_orcid
from cordee.ledger.audit import Subject, record_event
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action


@dataclass(frozen=True)
class PersonValues:
    """What is written of a person. `orcid` may be given in any of its forms, or not at all."""

    family_name: str
    given_name: str = ""
    orcid: str = ""
    email: str = ""
    website: str = ""
    description_fr: str = ""
    description_en: str = ""
    end: date | None = None


@dataclass(frozen=True)
class SkillValues:
    """What somebody can do, and what shows it."""

    name_fr: str
    name_en: str
    evidence: Evidence
    evidence_text: str


@transaction.atomic
def create_person(
    values: PersonValues,
    *,
    keeper: UUID,
    role: InvolvementKind | None,
    start: date | None,
    by: Actor,
    at: datetime,
) -> Person:
    """Enter a person, kept by `keeper`, where they are involved as `role` from `start` on."""
    row = create_kept(Person, _check(values, None), keeper=keeper, by=by, at=at)
    if role is not None:
        involve(row.id, role, keeper, start=start, end=None, share=None, by=by, at=at)
    return row


@transaction.atomic
def change_person(
    identifier: UUID, values: PersonValues, *, version: int, by: Actor, at: datetime
) -> bool:
    """Change a person's entry; returns whether anything differed."""
    row = lock(Person.objects.all(), identifier)
    return change_kept(row, _check(values, row.id), version=version, by=by, at=at)


@transaction.atomic
def confirm_person(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Say that a person's entry is still true today."""
    confirm_kept(Person, identifier, by=by, at=at)


@transaction.atomic
def note_view(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Write in the audit that somebody was shown a person's e-mail address; the address is not said."""
    row = lock(Person.objects.all(), identifier)
    record_event("person.see", Subject("person", str(row.id), row.keeper_id), by=by, at=at)


@transaction.atomic
def involve(
    person: UUID,
    role: InvolvementKind,
    organisation: UUID,
    *,
    start: date | None,
    end: date | None,
    share: Decimal | None,
    by: Actor,
    at: datetime,
    grade: str = "",
) -> Involvement:
    """Say what a person is at an organisation, from a day to a day. Either's keeper may say so.

    Said again with the grade that was left open and nothing else that differs, what is there gains the grade.
    """
    row = lock(Person.objects.all(), person)
    lock(Organisation.objects.all(), organisation)
    _check_may_involve(row, organisation, by=by, at=at)
    check_dates(start, end)
    check_share(share)
    known = Involvement.objects.filter(
        person=row, role=role, organisation=organisation, start=start
    ).first()
    if known is not None:
        differs = end not in {None, known.end} or share not in {None, known.share}
        if known.grade or not grade.strip() or differs:
            raise RuleError(gettext_noop("The person has this role there from that day already."))
        change(known, "involvement", row.keeper_id, {"grade": grade.strip()}, by=by, at=at)
        touch(Person, [row.id], at=at)
        return known
    made = Involvement(
        person=row,
        role=role,
        organisation_id=organisation,
        start=start,
        end=end,
        share=share,
        grade=grade.strip(),
    )
    create(made, "involvement", row.keeper_id, by=by, at=at)
    touch(Person, [row.id], at=at)
    put_people_in_search([row.id])
    return made


@transaction.atomic
def end_involvement(identifier: UUID, *, last_day: date, by: Actor, at: datetime) -> UUID:
    """Say until when a person was involved there; returns the person."""
    row = lock(Involvement.objects.select_related("person"), identifier)
    _check_may_involve(row.person, row.organisation_id, by=by, at=at)
    check_dates(row.start, last_day)
    change(row, "involvement", row.person.keeper_id, {"end": last_day}, by=by, at=at, deed="end")
    touch(Person, [row.person_id], at=at)
    put_people_in_search([row.person_id])
    return row.person_id


@transaction.atomic
def add_award(
    person: UUID,
    code: str,
    *,
    start: date,
    end: date | None,
    reference: str,
    by: Actor,
    at: datetime,
) -> Award:
    """Say what a person was awarded, from a day to a day."""
    row = lock(Person.objects.all(), person)
    check_may_keep(row.keeper_id, Action.EDIT_OWN_TEAM, by=by, at=at)
    check_dates(start, end)
    if Award.objects.filter(person=row, code=code.strip(), start=start).exists():
        raise RuleError(gettext_noop("The person has this award from that day already."))
    made = Award(person=row, code=code.strip(), start=start, end=end, reference=reference.strip())
    create(made, "award", row.keeper_id, by=by, at=at)
    return made


@transaction.atomic
def end_award(identifier: UUID, *, last_day: date, by: Actor, at: datetime) -> UUID:
    """Say until when an award ran; returns the person."""
    row = lock(Award.objects.select_related("person"), identifier)
    check_may_keep(row.person.keeper_id, Action.EDIT_OWN_TEAM, by=by, at=at)
    check_dates(row.start, last_day)
    change(row, "award", row.person.keeper_id, {"end": last_day}, by=by, at=at, deed="end")
    return row.person_id


@transaction.atomic
def add_skill(
    values: SkillValues,
    *,
    person: UUID | None = None,
    organisation: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Skill:
    """Say what a person or an organisation can do, with what shows it."""
    owner = lock(Person.objects.all(), person).keeper_id if person else organisation
    assert owner is not None
    check_may_keep(owner, Action.EDIT_OWN_TEAM, by=by, at=at)
    check_has_name(values.name_fr, values.name_en)
    made = Skill(
        person_id=person,
        organisation_id=None if person else organisation,
        name_fr=values.name_fr.strip(),
        name_en=values.name_en.strip(),
        evidence=values.evidence,
        evidence_text=_check_evidence(values),
    )
    create(made, "skill", owner, by=by, at=at)
    put_skills_in_search([made.id])
    return made


@transaction.atomic
def end_skill(identifier: UUID, *, last_day: date, by: Actor, at: datetime) -> None:
    """Say until when somebody could do it."""
    row = lock(Skill.objects.select_related("person"), identifier)
    owner = row.person.keeper_id if row.person else row.organisation_id
    assert owner is not None
    check_may_keep(owner, Action.EDIT_OWN_TEAM, by=by, at=at)
    change(row, "skill", owner, {"end": last_day}, by=by, at=at, deed="end")
    put_skills_in_search([row.id])


def _check(values: PersonValues, identifier: UUID | None) -> dict[str, object]:
    """Return the values as columns, or raise the first rule they break."""
    if not values.family_name.strip():
        raise RuleError(gettext_noop("Give a family name."))
    orcid = _check_orcid(values.orcid)
    holder = Person.objects.filter(orcid=orcid).first() if orcid else None
    if holder is not None and holder.id != identifier:
        raise RuleError(
            gettext_noop("{name} has this ORCID already; two people cannot share it."),
            name=str(holder),
        )
    return {**to_columns(values), "orcid": orcid}


def _check_orcid(text: str) -> str | None:
    if not text.strip():
        return None
    found = parse_orcid(text)
    if found is None:
        raise RuleError(
            gettext_noop("“{given}” is not an ORCID: sixteen digits in four groups."), given=text
        )
    if not has_check_digit(found):
        raise RuleError(
            gettext_noop(
                "“{given}” has a digit wrong: the last one does not fit the others. Copy the ORCID anew."
            ),
            given=found,
        )
    return found


def _check_evidence(values: SkillValues) -> str:
    text = values.evidence_text.strip()
    if not text:
        raise RuleError(gettext_noop("Say what shows the skill: a DOI, a work, or a sentence."))
    if values.evidence is Evidence.DOI:
        found = parse_doi(text)
        if found is None:
            raise RuleError(
                gettext_noop("“{given}” is not a DOI, such as 10.1000/abc."), given=text
            )
        return found
    if values.evidence is Evidence.WORK and not text.lstrip("-").isdecimal():
        raise RuleError(
            gettext_noop("“{given}” is not the number at the end of a work's address."), given=text
        )
    return text


def _check_may_involve(person: Person, organisation: UUID, *, by: Actor, at: datetime) -> None:
    on = at.date()
    if not can(by, Action.EDIT_OWN_TEAM, get_keeping_line(organisation, on=on), on=on):
        check_may_keep(person.keeper_id, Action.EDIT_OWN_TEAM, by=by, at=at)
