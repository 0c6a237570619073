"""Partners fill in and sign their own part over a link, and see nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.agreements.cast import ALICE, BETA
from tests.programmes.applying import (
    AT,
    CLOSES_AT,
    LEA,
    PARTNER,
    PAUL,
    make_application,
    make_call,
)

from cordee.kernel.errors import NotFoundError, RuleError, StaleError
from cordee.ledger.models import Event
from cordee.programmes.applied import PartnerPart
from cordee.programmes.models import Partner
from cordee.programmes.operations import partners as write
from cordee.programmes.operations.applications import submit_application
from cordee.programmes.queries.applications import compute_mark, read_part
from cordee.programmes.queries.partners import find_invited


@pytest.fixture
def made() -> UUID:
    return make_application(make_call({"rules": []}), partners=(PARTNER,))


@pytest.fixture
def partner(made: UUID) -> UUID:
    return Partner.objects.get(application=made).id


@pytest.fixture
def secret(made: UUID, partner: UUID) -> str:
    return write.invite_partner(made, partner, by=PAUL, at=AT).secret


def mark(partner: UUID) -> str:
    return compute_mark(Partner.objects.get(id=partner))


def sign(secret: str, partner: UUID, part: PartnerPart | None = None) -> None:
    write.sign_part(
        secret,
        part or read_part(Partner.objects.get(id=partner)),
        name="Aki",
        function="Director",
        mark=mark(partner),
        origin="192.0.2.1",
        at=AT,
    )


def test_only_the_hash_of_a_link_is_kept(secret: str, partner: UUID) -> None:
    row = Partner.objects.get(id=partner)
    assert len(secret) >= 43
    assert secret not in str(vars(row))
    assert not Event.objects.filter(text__contains=secret).exists()


def test_a_link_shows_its_part_and_no_more(secret: str) -> None:
    told = find_invited(secret, at=AT)
    assert told.partner.part == PARTNER
    assert {"application", "title", "call", "lead", "lead_organisation", "partner"} == set(
        vars(told)
    )


def test_a_link_ends_with_the_call_or_after_a_month(made: UUID, partner: UUID) -> None:
    link = write.invite_partner(made, partner, by=PAUL, at=AT)
    assert link.lapses_at == CLOSES_AT
    early = AT - timedelta(days=20)
    again = write.invite_partner(made, partner, by=PAUL, at=early)
    assert again.lapses_at == early + write.LINK_LASTS
    with pytest.raises(NotFoundError):
        find_invited(again.secret, at=again.lapses_at)
    # The link made before opens nothing.
    with pytest.raises(NotFoundError):
        find_invited(link.secret, at=AT)


def test_a_partner_fills_in_and_signs(secret: str, partner: UUID) -> None:
    part = replace(PARTNER, team="Another team", organisation=BETA)
    write.fill_in_part(secret, part, mark=mark(partner), origin="192.0.2.1", at=AT)
    sign(secret, partner)
    row = Partner.objects.get(id=partner)
    assert (row.team, row.organisation, row.signed_name) == ("Another team", None, "Aki")


def test_what_was_typed_is_signed_with_it_or_nothing_is_kept(secret: str, partner: UUID) -> None:
    with pytest.raises(RuleError, match="contribution"):
        sign(secret, partner, replace(PARTNER, team="Typed", contribution=""))
    assert Partner.objects.get(id=partner).team == PARTNER.team
    sign(secret, partner, replace(PARTNER, team="Typed"))
    row = Partner.objects.get(id=partner)
    assert (row.team, row.signed_name) == ("Typed", "Aki")


def test_who_was_forwarded_the_link_changes_nothing_that_was_signed(
    made: UUID, secret: str, partner: UUID
) -> None:
    seen = mark(partner)
    sign(secret, partner)
    # The second holder of the link opened the page before the first one signed.
    other = replace(PARTNER, contribution="Something else.")
    for act in (
        lambda: write.fill_in_part(secret, other, mark=seen, origin="198.51.100.7", at=AT),
        lambda: write.sign_part(
            secret, other, name="Eve", function="", mark=seen, origin="198.51.100.7", at=AT
        ),
    ):
        with pytest.raises(RuleError, match="Aki"):
            act()
    row = Partner.objects.get(id=partner)
    assert (row.contribution, row.signed_name) == (PARTNER.contribution, "Aki")
    # Closed by who applies, it is closed for every holder.
    write.take_back_link(made, partner, by=PAUL, at=AT)
    with pytest.raises(NotFoundError):
        find_invited(secret, at=AT)


def test_each_holder_of_a_link_is_told_apart_in_the_audit(secret: str, partner: UUID) -> None:
    for team, origin in (("One", "192.0.2.1"), ("Two", "198.51.100.7")):
        part = replace(PARTNER, team=team)
        write.fill_in_part(secret, part, mark=mark(partner), origin=origin, at=AT)
    told = Event.objects.filter(action="application.fill_in_partner").values_list("text", flat=True)
    assert ["192.0.2.1" in one for one in told] == [True, False]


def test_what_is_signed_is_fixed_until_it_is_reopened(
    made: UUID, partner: UUID, secret: str
) -> None:
    sign(secret, partner)
    part = replace(PARTNER, contribution="Less.")
    for act in (
        lambda: write.fill_in_part(secret, part, mark=mark(partner), origin="", at=AT),
        lambda: write.change_partner(made, partner, part, mark=mark(partner), by=PAUL, at=AT),
        lambda: sign(secret, partner),
        lambda: write.invite_partner(made, partner, by=PAUL, at=AT),
    ):
        with pytest.raises(RuleError, match="Aki"):
            act()
    write.reopen_part(made, partner, reason="The amount.", by=PAUL, at=AT)
    row = Partner.objects.get(id=partner)
    assert (row.signed_at, row.signed_name) == (None, "")
    write.fill_in_part(secret, part, mark=mark(partner), origin="", at=AT)


def test_nobody_writes_over_what_another_filled_in(made: UUID, partner: UUID, secret: str) -> None:
    seen = mark(partner)
    write.fill_in_part(secret, replace(PARTNER, team="T"), mark=seen, origin="", at=AT)
    with pytest.raises(StaleError):
        write.change_partner(made, partner, PARTNER, mark=seen, by=PAUL, at=AT)
    with pytest.raises(StaleError):
        write.sign_part(secret, PARTNER, name="A", function="", mark=seen, origin="", at=AT)


@pytest.mark.parametrize(
    "part", [replace(PARTNER, name=" "), replace(PARTNER, country="ZZ")], ids=["name", "country"]
)
def test_a_part_that_cannot_be_is_refused(made: UUID, part: object) -> None:
    with pytest.raises((RuleError, NotFoundError)):
        write.add_partner(made, part, by=PAUL, at=AT)  # type: ignore[arg-type]


def test_a_part_without_its_contribution_is_not_signed(made: UUID) -> None:
    other = write.add_partner(made, replace(PARTNER, contribution=""), by=PAUL, at=AT)
    secret = write.invite_partner(made, other, by=PAUL, at=AT).secret
    with pytest.raises(RuleError, match="contribution"):
        sign(secret, other)


def test_a_link_taken_back_or_submitted_opens_nothing(made: UUID, partner: UUID) -> None:
    secret = write.invite_partner(made, partner, by=PAUL, at=AT).secret
    write.take_back_link(made, partner, by=PAUL, at=AT)
    with pytest.raises(NotFoundError):
        find_invited(secret, at=AT)
    again = write.invite_partner(made, partner, by=PAUL, at=AT).secret
    submit_application(made, by=PAUL, at=AT)
    with pytest.raises(NotFoundError):
        find_invited(again, at=AT)


@pytest.mark.parametrize("by", [LEA, ALICE], ids=str)
def test_others_do_not_touch_partners(made: UUID, partner: UUID, by: object) -> None:
    for act in (
        lambda: write.invite_partner(made, partner, by=by, at=AT),  # type: ignore[arg-type]
        lambda: write.remove_partner(made, partner, by=by, at=AT),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotFoundError):
            act()


def test_the_audit_names_no_address(made: UUID, partner: UUID) -> None:
    part = replace(PARTNER, contact_email="new@tokyo.example", contribution="Secret plans.")
    write.change_partner(made, partner, part, mark=mark(partner), by=PAUL, at=AT)
    told = Event.objects.get(action="application.change_partner").text
    assert "tokyo.example" not in told
    assert "Secret plans" not in told
