"""What went wrong, as RFC 9457 has it: a problem with a type, a title, a status and a sentence.

What nobody foresaw is written to the log and told without any of it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.responses import NinjaJSONEncoder

from cordee.kernel.errors import CordeeError, SourceError, UsageError
from cordee.ledger.states import Scope
from cordee.web.errors import get_status, say_error


logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
REALM = 'Bearer realm="cordee"'

TITLES: Mapping[int, tuple[str, str | Promise]] = {
    400: ("malformed", gettext_lazy("The request cannot be read")),
    401: ("no-token", gettext_lazy("A token is needed")),
    403: ("refused", gettext_lazy("That is not yours to do")),
    404: ("nothing-there", gettext_lazy("Nothing here by that name")),
    405: ("no-such-method", gettext_lazy("This address does not know the method")),
    409: ("not-now", gettext_lazy("That cannot be done now")),
    413: ("too-large", gettext_lazy("That is too large")),
    415: ("other-type", gettext_lazy("That type of content is not taken")),
    422: ("wrong-values", gettext_lazy("Some values cannot be used")),
    428: ("no-version", gettext_lazy("Say which version you changed")),
    429: ("too-often", gettext_lazy("Too many requests")),
    500: ("our-fault", gettext_lazy("Something went wrong on our side")),
    503: ("not-at-hand", gettext_lazy("The ledger is not at hand")),
}
"""Each status with the word by which a program knows the problem, and what people call it."""


class InsufficientScopeError(Exception):
    """The token is not meant for that, whatever its owner may do."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.scope = scope


class TooOftenError(Exception):
    """The token asked too often; `wait` are the seconds until it may again."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.wait = wait


class MediaTypeError(Exception):
    """The body is of a type that no operation takes."""


class TooLargeError(Exception):
    """A file is larger than what is taken, which are `most` bytes."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


@dataclass(frozen=True)
class Wrong:
    """One value that cannot be used: where it stands, and why."""

    where: str
    why: str
    code: str


def make_problem(
    request: HttpRequest,
    status: int,
    detail: str,
    *,
    code: str = "",
    errors: Iterable[Wrong] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return a problem as its answer."""
    usual, title = TITLES.get(status, TITLES[500 if status >= 500 else 400])
    told: dict[str, object] = {
        # An address of the page that describes the API, where each problem is told.
        "type": f"/api#problem-{usual}",
        "title": str(title),
        "status": status,
        "detail": detail,
        "instance": request.path,
        "code": code or usual,
    }
    wrong = [{"where": one.where, "why": one.why, "code": one.code} for one in errors]
    if wrong:
        told["errors"] = wrong
    answer = HttpResponse(
        json.dumps(told, cls=NinjaJSONEncoder, ensure_ascii=False),
        status=status,
        content_type=MEDIA_TYPE,
    )
    for name, value in (headers or {}).items():
        answer.headers[name] = value
    return answer


def say_status(status: int) -> str:
    """Return the sentence for an answer that says nothing but its status."""
    sentences = {
        404: _("Nothing of the API has this address. Its addresses stand at /api/openapi.json."),
        405: _("Ask this address by one of the methods that the header Allow names."),
        413: _("Send less at once."),
    }
    return sentences.get(
        status,
        _("The fault is written in the server's log. Nothing was lost; try again.")
        if status >= 500
        else _("The request cannot be read as it was sent."),
    )


def add_handlers(api: NinjaAPI) -> None:
    """Let every fault of an operation become a problem."""
    for kind, handler in _HANDLERS.items():
        api.add_exception_handler(kind, handler)


def _tell_foreseen(request: HttpRequest, error: CordeeError) -> HttpResponse:
    status = get_status(error)
    if isinstance(error, SourceError):
        # A file that is not what it should be: the request itself was read.
        status = 422
    if isinstance(error, UsageError):
        # Each value is as described; a rule forbids them together.
        status = 409
    if status >= 500:
        logger.error("%s: %s", type(error).__name__, error)
    return make_problem(request, status, say_error(error), code=_name(error, status))


def _name(error: CordeeError, status: int) -> str:
    names = {"StaleError": "stale-version", "RuleError": "rule", "UsageError": "rule"}
    return names.get(type(error).__name__, TITLES[status][0])


def _tell_wrong_values(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [_present(one) for one in error.errors]
    if any(one.where == "header.If-Match" and one.code == "missing" for one in wrong):
        return make_problem(
            request,
            428,
            _("Send the header If-Match with the ETag of the record as you read it."),
        )
    return make_problem(
        request, 422, _("Correct the values named under errors, then repeat."), errors=wrong
    )


def _present(one: Mapping[str, Any]) -> Wrong:
    # The name of the Python argument that holds the whole body says nothing to who sent it.
    places = [str(place) for place in one["loc"] if place not in {"sent", "query"}]
    return Wrong(".".join(places), _say_why(one["type"], one.get("ctx", {})), one["type"])


def _say_why(code: str, said: Mapping[str, Any]) -> str:
    sentences = {
        "missing": _("It is missing."),
        "extra_forbidden": _("Nothing of that name is known here."),
        "string_too_long": _("It is longer than {max_length} characters."),
        "string_too_short": _("It is empty, or too short."),
        "string_pattern_mismatch": _("It is not written as it should be: {pattern}"),
        "enum": _("It is none of: {expected}."),
        "literal_error": _("It is none of: {expected}."),
        "date_from_datetime_parsing": _("It is no date, such as 2026-12-31."),
        "date_parsing": _("It is no date, such as 2026-12-31."),
        "uuid_parsing": _("It is no identifier."),
        "greater_than_equal": _("It is less than {ge}."),
        "less_than_equal": _("It is more than {le}."),
        "json_invalid": _("It is no JSON."),
    }
    sentence = sentences.get(code, _("It cannot be used here."))
    # The library joins the last two choices by an English word.
    values = {name: str(value).replace("' or '", "', '") for name, value in said.items()}
    return sentence.format(**values)


def _tell_no_token(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    header = f'{REALM}, error="invalid_token"' if "Authorization" in request.headers else REALM
    return make_problem(
        request,
        401,
        _(
            "Send the header “Authorization: Bearer …” with a token that works. People make theirs under “Access tokens”."
        ),
        headers={"WWW-Authenticate": header},
    )


def _tell_scope(request: HttpRequest, error: InsufficientScopeError) -> HttpResponse:
    return make_problem(
        request,
        403,
        _("The token has no scope {scope}. Make one that has.").format(scope=error.scope.value),
        code="no-scope",
        headers={
            "WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{error.scope.value}"'
        },
    )


def _tell_too_often(request: HttpRequest, error: TooOftenError) -> HttpResponse:
    seconds = ceil(error.wait)
    return make_problem(
        request,
        429,
        _("This token asked too often. Wait {seconds} s, then repeat.").format(seconds=seconds),
        headers={"Retry-After": str(seconds)},
    )


def _tell_media_type(request: HttpRequest, _error: MediaTypeError) -> HttpResponse:
    return make_problem(
        request,
        415,
        _("Send application/json, or multipart/form-data where a file is asked for."),
    )


def _tell_unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return make_problem(request, error.status_code, say_status(error.status_code))


def _tell_too_large(request: HttpRequest, _error: Exception) -> HttpResponse:
    return make_problem(request, 413, say_status(413))


def _tell_too_large_file(request: HttpRequest, error: TooLargeError) -> HttpResponse:
    return make_problem(
        request,
        413,
        _("The file is larger than {most} MB. Make a smaller one, or split it.").format(
            most=error.most // 1024**2
        ),
    )


def _tell_nothing(request: HttpRequest, _error: Http404) -> HttpResponse:
    return make_problem(request, 404, say_status(404))


def _tell_silent_ledger(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("the ledger does not answer", exc_info=error)
    return make_problem(
        request,
        503,
        _("The ledger does not answer just now. Nothing was written; try again."),
        headers={"Retry-After": "5"},
    )


def _tell_unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("the API: %s %s", request.method, request.path, exc_info=error)
    return make_problem(request, 500, say_status(500))


_HANDLERS: Mapping[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    CordeeError: _tell_foreseen,
    ValidationError: _tell_wrong_values,
    AuthenticationError: _tell_no_token,
    InsufficientScopeError: _tell_scope,
    TooOftenError: _tell_too_often,
    MediaTypeError: _tell_media_type,
    TooLargeError: _tell_too_large_file,
    HttpError: _tell_unreadable,
    RequestDataTooBig: _tell_too_large,
    TooManyFieldsSent: _tell_too_large,
    TooManyFilesSent: _tell_too_large,
    Http404: _tell_nothing,
    OperationalError: _tell_silent_ledger,
    InterfaceError: _tell_silent_ledger,
    Exception: _tell_unforeseen,
}
