"""Bringing organisations in from a table, all in one transaction, and taking a whole import back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy, gettext_noop

from cordee.directory.imports.fields import FIELDS
from cordee.directory.imports.kinds import Done, FileKind
from cordee.directory.imports.plan import IncomingOrganisation, prepare, present
from cordee.directory.models import Organisation, OrganisationLink
from cordee.directory.operations.changing import read_own, touch
from cordee.directory.operations.search import (
    put_around_in_search,
    put_organisations_in_search,
    put_skills_of_in_search,
    take_from_search,
)
from cordee.kernel.errors import RuleError
from cordee.ledger.audit import Change, Deed, Subject, find_change
from cordee.ledger.bulk import (
    ROWS_AT_ONCE,
    chunk,
    insert_records,
    load_rows,
    read_values,
    set_values,
)
from cordee.ledger.imports import Outcome, Source, Written, check_untouched, find_touched
from cordee.ledger.queries import list_held
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action


LINK = "organisation_link"
AROUND = frozenset({"name_fr", "name_en", "acronym", "country", "city"})

Find = Callable[[Sequence[UUID]], Iterable[UUID]]


def make_organisation_kind(find_named_elsewhere: Find) -> FileKind[IncomingOrganisation]:
    """Return the kind of file that holds organisations.

    `find_named_elsewhere` returns which of some organisations other rooms name: these stay.
    """
    return FileKind(
        "organisations",
        gettext_lazy("Organisations"),
        FIELDS,
        prepare,
        present,
        _write,
        partial(_take_back, find_named_elsewhere),
        needs=Action.EDIT_DIRECTORY,
        needs_to_undo=Action.EDIT_DIRECTORY,
    )


def _write(
    good: Sequence[IncomingOrganisation], keeper: UUID, _source: Source, by: Actor, at: datetime
) -> Done:
    made = [_make(one, keeper, by=by, at=at) for one in good if one.outcome is Outcome.NEW]
    changed = [_change(one, at=at) for one in good if one.values and one.record]
    links = [link for one in good for link in _link(one)]
    insert_records(Organisation, made)
    _save([one.row for one in changed], {name for one in good if one.record for name in one.values})
    insert_records(OrganisationLink, links)
    touch(Organisation, {link.first_id for link in links} - {one.id for one in made}, at=at)
    put_organisations_in_search(made)
    put_organisations_in_search(one.row for one in changed)
    _put_around({one.id: one.values for one in good if one.record})
    return Done(_tell(made, changed, links), _note(made, changed, links))


def _take_back(
    find_named_elsewhere: Find,
    _identifier: UUID,
    written: Sequence[Written],
    _by: Actor,
    at: datetime,
) -> list[Deed]:
    links = [one.record for one in written if one.kind == LINK]
    made = [one for one in written if one.kind == "organisation" and one.before is None]
    changed = [one for one in written if one.kind == "organisation" and one.before is not None]
    rows = load_rows(Organisation, (one.record for one in (*made, *changed)))
    ids = [one.record for one in made]
    used = set(find_named_elsewhere(ids)) | set(_find_linked(ids, set(links)))
    used |= list_held(on=at.date()) & set(ids)
    check_untouched(find_touched((*made, *changed), rows, used))
    deeds = _unlink(links, at=at)
    back = [_restore(rows[one.record], one, deeds, at=at) for one in changed]
    _save(back, {name for one in changed for name in one.before or {}})
    put_organisations_in_search(back)
    _put_around({one.record: one.before or {} for one in changed})
    deeds += [_make_deed("take_back", one, find_change(read_own(rows[one]), {})) for one in ids]
    _delete(ids)
    return deeds


@dataclass(frozen=True)
class _Changed:
    """An organisation that was changed, with the former values of what was."""

    row: Organisation
    before: Mapping[str, object]


def _make(one: IncomingOrganisation, keeper: UUID, *, by: Actor, at: datetime) -> Organisation:
    return Organisation(
        id=one.id,
        keeper_id=keeper,
        is_demonstration=by.is_demonstration,
        confirmed_on=at.date(),
        changed_at=at,
        **one.values,
    )


def _change(one: IncomingOrganisation, *, at: datetime) -> _Changed:
    row = one.record
    assert row is not None
    return _Changed(row, _set(row, {**one.values, "confirmed_on": at.date()}, at=at))


def _link(one: IncomingOrganisation) -> list[OrganisationLink]:
    # A part that is new has been one from its own first day; of another nobody said since when.
    start = one.row.get_day("start") if one.is_new else None
    return [
        OrganisationLink(first_id=one.id, standing=standing.value, second_id=second, start=start)
        for standing, second in one.links
    ]


def _tell(
    made: Iterable[Organisation], changed: Iterable[_Changed], links: Iterable[OrganisationLink]
) -> Iterator[Deed]:
    """Yield what the audit is told of; a hundred thousand at once would fill the memory."""
    for row in made:
        change = find_change({}, read_own(row))
        yield _make_deed("create", row.id, change)
    for one in changed:
        change = find_change(one.before, read_values(one.row, one.before))
        yield _make_deed("change", one.row.id, change)
    for link in links:
        change = find_change({}, read_own(link))
        yield Deed(f"{LINK}.create", Subject(LINK, str(link.id), link.first_id), change)


def _make_deed(what: str, organisation: UUID, change: Change) -> Deed:
    subject = Subject("organisation", str(organisation), organisation)
    return Deed(f"organisation.{what}", subject, change)


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


def _set(row: Organisation, values: Mapping[str, object], *, at: datetime) -> dict[str, object]:
    before = set_values(row, values)
    row.version += 1
    row.changed_at = at
    return before


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


def _find_linked(ids: Sequence[UUID], own: set[UUID]) -> Iterable[UUID]:
    """Yield those of the organisations that a link ties which the import did not write."""
    for some in chunk(ids):
        for end in ("first", "second"):
            rows = OrganisationLink.objects.filter(**{f"{end}__in": some})
            for link, one in rows.values_list("id", f"{end}_id"):
                if link not in own:
                    yield one


def _unlink(links: Sequence[UUID], *, at: datetime) -> list[Deed]:
    deeds = []
    for some in chunk(links):
        rows = OrganisationLink.objects.filter(id__in=some)
        deeds += [
            Deed(
                f"{LINK}.take_back",
                Subject(LINK, str(row.id), row.first_id),
                find_change(read_own(row), {}),
            )
            for row in rows
        ]
        touch(Organisation, rows.values_list("first_id", flat=True), at=at)
        rows.delete()
    return deeds


def _restore(row: Organisation, one: Written, deeds: list[Deed], *, at: datetime) -> Organisation:
    now = _set(row, one.before or {}, at=at)
    deeds.append(_make_deed("take_back", row.id, find_change(now, read_values(row, now))))
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
