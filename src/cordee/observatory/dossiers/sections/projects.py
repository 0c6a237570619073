"""European projects that a home has with a country."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.blocks import FIRST_ROWS, drop_empty, make_figure, say_rows
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import Column, KeyFigures, Kind, Section, Table
from cordee.observatory.figures.project_files import name_role
from cordee.observatory.figures.projects import ProjectFigures, ProjectsPage


def describe_projects(inquiry: Inquiry) -> Section | None:
    """Return the home's European projects with the country; None where there are none, or no country."""
    if not inquiry.country:
        return None
    figures = inquiry.observatory.get_projects(inquiry.question, inquiry.country)
    if not figures.projects:
        return None
    found = inquiry.observatory.list_projects(inquiry.question, inquiry.country, 1, FIRST_ROWS)
    return Section(
        "projects",
        inquiry.say(N_("European projects")),
        (_make_figures(inquiry, figures), _make_table(inquiry, found)),
    )


def _make_figures(inquiry: Inquiry, figures: ProjectFigures) -> KeyFigures:
    link = inquiry.links.to_projects(inquiry.country)
    there = next((one for one in figures.countries if one.code == inquiry.country), None)
    say = inquiry.say
    return KeyFigures(
        drop_empty(
            (
                make_figure(
                    say(N_("Projects together")),
                    figures.projects,
                    Kind.COUNT,
                    "european_projects",
                    link,
                ),
                make_figure(
                    say(N_("Coordinated by the home")),
                    figures.coordinated,
                    Kind.COUNT,
                    "coordinated_projects",
                    link,
                ),
                make_figure(
                    say(N_("Coordinated from this country")),
                    there.coordinated if there else 0,
                    Kind.COUNT,
                    "coordinated_projects",
                    link,
                ),
                make_figure(
                    say(N_("Granted to the home (€)")),
                    _round(figures.contribution),
                    Kind.COUNT,
                    "project_grants",
                    link,
                ),
                make_figure(
                    say(N_("Granted in this country (€)")),
                    _round(there.contribution if there else None),
                    Kind.COUNT,
                    "project_grants",
                    link,
                ),
            )
        )
    )


def _make_table(inquiry: Inquiry, found: ProjectsPage) -> Table:
    say = inquiry.say
    return Table(
        name="projects",
        title=say(N_("European projects with this country")),
        columns=(
            Column(say(N_("Acronym")), Kind.TEXT),
            Column(say(N_("Title")), Kind.TEXT),
            Column(say(N_("Start")), Kind.YEAR),
            Column(say(N_("End")), Kind.YEAR),
            Column(say(N_("Role of the home")), Kind.TEXT),
            Column(say(N_("Partners")), Kind.COUNT),
            Column(say(N_("Granted to the home (€)")), Kind.COUNT),
        ),
        rows=tuple(
            (
                one.acronym or one.number,
                one.title,
                one.start_date.year if one.start_date else None,
                one.end_date.year if one.end_date else None,
                name_role(one.role, inquiry.language),
                one.partners,
                _round(one.contribution),
            )
            for one in found.rows
        ),
        definition="european_projects",
        link=inquiry.links.to_projects(inquiry.country),
        note=say_rows(inquiry, len(found.rows), found.total),
    )


def _round(amount: Decimal | None) -> int | None:
    """Return an amount to the euro: documents are read by people; the page's CSV has the cents."""
    return None if amount is None else int(amount.quantize(Decimal(1), ROUND_HALF_EVEN))
