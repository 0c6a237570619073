"""The European projects of a home: key figures, partners, and the list of projects."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.observatory.figures.project_files import name_country, name_role
from cordee.observatory.figures.projects import (
    PartnerCountry,
    PartnerOrganisation,
    ProjectFigures,
    ProjectRow,
    ProjectsPage,
)
from cordee.web.pages.observatory.presenters.definitions import present_definition
from cordee.web.pages.observatory.presenters.shapes import draw_bar
from cordee.web.query import ALL, FEW, Query
from cordee.web.wording import (
    NOTHING,
    format_count,
    format_country,
    format_period,
    get_reader_language,
    join_colon,
)


CORDIS = "https://cordis.europa.eu/project/id/"

DEFINED = ("european_projects", "coordinated_projects", "project_grants")
"""What is explained at the foot of the page."""

MOST_COUNTRIES = 8
"""Countries named under a project; the largest consortia have thirty, which the CSV lists."""


@dataclass(frozen=True)
class Places:
    """Where the pages lie."""

    home: str
    projects: str
    table: str  # with NAME where the table's name goes


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    detail: str


@dataclass(frozen=True)
class PartnerLine:
    rank: str
    name: str
    address: str
    detail: str
    projects: str
    coordinated: str
    amount: str
    bar: str


@dataclass(frozen=True)
class PartnerTable:
    """Partners of one kind; `more_address` shows them all, `fewer_address` ten, empty when it is so."""

    id: str
    place: str  # selector of its panel
    title: str
    first: str
    total_text: str
    lines: tuple[PartnerLine, ...]
    csv_address: str
    more_address: str
    more_text: str
    fewer_address: str


@dataclass(frozen=True)
class ProjectLine:
    name: str
    title: str
    address: str
    facts: tuple[str, ...]
    role: str
    lead: bool
    partners: str


@dataclass(frozen=True)
class ProjectsView:
    """The page. `note` says what is missing when nothing is shown; `chip` is the country or partner asked for."""

    home: str
    home_address: str
    subtitle: str
    announcement: str
    note: str
    chip: str
    chip_text: str
    chip_remove_address: str
    facts: tuple[Fact, ...]
    tables: tuple[PartnerTable, ...]
    heading: str
    lines: tuple[ProjectLine, ...]
    csv_address: str
    definitions: tuple[str, ...]
    page_text: str
    previous_address: str
    next_address: str


def present_projects(
    figures: ProjectFigures,
    found: ProjectsPage,
    query: Query,
    places: Places,
    home: str,
    partner: str = "",
) -> ProjectsView:
    """Return the page of a home's projects; `partner` is the name of the organisation they are with."""
    language = get_reader_language()
    base = query.to_base()
    asked = base.with_changes(country=query.country, kept=query.kept)
    country = format_country(query.country) if query.country else ""
    count = _say_projects(figures.projects)
    return ProjectsView(
        home=home,
        home_address=base.to_address(places.home),
        subtitle=f"{home} · {format_period(query.years)}",
        announcement=join_colon(home, count),
        note=_present_note(figures),
        chip=partner or country,
        chip_text=_("with the partner: %(name)s") % {"name": partner}
        if partner
        else _("with a partner in: %(name)s") % {"name": country},
        chip_remove_address=base.to_address(places.projects),
        facts=_present_facts(figures) if figures.projects else (),
        tables=(
            _present_countries(figures, query, places),
            _present_organisations(figures, query, places),
        )
        if figures.projects
        else (),
        heading=count,
        lines=tuple(_present_project(one, language) for one in found.rows),
        csv_address=asked.to_address(places.table.replace("NAME", "projects")),
        definitions=tuple(_explain(code) for code in DEFINED),
        page_text=_("Page %(page)s of %(pages)s")
        % {"page": format_count(found.page), "pages": format_count(found.pages)},
        previous_address=_turn_to(found.page - 1, found.pages, query, places),
        next_address=_turn_to(found.page + 1, found.pages, query, places),
    )


def _explain(code: str) -> str:
    found = present_definition(code)
    return _("%(label)s: %(definition)s") % {"label": found.label, "definition": found.text}


def format_euro(amount: Decimal | None) -> str:
    """Return an amount rounded to the euro, as a page has room for it; a dash for none."""
    if amount is None:
        return NOTHING
    number = format_count(int(amount.quantize(Decimal(1), ROUND_HALF_EVEN)))
    return f"{number}\u00a0€" if get_reader_language() == "fr" else f"€{number}"


def _say_projects(count: int) -> str:
    return ngettext("%(count)s project", "%(count)s projects", count) % {
        "count": format_count(count)
    }


def _present_note(figures: ProjectFigures) -> str:
    if not figures.in_lake:
        return _(
            "No European project is known here. Ask whoever runs Cordée to bring in those of CORDIS."
        )
    if not figures.projects:
        return _("No European project of this home is known for this period and these conditions.")
    return ""


def _present_facts(figures: ProjectFigures) -> tuple[Fact, ...]:
    foreign = sum(one.rank is not None for one in figures.countries)
    recognised = _("%(recognised)s of %(count)s recognised in ROR") % {
        "recognised": format_count(figures.recognised),
        "count": format_count(figures.participants),
    }
    joint = _("%(count)s with partners") % {"count": format_count(figures.joint)}
    total = _("of %(amount)s in these projects") % {"amount": format_euro(figures.total)}
    return (
        Fact(_("Projects"), format_count(figures.projects), joint),
        Fact(_("Coordinated"), format_count(figures.coordinated), ""),
        Fact(_("Granted to the home"), format_euro(figures.contribution), total),
        Fact(_("Partner countries"), format_count(foreign), ""),
        Fact(_("Partner organisations"), format_count(figures.participants), recognised),
    )


def _present_countries(figures: ProjectFigures, query: Query, places: Places) -> PartnerTable:
    most = max((one.projects for one in figures.countries), default=0)
    shown = figures.countries[: query.shown_countries]
    base = query.to_base()

    def present(one: PartnerCountry) -> PartnerLine:
        country = {"country": one.code} if one.code else {}
        return PartnerLine(
            rank=format_count(one.rank) if one.rank else NOTHING,
            name=name_country(one.code, get_reader_language()),
            address=f"{base.to_address(places.projects, **country)}#list" if one.code else "",
            detail=ngettext("%(count)s organisation", "%(count)s organisations", one.organisations)
            % {"count": format_count(one.organisations)},
            projects=format_count(one.projects),
            coordinated=format_count(one.coordinated),
            amount=format_euro(one.contribution),
            bar=draw_bar(one.projects, most),
        )

    return _make_table(
        ("countries", _("Partner countries"), _("Country")),
        tuple(present(one) for one in shown),
        len(figures.countries),
        query,
        places,
    )


def _present_organisations(figures: ProjectFigures, query: Query, places: Places) -> PartnerTable:
    most = max((one.projects for one in figures.organisations), default=0)
    shown = figures.organisations[: query.shown_organisations]

    def present(one: PartnerOrganisation) -> PartnerLine:
        home = query.look_from(one.organisation) if one.organisation else None
        return PartnerLine(
            rank=format_count(one.rank),
            name=one.name,
            address=home.to_address(places.projects) if home else "",
            detail=name_country(one.country, get_reader_language()),
            projects=format_count(one.projects),
            coordinated=format_count(one.coordinated),
            amount=format_euro(one.contribution),
            bar=draw_bar(one.projects, most),
        )

    return _make_table(
        ("organisations", _("Partner organisations"), _("Organisation")),
        tuple(present(one) for one in shown),
        len(figures.organisations),
        query,
        places,
    )


def _make_table(
    names: tuple[str, str, str],
    lines: tuple[PartnerLine, ...],
    total: int,
    query: Query,
    places: Places,
) -> PartnerTable:
    code, title, first = names
    here = f"project-{code}"

    def resize(size: int) -> str:
        return query.to_address(places.projects, **{f"shown_{code}": size, "page": 1})

    return PartnerTable(
        id=here,
        place=f"#{here}",
        title=title,
        first=first,
        total_text=_("%(shown)s of %(total)s shown")
        % {"shown": format_count(len(lines)), "total": format_count(total)},
        lines=lines,
        csv_address=query.to_base()
        .with_changes(country=query.country, kept=query.kept)
        .to_address(places.table.replace("NAME", code)),
        more_address=resize(ALL) if len(lines) < total else "",
        more_text=_("Show all"),
        fewer_address=resize(FEW) if len(lines) > FEW else "",
    )


def _present_project(one: ProjectRow, language: str) -> ProjectLine:
    period = "–".join(str(day.year) for day in (one.start_date, one.end_date) if day)
    granted = _("granted to the home: %(home)s of %(project)s") % {
        "home": format_euro(one.contribution),
        "project": format_euro(one.ec_contribution),
    }
    lead = one.role == "coordinator"
    coordinator = one.coordinator and not lead
    facts = (
        period,
        " ".join(part for part in (one.programme, one.scheme) if part),
        granted,
        _("coordinated by %(name)s") % {"name": one.coordinator} if coordinator else "",
    )
    return ProjectLine(
        name=one.acronym or one.number,
        title=one.title or "",
        address=f"{CORDIS}{one.number}",
        facts=tuple(part for part in facts if part),
        role=name_role(one.role, language),
        lead=lead,
        partners=_present_partners(one),
    )


def _present_partners(one: ProjectRow) -> str:
    if not one.partners:
        return _("no partner")
    count = ngettext("%(count)s partner", "%(count)s partners", one.partners) % {
        "count": format_count(one.partners)
    }
    names = [format_country(code) for code in one.countries[:MOST_COUNTRIES]]
    if len(one.countries) > MOST_COUNTRIES:
        rest = len(one.countries) - MOST_COUNTRIES
        names.append(_("and %(count)s more") % {"count": format_count(rest)})
    return join_colon(count, ", ".join(names)) if names else count


def _turn_to(page: int, pages: int, query: Query, places: Places) -> str:
    return f"{query.to_address(places.projects, page=page)}#list" if 1 <= page <= pages else ""
