"""Bringing people in from a table, all in one transaction, and taking a whole import back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy

from cordee.directory.imports.kinds import Done, FileKind
from cordee.directory.imports.people.fields import FIELDS
from cordee.directory.imports.people.parts import TABLES, Part
from cordee.directory.imports.people.plan import IncomingPerson, prepare, present
from cordee.directory.models import Person, Resource, ThemeTie
from cordee.directory.operations.changing import hide, read_own, touch
from cordee.directory.operations.search import put_people_in_search, take_from_search
from cordee.ledger.audit import Deed, Subject, find_change, list_done
from cordee.ledger.bulk import ROWS_AT_ONCE, Row, chunk, load_rows, read_values, set_values
from cordee.ledger.imports import Outcome, Source, Written, check_untouched, find_touched
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action


class Log:
    """What an import did so far, for the audit and for its undoing."""

    def __init__(self) -> None:
        self.deeds: list[Deed] = []
        self.written: list[Written] = []

    def tell(
        self,
        action: str,
        row: models.Model,
        keeper: UUID | None,
        before: Mapping[str, object],
        after: Mapping[str, object],
    ) -> None:
        """Note what was done to a row; addresses are left out."""
        kind = action.split(".", maxsplit=1)[0]
        change = hide(find_change(before, after))
        self.deeds.append(Deed(action, Subject(kind, str(row.pk), keeper), change))


def _write(
    good: Sequence[IncomingPerson], keeper: UUID, _source: Source, by: Actor, at: datetime
) -> Done:
    log = Log()
    people = _write_people(good, keeper, log, by=by, at=at)
    _write_parts(good, people, log)
    touch(Person, (one.id for one in good if one.parts), at=at)
    _put_in_search(people)
    return Done(log.deeds, log.written)


def _take_back(
    _identifier: UUID, written: Sequence[Written], _by: Actor, at: datetime
) -> list[Deed]:
    rows = load_rows(Person, _list(written, "person"))
    of_parts: dict[str, dict[UUID, Any]] = {
        kind: load_rows(table, _list(written, kind)) for kind, table in TABLES.items()
    }
    check_untouched(_find_touched(written, rows, of_parts))
    log = Log()
    of_people = {row.person_id for found in of_parts.values() for row in found.values()}
    near = set(rows) | {one for one in of_people if one is not None}
    keepers = _list_keepers(near)
    for kind, table in TABLES.items():
        own = [one for one in written if one.kind == kind]
        _put_back(kind, table, own, of_parts[kind], keepers, log)
    for row in rows.values():
        row.version, row.changed_at = row.version + 1, at
    own = [one for one in written if one.kind == "person"]
    _put_back("person", Person, own, rows, keepers, log)
    touch(Person, near - set(rows), at=at)
    gone = {one.record for one in written if one.before is None}
    for some in chunk(gone):
        take_from_search(some)
    _put_in_search(near - gone)
    return log.deeds


PEOPLE = FileKind(
    "people",
    gettext_lazy("People"),
    FIELDS,
    prepare,
    present,
    _write,
    _take_back,
    needs=Action.EDIT_OWN_TEAM,
    needs_to_undo=Action.EDIT_DIRECTORY,
)
"""Files of people, with their involvements, awards and skills."""


def _write_people(
    good: Sequence[IncomingPerson], keeper: UUID, log: Log, *, by: Actor, at: datetime
) -> dict[UUID, Person]:
    """Write the people themselves, and return all whom the file adds anything to."""
    values: dict[UUID, dict[str, object]] = {}
    records = {one.id: one.record for one in good if one.outcome is not Outcome.SAME}
    for one in good:
        values.setdefault(one.id, {}).update(one.values)
    made, changed = [], []
    rows: dict[UUID, Person] = {}
    for identifier, record in records.items():
        given = values[identifier]
        if record is None:
            row = Person(
                id=identifier, keeper_id=keeper, is_demonstration=by.is_demonstration, **given
            )
            _confirm(row, at=at)
            made.append(row)
            log.tell("person.create", row, keeper, {}, read_own(row))
            log.written.append(Written("person", row.id, row.version))
        elif given:
            row = record
            after = {**given, "confirmed_on": at.date()}
            before = set_values(row, after)
            _confirm(row, at=at)
            row.version += 1
            changed.append(row)
            log.tell("person.change", row, row.keeper_id, before, after)
            log.written.append(Written("person", row.id, row.version, before))
        else:
            row = record
        rows[identifier] = row
    Person.objects.bulk_create(made, batch_size=ROWS_AT_ONCE)
    for row in changed:
        row.save()
    return rows


def _write_parts(good: Sequence[IncomingPerson], people: Mapping[UUID, Person], log: Log) -> None:
    made: dict[str, list[models.Model]] = {kind: [] for kind in TABLES}
    given = [(one.id, part) for one in good for part in one.parts]
    known: dict[str, dict[UUID, Any]] = {
        kind: load_rows(table, [part.id for _person, part in given if _changes(part, kind)])
        for kind, table in TABLES.items()
    }
    for person, part in given:
        keeper = people[person].keeper_id
        if part.before is None:
            row: models.Model = TABLES[part.kind](id=part.id, person_id=person, **part.values)
            made[part.kind].append(row)
            told = read_own(row)
            log.tell(f"{part.kind}.create", row, keeper, {}, told)
        else:
            row = known[part.kind][part.id]
            set_values(row, part.values)
            row.save()
            log.tell(f"{part.kind}.change", row, keeper, part.before, part.values)
        log.written.append(Written(part.kind, part.id, 0, part.before))
    for kind, table in TABLES.items():
        table._default_manager.bulk_create(made[kind], batch_size=ROWS_AT_ONCE)  # type: ignore[arg-type]


def _changes(part: Part, kind: str) -> bool:
    return part.kind == kind and part.before is not None


def _find_touched(
    written: Sequence[Written],
    rows: Mapping[UUID, Person],
    of_parts: Mapping[str, Mapping[UUID, models.Model]],
) -> list[str]:
    """Return what the import made or changed that is not as it left it, or that others lean on."""
    made = [one.record for one in written if one.kind == "person" and one.before is None]
    used = _find_used(made, {one.record for one in written if one.kind in TABLES})
    touched = find_touched((one for one in written if one.kind == "person"), rows, used)
    for kind in TABLES:
        records = _list(written, kind)
        ended = {
            UUID(one) for some in chunk(records) for one in list_done(f"{kind}.end", map(str, some))
        }
        touched += [
            str(of_parts[kind].get(one, one))
            for one in records
            if one in ended or one not in of_parts[kind]
        ]
    return touched


def _find_used(people: Sequence[UUID], own: set[UUID]) -> set[UUID]:
    """Return those of the people whom a row names that the import did not write."""
    used: set[UUID] = set()
    for some in chunk(people):
        for table in TABLES.values():
            rows = table._default_manager.filter(person__in=some).values_list("id", "person_id")
            used |= {person for row, person in rows if row not in own and person is not None}
        used |= set(ThemeTie.objects.filter(person__in=some).values_list("record", flat=True))
        contacts = Resource.objects.filter(contact__in=some)
        used |= {row.contact_id for row in contacts if row.contact_id is not None}
    return used


def _put_back(
    kind: str,
    table: type[Row],
    written: Sequence[Written],
    rows: Mapping[UUID, Row],
    keepers: Mapping[UUID, UUID],
    log: Log,
) -> None:
    for one in written:
        row = rows[one.record]
        keeper = keepers[row.pk if isinstance(row, Person) else row.person_id]  # type: ignore[attr-defined]
        if one.before is None:
            log.tell(f"{kind}.take_back", row, keeper, read_own(row), {})
            continue
        now = set_values(row, one.before)
        row.save()
        log.tell(f"{kind}.take_back", row, keeper, now, read_values(row, now))
    for some in chunk(one.record for one in written if one.before is None):
        table._default_manager.filter(pk__in=some).delete()


def _list_keepers(people: Iterable[UUID]) -> dict[UUID, UUID]:
    keepers: dict[UUID, UUID] = {}
    for some in chunk(people):
        keepers |= dict(Person.objects.filter(id__in=some).values_list("id", "keeper_id"))
    return keepers


def _list(written: Iterable[Written], kind: str) -> list[UUID]:
    return [one.record for one in written if one.kind == kind]


def _confirm(row: Person, *, at: datetime) -> None:
    row.confirmed_on, row.changed_at = at.date(), at


def _put_in_search(people: Iterable[UUID]) -> None:
    for some in chunk(people):
        put_people_in_search(some)
