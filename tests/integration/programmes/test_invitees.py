"""Who may apply to a call that opens by invitation: named by its office, and nobody else."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core import mail
from django.urls import reverse
from tests.agreements.cast import ALICE, AT, BOB, CHARLIE, REA
from tests.integration.agreements.conftest import SignIn, open_account
from tests.programmes.calls import make_call, make_version, publish

from cordee.kernel.errors import CordeeError, NotFoundError, RefusedError, RuleError
from cordee.ledger.models import Event
from cordee.ledger.rights import Actor
from cordee.programmes.models import Invitee
from cordee.programmes.operations.invitees import invite, take_out
from cordee.programmes.queries.applications import get_open_call
from cordee.programmes.queries.calls import get_call, list_calls
from cordee.programmes.queries.invitees import list_invitees


EMAIL = "rea@cordee.example"


@pytest.fixture
def draft() -> UUID:
    return make_call(make_version(code="direct", opening="direct"), opens=None, closes=None)


@pytest.fixture
def call(draft: UUID) -> UUID:
    return publish(draft)


@pytest.fixture(autouse=True)
def rea() -> None:
    open_account(REA)


def sees(call: UUID, by: Actor) -> bool:
    listed = call in {one.id for one in list_calls(by, at=AT)}
    try:
        get_call(call, by=by, at=AT)
        get_open_call(call, by=by, on=AT.date())
    except NotFoundError:
        assert not listed
        return False
    assert listed
    return True


def test_who_is_named_sees_the_call_and_may_apply(call: UUID) -> None:
    assert not sees(call, REA)
    assert invite(call, f" {EMAIL.upper()} ", by=ALICE, at=AT) == REA.account
    assert sees(call, REA)
    assert not sees(call, CHARLIE)
    (told,) = list_invitees(call)
    assert (told.email, told.invited_by, told.has_applied) == (EMAIL, ALICE.name, False)
    take_out(call, told.id, by=ALICE, at=AT)
    assert not sees(call, REA)


def test_before_it_is_published_nobody_named_sees_it(draft: UUID) -> None:
    invite(draft, EMAIL, by=ALICE, at=AT)
    assert not sees(draft, REA)
    publish(draft)
    assert sees(draft, REA)


def test_the_audit_names_no_person(call: UUID) -> None:
    invite(call, EMAIL, by=ALICE, at=AT)
    take_out(call, Invitee.objects.get(call=call).id, by=ALICE, at=AT)
    told = Event.objects.filter(action__in=["call.invite", "call.take_out_invitee"])
    assert told.count() == 2
    assert not any(EMAIL in one.text or REA.name in one.text for one in told)


@pytest.mark.parametrize(
    ("email", "by", "error"),
    [
        ("nobody@cordee.example", ALICE, NotFoundError),
        (EMAIL, CHARLIE, NotFoundError),
        (EMAIL, BOB, (NotFoundError, RefusedError)),
    ],
    ids=["no-account", "outsider", "editor"],
)
def test_who_cannot_be_named_or_may_not_name(
    call: UUID, email: str, by: Actor, error: type[CordeeError]
) -> None:
    with pytest.raises(error):
        invite(call, email, by=by, at=AT)
    assert not Invitee.objects.exists()


def test_nobody_is_named_twice_nor_for_a_call_that_is_open_to_all(call: UUID) -> None:
    invite(call, EMAIL, by=ALICE, at=AT)
    with pytest.raises(RuleError, match="already"):
        invite(call, EMAIL, by=ALICE, at=AT)
    with pytest.raises(RuleError, match="open to all"):
        invite(publish(make_call()), EMAIL, by=ALICE, at=AT)


@pytest.mark.usefixtures("on_the_day")
class TestPages:
    def test_an_officer_names_who_is_told_by_letter(self, sign_in: SignIn, call: UUID) -> None:
        client, page = sign_in(ALICE), reverse("programmes:call", args=[call])
        assert "Nobody is named yet" in client.get(page).content.decode()
        address = reverse("programmes:invite", args=[call])
        wrong = client.post(address, {"email": "nobody@cordee.example"})
        assert wrong.status_code == 422
        assert "Nobody has an account" in wrong.content.decode()
        assert client.post(address, {"email": EMAIL}).status_code == 302
        assert EMAIL in client.get(page).content.decode()
        (letter,) = mail.outbox
        assert letter.to == [EMAIL]
        assert page in str(letter.body)

    def test_who_was_named_before_is_told_when_the_call_is_published(
        self, sign_in: SignIn, draft: UUID
    ) -> None:
        client, address = sign_in(ALICE), reverse("programmes:publish_call", args=[draft])
        assert "You may apply" not in client.get(address).content.decode()
        client.post(reverse("programmes:invite", args=[draft]), {"email": EMAIL})
        # Nobody is written to about a call that is not published.
        assert mail.outbox == []
        page = client.get(address).content.decode()
        assert "You may apply" in page
        assert "Vous pouvez candidater" in page
        version = client.get(address).context["form"]["version"].initial
        assert client.post(address, {"version": version}).status_code == 302
        (letter,) = mail.outbox
        assert letter.to == [EMAIL]
        # Named afterwards, one is told at once, by a letter that is shown before.
        assert (
            "You may apply"
            in client.get(reverse("programmes:invite", args=[draft])).content.decode()
        )

    def test_who_is_named_reads_the_call_and_not_who_else_was(
        self, sign_in: SignIn, call: UUID
    ) -> None:
        page = reverse("programmes:call", args=[call])
        assert sign_in(REA).get(page).status_code == 404
        invite(call, EMAIL, by=ALICE, at=AT)
        said = sign_in(REA).get(page).content.decode()
        assert reverse("programmes:apply", args=[call]) in said
        assert EMAIL not in said
        assert sign_in(REA).get(reverse("programmes:invite", args=[call])).status_code == 404

    def test_a_mail_server_that_is_down_is_said(
        self, sign_in: SignIn, call: UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_given: object) -> int:
            raise ConnectionRefusedError

        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        address = reverse("programmes:invite", args=[call])
        said = sign_in(ALICE).post(address, {"email": EMAIL}, follow=True).content.decode()
        assert "The letter could not be sent" in said
        assert Invitee.objects.filter(call=call, account=REA.account).exists()
