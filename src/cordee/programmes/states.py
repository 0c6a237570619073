"""What instruments, calls and applications are: the words and the lists."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cordee.ledger.worded import Worded, list_names


class Aim(Worded):
    """How far along a cooperation is that an instrument serves."""

    EXPLORE = "explore", _("explore")
    CONSOLIDATE = "consolidate", _("consolidate")
    STRUCTURE = "structure", _("structure")
    INTEGRATE = "integrate", _("integrate")
    CAPACITY = "capacity", _("build capacity")


AIM_NAMES = list_names(Aim)


class InstrumentKind(Worded):
    """What an instrument gives."""

    FUNDING = "funding", _("funding")
    AGREEMENT = "agreement", _("agreement")
    NETWORK = "network", _("network")
    MISSION = "mission", _("mission")
    MOBILITY = "mobility", _("mobility")
    PRIZE = "prize", _("prize")
    ACCESS = "access", _("access to a facility")


INSTRUMENT_KIND_NAMES = list_names(InstrumentKind)


class Opening(Worded):
    """How one comes to apply for an instrument."""

    CALL = "call", _("by calls")
    DIRECT = "direct", _("by invitation of the directorate")
    ROLLING = "rolling", _("at any time")


OPENING_NAMES = list_names(Opening)


class Outcome(Worded):
    """What an award becomes."""

    PROJECT = "project", _("a project")
    AGREEMENT = "agreement", _("an agreement")
    ORGANISATION = "organisation", _("an organisation")
    GROUP = "group", _("a group")
    PROGRAMME = "programme", _("a programme")
    EVENT = "event", _("an event")
    AWARD = "award", _("an award")


OUTCOME_NAMES = list_names(Outcome)


class Per(Worded):
    """What a ceiling is counted over."""

    TOTAL = "total", _("in all")
    YEAR = "year", _("a year")
    PARTNER = "partner", _("a partner")


PER_NAMES = list_names(Per)


class MixedZones(Worded):
    """Which ceiling holds for a project with partners in several zones."""

    HIGHEST = "max", _("the highest of its zones")
    LOWEST = "min", _("the lowest of its zones")
    SUM = "each", _("the sum of its zones")


MIXED_ZONES_NAMES = list_names(MixedZones)


class CostCategory(Worded):
    """What money is spent on."""

    SALARIES = "salaries", _("salaries")
    TRAVEL = "travel", _("travel and stays")
    MEETINGS = "meetings", _("meetings and workshops")
    CONSUMABLES = "consumables", _("consumables and services")
    EQUIPMENT = "equipment", _("equipment")
    TRAINING = "training", _("training")
    OVERHEADS = "overheads", _("overheads")
    OTHER = "other", _("other costs")


COST_CATEGORY_NAMES = list_names(CostCategory)


class QuotaScope(Worded):
    """Over what a number of awards is counted."""

    CALL = "call", _("a call")
    YEAR = "year", _("a year")
    PLAN = "plan", _("a strategic plan")


QUOTA_SCOPE_NAMES = list_names(QuotaScope)


class ReferenceDay(Worded):
    """The day on which facts about people are taken."""

    OPENING = "call_opening", _("the day the call opens")
    DEADLINE = "deadline", _("the day of the deadline")
    FIXED = "fixed", _("a fixed day")


REFERENCE_DAY_NAMES = list_names(ReferenceDay)


class Phase(Worded):
    """What a rule is about: complete and in time, allowed to be funded, or good to know."""

    ADMISSIBILITY = "admissibility", _("admissibility")
    ELIGIBILITY = "eligibility", _("eligibility")
    ADVICE = "advice", _("advice")


PHASE_NAMES = list_names(Phase)


class Weight(Worded):
    """What a rule that is not met does."""

    BLOCKING = "blocking", _("stops the application")
    WARNING = "warning", _("warns")
    INFO = "info", _("informs")


WEIGHT_NAMES = list_names(Weight)


class Verdict(Worded):
    """What the rules say of an application. What is not known is never against an applicant."""

    ELIGIBLE = "eligible", _("eligible")
    INELIGIBLE = "ineligible", _("ineligible")
    INCOMPLETE = "incomplete", _("incomplete")
    OVERRIDDEN = "overridden", _("overridden")


VERDICT_NAMES = list_names(Verdict)


class Finding(Worded):
    """What one rule says."""

    MET = "met", _("met")
    NOT_MET = "not_met", _("not met")
    UNKNOWN = "unknown", _("not known yet")


FINDING_NAMES = list_names(Finding)


class Before(Worded):
    """Before which step an opinion must be there."""

    DECISION = "decision", _("before the decision")
    AWARD = "award", _("before the award")
    SIGNATURE = "signature", _("before the signature")


BEFORE_NAMES = list_names(Before)


class Blind(Worded):
    """Who does not know whom during review."""

    NONE = "none", _("names are known on both sides")
    SINGLE = "single", _("applicants do not know the reviewers")
    DOUBLE = "double", _("neither side knows the other")


BLIND_NAMES = list_names(Blind)


class ReportKind(Worded):
    """What a report is about."""

    SCIENTIFIC = "scientific", _("scientific report")
    FINANCIAL = "financial", _("financial report")
    MEETING = "meeting", _("meeting")


REPORT_KIND_NAMES = list_names(ReportKind)


class FieldKind(Worded):
    """What a field of a form takes."""

    LINE = "line", _("a line of text")
    TEXT = "text", _("a text")
    NUMBER = "number", _("a number")
    DATE = "date", _("a date")
    YES_NO = "yes_no", _("yes or no")
    CHOICE = "choice", _("one of several")
    CHOICES = "choices", _("some of several")


FIELD_KIND_NAMES = list_names(FieldKind)


class FactKind(Worded):
    """What sort of value a fact has."""

    NUMBER = "number", _("a number")
    WHOLE = "whole", _("a whole number")
    TEXT = "text", _("a text")
    FLAG = "flag", _("yes or no")
    TEXTS = "texts", _("a list of texts")


CONTINENT_NAMES = {
    "AF": _("Africa"),
    "AN": _("Antarctica"),
    "AS": _("Asia"),
    "EU": _("the continent of Europe"),
    "NA": _("North and Central America"),
    "OC": _("Oceania"),
    "SA": _("South America"),
}
"""What GeoNames' codes of continents are called."""


DEED_NAMES = {
    "instrument.create": _("began the instrument"),
    "instrument.change": _("changed the instrument"),
    "instrument.discard": _("threw the draft of the instrument away"),
    "instrument.publish": _("published the instrument"),
    "instrument.withdraw": _("withdrew the instrument"),
    "call.create": _("began the call"),
    "call.change": _("changed the call"),
    "call.publish": _("published the call"),
    "call.extend": _("put off the deadline"),
    "call.close": _("closed the call"),
    "call.cancel": _("cancelled the call"),
    "call.invite": _("named somebody who may apply to the call"),
    "call.take_out_invitee": _("took somebody out of those who may apply to the call"),
    "call.ask": _("asked a question about the call"),
    "call.answer": _("answered a question about the call"),
    "call.announce": _("announced news of the call"),
    "application.start": _("began an application"),
    "application.write": _("wrote the application"),
    "application.choose_person": _("said whose application it is"),
    "application.submit": _("submitted the application"),
    "application.withdraw": _("withdrew the application"),
    "application.judge": _("asked the rules again"),
    "application.override": _("set the verdict aside"),
    "application.attach": _("put a document in the application"),
    "application.detach": _("took a document out of the application"),
    "application.download": _("took a document of the application"),
    "application.add_partner": _("named a partner"),
    "application.change_partner": _("changed a partner"),
    "application.remove_partner": _("took a partner out"),
    "application.invite_partner": _("invited a partner"),
    "application.take_back_partner": _("took the link of a partner back"),
    "application.fill_in_partner": _("filled in a partner’s part by the link"),
    "application.sign_partner": _("signed a partner’s part by the link"),
    "application.reopen_partner": _("reopened a partner’s part, which voids its signature"),
}
"""What the audit's actions of this room are called."""
