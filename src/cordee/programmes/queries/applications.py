"""Reads of applications. What a person may not see raises like what does not exist.

An application is its writer's until it is submitted; from then on those see it too who may see
applications at the office that runs the call.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_noop

from cordee.directory.queries import get_line
from cordee.kernel.chain import write_canonical
from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action
from cordee.programmes.applied import (
    ApplicationLine,
    ApplicationRecord,
    FileTold,
    FrozenCall,
    JudgedTold,
    Money,
    PartnerPart,
    PartnerTold,
    Written,
)
from cordee.programmes.definition.parts import Definition
from cordee.programmes.judging.limits import Result
from cordee.programmes.life import ApplicationStage, CallDays, CallStage
from cordee.programmes.models import Application, Attachment, BudgetLine, Call, Judged, Partner
from cordee.programmes.queries.invitees import is_invited
from cordee.programmes.states import CostCategory, Finding, Opening, Phase, Verdict, Weight


Told = TypeVar("Told", PartnerPart, FileTold)

NO_CALL = gettext_noop("There is no such call.")
NOTHING_HERE = gettext_noop("There is no such application.")


def get_open_call(identifier: UUID, *, by: Actor, on: date) -> FrozenCall:
    """Return a published call to which somebody may apply, or may have applied.

    Calls by invitation are for those who were named and those who run the office's programmes; for others
    there is none.
    """
    row = Call.objects.filter(id=identifier).exclude(stage=CallStage.DRAFT.value).first()
    if row is None or row.definition is None:
        raise NotFoundError(NO_CALL)
    call = read_call(row)
    if call.definition.opening is not Opening.DIRECT or is_invited(call.id, by):
        return call
    if not runs_programmes(call, by=by, on=on):
        raise NotFoundError(NO_CALL)
    return call


def runs_programmes(call: FrozenCall, *, by: Actor, on: date) -> bool:
    """Return whether a person runs the programmes of the call's office."""
    return can(by, Action.RUN_PROGRAMMES, get_line(call.office, on=on), on=on)


def get_application(identifier: UUID, *, by: Actor, on: date) -> ApplicationRecord:
    """Return a whole application for who may see it; `NotFoundError` for anybody else."""
    return read_application(find_application(identifier, by=by, on=on))


def find_application(identifier: UUID, *, by: Actor, on: date) -> Application:
    """Return the row of an application that a person may see."""
    row = Application.objects.select_related("call").filter(id=identifier).first()
    if row is None or not sees(row, by=by, on=on):
        raise NotFoundError(NOTHING_HERE)
    return row


def sees(row: Application, *, by: Actor, on: date) -> bool:
    """Return whether a person wrote the application, or may see those submitted to the call's office."""
    if writes(row, by):
        return True
    was_submitted = row.submitted_at is not None
    return was_submitted and can(
        by, Action.SEE_APPLICATIONS, get_line(row.call.office, on=on), on=on
    )


def writes(row: Application, by: Actor) -> bool:
    """Return whether the application is this account's; a token may be limited to less."""
    is_allowed = by.limit is None or Action.APPLY in by.limit
    return by.account is not None and row.account == by.account and is_allowed


def list_own(by: Actor) -> tuple[ApplicationLine, ...]:
    """Return the applications that an account writes or wrote, the latest first."""
    if by.account is None or (by.limit is not None and Action.APPLY not in by.limit):
        return ()
    rows = Application.objects.filter(account=by.account)
    return read_lines(rows.order_by("-created_at", "id"))


def list_of_call(
    identifier: UUID, *, by: Actor, on: date
) -> tuple[FrozenCall, tuple[ApplicationLine, ...], int]:
    """Return a call with what was submitted to it, and how many are being written.

    For who may see applications at its office; there is no such call for anybody else.
    """
    row = Call.objects.filter(id=identifier).exclude(definition=None).first()
    if row is None or not can(by, Action.SEE_APPLICATIONS, get_line(row.office, on=on), on=on):
        raise NotFoundError(NO_CALL)
    rows = Application.objects.filter(call=row)
    drafts = rows.filter(submitted_at=None, stage=ApplicationStage.DRAFT.value).count()
    return read_call(row), read_lines(rows.exclude(submitted_at=None).order_by("number")), drafts


def list_judged(row: Application) -> tuple[JudgedTold, ...]:
    """Return each time the rules were asked of an application, the latest first."""
    return tuple(read_judged(one) for one in row.judgements.all())


def get_file(identifier: UUID, *, by: Actor, on: date) -> tuple[ApplicationRecord, FileTold]:
    """Return a document of an application, for who may see the application."""
    row = Attachment.objects.filter(id=identifier).first()
    if row is None:
        raise NotFoundError(gettext_noop("There is no such document."))
    application = Application.objects.select_related("call").get(id=row.application_id)
    if not sees(application, by=by, on=on):
        raise NotFoundError(gettext_noop("There is no such document."))
    return read_application(application), read_file(row)


def read_call(row: Call) -> FrozenCall:
    """Return a published call as a value; its frozen instrument is read once."""
    return FrozenCall(
        id=row.id,
        office=row.office,
        reference=row.reference,
        title_fr=row.title_fr,
        title_en=row.title_en,
        year=row.year,
        days=CallDays(CallStage(row.stage), row.opens_at, row.closes_at, row.stage_since),
        time_zone=row.time_zone,
        definition=_read_frozen(write_canonical(row.definition or {})),
        is_demonstration=row.is_demonstration,
    )


@lru_cache(maxsize=64)
def _read_frozen(text: str) -> Definition:
    # Reading one takes milliseconds, and three hundred applicants save at once.
    return Definition.model_validate_json(text)


def read_application(row: Application) -> ApplicationRecord:
    """Return a row with all that belongs to it."""
    return ApplicationRecord(
        id=row.id,
        call=read_call(row.call),
        number=row.number,
        account=row.account,
        person=row.person,
        organisation=row.organisation,
        written=read_written(row),
        partners=tuple(read_partner(one) for one in row.partners.all()),
        files=tuple(read_file(one) for one in row.attachments.all()),
        stage=ApplicationStage(row.stage),
        stage_since=row.stage_since,
        submitted_at=row.submitted_at,
        receipt=row.receipt,
        version=row.version,
        changed_at=row.changed_at,
        is_demonstration=row.is_demonstration,
    )


def read_written(row: Application) -> Written:
    """Return what the writer saved."""
    return Written(
        title=row.title,
        acronym=row.acronym,
        months=row.months,
        answers=dict(row.answers),
        budget=tuple(_read_money(one) for one in row.budget.all()),
    )


def read_part(row: Partner) -> PartnerPart:
    """Return what is said of a partner."""
    return _copy(PartnerPart, row)


def read_partner(row: Partner) -> PartnerTold:
    """Return a partner with the mark that its next change must name."""
    return PartnerTold(
        id=row.id,
        part=read_part(row),
        mark=compute_mark(row),
        invited_at=row.invited_at if row.secret_hash else None,
        lapses_at=row.lapses_at if row.secret_hash else None,
        signed_at=row.signed_at,
        signed_name=row.signed_name,
        signed_function=row.signed_function,
    )


def compute_mark(row: Partner) -> str:
    """Return what tells one state of a part from another: a form opened on an older one is told."""
    part = read_part(row)
    told = write_canonical(
        {name: str(value) for name, value in vars(part).items()} | {"signed": str(row.signed_at)}
    )
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def read_file(row: Attachment) -> FileTold:
    """Return a document as a value."""
    return _copy(FileTold, row)


def read_judged(row: Judged) -> JudgedTold:
    """Return one stored judgement."""
    return JudgedTold(
        id=row.id,
        at=row.at,
        by=row.by,
        reference_day=row.reference_day,
        verdict=Verdict(row.verdict),
        admissibility=Finding(row.admissibility),
        facts=_read_facts(row.facts),
        results=tuple(
            Result(
                id=one["id"],
                phase=Phase(one["phase"]),
                weight=Weight(one["weight"]),
                finding=Finding(one["finding"]),
                facts=_read_facts(one["facts"]),
                missing=tuple(one["missing"]),
                values=one["values"],
            )
            for one in row.results
        ),
        reason=row.reason,
    )


def read_lines(rows: QuerySet[Application]) -> tuple[ApplicationLine, ...]:
    """Return applications as lines of a list, in few queries for many."""
    found = list(rows.select_related("call"))
    countries: dict[UUID, set[str]] = defaultdict(set)
    asked: dict[UUID, Decimal] = {}
    verdicts: dict[UUID, Verdict] = {}
    for partner, country in Partner.objects.filter(application__in=rows.order_by()).values_list(
        "application_id", "country"
    ):
        countries[partner].add(country)
    money = BudgetLine.objects.filter(application__in=rows.order_by(), is_cofunding=False)
    for one, amount in money.values_list("application_id", "amount"):
        asked[one] = asked.get(one, Decimal(0)) + amount
    judged = Judged.objects.filter(application__in=rows.order_by()).order_by("at", "id")
    for one, verdict in judged.values_list("application_id", "verdict"):
        verdicts[one] = Verdict(verdict)
    return tuple(
        ApplicationLine(
            id=row.id,
            call=read_call(row.call),
            number=row.number,
            title=row.title,
            acronym=row.acronym,
            stage=ApplicationStage(row.stage),
            submitted_at=row.submitted_at,
            changed_at=row.changed_at,
            organisation=row.organisation,
            person=row.person,
            countries=tuple(sorted(countries[row.id] - {""})),
            asked=asked.get(row.id),
            verdict=verdicts.get(row.id),
            is_demonstration=row.is_demonstration,
        )
        for row in found
    )


def _copy(kind: type[Told], row: Model) -> Told:
    """Return a value whose fields are the columns of a row by the same names."""
    return kind(**{one.name: getattr(row, one.name) for one in fields(kind)})


def _read_money(row: BudgetLine) -> Money:
    return Money(
        category=CostCategory(row.category),
        amount=row.amount,
        note=row.note,
        is_cofunding=row.is_cofunding,
        partner=row.partner_id,
    )


def _read_facts(kept: dict[str, object]) -> dict[str, bool | int | float | str | tuple[str, ...]]:
    return {
        name: tuple(map(str, value)) if isinstance(value, list | tuple) else value  # type: ignore[misc]
        for name, value in kept.items()
    }
