"""What organisations are, and how they stand to one another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from cordee.ledger.worded import Worded, list_names


class Kind(Worded):
    """What an organisation is."""

    INSTITUTION = "institution", _("institution")
    HOSPITAL = "hospital", _("hospital")
    UNIT = "unit", _("research unit")
    TEAM = "team", _("team")
    COMPANY = "company", _("company")
    NETWORK = "network", _("network")
    ALLIANCE = "alliance", _("alliance")
    FUNDER = "funder", _("funder")


KIND_NAMES = list_names(Kind)


class Standing(Worded):
    """How one organisation stands to another: the role of a dated link, read from the first to the second."""

    PART_OF = "part_of", _("part of")
    SUPERVISED_BY = "supervised_by", _("supervised by")
    MEMBER_OF = "member_of", _("member of")
    FOUNDER_OF = "founder_of", _("founder of")
    SUCCESSOR_OF = "successor_of", _("successor of")


STANDING_NAMES = list_names(Standing)

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


class InvolvementKind(Worded):
    """What a person is at an organisation, for a period."""

    LEADS = "leads", _("leads")
    WORKS_AT = "works_at", _("works at")
    STUDIES_AT = "studies_at", _("prepares a thesis at")
    VISITS = "visits", _("is a guest of")
    REPRESENTS = "represents", _("represents")
    EMERITUS = "emeritus", _("is emeritus at")


INVOLVEMENT_NAMES = list_names(InvolvementKind)


class Evidence(Worded):
    """What shows that somebody has a skill."""

    DOI = "doi", _("a publication, by its DOI")
    WORK = "work", _("a work of the observatory, by its number")
    TEXT = "text", _("a sentence")


EVIDENCE_NAMES = list_names(Evidence)


class ResourceKind(Worded):
    """What can be used at an organisation."""

    FACILITY = "facility", _("facility")
    EQUIPMENT = "equipment", _("equipment")
    SERVICE = "service", _("service")


RESOURCE_KIND_NAMES = list_names(ResourceKind)


class Audience(Worded):
    """Whom something is open to."""

    OWN = "own", _("the organisation's own people")
    PARTNERS = "partners", _("own people and partners by agreement")
    ANYONE = "anyone", _("anyone")


AUDIENCE_NAMES = list_names(Audience)


class ThemeKind(Worded):
    """A theme of research, a house's own research axis, or a sector of companies."""

    THEME = "theme", _("theme")
    AXIS = "axis", _("research axis")
    SECTOR = "sector", _("sector of companies")


THEME_KIND_NAMES = list_names(ThemeKind)

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


class OfferKind(Worded):
    """What a team offers to others."""

    MACHINE = "machine", _("time on a machine")
    SKILL = "skill", _("help by a skill")
    DATA_SET = "data_set", _("a data set")
    PLACE = "place", _("a place for a student")


OFFER_KIND_NAMES = list_names(OfferKind)


class RequestState(Worded):
    """Where a request for an offer stands."""

    ASKED = "asked", _("asked")
    EVALUATED = "evaluated", _("evaluated")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    USED = "used", _("used")


REQUEST_STATE_NAMES = list_names(RequestState)


class Side(StrEnum):
    """Who moves a request: those who asked, or those who offer."""

    ASKING = "asking"
    OFFERING = "offering"


class Move(Worded):
    """What can be done with a request."""

    EVALUATE = "evaluate", _("Write an evaluation")
    ACCEPT = "accept", _("Accept the request")
    DECLINE = "decline", _("Decline the request")
    WITHDRAW = "withdraw", _("Withdraw the request")
    STATE_USE = "state_use", _("State what was used")


MOVE_NAMES = list_names(Move)


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
