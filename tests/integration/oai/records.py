"""Records to publish: of each kind, some in odd letters, some gone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from tests.agreements.cast import ALPHA, AT, BETA, TEAM, make_id

from cordee.directory.models import Involvement, Organisation, Person, Resource
from cordee.programmes.models import (
    Application,
    Call,
    Decision,
    Event,
    Instrument,
    InstrumentVersion,
    Participant,
    Project,
    ProjectPerson,
)


AWARDED, GRANT, DAY_OF_SCIENCE = map(make_id, ("Awarded", "Grant from elsewhere", "Day of science"))
PAUL, LEA = make_id("Paul the person"), make_id("Lea the person")
MICROSCOPE, BIOBANK, SERVICE = map(make_id, ("Microscope", "Biobank", "Service of counting"))
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
# PostgreSQL keeps no null.
NULL = "" if connection.vendor == "postgresql" else "\x00"
ODD = f'Ł{NULL}"é\x0b<b>&amp;\u2028 \U0001f9ec]]>\ufffe'


def text(value: str) -> dict[str, str]:
    return {"fr": f"{value} (fr)", "en": value}


def write_definition(code: str, **changes: Any) -> dict[str, Any]:
    return {
        "code": code,
        "label": text(f"Instrument {code}"),
        "summary": text(f"What {code} is for."),
        "aim": "explore",
        "kind": "funding",
        "opening": "call",
        "outcome": "project",
        "funding": {"ceilings": [{"max": "10000"}]},
        **changes,
    }


def make_instrument(
    code: str, *, stage: str = "published", office: UUID = ALPHA, **changes: Any
) -> InstrumentVersion:
    demonstration = changes.pop("is_demonstration", False)
    instrument, _ = Instrument.objects.get_or_create(
        id=make_id(code),
        defaults={
            "office": office,
            "code": code,
            "created_at": LONG_AGO,
            "is_demonstration": demonstration,
        },
    )
    return InstrumentVersion.objects.create(
        instrument=instrument,
        number=instrument.versions.count() + 1,
        stage=stage,
        definition=write_definition(code, **changes),
        changed_at=LONG_AGO,
        published_at=None if stage == "draft" else LONG_AGO,
    )


def make_call(version: InstrumentVersion, name: str, **columns: Any) -> Call:
    is_draft = columns.get("stage") == "draft"
    return Call.objects.create(
        **{
            "id": make_id(name),
            "office": version.instrument.office,
            "instrument_version": version,
            "definition": None if is_draft else version.definition,
            "title_fr": f"{name} (fr)",
            "title_en": name,
            "text_en": f"What {name} asks.",
            "year": 2026,
            "stage": "published",
            "stage_since": LONG_AGO,
            "created_at": LONG_AGO,
            "changed_at": LONG_AGO,
            **columns,
        }
    )


def make_person(identifier: UUID, name: str, **columns: Any) -> Person:
    return Person.objects.create(
        id=identifier, family_name=name, **{"keeper_id": ALPHA, "changed_at": LONG_AGO, **columns}
    )


def make_resource(identifier: UUID, name: str, **columns: Any) -> Resource:
    return Resource.objects.create(
        id=identifier,
        name_en=name,
        **{
            "audience": "anyone",
            "keeper_id": ALPHA,
            "changed_at": LONG_AGO,
            "kind": "equipment",
            **columns,
        },
    )


def make_awarded(call: Call, identifier: UUID = AWARDED, **columns: Any) -> Project:
    """Enter a project of an award in that call."""
    application = Application.objects.create(
        call=call,
        number=call.applications.count() + 1,
        account=make_id("Applicant"),
        title="Applied",
        stage_since=LONG_AGO,
        created_at=LONG_AGO,
        changed_at=LONG_AGO,
    )
    award = Decision.objects.create(
        application=application,
        kind="fund",
        amount=9000,
        currency="EUR",
        decided_at=LONG_AGO,
    )
    return make_project(
        identifier, award=award, instrument_version=call.instrument_version, **columns
    )


def make_project(identifier: UUID, **columns: Any) -> Project:
    return Project.objects.create(
        id=identifier,
        **{
            "office": ALPHA,
            "title": ODD,
            "summary": "What it is about.",
            "stage": "running",
            "stage_since": LONG_AGO,
            "created_at": LONG_AGO,
            "changed_at": LONG_AGO,
            "is_public": True,
            "was_public": True,
            **columns,
        },
    )


def make_event(identifier: UUID, title: str, **columns: Any) -> Event:
    return Event.objects.create(
        id=identifier,
        title=title,
        kind="conference",
        **{
            "office": ALPHA,
            "created_at": LONG_AGO,
            "changed_at": LONG_AGO,
            "is_public": True,
            "was_public": True,
            **columns,
        },
    )


def make_projects(call: Call) -> None:
    """Enter an award's project with two participants and a leader, a grant from elsewhere, an event."""
    project = make_awarded(
        call,
        acronym="AWARD",
        reference="2026-1",
        granted=Decimal(9000),
        currency="EUR",
        website="https://alpha.example/award",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    for organisation, role in ((TEAM, "coordinator"), (BETA, "participant")):
        Participant.objects.create(
            project=project, organisation=organisation, name="Named", role=role
        )
    ProjectPerson.objects.create(project=project, person=PAUL, name="Paul", role="leader")
    grant = make_project(
        GRANT, title="Elsewhere", funder="European Commission", grant_number="101000001"
    )
    for role in ("partner", "third_party", "host"):
        Participant.objects.create(project=grant, organisation=BETA, name="Beta", role=role)
    make_event(
        DAY_OF_SCIENCE,
        "Day of science",
        description=ODD,
        place="Lyon",
        country="FR",
        starts_on=date(2026, 5, 4),
    )


def make_records() -> None:
    """Enter two people, two machines, two instruments, a call, two projects and an event at the cast's."""
    Organisation.objects.update(changed_at=LONG_AGO)
    Organisation.objects.filter(id=BETA).update(
        name_en=ODD, name_fr="Bêta", acronym="B\x01", website="https://beta.example/é à"
    )
    paul = make_person(
        PAUL,
        ODD,
        given_name="Paul",
        orcid="0000-0002-1825-0097",
        email="paul.hidden@alpha.example",
        website="https://alpha.example/paul",
    )
    make_person(LEA, "Lea", email="lea.hidden@alpha.example", orcid="0000-0000-0000-0001")
    for role, organisation, start, end in (
        ("works_at", ALPHA, date(2020, 1, 1), None),
        ("leads", ALPHA, date(2020, 1, 1), None),
        ("works_at", TEAM, None, date(2024, 12, 31)),
        ("represents", BETA, date(2021, 1, 1), None),
    ):
        Involvement.objects.create(
            person=paul, role=role, organisation_id=organisation, start=start, end=end
        )
    make_resource(MICROSCOPE, "Microscope", description_en="It sees.", description_fr=ODD)
    make_resource(BIOBANK, "Biobank", kind="facility", keeper_id=BETA)
    make_resource(SERVICE, "Service of counting", kind="service")
    first = make_instrument("first-step")
    make_instrument("network", kind="network", funding={"ceilings": [{"max": "5000"}]})
    call = make_call(first, "Call of the year", envelope="90000.50", currency="EUR", changed_at=AT)
    make_projects(call)
