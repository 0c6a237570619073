"""What happens to an account on the pages of sign-in, told in the audit of the account's organisations.

Those pages are django-allauth's, which says by signals what it did.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as outside
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from cordee.ledger.audit import Change
from cordee.ledger.models import Account
from cordee.ledger.operations import note_account
from cordee.ledger.rights import Actor


@receiver([account.password_set, account.password_changed, account.password_reset])
def tell_password(request: HttpRequest, user: Account, **_: Any) -> None:
    _tell("account.password", request, user)


@receiver(account.email_changed)
def tell_email(
    request: HttpRequest, user: Account, from_email_address: Any, to_email_address: Any, **_: Any
) -> None:
    before = from_email_address.email if from_email_address else ""
    _tell("account.email", request, user, {"email": (before, to_email_address.email)})


@receiver(account.email_added)
def tell_email_added(request: HttpRequest, user: Account, email_address: Any, **_: Any) -> None:
    _tell("account.email", request, user, {"email": ("", email_address.email)})


@receiver(account.email_removed)
def tell_email_removed(request: HttpRequest, user: Account, email_address: Any, **_: Any) -> None:
    _tell("account.email", request, user, {"email": (email_address.email, "")})


@receiver(mfa.authenticator_added)
def tell_factor_added(
    request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any
) -> None:
    _tell("account.add_factor", request, user, {"factor": ("", authenticator.type)})


@receiver(mfa.authenticator_removed)
def tell_factor_removed(
    request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any
) -> None:
    _tell("account.remove_factor", request, user, {"factor": (authenticator.type, "")})


@receiver(mfa.authenticator_reset)
def tell_factor_reset(
    request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any
) -> None:
    kind = authenticator.type
    _tell("account.reset_factor", request, user, {"factor": (kind, kind)})


@receiver(outside.social_account_added)
def tell_sign_in_added(request: HttpRequest, sociallogin: Any, **_: Any) -> None:
    _tell(
        "account.add_sign_in",
        request,
        sociallogin.user,
        {"provider": ("", _name(sociallogin.account))},
    )


@receiver(outside.social_account_removed)
def tell_sign_in_removed(request: HttpRequest, socialaccount: Any, **_: Any) -> None:
    _tell(
        "account.remove_sign_in",
        request,
        socialaccount.user,
        {"provider": (_name(socialaccount), "")},
    )


def _name(connected: Any) -> str:
    return str(connected.provider)


def _tell(action: str, request: HttpRequest, user: Account, change: Change | None = None) -> None:
    origin = request.META.get("REMOTE_ADDR", "")
    by = Actor(account=user.id, name=user.name or user.email, origin=origin)
    note_account(action, "account", user.id, by=by, at=timezone.localtime(), change=change)
