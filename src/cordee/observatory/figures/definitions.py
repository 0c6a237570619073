"""Every indicator in words: what a page shows on hover, a document beside a figure, a table at its foot."""

from __future__ import annotations

from dataclasses import dataclass

from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_


@dataclass(frozen=True, slots=True)
class Definition:
    """One indicator. All texts but `code` and `keys` are English, marked for translation.

    `keys` are where it stands in the published JSON; `denominator` is empty for a count.
    """

    code: str
    label: str
    definition: str
    formula: str
    denominator: str
    source: str
    keys: tuple[str, ...]


_LAKE = N_("The works of the lake, their affiliations as linked to the ROR registry.")
_COVERED = N_("Works with at least one known country.")
_LEIDEN = N_("CWTS Leiden Ranking, collaboration indicators.")

DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "works",
        N_("Works"),
        N_(
            "Publications of the period on which at least one affiliation names an organisation of the "
            "home. The home is the organisation or group chosen, looked at as one."
        ),
        N_("Number of distinct works; a work found in two sources counts once."),
        "",
        _LAKE,
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
        _LAKE,
        ("coverage", "covered_works", "unknown_works", "by_year[].coverage"),
    ),
    Definition(
        "international",
        N_("International co-publications"),
        N_("Works with affiliations in at least two countries."),
        N_("works with two countries or more / covered works"),
        _COVERED,
        _LEIDEN,
        ("international_works", "international_share", "international_interval"),
    ),
    Definition(
        "domestic",
        N_("Domestic works"),
        N_("Works whose known affiliations are all in one country."),
        N_("works with exactly one country / covered works"),
        _COVERED,
        _LEIDEN,
        ("domestic_works", "domestic_share"),
    ),
    Definition(
        "national",
        N_("National co-publications"),
        N_("Domestic works on which an organisation outside the home takes part."),
        N_("domestic works with an organisation outside the home / covered works"),
        _COVERED,
        _LEIDEN,
        ("national_works", "national_share"),
    ),
    Definition(
        "single_organisation",
        N_("The home alone"),
        N_("Domestic works on which no organisation outside the home is known."),
        N_("domestic works without an organisation outside the home / covered works"),
        _COVERED,
        _LEIDEN,
        ("single_organisation_works", "single_organisation_share"),
    ),
    Definition(
        "zone",
        N_("Co-publications with the zone"),
        N_(
            "International works with at least one partner country that was a member of the zone in the "
            "year of publication (on 1 July). A partner country is not a country of the home."
        ),
        N_("international works with a partner country of the zone that year / covered works"),
        _COVERED,
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
        _COVERED,
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
        _COVERED,
        N_("Today's members of the European Union."),
        ("eu27_works", "eu27_share"),
    ),
    Definition(
        "other_international",
        N_("Other international co-publications"),
        N_("International works without any partner country of the zone that year."),
        N_("international works not with the zone / covered works"),
        _COVERED,
        _LEIDEN,
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
        "partner_countries",
        N_("Partner countries"),
        N_(
            "Countries on the home's works that are not countries of the home, ranked by the counting "
            "chosen. The order can change between full and fractional counting, so both are given."
        ),
        N_("works with the country / covered works"),
        _COVERED,
        _LAKE,
        ("partner_countries[]", "country_count"),
    ),
    Definition(
        "partner_organisations",
        N_("Partner organisations"),
        N_(
            "Organisations on the home's works that are not of the home. Those above or below the home "
            "in the registry are marked, because a shared laboratory makes them appear on its works."
        ),
        N_("works with the organisation / works"),
        N_("All works: an organisation can be known where no country is."),
        _LAKE,
        ("partner_organisations[]", "organisation_count"),
    ),
    Definition(
        "full_counting",
        N_("Full counting"),
        N_("Each partner on a work gets 1. Shares of partners add up to more than 100 %."),
        N_("number of works with the partner"),
        "",
        _LEIDEN,
        ("counting", "partner_countries[].works", "partner_organisations[].works"),
    ),
    Definition(
        "fractional_counting",
        N_("Fractional counting"),
        N_(
            "A work's 1 is divided over its authors, then over each author's affiliations, then over the "
            "countries or organisations these name. Over all countries, the home's too, the parts add "
            "up to the covered works."
        ),
        N_("sum over works of the partner's part"),
        "",
        _LEIDEN,
        ("partner_countries[].works_fractional", "partner_organisations[].works_fractional"),
    ),
    Definition(
        "growth",
        N_("Growth"),
        N_(
            "Over the full years of the period. With three or more: the compound rate a year from the "
            "first to the last. Else the second half against the first. Not given under 5 works."
        ),
        N_("(last / first)^(1 / (years - 1)) - 1, or second half / first half - 1"),
        "",
        N_(
            "The partner's works by year, full counting; a last year that is not complete is left out."
        ),
        ("partner_countries[].growth", "partner_countries[].growth_method"),
    ),
    Definition(
        "partner_share",
        N_("Share of the partner's works"),
        N_(
            "The tie seen from the other side: which part of the partner's own works is with the home. "
            "The partner's works are those of this corpus in the same years, not of the world: a corpus "
            "chosen around the home holds few of the others' works, and the share is then too high."
        ),
        N_("works together / all works of the partner in this corpus in the same years"),
        N_("All works of the partner in this corpus in the same years."),
        _LAKE,
        ("partner_countries[].ties.partner_share", "partner_countries[].ties.partner_works"),
    ),
    Definition(
        "affinity",
        N_("Affinity (PAI)"),
        N_(
            "How often home and partner publish together, against how often they would if the partner's "
            "works fell at random among the corpus's. 1 is as often; 2, twice as often. For countries all "
            "is counted over covered works, those of a single country included, so large countries that "
            "publish much alone come out low; for organisations, over works with a known organisation. "
            "Not given under 5 works together."
        ),
        N_("n_ij × N / (n_i × n_j): together, corpus, home, partner, in the same years"),
        "",
        N_("Zitt, Bassecoulard and Okubo 2000, doi:10.1023/A:1005632319799."),
        (
            "partner_countries[].ties.affinity",
            "partner_organisations[].ties.affinity",
            "ties_basis.corpus_covered_works",
            "ties_basis.corpus_linked_works",
            "ties_basis.least_works",
        ),
    ),
    Definition(
        "salton",
        N_("Salton's cosine"),
        N_(
            "Strength of the tie against the sizes of both: 0 without a work together, 1 when all works "
            "of both are. The same from both sides. Not given under 5 works together."
        ),
        N_("n_ij / √(n_i × n_j)"),
        "",
        N_("Salton and McGill 1983, Introduction to Modern Information Retrieval."),
        ("partner_countries[].ties.salton", "partner_organisations[].ties.salton"),
    ),
    Definition(
        "jaccard",
        N_("Jaccard's index"),
        N_(
            "Works together among the works of either: 0 without a work together, 1 when all works of "
            "both are. The same from both sides; lower than Salton's cosine where one is much larger. "
            "Not given under 5 works together."
        ),
        N_("n_ij / (n_i + n_j - n_ij)"),
        "",
        N_("Jaccard 1901, doi:10.5169/seals-266450."),
        ("partner_countries[].ties.jaccard", "partner_organisations[].ties.jaccard"),
    ),
    Definition(
        "change",
        N_("New, lost, sustained"),
        N_(
            "The full years are cut into two halves of equal length; of an odd number, the middle year is "
            "in neither. New: works together in the second half only. Lost: in the first only. Sustained: "
            "in both. Needs two full years; a last year that is not complete is left out."
        ),
        N_("works together in the first half, works together in the second"),
        "",
        N_("The partner's works by year, full counting."),
        (
            "partner_countries[].ties.change",
            "partner_countries[].ties.works_before",
            "partner_countries[].ties.works_after",
            "ties_basis.first_half",
            "ties_basis.second_half",
        ),
    ),
    Definition(
        "smoothed_growth",
        N_("Growth of the three-year mean"),
        N_(
            "The compound rate a year from the mean of the first three full years to that of the last "
            "three. A mean evens out a year in which a large consortium happened to publish. Needs five "
            "full years and 5 works."
        ),
        N_("(mean of last three / mean of first three)^(1 / (years - 3)) - 1"),
        "",
        N_("The partner's works by year, full counting."),
        (
            "partner_countries[].ties.smoothed_growth",
            "partner_organisations[].ties.smoothed_growth",
            "ties_basis.has_smoothed_growth",
        ),
    ),
    Definition(
        "interval",
        N_("95 % interval"),
        N_(
            "Where the share would lie, nineteen times in twenty, if these works were drawn at random "
            "from many like them. Two shares whose intervals overlap widely are not different. Under 30 "
            "works the figure is marked as small: its interval is wider than ± 17 points near one half."
        ),
        N_("(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), with z = 1.96"),
        "",
        N_("Wilson 1927, doi:10.1080/01621459.1927.10502953."),
        ("international_interval", "partner_countries[].share_low", "partner_countries[].small"),
    ),
    Definition(
        "themes",
        N_("Themes"),
        N_(
            "Branches of MeSH, or fields of OpenAlex, that the work's headings fall in; where indexers "
            "gave none, its authors' keywords. A work can have several."
        ),
        N_("works with the theme / works with a theme of the same vocabulary"),
        N_("Works with at least one theme of the same vocabulary."),
        N_("Medical Subject Headings (NLM), OpenAlex topics."),
        ("themes[]", "themed_works", "theme_coverage"),
    ),
    Definition(
        "leadership",
        N_("Leadership"),
        N_(
            "Where the first, last or corresponding author is: in the home, elsewhere in its country, or "
            "abroad. An author who is also at home counts at home."
        ),
        N_("works whose author of that role is there / works where that is known"),
        N_("Works on which the place of that author is known."),
        N_("The order of authors as printed; the corresponding author where a source says."),
        ("leadership",),
    ),
    Definition(
        "lead_share",
        N_("Led by the partner, led from the home country"),
        N_(
            "On works with a partner country: those led from that country, and those led from a country "
            "of the home. The lead is the corresponding author; if unknown, the first author. An author "
            "in both counts for both."
        ),
        N_("works led from there / works with the partner whose lead is known"),
        N_("Works with the partner on which the place of the leading author is known."),
        N_("The order of authors as printed; the corresponding author where a source says."),
        ("partner_countries[].lead_home_share", "partner_countries[].lead_partner_share"),
    ),
    Definition(
        "lead_countries",
        N_("Single-country and multiple-country works"),
        N_(
            "Works by the country of the corresponding author (if unknown, of the first author), and how "
            "many of them have one country (SCP) or several (MCP)."
        ),
        N_("multiple-country works led from the country / works led from it"),
        N_("Works led from the country."),
        N_("Aria and Cuccurullo 2017 (bibliometrix), doi:10.1016/j.joi.2017.08.007."),
        ("lead_countries[]",),
    ),
    Definition(
        "declared",
        N_("Declared collaborations"),
        N_(
            "What teams of the home say they do, in the tables brought into the lake, in years that touch "
            "the period. A table that names no organisation is taken as the home's own."
        ),
        N_("Number of rows declared, in all and by country of the partner."),
        "",
        N_("Tables of declared collaborations in the lake."),
        ("declared_count", "declared_countries[]", "partner_countries[].declared"),
    ),
)
"""All indicators, in the order in which a page shows them."""


def get_definition(code: str) -> Definition:
    """Return the definition of an indicator.

    >>> get_definition("eu").label
    'Co-publications with the European Union'
    """
    for definition in DEFINITIONS:
        if definition.code == code:
            return definition
    raise NotFoundError(
        N_("There is no indicator “{code}”. The indicators are: {codes}."),
        code=code,
        codes=", ".join(one.code for one in DEFINITIONS),
    )
