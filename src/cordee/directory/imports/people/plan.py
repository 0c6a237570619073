"""What each line of a table of people comes to, before anything is written.

A line says who somebody is and, where it names one, an involvement. Further lines of the same person
add theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop

from cordee.directory.imports.names import Names, load_names
from cordee.directory.imports.people import parts
from cordee.directory.imports.people.fields import OWN
from cordee.directory.imports.people.known import Known, People, load_people, name_key
from cordee.directory.imports.people.parts import Part
from cordee.directory.models import Person
from cordee.directory.operations.changing import HIDDEN
from cordee.directory.queries.lines import get_keeping_lines, get_parts
from cordee.directory.rules import check_dates, check_share
from cordee.directory.states import INVOLVEMENT_NAMES, InvolvementKind
from cordee.ledger.audit import find_change
from cordee.ledger.bulk import load_rows
from cordee.ledger.imports import Outcome, PlannedLine
from cordee.ledger.incoming import FirstLines, Incoming
from cordee.ledger.rights import Actor, can
from cordee.ledger.sheets import Row, Table
from cordee.ledger.states import Action
from cordee.reference.folding import fold


@dataclass
class Someone:
    """A person whom some lines of the file mean: known, or to be entered."""

    id: UUID
    known: Known | None
    line: int
    given: dict[str, tuple[object, int]] = field(default_factory=dict)
    said: FirstLines = field(default_factory=FirstLines)


@dataclass(kw_only=True)
class IncomingPerson(Incoming[Person]):
    """A line on its way: whom it means, the values and the parts it adds."""

    person: Someone
    parts: list[Part] = field(default_factory=list)
    place: str = ""

    @property
    def is_first(self) -> bool:
        """Return whether it is the person's first line."""
        return self.row.line == self.person.line

    @property
    def is_new(self) -> bool:
        """Return whether the line enters a person; further lines of the same add to what it enters."""
        return self.person.known is None and self.is_first

    @property
    def added(self) -> Sequence[Part]:
        """Return the parts that the line adds or changes."""
        return self.parts

    @property
    def title(self) -> str:
        """Return what the person is called."""
        names = [str(self.row.values.get(one) or "") for one in ("given_name", "family_name")]
        known = self.person.known
        return " ".join(filter(None, names)) or (known.title if known else "")


def prepare(table: Table, keeper: UUID, by: Actor, on: date, lock: bool) -> list[IncomingPerson]:
    """Return what each line means; faults are noted in `table`, and with `lock` rows are held."""
    names = load_names(
        str(row.values["organisation"]) for row in table.rows if "organisation" in row.values
    )
    near = get_parts([keeper], on=on)
    incoming = _match(table, _File(load_people(table.rows), names, near))
    _load_records(incoming, lock=lock)
    kept = parts.KnownParts({one.person.id for one in incoming if one.person.known})
    for one in incoming:
        _fill(table, one)
        for part in _read_parts(table, one, names, keeper):
            _add(table, one, part, kept)
    _check_rights(table, incoming, by=by, on=on)
    _check_leaned_on(table, incoming)
    return incoming


class _File:
    """The people the file has said so far, and those of the directory whom it may mean."""

    def __init__(self, people: People, names: Names, near: frozenset[UUID]) -> None:
        self.people = people
        self.names = names
        self.near = near
        self.by_id: dict[UUID, Someone] = {}
        self.by_key: dict[str, list[Someone]] = {}

    def find_known(self, row: Row) -> tuple[Known, ...]:
        """Return whom of the directory a line means."""
        places = self.names.find(str(row.values.get("organisation") or ""))
        return self.people.find(row, self.near | {one.id for one in places})

    def find_said(self, row: Row) -> list[Someone]:
        """Return whom of the earlier lines a line without a known person may mean."""
        orcid, email = row.values.get("orcid"), row.values.get("email")
        family = fold(str(row.values.get("family_name") or ""))
        same = self.by_key.get(f"orcid {orcid}") if orcid else None
        if same:
            return same
        key = name_key(row) if family else ""
        return [
            one
            for one in self.by_key.get(f"name {key}", ())
            if all(
                not given or name not in one.given or one.given[name][0] == given
                for name, given in (("orcid", orcid), ("email", email))
            )
        ]

    def add(self, row: Row, person: Someone) -> None:
        """Remember that a line means a person, by all it says of them."""
        self.by_id[person.id] = person
        keys = [f"name {name_key(row)}"]
        keys += [f"orcid {row.values['orcid']}"] if "orcid" in row.values else []
        for key in keys:
            found = self.by_key.setdefault(key, [])
            if person not in found:
                found.append(person)


def _match(table: Table, file: _File) -> list[IncomingPerson]:
    found = []
    for row in table.rows:
        means = file.find_known(row)
        said = [] if means else file.find_said(row)
        if len(means) > 1 or len(said) > 1:
            table.say(
                row.line,
                "family_name",
                gettext_noop("{count} people are called so here. Give the ORCID."),
                count=max(len(means), len(said)),
            )
            continue
        if means:
            known = means[0]
            person = file.by_id.get(known.id) or Someone(known.id, known, row.line)
        else:
            person = said[0] if said else Someone(uuid4(), None, row.line)
        file.add(row, person)
        one = IncomingPerson(row=row, id=person.id, person=person)
        _check_agrees(table, one)
        found.append(one)
    return found


def _check_agrees(table: Table, one: IncomingPerson) -> None:
    """Note what an earlier line says otherwise of the same person."""
    given = one.person.given
    for name in OWN:
        if name not in one.row.values:
            continue
        value = one.row.values[name]
        earlier, line = given.setdefault(name, (value, one.row.line))
        if earlier != value:
            table.say(
                one.row.line,
                name,
                gettext_noop("Line {line} says “{given}” of the same person. Correct one of them."),
                line=line,
                given=str(earlier)[:80],
            )


def _load_records(incoming: Sequence[IncomingPerson], *, lock: bool) -> None:
    known = {one.person.id for one in incoming if one.person.known}
    rows = load_rows(Person, known, lock=lock)
    for one in incoming:
        one.record = rows.get(one.person.id)


def _fill(table: Table, one: IncomingPerson) -> None:
    """Note what differs from the directory. An empty cell leaves what stands there."""
    given = {
        name: one.row.values[name]
        for name in OWN
        # What an earlier line says already is written with that one.
        if name in one.row.values and one.person.given[name][1] == one.row.line
    }
    if one.is_new and "family_name" not in given:
        table.say(one.row.line, "family_name", gettext_noop("Give a family name."))
    one.compare(given)


def _read_parts(table: Table, one: IncomingPerson, names: Names, keeper: UUID) -> list[Part]:
    found = []
    with table.noting(one.row.line, "organisation"):
        if (involvement := _read_involvement(one, names, keeper)) is not None:
            found.append(involvement)
    for name, language in (("awards", ""), ("skills_fr", "fr"), ("skills_en", "en")):
        for text in one.row.get_texts(name):
            with table.noting(one.row.line, name):
                found.append(
                    parts.read_skill(text, language) if language else parts.read_award(text)
                )
    return found


def _read_involvement(one: IncomingPerson, names: Names, keeper: UUID) -> Part | None:
    values = one.row.values
    if not {"organisation", "role", "start", "end", "share", "grade"} & set(values):
        return None
    organisation = keeper
    if "organisation" in values:
        named = names.get_one(str(values["organisation"]))
        organisation, one.place = named.id, named.title
    start, end = one.row.get_day("start"), one.row.get_day("end")
    check_dates(start, end)
    check_share(values.get("share"))
    return Part(
        "involvement",
        {
            "role": InvolvementKind(str(values.get("role") or InvolvementKind.WORKS_AT)),
            "organisation_id": organisation,
            "start": start,
            "end": end,
            "share": values.get("share"),
            "grade": str(values.get("grade") or ""),
        },
        place=organisation,
    )


def _add(table: Table, one: IncomingPerson, part: Part, kept: parts.KnownParts) -> None:
    earlier = one.person.said.find_earlier(one.row.line, parts.list_keys(part))
    if earlier not in (None, one.row.line) and part.kind == "involvement":
        table.say(
            one.row.line,
            "",
            gettext_noop("Line {line} says the same of this person already. Keep one of them."),
            line=earlier,
        )
    if earlier is None and (comes_to := kept.compare(one.person.id, part)) is not None:
        one.parts.append(comes_to)


def _check_rights(table: Table, incoming: Sequence[IncomingPerson], *, by: Actor, on: date) -> None:
    """Note lines that change what others keep. Who keeps either end of an involvement may say it."""
    changed = [one for one in incoming if one.person.known and one.outcome is Outcome.CHANGED]
    keepers = {one.person.known.keeper for one in changed if one.person.known}
    places = {part.place for one in changed for part in one.parts if part.place}
    lines = get_keeping_lines(keepers | places, on=on)
    may = {one: can(by, Action.EDIT_OWN_TEAM, line, on=on) for one, line in lines.items()}
    for one in changed:
        known = one.person.known
        assert known is not None
        if may[known.keeper]:
            continue
        if one.values or not all(part.place and may[part.place] for part in one.parts):
            table.say(
                one.row.line,
                "",
                gettext_noop(
                    "The directory says something else of {name}, and its entry is kept by others. Leave the line out, or ask them."
                ),
                name=known.title,
            )


def _check_leaned_on(table: Table, incoming: Sequence[IncomingPerson]) -> None:
    """Note lines of a new person whose first line has a fault: there will be no such entry."""
    for one in incoming:
        lines = table.faults.lines
        is_new = one.person.known is None and not one.is_first
        if is_new and one.person.line in lines and one.row.line not in lines:
            table.say(
                one.row.line,
                "",
                gettext_noop("It says more of the person of line {line}, which has a fault."),
                line=one.person.line,
            )


def present(incoming: Sequence[IncomingPerson]) -> Iterator[PlannedLine]:
    """Yield prepared lines as the plan shows them."""
    for one in incoming:
        # An address that was there is shown on the record alone, where each view of it is noted.
        hidden = {"email": HIDDEN} if one.before.get("email") else {}
        change = dict(find_change({**one.before, **hidden}, one.values))
        for part in one.parts:
            for name, said in _list_said(one, part):
                before_said, after_said = change.get(name, ("", ""))
                change[name] = (before_said, "; ".join(filter(None, (str(after_said), said))))
        yield PlannedLine(one.row.line, one.outcome, one.title, change)


def _list_said(one: IncomingPerson, part: Part) -> list[tuple[str, str]]:
    if part.kind == "award":
        return [("awards", parts.say(part))]
    if part.kind == "skill":
        is_french = bool(part.values.get("name_fr"))
        return [("skills_fr" if is_french else "skills_en", parts.say(part))]
    values = part.values
    told = [
        (name, str(values[name])) for name in ("start", "end", "share", "grade") if values.get(name)
    ]
    if part.before is None:
        role = str(INVOLVEMENT_NAMES[InvolvementKind(str(values["role"]))])
        told = [("organisation", one.place), ("role", role), *told]
    return [(name, said) for name, said in told if said]
