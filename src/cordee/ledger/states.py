"""The roles a person may hold at an organisation, and all that can be done under them."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from cordee.ledger.worded import Worded, list_names


class Role(Worded):
    """What a person is at an organisation, for a period."""

    ADMINISTRATOR = "administrator", _("administrator")
    OFFICER = "officer", _("partnership officer")
    EDITOR = "editor", _("directory editor")
    TEAM_LEAD = "team_lead", _("team lead")
    MEMBER = "member", _("member")
    READER = "reader", _("reader")
    AUDITOR = "auditor", _("auditor")


ROLE_NAMES = list_names(Role)

STRONG_ROLES = frozenset({Role.ADMINISTRATOR, Role.OFFICER})
"""Roles that count only once their holder signs in with a second factor."""


class Digest(Worded):
    """How often an account is written what waits for it."""

    WEEKLY = "weekly", _("every Monday")
    DAILY = "daily", _("every day")
    NEVER = "never", _("never")


DIGEST_NAMES = list_names(Digest)


class Action(Worded):
    """All that a right can be asked for. Each is asked about one organisation."""

    SEE_DIRECTORY = "see_directory", _("see the directory")
    SEE_CONTACTS = "see_contacts", _("see addresses of people")
    EDIT_DIRECTORY = "edit_directory", _("change entries of the directory")
    CONFIRM_ENTRIES = "confirm_entries", _("confirm that an entry is still true")
    EDIT_OWN_TEAM = "edit_own_team", _("change a team's people, skills and equipment")
    OFFER = "offer", _("offer a machine, a skill, a data set, a place")
    ASK = "ask", _("ask for what is offered")
    ANSWER_REQUESTS = "answer_requests", _("answer requests")
    SEE_AGREEMENTS = "see_agreements", _("see agreements")
    SEE_AGREEMENT_DOCUMENTS = (
        "see_agreement_documents",
        _("see the documents and opinions of agreements"),
    )
    EDIT_AGREEMENTS = "edit_agreements", _("write and change agreements")
    MOVE_AGREEMENTS = "move_agreements", _("move agreements through their life")
    APPLY = "apply", _("apply to calls for the organisation")
    SEE_APPLICATIONS = "see_applications", _("see applications to the organisation's calls")
    RUN_PROGRAMMES = "run_programmes", _("define instruments, open calls, set verdicts aside")
    IMPORT_RECORDS = "import_records", _("bring records in from a file")
    EXPORT_RECORDS = "export_records", _("take records out as a file")
    SEE_PEOPLE_WITH_ROLES = "see_people_with_roles", _("see who holds which role")
    GIVE_ROLES = "give_roles", _("invite people, give and end roles")
    SEE_AUDIT = "see_audit", _("read the audit")
    CONFIGURE = "configure", _("change settings, back up, restore")


ACTION_NAMES = list_names(Action)


class Reach(StrEnum):
    """Where a right holds: at the role's organisation and its parts, or at any organisation."""

    OWN = "own"
    ANY = "any"


class Scope(Worded):
    """What an access token may be used for, within what its owner may do."""

    DIRECTORY_READ = "directory:read", _("read the directory")
    CONTACTS_READ = "contacts:read", _("read addresses of people, with the directory")
    DIRECTORY_WRITE = "directory:write", _("change the directory, with offers")
    REQUESTS_READ = "requests:read", _("read requests for what is offered")
    REQUESTS_WRITE = "requests:write", _("ask for what is offered, and answer requests")
    AGREEMENTS_READ = "agreements:read", _("read agreements")
    DOCUMENTS_READ = (
        "documents:read",
        _("read opinions and documents of agreements, with agreements"),
    )
    AGREEMENTS_WRITE = "agreements:write", _("write agreements, and move them through their life")
    PROGRAMMES_READ = "programmes:read", _("read projects")
    RECORDS_IMPORT = "records:import", _("bring records in from a file")
    RECORDS_EXPORT = "records:export", _("take records out as a file")
    AUDIT_READ = "audit:read", _("read the audit")


SCOPE_NAMES = list_names(Scope)
