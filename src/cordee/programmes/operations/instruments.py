"""Defining instruments: the first draft, the next, publishing, withdrawing.

A version that was published never changes; calls keep what it was when they were published.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.directory.queries import get_line
from cordee.kernel.errors import NotFoundError, RuleError, StaleError
from cordee.kernel.messages import Sentence
from cordee.ledger.audit import Change, Subject, record_event
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action
from cordee.programmes.definition.parts import Definition
from cordee.programmes.definition.reading import (
    DefinitionFault,
    read_definition,
    write_definition,
)
from cordee.programmes.faults import FaultyDefinitionError
from cordee.programmes.judging.checks import find_faults
from cordee.programmes.life import VersionStage
from cordee.programmes.models import Instrument, InstrumentVersion
from cordee.programmes.queries.instruments import NO_INSTRUMENT, runs, select_visible
from cordee.programmes.shipped import list_shipped


@transaction.atomic
def create_instrument(
    values: Mapping[str, Any],
    *,
    office: UUID,
    by: Actor,
    at: datetime,
    is_demonstration: bool = False,
) -> UUID:
    """Begin an instrument of `office` with a first draft, and return its identifier.

    Raises `FaultyDefinitionError` when the values are no definition; that its parts fit together is
    asked when it is published.
    """
    check_can(by, Action.RUN_PROGRAMMES, get_line(office, on=at.date()), on=at.date())
    definition = _read(values)
    if Instrument.objects.filter(office=office, code=definition.code).exists():
        raise RuleError(
            gettext_noop(
                "Your organisation has an instrument “{code}” already. Give this one another code."
            ),
            code=definition.code,
        )
    row = Instrument.objects.create(
        office=office,
        code=definition.code,
        created_at=at,
        is_demonstration=is_demonstration or by.is_demonstration,
    )
    written = write_definition(definition)
    _add_draft(row, 1, 1, written, "", by=by, at=at)
    _record("create", row, _find_change({}, written), by=by, at=at)
    return row.id


@transaction.atomic
def save_draft(
    identifier: UUID,
    values: Mapping[str, Any],
    *,
    version: int,
    by: Actor,
    at: datetime,
    note: str = "",
) -> UUID:
    """Write the draft anew, or begin one after the last version, and return the version's identifier.

    `version` is that of the last version of the instrument as the form knew it: `StaleError` when
    somebody saved one since.
    """
    row, last = _open(identifier, version, by=by, at=at)
    definition = _read(values)
    if definition.code != row.code:
        raise RuleError(
            gettext_noop("The code of an instrument stays: this one is “{code}”."), code=row.code
        )
    written = write_definition(definition)
    change = _find_change(last.definition, written)
    if last.stage == VersionStage.DRAFT:
        if change or note.strip() != last.note:
            last.definition, last.note = written, note.strip()
            last.changed_at, last.changed_by = at, by.name
            last.version += 1
            last.save()
            _record("change", row, change, by=by, at=at, reason=note)
        return last.id
    draft = _add_draft(row, last.number + 1, last.version + 1, written, note.strip(), by=by, at=at)
    _record("change", row, change, by=by, at=at, reason=note)
    return draft.id


@transaction.atomic
def discard_draft(identifier: UUID, *, version: int, by: Actor, at: datetime) -> bool:
    """Throw the draft away; the instrument too, where it has no other version. Return whether it stays."""
    row, last = _open(identifier, version, by=by, at=at)
    _check_is_draft(last)
    _record("discard", row, {}, by=by, at=at)
    if last.number == 1:
        row.delete()
        return False
    last.delete()
    return True


@transaction.atomic
def publish_version(
    identifier: UUID, *, version: int, by: Actor, at: datetime, note: str = ""
) -> UUID:
    """Publish the draft and return the version's identifier.

    Raises `FaultyDefinitionError` with all that stands between the definition and its use.
    """
    row, last = _open(identifier, version, by=by, at=at)
    _check_is_draft(last)
    definition = _read(last.definition)
    faults = find_faults(definition)
    if definition.code != row.code:
        sentence = Sentence(
            gettext_noop("The code of an instrument stays: this one is “{code}”."),
            {"code": row.code},
        )
        faults = (DefinitionFault("code", sentence), *faults)
    if faults:
        raise FaultyDefinitionError(faults)
    last.stage, last.published_at = VersionStage.PUBLISHED.value, at
    last.note = note.strip() or last.note
    last.changed_at, last.changed_by = at, by.name
    last.version += 1
    last.save()
    _record("publish", row, {"version": ("", last.number)}, by=by, at=at, reason=last.note)
    return last.id


@transaction.atomic
def withdraw_instrument(
    identifier: UUID, *, version: int, reason: str, by: Actor, at: datetime
) -> None:
    """Withdraw all published versions: the instrument is offered no more. Calls go on as they are."""
    row, last = _open(identifier, version, by=by, at=at)
    published = row.versions.filter(stage=VersionStage.PUBLISHED.value)
    if not published.exists():
        raise RuleError(gettext_noop("Only a published instrument can be withdrawn."))
    if not reason.strip():
        raise RuleError(gettext_noop("Say why the instrument is withdrawn."))
    numbers = ", ".join(str(one.number) for one in published)
    published.update(stage=VersionStage.WITHDRAWN.value, changed_at=at, changed_by=by.name)
    InstrumentVersion.objects.filter(id=last.id).update(version=last.version + 1)
    _record("withdraw", row, {"version": (numbers, "")}, by=by, at=at, reason=reason)


@transaction.atomic
def install_catalogue(
    office: UUID, *, by: Actor, at: datetime, is_demonstration: bool = False
) -> tuple[UUID, ...]:
    """Bring in the shipped instruments that `office` does not have, published; return those brought in."""
    check_can(by, Action.RUN_PROGRAMMES, get_line(office, on=at.date()), on=at.date())
    there = set(Instrument.objects.filter(office=office).values_list("code", flat=True))
    added = []
    for definition in list_shipped():
        if definition.code in there:
            continue
        made = create_instrument(
            write_definition(definition),
            office=office,
            by=by,
            at=at,
            is_demonstration=is_demonstration,
        )
        publish_version(made, version=1, by=by, at=at)
        added.append(made)
    return tuple(added)


def _read(values: Mapping[str, Any]) -> Definition:
    definition, faults = read_definition(values)
    if definition is None:
        raise FaultyDefinitionError(faults)
    return definition


def _open(
    identifier: UUID, version: int, *, by: Actor, at: datetime
) -> tuple[Instrument, InstrumentVersion]:
    """Return the instrument, locked, with its last version, for who runs programmes at its office."""
    row = Instrument.objects.select_for_update().filter(id=identifier).first()
    on = at.date()
    if row is None or not (
        runs(row.office, by=by, on=on) or select_visible(by, on=on).filter(id=row.id).exists()
    ):
        raise NotFoundError(NO_INSTRUMENT)
    check_can(by, Action.RUN_PROGRAMMES, get_line(row.office, on=on), on=on)
    last = row.versions.order_by("-number")[0]
    if last.version != version:
        raise StaleError(
            gettext_noop(
                "{name} changed this instrument after you opened it. Nothing of yours was saved over it: look at what differs, then save again."
            ),
            name=last.changed_by or "?",
        )
    return row, last


def _check_is_draft(last: InstrumentVersion) -> None:
    if last.stage != VersionStage.DRAFT:
        raise RuleError(gettext_noop("This instrument has no draft. Change something first."))


def _add_draft(
    row: Instrument,
    number: int,
    version: int,
    written: dict[str, Any],
    note: str,
    *,
    by: Actor,
    at: datetime,
) -> InstrumentVersion:
    # The counter goes on from the version before, so that two forms of it cannot both begin a draft.
    return InstrumentVersion.objects.create(
        instrument=row,
        number=number,
        definition=written,
        note=note,
        changed_at=at,
        changed_by=by.name,
        version=version,
    )


def _find_change(before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    """Return which parts changed, and the definition's hash before and after; all versions are kept."""
    parts = sorted(
        name for name in {*before, *after} if before.get(name) != after.get(name) and before
    )
    if before == after:
        return {}
    return {"parts": ("", ", ".join(parts)), "sha256": (_hash(before), _hash(after))}


def _hash(values: Mapping[str, Any]) -> str:
    if not values:
        return ""
    return hashlib.sha256(
        json.dumps(values, sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()


def _record(
    what: str, row: Instrument, change: Change, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    subject = Subject("instrument", str(row.id), row.office)
    record_event(f"instrument.{what}", subject, by=by, at=at, change=change, reason=reason.strip())
