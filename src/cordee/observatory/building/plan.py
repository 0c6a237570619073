"""What is prepared: which tables, from which expressions, and how to know that they still hold.

*Corpus tables* are of all works and small. A *home's tables* are the view of one organisation over all
years and the default zone: a question about a period reads their rows of these years. *Cells* are the
rows of indicators that are of one year each, so that a period needs no counting at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache

import ibis.expr.types as ir
import pyarrow as pa

from cordee.observatory.indicators.compiling import compile_indicator
from cordee.observatory.indicators.counts import counts_by_class, counts_by_place
from cordee.observatory.indicators.partners import partner_countries, partner_organisations
from cordee.observatory.indicators.people import home_authorships
from cordee.observatory.indicators.tables import get_table
from cordee.observatory.indicators.ties import CORPUS_BUILD, NAMED_BUILD, organisation_years
from cordee.observatory.indicators.view import BUILD, undated_works
from cordee.observatory.indicators.world import CUBE_BUILD, WORLD_BUILD
from cordee.observatory.indicators.zones import USUAL_ZONE, make_zone_years
from cordee.observatory.lake.manifest import Manifest, Prepared


Indicator = Callable[[], ir.Table]

ADDING_BUILD: Mapping[str, Indicator] = {**CORPUS_BUILD, **CUBE_BUILD}
"""Corpus tables that add up over disjoint sets of works, so that they can be built part by part."""

COUNTED = frozenset({"works", "covered", "linked"})
"""The columns of these tables that are summed; the others say of what."""

READING_BUILD: Mapping[str, Indicator] = {**NAMED_BUILD, **WORLD_BUILD}
"""Corpus tables read from these, in the order in which they are built."""

CORPUS_TABLES: Mapping[str, Indicator] = {**ADDING_BUILD, **READING_BUILD}
"""Every corpus table that is prepared."""

SITES_BUILD: Mapping[str, Indicator] = {"organisation_years": organisation_years, **NAMED_BUILD}
"""What the views of homes read of the corpus, for the works of the homes alone."""


def home_records() -> ir.Table:
    """Return what lists of works show of the home's works."""
    works = get_table("works").semi_join(get_table("home_ids"), "work")
    return works.select("work", "title", "year", "date", "venue", "type", "doi", "pmid", "authors")


VIEW_BUILD: Mapping[str, Indicator] = {
    **BUILD,
    "home_records": home_records,
    "home_authorships": home_authorships,
}
"""A home's tables in the order in which they are built."""

CELLS: Mapping[str, Indicator] = {
    "cells_counts": counts_by_class,
    "cells_places": counts_by_place,
    "cells_countries": partner_countries,
    "cells_organisations": partner_organisations,
    "cells_undated": undated_works,
}
"""Indicators whose rows are kept for a home. All but the last have a year a row."""

HOME_BUILD: Mapping[str, Indicator] = {**VIEW_BUILD, **CELLS}
"""All that is prepared for a home, in the order in which it is built."""

ORDERS: Mapping[str, str] = {
    "country_sets": "year, countries",
    "country_links": "year, source, target",
    "country_classes": "year, country",
    "country_years": "country, year",
    "organisation_years": "organisation, year",
    "corpus_years": "year",
    "citation_years": "year, type, citations",
    "work_days": "year, date, source, cited",
    "sites": "organisation",
    "home_cotutelles": "work, organisation",
    "home_themes": "work",
    "home_authorships": "work, position",
    "named_organisations": "works DESC, organisation",
    "cells_organisations": "year, organisation",
}
"""How tables are sorted in their files, so that two builds write the same; the others by year, work."""


def get_order(name: str) -> str:
    """Return the columns a table is sorted by, as SQL; "" when it is too small to matter.

    >>> get_order("home_works"), get_order("home_themes"), get_order("cells_counts")
    ('year, work', 'work', '')
    """
    if name.startswith("cells_"):
        return ORDERS.get(name, "")
    return ORDERS.get(name, "year, work")


@cache
def get_schema(make: Indicator) -> pa.Schema:
    """Return the columns of an expression, to which every engine's result is cast.

    Engines differ in what a sum of integers is; a file must not.
    """
    return make().schema().to_pyarrow()


@cache
def get_recipe() -> str:
    """Return the fingerprint of all expressions and of the zone they judge by.

    Tables prepared by another version of Cordée have another one, unless nothing that makes them
    has changed.
    """
    digest = hashlib.sha256()
    for name, make in {**CORPUS_TABLES, **HOME_BUILD}.items():
        digest.update(f"{name}\0{compile_indicator(make)}\0".encode())
    # Every year in which membership ever changed, and some more.
    for column in make_zone_years(USUAL_ZONE, 1950, 2050).columns:
        digest.update(repr(column.to_pylist()).encode())
    return digest.hexdigest()[:16]


def find_prepared(manifest: Manifest) -> Prepared | None:
    """Return the prepared tables that are true of the present snapshot, or None.

    Those of an earlier snapshot, linker or version of the expressions are never returned.
    """
    latest = manifest.prepared[0] if manifest.prepared else None
    if latest is None or manifest.snapshot is None or latest.snapshot != manifest.snapshot.id:
        return None
    return latest if latest.recipe == get_recipe() else None
