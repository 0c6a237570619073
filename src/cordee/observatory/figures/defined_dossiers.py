"""Words of the indicators that dossiers add to those of the page."""

from __future__ import annotations

from cordee.kernel.messages import N_
from cordee.observatory.figures.definition import COVERED, LAKE, Definition


DOSSIERS: tuple[Definition, ...] = (
    Definition(
        "yearly_rank",
        N_("Rank by year"),
        N_(
            "Place of the country among the home's partner countries, by full counting, in each year by "
            "itself; equals share the better place. In years with few works a single one moves it."
        ),
        N_("1 + number of partner countries with more works that year"),
        COVERED,
        LAKE,
        (),
    ),
    Definition(
        "other_side",
        N_("Rank among the other side's partners"),
        N_(
            "All organisations of other countries on the works of the country in this corpus, and the "
            "home looked at as one, by number of these works. The corpus is not the world: where it was "
            "chosen around the home, others' works are missing and the home's place is too good."
        ),
        N_("1 + number of organisations of other countries with more works with the country"),
        "",
        LAKE,
        (),
    ),
    Definition(
        "cities",
        N_("Partner cities"),
        N_(
            "Cities in which the partner organisations have their seat in the ROR registry. A work with "
            "two organisations of a city counts once. Two cities of one name in a country are told apart "
            "by their state or region. A branch elsewhere without a record of its own counts where the "
            "seat is."
        ),
        N_("number of works with an organisation of the city"),
        "",
        N_("Places of organisations in the ROR registry (from GeoNames)."),
        (),
    ),
    Definition(
        "home_units",
        N_("Research units of the home"),
        N_(
            "Units whose code is printed on the works and of which the home is a supervising body, the "
            "hospital around it, or the unit itself in the registry."
        ),
        N_("number of works with a code of the unit in an author's affiliation"),
        "",
        N_("Codes printed in affiliations; supervising bodies as RNSR or the texts give them."),
        (),
    ),
    Definition(
        "leading_people",
        N_("Leading people"),
        N_(
            "Authors of the most of these works, on each side. A person is known by her ORCID, else by "
            "her name as printed: people of one name without ORCID are not told apart. She is at the "
            "home where one of her affiliations on the work names it, at a partner where they name "
            "others alone. Of a country, an organisation or a pair, the other side is those who sign from "
            "there."
        ),
        N_("number of works signed from that side; of equal ones, each work's 1 over its authors"),
        "",
        N_("Authors and ORCIDs as the sources print them."),
        (),
    ),
    Definition(
        "specialisation",
        N_("Specialisation"),
        N_(
            "What these works are more, or less, about than all the home's works. 1 is as much; 2, "
            "twice as much. Not given under 5 works with the theme."
        ),
        N_("share of the theme on these works / share of the theme on all the home's works"),
        N_("Works with at least one theme of the same vocabulary, on each side."),
        N_("Activity index: Schubert and Braun 1986, doi:10.1007/BF02017249."),
        (),
    ),
    Definition(
        "groups",
        N_("What each brings"),
        N_(
            "Works of each organisation of an alliance, and how many of them no other organisation of "
            "the alliance is on. The works shared inside count once in the alliance's output."
        ),
        N_("works with the organisation and with no other of the alliance / works of the alliance"),
        N_("All works of the alliance, each once."),
        LAKE,
        (),
    ),
    # In words what `peers.MOST_CLOSE`, `LEAST_CLOSE` and `LEAST_THEMED` are; a test holds them to these.
    Definition(
        "peers",
        N_("Rank among comparable organisations"),
        N_(
            "Comparable organisations have their seat in a country of the alliance's, are of the main "
            "type of one of its organisations, and are the twenty closest to it in theme: a closeness, "
            "as that of possible partners, of 0.7 at least, over five works with a theme at least. Main "
            "types bring those of the ROR registry together: universities and schools; companies; "
            "institutes, hospitals and other bodies; public bodies. The registry calls the French "
            "cancer centres by three of its types, so a single one would leave most of them out. What "
            "stands above or below an organisation of the alliance in the registry is left out. Each is "
            "looked at without its parts. Before: each by itself. After: the alliance in the place of "
            "its organisations."
        ),
        N_("1 + number of comparable organisations with more works of this corpus"),
        "",
        N_(
            "Types and countries of the ROR registry; themes and works of the lake in the same years; "
            "Salton and Buckley 1988, doi:10.1016/0306-4573(88)90021-0."
        ),
        (),
    ),
    Definition(
        "peers_by_type",
        N_("Rank among organisations of the same types"),
        N_(
            "Organisations that have their seat in a country of the alliance's and share a type with one "
            "of its organisations in the ROR registry, whatever their themes; “funder” is left out, which "
            "the registry adds to any body that gives grants. Each is looked at without its parts. "
            "Before: each by itself. After: the alliance in the place of its organisations."
        ),
        N_("1 + number of organisations of these types with more works of this corpus"),
        "",
        N_("Types and countries of the ROR registry; works of the lake in the same years."),
        (),
    ),
    Definition(
        "asymmetry",
        N_("Asymmetry"),
        N_(
            "How much more the tie weighs for one side than for the other. 1 is as much for both; 3, "
            "three times as much for the second as for the first."
        ),
        N_("share of the works together in the second's works / share in the first's works"),
        "",
        LAKE,
        (),
    ),
)
"""Indicators of dossiers, in the order in which dossiers show them."""
