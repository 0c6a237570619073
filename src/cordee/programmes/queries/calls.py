"""Reads of calls. What a person may not see raises `NotFoundError`, like what does not exist.

Published calls are public, but for those of instruments that open by invitation: these, and what is
in preparation, are seen by who runs programmes at their office or sees applications there.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from cordee.directory.queries import get_line, get_parts
from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import NOBODY, Actor, can, list_reached
from cordee.ledger.states import Action
from cordee.programmes.calling.values import AnnouncementTold, CallTold, QuestionTold, QuotaTold
from cordee.programmes.definition.parts import Definition
from cordee.programmes.life import CallDays, CallStage
from cordee.programmes.models import Announcement, Application, Call, Invitee, Question
from cordee.programmes.queries.instruments import VersionTold, list_instruments, runs
from cordee.programmes.queries.invitees import is_invited
from cordee.programmes.states import Opening, QuotaScope


NOTHING_HERE = gettext_noop("There is no such call.")

SEEING = (Action.RUN_PROGRAMMES, Action.SEE_APPLICATIONS)
"""Who may do either at the office of a call sees it in preparation too."""

_PUBLIC = Q(definition__opening__in=[Opening.CALL.value, Opening.ROLLING.value])


def get_call(identifier: UUID, *, by: Actor, at: datetime) -> CallTold:
    """Return a call as it is at a moment, for who may see it.

    One by invitation is also seen by who was named for it, or writes an application to it.
    """
    return read_call(find_visible(identifier, by=by, at=at), at=at)


def get_definition(identifier: UUID) -> Definition:
    """Return the instrument that a call froze, and that of a draft as it is; no rights are asked."""
    row = _select().filter(id=identifier).first()
    if row is None:
        raise NotFoundError(NOTHING_HERE)
    return _read_definition(row)


def list_calls(by: Actor, *, at: datetime, instrument: UUID | None = None) -> tuple[CallTold, ...]:
    """Return the calls that a person may see, the latest opening first."""
    rows = select_visible(by, at=at)
    if instrument is not None:
        rows = rows.filter(instrument_version__instrument=instrument)
    return tuple(read_call(row, at=at) for row in rows)


def list_public_calls(*, at: datetime) -> tuple[CallTold, ...]:
    """Return the calls that anybody may read, the latest opening first."""
    return tuple(read_call(row, at=at) for row in _select().filter(_PUBLIC))


def list_announcements(call: CallTold) -> tuple[AnnouncementTold, ...]:
    """Return the news of a call that the reader was given, the latest first."""
    return tuple(
        AnnouncementTold(row.id, row.given_at, row.text_fr, row.text_en)
        for row in Announcement.objects.filter(call=call.id)
    )


def list_questions(call: CallTold, *, by: Actor, at: datetime) -> tuple[QuestionTold, ...]:
    """Return the questions a person may read: those answered in public, their own, or all for who runs it."""
    rows = Question.objects.filter(call=call.id)
    if not runs(call.office, by=by, on=at.date()):
        own = Q(asked_by=by.account) if by.account else Q(pk__in=[])
        rows = rows.filter(Q(is_public=True, answered_at__isnull=False) | own)
    return tuple(map(read_question, rows))


def get_question(identifier: UUID, *, by: Actor, at: datetime) -> tuple[CallTold, QuestionTold]:
    """Return a question with its call, for who runs the call; nobody else answers."""
    row = Question.objects.filter(id=identifier).first()
    if row is None:
        raise NotFoundError(gettext_noop("There is no such question."))
    call = get_call(row.call_id, by=by, at=at)
    if not runs(call.office, by=by, on=at.date()):
        raise NotFoundError(gettext_noop("There is no such question."))
    return call, read_question(row)


def list_limits(call: CallTold) -> tuple[QuotaTold, ...]:
    """Return how many awards, and how much money, a call may give: by itself, then by its instrument."""
    found = []
    if call.most_awards is not None or call.envelope is not None:
        found.append(QuotaTold(QuotaScope.CALL, call.most_awards, call.envelope, call.currency))
    currency = call.definition.funding.currency if call.definition.funding else "EUR"
    found += [
        QuotaTold(one.scope, one.max, one.envelope, currency, one.plan)
        for one in call.definition.quotas
    ]
    return tuple(found)


def list_openable(by: Actor, *, at: datetime) -> tuple[VersionTold, ...]:
    """Return what a person may open calls of: of each instrument they run, the version in use."""
    found = list_instruments(by=by, on=at.date())
    return tuple(one.published for one in found if one.may_run and one.published)


def list_rotating(*, at: datetime) -> tuple[Definition, ...]:
    """Return the published instruments whose zones change by year, but those by invitation alone."""
    told = list_instruments(by=NOBODY, on=at.date())
    found = (one.published.definition for one in told if one.published)
    return tuple(
        one for one in found if one.rotation is not None and one.opening is not Opening.DIRECT
    )


def find_visible(identifier: UUID, *, by: Actor, at: datetime) -> Call:
    """Return the row of a call that a person may see; `NotFoundError` for any other."""
    row = _select().filter(id=identifier).first()
    if row is None or not sees(row, by=by, at=at):
        raise NotFoundError(NOTHING_HERE)
    return row


def sees(row: Call, *, by: Actor, at: datetime) -> bool:
    """Return whether a person may read a call."""
    if row.definition is not None and row.definition["opening"] != Opening.DIRECT.value:
        return True
    line = get_line(row.office, on=at.date())
    if any(can(by, action, line, on=at.date()) for action in SEEING):
        return True
    if row.definition is not None and is_invited(row.id, by):
        return True
    return (
        by.account is not None and Application.objects.filter(call=row, account=by.account).exists()
    )


def select_visible(by: Actor, *, at: datetime) -> QuerySet[Call]:
    """Return the calls that a person may see, narrowed in the database."""
    condition = _PUBLIC
    for action in SEEING:
        offices = _list_reached(by, action, at=at)
        if offices is None:
            return _select()
        condition |= Q(office__in=offices)
    if by.account is not None:
        condition |= Q(id__in=Application.objects.filter(account=by.account).values("call"))
        named = Invitee.objects.filter(account=by.account).values("call")
        condition |= Q(id__in=named, definition__isnull=False)
    return _select().filter(condition)


def read_call(row: Call, *, at: datetime) -> CallTold:
    """Return a row as a value, as it is at a moment; no rights are asked."""
    stage = CallStage(row.stage)
    return CallTold(
        id=row.id,
        office=row.office,
        instrument=row.instrument_version.instrument_id,
        instrument_version=row.instrument_version_id,
        number=row.instrument_version.number,
        definition=_read_definition(row),
        is_frozen=row.definition is not None,
        reference=row.reference,
        title_fr=row.title_fr,
        title_en=row.title_en,
        text_fr=row.text_fr,
        text_en=row.text_en,
        year=row.year,
        stage=stage,
        stage_since=row.stage_since,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        time_zone=row.time_zone,
        envelope=row.envelope,
        currency=row.currency,
        most_awards=row.most_awards,
        is_demonstration=row.is_demonstration,
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        moment=CallDays(stage, row.opens_at, row.closes_at).find_moment(at),
    )


def read_question(row: Question) -> QuestionTold:
    """Return a question as a value, without who asked it."""
    return QuestionTold(
        id=row.id,
        asked_at=row.asked_at,
        question=row.question,
        answer_fr=row.answer_fr,
        answer_en=row.answer_en,
        answered_at=row.answered_at,
        is_public=row.is_public,
    )


def _select() -> QuerySet[Call]:
    return Call.objects.select_related("instrument_version")


def _read_definition(row: Call) -> Definition:
    frozen = row.definition
    return Definition.model_validate(
        row.instrument_version.definition if frozen is None else frozen
    )


def _list_reached(by: Actor, action: Action, *, at: datetime) -> tuple[UUID, ...] | None:
    reached = list_reached(by, action, on=at.date())
    return None if reached is None else tuple(get_parts(reached, on=at.date()) if reached else ())
