"""The tables that indicators read: columns, types, meaning.

Indicators are Ibis expressions over these names and schemas, so that they are written once and run on
any engine that Ibis speaks. The *question tables* hold what a reader asks, the *view tables* are what
`cordee.observatory.indicators.view` makes of it, the *corpus tables* depend on the snapshot alone.
"""

from __future__ import annotations

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

HOME_KIN = pa.schema([("organisation", pa.string())])  # above or below the home in the registry

HOME_YEARS = pa.schema([("year", pa.int16())])  # every year of the period, each once

ZONE_YEARS = pa.schema(
    [
        ("country", pa.string()),
        ("year", pa.int16()),
        ("zone", pa.int8()),  # 1 for a member, that year, of the zone the question names
        ("eu", pa.int8()),  # 1 for a member of the European Union that year
        ("eu27", pa.int8()),  # 1 for a member of the European Union as it is now, whatever the year
    ]
)

ASKED = pa.schema(
    [
        ("part", pa.int32()),  # place of the condition in the selection, or of the node, from 0
        ("value", pa.string()),
    ]
)

HOME_FOLDS = pa.schema(
    [
        ("territory", pa.string()),
        ("folded_into", pa.string()),  # the State with which the question counts it
    ]
)

QUESTION_TABLES: dict[str, pa.Schema] = {
    "home_members": HOME_MEMBERS,
    "home_kin": HOME_KIN,
    "home_folds": HOME_FOLDS,
    "home_years": HOME_YEARS,
    "zone_years": ZONE_YEARS,
    "asked": ASKED,
}

HOME_IDS = pa.schema(
    [
        ("work", pa.int64()),
        ("year", pa.int16()),
        ("pubmed", pa.int8()),  # 1 when known from PubMed
        ("authors", pa.int32()),  # how many, groups included
        ("type", pa.string()),  # "article", "review"…
        ("citations", pa.int32()),  # null when the source counts none
    ]
)

HOME_COTUTELLES = pa.schema(  # one row an organisation a work
    [
        ("work", pa.int64()),
        ("organisation", pa.string()),  # that no affiliation of the work names without the home
    ]
)

HOME_COUNTRIES = pa.schema(  # one row a country a work
    [
        ("work", pa.int64()),
        ("year", pa.int16()),
        ("country", pa.string()),
        ("weight", pa.float64()),
        ("home", pa.bool_()),  # a home country; the others are partner countries
        ("zone", pa.int8()),  # 1 for a country of the zone that year
        ("eu", pa.int8()),
        ("eu27", pa.int8()),
        ("first", pa.bool_()),
        ("last", pa.bool_()),
        ("corresponding", pa.bool_()),
    ]
)

HOME_ORGANISATIONS = pa.schema(  # one row an organisation a work
    [
        ("work", pa.int64()),
        ("year", pa.int16()),
        ("organisation", pa.string()),
        ("country", pa.string()),
        ("weight", pa.float64()),
        ("home", pa.bool_()),  # of the home
        ("own", pa.bool_()),  # an own body: kin of the home, or its co-tutelle on this work
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
        ("heading", pa.int8()),  # 1 when indexers named it
        ("keyword", pa.int8()),  # 1 when authors named it
    ]
)

HOME_WORKS = (
    pa.schema(  # one row a work; its classes are in `cordee.observatory.indicators.classes`
        [
            ("work", pa.int64()),
            ("year", pa.int16()),
            ("pubmed", pa.int8()),  # 1 when known from PubMed, else 0
            ("countries", pa.int64()),  # how many known countries; 4 stands for four or more
            ("organisations", pa.int64()),  # how many organisations
            ("outside", pa.int8()),  # 1 when a partner organisation is on it: not home, not own
            ("company", pa.int8()),  # 1 when a partner organisation on it is a company
            ("reach", pa.int8()),  # how far its partner organisations are: one of `REACHES`
            ("km", pa.float64()),  # from the home to the farthest of them; null when not known
            ("alone", pa.int8()),  # 1 when it has a single author
            ("hyper", pa.int8()),  # 1 when it has authors or countries by the dozen
            ("zone", pa.int8()),  # 1 when a partner country is of the zone that year
            ("eu", pa.int8()),
            ("eu27", pa.int8()),
            ("themed", pa.int8()),  # 1 when it has a theme
            ("first_place", pa.int8()),  # where the role's authors are: one of `PLACES`
            ("last_place", pa.int8()),
            ("corresponding_place", pa.int8()),
        ]
    )
)

HOME_AUTHORS = pa.schema(  # one row a person's place in the authors of a work, groups left out
    [
        ("work", pa.int64()),
        ("year", pa.int16()),
        ("position", pa.int32()),
        ("name", pa.string()),  # as printed
        ("folded", pa.string()),
        ("orcid", pa.string()),
        ("corresponding", pa.bool_()),
        ("affiliations", pa.list_(pa.int64())),
        ("stated_organisations", pa.list_(pa.string())),
        ("stated_countries", pa.list_(pa.string())),
        ("first_position", pa.int32()),  # of the persons of the work
        ("last_position", pa.int32()),
        ("weight", pa.float64()),  # one over their number
    ]
)

HOME_PEOPLE = pa.schema(  # one row an author of a work; by `cordee.observatory.indicators.people`
    [
        ("work", pa.int64()),
        ("year", pa.int16()),
        ("position", pa.int32()),
        ("person", pa.string()),  # ORCID, else the name folded
        ("side", pa.string()),  # "home", "partner" or "other"
        ("name", pa.string()),  # as printed
        ("weight", pa.float64()),  # one over the number of the work's authors
        ("first", pa.bool_()),
        ("last", pa.bool_()),
        ("corresponding", pa.bool_()),  # null when no source says
    ]
)

ZONES = ("zone", "eu", "eu27")
"""The three sets of countries a question counts: the zone it names, the dated Union, today's Union."""

ROLES = ("first", "last", "corresponding")

PLACES = {"nowhere": 0, "abroad": 1, "national": 2, "home": 3}
"""Where the authors of a role are, in rising order, so that the greatest of a work's rows is the side
that holds it: an author at home counts as home wherever else she also is. `national` is in a home
country and another organisation; `nowhere` is unknown."""

VIEW_TABLES: dict[str, pa.Schema] = {
    "home_ids": HOME_IDS,
    "home_countries": HOME_COUNTRIES,
    "home_cotutelles": HOME_COTUTELLES,
    "home_organisations": HOME_ORGANISATIONS,
    "home_themes": HOME_THEMES,
    "home_works": HOME_WORKS,
    "home_authors": HOME_AUTHORS,
    "home_people": HOME_PEOPLE,
}

CORPUS_TABLES: dict[str, pa.Schema] = {  # made by `cordee.observatory.indicators.ties`
    "named_organisations": pa.schema(
        [
            ("organisation", pa.string()),
            ("works", pa.int64()),  # all works with it, those without a year too
        ]
    ),
    "sites": pa.schema(
        [
            ("organisation", pa.string()),  # on some work
            ("latitude", pa.float64()),  # null when the registry gives none
            ("longitude", pa.float64()),
            ("company", pa.bool_()),
        ]
    ),
    "country_years": pa.schema(
        [
            ("country", pa.string()),
            ("year", pa.int16()),
            ("works", pa.int64()),  # all works of the corpus with it
        ]
    ),
    "organisation_years": pa.schema(
        [
            ("organisation", pa.string()),
            ("year", pa.int16()),  # null for works without one
            ("works", pa.int64()),
        ]
    ),
    "citation_years": pa.schema(
        [
            ("year", pa.int16()),
            ("type", pa.string()),
            ("citations", pa.int32()),
            ("works", pa.int64()),  # all works of the corpus with so many citations
        ]
    ),
    "corpus_years": pa.schema(
        [
            ("year", pa.int16()),
            ("covered", pa.int64()),  # works with a known country
            ("linked", pa.int64()),  # works with a known organisation
        ]
    ),
    "work_days": pa.schema(
        [
            ("year", pa.int16()),  # null for works without one, like the date
            ("date", pa.date32()),
            ("source", pa.string()),
            ("cited", pa.int8()),  # 1 where the source counts citations
            ("works", pa.int64()),  # all works of the corpus of that day and source
        ]
    ),
}
"""What is true of the whole corpus by year; whatever the question, an engine builds it once."""

ORCID_NAMES = pa.schema([("name", pa.string()), ("orcid", pa.string())])
"""Names that stand beside one ORCID; by `cordee.observatory.indicators.people`, once a snapshot."""

TOWN_NAMES = pa.schema(
    [
        ("organisation", pa.string()),
        ("town", pa.string()),  # "Rochester, Minnesota"
    ]
)
"""Organisations whose town has a namesake in its country; by `cordee.reference.towns`."""

WORLD_TABLES: dict[str, pa.Schema] = {  # made by `cordee.observatory.indicators.world`
    "country_sets": pa.schema(  # the cube: each dated work of the corpus in one row
        [
            ("year", pa.int16()),
            (
                "countries",
                pa.string(),
            ),  # codes in order, parted by commas; empty when none is known
            ("size", pa.int64()),  # how many countries
            ("works", pa.int64()),
        ]
    ),
    "country_links": pa.schema(
        [
            ("year", pa.int16()),
            ("source", pa.string()),  # before the target
            ("target", pa.string()),
            ("works", pa.int64()),  # that name both
        ]
    ),
    "country_classes": pa.schema(
        [
            ("year", pa.int16()),
            ("country", pa.string()),
            ("works", pa.int64()),
            ("international", pa.int64()),  # of these, those with a second country
        ]
    ),
}
"""The whole corpus by country, whoever asks."""

NETWORK_TABLES: dict[str, pa.Schema] = {  # made by `cordee.observatory.indicators.networks`
    "network_rows": pa.schema(  # one row a node a work of the home
        [
            ("work", pa.int64()),
            ("year", pa.int16()),
            ("node", pa.string()),
            ("country", pa.string()),
            ("home", pa.int8()),  # 1 for a node of the home
            ("weight", pa.float64()),
            ("circle", pa.string()),  # two circles are not tied; the empty one ties with all
        ]
    ),
    "network_pairs": pa.schema(  # one row a pair of the nodes asked for a year
        [
            ("source", pa.string()),  # before `target`
            ("target", pa.string()),
            ("year", pa.int16()),
            ("works", pa.int64()),
        ]
    ),
}
"""What the network of a question is read from, once its nodes are of one kind."""

FINDER_TABLES: dict[str, pa.Schema] = {  # made by `cordee.observatory.indicators.finder`
    "theme_rows": pa.schema(  # one row a theme of a work of the corpus in the question's years
        [
            ("work", pa.int64()),
            ("year", pa.int16()),
            ("key", pa.string()),  # "mesh/C04"
        ]
    ),
    "candidate_people": pa.schema(  # one row an author's place on a work of a candidate
        [
            ("organisation", pa.string()),  # the candidate, which an affiliation of hers names
            ("work", pa.int64()),  # on a theme asked for
            ("year", pa.int16()),
            ("person", pa.string()),  # as in `HOME_PEOPLE`
            ("name", pa.string()),  # as printed
        ]
    ),
    "partner_pairs": pa.schema(  # one row a partner of the home and an organisation on its works
        [
            ("partner", pa.string()),
            ("organisation", pa.string()),
            ("works", pa.int64()),
        ]
    ),
}

ASKED_TABLES: dict[str, pa.Schema] = {  # made by `cordee.observatory.indicators.other_side`
    "asked_works": pa.schema([("work", pa.int64()), ("year", pa.int16())]),
    "asked_organisations": pa.schema(  # one row an organisation a work
        [("work", pa.int64()), ("organisation", pa.string()), ("country", pa.string())]
    ),
}
"""Works of the corpus with the country asked for, and the organisations on them."""

SCHEMAS: dict[str, pa.Schema] = {
    **SNAPSHOT_TABLES,
    **QUESTION_TABLES,
    **VIEW_TABLES,
    **CORPUS_TABLES,
    "orcid_names": ORCID_NAMES,
    "town_names": TOWN_NAMES,
    **ASKED_TABLES,
    "home_authorships": SNAPSHOT_TABLES["authorships"],
    **WORLD_TABLES,
    **NETWORK_TABLES,
    **FINDER_TABLES,
}


def get_table(name: str) -> ir.Table:
    """Return the table `name` of the snapshot, the question or the home view, unbound.

    >>> get_table("home_years").columns
    ('year',)
    """
    return ibis.table(ibis.Schema.from_pyarrow(SCHEMAS[name]), name=name)


def to_flag(condition: ir.BooleanValue) -> ir.IntegerValue:
    """Return 1 where `condition` holds, else 0."""
    # Numbers rather than booleans: every engine takes their maximum, and one rule bounds them all.
    return condition.ifelse(ibis.literal(1, "int8"), ibis.literal(0, "int8"))
