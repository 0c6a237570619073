"""European projects that a home has with a country or an organisation, or an alliance or a unit has."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.blocks import FIRST_ROWS, drop_empty, make_figure, say_rows
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import Column, KeyFigures, Kind, Paragraph, Section, Table
from cordee.observatory.dossiers.openings import find_unit
from cordee.observatory.dossiers.subject import SubjectKind
from cordee.observatory.figures.project_files import name_role
from cordee.observatory.figures.projects import ProjectFigures, ProjectsPage
from cordee.observatory.units.evidence import Role


ALONE = frozenset({SubjectKind.ALLIANCE, SubjectKind.UNIT})
"""Kinds that speak of all the home's projects; the others of those with their subject. A dossier of a
theme has no such section: the subjects of CORDIS (EuroSciVoc) are no themes of works, and where their
names agree it is by chance (“oncology” is no heading of the branch of cancers)."""


def describe_projects(inquiry: Inquiry) -> Section | None:
    """Return the home's European projects, with the subject unless it is the home; None without any."""
    if inquiry.subject.kind is SubjectKind.UNIT:
        return _describe_unit(inquiry)
    partner = "" if inquiry.subject.kind in ALONE else inquiry.subject.keys[-1]
    figures = inquiry.observatory.get_projects(inquiry.question, partner)
    if not figures.projects:
        return None
    found = inquiry.observatory.list_projects(inquiry.question, partner, 1, FIRST_ROWS)
    return Section(
        "projects",
        inquiry.say(N_("European projects")),
        (_make_figures(inquiry, figures, partner), _make_table(inquiry, found, partner)),
    )


def _describe_unit(inquiry: Inquiry) -> Section | None:
    """Return the projects in which the unit itself takes part, by its own record in the registry."""
    own = tuple(
        one.organisation
        for one in find_unit(inquiry).organisations
        if one.role == Role.SELF and one.organisation
    )
    if not own:
        return None
    question = replace(inquiry.question, organisations=own, with_parts=False)
    alone = replace(inquiry, question=question)
    figures = inquiry.observatory.get_projects(question)
    if not figures.projects:
        return None
    found = inquiry.observatory.list_projects(question, "", 1, FIRST_ROWS)
    told = inquiry.say(
        N_(
            "Those in which the unit takes part under its own name, {name} in the ROR registry. CORDIS "
            "does not say which unit its supervising bodies sign a project for."
        ),
        name=inquiry.join_names([inquiry.name_organisation(one) for one in own]),
    )
    return Section(
        "projects",
        inquiry.say(N_("European projects")),
        (Paragraph(told), _make_figures(alone, figures, ""), _make_table(alone, found, "")),
    )


def _make_figures(inquiry: Inquiry, figures: ProjectFigures, partner: str) -> KeyFigures:
    say, link = inquiry.say, inquiry.links.to_projects(partner)
    is_unit = inquiry.subject.kind is SubjectKind.UNIT
    label = say(N_("Projects together")) if partner else say(N_("European projects"))
    found = [
        make_figure(label, figures.projects, Kind.COUNT, "european_projects", link),
        make_figure(
            say(N_("Coordinated by the unit") if is_unit else N_("Coordinated by the home")),
            figures.coordinated,
            Kind.COUNT,
            "coordinated_projects",
            link,
        ),
        make_figure(
            _say_granted(inquiry),
            _round(figures.contribution),
            Kind.COUNT,
            "project_grants",
            link,
        ),
    ]
    if not partner:
        found.append(
            make_figure(
                say(N_("Partners in these projects")),
                figures.participants,
                Kind.COUNT,
                "european_projects",
                link,
            )
        )
        return KeyFigures(drop_empty(tuple(found)))
    coordinated, granted = _find_partner(figures, partner)
    country = bool(inquiry.country)
    led = N_("Coordinated from this country") if country else N_("Coordinated by the partner")
    paid = N_("Granted in this country (€)") if country else N_("Granted to the partner (€)")
    there = make_figure(say(led), coordinated, Kind.COUNT, "coordinated_projects", link)
    found.insert(2, there)
    found.append(make_figure(say(paid), _round(granted), Kind.COUNT, "project_grants", link))
    return KeyFigures(drop_empty(tuple(found)))


def _find_partner(figures: ProjectFigures, partner: str) -> tuple[int, Decimal | None]:
    """Return how many of the projects a country or an organisation coordinates, and what it is granted."""
    for country in figures.countries:
        if country.code == partner:
            return country.coordinated, country.contribution
    for one in figures.organisations:
        if one.organisation == partner:
            return one.coordinated, one.contribution
    return 0, None


def _make_table(inquiry: Inquiry, found: ProjectsPage, partner: str) -> Table:
    say, is_unit = inquiry.say, inquiry.subject.kind is SubjectKind.UNIT
    if inquiry.country:
        title = say(N_("European projects with this country"))
    elif partner:
        title = say(N_("European projects together"))
    else:
        title = say(N_("European projects"))
    return Table(
        name="projects",
        title=title,
        columns=(
            Column(say(N_("Acronym")), Kind.TEXT),
            Column(say(N_("Title")), Kind.TEXT),
            Column(say(N_("Start")), Kind.YEAR),
            Column(say(N_("End")), Kind.YEAR),
            Column(say(N_("Role of the unit") if is_unit else N_("Role of the home")), Kind.TEXT),
            Column(say(N_("Partners")), Kind.COUNT),
            Column(_say_granted(inquiry), Kind.COUNT),
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
        link=inquiry.links.to_projects(partner),
        note=say_rows(inquiry, len(found.rows), found.total),
    )


def _say_granted(inquiry: Inquiry) -> str:
    is_unit = inquiry.subject.kind is SubjectKind.UNIT
    return inquiry.say(N_("Granted to the unit (€)") if is_unit else N_("Granted to the home (€)"))


def _round(amount: Decimal | None) -> int | None:
    """Return an amount to the euro: documents are read by people; the page's CSV has the cents."""
    return None if amount is None else int(amount.quantize(Decimal(1), ROUND_HALF_EVEN))
