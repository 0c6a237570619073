"""The words of what was awarded: projects, money, reports, changes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cordee.ledger.worded import Worded, list_names


class ProjectStage(Worded):
    """Where a project stands."""

    PLANNED = "planned", _("to begin")
    RUNNING = "running", _("running")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", _("closed")
    TERMINATED = "terminated", _("ended early")


PROJECT_STAGE_NAMES = list_names(ProjectStage)


class ParticipantRole(Worded):
    """What an organisation is in a project, in the words of CORDIS."""

    COORDINATOR = "coordinator", _("coordinator")
    PARTICIPANT = "participant", _("participant")
    PARTNER = "partner", _("associated partner")
    THIRD_PARTY = "third_party", _("third party")
    HOST = "host", _("host")


PARTICIPANT_ROLE_NAMES = list_names(ParticipantRole)


class ProjectRole(Worded):
    """What a person is in a project."""

    LEADER = "leader", _("leader")
    CO_LEADER = "co_leader", _("co-leader")
    MEMBER = "member", _("member")
    CONTACT = "contact", _("contact")


PROJECT_ROLE_NAMES = list_names(ProjectRole)


class MoneyKind(Worded):
    """Where money of a project comes from."""

    GRANT = "grant", _("grant")
    CO_FUNDING = "co_funding", _("co-funding")
    IN_KIND = "in_kind", _("in kind")


MONEY_NAMES = list_names(MoneyKind)


class ReportStage(Worded):
    """Where a report stands; whether it is late follows from its day."""

    DUE = "due", _("to come")
    SUBMITTED = "submitted", _("handed in")
    RETURNED = "returned", _("returned for changes")
    ACCEPTED = "accepted", _("accepted")


REPORT_STAGE_NAMES = list_names(ReportStage)


class ProjectChangeKind(Worded):
    """What a change of a project changes."""

    EXTENSION = "extension", _("extension")
    MONEY = "money", _("change of the money")
    PARTICIPANTS = "participants", _("change of the participants")
    LEADER = "leader", _("change of the leader")
    SUSPENSION = "suspension", _("suspension")
    RESUMPTION = "resumption", _("resumption")
    CLOSURE = "closure", _("closure")
    TERMINATION = "termination", _("early end")


PROJECT_CHANGE_NAMES = list_names(ProjectChangeKind)


DEED_NAMES = {
    "project.create": _("began the project"),
    "project.change": _("changed the project"),
    "project.amend": _("amended the project"),
    "project.link_agreement": _("tied the project to its agreement"),
    "project.add_participant": _("named a participant"),
    "project.change_participant": _("changed a participant"),
    "project.remove_participant": _("took a participant out"),
    "project.add_person": _("named a person of the project"),
    "project.remove_person": _("took a person out of the project"),
    "project.add_money": _("wrote money of the project"),
    "project.remove_money": _("took a line of money out"),
    "project.plan_instalment": _("planned an instalment"),
    "project.pay_instalment": _("noted that an instalment was paid"),
    "project.add_milestone": _("planned a milestone"),
    "project.reach_milestone": _("noted that a milestone was reached"),
    "project.submit_report": _("submitted a report"),
    "project.return_report": _("returned a report for changes"),
    "project.accept_report": _("accepted a report"),
    "project.start": _("noted that the project runs"),
    "project.see": _("read the project"),
    "project.download": _("took the file of a report"),
    "project.remove_instalment": _("took an instalment out"),
    "project.remove_milestone": _("took a milestone out"),
    "project.add_report": _("asked for a report"),
    "project.import": _("brought projects in from a file"),
    "project.take_back": _("took back what a file had said of the project"),
}
"""What the audit's actions of projects are called."""
