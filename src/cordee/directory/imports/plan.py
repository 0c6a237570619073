"""What each line of a table of organisations comes to, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F
from django.utils.translation import gettext_noop

from cordee.directory.imports.fields import LINKS
from cordee.directory.imports.names import Known, Names, load_names
from cordee.directory.models import Organisation, OrganisationLink
from cordee.directory.queries.lines import get_keeping_lines
from cordee.directory.rules import check_dates, check_has_name
from cordee.directory.states import KIND_NAMES, ROLES_REACH_THROUGH, Standing
from cordee.ledger.audit import find_change
from cordee.ledger.bulk import chunk, load_rows
from cordee.ledger.imports import Outcome, PlannedLine
from cordee.ledger.incoming import FirstLines, Incoming, note_leaning
from cordee.ledger.rights import Actor, can
from cordee.ledger.sheets import Row, Table
from cordee.ledger.states import Action
from cordee.reference.folding import fold


Link = tuple[Standing, UUID]


@dataclass
class IncomingOrganisation(Incoming[Organisation]):
    """A line on its way: the organisation it means, its new values, its links."""

    known: Known | None = None
    links: list[Link] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Return whether the line enters an organisation."""
        return self.known is None

    @property
    def added(self) -> Sequence[Link]:
        """Return the links that the line adds."""
        return self.links

    @property
    def title(self) -> str:
        """Return what the line's organisation is called."""
        named = str(self.row.values.get("name_en") or self.row.values.get("name_fr") or "")
        return named or (self.known.title if self.known else "")


def prepare(
    table: Table, _house: UUID, by: Actor, on: date, lock: bool
) -> list[IncomingOrganisation]:
    """Return what each line means; faults are noted in `table`, and with `lock` rows are held."""
    names = load_names(list(_list_texts(table)))
    incoming = _match(table, names)
    own = _Own(incoming, names)
    for one in incoming:
        _find_links(table, one, own)
    _load_records(incoming, lock=lock)
    _drop_known_links(table, incoming, on=on)
    for one in incoming:
        _fill(table, one)
    _check_rights(table, incoming, by=by, on=on)
    _check_circles(table, incoming)
    note_leaning(
        table,
        incoming,
        "",
        gettext_noop("It belongs to the organisation of line {line}, which has a fault."),
        lambda one: (second for _standing, second in one.links),
    )
    return incoming


def present(incoming: Sequence[IncomingOrganisation]) -> Iterator[PlannedLine]:
    """Yield prepared lines as the plan shows them."""
    titles = {one.id: one.title for one in incoming}
    for one in incoming:
        change = dict(find_change(one.before, one.values))
        for standing, second in one.links:
            change[standing.value] = ("", titles.get(second) or str(second))
        yield PlannedLine(one.row.line, one.outcome, one.title, change)


def _list_texts(table: Table) -> Iterable[str]:
    for row in table.rows:
        for name in ("ror", "name_fr", "name_en"):
            if text := row.values.get(name):
                yield str(text)
        for name in LINKS:
            yield from row.get_texts(name)


def _match(table: Table, names: Names) -> list[IncomingOrganisation]:
    """Return each line with the organisation it means, less those that say one a second time."""
    parents = _load_parents(names)
    first_lines = FirstLines()
    found = []
    for row in table.rows:
        means = _find_meant(row, names, parents)
        if len(means) > 1:
            table.say(
                row.line,
                "name_fr" if "name_fr" in row.values else "name_en",
                gettext_noop(
                    "The directory has {count} organisations called so. Give the ROR identifier."
                ),
                count=len(means),
            )
            continue
        known = means[0] if means else None
        earlier = first_lines.find_earlier(row.line, _list_keys(row, known))
        if earlier is not None:
            table.say(
                row.line,
                "",
                gettext_noop("Line {line} says the same organisation already. Keep one of them."),
                line=earlier,
            )
            continue
        found.append(IncomingOrganisation(row, known.id if known else uuid4(), known=known))
    return found


def _find_meant(row: Row, names: Names, parents: Mapping[UUID, set[UUID]]) -> tuple[Known, ...]:
    ror = row.values.get("ror")
    if ror in names.by_ror:
        return (names.by_ror[str(ror)],)
    called = {
        known.id: known
        for name in ("name_fr", "name_en")
        if name in row.values
        for known in names.by_name.get(fold(str(row.values[name])), ())
    }
    country = row.values.get("country")
    above = {one.id for text in row.get_texts("part_of") for one in names.find(text)}
    return tuple(
        one
        for one in called.values()
        # Another identifier, another country, another parent: a namesake.
        if not (ror and one.ror)
        and not (country and one.country and one.country != country)
        and not ("part_of" in row.values and parents.get(one.id) and not parents[one.id] & above)
    )


def _list_keys(row: Row, known: Known | None) -> list[object]:
    values = row.values
    if known is not None:
        # Known by its name, it takes the identifier, which no other line may bring then.
        return [known.id, *([ror] if (ror := values.get("ror")) else [])]
    place = (values.get("country"), values.get("part_of"))
    keys: list[object] = [
        (fold(str(values[name])), place) for name in ("name_fr", "name_en") if name in values
    ]
    if ror := values.get("ror"):
        # Two with an identifier each are two, whatever they are called.
        keys = [ror]
    return keys


def _load_parents(names: Names) -> dict[UUID, set[UUID]]:
    asked = {known.id for found in names.by_name.values() for known in found}
    parents: dict[UUID, set[UUID]] = {}
    for some in chunk(asked):
        rows = OrganisationLink.objects.filter(first__in=some, standing=Standing.PART_OF)
        for first, second in rows.values_list("first_id", "second_id"):
            parents.setdefault(first, set()).add(second)
    return parents


class _Own:
    """What the file itself says of organisations, which its other lines may name."""

    def __init__(self, incoming: Iterable[IncomingOrganisation], names: Names) -> None:
        self.names = names
        self.by_text: dict[str, dict[UUID, IncomingOrganisation]] = {}
        for one in incoming:
            for name in ("ror", "name_fr", "name_en", "acronym"):
                if text := one.row.values.get(name):
                    self.by_text.setdefault(fold(str(text)), {})[one.id] = one

    def find(self, text: str) -> UUID | None:
        """Return the organisation a text means, None when neither file nor directory has exactly one."""
        ids = set(self.by_text.get(fold(text), ())) | {one.id for one in self.names.find(text)}
        return next(iter(ids)) if len(ids) == 1 else None

    def is_known(self, text: str) -> bool:
        """Return whether file or directory has any of that name."""
        return bool(self.by_text.get(fold(text)) or self.names.find(text))


def _find_links(table: Table, one: IncomingOrganisation, own: _Own) -> None:
    for name, standing in LINKS.items():
        for text in one.row.get_texts(name):
            found = own.find(text)
            if found is not None and found != one.id:
                if (standing, found) not in one.links:
                    one.links.append((standing, found))
            elif found == one.id:
                table.say(
                    one.row.line, name, gettext_noop("An organisation cannot be linked to itself.")
                )
            elif own.is_known(text):
                table.say(
                    one.row.line,
                    name,
                    gettext_noop("Several organisations are called “{given}”. Give the ROR."),
                    given=text[:120],
                )
            else:
                table.say(
                    one.row.line,
                    name,
                    gettext_noop(
                        "Neither the directory nor this file has an organisation “{given}”. Enter it first, or correct its name or ROR."
                    ),
                    given=text[:120],
                )


def _load_records(incoming: Iterable[IncomingOrganisation], *, lock: bool) -> None:
    by_id = {one.id: one for one in incoming if one.known is not None}
    for identifier, row in load_rows(Organisation, by_id, lock=lock).items():
        by_id[identifier].record = row


def _drop_known_links(table: Table, incoming: Iterable[IncomingOrganisation], *, on: date) -> None:
    """Leave out links that hold already; one that is over is noted, for nobody said since when anew."""
    linked = {one.id: one for one in incoming if one.known is not None and one.links}
    names = {standing: name for name, standing in LINKS.items()}
    for some in chunk(linked):
        # Of two links between the same, that which holds comes first.
        rows = OrganisationLink.objects.filter(first__in=some).order_by(
            F("end").desc(nulls_first=True)
        )
        columns = ("first_id", "standing", "second_id", "end")
        for first, standing, second, end in rows.values_list(*columns):
            one, link = linked[first], (Standing(standing), second)
            if link not in one.links:
                continue
            one.links.remove(link)
            if end is not None and end < on:
                table.say(
                    one.row.line,
                    names[link[0]],
                    gettext_noop(
                        "The two were linked so until {day}. Link them anew on the page of {name}, from the day it is so again."
                    ),
                    day=end,
                    name=one.title,
                )


def _fill(table: Table, one: IncomingOrganisation) -> None:
    """Note what differs from the directory. An empty cell leaves what stands there."""
    given = {name: value for name, value in one.row.values.items() if name not in LINKS}
    one.compare(given)
    if one.is_new and "kind" not in given and one.row.line not in table.faults.lines:
        table.say(
            one.row.line,
            "kind",
            gettext_noop("A new organisation needs its kind, one of: {kinds}."),
            kinds=", ".join(str(name) for name in KIND_NAMES.values()),
        )
    check_name_and_days(table, one)


def check_name_and_days(table: Table, one: Incoming[Any]) -> None:
    """Note on a line without a fault that its record would have no name, or end before it starts."""
    if one.row.line not in table.faults.lines:
        with table.noting(one.row.line):
            check_has_name(one.get("name_fr") or "", one.get("name_en") or "")
            check_dates(one.get("start"), one.get("end"))


def _check_rights(
    table: Table, incoming: Iterable[IncomingOrganisation], *, by: Actor, on: date
) -> None:
    changed = {one.id: one for one in incoming if one.outcome is Outcome.CHANGED}
    for identifier, line in get_keeping_lines(changed, on=on).items():
        if not can(by, Action.EDIT_DIRECTORY, line, on=on):
            table.say(
                changed[identifier].row.line,
                "",
                gettext_noop(
                    "The directory says something else of {name}, and its entry is kept by others. Leave the line out, or ask them."
                ),
                name=changed[identifier].title,
            )


def _check_circles(table: Table, incoming: Iterable[IncomingOrganisation]) -> None:
    own: dict[UUID, set[UUID]] = {}
    for one in incoming:
        for standing, second in one.links:
            if standing in ROLES_REACH_THROUGH:
                own.setdefault(one.id, set()).add(second)
    above = _load_above({second for found in own.values() for second in found})
    for first, found in own.items():
        above[first] = above.get(first, set()) | found
    for one in incoming:
        if one.id in own and _climbs_to(one.id, above):
            table.say(
                one.row.line,
                "part_of",
                gettext_noop("That runs in a circle: what it is a part of is a part of it."),
            )


def _load_above(asked: set[UUID]) -> dict[UUID, set[UUID]]:
    above: dict[UUID, set[UUID]] = {}
    seen, storey = set(asked), set(asked)
    while storey:
        found: set[UUID] = set()
        for some in chunk(storey):
            rows = OrganisationLink.objects.filter(
                first__in=some, standing__in=ROLES_REACH_THROUGH
            ).values_list("first_id", "second_id")
            for first, second in rows:
                above.setdefault(first, set()).add(second)
                found.add(second)
        storey = found - seen
        seen |= found
    return above


def _climbs_to(start: UUID, above: Mapping[UUID, set[UUID]]) -> bool:
    waiting, seen = list(above.get(start, ())), set()
    while waiting:
        one = waiting.pop()
        if one == start:
            return True
        if one not in seen:
            seen.add(one)
            waiting.extend(above.get(one, ()))
    return False
