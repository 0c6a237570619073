"""The API put together, and its description as OpenAPI 3.1."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import Any

import orjson
from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from ninja.operation import Operation
from ninja.parser import Parser
from pydantic import Field

from cordee.ledger.rights import SCOPES
from cordee.web.api.asking import AccessToken, TokenOrNobody
from cordee.web.api.faults import MEDIA_TYPE, TITLES, add_handlers
from cordee.web.api.routers import (
    agreement_parts,
    agreements,
    exchanges,
    ledger,
    organisations,
    people,
    programmes,
    resources,
    themes,
)


PREFIX = "/api"
DESCRIPTION = """\
What people do on the pages of Cordée, for programs. Each request shows an access token in the header \
`Authorization: Bearer …`, but for what anybody may read of programmes; it acts for the person who made it, within the scopes it was given. Cookies \
are not read.

A record is answered with an `ETag`; a change of it sends that back as `If-Match`, and is refused (409) \
when somebody changed the record meanwhile. Lists come by `page` and `size`, with `total` and `pages`. \
Sentences are in French or English, by `Accept-Language`. Every \
fault is an `application/problem+json` of RFC 9457. What a token's owner may not see looks the same as \
what does not exist.\
"""

FAULTS = (400, 401, 403, 404, 422, 429, 503)
"""What any operation may answer besides what it is for."""

FAULTS_OF_WRITING = (409, 413, 415)


class ProblemOut(Schema):
    """A fault: what kind it is, what is wrong, and what to do next, in the reader's language."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: list[dict[str, str]] = Field(default_factory=list)


class StrictParser(Parser):
    """Reads bodies as RFC 8259 has them: neither NaN nor half a character."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        read: dict[str, Any] = orjson.loads(request.body)
        return read


class Api(NinjaAPI):
    """Names each operation by its function, whichever module holds it."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def make_api() -> NinjaAPI:
    """Return the API with all its operations."""
    made = Api(
        title="Cordée",
        version=version("cordee"),
        description=DESCRIPTION,
        urls_namespace="api",
        openapi_url=None,
        docs_url=None,
        parser=StrictParser(),
    )
    for prefix, router in (
        ("/me", ledger.me),
        ("/search", exchanges.searches),
        ("/organisations", organisations.router),
        ("/organisations", ledger.exports),
        ("/people", people.router),
        ("/resources", resources.router),
        ("/themes", themes.router),
        ("/offers", exchanges.offers),
        ("/requests", exchanges.requests),
        ("/agreements", agreements.router),
        ("/agreements", agreement_parts.router),
        ("/permissions", agreements.permissions),
        ("/instruments", programmes.instruments),
        ("/calls", programmes.calls),
        ("/projects", programmes.projects),
        ("/imports", ledger.imports),
        ("/audit", ledger.audit),
    ):
        made.add_router(prefix, router)
    add_handlers(made)
    return made


API = make_api()


@lru_cache(maxsize=1)
def describe() -> dict[str, Any]:
    """Return the whole description, with the faults and the scope of each operation."""
    made: dict[str, Any] = dict(API.get_openapi_schema(path_prefix="api/"))
    made["servers"] = [{"url": "/"}]
    made["jsonSchemaDialect"] = "https://json-schema.org/draft/2020-12/schema"
    made["components"]["schemas"]["Problem"] = ProblemOut.model_json_schema()
    scopes = ", ".join(f"`{scope.value}`" for scope in SCOPES)
    made["components"]["securitySchemes"] = {
        "AccessToken": {
            "type": "http",
            "scheme": "bearer",
            "description": f"An access token. Scopes: {scopes}.",
        }
    }
    asked, open_ones = list_scopes(), list_open()
    for path, methods in made["paths"].items():
        for method, told in methods.items():
            key = (path, method.upper())
            _complete(told, method, asked.get(key, ""), is_open=key in open_ones)
    return made


@lru_cache(maxsize=1)
def list_scopes() -> dict[tuple[str, str], str]:
    """Return the scope that each operation asks for, by address and method; empty where any token does."""
    found: dict[tuple[str, str], str] = {}
    for bound in API._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                (auth,) = operation.auth_callbacks
                assert isinstance(auth, AccessToken)
                scope = auth.scope.value if auth.scope else ""
                address = _write_path(f"{PREFIX}{bound.prefix}{path}")
                found |= {(address, method): scope for method in operation.methods}
    return found


@lru_cache(maxsize=1)
def list_open() -> frozenset[tuple[str, str]]:
    """Return the operations that answer without a token too, by address and method."""
    return frozenset(
        (_write_path(f"{PREFIX}{bound.prefix}{path}"), method)
        for bound in API._get_bound_routers()
        for path, view in bound.path_operations.items()
        for operation in view.operations
        for method in operation.methods
        if isinstance(operation.auth_callbacks[0], TokenOrNobody)
    )


def _write_path(path: str) -> str:
    """Return an address as the description writes it, without the kinds of its parts."""
    parts = [
        f"{{{part.partition(':')[2]}" if part.startswith("{") and ":" in part else part
        for part in path.split("/")
    ]
    return "/".join(parts)


def _complete(told: dict[str, Any], method: str, scope: str, *, is_open: bool) -> None:
    token: dict[str, list[str]] = {"AccessToken": [scope] if scope else []}
    # An empty alternative is how OpenAPI says that nothing need be shown.
    told["security"] = [{}, token] if is_open else [token]
    told["x-scope"] = scope
    faults = FAULTS if method == "get" else FAULTS + FAULTS_OF_WRITING
    has_version = any(one["name"] == "If-Match" for one in told["parameters"])
    for status in sorted((*faults, *((428,) if has_version else ()))):
        told["responses"].setdefault(
            status,
            {
                "description": TITLES[status][0],
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        )
    told["responses"] = {str(status): one for status, one in told["responses"].items()}
