"""What a reader sees when a page cannot be shown: a sentence, in their language, with a status."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cordee.kernel.errors import (
    CordeeError,
    LakeBusyError,
    LakeError,
    LedgerError,
    NotFoundError,
    RefusedError,
    RuleError,
    StaleError,
    UsageError,
)
from cordee.kernel.messages import Sentence, translate
from cordee.ledger.rights import Actor
from cordee.web.jobs import TooManyJobsError
from cordee.web.outages import find_outage
from cordee.web.wording import get_reader_language


logger = logging.getLogger(__name__)

# The first family that fits gives the status: the more particular stand first.
STATUSES: tuple[tuple[type[CordeeError], int], ...] = (
    (NotFoundError, 404),
    (UsageError, 400),
    (RefusedError, 403),
    (RuleError, 409),
    (StaleError, 409),
    (LedgerError, 503),
    (TooManyJobsError, 429),
    (LakeBusyError, 503),
    (LakeError, 503),
    (CordeeError, 500),
)


@dataclass(frozen=True)
class ErrorPage:
    status: int
    title: str
    sentence: str


def get_status(error: CordeeError) -> int:
    return next(status for kind, status in STATUSES if isinstance(error, kind))


def get_title(status: int) -> str:
    titles = {
        400: _("That question cannot be read"),
        403: _("That is not yours to do"),
        404: _("Nothing here by that name"),
        409: _("That cannot be done now"),
        429: _("Too much at once"),
        503: _("The figures are not at hand"),
    }
    return titles.get(status, _("Something went wrong on our side"))


def get_error_title(error: CordeeError) -> str:
    """Return the title of an error's page: what is missing where the status alone does not tell."""
    if isinstance(error, LedgerError):
        return _("The ledger is not at hand")
    return get_title(get_status(error))


def say_error(error: CordeeError) -> str:
    """Return the error's sentence in the reader's language."""
    return say_sentence(error.sentence)


def say_sentence(sentence: Sentence) -> str:
    """Return a sentence in the reader's language.

    Those of the pure packages stand in their own catalogue, those of the rooms in Django's.
    """
    language = get_reader_language()
    if translate(sentence.text, language) == sentence.text:
        sentence = replace(sentence, text=_(sentence.text))
    values = {
        name: say_sentence(one) if isinstance(one, Sentence) else one
        for name, one in sentence.values.items()
    }
    return replace(sentence, values=values).to_text(language)


def render_error(
    request: HttpRequest, status: int, sentence: str, *, title: str = ""
) -> HttpResponse:
    page = ErrorPage(status=status, title=title or get_title(status), sentence=sentence)
    return render(request, "error.html", {"page": page}, status=status)


class ForeseenErrors:
    """Turn a foreseen error into its page. What nobody foresaw goes on to `show_server_error`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, CordeeError):
            return None
        status = get_status(error)
        if status >= 500:
            logger.error("%s: %s", type(error).__name__, error)
        return render_error(request, status, say_error(error), title=get_error_title(error))


def show_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_error(
        request, 400, _("The address of this page is malformed. Start again from the home page.")
    )


def show_forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render_error(
        request,
        403,
        _(
            "The form has no mark of this site: the page was open too long, or cookies are refused. Open the page again and repeat."
        ),
        title=_("That was not asked from here"),
    )


def show_locked_out(request: HttpRequest, credentials: object = None) -> HttpResponse:
    return render_error(
        request,
        429,
        _(
            "Too many wrong passwords for this address. Wait a quarter of an hour, or choose a new password by e-mail."
        ),
    )


def show_too_many(request: HttpRequest) -> HttpResponse:
    return render_error(
        request, 429, _("That was tried too often. Wait a quarter of an hour, then try again.")
    )


def show_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_error(
        request, 404, _("No page has this address. Check it, or start again from the home page.")
    )


def show_server_error(request: HttpRequest) -> HttpResponse:
    outage = find_outage(sys.exception())
    if outage is not None:
        _forget_who_asks(request)
        return render_error(request, outage.status, outage.sentence, title=outage.title)
    return render_error(
        request,
        500,
        _(
            "The page could not be made and the fault is written in the server's log. Nothing was lost; try again."
        ),
    )


def _forget_who_asks(request: HttpRequest) -> None:
    """Let the frame around the page be drawn without the ledger, which cannot tell who asks."""
    request.user = AnonymousUser()
    request.cordee_actor = Actor()  # type: ignore[attr-defined]  # what `actors.get_actor` keeps
    # Notes for the next page lie in the session, which is a table too; they stay there.
    if hasattr(request, "_messages"):
        del request._messages
