"""What each line of a table of facilities, equipment and services comes to, before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop

from cordee.directory.imports.names import load_names
from cordee.directory.imports.plan import check_name_and_days
from cordee.directory.imports.resources.fields import LINKED
from cordee.directory.models import Person, Resource
from cordee.directory.queries.lines import get_keeping_lines
from cordee.directory.states import AUDIENCE_NAMES, RESOURCE_KIND_NAMES
from cordee.kernel.identifiers import parse_orcid
from cordee.ledger.audit import find_change
from cordee.ledger.imports import Outcome, PlannedLine
from cordee.ledger.incoming import FirstLines, Incoming, note_leaning
from cordee.ledger.rights import Actor, can
from cordee.ledger.sheets import Row, Table
from cordee.ledger.states import Action
from cordee.reference.folding import fold


@dataclass(kw_only=True)
class IncomingResource(Incoming[Resource]):
    """A line on its way: what it means, where that stands, its new values."""

    keeper: UUID
    said: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return what the line's facility, machine or service is called."""
        named = str(self.row.values.get("name_en") or self.row.values.get("name_fr") or "")
        return named or str(self.record or "")


def prepare(table: Table, keeper: UUID, by: Actor, on: date, lock: bool) -> list[IncomingResource]:
    """Return what each line means; faults are noted in `table`, and with `lock` rows are held.

    `keeper` is where they stand whose line names no other organisation.
    """
    incoming = _match(table, _find_places(table, keeper), lock=lock)
    own = _Own(incoming)
    people = _People(row for row in table.rows if "contact" in row.values)
    for one in incoming:
        _fill(table, one)
        _find_parent(table, one, own)
        _find_contact(table, one, people)
        check_name_and_days(table, one)
    _check_rights(table, incoming, by=by, on=on)
    _check_circles(table, incoming)
    note_leaning(
        table,
        incoming,
        "part_of",
        gettext_noop("It is a part of what line {line} says, which has a fault."),
        lambda one: (one.values.get("parent_id"),),
    )
    return incoming


def present(incoming: Sequence[IncomingResource]) -> Iterator[PlannedLine]:
    """Yield prepared lines as the plan shows them."""
    for one in incoming:
        plain = {name: value for name, value in one.values.items() if not name.endswith("_id")}
        change = dict(find_change({name: one.before.get(name) for name in plain}, plain))
        for name, column in (("part_of", "parent_id"), ("contact", "contact_id")):
            if column in one.values:
                change[name] = ("", one.said[name])
        yield PlannedLine(one.row.line, one.outcome, one.title, change)


def _find_places(table: Table, keeper: UUID) -> list[tuple[Row, UUID]]:
    """Return the lines with the organisation each stands at, less those whose organisation is unknown."""
    names = load_names(
        str(row.values["organisation"]) for row in table.rows if "organisation" in row.values
    )
    found = []
    for row in table.rows:
        if "organisation" not in row.values:
            found.append((row, keeper))
            continue
        with table.noting(row.line, "organisation"):
            found.append((row, names.get_one(str(row.values["organisation"])).id))
    return found


def _match(
    table: Table, placed: Sequence[tuple[Row, UUID]], *, lock: bool
) -> list[IncomingResource]:
    there = _load_there({place for _row, place in placed}, lock=lock)
    first_lines = FirstLines()
    found = []
    for row, place in placed:
        keys = [(place, name) for name in _list_names(row)]
        means = {one.id: one for key in keys for one in there.get(key, ())}
        if len(means) > 1:
            table.say(
                row.line,
                "name_fr" if "name_fr" in row.values else "name_en",
                gettext_noop(
                    "{count} entries of this organisation are called so. Give one of them another name."
                ),
                count=len(means),
            )
            continue
        known = next(iter(means.values()), None)
        earlier = first_lines.find_earlier(row.line, (*keys, *means))
        if earlier is not None:
            table.say(
                row.line,
                "",
                gettext_noop("Line {line} says the same already. Keep one of them."),
                line=earlier,
            )
            continue
        identifier = known.id if known else uuid4()
        found.append(IncomingResource(row=row, id=identifier, record=known, keeper=place))
    return found


def _list_names(row: Row) -> list[str]:
    found = [fold(str(row.values[one])) for one in ("name_fr", "name_en") if one in row.values]
    return list(dict.fromkeys(filter(None, found)))


def _load_there(places: set[UUID], *, lock: bool) -> dict[tuple[UUID, str], list[Resource]]:
    there: dict[tuple[UUID, str], list[Resource]] = defaultdict(list)
    for place in sorted(places):
        rows = Resource.objects.filter(keeper=place).order_by("id")
        for row in rows.select_for_update() if lock else rows:
            for name in {fold(row.name_fr), fold(row.name_en)} - {""}:
                there[place, name].append(row)
    return there


def _fill(table: Table, one: IncomingResource) -> None:
    """Note what differs from the directory. An empty cell leaves what stands there."""
    given = {name: value for name, value in one.row.values.items() if name not in LINKED}
    one.compare(given)
    for name, names in (("kind", RESOURCE_KIND_NAMES), ("audience", AUDIENCE_NAMES)):
        is_missing = one.is_new and name not in one.row.values
        # What was given and could not be read was said already.
        if is_missing and one.row.line not in table.faults.lines:
            choices = ", ".join(map(str, names.values()))
            table.say(
                one.row.line,
                name,
                gettext_noop("A new entry says here one of: {choices}."),
                choices=choices,
            )


class _Own:
    """What the file itself says stands at an organisation, beside what the directory has there."""

    def __init__(self, incoming: Iterable[IncomingResource]) -> None:
        self.by_name: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
        places = set()
        for one in incoming:
            places.add(one.keeper)
            for name in _list_names(one.row):
                self.by_name[one.keeper, name].append(one.id)
        for key, rows in _load_there(places, lock=False).items():
            self.by_name[key] += [row.id for row in rows if row.id not in self.by_name[key]]

    def find(self, place: UUID, name: str) -> list[UUID]:
        """Return what is called so there."""
        return self.by_name.get((place, fold(name)), [])


def _find_parent(table: Table, one: IncomingResource, own: _Own) -> None:
    if "part_of" not in one.row.values:
        return
    given = str(one.row.values["part_of"])
    found = own.find(one.keeper, given)
    if len(found) != 1:
        table.say(
            one.row.line,
            "part_of",
            gettext_noop(
                "Neither the directory nor this file has exactly one entry “{given}” at the same organisation. Correct its name."
            ),
            given=given[:120],
        )
        return
    one.said["part_of"] = given
    _set(one, "parent_id", found[0])


class _People:
    """The people whom a column of contacts names: by ORCID, by address, by name."""

    def __init__(self, rows: Iterable[Row]) -> None:
        asked = {fold(str(row.values["contact"])) for row in rows}
        self.found: dict[str, set[UUID]] = defaultdict(set)
        if not asked:
            return
        columns = ("id", "orcid", "email", "given_name", "family_name")
        people = Person.objects.values_list(*columns).iterator(chunk_size=2_000)
        for identifier, orcid, email, given, family in people:
            for key in {fold(orcid or ""), fold(email), fold(f"{given} {family}")} & asked:
                self.found[key].add(identifier)

    def find(self, text: str) -> set[UUID]:
        """Return whom a text means."""
        return self.found.get(fold(parse_orcid(text) or text), set())


def _find_contact(table: Table, one: IncomingResource, people: _People) -> None:
    if "contact" not in one.row.values:
        return
    given = str(one.row.values["contact"])
    found = people.find(given)
    if len(found) != 1:
        table.say(
            one.row.line,
            "contact",
            gettext_noop(
                "The directory has {count} people “{given}”. Give the ORCID of one, or enter them first."
            ),
            count=len(found),
            given=given[:120],
        )
        return
    one.said["contact"] = given
    _set(one, "contact_id", next(iter(found)))


def _set(one: IncomingResource, column: str, value: object) -> None:
    before = getattr(one.record, column, None)
    if before != value:
        one.values[column], one.before[column] = value, before


def _check_rights(
    table: Table, incoming: Sequence[IncomingResource], *, by: Actor, on: date
) -> None:
    written = [one for one in incoming if one.outcome is not Outcome.SAME]
    lines = get_keeping_lines({one.keeper for one in written}, on=on)
    for one in written:
        if not can(by, Action.EDIT_OWN_TEAM, lines[one.keeper], on=on):
            table.say(
                one.row.line,
                "organisation",
                gettext_noop("What stands at this organisation is kept by others. Ask them."),
            )


def _check_circles(table: Table, incoming: Sequence[IncomingResource]) -> None:
    above = {one.id: one.values["parent_id"] for one in incoming if "parent_id" in one.values}
    known = dict(
        Resource.objects.filter(
            keeper__in={one.keeper for one in incoming}, parent__isnull=False
        ).values_list("id", "parent_id")
    )
    for one in incoming:
        seen, waits = set(), above.get(one.id)
        while waits is not None and waits not in seen:
            seen.add(waits)
            waits = above.get(waits, known.get(waits))  # type: ignore[call-overload]
        if one.id in seen:
            table.say(
                one.row.line,
                "part_of",
                gettext_noop("A facility cannot be a part of its own part."),
            )
