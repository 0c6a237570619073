"""Who is close to the home in theme, and whom they both work with: what finds possible partners.

Each expression counts the works of the whole corpus in the question's years. What is asked for stands
in the table `asked`: themes (``mesh/C04``) at the part `THEMES`, organisations at `CANDIDATES` and at
`PARTNERS`. Nothing here is made for every pair of organisations: candidates are first those with works
on the home's themes, and the rest is read for these alone.
"""

from __future__ import annotations

import ibis.expr.types as ir

from cordee.observatory.indicators.tables import get_table


THEMES, CANDIDATES, PARTNERS = 0, 1, 2

MOST_ORGANISATIONS = 50
"""Works of more organisations are left out of common partners: a consortium of two hundred makes
everyone the partner of everyone, and ties no one in particular."""


def theme_rows() -> ir.Table:
    """Return work, year, key: each theme of each work of the corpus in these years, once."""
    works = get_table("works").semi_join(get_table("home_years"), "year").select("work", "year")
    rows = get_table("work_themes")
    rows = rows.select("work", key=rows.vocabulary + "/" + rows.theme).distinct()
    return rows.inner_join(works, "work").select("work", "year", "key")


def partner_pairs() -> ir.Table:
    """Return partner, organisation, works: who is on works with each partner asked for.

    Works of more than `MOST_ORGANISATIONS` organisations are left out.
    """
    years = get_table("works").semi_join(get_table("home_years"), "year").select("work")
    partners = _get_asked(PARTNERS)
    rows = get_table("work_organisations").select("work", "organisation")
    with_partner = rows.semi_join(partners, [("organisation", "value")]).select(
        "work", partner="organisation"
    )
    on_works = rows.semi_join(with_partner, "work").semi_join(years, "work")
    on_works = on_works.select("work", "organisation")
    left = with_partner.semi_join(of_few(on_works), "work").select("work", "partner")
    both = left.inner_join(on_works, "work").select("partner", "organisation")
    both = both.filter(both.partner != both.organisation)
    return both.group_by("partner", "organisation").aggregate(works=both.count())


def of_few(rows: ir.Table) -> ir.Table:
    """Return the works, one column `work`, of at most `MOST_ORGANISATIONS` organisations.

    `rows` has one row an organisation a work. The one rule for common partners and for the list of
    works that opens from their number.
    """
    sizes = rows.group_by("work").aggregate(size=rows.count())
    return sizes.filter(sizes["size"] <= MOST_ORGANISATIONS).select("work")


def corpus_themes() -> ir.Table:
    """Return one row a theme: key (``mesh/C04``), works of the corpus, all (works with any theme)."""
    rows = get_table("theme_rows")
    counted = rows.group_by("key").aggregate(works=rows.work.nunique())
    every = rows.aggregate(all=rows.work.nunique())
    return counted.cross_join(every)


def theme_outputs() -> ir.Table:
    """Return one row an organisation a year: `works` with at least one theme asked for."""
    rows = get_table("theme_rows").semi_join(_get_asked(THEMES), [("key", "value")])
    on_theme = rows.select("work", "year").distinct()
    found = get_table("work_organisations").select("work", "organisation")
    found = found.inner_join(on_theme, "work").select("organisation", "year")
    return found.group_by("organisation", "year").aggregate(works=found.count())


def closeness() -> ir.Table:
    """Return one row a candidate with the parts of the cosine between its themes and the home's.

    A profile has a weight a theme: n ln(N / N_t), with n the works of the organisation with the
    theme, N_t those of the corpus and N the corpus's works with any theme, so that a theme on every
    work weighs nothing. Columns: organisation; product (sum of the products of both weights); own
    and home (sums of the squares of each). The cosine is product / √(own · home). Source: Salton and
    Buckley 1988, doi:10.1016/0306-4573(88)90021-0.
    """
    corpus = corpus_themes()
    rarity = corpus.select("key", rarity=(corpus["all"] / corpus.works).ln())
    home = get_table("home_themes")
    home = home.select(key=home.vocabulary + "/" + home.theme)
    home = home.group_by("key").aggregate(home_works=home.count())
    home = home.inner_join(rarity, "key")
    home = home.select("key", home_weight=home.home_works * home.rarity)
    norm = home.aggregate(home=(home.home_weight * home.home_weight).sum())
    profiles = candidate_themes().inner_join(rarity, "key")
    profiles = profiles.select("organisation", "key", weight=profiles.works * profiles.rarity)
    rows = profiles.left_join(home, "key")
    rows = rows.select("organisation", "weight", home_weight=rows.home_weight.fill_null(0.0))
    found = rows.group_by("organisation").aggregate(
        product=(rows.weight * rows.home_weight).sum(), own=(rows.weight * rows.weight).sum()
    )
    return found.cross_join(norm)


def candidate_themes() -> ir.Table:
    """Return one row a theme of each candidate: organisation, key, works."""
    asked = _get_asked(CANDIDATES)
    rows = get_table("work_organisations").semi_join(asked, [("organisation", "value")])
    rows = rows.select("work", "organisation").inner_join(get_table("theme_rows"), "work")
    rows = rows.select("work", "organisation", "key")
    return rows.group_by("organisation", "key").aggregate(works=rows.count())


def common_ties() -> ir.Table:
    """Return one row a candidate: how many of the home's partners it shares, and what that weighs.

    Columns: organisation; partners (of those asked for, on works with it); weight (the sum over these
    of 1 / ln k, with k the organisations each of them works with: a partner of everyone says less).
    Source: Adamic and Adar 2003, doi:10.1016/S0378-8733(03)00009-1; for networks of co-authors,
    Liben-Nowell and Kleinberg 2007, doi:10.1002/asi.20591.
    """
    pairs = get_table("partner_pairs")
    degrees = pairs.group_by("partner").aggregate(degree=pairs.count())
    asked = _get_asked(CANDIDATES)
    kept = pairs.semi_join(asked, [("organisation", "value")]).select("partner", "organisation")
    rows = kept.inner_join(degrees, "partner")
    # A partner with one other organisation has ln 1 = 0; it weighs like one with two.
    rows = rows.select("organisation", weight=1 / _at_least_two(rows.degree).ln())
    return rows.group_by("organisation").aggregate(partners=rows.count(), weight=rows.weight.sum())


def common_partners() -> ir.Table:
    """Return one row a candidate and a partner of the home it shares works with.

    Columns: organisation; partner; works (of both); degree (organisations the partner works with).
    """
    pairs = get_table("partner_pairs")
    degrees = pairs.group_by("partner").aggregate(degree=pairs.count())
    kept = pairs.semi_join(_get_asked(CANDIDATES), [("organisation", "value")])
    kept = kept.select("organisation", "partner", "works")
    return kept.inner_join(degrees, "partner").select("organisation", "partner", "works", "degree")


def shared_years() -> ir.Table:
    """Return one row an organisation that ever shared a work with the home, whatever the period.

    Columns: organisation; together (works of both in the whole corpus); last_together (their latest
    year).
    """
    rows = get_table("work_organisations").select("work", "organisation")
    of_home = rows.semi_join(get_table("home_members"), "organisation").select("work").distinct()
    works = get_table("works").filter(lambda t: t.year.notnull()).select("work", "year")
    found = rows.semi_join(of_home, "work").select("work", "organisation")
    found = found.inner_join(works, "work").select("organisation", "year")
    return found.group_by("organisation").aggregate(
        together=found.count(), last_together=found.year.max()
    )


def organisation_outputs() -> ir.Table:
    """Return one row a candidate: `works`, all of the corpus's in these years."""
    rows = get_table("organisation_years").semi_join(get_table("home_years"), "year")
    rows = rows.semi_join(_get_asked(CANDIDATES), [("organisation", "value")])
    return rows.group_by("organisation").aggregate(works=rows.works.sum())


def _get_asked(part: int) -> ir.Table:
    asked = get_table("asked")
    return asked.filter(asked.part == part).select("value")


def _at_least_two(degree: ir.IntegerValue) -> ir.IntegerValue:
    return (degree < 2).ifelse(2, degree)
