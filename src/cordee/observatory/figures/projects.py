"""European projects of a home: how many, with whom, for how much; and the list of them.

A participant is an organisation of the registry when its name, city and country, read as an
affiliation is, are linked to one; the surest link counts. All amounts are euro with cents, what the
Union pays (`ecContribution`), and None where no row says one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from cordee.observatory.figures.homes import list_members
from cordee.observatory.figures.lake_facts import Row, query_rows
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.statistics import get_ranks
from cordee.observatory.figures.warehouse import Warehouse
from cordee.reference.countries import get_state
from cordee.reference.organisations import Registry


MOST_PARTNERS = 500
"""Partner organisations that are listed; the projects themselves name all."""


@dataclass(frozen=True, slots=True)
class PartnerCountry:
    """A country in the home's projects. `rank` is among foreign countries, None for the home's own."""

    code: str | None
    rank: int | None
    projects: int
    organisations: int
    coordinated: int  # projects that a participant from there coordinates
    contribution: Decimal | None  # to the participants from there


@dataclass(frozen=True, slots=True)
class PartnerOrganisation:
    """A participant beside the home. `organisation` is its ROR id, None when it was not recognised."""

    organisation: str | None
    name: str
    country: str | None
    rank: int
    projects: int
    coordinated: int
    contribution: Decimal | None


@dataclass(frozen=True, slots=True)
class ProjectYear:
    """Projects that began in a year, and what the Union grants the home in these."""

    year: int | None
    projects: int
    coordinated: int
    contribution: Decimal | None


@dataclass(frozen=True, slots=True)
class ProjectFigures:
    """The figures of a home's projects. `recognised` of the `participants` beside it are in ROR."""

    projects: int
    joint: int
    coordinated: int
    contribution: Decimal | None  # to the home
    total: Decimal | None  # to all participants of these projects
    participants: int
    recognised: int
    in_lake: int  # projects of anybody; 0 says that no table of projects was ingested
    countries: tuple[PartnerCountry, ...]
    organisations: tuple[PartnerOrganisation, ...]
    by_year: tuple[ProjectYear, ...]


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project. `role` is the home's: "coordinator" when it is that, else as CORDIS says."""

    number: str
    acronym: str | None
    title: str | None
    status: str | None
    start_date: date | None
    end_date: date | None
    programme: str | None
    scheme: str | None
    topic: str | None
    role: str
    contribution: Decimal | None  # to the home
    ec_contribution: Decimal | None  # to the project, at most
    total_cost: Decimal | None
    coordinator: str | None
    partners: int
    partner_names: tuple[str, ...]
    countries: tuple[str, ...]  # of the partners, ISO codes, sorted
    subjects: tuple[str, ...]  # EuroSciVoc


@dataclass(frozen=True, slots=True)
class ProjectsPage:
    """A page of a list of projects, the latest start first."""

    rows: tuple[ProjectRow, ...]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least 1."""
        return max(1, -(-self.total // self.size))


# A home's own participants are `ours`; `key` is one for each partner, recognised or not.
_TAKING = """
CREATE OR REPLACE TEMP TABLE taking AS
WITH named AS (
    SELECT affiliation, organisation FROM links
    SEMI JOIN project_organisations USING (affiliation)
    QUALIFY row_number() OVER (
        PARTITION BY affiliation ORDER BY score DESC, start, organisation) = 1
),
everybody AS (
    SELECT p.*, n.organisation, coalesce(n.organisation IN (FROM members), false) AS ours,
           coalesce(n.organisation, 'PIC ' || p.participant, p.name) AS key
    FROM project_organisations p LEFT JOIN named n USING (affiliation)
),
running AS (
    SELECT project FROM projects
    WHERE ($first IS NULL OR coalesce(year(end_date), year(start_date)) >= $first)
      AND ($last IS NULL OR coalesce(year(start_date), year(end_date)) <= $last)
),
chosen AS (
    SELECT project FROM everybody SEMI JOIN running USING (project) GROUP BY project
    HAVING bool_or(ours)
       AND ($partner = '' OR bool_or(NOT ours AND (country = $partner OR organisation = $partner)))
)
SELECT * FROM everybody SEMI JOIN chosen USING (project)
"""

_TOTALS = """
WITH one AS (
    SELECT project, bool_or(NOT ours) AS joint,
           coalesce(bool_or(ours AND role = 'coordinator'), false) AS coordinated
    FROM taking GROUP BY project
)
SELECT count(*) AS projects, count(*) FILTER (joint) AS joint,
       count(*) FILTER (coordinated) AS coordinated,
       (SELECT sum(ec_contribution) FROM taking WHERE ours) AS contribution,
       (SELECT sum(ec_contribution) FROM taking) AS total,
       (SELECT count(DISTINCT key) FROM taking WHERE NOT ours) AS participants,
       (SELECT count(DISTINCT key) FROM taking WHERE NOT ours AND organisation IS NOT NULL)
           AS recognised,
       (SELECT count(*) FROM projects) AS in_lake
FROM one
"""

_COUNTRIES = """
SELECT country AS code, count(DISTINCT project) AS projects, count(DISTINCT key) AS organisations,
       count(DISTINCT project) FILTER (role = 'coordinator') AS coordinated,
       sum(ec_contribution) AS contribution
FROM taking WHERE NOT ours GROUP BY country
ORDER BY projects DESC, organisations DESC, contribution DESC NULLS LAST, code NULLS LAST
"""

_ORGANISATIONS = """
SELECT organisation, min(name) AS name, min(country) AS country,
       count(DISTINCT project) AS projects,
       count(DISTINCT project) FILTER (role = 'coordinator') AS coordinated,
       sum(ec_contribution) AS contribution
FROM taking WHERE NOT ours GROUP BY key, organisation
ORDER BY projects DESC, coordinated DESC, contribution DESC NULLS LAST, min(name), key LIMIT $most
"""

_YEARS = """
SELECT year(start_date) AS year, count(*) AS projects, count(*) FILTER (coordinated) AS coordinated,
       sum(contribution) AS contribution
FROM (SELECT project, bool_or(ours AND role = 'coordinator') AS coordinated,
             sum(ec_contribution) FILTER (ours) AS contribution
      FROM taking GROUP BY project) JOIN projects USING (project)
GROUP BY ALL ORDER BY year NULLS LAST
"""

_PAGE = """
SELECT p.number, p.acronym, p.title, p.status, p.start_date, p.end_date, p.programme, p.scheme,
       p.topic, p.ec_contribution, p.total_cost, t.* EXCLUDE (project),
       coalesce(s.subjects, []) AS subjects
FROM projects p
JOIN (SELECT project,
             CASE WHEN bool_or(ours AND role = 'coordinator') THEN 'coordinator'
                  ELSE arg_min(role, position) FILTER (ours) END AS role,
             sum(ec_contribution) FILTER (ours) AS contribution,
             min(name) FILTER (role = 'coordinator') AS coordinator,
             count(DISTINCT key) FILTER (NOT ours) AS partners,
             coalesce(list(DISTINCT name ORDER BY name) FILTER (NOT ours), []) AS partner_names,
             coalesce(list_sort(list(DISTINCT country) FILTER (NOT ours AND country IS NOT NULL)), [])
                 AS countries
      FROM taking GROUP BY project) t USING (project)
LEFT JOIN (SELECT project, list(label ORDER BY code) AS subjects FROM project_themes
           WHERE label IS NOT NULL GROUP BY project) s USING (project)
ORDER BY p.start_date DESC NULLS LAST, p.acronym, p.number LIMIT $size OFFSET $skipped
"""


def answer_projects(
    question: Question, partner: str, warehouse: Warehouse, registry: Registry
) -> ProjectFigures:
    """Return the figures of the home's projects, only those with `partner` when given.

    `partner` is a country's code or an organisation's ROR id, empty for all; the two cannot be taken for
    each other. Of `question` the home, its parts and the years count. Raises `NotFoundError` for an
    organisation that is not known.
    """
    members = list_members(question, registry)
    homes = {state for _, state in members if state}
    with warehouse.open_cursor() as cursor:
        _build_taking(cursor, question, partner, [member for member, _ in members])
        totals = query_rows(cursor, _TOTALS)[0]
        countries = query_rows(cursor, _COUNTRIES)
        organisations = _query(cursor, _ORGANISATIONS, most=MOST_PARTNERS)
        years = query_rows(cursor, _YEARS)
    return ProjectFigures(
        countries=_rank_countries(countries, homes),
        organisations=_rank_organisations(organisations, registry),
        by_year=tuple(ProjectYear(**row) for row in years),
        **totals,
    )


def list_projects(
    question: Question,
    partner: str,
    page: int,
    size: int,
    warehouse: Warehouse,
    registry: Registry,
) -> ProjectsPage:
    """Return one page of the home's projects, the latest start first; past the last it is empty."""
    members = [member for member, _ in list_members(question, registry)]
    with warehouse.open_cursor() as cursor:
        total = _count_taking(cursor, question, partner, members)
        return _read_page(cursor, total, page, size)


def iterate_projects(
    question: Question, partner: str, size: int, warehouse: Warehouse, registry: Registry
) -> Iterator[ProjectsPage]:
    """Yield every page of the home's projects; one without projects when there are none."""
    members = [member for member, _ in list_members(question, registry)]
    with warehouse.open_cursor() as cursor:
        total = _count_taking(cursor, question, partner, members)
        for page in range(1, max(1, -(-total // size)) + 1):
            yield _read_page(cursor, total, page, size)


def _count_taking(
    cursor: duckdb.DuckDBPyConnection, question: Question, partner: str, members: list[str]
) -> int:
    _build_taking(cursor, question, partner, members)
    [counted] = query_rows(cursor, "SELECT count(DISTINCT project) AS projects FROM taking")
    return int(counted["projects"])


def _read_page(cursor: duckdb.DuckDBPyConnection, total: int, page: int, size: int) -> ProjectsPage:
    rows = _query(cursor, _PAGE, size=size, skipped=(page - 1) * size)
    return ProjectsPage(tuple(_make_row(row) for row in rows), total, page, size)


def _build_taking(
    cursor: duckdb.DuckDBPyConnection, question: Question, partner: str, members: list[str]
) -> None:
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE members AS SELECT unnest($members::VARCHAR[]) AS organisation",
        {"members": members},
    )
    cursor.execute(
        _TAKING,
        {"first": question.years.first, "last": question.years.last, "partner": partner},
    )


def _query(cursor: duckdb.DuckDBPyConnection, sql: str, **values: object) -> list[Row]:
    cursor.execute(sql, values)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _rank_countries(rows: list[Row], homes: set[str]) -> tuple[PartnerCountry, ...]:
    foreign = {
        row["code"]: row["projects"]
        for row in rows
        if row["code"] is not None and get_state(row["code"]) not in homes
    }
    ranks = get_ranks(foreign)
    return tuple(PartnerCountry(rank=ranks.get(row["code"]), **row) for row in rows)


def _rank_organisations(rows: list[Row], registry: Registry) -> tuple[PartnerOrganisation, ...]:
    ranks = get_ranks({str(place): row["projects"] for place, row in enumerate(rows)})
    return tuple(_make_partner(ranks[str(place)], row, registry) for place, row in enumerate(rows))


def _make_partner(rank: int, row: Row, registry: Registry) -> PartnerOrganisation:
    known = registry.organisations
    name = known[row["organisation"]].name if row["organisation"] in known else row["name"]
    return PartnerOrganisation(rank=rank, **{**row, "name": name})


def _make_row(row: Row) -> ProjectRow:
    lists = ("partner_names", "countries", "subjects")
    return ProjectRow(**{**row, **{name: tuple(row[name]) for name in lists}})
