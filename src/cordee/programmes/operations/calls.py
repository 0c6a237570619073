"""Opening a call, changing it, leading it through its life."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.directory.queries import get_line
from cordee.kernel.errors import NotFoundError, RuleError, UsageError
from cordee.kernel.messages import Sentence
from cordee.ledger.audit import Change, Subject, find_change, read_fields, record_event
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action
from cordee.programmes.calling.clock import (
    LocalTime,
    find_moment,
    get_zone_of,
    say_moment,
    write_in,
)
from cordee.programmes.calling.rules import (
    check_can_cancel,
    check_can_change,
    check_can_close,
    check_can_extend,
    check_can_publish,
    check_money,
    check_reason,
    check_version,
)
from cordee.programmes.calling.values import CallDraft, InBoth
from cordee.programmes.definition.reading import write_definition
from cordee.programmes.life import CallStage, VersionStage
from cordee.programmes.models import Announcement, Call, InstrumentVersion
from cordee.programmes.queries.calls import NOTHING_HERE, read_call, sees


NOT_CHANGES = frozenset(
    {
        "id",
        "office",
        "definition",
        "changed_at",
        "changed_by",
        "created_at",
        "stage_since",
        "version",
    }
)
"""Columns that follow from a change and are none themselves."""

_WORDS = frozenset({"title_fr", "title_en", "text_fr", "text_en"})


@transaction.atomic
def create_call(
    draft: CallDraft,
    *,
    instrument_version: UUID,
    by: Actor,
    at: datetime,
    is_demonstration: bool = False,
) -> UUID:
    """Begin a call of a published version, kept by the instrument's office, and return its identifier.

    What a demonstration account begins is a demonstration, whatever is asked.
    """
    version = _find_version(instrument_version, by=by, at=at)
    row = Call(
        office=version.instrument.office,
        instrument_version=version,
        stage=CallStage.DRAFT.value,
        stage_since=at,
        is_demonstration=is_demonstration or by.is_demonstration,
        created_at=at,
        changed_at=at,
        changed_by=by.name,
    )
    _write_draft(row, draft)
    row.save(force_insert=True)
    record_event("call.create", tell(row), by=by, at=at, change=find_change({}, _read_own(row)))
    return row.id


@transaction.atomic
def change_call(
    identifier: UUID, draft: CallDraft, *, version: int, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Write a call anew. Once published only its words may be corrected, for a reason."""
    row = open_call(identifier, version, by=by, at=at)
    check_can_change(read_call(row, at=at), reason=reason)
    before = _read_own(row)
    _write_draft(row, draft)
    change = find_change(before, _read_own(row))
    if row.stage == CallStage.PUBLISHED.value and not change.keys() <= _WORDS:
        raise RuleError(
            gettext_noop(
                "A published call keeps its days, its money and its reference. Extend it or cancel it."
            )
        )
    if row.stage == CallStage.PUBLISHED.value:
        _check_words(row)
    if not change:
        return
    row.save()
    close_call(row, "change", change, by=by, at=at, reason=reason)


@transaction.atomic
def publish_call(identifier: UUID, *, version: int, by: Actor, at: datetime) -> None:
    """Publish a draft: it freezes the instrument as it is, and without an opening day opens now."""
    row = open_call(identifier, version, by=by, at=at)
    call = read_call(row, at=at)
    check_can_publish(call, at)
    if row.instrument_version.stage != VersionStage.PUBLISHED.value:
        raise RuleError(
            gettext_noop("This version of the instrument was withdrawn. Begin a call of another.")
        )
    before = {"stage": row.stage, "opens_at": row.opens_at}
    row.definition = write_definition(call.definition)
    row.stage, row.stage_since = CallStage.PUBLISHED.value, at
    # On the minute that has begun, as people write it.
    row.opens_at = row.opens_at or at.replace(second=0, microsecond=0)
    row.save(update_fields=["definition", "stage", "stage_since", "opens_at"])
    change = find_change(before, {"stage": row.stage, "opens_at": row.opens_at})
    close_call(row, "publish", change, by=by, at=at)


@transaction.atomic
def extend_call(
    identifier: UUID,
    closes: LocalTime,
    reason: InBoth,
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Put off the deadline, and say so with the reason on the call's page."""
    row = open_call(identifier, version, by=by, at=at)
    closes_at = find_moment(closes, row.time_zone)
    check_can_extend(read_call(row, at=at), closes_at, at)
    check_reason(reason)
    change = find_change({"closes_at": row.closes_at}, {"closes_at": closes_at})
    row.closes_at = closes_at
    row.save(update_fields=["closes_at"])
    news = Sentence(
        gettext_noop("The deadline is put off to {moment}."),
        {"moment": say_moment(closes_at, row.time_zone)},
    )
    _announce(row, news, reason, at=at)
    close_call(row, "extend", change, by=by, at=at, reason=reason.en)


@transaction.atomic
def close_call_for_good(
    identifier: UUID, *, version: int, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Close a call: one without a deadline from now on, one with a deadline once that has passed."""
    row = open_call(identifier, version, by=by, at=at)
    check_can_close(read_call(row, at=at), at)
    _move(row, CallStage.CLOSED, "close", by=by, at=at, reason=reason)


@transaction.atomic
def cancel_call(identifier: UUID, reason: InBoth, *, version: int, by: Actor, at: datetime) -> None:
    """Cancel a call for a reason, which stands on its page where it has one."""
    row = open_call(identifier, version, by=by, at=at)
    check_can_cancel(read_call(row, at=at))
    check_reason(reason)
    if row.definition is not None:
        _announce(row, Sentence(gettext_noop("The call is cancelled.")), reason, at=at)
    _move(row, CallStage.CANCELLED, "cancel", by=by, at=at, reason=reason.en)


def open_call(identifier: UUID, version: int | None, *, by: Actor, at: datetime) -> Call:
    """Return the row, locked, for who runs programmes at its office.

    Who may not even see it is told that there is none. Raises `StaleError` when the call changed since
    the form with that `version` was opened; None asks for no version, where something is only added.
    """
    rows = Call.objects.select_for_update(of=("self",)).select_related("instrument_version")
    row = rows.filter(id=identifier).first()
    if row is None or not sees(row, by=by, at=at):
        raise NotFoundError(NOTHING_HERE)
    check_can(by, Action.RUN_PROGRAMMES, get_line(row.office, on=at.date()), on=at.date())
    if version is not None:
        check_version(version, row.version, row.changed_by)
    return row


def close_call(
    row: Call, what: str, change: Change, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Count the change, say who made it, and write its line in the audit."""
    Call.objects.filter(id=row.id).update(
        version=row.version + 1, changed_at=at, changed_by=by.name
    )
    record_event(f"call.{what}", tell(row), by=by, at=at, change=change, reason=reason.strip())


def tell(row: Call) -> Subject:
    """Return what the audit says an event is about."""
    return Subject("call", str(row.id), row.office)


def _move(row: Call, stage: CallStage, what: str, *, by: Actor, at: datetime, reason: str) -> None:
    change = find_change({"stage": row.stage}, {"stage": stage.value})
    row.stage, row.stage_since = stage.value, at
    row.save(update_fields=["stage", "stage_since"])
    close_call(row, what, change, by=by, at=at, reason=reason)


def _announce(row: Call, news: Sentence, reason: InBoth, *, at: datetime) -> None:
    Announcement.objects.create(
        call=row,
        given_at=at,
        text_fr=f"{write_in(news, 'fr')}\n{reason.fr.strip()}",
        text_en=f"{write_in(news, 'en')}\n{reason.en.strip()}",
    )


def _find_version(identifier: UUID, *, by: Actor, at: datetime) -> InstrumentVersion:
    """Return the published version for who may open calls of it."""
    rows = InstrumentVersion.objects.select_related("instrument")
    version = rows.filter(id=identifier, stage=VersionStage.PUBLISHED.value).first()
    if version is None:
        raise NotFoundError(gettext_noop("There is no such published version of an instrument."))
    line = get_line(version.instrument.office, on=at.date())
    check_can(by, Action.RUN_PROGRAMMES, line, on=at.date())
    return version


def _write_draft(row: Call, draft: CallDraft) -> None:
    get_zone_of(draft.time_zone)
    row.title_fr, row.title_en = draft.title_fr.strip(), draft.title_en.strip()
    if not (row.title_fr or row.title_en):
        raise UsageError(gettext_noop("Give a title in French or in English."))
    currency = draft.currency.strip().upper()
    check_money(draft.envelope, currency)
    row.text_fr, row.text_en = draft.text_fr.strip(), draft.text_en.strip()
    row.year = draft.year
    row.time_zone = draft.time_zone
    row.opens_at = find_moment(draft.opens, draft.time_zone) if draft.opens else None
    row.closes_at = find_moment(draft.closes, draft.time_zone) if draft.closes else None
    if row.opens_at and row.closes_at and row.closes_at <= row.opens_at:
        raise RuleError(gettext_noop("The deadline lies before the opening. Give a later one."))
    row.envelope, row.currency = draft.envelope, currency
    row.most_awards = draft.most_awards
    row.reference = draft.reference.strip()
    _check_reference(row)


def _check_reference(row: Call) -> None:
    others = Call.objects.filter(office=row.office, reference=row.reference).exclude(id=row.id)
    if row.reference and others.exists():
        raise RuleError(
            gettext_noop("Another call here has the reference {reference}. Give this one its own."),
            reference=row.reference,
        )


def _check_words(row: Call) -> None:
    """Raise `RuleError` unless a published call still says all in both languages."""
    if not (row.title_fr and row.title_en) or bool(row.text_fr) != bool(row.text_en):
        raise RuleError(gettext_noop("A published call says all in French and in English."))


def _read_own(row: Call) -> dict[str, object]:
    return read_fields(row, without=NOT_CHANGES)
