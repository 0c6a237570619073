"""Partners, themes, leadership and ties, in words."""

from __future__ import annotations

from cordee.kernel.messages import N_
from cordee.observatory.figures.definition import COVERED, LAKE, LEIDEN, Definition


PARTNERS: tuple[Definition, ...] = (
    Definition(
        "partner_countries",
        N_("Partner countries"),
        N_(
            "Countries on the home's works that are not countries of the home, ranked by the counting "
            "chosen. The order can change between full and fractional counting, so both are given."
        ),
        N_("works with the country / covered works"),
        COVERED,
        LAKE,
        ("partner_countries[]", "country_count"),
    ),
    Definition(
        "partner_organisations",
        N_("Partner organisations"),
        N_(
            "Organisations on the home's works that are neither of the home nor, on that work, an own "
            "body of it."
        ),
        N_("works on which the organisation is a partner / works"),
        N_("All works: an organisation can be known where no country is."),
        LAKE,
        ("partner_organisations[]", "organisation_count"),
    ),
    Definition(
        "own_bodies",
        N_("Own bodies and co-tutelles"),
        N_(
            "Organisations that are no partners: those above or below the home in the registry, and, "
            "work by work, co-tutelles. An organisation of a home country is a co-tutelle on a work "
            "when every affiliation that names it there names the home too, or bears the code of a "
            "research unit of the home. Where another affiliation names it apart, it is a partner on "
            "that work. A reader can have them counted as partners."
        ),
        N_("number of works on which the organisation is an own body"),
        "",
        N_(
            "Codes and supervising bodies of units: texts of the lake, or RNSR. The CWTS Leiden Ranking "
            "tells component, joint and associated organisations apart by lists."
        ),
        ("own_bodies[]", "partner_organisations[].own_works"),
    ),
    Definition(
        "folded",
        N_("Territories counted with a State"),
        N_(
            "Hong Kong, Macao, Taiwan and Kosovo have codes of their own and stand apart, unless a reader "
            "asks to have some counted with China, or with Serbia, to compare with figures made so. "
            "Overseas territories count with their State always."
        ),
        N_("a work with both counts once"),
        "",
        N_(
            "ISO 3166-1, and XK in common use for Kosovo. CWTS Leiden Ranking: Hong Kong and Macao with "
            "China; bibliometrix: Taiwan too."
        ),
        ("folded",),
    ),
    Definition(
        "full_counting",
        N_("Full counting"),
        N_("Each partner on a work gets 1. Shares of partners add up to more than 100 %."),
        N_("number of works with the partner"),
        "",
        LEIDEN,
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
        LEIDEN,
        ("partner_countries[].works_fractional", "partner_organisations[].works_fractional"),
    ),
    Definition(
        "growth",
        N_("Growth"),
        N_(
            "Over the full years of the period. With three or more: the compound rate a year from the "
            "first to the last. Else the second half against the first. Not given under 5 works."
        ),
        N_("ⁿ√(last year / first year) − 1, with n = years − 1; or second half / first half − 1"),
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
        LAKE,
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
        N_(
            "works together × works of the corpus / (works of the home × works of the partner), in the "
            "same years"
        ),
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
        N_("works together / √(works of the home × works of the partner)"),
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
        N_("works together / (works of the home + works of the partner − works together)"),
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
        N_("ⁿ√(mean of last three / mean of first three) − 1, with n = years − 3"),
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
        N_(
            "(p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), with p the share, n its denominator "
            "and z = 1.96"
        ),
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
