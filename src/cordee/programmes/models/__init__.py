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
from cordee.programmes.models.instrument import Instrument, InstrumentVersion
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


__all__ = [
    "AgendaItem",
    "Announcement",
    "Appeal",
    "Application",
    "ApplicationOpinion",
    "Attachment",
    "BudgetLine",
    "Call",
    "Decision",
    "Instalment",
    "Instrument",
    "InstrumentVersion",
    "Invitee",
    "Judged",
    "LeftRoom",
    "Milestone",
    "Participant",
    "Partner",
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
    "Tie",
]
