"""The columns of a table of facilities, equipment and services."""

from __future__ import annotations

from cordee.directory.states import AUDIENCE_NAMES, RESOURCE_KIND_NAMES
from cordee.ledger.cells import Field, FieldKind, in_both_languages


LINKED = frozenset({"organisation", "part_of", "contact"})
"""Columns that name another entry, which is found first."""

FIELDS = (
    Field(
        "kind",
        ("nature", "kind"),
        FieldKind.CHOICE,
        ("type", "sorte", "catégorie", "category"),
        ("équipement", "equipment"),
        choices={kind.value: name for kind, name in RESOURCE_KIND_NAMES.items()},
    ),
    *in_both_languages(
        "name",
        ("nom", "name"),
        french=("nom", "intitulé", "libellé", "désignation"),
        english=("name", "english name"),
        examples=(("Cryostat", "Cryostat"), ("Cryostat", "Cryostat")),
    ),
    Field(
        "organisation",
        ("organisation", "organisation"),
        FieldKind.ORGANISATION,
        ("établissement", "équipe", "unité", "organization", "team", "unit", "lieu", "where"),
        ("04t0gwh46", "04t0gwh46"),
    ),
    Field(
        "part_of",
        ("fait partie de", "part of"),
        synonyms=("plateforme", "plateau technique", "facility", "parent"),
    ),
    Field(
        "audience",
        ("ouvert à", "open to"),
        FieldKind.CHOICE,
        ("pour qui", "public", "audience", "accès", "access"),
        ("tous", "anyone"),
        choices={audience.value: name for audience, name in AUDIENCE_NAMES.items()},
    ),
    *in_both_languages(
        "conditions",
        ("conditions", "conditions"),
        FieldKind.LONG_TEXT,
        french=("conditions", "tarif"),
        english=("terms", "price"),
        most=5000,
    ),
    Field(
        "booking",
        ("adresse de réservation", "booking address"),
        FieldKind.ADDRESS,
        ("réservation", "booking", "url", "site web", "website"),
    ),
    Field(
        "contact",
        ("contact", "contact"),
        synonyms=("responsable", "personne à contacter", "contact person"),
    ),
    *in_both_languages(
        "description",
        ("description", "description"),
        FieldKind.LONG_TEXT,
        french=("description",),
        most=5000,
    ),
    Field(
        "start",
        ("premier jour", "first day"),
        FieldKind.DATE,
        ("début", "mise en service", "start", "start date", "since"),
    ),
    Field(
        "end",
        ("dernier jour", "last day"),
        FieldKind.DATE,
        ("fin", "date de fin", "end", "end date", "until"),
    ),
)
