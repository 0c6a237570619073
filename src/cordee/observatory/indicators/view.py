"""The home view: a few small tables, restricted to the works of one home, that indicators read.

A *home* is a set of organisations looked at as one. For each question an engine holds, beside the
lake's snapshot tables, the *question tables* (`HOME_MEMBERS`, `HOME_YEARS`, `ZONE_YEARS`, `ASKED`),
and builds the *view tables* in the order of `BUILD`. Indicators are Ibis expressions over those names
and schemas, so that they are written once and run on any engine that Ibis speaks.

Two choices serve portability: no value of a question is ever inside an expression (it stands in a
question table, so an expression compiles once for all questions), and nothing but filters, joins,
groups, simple aggregates and windows over one key is used.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cordee.observatory.schemas import SNAPSHOT_TABLES


HOME_MEMBERS = pa.schema(
    [
        ("organisation", pa.string()),  # ROR id
        ("country", pa.string()),  # null when the registry gives none
    ]
)

HOME_YEARS = pa.schema([("year", pa.int16())])  # every year of the period, each once

ZONE_YEARS = pa.schema(
    [
        ("country", pa.string()),
        ("year", pa.int16()),
        ("zone", pa.bool_()),  # a member, that year, of the zone the question names
        ("eu", pa.bool_()),  # a member of the European Union that year
        ("eu27", pa.bool_()),  # a member of the European Union as it is now, whatever the year
    ]
)

ASKED = pa.schema(
    [
        ("part", pa.int32()),  # place of the condition in the selection, from 0
        ("value", pa.string()),
    ]
)

QUESTION_TABLES: dict[str, pa.Schema] = {
    "home_members": HOME_MEMBERS,
    "home_years": HOME_YEARS,
    "zone_years": ZONE_YEARS,
    "asked": ASKED,
}

HOME_IDS = pa.schema(
    [
        ("work", pa.int64()),
        ("year", pa.int16()),
        ("pubmed", pa.bool_()),  # known from PubMed
    ]
)

HOME_COUNTRIES = pa.schema(  # one row a country a work
    [
        ("work", pa.int64()),
        ("year", pa.int16()),
        ("country", pa.string()),
        ("weight", pa.float64()),
        ("countries", pa.int64()),  # how many countries the work has
        ("home", pa.bool_()),  # a home country; the others are partner countries
        ("zone", pa.bool_()),
        ("eu", pa.bool_()),
        ("eu27", pa.bool_()),
        ("first", pa.bool_()),
        ("last", pa.bool_()),
        ("corresponding", pa.bool_()),
        ("lead", pa.bool_()),  # the corresponding author is there; if unknown, the first
        ("lead_known", pa.bool_()),  # some country holds the lead of this work
        ("lead_home", pa.bool_()),  # a home country holds the lead of this work
    ]
)

HOME_ORGANISATIONS = pa.schema(  # one row an organisation a work
    [
        ("work", pa.int64()),
        ("year", pa.int16()),
        ("organisation", pa.string()),
        ("country", pa.string()),
        ("weight", pa.float64()),
        ("home", pa.bool_()),  # of the home; the others are partners
        ("first", pa.bool_()),
        ("last", pa.bool_()),
        ("corresponding", pa.bool_()),
    ]
)

HOME_THEMES = pa.schema(  # one row a theme a work
    [
        ("work", pa.int64()),
        ("vocabulary", pa.string()),
        ("theme", pa.string()),
        ("heading", pa.bool_()),
        ("keyword", pa.bool_()),
    ]
)

HOME_WORKS = pa.schema(  # one row a work
    [
        ("work", pa.int64()),
        ("year", pa.int16()),
        ("pubmed", pa.bool_()),
        ("countries", pa.int64()),
        ("organisations", pa.int64()),
        ("covered", pa.bool_()),  # at least one known country
        ("international", pa.bool_()),  # at least two countries
        ("domestic", pa.bool_()),  # exactly one country
        ("national", pa.bool_()),  # domestic, with an organisation outside the home
        ("single_organisation", pa.bool_()),  # domestic, with none
        ("zone", pa.bool_()),  # international, with a partner country of the zone
        ("eu", pa.bool_()),
        ("eu27", pa.bool_()),
        ("other_international", pa.bool_()),  # international, with none of the zone
        ("themed", pa.bool_()),
        ("first_side", pa.string()),  # "home", "national", "abroad"; null when unknown
        ("last_side", pa.string()),
        ("corresponding_side", pa.string()),
    ]
)

VIEW_TABLES: dict[str, pa.Schema] = {
    "home_ids": HOME_IDS,
    "home_countries": HOME_COUNTRIES,
    "home_organisations": HOME_ORGANISATIONS,
    "home_themes": HOME_THEMES,
    "home_works": HOME_WORKS,
}

SCHEMAS: dict[str, pa.Schema] = {**SNAPSHOT_TABLES, **QUESTION_TABLES, **VIEW_TABLES}


def get_table(name: str) -> ir.Table:
    """Return the table `name` of the snapshot, the question or the home view, unbound.

    >>> get_table("home_years").columns
    ('year',)
    """
    return ibis.table(ibis.Schema.from_pyarrow(SCHEMAS[name]), name=name)


def home_ids() -> ir.Table:
    """Return the works of the home: an organisation of the home on it, a year in the period."""
    works = get_table("works")
    of_home = get_table("work_organisations").semi_join(get_table("home_members"), "organisation")
    dated = works.semi_join(of_home, "work").semi_join(get_table("home_years"), "year")
    return dated.select("work", "year", pubmed=dated.source == "pubmed")


def undated_works() -> ir.Table:
    """Return one row, `works`: the home's works whose year is unknown; they are in no figure."""
    works = get_table("works").filter(lambda t: t.year.isnull())
    of_home = get_table("work_organisations").semi_join(get_table("home_members"), "organisation")
    return works.semi_join(of_home, "work").aggregate(works=lambda t: t.count())


def home_countries() -> ir.Table:
    """Return the countries of the home's works with what each is to the home.

    Membership of a zone is judged at the year of publication. The lead of a work is where its
    corresponding author is; where no source says, or no country is known, where its first author is.
    """
    here = get_table("home_members").filter(lambda t: t.country.notnull())
    here = here.select(home_country="country").distinct()
    rows = _of_home("work_countries").filter(lambda t: t.country.notnull())
    rows = rows.left_join(here, rows.country == here.home_country)
    zones = get_table("zone_years").rename(zone_country="country", zone_year="year")
    rows = rows.left_join(zones, [rows.country == zones.zone_country, rows.year == zones.zone_year])
    rows = rows.mutate(
        home=rows.home_country.notnull(),
        zone=rows.zone.fill_null(False),
        eu=rows.eu.fill_null(False),
        eu27=rows.eu27.fill_null(False),
        first=rows["first"].fill_null(False),
        last=rows["last"].fill_null(False),
        corresponding=rows.corresponding.fill_null(False),
    )
    of_work = ibis.window(group_by="work")
    rows = rows.mutate(
        countries=rows.count().over(of_work), written=rows.corresponding.any().over(of_work)
    )
    rows = rows.mutate(lead=ibis.ifelse(rows.written, rows.corresponding, rows["first"]))
    rows = rows.mutate(
        lead_known=rows.lead.any().over(of_work),
        lead_home=(rows.lead & rows.home).any().over(of_work),
    )
    return rows.select(HOME_COUNTRIES.names)


def home_organisations() -> ir.Table:
    """Return the organisations of the home's works and whether each is of the home."""
    members = get_table("home_members").select(member="organisation").distinct()
    rows = _of_home("work_organisations")
    rows = rows.left_join(members, rows.organisation == members.member)
    rows = rows.mutate(
        home=rows.member.notnull(),
        first=rows["first"].fill_null(False),
        last=rows["last"].fill_null(False),
        corresponding=rows.corresponding.fill_null(False),
    )
    return rows.select(HOME_ORGANISATIONS.names)


def home_themes() -> ir.Table:
    """Return the themes of the home's works, each once a work, and who named it."""
    rows = _of_home("work_themes")
    return rows.group_by("work", "vocabulary", "theme").aggregate(
        heading=(rows.basis == "heading").any(), keyword=(rows.basis == "keyword").any()
    )


def home_works() -> ir.Table:
    """Return one row a work of the home with its classes.

    A covered work is domestic (one country) or international (two or more). A domestic work is
    national (an organisation outside the home is on it) or single_organisation. An international
    work is with the zone (a partner country is a member that year) or other_international. The others
    are unknown. The sums of each of these pairs follow.
    """
    rows = get_table("home_ids")
    rows = rows.left_join(_sum_up_countries(), "work").drop("work_right")
    rows = rows.left_join(_sum_up_organisations(), "work").drop("work_right")
    themed = get_table("home_themes").select(themed_work="work").distinct()
    rows = rows.left_join(themed, rows.work == themed.themed_work)
    rows = rows.mutate(
        countries=rows.countries.fill_null(0),
        organisations=rows.organisations.fill_null(0),
        outside=rows.outside.fill_null(0),
    )
    rows = rows.mutate(
        covered=rows.countries >= 1,
        international=rows.countries >= 2,
        domestic=rows.countries == 1,
        themed=rows.themed_work.notnull(),
    )
    rows = rows.mutate(
        national=rows.domestic & (rows.outside >= 1),
        single_organisation=rows.domestic & (rows.outside == 0),
        zone=rows.international & rows.any_zone.fill_null(False),
        eu=rows.international & rows.any_eu.fill_null(False),
        eu27=rows.international & rows.any_eu27.fill_null(False),
        first_side=_get_side(rows, "first"),
        last_side=_get_side(rows, "last"),
        corresponding_side=_get_side(rows, "corresponding"),
    )
    rows = rows.mutate(other_international=rows.international & ~rows.zone)
    return rows.select(HOME_WORKS.names)


BUILD: dict[str, Callable[[], ir.Table]] = {
    "home_ids": home_ids,
    "home_countries": home_countries,
    "home_organisations": home_organisations,
    "home_themes": home_themes,
    "home_works": home_works,
}
"""The view tables in the order in which an engine builds them: later ones read earlier ones."""


def _of_home(name: str) -> ir.Table:
    # The year is the work's own, so that a mart built before a correction cannot split a work.
    rows = get_table(name).drop("year")
    return rows.inner_join(get_table("home_ids").select("work", "year"), "work")


def _sum_up_countries() -> ir.Table:
    rows = get_table("home_countries")
    partner = ~rows.home
    return rows.group_by("work").aggregate(
        countries=rows.count(),
        any_zone=(partner & rows.zone).any(),
        any_eu=(partner & rows.eu).any(),
        any_eu27=(partner & rows.eu27).any(),
        country_first=(rows.home & rows["first"]).any(),
        country_last=(rows.home & rows["last"]).any(),
        country_corresponding=(rows.home & rows.corresponding).any(),
        any_first=rows["first"].any(),
        any_last=rows["last"].any(),
        any_corresponding=rows.corresponding.any(),
    )


def _sum_up_organisations() -> ir.Table:
    rows = get_table("home_organisations")
    return rows.group_by("work").aggregate(
        organisations=rows.count(),
        outside=(~rows.home).sum(),
        home_first=(rows.home & rows["first"]).any(),
        home_last=(rows.home & rows["last"]).any(),
        home_corresponding=(rows.home & rows.corresponding).any(),
    )


def _get_side(rows: ir.Table, role: str) -> ir.StringColumn:
    """Return which side holds `role`: an author there at home counts as home, wherever else too."""
    return ibis.cases(
        (rows[f"home_{role}"].fill_null(False), "home"),
        (rows[f"country_{role}"].fill_null(False), "national"),
        (rows[f"any_{role}"].fill_null(False), "abroad"),
        else_=None,
    )
