"""Tokens: made by a person on a page, used by a program, never worth more than their owner."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from tests.agreements.cast import ALICE, AT, CHARLIE, ON, REA, make_agreement
from tests.integration.agreements.conftest import open_account
from tests.integration.api.conftest import LetIn, Program

from cordee.kernel.errors import NotFoundError, RuleError
from cordee.ledger.audit import read_events
from cordee.ledger.models import Account, Event, RoleHeld, Token
from cordee.ledger.states import Scope
from cordee.ledger.tokens import LONGEST, MOST_TOKENS, make_token, revoke_token


READ = (Scope.DIRECTORY_READ,)
PASSWORD = "rope-and-ice-axe-1"


def enter(settings: object) -> Client:
    """Return a browser in which Rea has a role without a second factor."""
    account = open_account(REA)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    account.set_password(PASSWORD)
    account.save()
    Authenticator.objects.filter(user=account).delete()
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_token_is_made_on_a_page_shown_once_used_and_revoked(settings: object) -> None:
    client = enter(settings)
    asked = client.get("/me/tokens/new")
    assert asked.status_code == 302
    assert "reauthenticate" in asked.headers["Location"]
    client.post(asked.headers["Location"], {"password": PASSWORD})
    made = client.post(
        "/me/tokens/new",
        {"name": "Nightly copy", "scopes": ["directory:read"], "ends_on": "2026-08-01"},
    )
    secret = re.search(r"cordee_[\w-]{40,}", made.content.decode())
    assert secret
    assert secret[0] not in client.get("/me/tokens").content.decode()
    assert Token.objects.get().secret_hash not in secret[0]
    program = Program(secret[0])
    assert program.get("/api/me").json()["scopes"] == ["directory:read"]
    page = client.get("/me/tokens").content.decode()
    assert "Nightly copy" in page
    assert Token.objects.get().last_used_at == AT
    client.post(f"/me/tokens/{Token.objects.get().id}/revoke")
    assert program.get("/api/me").status_code == 401
    deeds = list(Event.objects.filter(kind="token").values_list("action", flat=True))
    assert deeds == ["token.create", "token.revoke"]
    assert secret[0] not in "".join(Event.objects.values_list("text", flat=True))


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [("", READ, 30), ("x", (), 30), ("x", READ, -1), ("x", READ, LONGEST.days + 1)],
    ids=["no name", "no scope", "ended", "longer than a year"],
)
def test_a_token_has_a_name_scopes_and_an_end(
    name: str, scopes: tuple[Scope, ...], days: int
) -> None:
    open_account(REA)
    with pytest.raises(RuleError):
        make_token(name=name, scopes=scopes, ends_on=ON + timedelta(days), by=REA, at=AT)


def test_there_are_not_more_tokens_than_anybody_can_watch() -> None:
    open_account(REA)
    for number in range(MOST_TOKENS):
        make_token(name=f"{number}", scopes=READ, ends_on=ON, by=REA, at=AT)
    with pytest.raises(RuleError, match="Revoke one first"):
        make_token(name="one more", scopes=READ, ends_on=ON, by=REA, at=AT)


def test_nobody_revokes_the_token_of_another() -> None:
    open_account(REA)
    open_account(CHARLIE)
    made = make_token(name="x", scopes=READ, ends_on=ON, by=REA, at=AT)
    with pytest.raises(NotFoundError):
        revoke_token(made.id, by=CHARLIE, at=AT)
    assert Program(made.secret).get("/api/me").status_code == 200


def test_a_token_works_on_its_last_day_and_not_after() -> None:
    open_account(REA)
    program = Program(make_token(name="x", scopes=READ, ends_on=ON, by=REA, at=AT).secret)
    assert program.get("/api/organisations").status_code == 200
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        assert program.get("/api/organisations").status_code == 401


def test_a_role_that_ends_takes_what_its_tokens_open(let_in: LetIn) -> None:
    program, agreement = let_in(REA), make_agreement()
    assert program.get(f"/api/agreements/{agreement}").status_code == 200
    RoleHeld.objects.filter(account=REA.account).update(end=ON - timedelta(days=1))
    assert program.get(f"/api/agreements/{agreement}").status_code == 404
    assert program.get("/api/me").json()["roles"] == []


def test_a_closed_account_takes_its_tokens_with_it(let_in: LetIn) -> None:
    program = let_in(REA)
    Account.objects.filter(id=REA.account).update(is_active=False)
    assert program.get("/api/me").status_code == 401


def test_a_strong_role_counts_while_its_holder_has_a_second_factor(let_in: LetIn) -> None:
    program, agreement = let_in(ALICE), make_agreement()
    assert program.get(f"/api/agreements/{agreement}").status_code == 200
    Authenticator.objects.filter(user_id=ALICE.account).delete()
    assert program.get(f"/api/agreements/{agreement}").status_code == 404
    assert program.get("/api/me").json()["roles"][0]["counts"] is False


def test_a_token_does_no_more_than_its_scopes_even_where_roles_would(let_in: LetIn) -> None:
    agreement = make_agreement()
    reads = let_in(ALICE, [Scope.AGREEMENTS_READ]).get(f"/api/agreements/{agreement}").json()
    assert reads["documents"] is None
    assert reads["gates"] is None
    assert not reads["may_edit"]
    whole = let_in(ALICE).get(f"/api/agreements/{agreement}").json()
    assert whole["documents"] == []
    assert whole["may_edit"]


def test_the_audit_names_the_token(let_in: LetIn) -> None:
    agreement = make_agreement()
    let_in(ALICE).get(f"/api/agreements/{agreement}")
    (seen,) = read_events(Event.objects.filter(action="agreement.see"))
    assert seen.actor == ALICE.account
    assert "token a program" in seen.origin


def test_a_token_that_asks_too_often_waits(let_in: LetIn, settings: object) -> None:
    settings.CORDEE_API_RATE = 3  # type: ignore[attr-defined]
    program, other = let_in(REA), let_in(ALICE)
    assert [program.get("/api/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    told = program.get("/api/me")
    assert int(told.headers["Retry-After"]) >= 1
    assert told.json()["code"] == "too-often"
    assert other.get("/api/me").status_code == 200


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer cordee_x", "Basic QTpC", "Bearer é"])
def test_what_is_no_token_opens_nothing(shown: str) -> None:
    answer = Client().get("/api/me", headers={"Authorization": shown.encode().decode("latin-1")})
    assert answer.status_code == 401
    assert answer.json()["status"] == 401


def test_the_command_lists_tokens_and_revokes_them(let_in: LetIn) -> None:
    program = let_in(REA)
    told = StringIO()
    call_command("token_list", stdout=told)
    identifier, owner, name, *_rest = told.getvalue().split("\t")
    assert (owner, name) == ("Rea", "a program")
    assert program.secret not in told.getvalue()
    call_command("token_revoke", identifier, stdout=StringIO())
    assert program.get("/api/me").status_code == 401
    with pytest.raises(CommandError, match="revoked already"):
        call_command("token_revoke", identifier)
    told = StringIO()
    call_command("token_list", stdout=told)
    assert told.getvalue().strip() == "No token works."
    call_command("token_list", "--all", stdout=(told := StringIO()))
    assert "revoked" in told.getvalue()
    assert Event.objects.filter(action="token.revoke", actor=None).exists()
