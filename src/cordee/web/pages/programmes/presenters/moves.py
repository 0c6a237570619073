"""Pages of missions, stays, delegations, trainings, prizes and events.

What a record says is shown under the labels of its form, in the order of the form, so that a page and
its form cannot say something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cordee.agreements.values import choose_title
from cordee.ledger.rights import Actor
from cordee.programmes.moving.life import CLOSED_STAGES, KIND_NAMES, STAGE_NAMES, STEPS
from cordee.programmes.moving.rules import find_obstacle
from cordee.programmes.moving.states import Sort
from cordee.programmes.moving.values import Due, Line, PartTold, Told
from cordee.programmes.queries.moves import name_agreements, name_projects
from cordee.web.errors import say_sentence
from cordee.web.move_days import say_due
from cordee.web.wording import (
    format_count,
    format_country,
    format_date,
    format_decimal,
    get_reader_language,
)


LISTS: Mapping[Sort, str | Promise] = {
    Sort.MISSION: gettext_lazy("Missions"),
    Sort.STAY: gettext_lazy("Stays"),
    Sort.DELEGATION: gettext_lazy("Delegations"),
    Sort.TRAINING: gettext_lazy("Trainings"),
    Sort.PRIZE: gettext_lazy("Prizes"),
    Sort.EVENT: gettext_lazy("Events"),
}
"""What the list of each sort is called."""

NEW: Mapping[Sort, str | Promise] = {
    Sort.MISSION: gettext_lazy("New mission"),
    Sort.STAY: gettext_lazy("New stay"),
    Sort.DELEGATION: gettext_lazy("New delegation"),
    Sort.TRAINING: gettext_lazy("New training"),
    Sort.PRIZE: gettext_lazy("New prize"),
    Sort.EVENT: gettext_lazy("New event"),
}


TITLES = {
    "members": gettext_lazy("Team"),
    "trainings": gettext_lazy("Training given"),
    "equipment": gettext_lazy("Equipment given or lent"),
    "follow_ups": gettext_lazy("Looking back"),
    "items": gettext_lazy("Programme"),
    "participants": gettext_lazy("Participants"),
    "actions": gettext_lazy("What was promised"),
    "courses": gettext_lazy("Courses"),
    "students": gettext_lazy("Students"),
    "laureates": gettext_lazy("Laureates"),
}
"""What each list is called."""

ADDED = {
    "members": gettext_lazy("Add a person"),
    "trainings": gettext_lazy("Add a training"),
    "equipment": gettext_lazy("Add equipment"),
    "follow_ups": gettext_lazy("Plan another look back"),
    "items": gettext_lazy("Add an item"),
    "participants": gettext_lazy("Add a participant"),
    "actions": gettext_lazy("Add an action"),
    "courses": gettext_lazy("Add a course"),
    "students": gettext_lazy("Add a student"),
    "laureates": gettext_lazy("Add a laureate"),
}
"""What the button says that adds a line to each list."""


@dataclass(frozen=True)
class Sheet:
    """What a form has: its fields by the names of columns, and of those that name an entry its column.

    `people` are the fields of entries that name a person; the others name an organisation.
    """

    fields: Mapping[str, forms.Field]
    entries: Mapping[str, str]
    people: frozenset[str]


Sheets = Mapping[str, Sheet]
"""The form of a record, by its sort, and those of its lists by their names."""


@dataclass(frozen=True)
class Fact:
    """One thing a record says; `address` is what it opens, empty when it opens nothing."""

    label: str
    text: str
    address: str = ""


@dataclass(frozen=True)
class Button:
    """A button: its address, or the sentence that says why it is not to be had."""

    label: str
    address: str
    why_not: str = ""


@dataclass(frozen=True)
class Row:
    """A line of a list: its cells, and where it is changed and taken out; empty for who only reads."""

    cells: tuple[Fact, ...]
    address: str
    remove: str
    is_late: bool = False


@dataclass(frozen=True)
class Table:
    """A list that belongs to a record."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    add: Button | None


@dataclass(frozen=True)
class MovePage:
    """The page of one record."""

    sort: str
    list_title: str
    list_address: str
    title: str
    lead: str
    stage: str
    is_demonstration: bool
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]
    acts: tuple[Button, ...]
    hides_students: bool


@dataclass(frozen=True)
class MoveLine:
    """A record in a list."""

    title: str
    detail: str
    address: str
    country: str
    country_address: str
    days: str
    stage: str
    is_demonstration: bool


@dataclass(frozen=True)
class DueLine:
    """Something to do by a day."""

    text: str
    title: str
    address: str
    owner: str
    day: str
    late: str


def present_move(told: Told, sheets: Sheets, *, by: Actor, on: date) -> MovePage:
    """Return the page of one record."""
    names = _find_names(told, by, on)
    is_open = told.stage not in CLOSED_STAGES
    return MovePage(
        sort=told.sort.value,
        list_title=str(LISTS[told.sort]),
        list_address=reverse("programmes:moves", args=[told.sort]),
        title=told.title,
        lead=" · ".join(
            filter(
                None,
                (format_country(told.country) if told.country else "", say_days(told)),
            )
        ),
        stage=str(STAGE_NAMES[told.sort][told.stage]) if told.stage else "",
        is_demonstration=told.is_demonstration,
        facts=tuple(list_facts(sheets[told.sort], told.values, names)),
        tables=tuple(
            _present_table(told, sheets[name], name, lines, names, on, is_open=is_open)
            for name, lines in told.parts.items()
        ),
        acts=_list_acts(told, on, is_open=is_open) if told.may_run else (),
        hides_students="students" in told.hidden,
    )


def list_facts(
    form: Sheet,
    values: Mapping[str, Any],
    names: Mapping[UUID, Fact],
    *,
    keeps_empty: bool = False,
) -> Iterable[Fact]:
    """Return what a row says under the labels of its form; what is empty is left out, or kept."""
    linked = _find_linked(form)
    for name, field in form.fields.items():
        if name in form.entries or name == "version":
            continue
        value = values.get(f"{name}_id" if name == "project" else name)
        if isinstance(value, UUID):
            named = names.get(value)
            text, address = (named.text, named.address) if named else ("", "")
        else:
            text, address = say_value(name, field, value), _open_entry(form, linked, name, values)
        if text or keeps_empty:
            yield Fact(str(field.label), text, address)


def say_value(name: str, field: forms.Field, value: Any) -> str:
    """Return a value as its readers write it."""
    if value is None or value == "" or value is False:
        return ""
    if value is True:
        return _("yes")
    if name == "country":
        return format_country(value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]  # none of ours is grouped
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return format_decimal(float(value), 0 if value == value.to_integral() else 1)
    if isinstance(value, int):
        return format_count(value)
    return str(value)


def say_days(one: Told | Line) -> str:
    """Return the days of a record in a few words."""
    days = [format_date(day) for day in (one.starts_on, one.ends_on) if day]
    if one.starts_on == one.ends_on:
        return "".join(days[:1])
    if one.starts_on and one.ends_on:
        return _("%(first)s to %(last)s") % {"first": days[0], "last": days[1]}
    if one.starts_on:
        return _("from %(day)s") % {"day": days[0]}
    return _("until %(day)s") % {"day": days[0]} if days else ""


def present_move_lines(lines: Iterable[Line]) -> tuple[MoveLine, ...]:
    """Return the lines of a list."""
    return tuple(
        MoveLine(
            title=one.title,
            detail=" · ".join(
                filter(None, (str(KIND_NAMES[one.sort][one.kind]) if one.kind else "", one.detail))
            ),
            address=reverse("programmes:move", args=[one.sort, one.id]),
            country=format_country(one.country) if one.country else "–",
            country_address=(
                reverse("programmes:with_country", args=[one.country]) if one.country else ""
            ),
            days=say_days(one) or "–",
            stage=str(STAGE_NAMES[one.sort][one.stage]) if one.stage else "",
            is_demonstration=one.is_demonstration,
        )
        for one in lines
    )


def present_due(due: Iterable[Due], *, on: date) -> tuple[DueLine, ...]:
    """Return what is still to be done, what is late told as such."""
    return tuple(
        DueLine(
            text=say_due(one),
            title=one.title,
            address=reverse("programmes:move", args=[one.sort, one.record]),
            owner=one.owner,
            day=format_date(one.due_on),
            late=_say_late(one, on),
        )
        for one in due
    )


def _say_late(one: Due, on: date) -> str:
    days = (on - one.due_on).days
    if days <= 0:
        return ""
    return ngettext("%(count)s day late", "%(count)s days late", days) % {
        "count": format_count(days)
    }


def _find_names(told: Told, by: Actor, on: date) -> dict[UUID, Fact]:
    """Return what agreements and projects that a record names are called, and what they open."""
    rows = [told.values, *(line.values for lines in told.parts.values() for line in lines)]
    agreements = {row["agreement"] for row in rows if row.get("agreement")}
    projects = {row["project_id"] for row in rows if row.get("project_id")}
    language = get_reader_language()
    found = {one: Fact("", name) for one, name in name_projects(projects).items()}
    for one, (reference, title_fr, title_en) in name_agreements(agreements, by=by, on=on).items():
        text = " · ".join(filter(None, (reference, choose_title(title_fr, title_en, language))))
        found[one] = Fact("", text, reverse("agreements:record", args=[one]))
    for one in agreements - set(found):
        found[one] = Fact("", _("an agreement that you may not see"))
    return found


def _find_linked(form: Sheet) -> dict[str, str]:
    """Return which entry each field with a name belongs to: the one before the entry's own field."""
    named = list(form.fields)
    return {named[named.index(one) - 1]: one for one in form.entries}


def _open_entry(
    form: Sheet, linked: Mapping[str, str], name: str, values: Mapping[str, Any]
) -> str:
    entry = linked.get(name)
    record = values.get(form.entries[entry]) if entry else None
    if entry is None or record is None:
        return ""
    place = "person" if entry in form.people else "organisation"
    return reverse(f"directory:{place}", args=[record])


def _present_table(
    told: Told,
    form: Sheet,
    name: str,
    lines: Iterable[PartTold],
    names: Mapping[UUID, Fact],
    on: date,
    *,
    is_open: bool,
) -> Table:
    may_write = told.may_run and is_open
    columns = tuple(
        str(field.label)
        for field_name, field in form.fields.items()
        if field_name not in form.entries and field_name != "version"
    )
    rows = []
    for line in lines:
        place = [told.sort, told.id, name, line.id]
        due_on = line.values.get("due_on")
        rows.append(
            Row(
                tuple(list_facts(form, line.values, names, keeps_empty=True)),
                reverse("programmes:change_move_part", args=place) if may_write else "",
                reverse("programmes:remove_move_part", args=place) if may_write else "",
                is_late=bool(due_on and due_on < on and line.values.get("done_on") is None),
            )
        )
    add = reverse("programmes:new_move_part", args=[told.sort, told.id, name])
    return Table(
        name=name,
        title=str(TITLES[name]),
        columns=columns,
        rows=tuple(rows),
        add=Button(str(ADDED[name]), add) if may_write else None,
    )


def _list_acts(told: Told, on: date, *, is_open: bool) -> tuple[Button, ...]:
    acts = []
    if is_open:
        acts.append(Button(_("Edit"), reverse("programmes:change_move", args=[told.sort, told.id])))
    for step in STEPS.get(told.sort, ()):
        if told.stage not in step.sources:
            continue
        why = find_obstacle(told, step, on=on)
        acts.append(
            Button(
                str(step.label),
                reverse("programmes:step_move", args=[told.sort, told.id, step.name]),
                say_sentence(why) if why else "",
            )
        )
    return tuple(acts)
