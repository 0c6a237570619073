"""The reader's language: `?lang=` in an address, else the cookie it left, the browser's, the house's."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from cordee.ledger.models import Account
from cordee.web.house import LANGUAGES, get_house


def get_language_of(account: Account) -> str:
    """Return the language an account is written to in: its own, else the house's, else the server's."""
    return account.language or get_house().language or settings.LANGUAGE_CODE


class LanguageChoice:
    """Remember the language asked for in the address. Stands before Django's LocaleMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = request.GET.get("lang", "")
        if language not in LANGUAGES:
            if not _has_chosen(request) and (own := get_house().language):
                request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = own
            return self.get_response(request)
        # LocaleMiddleware reads the cookie, so the page answers in the language asked for at once.
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = language
        response = self.get_response(request)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
        return response


def _has_chosen(request: HttpRequest) -> bool:
    """Return whether a cookie or the browser asks for a language the pages are written in."""
    asked = parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    return request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) in LANGUAGES or any(
        code.partition("-")[0] in LANGUAGES for code, _weight in asked
    )
