"""What may be written of people on the move. `check_…` raises with the reason, `find_…` returns it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from cordee.kernel.errors import RuleError, StaleError, UsageError
from cordee.kernel.messages import Sentence
from cordee.ledger.cells import EARLIEST, LATEST
from cordee.programmes.moving.life import CLOSED_STAGES, STAGE_NAMES, STEPS, Step
from cordee.programmes.moving.privacy import find_patient_data
from cordee.programmes.moving.states import Sort
from cordee.programmes.moving.values import Told


NO_PATIENT_DATA = gettext_noop(
    "Nothing about any patient belongs here: no name, no number, no date of birth, no case. Write of needs, teams, training and equipment."
)


def check_words(values: Mapping[str, Any]) -> None:
    """Raise `RuleError` for a text that seems to say something of a patient."""
    for value in values.values():
        found = find_patient_data(value) if isinstance(value, str) else ""
        if found:
            raise RuleError(
                gettext_noop(
                    "“{text}” seems to be about a patient. Nothing about patients is kept here; take it out."
                ),
                text=found,
            )


def check_days(values: Mapping[str, Any]) -> None:
    """Raise `RuleError` unless days are meant and the last does not lie before the first."""
    for day in values.values():
        if isinstance(day, date) and not EARLIEST <= day.year <= LATEST:
            raise RuleError(
                gettext_noop("{day} is not meant. Give a day of the years {earliest} to {latest}."),
                day=day,
                earliest=str(EARLIEST),
                latest=str(LATEST),
            )
    start, end = values.get("starts_on"), values.get("ends_on")
    if start and end and end < start:
        raise RuleError(gettext_noop("The end lies before the start. Give a later last day."))


def check_named(values: Mapping[str, Any], *needed: str) -> None:
    """Raise `UsageError` when a text that is needed is empty."""
    if any(not str(values.get(one, "")).strip() for one in needed):
        raise UsageError(
            gettext_noop("Something needed is empty. Fill in every field that is not optional.")
        )


def check_done(due_on: date, done_on: date | None, *, on: date) -> None:
    """Raise `RuleError` for something noted as done on a day to come, or due on a day that is none."""
    check_days({"due_on": due_on, "done_on": done_on})
    if done_on is not None and done_on > on:
        raise RuleError(gettext_noop("What is done was done by today. Give an earlier day."))


def check_open(told_stage: str) -> None:
    """Raise `RuleError` when the record is closed or cancelled: it stays as it was."""
    if told_stage in CLOSED_STAGES:
        raise RuleError(gettext_noop("This is over; the record stays as it was."))


def check_version(known: int, now: int, by: str) -> None:
    """Raise `StaleError` when the record changed since the form was opened."""
    if known != now:
        raise StaleError(
            gettext_noop(
                "{name} changed this after you opened it. Nothing of yours was saved over it: compare below, then save again."
            ),
            name=by or "?",
        )


def get_step(sort: Sort, name: str) -> Step:
    """Return a step by its name; `UsageError` when records of the sort have none such."""
    for step in STEPS.get(sort, ()):
        if step.name == name:
            return step
    raise UsageError(gettext_noop("There is no such step."))


def check_can_move(told: Told, step: Step, *, on: date) -> None:
    """Raise `RuleError` unless a mission or delegation may take this step on that day."""
    if told.stage not in step.sources:
        raise RuleError(
            gettext_noop("From the stage “{stage}” nothing leads there."),
            stage=STAGE_NAMES[told.sort][told.stage],
        )
    if step.name in {"leave", "return", "receive"}:
        _check_days_known(told, step, on)
    if step.name == "close":
        waiting = [
            one
            for name in ("follow_ups", "actions")
            for one in told.parts.get(name, ())
            if one.values["done_on"] is None
        ]
        if waiting:
            raise RuleError(
                gettext_noop("It is followed up first: {count} still to do."), count=len(waiting)
            )


def find_obstacle(told: Told, step: Step, *, on: date) -> Sentence | None:
    """Return why a step cannot be taken now, or None."""
    try:
        check_can_move(told, step, on=on)
    except RuleError as error:
        return error.sentence
    return None


def _check_days_known(told: Told, step: Step, on: date) -> None:
    if told.starts_on is None or told.ends_on is None:
        raise RuleError(gettext_noop("Give its first and its last day first."))
    if told.starts_on > on:
        raise RuleError(gettext_noop("It begins on {day} only."), day=told.starts_on)
    if step.name == "return" and told.ends_on > on:
        raise RuleError(
            gettext_noop("Its last day is {day}. Give an earlier one if the team is back."),
            day=told.ends_on,
        )
