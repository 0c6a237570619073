"""How works are counted and classed, in words."""

from __future__ import annotations

from cordee.kernel.messages import N_
from cordee.observatory.figures.definition import COVERED, LAKE, LEIDEN, Definition


WORKS: tuple[Definition, ...] = (
    Definition(
        "works",
        N_("Works"),
        N_(
            "Publications of the period on which at least one affiliation names an organisation of the "
            "home. The home is the organisation or group chosen, looked at as one."
        ),
        N_("Number of distinct works; a work found in two sources counts once."),
        "",
        LAKE,
        ("works", "by_year[].works"),
    ),
    Definition(
        "coverage",
        N_("Coverage"),
        N_(
            "Part of the works for which at least one country is known. The others are unknown: they "
            "are in no share, and are never taken as domestic."
        ),
        N_("covered works / works"),
        N_("All works."),
        LAKE,
        ("coverage", "covered_works", "unknown_works", "by_year[].coverage"),
    ),
    Definition(
        "international",
        N_("International co-publications"),
        N_("Works with affiliations in at least two countries."),
        N_("works with two countries or more / covered works"),
        COVERED,
        LEIDEN,
        ("international_works", "international_share", "international_interval"),
    ),
    Definition(
        "domestic",
        N_("Domestic works"),
        N_("Works whose known affiliations are all in one country."),
        N_("works with exactly one country / covered works"),
        COVERED,
        LEIDEN,
        ("domestic_works", "domestic_share"),
    ),
    Definition(
        "national",
        N_("National co-publications"),
        N_("Domestic works on which an organisation outside the home takes part."),
        N_("domestic works with an organisation outside the home / covered works"),
        COVERED,
        LEIDEN,
        ("national_works", "national_share"),
    ),
    Definition(
        "single_organisation",
        N_("The home alone"),
        N_(
            "Domestic works on which no partner organisation is known: none but the home and its own "
            "bodies."
        ),
        N_("domestic works without a partner organisation / covered works"),
        COVERED,
        LEIDEN,
        ("single_organisation_works", "single_organisation_share"),
    ),
    Definition(
        "single_author",
        N_("A single author"),
        N_("Works of the home alone, signed by one author."),
        N_("works of the home alone with one author / covered works"),
        COVERED,
        N_("Scopus and SciVal, types of collaboration: single authorship."),
        ("single_author_works", "single_author_share"),
    ),
    Definition(
        "intramural",
        N_("Several authors, the home alone"),
        N_("Works of the home alone, signed by several authors."),
        N_("works of the home alone with two authors or more / covered works"),
        COVERED,
        N_("Scopus and SciVal, types of collaboration: institutional."),
        ("intramural_works", "intramural_share"),
    ),
    Definition(
        "zone",
        N_("Co-publications with the zone"),
        N_(
            "International works with at least one partner country that was a member of the zone in the "
            "year of publication (on 1 July). A partner country is not a country of the home."
        ),
        N_("international works with a partner country of the zone that year / covered works"),
        COVERED,
        N_("Dates of accession and withdrawal of the zone's members."),
        ("zone_works", "zone_share", "by_year[].zone_works"),
    ),
    Definition(
        "eu",
        N_("Co-publications with the European Union"),
        N_(
            "International works with at least one partner country that was a member of the European "
            "Union in the year of publication: the United Kingdom counts until 2019."
        ),
        N_("international works with a member of the Union that year / covered works"),
        COVERED,
        N_("Dates of accession to and withdrawal from the European Union."),
        ("eu_works", "eu_share", "eu_interval"),
    ),
    Definition(
        "eu27",
        N_("Co-publications with today's Union"),
        N_(
            "The same with today's members in every year. Only to compare with figures that others make "
            "with a fixed list: it takes the United Kingdom out of years in which it was a member."
        ),
        N_("international works with one of today's members / covered works"),
        COVERED,
        N_("Today's members of the European Union."),
        ("eu27_works", "eu27_share"),
    ),
    Definition(
        "other_international",
        N_("Other international co-publications"),
        N_("International works without any partner country of the zone that year."),
        N_("international works not with the zone / covered works"),
        COVERED,
        LEIDEN,
        ("other_international_works", "other_international_share"),
    ),
    Definition(
        "by_country_count",
        N_("Number of countries"),
        N_(
            "Covered works with one country (domestic), two (bilateral), three (trilateral), four or "
            "more (multilateral)."
        ),
        N_("Number of works of each kind; the four add up to the covered works."),
        "",
        N_("InCites, types of collaboration."),
        ("by_country_count",),
    ),
    Definition(
        "industry",
        N_("With industry"),
        N_(
            "Works with at least one partner organisation that the registry calls a company. Companies "
            "without a record there are not seen, so the true share is higher."
        ),
        N_("works with a company / works"),
        N_("All works: an organisation can be known where no country is."),
        LEIDEN,
        ("industry_works", "industry_share"),
    ),
    Definition(
        "distance",
        N_("Distance"),
        N_(
            "Kilometres along a great circle from the home to the farthest partner organisation of a "
            "work, by the places of the registry; near is within 100 km, far is 5,000 km or more. An "
            "institution with many sites is where the registry says it is."
        ),
        N_("mean over works with a partner organisation whose place is known"),
        N_("Works with a partner organisation whose place is known."),
        N_(
            "Bounds: CWTS Leiden Ranking. After Waltman, Tijssen and van Eck, “Globalisation of science "
            "in kilometres” (2011), doi:10.1016/j.joi.2011.05.003, who take the greatest distance "
            "between any two addresses."
        ),
        ("distance",),
    ),
    Definition(
        "citations",
        N_("Citations"),
        N_(
            "Citations of the works whose source counts them; PubMed counts none. The score divides a "
            "work's citations by the mean of the works of its year and type in this corpus, so 1 is the "
            "corpus's mean; fields of research are not told apart. Works of a year and type with under "
            "50 works are not compared. The last share is of works among the tenth most cited of their "
            "year and type."
        ),
        N_("mean of citations / expected citations; interval mean ± 1.96 s / √n (normal law)"),
        N_("Works with known citations; for scores, those that can be compared."),
        N_(
            "Mean normalised citation score: Waltman and others, “Towards a new crown indicator” (2011), "
            "doi:10.1007/s11192-011-0354-5. Tenth most cited: Waltman and Schreiber (2013), "
            "doi:10.1002/asi.22775."
        ),
        ("citations",),
    ),
    Definition(
        "hyper",
        N_("Hyper-authored works"),
        N_(
            "Works of more than 100 authors or more than 30 countries. Nobody on them cooperates with "
            "everybody else, and a few of them can make up most of a partner's count; every figure can "
            "be had without them."
        ),
        N_("number of works with more than 100 authors or more than 30 countries"),
        "",
        N_(
            "Adams, Pendlebury, Potter and Szomszor, “Multi-authorship and research analytics” (2019), "
            "Institute for Scientific Information."
        ),
        ("hyper_works",),
    ),
    Definition(
        "part_of_home",
        N_("Part of the home's works"),
        N_(
            "How much of all the home's works are those that a selection keeps, such as its works with "
            "a country, with an organisation or on a theme. A side that nothing narrows is the whole."
        ),
        N_("covered works of the selection / covered works of the home"),
        N_("The home's covered works in the same years."),
        LAKE,
        (),
    ),
)
