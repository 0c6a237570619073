"""What each organisation brings to a home looked at as one, and how large its peers are.

The groups stand in the table `asked`: `part` is the place of a group in the home, `value` one of its
organisations (with parts, there are several).
"""

from __future__ import annotations

import ibis.expr.types as ir

from cordee.observatory.indicators.finder import CANDIDATES
from cordee.observatory.indicators.tables import get_table


def works_by_group() -> ir.Table:
    """Return one row a group of the home.

    Columns: part; works; alone (works on which no other group is); international (works of several
    countries); alone_international.
    """
    asked, works = get_table("asked"), get_table("home_works")
    rows = get_table("home_organisations").inner_join(asked, [("organisation", "value")])
    rows = rows.select("part", "work").distinct()
    shared = rows.group_by("work").aggregate(groups=rows.count())
    joined = rows.inner_join(shared, "work").inner_join(works, "work")
    joined = joined.select("part", "groups", "countries")
    alone, abroad = joined.groups == 1, joined.countries >= 2
    return joined.group_by("part").aggregate(
        works=joined.count(),
        alone=alone.sum(),
        international=abroad.sum(),
        alone_international=(alone & abroad).sum(),
    )


def peer_totals() -> ir.Table:
    """Return one row an organisation of the countries and types asked for.

    Columns: organisation; works (all of the corpus's, in the years of the question). One without
    works has no row. The countries stand in `asked` at part 0, the types of the registry at part 1; one type in common
    is enough.
    """
    asked = get_table("asked")
    countries, types = asked.filter(asked.part == 0), asked.filter(asked.part == 1)
    rows = get_table("organisation_years").semi_join(get_table("home_years"), "year")
    known = get_table("organisations").semi_join(countries, [("country", "value")])
    typed = known.select("organisation", kind=known.types.unnest()).distinct()
    peers = typed.semi_join(types, typed.kind == types.value).select("organisation").distinct()
    rows = rows.semi_join(peers, "organisation")
    return rows.group_by("organisation").aggregate(works=rows.works.sum())


def themed_peers() -> ir.Table:
    """Return one row an organisation asked for at `finder.CANDIDATES`: organisation, works.

    Works of the corpus with a theme, in the years of the question. Reads `theme_rows`.
    """
    asked = get_table("asked")
    asked = asked.filter(asked.part == CANDIDATES)
    themed = get_table("theme_rows").select("work").distinct()
    rows = get_table("work_organisations").semi_join(asked, [("organisation", "value")])
    rows = rows.select("work", "organisation").semi_join(themed, "work")
    return rows.group_by("organisation").aggregate(works=rows.count())
