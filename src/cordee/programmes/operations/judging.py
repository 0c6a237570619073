"""Judgements that are kept: at submission, when an officer asks again, and when one is set aside."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.directory.queries import get_line
from cordee.kernel.errors import NotFoundError, RuleError
from cordee.ledger.audit import Subject, record_event
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action
from cordee.programmes import models
from cordee.programmes.applied import FrozenCall
from cordee.programmes.judging.limits import Result
from cordee.programmes.models import Application
from cordee.programmes.queries.applications import NOTHING_HERE, read_application, sees
from cordee.programmes.queries.judgements import Judged, judge_one
from cordee.programmes.states import Verdict


def store_judgement(row: Application, judged: Judged, *, by: Actor, at: datetime) -> UUID:
    """Keep a judgement as it is, with the facts it stands on."""
    made = models.Judged.objects.create(
        application=row,
        at=at,
        by=by.name,
        reference_day=judged.reference_day,
        verdict=judged.judgement.verdict.value,
        admissibility=judged.judgement.admissibility.value,
        facts=dict(judged.facts),
        results=[_write(one) for one in judged.judgement.results],
    )
    return made.id


@transaction.atomic
def ask_again(
    identifier: UUID, *, by: Actor, at: datetime, joint_works: int | None = None
) -> Verdict:
    """Ask the rules of the call again of a submitted application, and keep what they say."""
    row = _open(identifier, by=by, at=at)
    judged = judge_one(read_application(row), at=at, joint_works=joint_works)
    before = _find_verdict(row)
    store_judgement(row, judged, by=by, at=at)
    after = judged.judgement.verdict
    _note(row, "judge", (before, after.value), by=by, at=at)
    return after


@transaction.atomic
def set_aside(identifier: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Set the verdict of a submitted application aside, for a reason that stays beside it."""
    row = _open(identifier, by=by, at=at)
    if not reason.strip():
        raise RuleError(gettext_noop("Say why the verdict is set aside; the reason is kept."))
    last = row.judgements.first()
    if last is None or last.verdict == Verdict.OVERRIDDEN.value:
        raise RuleError(gettext_noop("The verdict is set aside already."))
    models.Judged.objects.create(
        application=row,
        at=at,
        by=by.name,
        reference_day=last.reference_day,
        verdict=Verdict.OVERRIDDEN.value,
        admissibility=last.admissibility,
        facts=last.facts,
        results=last.results,
        reason=reason.strip(),
    )
    change = (last.verdict, Verdict.OVERRIDDEN.value)
    _note(row, "override", change, by=by, at=at, reason=reason)


def check_may_judge(call: FrozenCall, *, by: Actor, on: date) -> None:
    """Raise `RefusedError` unless `by` runs the programmes of the call's office."""
    check_can(by, Action.RUN_PROGRAMMES, get_line(call.office, on=on), on=on)


def _open(identifier: UUID, *, by: Actor, at: datetime) -> Application:
    on = at.date()
    row = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call")
        .filter(id=identifier)
        .first()
    )
    if row is None or not sees(row, by=by, on=on):
        raise NotFoundError(NOTHING_HERE)
    check_can(by, Action.RUN_PROGRAMMES, get_line(row.call.office, on=on), on=on)
    if row.submitted_at is None:
        raise RuleError(gettext_noop("It is not submitted yet. Its writer sees the rules live."))
    return row


def _find_verdict(row: Application) -> str:
    last = row.judgements.first()
    return last.verdict if last else ""


def _note(
    row: Application,
    what: str,
    verdict: tuple[str, str],
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    record_event(
        f"application.{what}",
        Subject("application", str(row.id), row.call.office),
        by=by,
        at=at,
        change={"verdict": verdict},
        reason=reason.strip(),
    )


def _write(one: Result) -> dict[str, object]:
    return {
        "id": one.id,
        "phase": one.phase.value,
        "weight": one.weight.value,
        "finding": one.finding.value,
        "facts": dict(one.facts),
        "missing": list(one.missing),
        "values": dict(one.values),
    }
