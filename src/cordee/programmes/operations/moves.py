"""Writing missions, stays, delegations, trainings, prizes and events, and the lists that belong to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from cordee.agreements.periods import add_months
from cordee.directory.operations.people import add_award
from cordee.directory.queries import get_line
from cordee.kernel.errors import NotFoundError, RuleError
from cordee.ledger.audit import Change, Subject, find_change, record_event
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action
from cordee.programmes.models import (
    Delegation,
    Event,
    Laureate,
    Mission,
    MissionFollowUp,
    Prize,
    Student,
)
from cordee.programmes.models.moves import Move, Part
from cordee.programmes.moving.life import FOLLOWED_UP_AFTER
from cordee.programmes.moving.rules import (
    check_can_move,
    check_days,
    check_done,
    check_named,
    check_open,
    check_version,
    check_words,
    get_step,
)
from cordee.programmes.moving.states import EquipmentTerms, Sort
from cordee.programmes.queries.moves import (
    SHAPES,
    find_visible,
    read_record,
    read_values,
)


NOT_WRITTEN = frozenset(
    {
        "id",
        "office",
        "stage",
        "stage_since",
        "is_demonstration",
        "was_public",
        "created_at",
        "changed_at",
        "changed_by",
        "version",
    }
)
"""Columns that follow from what is done and are never written by a form."""

_NEEDED: Mapping[Sort, tuple[str, ...]] = {
    Sort.MISSION: ("title", "need", "organisation_name", "country"),
    Sort.STAY: ("name", "home_name", "host_name", "country", "direction", "purpose"),
    Sort.DELEGATION: ("title", "country", "direction"),
    Sort.TRAINING: ("title", "kind"),
    Sort.PRIZE: ("title", "code"),
    Sort.EVENT: ("title", "kind"),
}


@transaction.atomic
def create_record(
    sort: Sort,
    values: Mapping[str, Any],
    *,
    office: UUID,
    by: Actor,
    at: datetime,
    is_demonstration: bool = False,
) -> UUID:
    """Begin a record that `office` keeps, and return its identifier.

    What a demonstration account begins is a demonstration, whatever is asked.
    """
    check_can(by, Action.RUN_PROGRAMMES, get_line(office, on=at.date()), on=at.date())
    model = SHAPES[sort].model
    row = model(
        office=office,
        is_demonstration=is_demonstration or by.is_demonstration,
        created_at=at,
        changed_at=at,
        changed_by=by.name,
        **({"stage_since": at} if SHAPES[sort].has_stages else {}),
    )
    _write(sort, row, values)
    _save(row, is_new=True)
    change = find_change({}, _read_own(row))
    record_event(f"{sort}.create", _tell(sort, row), by=by, at=at, change=change)
    return row.id


@transaction.atomic
def change_record(
    sort: Sort,
    identifier: UUID,
    values: Mapping[str, Any],
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Write a record anew; one that is closed or cancelled stays as it was."""
    row = open_record(sort, identifier, version, by=by, at=at)
    check_open(getattr(row, "stage", ""))
    before = _read_own(row)
    _write(sort, row, values)
    change = find_change(before, _read_own(row))
    if change:
        _save(row)
        _close(sort, row, "change", change, by=by, at=at)


@transaction.atomic
def move_record(
    sort: Sort,
    identifier: UUID,
    name: str,
    *,
    version: int,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    """Take a mission or delegation to its next stage.

    When a team is back, the looks back at six and twelve months after its last day are noted.
    """
    row = open_record(sort, identifier, version, by=by, at=at)
    step = get_step(sort, name)
    told = read_record(sort, row, by=by, on=at.date())
    check_can_move(told, step, on=at.date())
    if step.name == "cancel" and not reason.strip():
        raise RuleError(gettext_noop("Say why: the reason is kept in the audit."))
    change = {"stage": (told.stage, str(step.target))}
    assert isinstance(row, Mission | Delegation)
    row.stage, row.stage_since = str(step.target), at
    row.save(update_fields=["stage", "stage_since"])
    if isinstance(row, Mission) and step.name == "return":
        assert row.ends_on is not None
        _plan_follow_ups(row, row.ends_on)
    _close(sort, row, "move", change, by=by, at=at, reason=reason)


@transaction.atomic
def save_part(
    sort: Sort,
    identifier: UUID,
    part: str,
    values: Mapping[str, Any],
    *,
    version: int,
    by: Actor,
    at: datetime,
    line: UUID | None = None,
) -> UUID:
    """Write one line of a list of a record, a new one unless `line` names one that is there."""
    row = open_record(sort, identifier, version, by=by, at=at)
    check_open(getattr(row, "stage", ""))
    model = _find_part(sort, part)
    one = _lock_line(model, sort, row, line) if line else model(**{sort.value: row})
    before = read_values(one) if line else {}
    check_words(values)
    check_days(values)
    for name, value in values.items():
        setattr(one, name, value.strip() if isinstance(value, str) else value)
    _PART_CHECKS.get(part, _check_nothing)(one, row, at.date())
    if isinstance(one, Laureate) and one.person and one.award is None:
        assert isinstance(row, Prize)
        one.award = _say_award(row, one, by=by, at=at)
    _save(one, is_new=line is None)
    change = find_change(before, read_values(one))
    if change:
        _close(sort, row, "change", _name(part, change), by=by, at=at)
    return one.id


@transaction.atomic
def remove_part(
    sort: Sort,
    identifier: UUID,
    part: str,
    line: UUID,
    *,
    version: int,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    """Take one line of a list out of a record. An award it wrote in the directory stays there."""
    row = open_record(sort, identifier, version, by=by, at=at)
    check_open(getattr(row, "stage", ""))
    one = _lock_line(_find_part(sort, part), sort, row, line)
    change = find_change(read_values(one), {})
    one.delete()
    _close(sort, row, "change", _name(part, change), by=by, at=at, reason=reason)


@transaction.atomic
def forget_students(*, at: datetime) -> int:
    """Forget the students whose names are kept no longer, and return how many."""
    rows = Student.objects.filter(keep_until__lt=at.date()).select_related("training")
    actor = Actor(name="Cordée")
    count = 0
    for row in rows:
        # Their names are in no line of the audit, so that they are gone for good.
        change: Change = {"keep_until": (row.keep_until, None)}
        subject = _tell(Sort.TRAINING, row.training)
        row.delete()
        record_event("training.change", subject, by=actor, at=at, change=change)
        count += 1
    return count


@transaction.atomic
def note_book(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Write in the audit that a person took the briefing book of a delegation."""
    row = find_visible(Sort.DELEGATION, identifier, by=by, on=at.date())
    record_event("delegation.download", _tell(Sort.DELEGATION, row), by=by, at=at)


def open_record(sort: Sort, identifier: UUID, version: int, *, by: Actor, at: datetime) -> Move:
    """Return the row, locked, for who runs programmes at its office.

    Who may not even see it is told that there is none. Raises `StaleError` when the record changed
    since the form with that `version` was opened.
    """
    on = at.date()
    find_visible(sort, identifier, by=by, on=on)
    row = SHAPES[sort].model._default_manager.select_for_update().get(id=identifier)
    check_can(by, Action.RUN_PROGRAMMES, get_line(row.office, on=on), on=on)
    check_version(version, row.version, row.changed_by)
    return row


def _write(sort: Sort, row: Move, values: Mapping[str, Any]) -> None:
    written = {name: value for name, value in values.items() if name not in NOT_WRITTEN}
    check_named({**read_values(row), **written}, *_NEEDED[sort])
    check_words(written)
    check_days(written)
    for name, value in written.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    if isinstance(row, Event):
        row.was_public = row.was_public or row.is_public
    if sort is Sort.STAY and row.starts_on is None:
        raise RuleError(gettext_noop("Say from which day the stay is."))


def _save(row: Move | Part, *, is_new: bool = False) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as error:
        raise RuleError(gettext_noop("This is written down here already.")) from error


def _close(
    sort: Sort,
    row: Move,
    what: str,
    change: Change,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    type(row)._default_manager.filter(id=row.id).update(
        version=row.version + 1, changed_at=at, changed_by=by.name
    )
    subject = _tell(sort, row)
    record_event(f"{sort}.{what}", subject, by=by, at=at, change=change, reason=reason.strip())


def _tell(sort: Sort, row: Move) -> Subject:
    return Subject(sort.value, str(row.id), row.office)


def _read_own(row: Move) -> dict[str, object]:
    return {name: value for name, value in read_values(row).items() if name not in NOT_WRITTEN}


def _find_part(sort: Sort, part: str) -> type[Part]:
    try:
        return SHAPES[sort].parts[part]
    except KeyError:
        raise NotFoundError(gettext_noop("There is no such list.")) from None


def _lock_line(model: type[Part], sort: Sort, row: Move, line: UUID) -> Part:
    found = model._default_manager.select_for_update().filter(id=line, **{sort.value: row}).first()
    if found is None:
        raise NotFoundError(gettext_noop("There is no such line."))
    return found


def _name(part: str, change: Change) -> Change:
    """Return a change of one line as the audit keeps it: what it is, and no name of a student."""
    if part == "students":
        return {name: both for name, both in change.items() if name not in {"name", "id"}}
    return {name: both for name, both in change.items() if name not in {"id", "mission_id"}}


def _plan_follow_ups(row: Mission, back_on: date) -> None:
    for months in FOLLOWED_UP_AFTER:
        MissionFollowUp.objects.get_or_create(
            mission=row, months=months, defaults={"due_on": add_months(back_on, months)}
        )


def _say_award(prize: Prize, laureate: Laureate, *, by: Actor, at: datetime) -> UUID:
    assert laureate.person is not None
    made = add_award(
        laureate.person,
        prize.code,
        start=laureate.awarded_on,
        end=None,
        reference=prize.title,
        by=by,
        at=at,
    )
    return made.id


def _check_nothing(_one: Any, _row: Move, _on: date) -> None:
    return


def _check_equipment(one: Any, _row: Move, _on: date) -> None:
    if one.terms != EquipmentTerms.LENT and one.back_on:
        raise RuleError(gettext_noop("Only what is lent comes back. Leave the day empty."))


def _check_follow_up(one: Any, _row: Move, on: date) -> None:
    check_done(one.due_on, one.done_on, on=on)
    if one.done_on and not one.found:
        raise RuleError(gettext_noop("Say what was found."))


def _check_action(one: Any, _row: Move, on: date) -> None:
    check_done(one.due_on, one.done_on, on=on)


def _check_item(one: Any, row: Move, _on: date) -> None:
    if one.ends and one.ends <= one.begins:
        raise RuleError(gettext_noop("It ends before it begins. Give a later hour."))
    first, last = row.starts_on, row.ends_on
    if (first and one.day < first) or (last and one.day > last):
        raise RuleError(gettext_noop("This day lies outside the days of the delegation."))


def _check_laureate(one: Any, _row: Move, _on: date) -> None:
    if one.award is not None and one.person is None:
        raise RuleError(
            gettext_noop("The award is said in the entry of this person already. Keep the entry.")
        )


_PART_CHECKS: Mapping[str, Callable[[Any, Move, date], None]] = {
    "equipment": _check_equipment,
    "follow_ups": _check_follow_up,
    "actions": _check_action,
    "items": _check_item,
    "laureates": _check_laureate,
}
