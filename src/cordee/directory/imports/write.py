"""Bringing organisations in from a table, all in one transaction, and taking a whole import back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_noop

from cordee.directory.imports.fields import KIND
from cordee.directory.imports.plan import Candidate, describe, prepare
from cordee.directory.models import Organisation, OrganisationLink
from cordee.directory.operations.changing import NOT_CHANGES
from cordee.directory.operations.search import (
    put_around_in_search,
    put_organisations_in_search,
    put_skills_of_in_search,
    take_from_search,
)
from cordee.directory.queries.lines import get_line
from cordee.kernel.errors import RuleError
from cordee.ledger.audit import Deed, Subject, find_change, read_fields, record_events
from cordee.ledger.bulk import insert_records
from cordee.ledger.imports import (
    Outcome,
    Plan,
    Source,
    Written,
    check_may_run,
    check_untouched,
    chunk,
    close_undo,
    get_import,
    open_undo,
    record_import,
)
from cordee.ledger.queries import list_held
from cordee.ledger.rights import Actor
from cordee.ledger.sheets import Table
from cordee.ledger.states import Action


LINK = "organisation_link"
ROWS_AT_ONCE = 500
AROUND = frozenset({"name_fr", "name_en", "acronym", "country", "city"})

Find = Callable[[Sequence[UUID]], Iterable[UUID]]


@transaction.atomic
def import_organisations(
    table: Table, source: Source, *, keeper: UUID, only_good: bool, by: Actor, at: datetime
) -> tuple[UUID, Plan]:
    """Bring a table of organisations in: all of it, or with `only_good` its lines without a fault.

    Returns the import's identifier and what was done. Raises `RuleError` when lines have faults that
    were not chosen to be left out; nothing is written then.
    """
    candidates = prepare(table, keeper=keeper, by=by, on=at.date(), lock=True)
    plan = describe(table, candidates)
    check_may_run(plan, only_good=only_good)
    good = [one for one in candidates if one.row.line not in table.faults.lines]
    made = [_make(one, keeper, by=by, at=at) for one in good if one.outcome is Outcome.NEW]
    changed = [_change(one, at=at) for one in good if one.values and one.record]
    links = [link for one in good for link in _link(one)]
    insert_records(Organisation, made)
    _save([one.row for one in changed], {name for one in good if one.record for name in one.values})
    insert_records(OrganisationLink, links)
    put_organisations_in_search(made)
    put_organisations_in_search(one.row for one in changed)
    _put_around({one.id: one.values for one in good if one.record})
    record_events(_tell(made, changed, links), by=by, at=at)
    written = _note(made, changed, links)
    return record_import(KIND, keeper, source, plan, written, by=by, at=at), plan


@transaction.atomic
def undo_organisations(
    identifier: UUID, *, find_named_elsewhere: Find, by: Actor, at: datetime
) -> None:
    """Take a whole import back: what it made is deleted, what it changed is as it was before.

    `find_named_elsewhere` returns which of some organisations other rooms name. Raises `RuleError`,
    and undoes nothing, when a record was changed or came into use since.
    """
    line = get_line(get_import(identifier).organisation, on=at.date())
    written = open_undo(identifier, KIND, line, needs=Action.EDIT_DIRECTORY, by=by, at=at)
    links = [one.record for one in written if one.kind == LINK]
    made = [one for one in written if one.kind == "organisation" and one.before is None]
    changed = [one for one in written if one.kind == "organisation" and one.before is not None]
    rows = _load([*made, *changed])
    ids = [one.record for one in made]
    used = set(find_named_elsewhere(ids)) | set(_find_linked(ids, set(links)))
    used |= list_held(on=at.date()) & set(ids)
    check_untouched(
        [
            str(rows.get(one.record, one.record))
            for one in (*made, *changed)
            if one.record not in rows
            or rows[one.record].version != one.version
            or one.record in used
        ]
    )
    deeds = _unlink(links)
    back = [_restore(rows[one.record], one, deeds, at=at) for one in changed]
    _save(back, {name for one in changed for name in one.before or {}})
    put_organisations_in_search(back)
    _put_around({one.record: one.before or {} for one in changed})
    deeds += [
        Deed(
            "organisation.take_back",
            Subject("organisation", str(one), one),
            find_change(read_fields(rows[one], without=NOT_CHANGES), {}),
        )
        for one in ids
    ]
    _delete(ids)
    record_events(deeds, by=by, at=at)
    close_undo(identifier, by=by, at=at)


@dataclass(frozen=True)
class _Changed:
    """An organisation that was changed, with the former values of what was."""

    row: Organisation
    before: Mapping[str, object]


def _make(one: Candidate, keeper: UUID, *, by: Actor, at: datetime) -> Organisation:
    return Organisation(
        id=one.id,
        keeper_id=keeper,
        is_demonstration=by.is_demonstration,
        confirmed_on=at.date(),
        changed_at=at,
        **one.values,
    )


def _change(one: Candidate, *, at: datetime) -> _Changed:
    row = one.record
    assert row is not None
    values = {**one.values, "confirmed_on": at.date()}
    before = {name: getattr(row, name) for name in values}
    _set(row, values, at=at)
    return _Changed(row, before)


def _link(one: Candidate) -> list[OrganisationLink]:
    # A part that is new has been one from its own first day; of another nobody said since when.
    day = one.values.get("start") if one.known is None else None
    start = day if isinstance(day, date) else None
    return [
        OrganisationLink(first_id=one.id, standing=standing.value, second_id=second, start=start)
        for standing, second in one.links
    ]


def _tell(
    made: Iterable[Organisation], changed: Iterable[_Changed], links: Iterable[OrganisationLink]
) -> Iterator[Deed]:
    """Yield what the audit is told of; a hundred thousand at once would fill the memory."""
    for row in made:
        change = find_change({}, read_fields(row, without=NOT_CHANGES))
        yield Deed("organisation.create", Subject("organisation", str(row.id), row.id), change)
    for one in changed:
        now = {name: getattr(one.row, name) for name in one.before}
        subject = Subject("organisation", str(one.row.id), one.row.id)
        yield Deed("organisation.change", subject, find_change(one.before, now))
    for link in links:
        change = find_change({}, read_fields(link, without=NOT_CHANGES))
        yield Deed(f"{LINK}.create", Subject(LINK, str(link.id), link.first_id), change)


def _note(
    made: Iterable[Organisation], changed: Iterable[_Changed], links: Iterable[OrganisationLink]
) -> Iterator[Written]:
    """Yield what an undo will need."""
    for row in made:
        yield Written("organisation", row.id, row.version)
    for one in changed:
        yield Written("organisation", one.row.id, one.row.version, one.before)
    for link in links:
        yield Written(LINK, link.id)


def _set(row: Organisation, values: dict[str, object], *, at: datetime) -> None:
    for column in Organisation._meta.concrete_fields:
        if column.name in values:
            setattr(row, column.name, column.to_python(values[column.name]))
    row.version += 1
    row.changed_at = at


def _save(rows: Sequence[Organisation], changed: set[str]) -> None:
    names = sorted(changed | {"confirmed_on", "changed_at", "version"})
    # Each row brings a value for every column, so fewer rows go into one statement.
    Organisation.objects.bulk_update(rows, names, batch_size=ROWS_AT_ONCE // len(names))


def _put_around(changed: Mapping[UUID, Mapping[str, object]]) -> None:
    # People, machines and themes are found by the name and place of their organisation too; its
    # skills end with it and are confirmed with it.
    for one, values in changed.items():
        if AROUND & set(values):
            put_around_in_search(one)
    for some in chunk(changed):
        put_skills_of_in_search(some)


def _load(records: Iterable[Written]) -> dict[UUID, Organisation]:
    rows: dict[UUID, Organisation] = {}
    for some in chunk(one.record for one in records):
        found = Organisation.objects.select_for_update().filter(id__in=some).order_by("id")
        rows |= {row.id: row for row in found}
    return rows


def _find_linked(ids: Sequence[UUID], own: set[UUID]) -> Iterable[UUID]:
    """Yield those of the organisations that a link ties which the import did not write."""
    for some in chunk(ids):
        for end in ("first", "second"):
            rows = OrganisationLink.objects.filter(**{f"{end}__in": some})
            for link, one in rows.values_list("id", f"{end}_id"):
                if link not in own:
                    yield one


def _unlink(links: Sequence[UUID]) -> list[Deed]:
    deeds = []
    for some in chunk(links):
        rows = OrganisationLink.objects.filter(id__in=some)
        deeds += [
            Deed(
                f"{LINK}.take_back",
                Subject(LINK, str(row.id), row.first_id),
                find_change(read_fields(row, without=NOT_CHANGES), {}),
            )
            for row in rows
        ]
        rows.delete()
    return deeds


def _restore(row: Organisation, one: Written, deeds: list[Deed], *, at: datetime) -> Organisation:
    values = dict(one.before or {})
    now = {name: getattr(row, name) for name in values}
    _set(row, values, at=at)
    deeds.append(
        Deed(
            "organisation.take_back",
            Subject("organisation", str(row.id), row.id),
            find_change(now, {name: getattr(row, name) for name in values}),
        )
    )
    return row


def _delete(ids: Sequence[UUID]) -> None:
    try:
        for some in chunk(ids):
            take_from_search(some)
            Organisation.objects.filter(id__in=some).delete()
    except ProtectedError as error:
        raise RuleError(
            gettext_noop(
                "Other entries name organisations of this import, {name} among them. Nothing was undone."
            ),
            name=str(next(iter(error.protected_objects))),
        ) from error
