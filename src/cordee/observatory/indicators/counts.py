"""Output, coverage and classes of co-publication, a year at a time.

A work has one year, so the figures of a period are the sums of its years.
"""

from __future__ import annotations

import ibis.expr.types as ir

from cordee.observatory.indicators.view import get_table


def counts_by_year() -> ir.Table:
    """Return one row a year: works of each class, by full counting.

    Columns: year; works; covered (at least one known country); unknown (none); international (two
    or more); domestic (one); national and single_organisation (domestic with and without an
    organisation outside the home); zone, eu, eu27 (international with a partner country that is a
    member); other_international; bilateral, trilateral, multilateral (two, three, four or more
    countries); themed; pubmed. domestic + zone + other_international + unknown = works.

    Source of the classes: CWTS Leiden Ranking, "Collaboration indicators" (more than one country);
    the zone is judged at the year of publication.
    """
    works = get_table("home_works")
    return works.group_by("year").aggregate(
        works=works.count(),
        covered=works.covered.sum(),
        unknown=(~works.covered).sum(),
        international=works.international.sum(),
        domestic=works.domestic.sum(),
        national=works.national.sum(),
        single_organisation=works.single_organisation.sum(),
        zone=works.zone.sum(),
        eu=works.eu.sum(),
        eu27=works.eu27.sum(),
        other_international=works.other_international.sum(),
        bilateral=(works.countries == 2).sum(),
        trilateral=(works.countries == 3).sum(),
        multilateral=(works.countries >= 4).sum(),
        themed=works.themed.sum(),
        pubmed=works.pubmed.sum(),
    )
