"""What the pages of accounts, roles and the audit show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.agreements.states import DEED_NAMES
from cordee.directory.queries import Named
from cordee.directory.states import DEED_NAMES as DIRECTORY_DEEDS
from cordee.ledger.audit import Told
from cordee.ledger.queries import Holder, Invited
from cordee.ledger.rights import RIGHTS, Actor, list_grants
from cordee.ledger.states import ACTION_NAMES, ROLE_NAMES, STRONG_ROLES, Action, Reach, Role
from cordee.ledger.tokens import TokenTold
from cordee.programmes.deeds import DEED_NAMES as PROGRAMME_DEEDS
from cordee.web.telling import name_subject, tell_change
from cordee.web.wording import format_date


@dataclass(frozen=True)
class RoleLine:
    """A role of one's own: where, until when, whether it counts yet."""

    role: str
    organisation: str
    roles_address: str
    end: str
    waits_for_factor: bool
    rights: tuple[str, ...]
    export_address: str


@dataclass(frozen=True)
class HolderLine:
    name: str
    email: str
    role: str
    start: date
    end: date | None
    waits_for_factor: bool
    end_address: str


@dataclass(frozen=True)
class InvitedLine:
    email: str
    role: str
    invited_by: str
    lapses_at: datetime
    withdraw_address: str


@dataclass(frozen=True)
class EventLine:
    number: int
    at: datetime
    who: str
    what: str
    about: str
    organisation: str
    origin: str
    reason: str
    change: tuple[tuple[str, str, str], ...]
    is_damaged: bool = False


@dataclass(frozen=True)
class TokenLine:
    """A token of one's own. `state` says why it opens nothing, empty while it does."""

    name: str
    scopes: tuple[str, ...]
    ends_on: date
    made_at: datetime
    last_used_at: datetime | None
    state: str
    revoke_address: str


def present_tokens(tokens: Iterable[TokenTold], *, on: date) -> tuple[TokenLine, ...]:
    return tuple(
        TokenLine(
            name=one.name,
            scopes=tuple(sorted(scope.value for scope in one.scopes)),
            ends_on=one.ends_on,
            made_at=one.made_at,
            last_used_at=one.last_used_at,
            state=_say_token_state(one, on),
            revoke_address=reverse("accounts:revoke_token", args=[one.id]) if one.works(on) else "",
        )
        for one in tokens
    )


def _say_token_state(one: TokenTold, on: date) -> str:
    if one.revoked_at is not None:
        return _("revoked on {day}").format(day=format_date(one.revoked_at))
    return "" if one.works(on) else _("ended")


def present_roles(
    actor: Actor, names: Mapping[UUID, Named], language: str, *, on: date
) -> tuple[RoleLine, ...]:
    counting = set(list_grants(actor, on=on))
    return tuple(
        RoleLine(
            role=str(ROLE_NAMES[grant.role]),
            organisation=names[grant.organisation].to_name(language),
            roles_address=reverse("accounts:roles", args=[grant.organisation]),
            end=format_date(grant.end) if grant.end else "",
            waits_for_factor=grant not in counting,
            rights=list_rights(grant.role),
            export_address=reverse("imports:export", args=[grant.organisation])
            if grant in counting and Action.EXPORT_RECORDS in RIGHTS[grant.role]
            else "",
        )
        for grant in actor.grants
        if grant.organisation in names
    )


def list_rights(role: Role) -> tuple[str, ...]:
    """Return what a role lets its holder do, in the table's order, with where."""
    return tuple(
        _("{right} (anywhere)").format(right=ACTION_NAMES[action])
        if reach is Reach.ANY
        else str(ACTION_NAMES[action])
        for action, reach in RIGHTS[role].items()
    )


def present_holders(organisation: UUID, holders: tuple[Holder, ...]) -> tuple[HolderLine, ...]:
    return tuple(
        HolderLine(
            name=one.name,
            email=one.email,
            role=str(ROLE_NAMES[one.role]),
            start=one.start,
            end=one.end,
            waits_for_factor=one.role in STRONG_ROLES and not one.has_second_factor,
            end_address=reverse("accounts:end_role", args=[organisation, one.id]),
        )
        for one in holders
    )


def present_invited(organisation: UUID, invited: tuple[Invited, ...]) -> tuple[InvitedLine, ...]:
    return tuple(
        InvitedLine(
            email=one.email,
            role=str(ROLE_NAMES[one.role]),
            invited_by=one.invited_by,
            lapses_at=one.lapses_at,
            withdraw_address=reverse("accounts:withdraw", args=[organisation, one.id]),
        )
        for one in invited
    )


def present_events(
    told: tuple[Told, ...], names: Mapping[UUID, Named], language: str
) -> tuple[EventLine, ...]:
    deeds = name_deeds()
    return tuple(
        EventLine(
            number=one.number,
            at=one.at,
            who=one.actor_name or _("nobody signed in"),
            what=deeds.get(one.action, one.action),
            about=name_subject(one.kind, one.record),
            organisation=_name(one, names, language),
            origin=one.origin,
            reason=one.reason,
            change=tell_change(one.kind, one.change),
            is_damaged=one.is_damaged,
        )
        for one in told
    )


def name_deeds() -> Mapping[str, str]:
    """Return what the actions of the audit are called; those of later rooms are shown by their code."""
    return {
        "account.create": _("opened an account"),
        "account.change": _("changed an account"),
        "account.password": _("chose another password"),
        "account.email": _("changed an e-mail address"),
        "account.add_factor": _("set up a second factor"),
        "account.remove_factor": _("gave a second factor up"),
        "account.reset_factor": _("made new recovery codes"),
        "account.add_sign_in": _("connected another way to sign in"),
        "account.remove_sign_in": _("disconnected another way to sign in"),
        "house.change": _("changed the settings"),
        "publishing.change": _("chose what is published"),
        "template.change": _("changed a Word template"),
        "ledger.back_up": _("took a backup"),
        "role.give": _("gave a role"),
        "role.end": _("ended a role"),
        "invitation.create": _("invited"),
        "invitation.withdraw": _("withdrew an invitation"),
        "invitation.take_up": _("took up an invitation"),
        "token.create": _("made an access token"),
        "token.revoke": _("revoked an access token"),
        "import.run": _("brought a file in"),
        "import.undo": _("undid an import"),
        "export.take": _("took all records of an organisation out"),
        "organisation.take_back": _("took an organisation back with its import"),
        "organisation_link.take_back": _("took a link back with its import"),
        **{name: str(said) for name, said in DEED_NAMES.items()},
        **{name: str(said) for name, said in PROGRAMME_DEEDS.items()},
        **{name: str(said) for name, said in DIRECTORY_DEEDS.items()},
    }


def _name(one: Told, names: Mapping[UUID, Named], language: str) -> str:
    named = names.get(one.organisation) if one.organisation else None
    return named.to_name(language) if named else ""
