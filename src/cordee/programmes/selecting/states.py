"""The words of selection: who sits, what is decided, what is appealed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cordee.ledger.worded import Worded, list_names


class SessionStage(Worded):
    """Where a session of a committee stands."""

    PLANNED = "planned", _("planned")
    OPEN = "open", _("sitting")
    CLOSED = "closed", pgettext_lazy("a session", "closed")


SESSION_STAGE_NAMES = list_names(SessionStage)


class Seat(Worded):
    """As what somebody sits in a session. Only chair and members count for the quorum and decide."""

    CHAIR = "chair", _("chair")
    MEMBER = "member", _("member")
    SECRETARY = "secretary", _("secretary")
    OBSERVER = "observer", _("observer")


SEAT_NAMES = list_names(Seat)

DECIDING = frozenset({Seat.CHAIR, Seat.MEMBER})
"""The seats that count for the quorum."""


class DecisionKind(Worded):
    """What was decided of an application."""

    FUND = "fund", _("funded")
    RESERVE = "reserve", _("on the reserve list")
    REVISE = "revise", _("revisions required")
    REFUSE = "refuse", pgettext_lazy("an application", "not funded")


DECISION_NAMES = list_names(DecisionKind)


class AppealOutcome(Worded):
    """What became of an appeal."""

    UPHELD = "upheld", _("upheld: the decision is taken anew")
    REJECTED = "rejected", _("rejected: the decision stands")


APPEAL_OUTCOME_NAMES = list_names(AppealOutcome)


DEED_NAMES = {
    "session.create": _("planned a session of the committee"),
    "session.change": _("changed the session"),
    "session.open": _("opened the session"),
    "session.close": _("closed the session"),
    "session.seat": _("gave a seat in the session"),
    "session.unseat": _("took a seat away"),
    "session.arrive": _("noted that somebody came"),
    "session.depart": _("noted that somebody left"),
    "session.leave_room": _("noted that somebody left the room for an application"),
    "session.minute": _("wrote the minutes"),
    "session.agenda": _("made the agenda of the session"),
    "session.drop": _("took an application off the agenda"),
    "session.return_room": _("noted that somebody came back into the room"),
    "application.discuss": _("noted what was said of the application"),
    "application.opine": _("noted an opinion on the application"),
    "application.rank": _("ranked the application"),
    "application.decide": _("decided on the application"),
    "application.notify": _("sent the letter of the decision"),
    "application.appeal": _("appealed against the decision"),
    "application.settle_appeal": _("answered the appeal"),
    "application.promote": _("took the application from the reserve list"),
}
"""What the audit's actions of selection are called."""
