"""The roles a person may hold at an organisation, and all that can be done under them."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What a person is at an organisation, for a period."""

    ADMINISTRATOR = "administrator"
    OFFICER = "officer"
    EDITOR = "editor"
    TEAM_LEAD = "team_lead"
    MEMBER = "member"
    READER = "reader"
    AUDITOR = "auditor"


ROLE_NAMES = {
    Role.ADMINISTRATOR: _("administrator"),
    Role.OFFICER: _("partnership officer"),
    Role.EDITOR: _("directory editor"),
    Role.TEAM_LEAD: _("team lead"),
    Role.MEMBER: _("member"),
    Role.READER: _("reader"),
    Role.AUDITOR: _("auditor"),
}

STRONG_ROLES = frozenset({Role.ADMINISTRATOR, Role.OFFICER})
"""Roles that count only once their holder signs in with a second factor."""


class Action(StrEnum):
    """All that a right can be asked for. Each is asked about one organisation."""

    SEE_DIRECTORY = "see_directory"
    SEE_CONTACTS = "see_contacts"
    EDIT_DIRECTORY = "edit_directory"
    CONFIRM_ENTRIES = "confirm_entries"
    EDIT_OWN_TEAM = "edit_own_team"
    OFFER = "offer"
    ASK = "ask"
    ANSWER_REQUESTS = "answer_requests"
    SEE_AGREEMENTS = "see_agreements"
    SEE_AGREEMENT_DOCUMENTS = "see_agreement_documents"
    EDIT_AGREEMENTS = "edit_agreements"
    MOVE_AGREEMENTS = "move_agreements"
    IMPORT_RECORDS = "import_records"
    EXPORT_RECORDS = "export_records"
    SEE_PEOPLE_WITH_ROLES = "see_people_with_roles"
    GIVE_ROLES = "give_roles"
    SEE_AUDIT = "see_audit"
    CONFIGURE = "configure"


ACTION_NAMES = {
    Action.SEE_DIRECTORY: _("see the directory"),
    Action.SEE_CONTACTS: _("see addresses of people"),
    Action.EDIT_DIRECTORY: _("change entries of the directory"),
    Action.CONFIRM_ENTRIES: _("confirm that an entry is still true"),
    Action.EDIT_OWN_TEAM: _("change a team's people, skills and equipment"),
    Action.OFFER: _("offer a machine, a skill, a data set, a place"),
    Action.ASK: _("ask for what is offered"),
    Action.ANSWER_REQUESTS: _("answer requests"),
    Action.SEE_AGREEMENTS: _("see agreements"),
    Action.SEE_AGREEMENT_DOCUMENTS: _("see the documents and opinions of agreements"),
    Action.EDIT_AGREEMENTS: _("write and change agreements"),
    Action.MOVE_AGREEMENTS: _("move agreements through their life"),
    Action.IMPORT_RECORDS: _("bring records in from a file"),
    Action.EXPORT_RECORDS: _("take records out as a file"),
    Action.SEE_PEOPLE_WITH_ROLES: _("see who holds which role"),
    Action.GIVE_ROLES: _("invite people, give and end roles"),
    Action.SEE_AUDIT: _("read the audit"),
    Action.CONFIGURE: _("change settings, back up, restore"),
}


class Reach(StrEnum):
    """Where a right holds: at the role's organisation and its parts, or at any organisation."""

    OWN = "own"
    ANY = "any"


class Scope(StrEnum):
    """What an access token may be used for, within what its owner may do."""

    DIRECTORY_READ = "directory:read"
    CONTACTS_READ = "contacts:read"
    DIRECTORY_WRITE = "directory:write"
    REQUESTS_READ = "requests:read"
    REQUESTS_WRITE = "requests:write"
    AGREEMENTS_READ = "agreements:read"
    DOCUMENTS_READ = "documents:read"
    AGREEMENTS_WRITE = "agreements:write"
    RECORDS_IMPORT = "records:import"
    RECORDS_EXPORT = "records:export"
    AUDIT_READ = "audit:read"


SCOPE_NAMES = {
    Scope.DIRECTORY_READ: _("read the directory"),
    Scope.CONTACTS_READ: _("read addresses of people, with the directory"),
    Scope.DIRECTORY_WRITE: _("change the directory, with offers"),
    Scope.REQUESTS_READ: _("read requests for what is offered"),
    Scope.REQUESTS_WRITE: _("ask for what is offered, and answer requests"),
    Scope.AGREEMENTS_READ: _("read agreements"),
    Scope.DOCUMENTS_READ: _("read opinions and documents of agreements, with agreements"),
    Scope.AGREEMENTS_WRITE: _("write agreements, and move them through their life"),
    Scope.RECORDS_IMPORT: _("bring records in from a file"),
    Scope.RECORDS_EXPORT: _("take records out as a file"),
    Scope.AUDIT_READ: _("read the audit"),
}
