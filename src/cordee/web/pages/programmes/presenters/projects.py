"""Projects in a list, with sums, as a table, and as a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.programmes.granting.states import PROJECT_STAGE_NAMES, ProjectStage
from cordee.programmes.granting.values import ProjectLine, Sums
from cordee.programmes.models import Decision
from cordee.web.pages.programmes.presenters.sheets import write_sheet
from cordee.web.project_wording import say_money
from cordee.web.wording import format_count, format_country, format_date, get_reader_language


@dataclass(frozen=True)
class Tile:
    """A figure; `address` narrows the list to what it counts."""

    label: str
    value: str
    detail: str
    address: str = ""


@dataclass(frozen=True)
class LineShown:
    """A project as the list shows it."""

    title: str
    address: str
    detail: str
    stage: str
    is_running: bool
    period: str
    countries: str
    granted: str
    leader: str
    is_late: bool
    is_demonstration: bool


@dataclass(frozen=True)
class AwardShown:
    """An award that waits for its project."""

    title: str
    call: str
    amount: str
    decided: str
    address: str


def present_sums(sums: Sums) -> tuple[Tile, ...]:
    """Return the figures above the list."""
    grants = reverse("programmes:grants")
    missing = (
        _("without %(count)s whose rate or money is not written")
        % {"count": format_count(sums.without_rate)}
        if sums.without_rate
        else _("all of them counted")
    )
    return (
        Tile(_("Projects"), format_count(sums.count), _("that you see")),
        Tile(
            _("Running"),
            format_count(sums.running),
            _("today"),
            f"{grants}?stage={ProjectStage.RUNNING.value}",
        ),
        Tile(
            _("Late"),
            format_count(sums.late),
            _("a report, a milestone or a payment"),
            f"{grants}?late=on",
        ),
        Tile(_("Granted"), say_money(sums.euros, "EUR"), missing),
    )


def present_lines(lines: Iterable[ProjectLine]) -> tuple[LineShown, ...]:
    """Return projects as the list shows them."""
    language = get_reader_language()
    return tuple(
        LineShown(
            title=f"{one.acronym} – {one.title}" if one.acronym else one.title,
            address=reverse("programmes:grant", args=[one.id]),
            detail=" · ".join(
                filter(
                    None,
                    (
                        one.reference,
                        one.instrument.to_text(language) if one.instrument else "",
                        one.funder,
                        one.programme,
                        one.grant_number,
                    ),
                )
            ),
            stage=str(PROJECT_STAGE_NAMES[one.stage]),
            is_running=one.stage is ProjectStage.RUNNING,
            period=_say_period(one),
            countries=", ".join(format_country(code) for code in one.countries),
            granted=_say_granted(one),
            leader=one.leader,
            is_late=one.is_late,
            is_demonstration=one.is_demonstration,
        )
        for one in lines
    )


def present_awards(rows: Iterable[Decision]) -> tuple[AwardShown, ...]:
    """Return awards that wait for their project."""
    french = get_reader_language() == "fr"
    return tuple(
        AwardShown(
            title=row.application.title or row.application.acronym or str(row.application.number),
            call=row.application.call.title_fr if french else row.application.call.title_en,
            amount=say_money(row.amount, row.currency) if row.amount is not None else "–",
            decided=format_date(row.decided_at),
            address=reverse("programmes:grant_from_award", args=[row.id]),
        )
        for row in rows
    )


def list_columns() -> tuple[str, ...]:
    """Return the headers of the list as a file."""
    return tuple(
        map(
            str,
            (
                _("Acronym"),
                _("Title"),
                _("Reference"),
                _("Instrument"),
                _("Funder"),
                _("Programme"),
                _("Grant number"),
                _("Stage"),
                _("First day"),
                _("Last day"),
                _("Granted"),
                _("Currency"),
                _("Granted in euros"),
                _("Countries"),
                _("Leader"),
                _("Late"),
            ),
        )
    )


def list_cells(one: ProjectLine) -> tuple[str | Decimal | None, ...]:
    """Return a project in the order of the columns."""
    return (
        one.acronym,
        one.title,
        one.reference,
        one.instrument.to_text(get_reader_language()) if one.instrument else "",
        one.funder,
        one.programme,
        one.grant_number,
        str(PROJECT_STAGE_NAMES[one.stage]),
        one.starts_on.isoformat() if one.starts_on else "",
        one.ends_on.isoformat() if one.ends_on else "",
        one.granted,
        one.currency,
        one.granted_euros,
        " ".join(one.countries),
        one.leader,
        _("yes") if one.is_late else _("no"),
    )


def write_workbook(lines: Iterable[ProjectLine]) -> bytes:
    """Return the list as an Excel workbook; texts are texts, whatever they begin with."""
    return write_sheet(_("Projects"), list_columns(), map(list_cells, lines))


def _say_period(one: ProjectLine) -> str:
    if one.starts_on is None:
        return "–"
    end = format_date(one.ends_on) if one.ends_on else "…"
    return f"{format_date(one.starts_on)} – {end}"


def _say_granted(one: ProjectLine) -> str:
    if one.granted is not None:
        return say_money(one.granted, one.currency)
    return say_money(one.granted_euros, "EUR") if one.granted_euros is not None else "–"
