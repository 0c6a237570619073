"""A call of Alpha with applicants: Paul, recruited lately; Lea, long ago; nobody shows anything of Nemo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from tests.agreements.cast import ALPHA, TEAM, make_actor, make_id

from cordee.directory.models import Award, Involvement, Organisation, Person
from cordee.directory.states import InvolvementKind, Kind
from cordee.ledger.rights import Actor
from cordee.ledger.states import Role
from cordee.programmes.applied import Money, PartnerPart, Written
from cordee.programmes.models import Call, Instrument, InstrumentVersion
from cordee.programmes.operations.applications import save_application, start_application
from cordee.programmes.operations.partners import add_partner
from cordee.programmes.states import CostCategory


AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
OPENS_AT = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
CLOSES_AT = datetime(2026, 6, 20, 10, 0, tzinfo=UTC)
PAUL: Actor = make_actor("Paul", Role.MEMBER, TEAM)
LEA: Actor = make_actor("Lea", Role.MEMBER, TEAM)
TOKYO = make_id("Tokyo")

PARTNER = PartnerPart(
    name="University of Tokyo",
    team="Team of tests",
    country="JP",
    contact_name="Aki",
    contact_email="aki@tokyo.example",
    contribution="We sequence.",
)
WRITTEN = Written(
    title="Tests of cooperation",
    acronym="TEST",
    months=12,
    answers={"aims": "To test.", "ethics": False},
    budget=(Money(CostCategory.TRAVEL, Decimal(8000)),),
)


def text(english: str, french: str = "") -> dict[str, str]:
    return {"fr": french or english, "en": english}


DEFINITION: dict[str, Any] = {
    "code": "first-step",
    "label": text("First Step", "Tremplin"),
    "summary": text("First money.", "Un premier financement."),
    "aim": "explore",
    "kind": "funding",
    "opening": "call",
    "outcome": "project",
    "funding": {
        "per": "total",
        "ceilings": [{"max": "10000"}],
        "caps": [{"category": "salaries", "percent": "0"}],
    },
    "months": {"min": 1, "max": 12},
    "partners": {"foreign": {"min": 1}},
    "reference_day": "call_opening",
    "zones": [
        {"code": "europe", "label": text("Europe", "Europe"), "continents": ["EU"]},
        {"code": "asia", "label": text("Asia", "Asie"), "continents": ["AS"]},
    ],
    "rules": [
        {
            "id": "young-or-laureate",
            "phase": "eligibility",
            "expression": 'applicant.years_since_recruitment < 5.0 || applicant.awards.exists(one, one in ["ATIP-Avenir", "ERC-StG"])',
            "label": text("Recruited under five years ago, or a laureate", "Recruté depuis moins de cinq ans, ou lauréat"),
            "message": text("Strictly under five years, or a laureate.", "Strictement moins de cinq ans, ou lauréat."),
            "evidence": text("The entry of the directory.", "La fiche de l’annuaire."),
        },
        {
            "id": "works-here",
            "phase": "eligibility",
            "expression": "applicant.works_here",
            "label": text("Works at the institution", "Travaille à l’institution"),
            "message": text("The call is for its researchers.", "L’appel s’adresse à ses chercheurs."),
        },
        {
            "id": "partners-signed",
            "phase": "admissibility",
            "expression": "partners.confirmed == partners.total",
            "label": text("Each partner signed", "Chaque partenaire a signé"),
            "message": text("A partner has not signed yet.", "Un partenaire n’a pas encore signé."),
        },
    ],
    "sections": [
        {
            "title": text("The project", "Le projet"),
            "fields": [
                {"key": "aims", "kind": "text", "label": text("Aims", "Objectifs"), "is_required": True,
                 "most_characters": 2000},
                {"key": "ethics", "kind": "yes_no", "label": text("Needs an ethics opinion", "Demande un avis d’éthique"),
                 "is_required": True},
                {"key": "field", "kind": "choice", "label": text("Field", "Domaine"),
                 "choices": [{"code": "cancer", "label": text("Cancer", "Cancer")},
                             {"code": "heart", "label": text("Heart", "Cœur")}]},
            ],
        }
    ],
    "documents": [{"code": "cv", "label": text("CV", "CV"), "is_required": False, "most_megabytes": 1}],
}  # fmt: skip


def make_call(changes: Mapping[str, Any] | None = None, **columns: Any) -> UUID:
    definition = {**DEFINITION, **(changes or {})}
    instrument, _ = Instrument.objects.get_or_create(
        office=ALPHA, code="first-step", defaults={"created_at": LONG_AGO_AT}
    )
    number = instrument.versions.count() + 1
    version = InstrumentVersion.objects.create(
        instrument=instrument,
        number=number,
        stage="published",
        definition=definition,
        changed_at=LONG_AGO_AT,
        published_at=LONG_AGO_AT,
    )
    values = {
        "office": ALPHA,
        "instrument_version": version,
        "definition": definition,
        "reference": f"FS-{number}",
        "title_fr": "Tremplin",
        "title_en": "First Step",
        "year": 2026,
        "stage": "published",
        "stage_since": OPENS_AT,
        "opens_at": OPENS_AT,
        "closes_at": CLOSES_AT,
        "created_at": LONG_AGO_AT,
        "changed_at": LONG_AGO_AT,
    }
    return Call.objects.create(**{**values, **columns}).id


LONG_AGO_AT = datetime(2020, 1, 1, tzinfo=UTC)


def make_person(
    name: str = "Paul",
    *,
    recruited: date | None = None,
    grade: str = "CRCN",
    place: UUID = TEAM,
    awards: tuple[tuple[str, date, date | None], ...] = (),
    confirmed_on: date | None = None,
) -> UUID:
    person = Person.objects.create(
        id=uuid4(), family_name=name, keeper_id=TEAM, changed_at=AT, confirmed_on=confirmed_on
    )
    if recruited is not None:
        Involvement.objects.create(
            person=person,
            role=InvolvementKind.WORKS_AT,
            organisation_id=place,
            start=recruited,
            grade=grade,
        )
    for code, start, end in awards:
        Award.objects.create(person=person, code=code, start=start, end=end)
    return person.id


def make_tokyo() -> UUID:
    Organisation.objects.create(
        id=TOKYO, kind=Kind.INSTITUTION, name_en="University of Tokyo", country="JP", changed_at=AT
    )
    return TOKYO


def make_application(
    call: UUID,
    *,
    person: UUID | None = None,
    written: Written | None = WRITTEN,
    partners: tuple[PartnerPart, ...] = (),
    by: Actor = PAUL,
    at: datetime = AT,
) -> UUID:
    made = start_application(call, organisation=TEAM, person=person, by=by, at=at)
    if written is not None:
        save_application(made, written, version=1, by=by, at=at)
    for partner in partners:
        add_partner(made, partner, by=by, at=at)
    return made
