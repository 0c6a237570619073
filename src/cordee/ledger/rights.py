"""Who may do what, where: decided here and nowhere else. What is not in the table is refused.

A role is held at an organisation for a period. It reaches that organisation and its parts (a unit of
an institution, a team of the unit), never upwards. The question is always about one organisation,
given as its *line*: itself and every organisation it is part of, on the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.kernel.errors import RefusedError
from cordee.ledger.states import ACTION_NAMES, STRONG_ROLES, Action, Reach, Role, Scope


Line = frozenset[UUID]
"""An organisation and all it is part of, by their identifiers."""

_SEES = {Action.SEE_DIRECTORY: Reach.ANY}
_MEMBER = {
    **_SEES,
    Action.SEE_CONTACTS: Reach.OWN,
    Action.SEE_AGREEMENTS: Reach.OWN,
    Action.ASK: Reach.OWN,
    Action.APPLY: Reach.OWN,
}
_LEAD = {
    **_MEMBER,
    Action.SEE_CONTACTS: Reach.ANY,
    Action.EDIT_OWN_TEAM: Reach.OWN,
    Action.CONFIRM_ENTRIES: Reach.OWN,
    Action.OFFER: Reach.OWN,
    Action.ANSWER_REQUESTS: Reach.OWN,
}
_EDITOR = {
    **_LEAD,
    Action.EDIT_DIRECTORY: Reach.OWN,
    Action.IMPORT_RECORDS: Reach.OWN,
    Action.EXPORT_RECORDS: Reach.OWN,
}
_OFFICER = {
    **_EDITOR,
    Action.SEE_AGREEMENT_DOCUMENTS: Reach.OWN,
    Action.EDIT_AGREEMENTS: Reach.OWN,
    Action.MOVE_AGREEMENTS: Reach.OWN,
    Action.SEE_APPLICATIONS: Reach.OWN,
    Action.RUN_PROGRAMMES: Reach.OWN,
    Action.SEE_PEOPLE_WITH_ROLES: Reach.OWN,
}

RIGHTS: Mapping[Role, Mapping[Action, Reach]] = {
    Role.READER: {**_SEES, Action.SEE_AGREEMENTS: Reach.OWN},
    Role.MEMBER: _MEMBER,
    Role.TEAM_LEAD: _LEAD,
    Role.EDITOR: _EDITOR,
    Role.OFFICER: _OFFICER,
    Role.ADMINISTRATOR: {
        **_OFFICER,
        Action.GIVE_ROLES: Reach.OWN,
        Action.SEE_AUDIT: Reach.OWN,
        Action.CONFIGURE: Reach.OWN,
    },
    # An auditor reads everything of the organisation and writes nothing.
    Role.AUDITOR: {
        **_SEES,
        Action.SEE_CONTACTS: Reach.OWN,
        Action.SEE_AGREEMENTS: Reach.OWN,
        Action.SEE_AGREEMENT_DOCUMENTS: Reach.OWN,
        Action.SEE_APPLICATIONS: Reach.OWN,
        Action.EXPORT_RECORDS: Reach.OWN,
        Action.SEE_PEOPLE_WITH_ROLES: Reach.OWN,
        Action.SEE_AUDIT: Reach.OWN,
    },
}

SCOPES: Mapping[Scope, frozenset[Action]] = {
    Scope.DIRECTORY_READ: frozenset({Action.SEE_DIRECTORY}),
    Scope.CONTACTS_READ: frozenset({Action.SEE_DIRECTORY, Action.SEE_CONTACTS}),
    Scope.DIRECTORY_WRITE: frozenset(
        {
            Action.SEE_DIRECTORY,
            Action.EDIT_DIRECTORY,
            Action.CONFIRM_ENTRIES,
            Action.EDIT_OWN_TEAM,
            Action.OFFER,
        }
    ),
    # Who may ask or answer sees requests by that; that a token only reads them is its operations' to hold.
    Scope.REQUESTS_READ: frozenset({Action.SEE_DIRECTORY, Action.ASK, Action.ANSWER_REQUESTS}),
    Scope.REQUESTS_WRITE: frozenset({Action.SEE_DIRECTORY, Action.ASK, Action.ANSWER_REQUESTS}),
    Scope.AGREEMENTS_READ: frozenset({Action.SEE_AGREEMENTS}),
    Scope.DOCUMENTS_READ: frozenset({Action.SEE_AGREEMENTS, Action.SEE_AGREEMENT_DOCUMENTS}),
    Scope.AGREEMENTS_WRITE: frozenset(
        {Action.SEE_AGREEMENTS, Action.EDIT_AGREEMENTS, Action.MOVE_AGREEMENTS}
    ),
    # Who leads a project sees it by what lets them apply; no operation of this scope writes.
    Scope.PROGRAMMES_READ: frozenset({Action.SEE_APPLICATIONS, Action.APPLY}),
    # A file is brought in by the same rights as one record, each line asked for its own.
    Scope.RECORDS_IMPORT: frozenset(
        {
            Action.IMPORT_RECORDS,
            Action.SEE_DIRECTORY,
            Action.EDIT_DIRECTORY,
            Action.EDIT_OWN_TEAM,
            Action.SEE_AGREEMENTS,
            Action.EDIT_AGREEMENTS,
        }
    ),
    Scope.RECORDS_EXPORT: frozenset(
        {
            Action.EXPORT_RECORDS,
            Action.SEE_AGREEMENTS,
            Action.SEE_AGREEMENT_DOCUMENTS,
            Action.SEE_APPLICATIONS,
        }
    ),
    Scope.AUDIT_READ: frozenset({Action.SEE_AUDIT}),
}
"""The actions each scope of a token leaves to its owner. No scope gives roles or configures."""


@dataclass(frozen=True)
class Grant:
    """A role held at an organisation from a day to a day (inclusive); an open end is None."""

    role: Role
    organisation: UUID
    start: date
    end: date | None = None

    def holds(self, on: date) -> bool:
        """Return whether the role is held on that day.

        >>> from uuid import UUID
        >>> held = Grant(Role.MEMBER, UUID(int=1), date(2026, 1, 1), date(2026, 6, 30))
        >>> held.holds(date(2026, 6, 30)), held.holds(date(2026, 7, 1))
        (True, False)
        """
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True)
class Actor:
    """Who asks: an account with the roles held today. Nobody signed in has no account and no role.

    `has_second_factor` says whether the account is protected by one; without it the strong roles
    (administrator, partnership officer) give nothing.
    """

    account: UUID | None = None
    name: str = ""
    grants: tuple[Grant, ...] = ()
    has_second_factor: bool = False
    origin: str = ""
    """Where the request came from: a network address, or the name of a command."""
    is_demonstration: bool = False
    """What a demonstration account enters is marked as a demonstration."""
    limit: frozenset[Action] | None = None
    """What may be done at all, whatever the roles: the scopes of a token. None limits nothing."""

    @property
    def is_signed_in(self) -> bool:
        """Return whether an account stands behind the request."""
        return self.account is not None


NOBODY = Actor()


def can(actor: Actor, action: Action, line: Line, *, on: date) -> bool:
    """Return whether `actor` may do `action` at the organisation whose line is `line` on that day."""
    if not _is_within_limit(actor, action):
        return False
    return any(
        reach is Reach.ANY or grant.organisation in line
        for grant in list_grants(actor, on=on)
        if (reach := RIGHTS[grant.role].get(action)) is not None
    )


def check_can(actor: Actor, action: Action, line: Line, *, on: date) -> None:
    """Raise `RefusedError` unless `actor` may do `action` there; the sentence says what is missing."""
    if can(actor, action, line, on=on):
        return
    if not _is_within_limit(actor, action):
        raise RefusedError(
            gettext_noop("The scopes of this token do not let it {action}."),
            action=ACTION_NAMES[action],
        )
    if (
        any(
            grant.role in STRONG_ROLES and action in RIGHTS[grant.role] and grant.holds(on)
            for grant in actor.grants
        )
        and not actor.has_second_factor
    ):
        raise RefusedError(
            gettext_noop(
                "Your role here needs a second factor. Set one up under “Security of the account”, then repeat."
            )
        )
    raise RefusedError(
        gettext_noop(
            "None of your roles at this organisation lets you {action}. Ask its administrator."
        ),
        action=ACTION_NAMES[action],
    )


def list_grants(actor: Actor, *, on: date) -> tuple[Grant, ...]:
    """Return the roles that count for `actor` on that day."""
    return tuple(
        grant
        for grant in actor.grants
        if grant.holds(on) and counts(grant.role, has_second_factor=actor.has_second_factor)
    )


def counts(role: Role, *, has_second_factor: bool) -> bool:
    """Return whether a role gives anything: the strong ones do not without a second factor."""
    return has_second_factor or role not in STRONG_ROLES


def gives(role: Role, action: Action, *, has_second_factor: bool) -> bool:
    """Return whether a role lets its holder do an action where it holds.

    >>> gives(Role.OFFICER, Action.EDIT_AGREEMENTS, has_second_factor=False)
    False
    """
    return action in RIGHTS[role] and counts(role, has_second_factor=has_second_factor)


def list_reached(actor: Actor, action: Action, *, on: date) -> frozenset[UUID] | None:
    """Return the organisations at which (with their parts) `actor` may do `action`; None means all.

    Lists narrow by it in the database instead of asking about each row.
    """
    found: set[UUID] = set()
    if not _is_within_limit(actor, action):
        return frozenset()
    for grant in list_grants(actor, on=on):
        reach = RIGHTS[grant.role].get(action)
        if reach is Reach.ANY:
            return None
        if reach is Reach.OWN:
            found.add(grant.organisation)
    return frozenset(found)


def list_allowed(scopes: Iterable[Scope]) -> frozenset[Action]:
    """Return all that a token with these scopes may be used for.

    >>> sorted(list_allowed([Scope.DIRECTORY_READ, Scope.AUDIT_READ]))
    [<Action.SEE_AUDIT: 'see_audit'>, <Action.SEE_DIRECTORY: 'see_directory'>]
    """
    return frozenset(action for scope in scopes for action in SCOPES[scope])


def _is_within_limit(actor: Actor, action: Action) -> bool:
    return actor.limit is None or action in actor.limit
