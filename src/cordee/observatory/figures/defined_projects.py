"""European projects in words."""

from __future__ import annotations

from cordee.kernel.messages import N_
from cordee.observatory.figures.definition import Definition


_SOURCE = N_(
    "CORDIS, EU research projects data sets (European Commission). Participants are recognised by name, "
    "city and country, as affiliations are."
)

PROJECTS: tuple[Definition, ...] = (
    Definition(
        "european_projects",
        N_("European projects"),
        N_(
            "Grants of the European framework programmes with a participant recognised as the home, "
            "running in a year of the period, whatever its role; with a country, those that also have a "
            "participant there which is not of the home."
        ),
        N_("number of projects, each once"),
        "",
        _SOURCE,
        (),
    ),
    Definition(
        "coordinated_projects",
        N_("European projects coordinated"),
        N_(
            "European projects whose coordinator is of the home; said of a country, those whose "
            "coordinator is a partner from there."
        ),
        N_("number of projects whose coordinator is from that side"),
        "",
        _SOURCE,
        (),
    ),
    Definition(
        "project_grants",
        N_("Granted in European projects"),
        N_(
            "What the Union grants participants over the whole of these projects (ecContribution), their "
            "third parties' share included. Summed to the cent; a participant without an amount adds "
            "nothing."
        ),
        N_("sum of ecContribution, in euro"),
        "",
        _SOURCE,
        (),
    ),
)
