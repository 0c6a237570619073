"""Every address of the record rooms, read from the routes themselves: a page added tomorrow is asked too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver


OPEN = {
    # The pages of public data, and those by which one comes in.
    "observatory",
    "comparison",
    "projects",
    "dossiers",
    "documents",
    "world",
    # What the API answers tells of nobody; its operations are asked one by one beside it
    # (tests/integration/api/test_every_operation.py).
    "reference",
    "api",
    # What an administrator chose to publish (tests/integration/oai asks for all of it).
    "oai",
    "linked",
}
DOORS = {
    "accounts:start",
    "accounts:invitation",
    "health",
    "health_of_the_ledger",
    # What institutions publish of their programmes is for everybody; that nothing else is, their own
    # tests ask (test_call_pages.py).
    "programmes:instruments",
    "programmes:calls",
    "programmes:open_years",
    "programmes:deadlines",
}
ABSENT = UUID("00000000-0000-4000-8000-000000000000")
SAMPLES = {"uuid": ABSENT, "int": 1, "str": "x", "slug": "x", "path": "x"}


def list_routes(
    resolver: URLResolver | None = None, space: str = "", given: dict[str, object] | None = None
) -> Iterator[tuple[str, dict[str, object]]]:
    for one in (resolver or get_resolver()).url_patterns:
        values = {**(given or {}), **fill_in(one)}
        if isinstance(one, URLResolver):
            yield from list_routes(one, one.namespace or space, values)
        elif isinstance(one, URLPattern) and one.name:
            yield f"{space}:{one.name}" if space else one.name, values


def fill_in(one: URLPattern | URLResolver) -> dict[str, object]:
    """Return a value of its kind for each part of the address that is left open."""
    # Patterns that are regular expressions have names without kinds.
    kinds = dict.fromkeys(one.pattern.regex.groupindex, "str") | {
        name: type(converter).__name__.removesuffix("Converter").lower()
        for name, converter in one.pattern.converters.items()
    }
    return {key: SAMPLES.get(kind, "x") for key, kind in kinds.items()}


def is_of_a_record_room(name: str) -> bool:
    space, _, rest = name.rpartition(":")
    return bool(space) and space not in OPEN and name not in DOORS and bool(rest)


ROUTES = [(name, values) for name, values in list_routes() if is_of_a_record_room(name)]
NAMES = [name for name, _ in ROUTES]


def let_go(answer: Any) -> None:
    """Read what is sent piece by piece to its end, as who takes a file does; all else is closed already.

    Closing it by hand would end the test's own connection to PostgreSQL, as the end of a request does.
    """
    if answer.streaming:
        b"".join(answer)
