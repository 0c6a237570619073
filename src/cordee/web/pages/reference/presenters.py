"""The operations of the API as the page of its reference shows them.

What an operation does is said in the description's own English, as the names of its fields are; the page
around it is in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cordee.ledger.states import SCOPE_NAMES


FORMS = {"uuid": "uuid", "date": "date", "date-time": "date-time", "binary": "file"}


@dataclass(frozen=True)
class FieldLine:
    name: str
    type: str
    is_needed: bool
    says: str


@dataclass(frozen=True)
class OperationLine:
    """One operation: `sends` are the fields of its body, `asks` those of its address and headers."""

    id: str
    method: str
    path: str
    says: str
    scope: str
    asks: tuple[FieldLine, ...]
    sends: tuple[FieldLine, ...]
    answers: str
    returns: tuple[FieldLine, ...]


@dataclass(frozen=True)
class Group:
    id: str
    title: str
    operations: tuple[OperationLine, ...]


@dataclass(frozen=True)
class ScopeLine:
    scope: str
    says: str


@dataclass(frozen=True)
class ProblemLine:
    id: str
    status: int
    title: str


def present_groups(described: Mapping[str, Any]) -> tuple[Group, ...]:
    titles = {
        "token": _("The token itself"),
        "search": _("Search"),
        "organisations": _("Organisations"),
        "people": _("People"),
        "resources": _("Facilities, equipment, services"),
        "themes": _("Themes, axes, sectors"),
        "offers": _("Offers"),
        "requests": _("Requests"),
        "agreements": _("Agreements"),
        "programmes": _("Programmes"),
        "imports": _("Imports"),
        "exports": _("Export"),
        "audit": _("Audit"),
    }
    schemas = described["components"]["schemas"]
    found: dict[str, list[OperationLine]] = {tag: [] for tag in titles}
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            found[told["tags"][0]].append(_present_operation(path, method, told, schemas))
    return tuple(Group(tag, titles[tag], tuple(lines)) for tag, lines in found.items())


def present_scopes() -> tuple[ScopeLine, ...]:
    return tuple(ScopeLine(scope.value, str(says)) for scope, says in SCOPE_NAMES.items())


def present_problems(titles: Mapping[int, tuple[str, str | Promise]]) -> tuple[ProblemLine, ...]:
    return tuple(
        ProblemLine(f"problem-{name}", status, str(title))
        for status, (name, title) in titles.items()
    )


def _present_operation(
    path: str, method: str, told: Mapping[str, Any], schemas: Mapping[str, Any]
) -> OperationLine:
    asks = tuple(
        FieldLine(
            one["name"],
            _say_type(one["schema"]),
            bool(one.get("required")),
            str(one.get("description", "")).replace("`", ""),
        )
        for one in told["parameters"]
    )
    sent = told.get("requestBody", {}).get("content", {})
    status, answer = next(
        (status, one) for status, one in told["responses"].items() if status.startswith("2")
    )
    returned: dict[str, Any] = next(
        (one.get("schema", {}) for one in answer.get("content", {}).values()), {}
    )
    return OperationLine(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        says=told.get("description", "").replace("`", ""),
        scope=told["x-scope"],
        asks=asks,
        sends=_list_fields(sent.values(), schemas),
        answers=status,
        returns=_list_fields([{"schema": returned}], schemas),
    )


def _list_fields(
    bodies: Iterable[Mapping[str, Any]], schemas: Mapping[str, Any]
) -> tuple[FieldLine, ...]:
    for body in bodies:
        schema = _find(body["schema"], schemas)
        needed = schema.get("required", ())
        return tuple(
            FieldLine(
                name,
                _say_type(one),
                name in needed,
                str(one.get("description", "")).replace("`", ""),
            )
            for name, one in schema.get("properties", {}).items()
        )
    return ()


def _find(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema that is meant: the one named, or that of what a list holds."""
    if schema.get("type") == "array":
        schema = schema["items"]
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = schemas[name] if name else schema
    return found


def _say_type(schema: Mapping[str, Any]) -> str:
    """Return what a value looks like, as a programmer reads it."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(_say_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{_say_type(schema.get('items', {}))}]"
    if "enum" in schema and len(schema["enum"]) <= 20:
        return " | ".join(str(one) for one in schema["enum"])
    return FORMS.get(schema.get("format", ""), str(schema.get("type", "any")))
