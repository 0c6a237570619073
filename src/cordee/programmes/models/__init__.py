"""The tables of programmes: instruments, calls and applications; reviews, decisions and projects."""

from __future__ import annotations

from cordee.programmes.models.application import (
    Application,
    Attachment,
    BudgetLine,
    Judged,
    Partner,
)
from cordee.programmes.models.call import Announcement, Call, Invitee, Question
from cordee.programmes.models.delegations import (
    Delegation,
    DelegationAction,
    DelegationItem,
    DelegationParticipant,
)
from cordee.programmes.models.instrument import Instrument, InstrumentVersion
from cordee.programmes.models.moves import (
    Mission,
    MissionEquipment,
    MissionFollowUp,
    MissionMember,
    MissionTraining,
    MoveReminder,
    Stay,
)
from cordee.programmes.models.project import (
    Instalment,
    Milestone,
    Participant,
    Project,
    ProjectAlarm,
    ProjectChange,
    ProjectMoney,
    ProjectPerson,
    Report,
)
from cordee.programmes.models.review import Review, Reviewer, Revision, Tie
from cordee.programmes.models.selection import (
    AgendaItem,
    Appeal,
    ApplicationOpinion,
    Decision,
    LeftRoom,
    Session,
    SessionMember,
)
from cordee.programmes.models.training import (
    Course,
    Event,
    Laureate,
    Prize,
    Student,
    Training,
)


__all__ = [
    "AgendaItem",
    "Announcement",
    "Appeal",
    "Application",
    "ApplicationOpinion",
    "Attachment",
    "BudgetLine",
    "Call",
    "Course",
    "Decision",
    "Delegation",
    "DelegationAction",
    "DelegationItem",
    "DelegationParticipant",
    "Event",
    "Instalment",
    "Instrument",
    "InstrumentVersion",
    "Invitee",
    "Judged",
    "Laureate",
    "LeftRoom",
    "Milestone",
    "Mission",
    "MissionEquipment",
    "MissionFollowUp",
    "MissionMember",
    "MissionTraining",
    "MoveReminder",
    "Participant",
    "Partner",
    "Prize",
    "Project",
    "ProjectAlarm",
    "ProjectChange",
    "ProjectMoney",
    "ProjectPerson",
    "Question",
    "Report",
    "Review",
    "Reviewer",
    "Revision",
    "Session",
    "SessionMember",
    "Stay",
    "Student",
    "Tie",
    "Training",
]
