"""Codes of an authenticator count once, for as long as they are good."""

from __future__ import annotations

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.cache import cache


class _OnceMixin:
    """Refuses a code that was used before.

    The library remembers a code for one period, but with a tolerance of one it is good for three: who
    saw it typed could use it once more.
    """

    user: Any

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        periods = 1 + 2 * app_settings.TOTP_TOLERANCE
        key = f"cordee.code.used:{self.user.pk}:{''.join(code.split())}"
        if not cache.add(key, 1, timeout=periods * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SignInByCode(_OnceMixin, AuthenticateForm):  # type: ignore[misc]
    """The second step of a sign-in."""


class ConfirmByCode(_OnceMixin, ReauthenticateForm):  # type: ignore[misc]
    """Saying again who one is, before something that matters."""
