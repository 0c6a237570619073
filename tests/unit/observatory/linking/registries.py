"""A registry of a few organisations, with all that a correction may stumble on."""

from __future__ import annotations

from cordee.reference.organisations import Organisation, Registry
from cordee.reference.records import Name, RegistryFacts, to_table


HOSPITAL, INSTITUTE, ABROAD = "01aaaaa11", "02bbbbb22", "03ccccc33"
CLOSED, LOST = "04ddddd44", "05eeeee55"


def make(id_: str, name: str, country: str, *acronyms: str, **settings: object) -> Organisation:
    names = (Name(name, ("ror_display", "label")), *(Name(a, ("acronym",)) for a in acronyms))
    return Organisation(id_, name, names, country, **settings)  # type: ignore[arg-type]


ORGANISATIONS = (
    make(HOSPITAL, "Hôpital de la Vallée", "FR", "HLVA"),
    make(INSTITUTE, "Institut Dupont", "FR", "IDUP"),
    make(ABROAD, "Dupont Institute", "US", "DUPI"),
    make(CLOSED, "Clinique du Lac", "FR", status="inactive", successors=(HOSPITAL,)),
    make(LOST, "Clinique du Bois", "FR", status="withdrawn"),
)


def make_registry() -> Registry:
    facts = RegistryFacts("9.9", "a test", "2026-01-01")
    return Registry(to_table(ORGANISATIONS, facts), facts, "0" * 64, None)
