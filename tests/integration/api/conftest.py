"""The cast of the agreements with real accounts, each with a token of every scope."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from tests.agreements.cast import AT, ON, make_directory
from tests.integration.agreements.conftest import open_account

from cordee.ledger.rights import Actor
from cordee.ledger.states import Scope
from cordee.ledger.tokens import make_token
from cordee.web.rates import RATES


@dataclass
class Program:
    """A program that shows a token; without one it shows nothing."""

    secret: str = ""
    client: Client = field(default_factory=Client)

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        shown = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        sent = {} if body is None else {"data": body, "content_type": "application/json"}
        call = getattr(self.client, method)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = call(path, headers={**shown, **named}, **sent)
        if answer.streaming:
            # Read to its end, as who takes a file does; the client then closes it.
            answer.content_read = b"".join(answer)
        return answer

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("get", path, **headers)

    def post(self, path: str, body: object = None, **headers: str) -> Any:
        return self.ask("post", path, {} if body is None else body, **headers)

    def put(self, path: str, body: object, **headers: str) -> Any:
        return self.ask("put", path, body, **headers)


LetIn = Callable[..., Program]


@pytest.fixture(autouse=True)
def directory(db: None) -> None:
    make_directory()


@pytest.fixture(autouse=True)
def own_state(settings: object, tmp_path: Path) -> Path:
    settings.CORDEE_STATE = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture(autouse=True)
def full_buckets() -> None:
    RATES.forget()


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def let_in() -> LetIn:
    """Return a program of one of the cast, with a token of these scopes."""

    def make(actor: Actor, scopes: Collection[Scope] = tuple(Scope)) -> Program:
        open_account(actor)
        made = make_token(
            name="a program", scopes=scopes, ends_on=ON + timedelta(days=30), by=actor, at=AT
        )
        return Program(made.secret)

    return make
