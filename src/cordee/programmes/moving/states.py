"""The words of people on the move and of help abroad."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cordee.ledger.worded import Worded, list_names


class MissionStage(Worded):
    """Where a mission stands."""

    ASKED = "asked", _("asked for")
    PREPARED = "prepared", _("being prepared")
    UNDER_WAY = "under_way", _("under way")
    FOLLOWED_UP = "followed_up", _("being followed up")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


MISSION_STAGE_NAMES = list_names(MissionStage)


class Direction(Worded):
    """Whether somebody comes to us or goes abroad."""

    INCOMING = "incoming", _("comes to us")
    OUTGOING = "outgoing", _("goes abroad")


DIRECTION_NAMES = list_names(Direction)


class MobilityPurpose(Worded):
    """What a stay is for."""

    RESEARCH = "research", _("research stay")
    TRAINING = "training", _("training")
    TEACHING = "teaching", _("teaching")
    DOCTORATE = "doctorate", _("doctorate or joint doctorate")
    CLINICAL = "clinical", _("clinical observation")


MOBILITY_PURPOSE_NAMES = list_names(MobilityPurpose)


class EnrolmentStage(Worded):
    """Where somebody stands in a training."""

    APPLIED = "applied", _("applied")
    ENROLLED = "enrolled", _("enrolled")
    COMPLETED = "completed", _("completed")
    LEFT = "left", _("left")


ENROLMENT_STAGE_NAMES = list_names(EnrolmentStage)


class EventKind(Worded):
    """What an event is."""

    WORKSHOP = "workshop", _("workshop")
    CONFERENCE = "conference", _("conference")
    SCHOOL = "school", _("school")
    SEMINAR = "seminar", _("seminar")
    CEREMONY = "ceremony", _("ceremony")
    VISIT = "visit", _("visit")


EVENT_KIND_NAMES = list_names(EventKind)


class DelegationStage(Worded):
    """Where a delegation stands."""

    PLANNED = "planned", _("being prepared")
    RECEIVED = "received", _("took place")
    FOLLOWED_UP = "followed_up", _("being followed up")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


DELEGATION_STAGE_NAMES = list_names(DelegationStage)


class EquipmentTerms(Worded):
    """Whether equipment stays where it was brought."""

    GIVEN = "given", _("given")
    LENT = "lent", _("lent")


EQUIPMENT_TERMS_NAMES = list_names(EquipmentTerms)


class Side(Worded):
    """On which side somebody takes part in a delegation."""

    DELEGATION = "delegation", _("of the delegation")
    HOST = "host", _("host")


SIDE_NAMES = list_names(Side)


class TrainingKind(Worded):
    """What a training is."""

    DOCTORAL = "doctoral", _("doctoral programme")
    MASTER = "master", _("master’s programme")
    HOSPITAL = "hospital", _("hospital training")
    CONTINUING = "continuing", _("continuing education")


TRAINING_KIND_NAMES = list_names(TrainingKind)


class Sort(Worded):
    """What a record of this part is."""

    MISSION = "mission", _("mission")
    STAY = "stay", _("stay")
    DELEGATION = "delegation", _("delegation")
    TRAINING = "training", _("training")
    PRIZE = "prize", _("prize")
    EVENT = "event", _("event")


SORT_NAMES = list_names(Sort)


DEED_NAMES = {
    "mission.create": _("began the mission"),
    "mission.change": _("changed the mission"),
    "mission.move": _("moved the mission to another stage"),
    "stay.create": _("wrote a stay down"),
    "stay.change": _("changed the stay"),
    "delegation.create": _("began the delegation"),
    "delegation.change": _("changed the delegation"),
    "delegation.move": _("moved the delegation to another stage"),
    "delegation.download": _("took the briefing book of the delegation"),
    "training.create": _("began the training"),
    "training.change": _("changed the training"),
    "prize.create": _("began the prize"),
    "prize.change": _("changed the prize"),
    "event.create": _("wrote an event down"),
    "event.change": _("changed the event"),
}
"""What the audit's actions of this part are called."""
