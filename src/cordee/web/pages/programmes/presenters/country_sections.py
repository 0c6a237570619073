"""What the ledger holds with a country, as sections of a document: for who asks, by their rights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from cordee.agreements.life import LIVE, STAGE_NAMES
from cordee.agreements.portfolio import Filter, get_portfolio
from cordee.ledger.rights import Actor
from cordee.observatory.dossiers.model import Cell, Column, Kind, Section, Table
from cordee.programmes.life import CallMoment
from cordee.programmes.queries.calls import list_calls
from cordee.programmes.queries.moves import list_projects_with, list_with_country
from cordee.programmes.queries.with_country import Applied, count_applied
from cordee.web.added_sections import Added
from cordee.web.pages.programmes.presenters.definitions import format_money
from cordee.web.pages.programmes.presenters.listed import CallLine, narrow_calls, present_line
from cordee.web.pages.programmes.presenters.moves import LISTS, present_move_lines
from cordee.web.pages.programmes.presenters.projects_abroad import present_projects
from cordee.web.wording import get_reader_language


def gather_kept(country: str, language: str, *, by: Actor, at: datetime) -> Added:
    """Return all that a person may see with a country, in a language."""
    with override(language):
        calls = _write_calls(country, by, at)
        kept = write_kept(country, by=by, on=at.date())
        return Added(
            tuple(one for one in (*kept, calls) if one is not None),
            _(
                "What stands here of agreements, calls, applications, projects, missions, stays and delegations is from the ledger, as far as who asked for this document may see it."
            ),
        )


def write_kept(
    country: str, *, by: Actor, on: date, without: UUID | None = None
) -> Iterator[Section | None]:
    """Yield the sections, None for those with nothing; `without` is a record that is left out."""
    yield _write_agreements(country, by, on)
    yield _write_applied(count_applied(country, by=by, on=on))
    rows: Iterable[tuple[Cell, ...]] = (
        (one.title, one.detail, one.stage, one.days)
        for one in present_projects(list_projects_with(country, by=by, on=on))
    )
    columns = (_("Project"), _("What"), _("Stage"), _("Days"))
    yield write_table("projects-kept", _("Projects"), columns, rows)
    for sort, lines in list_with_country(country, by=by, on=on).items():
        rows = (
            (one.title, one.detail, one.days, one.stage)
            for one in present_move_lines(one for one in lines if one.id != without)
        )
        columns = (_("What"), _("Where"), _("Days"), _("Stage"))
        yield write_table(f"{sort}-kept", str(LISTS[sort]), columns, rows)


def list_open_calls(country: str, by: Actor, at: datetime) -> list[CallLine]:
    """Return the calls, open or opening soon, that take partners in a country."""
    calls = narrow_calls(list_calls(by, at=at), instrument="", country=country, at=at)
    coming = {CallMoment.OPEN, CallMoment.COMING}
    return [present_line(one, at=at) for one in calls if one.moment in coming]


def say_awarded(one: Applied) -> str:
    """Return what was awarded, by currency."""
    return ", ".join(format_money(amount, currency) for currency, amount in one.money) or "–"


def write_table(
    name: str, title: str, columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]
) -> Section | None:
    """Return a section of one table, whose numbers are counts; None without any row."""
    found = tuple(rows)
    if not found:
        return None
    told = tuple(
        Column(label, Kind.COUNT if isinstance(cell, int) else Kind.TEXT)
        for label, cell in zip(columns, found[0], strict=True)
    )
    return Section(name, title, (Table(name, title, told, found, "", ""),))


def _write_agreements(country: str, by: Actor, on: date) -> Section | None:
    language = get_reader_language()
    rows = (
        (
            one.to_title(language),
            ", ".join(party.to_name(language) for party in one.parties),
            str(STAGE_NAMES[one.stage]),
        )
        for one in get_portfolio(by, on=on).narrow(Filter(country=country)).lines
        if one.stage in LIVE
    )
    columns = (_("Agreement"), _("Parties"), _("Stage"))
    return write_table("agreements", _("Agreements in force"), columns, rows)


def _write_calls(country: str, by: Actor, at: datetime) -> Section | None:
    rows = ((one.title, one.instrument, one.deadline) for one in list_open_calls(country, by, at))
    columns = (_("Call"), _("Instrument"), _("Deadline"))
    return write_table("calls-kept", _("Calls open to it"), columns, rows)


def _write_applied(found: tuple[Applied, ...]) -> Section | None:
    language = get_reader_language()
    rows = (
        (one.instrument.to_text(language), one.submitted, one.awards, say_awarded(one))
        for one in found
    )
    columns = (_("Instrument"), _("Applications"), _("Awards given"), _("Awarded"))
    return write_table("applications-kept", _("Applications and awards"), columns, rows)
