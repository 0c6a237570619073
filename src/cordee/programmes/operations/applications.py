"""Writing an application: started, saved while it is written, submitted or withdrawn.

The moment `at` is the server's own, taken when a request arrives; it alone judges who is in time.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from cordee.directory.queries import get_line, get_organisation
from cordee.directory.queries.evidence import show_people
from cordee.kernel.chain import write_canonical
from cordee.kernel.errors import NotFoundError, RuleError, StaleError
from cordee.ledger.audit import Change, Subject, find_change, record_event
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action
from cordee.programmes.admissibility import check_open, list_obstacles
from cordee.programmes.answers import read_answers
from cordee.programmes.applied import ApplicationRecord, Money, Written
from cordee.programmes.life import ApplicationStage
from cordee.programmes.models import Application, BudgetLine, Call
from cordee.programmes.operations.judging import store_judgement
from cordee.programmes.queries.applications import (
    NOTHING_HERE,
    get_open_call,
    read_application,
    read_call,
    read_written,
    sees,
    writes,
)
from cordee.programmes.queries.judgements import judge_one


SITTING = timedelta(minutes=10)
"""A draft saves itself every few seconds: the audit tells the first save of a sitting, not each of hundreds."""


@transaction.atomic
def start_application(
    call: UUID, *, organisation: UUID, person: UUID | None, by: Actor, at: datetime
) -> UUID:
    """Begin an application to an open call for an organisation; returns its identifier.

    `person` is the entry of the directory that it is about, None when there is none: then what rules ask
    of people stays unknown.
    """
    told = get_open_call(call, by=by, on=at.date())
    check_open(told, at)
    get_organisation(organisation)
    check_can(by, Action.APPLY, get_line(organisation, on=at.date()), on=at.date())
    if person is not None and person not in show_people([person]):
        raise NotFoundError(gettext_noop("The directory has no such entry."))
    assert by.account is not None
    # The row of the call is held, so that two who begin at once get two numbers.
    row = Call.objects.select_for_update().get(id=call)
    last = Application.objects.filter(call=row).aggregate(last=Max("number"))["last"] or 0
    made = Application.objects.create(
        call=row,
        number=last + 1,
        account=by.account,
        person=person,
        organisation=organisation,
        stage_since=at,
        is_demonstration=by.is_demonstration or row.is_demonstration,
        created_at=at,
        changed_at=at,
        changed_by=by.name,
    )
    note(made, "start", by=by, at=at, change={"call": ("", str(call)), "number": ("", last + 1)})
    return made.id


@transaction.atomic
def save_application(
    identifier: UUID, written: Written, *, version: int, by: Actor, at: datetime
) -> int:
    """Save what the writer wrote, and return the new version; the old one when nothing differs.

    Raises `StaleError` when another window saved since `version`: nothing of it is written over. Answers
    that the form does not ask for are left out; those it cannot keep are the page's to refuse.
    """
    row = open_draft(identifier, by=by, at=at)
    if version != row.version:
        raise StaleError(
            gettext_noop(
                "This application was saved in another window after you opened it. Nothing was written over it: copy what you need, then load it anew."
            )
        )
    answers, _faults = read_answers(read_call(row.call).definition, written.answers)
    before = read_written(row)
    after = Written(
        " ".join(written.title.split())[:300],
        " ".join(written.acronym.split())[:40],
        written.months,
        answers,
        _merge(written.budget),
    )
    changed = sorted(name for name, value in vars(after).items() if getattr(before, name) != value)
    if not changed:
        return row.version
    is_new_sitting = row.version == 1 or at - row.changed_at > SITTING
    row.title, row.acronym, row.months = after.title, after.acronym, after.months
    row.answers = answers
    row.version += 1
    row.changed_at, row.changed_by = at, by.name
    row.save()
    if "budget" in changed:
        _write_budget(row, after.budget)
    if is_new_sitting:
        note(row, "write", by=by, at=at, change=dict.fromkeys(changed, ("", "…")))
    return row.version


@transaction.atomic
def choose_person(identifier: UUID, person: UUID | None, *, by: Actor, at: datetime) -> None:
    """Say which entry of the directory a draft is about: it may have been entered since."""
    row = open_draft(identifier, by=by, at=at)
    if person is not None and person not in show_people([person]):
        raise NotFoundError(gettext_noop("The directory has no such entry."))
    change = find_change({"person": row.person}, {"person": person})
    if not change:
        return
    Application.objects.filter(id=row.id).update(person=person, changed_at=at, changed_by=by.name)
    note(row, "choose_person", by=by, at=at, change=change)


@transaction.atomic
def submit_application(
    identifier: UUID, *, by: Actor, at: datetime, joint_works: int | None = None
) -> str:
    """Submit an application with a stored judgement, and return its receipt; all of it or nothing.

    Pressed again it returns the same receipt. Raises `RuleError` with the first thing that stands in the
    way: the call is closed, something asked for is missing. Not being eligible does not: that is for the
    rules to say and for the office to judge.
    """
    row = open_own(identifier, by=by, at=at)
    if row.stage == ApplicationStage.SUBMITTED.value:
        return row.receipt
    record = read_application(row)
    judged = judge_one(record, at=at, joint_works=joint_works)
    for obstacle in list_obstacles(record, judged.judgement, at):
        values = dict(obstacle.sentence.values)
        if obstacle.named is not None:
            values["what"] = obstacle.named.en
        raise RuleError(obstacle.sentence.text, **values)
    receipt = compute_receipt(record, at)
    row.stage, row.stage_since = ApplicationStage.SUBMITTED.value, at
    row.submitted_at, row.receipt = at, receipt
    row.version += 1
    row.changed_at, row.changed_by = at, by.name
    row.save()
    row.partners.exclude(secret_hash="").update(secret_hash="", lapses_at=None)
    store_judgement(row, judged, by=by, at=at)
    note(row, "submit", by=by, at=at, change={"receipt": ("", receipt)})
    return receipt


@transaction.atomic
def withdraw_application(identifier: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw an application: a draft, or one that was submitted. It stays as it was, and counts no more."""
    row = open_own(identifier, by=by, at=at)
    if row.stage == ApplicationStage.WITHDRAWN.value:
        raise RuleError(gettext_noop("This application is withdrawn already."))
    before = row.stage
    row.stage, row.stage_since = ApplicationStage.WITHDRAWN.value, at
    row.version += 1
    row.changed_at, row.changed_by = at, by.name
    row.save()
    row.partners.exclude(secret_hash="").update(secret_hash="", lapses_at=None)
    change = {"stage": (before, row.stage)}
    note(row, "withdraw", by=by, at=at, change=change, reason=reason)


def compute_receipt(record: ApplicationRecord, at: datetime) -> str:
    """Return the SHA-256 of all that is submitted, in one written form, with the moment of submission.

    The same content submitted at the same moment has the same receipt wherever it is computed; one letter
    more is another.
    """
    return hashlib.sha256(write_submission(record, at).encode()).hexdigest()


def write_submission(record: ApplicationRecord, at: datetime) -> str:
    """Return all that is submitted as JSON with sorted keys: what the receipt is computed over."""
    written = record.written
    return write_canonical(
        {
            "application": str(record.id),
            "call": str(record.call.id),
            "number": record.number,
            "account": str(record.account),
            "person": str(record.person or ""),
            "organisation": str(record.organisation or ""),
            "submitted_at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "title": written.title,
            "acronym": written.acronym,
            "months": written.months,
            "answers": dict(written.answers),
            "budget": sorted(_write_money(one) for one in written.budget),
            "partners": [
                {
                    **{name: str(value) for name, value in vars(one.part).items()},
                    "signed_at": one.signed_at.astimezone(UTC).isoformat() if one.signed_at else "",
                    "signed_name": one.signed_name,
                    "signed_function": one.signed_function,
                }
                for one in record.partners
            ],
            "documents": sorted(
                [one.code, one.sha256, str(one.size), one.file_name] for one in record.files
            ),
        }
    )


def open_own(identifier: UUID, *, by: Actor, at: datetime) -> Application:
    """Return the row, locked, of an application that `by` writes; who only sees it may not write it."""
    row = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call")
        .filter(id=identifier)
        .first()
    )
    if row is None or not sees(row, by=by, on=at.date()) or not writes(row, by):
        raise NotFoundError(NOTHING_HERE)
    return row


def open_draft(identifier: UUID, *, by: Actor, at: datetime) -> Application:
    """Return the row, locked, while it is being written and its call is open."""
    row = open_own(identifier, by=by, at=at)
    check_is_written(row, at)
    return row


def check_is_written(row: Application, at: datetime) -> None:
    """Raise `RuleError` unless the application is a draft of a call that is open at that moment."""
    if row.stage != ApplicationStage.DRAFT.value:
        raise RuleError(
            gettext_noop("This application was submitted or withdrawn; it stays as it is.")
        )
    check_open(read_call(row.call), at)


def note(
    row: Application, what: str, *, by: Actor, at: datetime, change: Change, reason: str = ""
) -> None:
    """Write a line of the audit about an application, for the auditors of the call's office."""
    subject = Subject("application", str(row.id), row.call.office)
    record_event(f"application.{what}", subject, by=by, at=at, change=change, reason=reason.strip())


def _merge(budget: tuple[Money, ...]) -> tuple[Money, ...]:
    """Return the lines in the order in which they are kept, those of nothing left out."""
    return tuple(
        sorted(
            (one for one in budget if one.amount),
            key=lambda one: (one.is_cofunding, one.category.value, str(one.partner or "")),
        )
    )


def _write_budget(row: Application, budget: tuple[Money, ...]) -> None:
    partners = set(row.partners.values_list("id", flat=True))
    if any(one.partner is not None and one.partner not in partners for one in budget):
        raise NotFoundError(gettext_noop("There is no such partner."))
    row.budget.all().delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(
            application=row,
            partner_id=one.partner,
            category=one.category.value,
            amount=one.amount,
            is_cofunding=one.is_cofunding,
            note=one.note[:300],
        )
        for one in budget
    )


def _write_money(one: Money) -> list[str]:
    return [
        one.category.value,
        f"{one.amount:.2f}",
        "brought" if one.is_cofunding else "asked",
        str(one.partner or ""),
        one.note,
    ]
