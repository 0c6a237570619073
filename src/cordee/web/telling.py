"""What the audit keeps as codes, in words: kinds of records, fields, and values of fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cordee.agreements import states as agreements
from cordee.agreements.life import STAGE_NAMES
from cordee.directory import states as directory
from cordee.ledger.states import DIGEST_NAMES, ROLE_NAMES
from cordee.programmes.life import CALL_STAGE_NAMES, VERSION_STAGE_NAMES
from cordee.programmes.moving.states import (
    DELEGATION_STAGE_NAMES,
    DIRECTION_NAMES,
    MISSION_STAGE_NAMES,
)
from cordee.programmes.selecting.states import APPEAL_OUTCOME_NAMES, DECISION_NAMES, SEAT_NAMES
from cordee.programmes.states import VERDICT_NAMES
from cordee.web.wording import format_country, format_date


Names = Mapping[str, str | Promise]

KINDS: Names = {
    "account": _("account"),
    "agreement": _("agreement"),
    "application": _("application"),
    "award": _("award"),
    "calendar": _("calendar"),
    "call": _("call"),
    "export": _("file taken out"),
    "house": _("settings"),
    "import": _("file brought in"),
    "instrument": _("instrument"),
    "invitation": _("invitation"),
    "involvement": _("involvement of a person"),
    "ledger": _("ledger"),
    "offer": _("offer"),
    "organisation": _("organisation"),
    "organisation_link": _("link of two organisations"),
    "person": _("person"),
    "publishing": _("what is published"),
    "request": _("request"),
    "resource": _("facility, machine or service"),
    "project": _("project"),
    "review": _("review"),
    "role": _("role"),
    "session": _("session of a committee"),
    "skill": _("skill"),
    "template": _("Word template"),
    "theme": _("theme"),
    "theme_tie": _("tie to a theme"),
    "token": _("access token"),
    "delegation": _("delegation"),
    "event": _("event"),
    "mission": _("mission"),
    "prize": _("prize"),
    "stay": _("stay"),
    "training": _("training"),
}
"""What the audit's kinds of records are called."""

FIELDS: Names = {
    "account": _("Account"),
    "acronym": _("Acronym"),
    "agreement": _("Agreement"),
    "amendment": _("Amendment"),
    "amount": _("Amount"),
    "answer": _("Answer"),
    "answered_at": _("Answered on"),
    "answered_by": _("Answered by"),
    "answered_on": _("Answered on"),
    "asked_at": _("Asked on"),
    "asked_by": _("Asked by"),
    "asked_by_name": _("Asked by"),
    "audience": _("For whom"),
    "authority": _("Authority"),
    "booking": _("How to book"),
    "city": _("City"),
    "clause": _("Clause"),
    "closed_on": _("Closed on"),
    "closes_at": _("Deadline"),
    "code": _("Award"),
    "conditions": _("Conditions"),
    "conditions_en": _("Conditions in English"),
    "conditions_fr": _("Conditions in French"),
    "confirmed_on": _("Confirmed on"),
    "contact": _("Contact"),
    "country": _("Country"),
    "currency": _("Currency"),
    "description_en": _("Description in English"),
    "description_fr": _("Description in French"),
    "digest": _("Letter about what waits"),
    "document": _("Document"),
    "due_on": _("Due on"),
    "email": _("E-mail address"),
    "encrypted": _("Encrypted"),
    "end": _("Last day"),
    "ends_on": _("Last day"),
    "envelope": _("Envelope"),
    "evaluation": _("Evaluation"),
    "evidence": _("Evidence"),
    "evidence_text": _("Evidence"),
    "factor": _("Second factor"),
    "family_name": _("Family name"),
    "file": _("File"),
    "first": _("First organisation"),
    "follows": _("Stands to the one before"),
    "gate": _("Opinion"),
    "given_name": _("Given name"),
    "giver": _("Who permits"),
    "grade": _("Grade"),
    "is_binding": _("Binding"),
    "instrument_version": _("Version of the instrument"),
    "is_demonstration": _("Demonstration"),
    "is_public": _("Public"),
    "keeper": _("Kept by"),
    "kind": _("Kind"),
    "language": _("Language"),
    "latitude": _("Latitude"),
    "leads": _("Leads"),
    "longitude": _("Longitude"),
    "mesh": _("MeSH branch"),
    "most_awards": _("Awards at most"),
    "most_renewals": _("Renewals at most"),
    "name": _("Name"),
    "name_en": _("Name in English"),
    "name_fr": _("Name in French"),
    "new_end": _("New last day"),
    "notice_given_on": _("Notice given on"),
    "notice_months": _("Months of notice"),
    "offer": _("Offer"),
    "offering_answer": _("Answer"),
    "opens_at": _("Opens on"),
    "orcid": _("ORCID"),
    "organisation": _("Organisation"),
    "organisations": _("Organisations"),
    "agreements": _("Agreements"),
    "other_names": _("Other names"),
    "parent": _("Part of"),
    "parties": _("Parties"),
    "parts": _("Parts"),
    "party": _("Party"),
    "permit": _("Permit"),
    "person": _("Person"),
    "provider": _("Sign-in"),
    "purpose": _("Purpose"),
    "receiver": _("Who is permitted"),
    "reference": _("Reference"),
    "remarks": _("Remarks"),
    "renewal": _("Renewal"),
    "renewal_months": _("Months of renewal"),
    "resource": _("Facility, machine or service"),
    "role": _("Role"),
    "ror": _("ROR"),
    "scope": _("What it is about"),
    "scopes": _("Scopes"),
    "second": _("Second organisation"),
    "sha256": _("SHA-256"),
    "share": _("Share"),
    "signatory": _("Signatory"),
    "signatory_function": _("Function of the signatory"),
    "signatory_name": _("Signatory"),
    "signed_on": _("Signed on"),
    "stage": _("Stage"),
    "standing": _("Link"),
    "start": _("First day"),
    "state": _("State"),
    "summary": _("Summary"),
    "text": _("Text"),
    "text_en": _("Text in English"),
    "text_fr": _("Text in French"),
    "theme": _("Theme"),
    "time_zone": _("Time zone"),
    "title_en": _("Title in English"),
    "title_fr": _("Title in French"),
    "use_asked_on": _("Use asked for on"),
    "use_statement": _("What was used"),
    "version": _("Version"),
    "wanted_from": _("Wanted from"),
    "wanted_until": _("Wanted until"),
    "website": _("Website"),
    "withdrawal": _("Reason of the withdrawal"),
    "withdrawn_at": _("Withdrawn on"),
    "year": _("Year"),
    "created": pgettext_lazy("records of an import", "New"),
    "changed": pgettext_lazy("records of an import", "Changed"),
    "skipped": pgettext_lazy("records of an import", "Left out"),
    "answers": _("Answers"),
    "budget": _("Budget"),
    "call": _("Call"),
    "contact_email": _("E-mail address"),
    "contact_name": _("Contact"),
    "contribution": _("Contribution"),
    "is_company": _("Company"),
    "months": _("Duration in months"),
    "number": _("Number"),
    "partner": _("Partner"),
    "receipt": _("Receipt"),
    "signed_name": _("Signed by"),
    "team": _("Team"),
    "title": _("Title"),
    "verdict": _("Verdict"),
    "need": _("What is needed"),
    "organisation_name": _("Organisation"),
    "place": _("Place"),
    "starts_on": _("First day"),
    "direction": _("Direction"),
    "home": _("Home organisation"),
    "home_name": _("Home organisation"),
    "host": _("Host organisation"),
    "host_name": _("Host organisation"),
    "subject": _("Subject"),
    "funding": _("Paid from"),
    "organisers": _("Organisers"),
    "people": _("Number of participants"),
    "hours": _("Hours"),
    "done_on": _("Done on"),
    "found": _("What was found"),
    "owner": _("By whom"),
    "outcome": _("What came of it"),
    "keep_until": _("Keep until"),
    "cohort": _("Cohort"),
    "function": _("Function"),
    "day": _("Day"),
    "begins": _("From"),
    "ends": _("Until"),
    "side": _("Side"),
    "awarded_on": _("Awarded on"),
    "award": _("award"),
    "project": _("Project"),
    "terms": _("Given or lent"),
    "back_on": _("Comes back on"),
    "who": _("With whom"),
    "teachers": _("Teachers"),
    "university": _("University"),
    "second_university": _("Second university"),
    "enrolled_on": _("Enrolled on"),
    "description": _("Description"),
    "note": _("Note"),
    "appeal_until": _("Last day to appeal"),
    "applications": _("Applications"),
    "decision": _("Decision"),
    "minutes": _("Minutes"),
    "present": _("Present"),
    "quorum": _("Quorum"),
    "rank": _("Rank"),
    "seat": _("Seat"),
    "starts_at": _("Begins on"),
}
"""What fields are called, whichever record they are of."""


def _join(*tables: Mapping[Any, str | Promise]) -> Names:
    return {str(code): name for table in tables for code, name in table.items()}


_OF_KIND: Mapping[str, Names] = {
    "agreement": _join(agreements.KIND_NAMES),
    "offer": _join(directory.OFFER_KIND_NAMES),
    "organisation": _join(directory.KIND_NAMES),
    "resource": _join(directory.RESOURCE_KIND_NAMES),
    "theme": _join(directory.THEME_KIND_NAMES),
}
_VALUES: Mapping[str, Names] = {
    "verdict": _join(VERDICT_NAMES),
    "decision": _join(DECISION_NAMES),
    "outcome": _join(APPEAL_OUTCOME_NAMES),
    "seat": _join(SEAT_NAMES),
    "answer": _join(agreements.OPINION_NAMES),
    "audience": _join(directory.AUDIENCE_NAMES),
    "clause": _join(agreements.CLAUSE_NAMES),
    "direction": _join(DIRECTION_NAMES),
    "evidence": _join(directory.EVIDENCE_NAMES),
    "follows": _join(agreements.FOLLOWS_NAMES),
    "gate": _join(agreements.GATE_NAMES),
    "digest": _join(DIGEST_NAMES),
    "language": {"fr": _("French"), "en": _("English"), **_join(agreements.LANGUAGE_NAMES)},
    "permit": _join(agreements.PERMITTED_NAMES),
    "renewal": _join(agreements.RENEWAL_NAMES),
    "role": _join(directory.INVOLVEMENT_NAMES, agreements.PARTY_ROLE_NAMES, ROLE_NAMES),
    "stage": _join(
        MISSION_STAGE_NAMES,
        DELEGATION_STAGE_NAMES,
        CALL_STAGE_NAMES,
        VERSION_STAGE_NAMES,
        STAGE_NAMES,
    ),
    "standing": _join(directory.STANDING_NAMES),
    "state": _join(directory.REQUEST_STATE_NAMES, agreements.CLAUSE_STATE_NAMES),
}


def name_subject(kind: str, record: str) -> str:
    """Return what an event is about, with the beginning of its identifier."""
    return f"{KINDS.get(kind, kind)} {record[:8]}"


def tell_change(
    kind: str, change: Mapping[str, tuple[str, str]]
) -> tuple[tuple[str, str, str], ...]:
    """Return each field that changed by its name, with both values in words."""
    return tuple(
        (name_field(field), _say(kind, field, before), _say(kind, field, after))
        for field, (before, after) in change.items()
    )


def name_field(field: str) -> str:
    """Return what a field is called; one of a later version by its code."""
    # The audit names some columns as the database does.
    return str(FIELDS.get(field) or FIELDS.get(field.removesuffix("_id"), field))


def _say(kind: str, field: str, value: str) -> str:
    if value in {"True", "False"}:
        return now("yes") if value == "True" else now("no")
    names = _OF_KIND.get(kind, {}) if field == "kind" else _VALUES.get(field, {})
    if value in names:
        return str(names[value])
    if field == "country" and value:
        return format_country(value)
    return _shorten(value)


def _shorten(value: str) -> str:
    """Return a day as its readers write it, an identifier by its beginning, and else the value."""
    try:
        if len(value) == len("2026-01-01"):
            return format_date(date.fromisoformat(value))
        if value[10:11] == "T":
            return date_format(localtime(datetime.fromisoformat(value)), "SHORT_DATETIME_FORMAT")
        return str(UUID(value))[:8]
    except ValueError:
        return value
