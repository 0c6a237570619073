"""Who works with whom, and with whom one might: what each figure of these pages means."""

from __future__ import annotations

from cordee.kernel.messages import N_
from cordee.observatory.figures.definition import LAKE, Definition


_PERSON = N_(
    "Authors as printed. ORCID where the source gives it; else the name without case, accents and "
    "punctuation."
)

FINDING: tuple[Definition, ...] = (
    Definition(
        "people_here",
        N_("People here"),
        N_(
            "Authors one of whose affiliations on a work names an organisation of the home. A person is "
            "an ORCID or, without one, a name as printed: people of one name are not told apart. A full "
            "name that stands beside one ORCID alone in the corpus is taken as its holder's."
        ),
        N_(
            "Number of works signed from the home; as first, last and corresponding author. Of equal "
            "works, the greater sum of 1 / authors of the work comes first."
        ),
        "",
        _PERSON,
        (),
    ),
    Definition(
        "people_there",
        N_("People there"),
        N_(
            "Authors of these works who sign from elsewhere than the home and have an affiliation in the "
            "country, the city or the organisation asked about; for a theme, from anywhere else."
        ),
        N_("Number of these works the person signs from elsewhere than the home."),
        "",
        _PERSON,
        (),
    ),
    Definition(
        "units_here",
        N_("Research units here"),
        N_(
            "Research units with a code (UMR, U, EA…) in an affiliation on these works that an "
            "organisation of the home supervises, is, or is the hospital around."
        ),
        N_(
            "Number of works with a code of the unit; of these, those whose first or last author signs "
            "from it."
        ),
        "",
        LAKE,
        (),
    ),
    Definition(
        "declared_partner",
        N_("Recognised partner of a declaration"),
        N_(
            "The organisation of the registry that a declared partner's text names. By name: the text, "
            "without case, accents and brackets, is the name of one organisation, and one only, on works of "
            "the lake in the declared country. Else by the linker, which reads the text and the country as it "
            "reads an affiliation: the surest organisation counts, and one in another country is refused. "
            "Other partners keep their text and are held against their country."
        ),
        N_("Number of declarations recognised by name, by the linker, and not at all."),
        N_("Declarations of the home that touch the period."),
        N_("Tables of declared collaborations brought into the lake, linked to the ROR registry."),
        (),
    ),
    Definition(
        "declared_observed",
        N_("Declared and observed"),
        N_(
            "On which side a partner country or organisation is known: declarations of the home's teams, "
            "works of the home with it, or both. A declaration is the home's when its table names an "
            "organisation of the home, or none. It is active from its first to its last year; a missing year "
            "leaves that end open, and without any year it is active in none."
        ),
        N_(
            "declared and observed: declarations ≥ 1 and works ≥ 1; declared only: works = 0; observed only: "
            "declarations = 0. A declaration has a work when the home has one with the same recognised "
            "organisation, or else the same country, from two years before its first year to two years after "
            "its last."
        ),
        "",
        N_("Tables of declared collaborations brought into the lake, and the works of the lake."),
        (),
    ),
    Definition(
        "finder_score",
        N_("Score"),
        N_(
            "A mix of four reasons, to put the longer list in an order; no verdict. A part that is not "
            "known is left out and the others weigh more. Distance and size are shown and not weighed."
        ),
        N_(
            "0.5 closeness in theme + 0.25 common partners / the most of any candidate + 0.15 ln(1 + works "
            "on our themes) / the greatest of any + 0.1 works on our themes in the second half of the full "
            "years / in both halves (from five works)."
        ),
        "",
        LAKE,
        (),
    ),
    Definition(
        "closeness",
        N_("Closeness in theme"),
        N_(
            "How alike the themes of both are in these years, from 0 (none in common) to 1 (the same "
            "mix). A theme weighs the more the rarer it is in the corpus."
        ),
        N_(
            "cosine of the two profiles, Σ aᵢbᵢ / √(Σ aᵢ² · Σ bᵢ²), with aᵢ = works of the organisation "
            "with the theme × ln(works of the corpus with any theme / with this one)"
        ),
        "",
        N_("Salton and Buckley 1988, doi:10.1016/0306-4573(88)90021-0."),
        (),
    ),
    Definition(
        "common_partners",
        N_("Common partners"),
        N_(
            "Organisations that have works with the home and works with the candidate, among the home's "
            "two hundred first partners. Who works with everyone says less. Works of more than fifty "
            "organisations are left out of the score, of the numbers beside the partners, and of the lists "
            "of works that these open: a consortium makes everyone the partner of everyone."
        ),
        N_("Σ 1 / ln(organisations the common partner works with)"),
        "",
        N_(
            "Adamic and Adar 2003, doi:10.1016/S0378-8733(03)00009-1; Liben-Nowell and Kleinberg 2007, "
            "doi:10.1002/asi.20591."
        ),
        (),
    ),
    Definition(
        "on_our_themes",
        N_("Works on our themes"),
        N_(
            "Works of the candidate in these years with at least one of the home's main themes: the eight "
            "with the greatest works × rarity, or the one asked for."
        ),
        N_("works of the candidate on any of these themes / all its works of the corpus"),
        N_("All works of the candidate in these years."),
        LAKE,
        (),
    ),
    Definition(
        "closest_people",
        N_("People and units closest to a candidate"),
        N_(
            "There: authors who sign from the candidate on its works with one of the home's main themes, and "
            "French research units of the candidate with such works; elsewhere units have no code that works "
            "print, and a team is known by its people alone. Here: the same of the home, on its works with a "
            "theme shared with the candidate. Beside each stands the last year of these works."
        ),
        N_(
            "Number of these works the person signs, or the unit's code is on, in the question's years."
        ),
        "",
        _PERSON,
        (),
    ),
    Definition(
        "nearest_distance",
        N_("Distance of a candidate"),
        N_(
            "From the nearest place of the home to the candidate's, as the registry gives them: the seats, "
            "not the laboratories."
        ),
        N_("great circle on a sphere of 6,371.0088 km (haversine)"),
        "",
        N_("Places of organisations in the ROR registry (from GeoNames)."),
        (),
    ),
)
"""The definitions of people and units at work, and of possible partners."""
