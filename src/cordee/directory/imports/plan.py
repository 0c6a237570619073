"""What each line of a table of organisations comes to, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.db.models import F
from django.utils.translation import gettext_noop

from cordee.directory.imports.fields import LINKS
from cordee.directory.imports.names import Known, Names, hold_house, load_names
from cordee.directory.models import Organisation, OrganisationLink
from cordee.directory.queries.lines import get_keeping_lines, get_line
from cordee.directory.rules import check_dates, check_has_name
from cordee.directory.states import KIND_NAMES, ROLES_REACH_THROUGH, Standing
from cordee.kernel.errors import CordeeError
from cordee.ledger.audit import find_change
from cordee.ledger.imports import Outcome, Plan, PlannedLine, chunk, make_plan
from cordee.ledger.rights import Actor, can, check_can
from cordee.ledger.sheets import Row, Table
from cordee.ledger.states import Action
from cordee.reference.folding import fold


Link = tuple[Standing, UUID]


@dataclass
class Candidate:
    """A line on its way: the organisation it means, its new values, its links."""

    row: Row
    id: UUID
    known: Known | None
    values: dict[str, object] = field(default_factory=dict)
    before: dict[str, object] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    record: Organisation | None = None

    @property
    def title(self) -> str:
        """Return what the line's organisation is called."""
        named = str(self.row.values.get("name_en") or self.row.values.get("name_fr") or "")
        return named or (self.known.title if self.known else "")

    @property
    def outcome(self) -> Outcome:
        """Return what becomes of the line."""
        if self.known is None:
            return Outcome.NEW
        return Outcome.CHANGED if self.values or self.links else Outcome.SAME


def plan_organisations(table: Table, *, keeper: UUID, by: Actor, on: date) -> Plan:
    """Return what bringing in a table of organisations would do; the faults of its cells are in `table`.

    `keeper` is whose editors keep the new ones. Raises `RefusedError` for who may not import there.
    """
    return describe(table, prepare(table, keeper=keeper, by=by, on=on))


def describe(table: Table, candidates: Iterable[Candidate]) -> Plan:
    """Return prepared lines as a plan."""
    every = list(candidates)
    titles = {one.id: one.title for one in every}
    return make_plan([_present(one, titles) for one in every], table.faults)


def prepare(
    table: Table, *, keeper: UUID, by: Actor, on: date, lock: bool = False
) -> list[Candidate]:
    """Return what each line means; faults are noted in `table`.

    With `lock`, organisations that are to change are held until the transaction ends.
    """
    line = get_line(keeper, on=on)
    for action in (Action.IMPORT_RECORDS, Action.EDIT_DIRECTORY):
        check_can(by, action, line, on=on)
    if lock:
        hold_house(keeper)
    names = load_names(list(_list_texts(table)))
    candidates = _match(table, names)
    own = _Own(candidates, names)
    for one in candidates:
        _find_links(table, one, own)
    _load_records(candidates, lock=lock)
    _drop_known_links(table, candidates, on=on)
    for one in candidates:
        _fill(table, one)
    _check_rights(table, candidates, by=by, on=on)
    _check_circles(table, candidates)
    _check_leaned_on(table, candidates)
    return candidates


def _list_texts(table: Table) -> Iterable[str]:
    for row in table.rows:
        for name in ("ror", "name_fr", "name_en"):
            if text := row.values.get(name):
                yield str(text)
        for name in LINKS:
            yield from _get_names(row, name)


def _get_names(row: Row, name: str) -> tuple[str, ...]:
    found = row.values.get(name, ())
    return found if isinstance(found, tuple) else ()


def _match(table: Table, names: Names) -> list[Candidate]:
    """Return each line with the organisation it means, less those that say one a second time."""
    parents = _load_parents(names)
    first_lines: dict[object, int] = {}
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
        earlier = [first_lines[key] for key in _list_keys(row, known) if key in first_lines]
        if earlier:
            table.say(
                row.line,
                "",
                gettext_noop("Line {line} says the same organisation already. Keep one of them."),
                line=earlier[0],
            )
            continue
        first_lines.update(dict.fromkeys(_list_keys(row, known), row.line))
        found.append(Candidate(row, known.id if known else uuid4(), known))
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
    above = {one.id for text in _get_names(row, "part_of") for one in names.find(text)}
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

    def __init__(self, candidates: Iterable[Candidate], names: Names) -> None:
        self.names = names
        self.by_text: dict[str, dict[UUID, Candidate]] = {}
        for one in candidates:
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


def _find_links(table: Table, one: Candidate, own: _Own) -> None:
    for name, standing in LINKS.items():
        for text in _get_names(one.row, name):
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


def _load_records(candidates: Iterable[Candidate], *, lock: bool) -> None:
    by_id = {one.id: one for one in candidates if one.known is not None}
    for some in chunk(by_id):
        rows = Organisation.objects.filter(id__in=some).order_by("id")
        for row in rows.select_for_update() if lock else rows:
            by_id[row.id].record = row


def _drop_known_links(table: Table, candidates: Iterable[Candidate], *, on: date) -> None:
    """Leave out links that hold already; one that is over is noted, for nobody said since when anew."""
    linked = {one.id: one for one in candidates if one.known is not None and one.links}
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


def _fill(table: Table, one: Candidate) -> None:
    """Note what differs from the directory. An empty cell leaves what stands there."""
    given = {name: value for name, value in one.row.values.items() if name not in LINKS}
    if one.record is not None:
        one.before = {name: getattr(one.record, name) for name in given}
        one.values = {name: value for name, value in given.items() if one.before[name] != value}
    else:
        one.values = given
        if "kind" not in given and one.row.line not in table.faults.lines:
            kinds = ", ".join(str(name) for name in KIND_NAMES.values())
            table.say(
                one.row.line,
                "kind",
                gettext_noop("A new organisation needs its kind, one of: {kinds}."),
                kinds=kinds,
            )

    def get(name: str) -> object:
        return given.get(name) or getattr(one.record, name, None)

    start, end = get("start"), get("end")
    try:
        check_has_name(str(get("name_fr") or ""), str(get("name_en") or ""))
        check_dates(
            start if isinstance(start, date) else None, end if isinstance(end, date) else None
        )
    except CordeeError as error:
        if one.row.line not in table.faults.lines:
            table.say(one.row.line, "", error.sentence.text, **error.sentence.values)


def _check_rights(table: Table, candidates: Iterable[Candidate], *, by: Actor, on: date) -> None:
    changed = {one.id: one for one in candidates if one.outcome is Outcome.CHANGED}
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


def _check_circles(table: Table, candidates: Iterable[Candidate]) -> None:
    own: dict[UUID, set[UUID]] = {}
    for one in candidates:
        for standing, second in one.links:
            if standing in ROLES_REACH_THROUGH:
                own.setdefault(one.id, set()).add(second)
    above = _load_above({second for found in own.values() for second in found})
    for first, found in own.items():
        above[first] = above.get(first, set()) | found
    for one in candidates:
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


def _check_leaned_on(table: Table, candidates: list[Candidate]) -> None:
    """Note lines that lean on a new organisation whose own line has a fault: it will not be there."""
    new = {one.id: one.row.line for one in candidates if one.known is None}
    found = True
    while found:
        found = False
        for one in candidates:
            if one.row.line in table.faults.lines:
                continue
            missing = [
                new[second]
                for _standing, second in one.links
                if second in new and new[second] in table.faults.lines
            ]
            if missing:
                found = True
                table.say(
                    one.row.line,
                    "",
                    gettext_noop(
                        "It belongs to the organisation of line {line}, which has a fault."
                    ),
                    line=missing[0],
                )


def _present(one: Candidate, titles: Mapping[UUID, str]) -> PlannedLine:
    change = dict(find_change({name: one.before.get(name) for name in one.values}, one.values))
    for standing, second in one.links:
        change[standing.value] = ("", titles.get(second) or str(second))
    return PlannedLine(one.row.line, one.outcome, one.title, change)
