"""What organisations are, and how they stand to one another."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What an organisation is."""

    INSTITUTION = "institution"
    HOSPITAL = "hospital"
    UNIT = "unit"
    TEAM = "team"
    COMPANY = "company"
    NETWORK = "network"
    ALLIANCE = "alliance"
    FUNDER = "funder"


KIND_NAMES = {
    Kind.INSTITUTION: _("institution"),
    Kind.HOSPITAL: _("hospital"),
    Kind.UNIT: _("research unit"),
    Kind.TEAM: _("team"),
    Kind.COMPANY: _("company"),
    Kind.NETWORK: _("network"),
    Kind.ALLIANCE: _("alliance"),
    Kind.FUNDER: _("funder"),
}


class Standing(StrEnum):
    """How one organisation stands to another: the role of a dated link, read from the first to the second."""

    PART_OF = "part_of"
    SUPERVISED_BY = "supervised_by"
    MEMBER_OF = "member_of"
    FOUNDER_OF = "founder_of"
    SUCCESSOR_OF = "successor_of"


STANDING_NAMES = {
    Standing.PART_OF: _("part of"),
    Standing.SUPERVISED_BY: _("supervised by"),
    Standing.MEMBER_OF: _("member of"),
    Standing.FOUNDER_OF: _("founder of"),
    Standing.SUCCESSOR_OF: _("successor of"),
}

ROLES_REACH_THROUGH = frozenset({Standing.PART_OF, Standing.SUPERVISED_BY})
"""Links by which a role held at the second organisation reaches the first."""

STANDINGS_FOUND_BACKWARDS = {
    Standing.PART_OF: _("has as part"),
    Standing.SUPERVISED_BY: _("supervises"),
    Standing.MEMBER_OF: _("has as member"),
    Standing.FOUNDER_OF: _("was founded by"),
    Standing.SUCCESSOR_OF: _("was succeeded by"),
}
"""How the second organisation stands to the first: the same links, read from the other end."""


class Sort(StrEnum):
    """What a thing found by the search is: a kind of organisation, or one of the other things."""

    INSTITUTION = "institution"
    HOSPITAL = "hospital"
    UNIT = "unit"
    TEAM = "team"
    COMPANY = "company"
    NETWORK = "network"
    ALLIANCE = "alliance"
    FUNDER = "funder"
    PERSON = "person"
    FACILITY = "facility"
    EQUIPMENT = "equipment"
    SERVICE = "service"
    SKILL = "skill"
    THEME = "theme"
    AXIS = "axis"
    SECTOR = "sector"


SORT_NAMES = {
    **{Sort(kind.value): name for kind, name in KIND_NAMES.items()},
    Sort.PERSON: _("person"),
    Sort.FACILITY: _("facility"),
    Sort.EQUIPMENT: _("equipment"),
    Sort.SERVICE: _("service"),
    Sort.SKILL: _("skill"),
    Sort.THEME: _("theme"),
    Sort.AXIS: _("research axis"),
    Sort.SECTOR: _("sector of companies"),
}
"""What each sort is called; a search may be narrowed to some of them."""
