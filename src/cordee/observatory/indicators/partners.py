"""Partner countries and partner organisations, by full and by fractional counting."""

from __future__ import annotations

import ibis.expr.types as ir

from cordee.observatory.indicators.tables import PLACES, get_table


HOME_LEADS = "home"
"""Of a selection by lead: led from any country of the home."""


def partner_countries() -> ir.Table:
    """Return one row a partner country a year.

    A partner country is a country on the home's works that is not a country of the home. Columns:
    country; year; works (full counting: each work 1); weight (fractional counting: the sum of the
    parts of the works that are this country's, where a covered work's parts sum to 1); lead_known
    (works whose leading author's country is known); lead_home (led from a home country);
    lead_partner (led from this country; an author in both countries counts for both).
    """
    rows = leads().filter(lambda t: ~t.home)
    return rows.group_by("country", "year").aggregate(
        works=rows.count(),
        weight=rows.weight.sum(),
        lead_known=(rows.lead_place >= PLACES["abroad"]).sum(),
        lead_home=(rows.lead_place >= PLACES["national"]).sum(),
        lead_partner=rows.lead.sum(),
    )


def partner_organisations() -> ir.Table:
    """Return one row an organisation outside the home a year.

    Columns: organisation; year; country (null when the registry gives none); works (full counting)
    and weight (fractional counting) of the works on which it is a partner; own (works on which it is
    an own body of the home: its kin in the registry, or a co-tutelle of the unit that signs).
    """
    rows = get_table("home_organisations").filter(lambda t: ~t.home)
    return rows.group_by("organisation", "year").aggregate(
        country=rows.country.max(),
        works=(~rows.own).sum(),
        weight=rows.own.ifelse(0.0, rows.weight).sum(),
        own=rows.own.sum(),
    )


def lead_countries() -> ir.Table:
    """Return one row a country from which works are led: single- and multiple-country works.

    Columns: country; works; multiple (MCP: works of two countries or more; the others, SCP, have
    one). The lead is the corresponding author; where no country of hers is known, the first author.
    A work led from two countries counts in both. Source: Aria and Cuccurullo, "bibliometrix: An
    R-tool for comprehensive science mapping analysis" (2017), doi:10.1016/j.joi.2017.08.007.
    """
    rows = leads().filter(lambda t: t.lead)
    return rows.group_by("country").aggregate(
        works=rows.count(), multiple=(rows.countries >= 2).sum()
    )


def leads() -> ir.Table:
    """Return the home's countries, each with whether its work is led from it (`lead`).

    The lead of a work is where its corresponding author is; where no source says, or no country of
    hers is known, where its first author is.
    """
    rows, works = get_table("home_countries"), get_table("home_works")
    written = works.corresponding_place >= PLACES["abroad"]
    place = written.ifelse(works.corresponding_place, works.first_place)
    joined = rows.inner_join(works, rows.work == works.work)
    return joined.select(
        work=rows.work,
        country=rows.country,
        year=rows.year,
        weight=rows.weight,
        home=rows.home,
        countries=works.countries,
        lead=written.ifelse(rows.corresponding, rows["first"]),
        lead_place=place,
    )
