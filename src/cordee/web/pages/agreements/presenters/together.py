"""People and projects of an agreement's parties, two by two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.agreements.values import Record
from cordee.directory.queries import Named
from cordee.kernel.messages import Sentence
from cordee.observatory.figures.definitions import get_definition
from cordee.observatory.figures.people import Person
from cordee.observatory.figures.projects import ProjectRow, ProjectsPage
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.who import Who
from cordee.web.errors import say_sentence
from cordee.web.wording import format_count, format_years, get_reader_language


CORDIS = "https://cordis.europa.eu/project/id/"


@dataclass(frozen=True)
class Met:
    """What the lake knows of one pair: `who` is None when it cannot be asked, and `why_not` says why.

    `projects` is None when the lake holds no project of anybody.
    """

    other: Named
    who: Who | None
    projects: ProjectsPage | None
    in_lake: int
    why_not: str


@dataclass(frozen=True)
class PersonItem:
    name: str
    works: str
    works_address: str
    years: str
    when: str


@dataclass(frozen=True)
class ProjectItem:
    name: str
    title: str
    address: str
    years: str


@dataclass(frozen=True)
class Side:
    title: str
    people: tuple[PersonItem, ...]
    more: str


@dataclass(frozen=True)
class Pair:
    """Two parties: their people on both sides, their projects, and where all of these are."""

    title: str
    sides: tuple[Side, ...]
    works: str
    who_address: str
    projects: tuple[ProjectItem, ...]
    projects_text: str
    projects_address: str
    why_not: str


@dataclass(frozen=True)
class Together:
    pairs: tuple[Pair, ...]
    note: str
    left_out: str
    why_not: str


def present_nobody(why_not: str) -> Together:
    """Return the section that says why nothing can be shown."""
    return Together((), "", "", why_not)


def present_together(
    record: Record, home: Named, met: Sequence[Met], question: Question, *, left_out: int
) -> Together:
    """Return the pairs of the home and each other party, before and during the agreement."""
    start = record.draft.terms.start
    return Together(
        pairs=tuple(_present_pair(home, one, question, start) for one in met),
        note=say_sentence(Sentence(get_definition("people_here").definition)),
        left_out=ngettext(
            "{count} more party is not looked at here.",
            "{count} more parties are not looked at here.",
            left_out,
        ).format(count=format_count(left_out))
        if left_out
        else "",
        why_not="",
    )


def _present_pair(home: Named, met: Met, question: Question, start: date | None) -> Pair:
    language = get_reader_language()
    here, there = home.to_name(language), met.other.to_name(language)
    title = _("{first} and {second}").format(first=here, second=there)
    if met.who is None:
        return Pair(title, (), "", "", (), "", "", met.why_not)
    who, ror = met.who, str(met.other.ror)
    base = _write_base(question)
    narrowed = [*base, ("within", f"organisation:{ror}")]
    return Pair(
        title=title,
        sides=(
            _present_side(here, who.here, who.here_count, narrowed, start),
            _present_side(there, who.there, who.there_count, narrowed, start),
        )
        if who.works
        else (),
        works=ngettext("{count} work together", "{count} works together", who.works).format(
            count=format_count(who.works)
        )
        if who.works
        else _("No work together is known."),
        who_address=_address("observatory:who", [*base, ("with", f"organisation:{ror}")])
        if who.works
        else "",
        projects=tuple(map(_present_project, met.projects.rows)) if met.projects else (),
        projects_text=_say_projects(met),
        projects_address=_address("projects:projects", [*base, ("partner", ror)])
        if met.projects and met.projects.total
        else "",
        why_not="",
    )


def _say_projects(met: Met) -> str:
    if met.projects is None:
        return _("No European project of anybody was brought into the lake.")
    if not met.projects.total:
        return _("No European project has both in it, before the agreement or during it.")
    return ngettext(
        "{count} European project with both in it",
        "{count} European projects with both in them",
        met.projects.total,
    ).format(count=format_count(met.projects.total))


def _present_side(
    name: str,
    people: Iterable[Person],
    count: int,
    narrowed: list[tuple[str, str]],
    start: date | None,
) -> Side:
    items = tuple(_present_person(one, narrowed, start) for one in people)
    hidden = count - len(items)
    return Side(
        title=name,
        people=items,
        more=ngettext("and {count} more", "and {count} more", hidden).format(
            count=format_count(hidden)
        )
        if hidden > 0
        else "",
    )


def _present_person(one: Person, narrowed: list[tuple[str, str]], start: date | None) -> PersonItem:
    return PersonItem(
        name=one.name,
        works=ngettext("{count} work", "{count} works", one.works).format(
            count=format_count(one.works)
        ),
        works_address=_address("observatory:works", [*narrowed, ("select", one.selection)]),
        years=format_years(one.first_year, one.last_year),
        when=_say_when(one, start),
    )


def _say_when(one: Person, start: date | None) -> str:
    """Return how a person's works stand to the agreement's first year, which counts as during it."""
    if start is None or one.last_year < start.year:
        return _("before the agreement")
    return _("during it") if one.first_year >= start.year else _("before and during it")


def _present_project(one: ProjectRow) -> ProjectItem:
    first, last = one.start_date, one.end_date
    return ProjectItem(
        name=one.acronym or one.number,
        title=one.title or "",
        address=f"{CORDIS}{one.number}",
        years="–".join(str(day.year) for day in (first, last) if day),
    )


def _write_base(question: Question) -> list[tuple[str, str]]:
    pairs = [("org", one) for one in question.organisations] + [("parts", "1")]
    if question.years.last is not None:
        pairs.append(("to", str(question.years.last)))
    return pairs


def _address(name: str, pairs: list[tuple[str, str]]) -> str:
    return f"{reverse(name)}?{urlencode(pairs)}"
