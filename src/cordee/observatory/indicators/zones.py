"""The zone table of a question: which country is in which zone in which year."""

from __future__ import annotations

import pyarrow as pa

from cordee.observatory.indicators.tables import ZONE_YEARS
from cordee.reference.zones import get_zone


USUAL_ZONE = "EU"
"""The zone by which works are told apart unless another is asked for, and by which a prepared home's
tables are judged: a question about another zone reads the whole corpus."""


def make_zone_years(zone: str, first: int, last: int) -> pa.Table:
    """Return `ZONE_YEARS` for the years `first` to `last` and the zone of code `zone`.

    `zone` and `eu` are dated: a country counts when it is a member on 1 July of the year. `eu27` is
    today's Union whatever the year: those that have joined and not left. It is there to compare with
    figures that others make with a fixed list, and moves the share of the Union by 5 to 7 points
    around the withdrawal of the United Kingdom. Raises `NotFoundError` for an unknown zone.
    """
    asked, union = get_zone(zone), get_zone("EU")
    now = frozenset(one.country for one in union.memberships if one.until is None)
    rows = []
    for year in range(first, last + 1):
        in_zone, in_union = asked.members_in(year), union.members_in(year)
        rows += [
            {
                "country": country,
                "year": year,
                "zone": int(country in in_zone),
                "eu": int(country in in_union),
                "eu27": int(country in now),
            }
            for country in sorted(in_zone | in_union | now)
        ]
    return pa.Table.from_pylist(rows, schema=ZONE_YEARS)
