"""Who meets in the tests of agreements.

Alice and Ann are officers at Alpha; Rea reads there, Aude audits it, Una is officer at its unit alone.
Bob is officer at Beta. Charlie is officer at Gamma, which is party to nothing: he must not get in.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from cordee.agreements.life import Stage, Step
from cordee.agreements.models import Agreement
from cordee.agreements.operations.agreements import create_agreement, move_agreement
from cordee.agreements.operations.parties import Signatory, add_party, change_party
from cordee.agreements.operations.terms import add_permit
from cordee.agreements.periods import Terms
from cordee.agreements.states import Kind, PartyRole, Permitted
from cordee.agreements.values import Draft
from cordee.directory.models import Organisation, OrganisationLink
from cordee.directory.operations.search import put_organisations_in_search
from cordee.directory.states import Kind as OrganisationKind
from cordee.directory.states import Standing
from cordee.ledger.rights import Actor, Grant
from cordee.ledger.states import Role


AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
ON = AT.date()
LONG_AGO = date(2020, 1, 1)
TERMS = Terms(date(2026, 1, 1), date(2027, 12, 31), notice_months=3)


def make_id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


ALPHA, UNIT, TEAM, BETA, WARD, GAMMA = map(
    make_id, ("Alpha", "Alpha unit", "Alpha team", "Beta", "Beta ward", "Gamma")
)


def make_actor(name: str, role: Role, organisation: UUID) -> Actor:
    return Actor(
        account=make_id(name),
        name=name,
        grants=(Grant(role, organisation, LONG_AGO),),
        has_second_factor=True,
    )


ALICE = make_actor("Alice", Role.OFFICER, ALPHA)
ANN = make_actor("Ann", Role.OFFICER, ALPHA)
REA = make_actor("Rea", Role.READER, ALPHA)
AUDE = make_actor("Aude", Role.AUDITOR, ALPHA)
UNA = make_actor("Una", Role.OFFICER, UNIT)
BOB = make_actor("Bob", Role.OFFICER, BETA)
CHARLIE = make_actor("Charlie", Role.OFFICER, GAMMA)
WITHOUT_FACTOR = Actor(ALICE.account, "Alice", ALICE.grants, has_second_factor=False)


def make_directory() -> None:
    """Enter Alpha with a unit and its team, Beta with a ward, and Gamma."""
    rows = (
        (ALPHA, OrganisationKind.INSTITUTION, "Alpha", "FR", "04t0gwh46"),
        (UNIT, OrganisationKind.UNIT, "Alpha unit", "FR", None),
        (TEAM, OrganisationKind.TEAM, "Alpha team", "FR", None),
        (BETA, OrganisationKind.HOSPITAL, "Beta", "DE", "04cdgtt98"),
        (WARD, OrganisationKind.UNIT, "Beta ward", "DE", None),
        (GAMMA, OrganisationKind.INSTITUTION, "Gamma", "IT", None),
    )
    for identifier, kind, name, country, ror in rows:
        Organisation.objects.create(
            id=identifier, kind=kind, name_en=name, country=country, ror=ror, changed_at=AT
        )
    for first, standing, second in (
        (UNIT, Standing.PART_OF, ALPHA),
        (TEAM, Standing.PART_OF, UNIT),
        (WARD, Standing.PART_OF, BETA),
    ):
        OrganisationLink.objects.create(first_id=first, standing=standing, second_id=second)
    put_organisations_in_search(Organisation.objects.all())


def get_version(identifier: UUID) -> int:
    return Agreement.objects.get(id=identifier).version


def make_agreement(
    *,
    terms: Terms = TERMS,
    kind: Kind = Kind.FRAMEWORK,
    title: str = "Alpha and Beta together",
    parties: tuple[UUID, ...] = (ALPHA, BETA),
    by: Actor = ALICE,
    office: UUID = ALPHA,
    reference: str = "",
    at: datetime = AT,
) -> UUID:
    """Return a draft between Alpha and Beta, kept by Alpha."""
    draft = Draft(kind, "", title, terms, reference=reference, is_binding=kind is not Kind.MOU)
    made = create_agreement(draft, office=office, by=by, at=at)
    for party in parties:
        add_party(
            made,
            party,
            PartyRole.PARTY,
            Signatory(),
            version=get_version(made),
            by=by,
            at=at,
        )
    return made


def permit(
    agreement: UUID, action: Permitted, giver: UUID, receiver: UUID, *, clause: str = "5.2"
) -> None:
    add_permit(
        agreement,
        action,
        giver,
        receiver,
        clause,
        "On request.",
        version=get_version(agreement),
        by=ALICE,
        at=AT,
        reason="Read again.",
    )


def move(agreement: UUID, *steps: Step, closed_on: date | None = None, at: datetime = AT) -> None:
    for step in steps:
        move_agreement(
            agreement,
            step,
            version=get_version(agreement),
            by=ALICE,
            at=at,
            reason="So decided.",
            closed_on=closed_on,
        )


def sign_all(agreement: UUID, *, signed_on: date = ON) -> None:
    for party in Agreement.objects.get(id=agreement).parties.all():
        change_party(
            agreement,
            party.id,
            PartyRole(party.role),
            Signatory("A Director", "director", "en"),
            signed_on,
            version=get_version(agreement),
            by=ALICE,
            at=AT,
        )


def bring_into_force(agreement: UUID) -> None:
    """Take a draft through its life until it holds."""
    move(agreement, Step.ROUTE, Step.SEND_TO_SIGNATURE)
    sign_all(agreement)
    move(agreement, Step.ENTER_INTO_FORCE)
    assert Agreement.objects.get(id=agreement).stage == Stage.IN_FORCE
