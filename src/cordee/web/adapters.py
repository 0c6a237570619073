"""How accounts come about here: by invitation alone, whichever way a person signs in."""

from __future__ import annotations

from collections.abc import Mapping

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError


class InvitedOnly(DefaultAccountAdapter):
    """No open sign-up: an invitation makes the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Leave wrong passwords to the lock-out, which counts by address and place.

        A count by address alone would let anybody lock anybody out.
        """


class KnownAddressesOnly(DefaultSocialAccountAdapter):
    """An outside sign-in opens an account it was connected to; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> object:
        """Return what is configured of a provider; one that is not has no address here."""
        try:
            return super().get_app(request, provider, client_id)
        except ObjectDoesNotExist as error:
            raise NotFoundError(gettext_noop("No page has this address.")) from error


def get_address_tried(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """Return the address someone tries to sign in with, in lower case, for the lock-out to count by."""
    tried = (credentials or {}).get("email") or request.POST.get("login", "")
    return tried.strip().lower()
