"""The API asked all that its description allows, and much that it forbids, by schemathesis.

For each operation: what its description gives as the bounds of each value, what lies just outside, then
values by chance, always the same ones. Half of the time an identifier is that of a record that is there,
so that writes are written and not only refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from random import Random
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from ninja import Schema
from schemathesis.config import SchemathesisConfig
from tests.agreements.cast import ALPHA, BETA
from tests.integration.api.conftest import LetIn, Program
from tests.integration.api.test_every_operation import ADA, make_world

from cordee.web.api.application import describe
from cordee.web.api.schemas import (
    agreements,
    directory,
    drafts,
    exchanges,
    ledger,
    programmes,
    searching,
    shared,
)


pytestmark = pytest.mark.long


CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 830,
        "generation": {"deterministic": True, "codec": "utf-8"},
        # A change without the version it is of is told so by the status made for it (RFC 6585).
        "checks": {"missing_required_header": {"expected-statuses": [401, 422, 428]}},
        "phases": {"coverage": {"unexpected-methods": ["PATCH", "DELETE"]}},
        # What a file must hold cannot be said in the description; what it holds by chance is refused.
        "operations": [
            {
                "include-path-regex": "/files$|/imports",
                "checks": {
                    "positive_data_acceptance": {"expected-statuses": ["2xx", 403, 404, 409, 422]}
                },
            }
        ],
    }
)
SCHEMA = schemathesis.openapi.from_dict(describe(), config=CONFIG)
SCHEMA.app = get_wsgi_application()
EXAMPLES = 3
"""By chance, for each operation, after those that the description comes to: two minutes of one processor."""


@pytest.fixture(autouse=True)
def connection_is_kept() -> Iterator[None]:
    """Keep the connection of the test's own transaction, as Django's client does between its requests."""
    signals = (request_started, request_finished)
    for one in signals:
        one.disconnect(close_old_connections)
    yield
    for one in signals:
        one.connect(close_old_connections)


@pytest.fixture
def program(let_in: LetIn) -> Program:
    return let_in(ADA)


@pytest.fixture
def world(own_state: Any) -> Any:
    return make_world(own_state) | {"keeper": ALPHA, "office": ALPHA, "counterpart": BETA}


# The client of the trial leaves the export's file open; a server closes what it has sent.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(
    case: schemathesis.Case, program: Program, world: Any, settings: Any
) -> None:
    settings.CORDEE_API_RATE = 10**6
    if case.meta and case.meta.generation.mode.is_positive:
        name_what_is_there(case, world)
    case.call_and_validate(
        headers={"Authorization": f"Bearer {program.secret}", "Accept-Encoding": "identity"}
    )


def name_what_is_there(case: schemathesis.Case, world: Any) -> None:
    """Put the identifiers of records into half of the requests that are as they should be."""
    chance = Random(repr((case.path, case.path_parameters, case.query, case.body)))
    for name in case.path_parameters or {}:
        known = world.get(case.path.split("/")[2] if name == "identifier" else name)
        if known and chance.random() < 0.5:
            case.path_parameters[name] = str(known)
    for name in {"keeper", "office"} & (case.body.keys() if isinstance(case.body, dict) else set()):
        case.body[name] = str(world[name])


def test_two_things_of_one_name_are_one_thing() -> None:
    """A name of the description stands for one schema, whichever operation it was read from."""
    known: dict[str, type] = {}
    for module in (agreements, directory, drafts, exchanges, ledger, programmes, searching, shared):
        for found in vars(module).values():
            if isinstance(found, type) and issubclass(found, StrEnum | Schema):
                assert known.setdefault(found.__name__, found) is found or (
                    found.__name__ == "Kind"  # written out wherever it is an agreement's
                )
    kinds = describe()["components"]["schemas"]["Kind"]["enum"]
    assert kinds == [one.value for one in directory.Kind]
