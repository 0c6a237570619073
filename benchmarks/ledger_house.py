"""What one large house adds to a synthetic directory: its parts, resources, offers, agreements, accounts.

The house has 300 units and teams; one person in eight works there. Its officers keep nine of ten
agreements; the rest is kept elsewhere and no business of theirs. Partners are drawn so that few have very
many agreements and many have one. Names of parts, resources and offers are words put together by a fixed
seed; nothing is about anybody who exists. Fifty accounts hold roles at the house, all with one password,
whose slow hash is computed once; administrators and officers also have the code of an app.
"""

from __future__ import annotations

import argparse
import json
import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from benchmarks.ledger_synthetic import AT, TODAY, invent, prepare


PARTS, RESOURCES, THEMES, OFFERS, SKILLS = 300, 2_000, 60, 1_000, 5_000
PARTNERS = 1_500
"""Organisations that have an agreement with the house: the first has a share of them, the last one."""

ACCOUNTS = {
    "administrator": 2,
    "officer": 14,
    "editor": 12,
    "team_lead": 6,
    "member": 6,
    "reader": 6,
    "auditor": 4,
}
PLACES = "benchmark-places.json"

MATTERS = ("oncologie", "immunologie", "génomique", "imagerie", "cardiologie", "neurosciences")
MATTERS_EN = ("oncology", "immunology", "genomics", "imaging", "cardiology", "neuroscience")
THINGS = ("Cryomicroscope", "Cytomètre", "Séquenceur", "Scanner", "Spectromètre", "Animalerie")
THINGS_EN = ("Cryo-microscope", "Cytometer", "Sequencer", "Scanner", "Spectrometer", "Animal house")


@dataclass(frozen=True)
class House:
    """The house with its parts."""

    id: UUID
    parts: tuple[UUID, ...]


def put_house(chance: random.Random) -> House:
    from cordee.directory.models import Organisation, OrganisationLink
    from cordee.ledger.bulk import insert_records

    house = Organisation(
        kind="institution",
        name_fr="La maison des mesures",
        name_en="The house of measurements",
        acronym="MESURES",
        country="FR",
        city="Lyon",
        start=date(1964, 7, 18),
        confirmed_on=TODAY,
        changed_at=AT,
    )
    parts = []
    for number in range(PARTS):
        matter = number % len(MATTERS)
        word = invent(chance, 3)
        parts.append(
            Organisation(
                kind="team" if number % 3 else "unit",
                name_fr=f"{word}, {MATTERS[matter]}",
                name_en=f"{word}, {MATTERS_EN[matter]}",
                acronym=f"U{1000 + number}",
                country="FR",
                city="Lyon",
                keeper_id=house.id,
                # One in five waits to be confirmed.
                confirmed_on=TODAY - timedelta(days=0 if number % 5 else 900),
                changed_at=AT,
            )
        )
    insert_records(Organisation, [house, *parts])
    links = [
        OrganisationLink(
            first_id=one.id,
            standing="part_of",
            # Teams are parts of units, units of the house.
            second_id=house.id if one.kind == "unit" else parts[place - place % 3].id,
            start=date(2015, 1, 1),
        )
        for place, one in enumerate(parts)
    ]
    insert_records(OrganisationLink, links)
    return House(house.id, tuple(one.id for one in parts))


def put_resources(house: House, people: Sequence[UUID], chance: random.Random) -> None:
    """Enter facilities, machines, themes with what belongs to them, offers and skills."""
    from cordee.directory.models import Offer, Resource, Skill, Theme, ThemeTie
    from cordee.ledger.bulk import insert_records

    entry = {"confirmed_on": TODAY, "changed_at": AT}
    resources = []
    for number in range(RESOURCES):
        thing = chance.randrange(len(THINGS))
        word = invent(chance, 2)
        resources.append(
            Resource(
                kind="facility" if number % 20 == 0 else "equipment",
                name_fr=f"{THINGS[thing]} {word}",
                name_en=f"{THINGS_EN[thing]} {word}",
                description_fr="Réservation une semaine à l’avance, avec formation.",
                description_en="Booked a week ahead, after a training.",
                audience=chance.choice(("own", "partners", "anyone")),
                parent=resources[number - number % 20] if number % 20 else None,
                keeper_id=house.parts[(number // 20) % PARTS],
                **entry,
            )
        )
    insert_records(Resource, resources)
    themes = [
        Theme(
            kind="axis" if number < 7 else "theme",
            name_fr=f"{MATTERS[number % len(MATTERS)]} {invent(chance, 2)}",
            name_en=f"{MATTERS_EN[number % len(MATTERS)]} {invent(chance, 2)}",
            keeper_id=house.id,
            **entry,
        )
        for number in range(THEMES)
    ]
    insert_records(Theme, themes)
    ties = [
        ThemeTie(theme=chance.choice(themes), organisation_id=part, record=part)
        for part in house.parts
    ]
    ties += [
        ThemeTie(theme=chance.choice(themes), person_id=one, record=one)
        for one in chance.sample(people, 2_000)
    ]
    insert_records(ThemeTie, ties)
    offers = [
        Offer(
            kind="machine",
            name_fr=f"Temps sur {one.name_fr}",
            name_en=f"Time on {one.name_en}",
            audience="anyone",
            resource=one,
            keeper_id=one.keeper_id,
            **entry,
        )
        for one in resources[:OFFERS]
    ]
    insert_records(Offer, offers)
    skills = [
        Skill(
            person_id=one,
            name_fr=f"{chance.choice(MATTERS)} {invent(chance, 2)}",
            name_en=f"{chance.choice(MATTERS_EN)} {invent(chance, 2)}",
            evidence="text",
            evidence_text="Ten years of practice.",
        )
        for one in chance.choices(people, k=SKILLS)
    ]
    insert_records(Skill, skills)


def put_agreements(count: int, house: House, places: Sequence[UUID], chance: random.Random) -> None:
    """Enter agreements with parties, opinions, clauses, scope, amendments and a document."""
    from cordee.agreements.models import (
        Agreement,
        Amendment,
        Clause,
        Document,
        DocumentVersion,
        Gate,
        Party,
        Permit,
        ScopeItem,
    )
    from cordee.agreements.states import NON_BINDING, ClauseKind, GateKind, Kind
    from cordee.ledger.bulk import insert_records, insert_rows

    partners = chance.sample(places, PARTNERS)
    weights = [1 / rank for rank in range(1, PARTNERS + 1)]
    kinds = list(Kind)
    stages = ("in_force",) * 6 + ("ended", "ended", "draft", "gates", "signature", "renewed")
    rows: dict[type, list[object]] = {
        table: [] for table in (Agreement, Party, Amendment, Gate, Permit, Document)
    }
    scope, clauses, versions = [], [], []
    for number in range(count):
        kind, stage = kinds[number % len(kinds)], chance.choice(stages)
        start = date(2016, 1, 1) + timedelta(days=chance.randrange(3_600))
        is_tacit = chance.random() < 0.3
        one = Agreement(
            office=house.id if number % 10 else chance.choice(partners),
            reference=f"M-{number + 1:05d}",
            kind=kind.value,
            title_fr=f"Coopération en {chance.choice(MATTERS)} {invent(chance, 2)}",
            title_en=f"Cooperation in {chance.choice(MATTERS_EN)} {invent(chance, 2)}",
            is_binding=kind not in NON_BINDING,
            stage=stage,
            stage_since=AT,
            start=start,
            end=start + timedelta(days=chance.choice((1_095, 1_826, 3_652))),
            renewal="tacit" if is_tacit else "none",
            renewal_months=12 if is_tacit else None,
            notice_months=chance.choice((None, 3, 6)),
            created_at=AT,
            changed_at=AT,
            changed_by="Benchmark",
        )
        rows[Agreement].append(one)
        others = {*chance.choices(partners, weights, k=chance.choice((1, 1, 2, 3, 5)))}
        parties = sorted({one.office, *others}, key=str)
        rows[Party] += [
            Party(agreement=one, organisation=where, signed_on=start, position=place)
            for place, where in enumerate(parties)
        ]
        rows[Permit].append(
            Permit(
                agreement=one,
                action="use_facility",
                giver=parties[0],
                receiver=parties[-1] if len(parties) > 1 else chance.choice(places),
                clause="Article 4",
            )
        )
        rows[Gate] += [
            Gate(
                agreement=one,
                kind=gate.value,
                authority="Service juridique",
                answer="favourable",
                answered_on=start,
                answered_by="Benchmark",
            )
            for gate in (GateKind.LEGAL, GateKind.DATA_PROTECTION)
        ]
        if stage == "renewed":
            rows[Amendment].append(
                Amendment(
                    agreement=one,
                    number=1,
                    kind="renewal",
                    text="Renewed for three years.",
                    signed_on=start + timedelta(days=900),
                    new_end=start + timedelta(days=900 + 1_095),
                    recorded_at=AT,
                )
            )
        document = Document(agreement=one, kind="signed", title="Signed text", language="fr")
        rows[Document].append(document)
        versions.append(
            DocumentVersion(
                document=document,
                number=1,
                sha256=f"{number:064x}",
                size=120_000,
                file_name="accord.pdf",
                media_type="application/pdf",
                added_at=AT,
                added_by="Benchmark",
            )
        )
        scope += [(one.id, "theme", chance.choice(MATTERS))]
        scope += [(one.id, "country", chance.choice(("DE", "GB", "US", "JP", "BR", "SN", "IT")))]
        clauses += [(one.id, clause.value, "present", "Article 7") for clause in ClauseKind]
    for table, made in rows.items():
        insert_records(table, made)
    insert_records(DocumentVersion, versions)
    insert_rows(ScopeItem, ("agreement", "kind", "text"), scope)
    insert_rows(Clause, ("agreement", "kind", "state", "text"), clauses)
    _tell_audit([(one.id, one.office) for one in rows[Agreement]], house)


def _tell_audit(agreements: Sequence[tuple[UUID, UUID]], house: House) -> None:
    """Write the audit of a year: each agreement begun and opened twenty times, each part changed."""
    from django.db import transaction

    from cordee.ledger.audit import Deed, Subject, record_events
    from cordee.ledger.rights import Actor

    by = Actor(UUID(int=1), "Benchmark", origin="benchmark")
    deeds = [
        Deed(action, Subject("agreement", str(one), office), {})
        for action in ("agreement.create", *["agreement.see"] * 20)
        for one, office in agreements
    ]
    change = {"city": ("", "Lyon")}
    deeds += [
        Deed("organisation.change", Subject("organisation", str(one), one), change)
        for one in house.parts
    ]
    with transaction.atomic():
        record_events(deeds, by=by, at=AT)


def put_accounts(house: House) -> None:
    """Open the accounts; those whose role asks for a second factor have one."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from cordee.ledger.models import Account, RoleHeld
    from cordee.ledger.states import STRONG_ROLES, Role

    for role, count in ACCOUNTS.items():
        for number in range(1, count + 1):
            email = f"{role}.{number}@benchmark.example"
            account = Account(
                email=email,
                name=f"{role} {number}",
                language="fr" if number % 2 else "en",
                joined_at=AT,
            )
            account.set_unusable_password()
            account.save()
            EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
            RoleHeld.objects.create(
                account=account, role=role, organisation=house.id, start=TODAY - timedelta(days=30)
            )
            if Role(role) in STRONG_ROLES:
                TOTP.activate(account, generate_totp_secret())


def open_sessions() -> list[dict[str, str]]:
    """Return each account with the cookies of a session, made as signing in makes it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from cordee.ledger.models import RoleHeld

    logins = []
    for held in RoleHeld.objects.select_related("account").order_by("account__email"):
        session = SessionStore()
        session[SESSION_KEY] = str(held.account_id)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = held.account.get_session_auth_hash()
        session.create()
        token = secrets.token_hex(16)
        cookies = {settings.SESSION_COOKIE_NAME: session.session_key}
        cookies[settings.CSRF_COOKIE_NAME] = token
        logins.append(
            {
                "email": held.account.email,
                "role": held.role,
                "language": held.account.language,
                "token": token,
                "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            }
        )
    return logins


def write_places(
    state: Path, house: House, organisations: Sequence[UUID], people: Sequence[UUID]
) -> None:
    """Write which pages there are to ask for: some thousands of each kind."""
    from cordee.agreements.models import Agreement, Party
    from cordee.directory.models import Offer, OrganisationLink, Person, Resource, Theme

    chance = random.Random(1)

    def list_ids(table: type, most: int, **conditions: object) -> list[str]:
        found = table.objects.filter(**conditions).order_by("id").values_list("id", flat=True)
        return [str(one) for one in found[:most]]

    linked = OrganisationLink.objects.values_list("second_id", flat=True)[:2_000]
    joined = Party.objects.filter(organisation=house.id).values("agreement")
    places = {
        "house": [str(house.id)],
        "organisation": [
            *map(str, chance.sample(organisations, 1_500)),
            *map(str, {*linked}),
            *map(str, house.parts),
        ],
        "person": [str(one) for one in chance.sample(people, 2_000)],
        "own_person": list_ids(Person, 2_000, keeper__in=house.parts),
        "resource": list_ids(Resource, 2_000),
        "theme": list_ids(Theme, 100),
        "offer": list_ids(Offer, 1_000),
        "agreement": list_ids(Agreement, 2_000, id__in=joined),
        "own_agreement": list_ids(Agreement, 2_000, office=house.id),
    }
    (state / PLACES).write_text(json.dumps(places))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    prepare(parser.parse_args().state)
    print(json.dumps(open_sessions()))


if __name__ == "__main__":
    main()
