"""The demonstration, as `cordee demo` fills it: whole, invented where it must be, and once."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from tests.integration.ledger.conftest import Enter

from cordee.agreements.life import Stage
from cordee.agreements.models import Agreement, Party
from cordee.agreements.states import Kind
from cordee.directory.models import Offer, Organisation, Person, Request, Resource
from cordee.directory.states import OfferKind
from cordee.ledger.audit import find_faults
from cordee.ledger.models import Account, Event
from cordee.programmes.life import CallMoment
from cordee.programmes.models import Application, Call, Instrument, Judged
from cordee.programmes.queries.calls import list_public_calls
from cordee.reference.organisations import Registry, load_registry
from cordee.web.demonstration import fill as filling
from cordee.web.demonstration.calls import PLANNED_CALLS
from cordee.web.demonstration.fill import ACCOUNTS, DOMAIN, Ground, fill, is_filled
from cordee.web.demonstration.people import FAMILY_NAME
from cordee.web.house import get_house


pytestmark = [pytest.mark.long, pytest.mark.django_db]

AT = datetime(2026, 3, 31, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def registry() -> Registry:
    return load_registry()


@pytest.fixture
def ground(registry: Registry, tmp_path: Path) -> Ground:
    return Ground(registry, "cordee-0123abcd", "en", tmp_path / "documents")


def test_it_is_whole_and_its_audit_holds(ground: Ground) -> None:
    fill(ground, at=AT)
    assert find_faults() == []
    assert {row.stage for row in Agreement.objects.all()} == {stage.value for stage in Stage}
    assert {row.kind for row in Agreement.objects.all()} == {kind.value for kind in Kind}
    assert Person.objects.count() == 20
    assert Resource.objects.count() == 7
    assert {row.kind for row in Offer.objects.all()} == {kind.value for kind in OfferKind}
    assert {row.state for row in Request.objects.all()} == {"asked", "evaluated", "used"}
    calls = list_public_calls(at=AT + timedelta(seconds=1))
    assert {one.moment for one in calls} == {CallMoment.OPEN, CallMoment.COMING}
    assert Call.objects.count() == len(PLANNED_CALLS) > len(calls)
    assert all(one.zones for one in calls if one.definition.rotation)
    verdicts = set(Judged.objects.values_list("verdict", flat=True))
    assert verdicts == {"eligible", "incomplete"}
    assert all("emonstration" in row.title for row in Application.objects.all())


def test_everything_is_marked_and_everybody_invented(ground: Ground) -> None:
    fill(ground, at=AT)
    for model in (
        Organisation,
        Person,
        Resource,
        Offer,
        Agreement,
        Account,
        Instrument,
        Call,
        Application,
    ):
        marks = Counter(model._default_manager.values_list("is_demonstration", flat=True))
        assert set(marks) == {True}, model
    names = [
        *Account.objects.values_list("name", flat=True),
        *Person.objects.values_list("family_name", flat=True),
        *Party.objects.values_list("signatory_name", flat=True),
    ]
    assert all(re.fullmatch(rf"{FAMILY_NAME} \d\d", name) for name in names)
    assert all(one.email.endswith(f"@{DOMAIN}") for one in ACCOUNTS)
    invented = Organisation.objects.filter(ror__isnull=True)
    assert all("emonstration" in row.name_en for row in invented)
    assert all("(demonstration)" in row.name_en for row in Offer.objects.all())
    for call in Call.objects.all():
        said = (call.title_en, call.text_en, *(one.question for one in call.questions.all()))
        assert all("emonstration" in text for text in said)
    for request in Request.objects.all():
        texts = (request.purpose, request.evaluation, request.answer, request.use_statement)
        assert all("emonstration" in text for text in texts if text)


@pytest.mark.parametrize(
    "at", [datetime(2028, 2, 29, 23, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)]
)
def test_it_fills_on_any_day(ground: Ground, at: datetime) -> None:
    fill(ground, at=at)
    assert Agreement.objects.count() == len(filling.PLANNED)


def test_the_command_fills_once_and_prints_the_accounts(
    own_state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("fill_demonstration")
    first, events = capsys.readouterr().out, Event.objects.count()
    call_command("fill_demonstration")
    assert capsys.readouterr().out == first
    assert Event.objects.count() == events
    assert is_filled()
    assert get_house().is_demonstration
    for one in ACCOUNTS:
        assert one.email in first
    password = (own_state / "demonstration.password").read_text().strip()
    assert password in first
    assert Account.objects.get(email=ACCOUNTS[0].email).check_password(password)


def test_a_ledger_that_holds_anything_else_is_left_alone(enter: Enter, own_state: Path) -> None:
    enter("Alice", None)
    before = Event.objects.count()
    with pytest.raises(CommandError, match="stays as it is"):
        call_command("fill_demonstration")
    assert Event.objects.count() == before
    assert not get_house().is_demonstration
    assert not (own_state / "demonstration.password").exists()


def test_a_fault_on_the_way_leaves_the_ledger_empty(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: object, **_more: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(filling, "enter_people_and_resources", fail)
    with pytest.raises(OSError, match="disk"):
        fill(ground, at=AT)
    assert not Account.objects.exists()
    assert not Event.objects.exists()
    assert not is_filled()


@pytest.mark.parametrize(
    ("waives", "origin", "status"),
    [(True, "127.0.0.1", 200), (True, "192.0.2.7", 404), (False, "127.0.0.1", 404)],
)
def test_without_a_second_factor_only_on_this_machine_and_only_when_told(
    ground: Ground, settings: Any, *, waives: bool, origin: str, status: int
) -> None:
    fill(ground, at=AT)
    settings.CORDEE_DEMONSTRATION = waives
    client = Client(REMOTE_ADDR=origin)
    administrator = Account.objects.get(email=ACCOUNTS[0].email)
    client.force_login(administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("settings:settings")).status_code == status


def test_what_is_filled_is_seen(ground: Ground, settings: Any) -> None:
    fill(ground, at=AT)
    settings.CORDEE_DEMONSTRATION = True
    client = Client()
    officer = Account.objects.get(email=ACCOUNTS[1].email)
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    portfolio = client.get(reverse("agreements:portfolio")).content.decode()
    assert "Framework for cancer research" in portfolio
    assert "Transfer of sequencing data" not in portfolio
    found = client.get(reverse("directory:search"), {"q": "cryostat"}).content.decode()
    assert "Cryostat for tissue sections (demonstration)" in found
