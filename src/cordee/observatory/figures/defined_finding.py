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
)
"""The definitions of people and units at work, and of possible partners."""
