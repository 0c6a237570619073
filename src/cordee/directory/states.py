"""What organisations are, and how they stand to one another."""

from __future__ import annotations

from dataclasses import dataclass
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
    OFFER = "offer"


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
    Sort.OFFER: _("offer"),
}
"""What each sort is called; a search may be narrowed to some of them."""


class InvolvementKind(StrEnum):
    """What a person is at an organisation, for a period."""

    LEADS = "leads"
    WORKS_AT = "works_at"
    STUDIES_AT = "studies_at"
    VISITS = "visits"
    REPRESENTS = "represents"
    EMERITUS = "emeritus"


INVOLVEMENT_NAMES = {
    InvolvementKind.LEADS: _("leads"),
    InvolvementKind.WORKS_AT: _("works at"),
    InvolvementKind.STUDIES_AT: _("prepares a thesis at"),
    InvolvementKind.VISITS: _("is a guest of"),
    InvolvementKind.REPRESENTS: _("represents"),
    InvolvementKind.EMERITUS: _("is emeritus at"),
}


class Evidence(StrEnum):
    """What shows that somebody has a skill."""

    DOI = "doi"
    WORK = "work"
    TEXT = "text"


EVIDENCE_NAMES = {
    Evidence.DOI: _("a publication, by its DOI"),
    Evidence.WORK: _("a work of the observatory, by its number"),
    Evidence.TEXT: _("a sentence"),
}


class ResourceKind(StrEnum):
    """What can be used at an organisation."""

    FACILITY = "facility"
    EQUIPMENT = "equipment"
    SERVICE = "service"


RESOURCE_KIND_NAMES = {
    ResourceKind.FACILITY: _("facility"),
    ResourceKind.EQUIPMENT: _("equipment"),
    ResourceKind.SERVICE: _("service"),
}


class Audience(StrEnum):
    """Whom something is open to."""

    OWN = "own"
    PARTNERS = "partners"
    ANYONE = "anyone"


AUDIENCE_NAMES = {
    Audience.OWN: _("the organisation's own people"),
    Audience.PARTNERS: _("own people and partners by agreement"),
    Audience.ANYONE: _("anyone"),
}


class ThemeKind(StrEnum):
    """A theme of research, a house's own research axis, or a sector of companies."""

    THEME = "theme"
    AXIS = "axis"
    SECTOR = "sector"


THEME_KIND_NAMES = {
    ThemeKind.THEME: _("theme"),
    ThemeKind.AXIS: _("research axis"),
    ThemeKind.SECTOR: _("sector of companies"),
}

DEED_NAMES = {
    "organisation.create": _("entered an organisation"),
    "organisation.change": _("changed an organisation"),
    "organisation.end": _("ended an organisation"),
    "organisation.confirm": _("confirmed an organisation"),
    "organisation_link.create": _("linked two organisations"),
    "organisation_link.end": _("ended a link of two organisations"),
    "person.create": _("entered a person"),
    "person.change": _("changed a person"),
    "person.confirm": _("confirmed a person"),
    "person.see": _("saw the e-mail address of a person"),
    "involvement.create": _("wrote where a person is involved"),
    "person.take_back": _("took a person back with their import"),
    "involvement.change": _("changed an involvement"),
    "involvement.end": _("ended an involvement"),
    "involvement.take_back": _("took an involvement back with its import"),
    "award.create": _("wrote an award"),
    "award.change": _("changed an award"),
    "award.end": _("ended an award"),
    "award.take_back": _("took an award back with its import"),
    "skill.create": _("wrote a skill"),
    "skill.change": _("changed a skill"),
    "skill.end": _("ended a skill"),
    "skill.take_back": _("took a skill back with its import"),
    "resource.create": _("entered a facility, a machine or a service"),
    "resource.change": _("changed a facility, a machine or a service"),
    "resource.confirm": _("confirmed a facility, a machine or a service"),
    "resource.take_back": _("took a facility, a machine or a service back with its import"),
    "theme.create": _("entered a theme"),
    "theme.change": _("changed a theme"),
    "theme.confirm": _("confirmed a theme"),
    "theme_tie.create": _("tied something to a theme"),
    "theme_tie.end": _("ended a tie to a theme"),
    "offer.create": _("offered something"),
    "offer.change": _("changed an offer"),
    "offer.confirm": _("confirmed an offer"),
    "request.create": _("asked for an offer"),
    "request.evaluate": _("evaluated a request"),
    "request.accept": _("accepted a request"),
    "request.decline": _("declined a request"),
    "request.withdraw": _("withdrew a request"),
    "request.state_use": _("stated what was used"),
}
"""What the audit's actions of this room are called."""


class OfferKind(StrEnum):
    """What a team offers to others."""

    MACHINE = "machine"
    SKILL = "skill"
    DATA_SET = "data_set"
    PLACE = "place"


OFFER_KIND_NAMES = {
    OfferKind.MACHINE: _("time on a machine"),
    OfferKind.SKILL: _("help by a skill"),
    OfferKind.DATA_SET: _("a data set"),
    OfferKind.PLACE: _("a place for a student"),
}


class RequestState(StrEnum):
    """Where a request for an offer stands."""

    ASKED = "asked"
    EVALUATED = "evaluated"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    USED = "used"


REQUEST_STATE_NAMES = {
    RequestState.ASKED: _("asked"),
    RequestState.EVALUATED: _("evaluated"),
    RequestState.ACCEPTED: _("accepted"),
    RequestState.DECLINED: _("declined"),
    RequestState.WITHDRAWN: _("withdrawn"),
    RequestState.USED: _("used"),
}


class Side(StrEnum):
    """Who moves a request: those who asked, or those who offer."""

    ASKING = "asking"
    OFFERING = "offering"


class Move(StrEnum):
    """What can be done with a request."""

    EVALUATE = "evaluate"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    STATE_USE = "state_use"


MOVE_NAMES = {
    Move.EVALUATE: _("Write an evaluation"),
    Move.ACCEPT: _("Accept the request"),
    Move.DECLINE: _("Decline the request"),
    Move.WITHDRAW: _("Withdraw the request"),
    Move.STATE_USE: _("State what was used"),
}


@dataclass(frozen=True)
class Transition:
    """A line of the table of moves: from which states, to which, by whom, into which text."""

    sources: frozenset[RequestState]
    target: RequestState
    side: Side
    text: str


MOVES = {
    Move.EVALUATE: Transition(
        frozenset({RequestState.ASKED}), RequestState.EVALUATED, Side.OFFERING, "evaluation"
    ),
    Move.ACCEPT: Transition(
        frozenset({RequestState.ASKED, RequestState.EVALUATED}),
        RequestState.ACCEPTED,
        Side.OFFERING,
        "answer",
    ),
    Move.DECLINE: Transition(
        frozenset({RequestState.ASKED, RequestState.EVALUATED}),
        RequestState.DECLINED,
        Side.OFFERING,
        "answer",
    ),
    Move.WITHDRAW: Transition(
        frozenset({RequestState.ASKED, RequestState.EVALUATED, RequestState.ACCEPTED}),
        RequestState.WITHDRAWN,
        Side.ASKING,
        "withdrawal",
    ),
    Move.STATE_USE: Transition(
        frozenset({RequestState.ACCEPTED}), RequestState.USED, Side.ASKING, "use_statement"
    ),
}
"""The life of a request: what is not in this table cannot be done."""
