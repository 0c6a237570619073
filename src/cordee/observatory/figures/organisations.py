"""Partner organisations and own bodies from the rows of one indicator, column by column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cordee.observatory.figures.assemble import WEIGHT_DIGITS, Period
from cordee.observatory.figures.organisation_list import (
    Array,
    Describe,
    OrganisationColumns,
    PartnerOrganisations,
)
from cordee.observatory.figures.parts import OwnBody
from cordee.observatory.figures.question import Counting
from cordee.observatory.figures.ties import Universe


@dataclass(frozen=True, eq=False)
class OrganisationYears:
    """The rows of `partner_organisations` by organisation (sorted by id) and year of the period."""

    ids: Array
    countries: Array  # text or None
    yearly: Array  # works: a row an organisation, a column a year
    weights: Array  # summed over the years in their order, rounded to `WEIGHT_DIGITS`
    own: Array  # works as an own body
    totals: Array  # all works of the corpus in the same years; where it knows none, those together
    period: Period


def read_organisations(rows: pa.Table, totals: pa.Table, period: Period) -> OrganisationYears:
    """Return the rows of `partner_organisations`, and those of `organisation_totals` beside them."""
    ids = np.unique(_list_texts(rows["organisation"]))
    places = np.searchsorted(ids, _list_texts(rows["organisation"]))
    years = rows["year"].to_numpy() - (period.years[0] if period.years else 0)
    shape = (len(ids), len(period.years))
    yearly, weights = np.zeros(shape, dtype=np.int64), np.zeros(shape)
    yearly[places, years] = _list_counts(rows["works"])
    weights[places, years] = rows["weight"].to_numpy()
    own = np.zeros(len(ids), dtype=np.int64)
    np.add.at(own, places, _list_counts(rows["own"]))
    countries = np.full(len(ids), None, dtype=object)
    countries[places] = rows["country"].to_numpy(zero_copy_only=False)
    return OrganisationYears(
        ids=ids,
        countries=countries,
        yearly=yearly,
        weights=_add_in_order(weights),
        own=own,
        totals=_find_totals(ids, totals, yearly.sum(axis=1)),
        period=period,
    )


def make_organisations(
    found: OrganisationYears,
    works: int,
    counting: Counting,
    home_countries: frozenset[str],
    describe: Describe,
    universe: Universe,
) -> PartnerOrganisations:
    """Return the partner organisations in rank order.

    `works` are all the home's works: a link, and so a partner, can be known where no country is.
    """
    together = found.yearly.sum(axis=1)
    kept = np.flatnonzero(together)
    full, fractional = _rank(together[kept]), _rank(found.weights[kept])
    by_weight = counting is Counting.FRACTIONAL
    # By the counting asked, then by the other, then by id.
    ranks = (full, fractional) if by_weight else (fractional, full)
    order = np.lexsort((found.ids[kept], *ranks))
    chosen = kept[order]
    countries = found.countries[chosen].tolist()
    foreign = np.array(
        [one is not None and one not in home_countries for one in countries], dtype=bool
    )
    abroad = np.zeros((len(chosen), 2), dtype=np.int64)
    abroad[foreign, 0] = _rank(together[chosen][foreign])
    abroad[foreign, 1] = _rank(found.weights[chosen][foreign])
    columns = OrganisationColumns(
        ids=tuple(found.ids[chosen].tolist()),
        countries=tuple(countries),
        foreign=foreign,
        ranks_full=full[order],
        ranks_fractional=fractional[order],
        ranks_abroad=abroad,
        works=together[chosen],
        own_works=found.own[chosen],
        weights=tuple(found.weights[chosen].tolist()),
        totals=found.totals[chosen],
        yearly=found.yearly[chosen],
        years=found.period.years,
        full_years=len(found.period.full_years),
        home_works=works,
        ranks_by_weight=by_weight,
        universe=universe,
        describe=describe,
    )
    return PartnerOrganisations(columns)


def make_own_bodies(found: OrganisationYears, describe: Describe) -> tuple[OwnBody, ...]:
    """Return the own bodies, those on most works first."""
    bodies = []
    for place in np.flatnonzero(found.own).tolist():
        code, partner_works = str(found.ids[place]), int(found.yearly[place].sum())
        name, city, relation = describe(code)
        works, country = int(found.own[place]), found.countries[place]
        bodies.append(
            OwnBody(code, name, country, city, relation or "cotutelle", works, partner_works)
        )
    return tuple(sorted(bodies, key=lambda one: (-one.works, one.id)))


def _list_texts(column: pa.ChunkedArray) -> Array:
    # Of one width, so that they are sorted without asking Python to compare them.
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.str_)


def _list_counts(column: pa.ChunkedArray) -> Array:
    # DuckDB adds integers up in 128 bits, which Arrow takes for decimals.
    return np.asarray(column.cast(pa.int64()).to_numpy())


def _add_in_order(weights: Array) -> Array:
    """Return the sum of each row, added year by year, so that it never depends on an engine's order."""
    total = np.zeros(len(weights))
    for column in weights.T:
        total = total + column
    # Python rounds to the nearest decimal; numpy's multiplication can miss it by a bit.
    return np.array([round(one, WEIGHT_DIGITS) for one in total.tolist()])


def _find_totals(ids: Array, totals: pa.Table, together: Array) -> Array:
    ordered = totals.take(pc.sort_indices(totals["organisation"]))
    known = _list_texts(ordered["organisation"])
    if not len(known):
        return together
    places = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    return np.where(known[places] == ids, _list_counts(ordered["works"])[places], together)


def _rank(values: Array) -> Array:
    """Return the rank of each value, the greatest first; equals share the better rank."""
    return np.searchsorted(np.sort(-values), -values, side="left") + 1
