"""The columns of a table of facilities, equipment and services."""

from __future__ import annotations

from cordee.directory.states import AUDIENCE_NAMES, RESOURCE_KIND_NAMES
from cordee.ledger.cells import Field, FieldKind


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
    Field(
        "name_fr",
        ("nom en français", "name in French"),
        synonyms=("nom", "intitulé", "libellé", "désignation"),
        example=("Cryostat", "Cryostat"),
    ),
    Field(
        "name_en",
        ("nom en anglais", "name in English"),
        synonyms=("name", "english name"),
        example=("Cryostat", "Cryostat"),
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
    Field(
        "conditions_fr",
        ("conditions en français", "conditions in French"),
        FieldKind.LONG_TEXT,
        ("conditions", "tarif"),
        most=5000,
    ),
    Field(
        "conditions_en",
        ("conditions en anglais", "conditions in English"),
        FieldKind.LONG_TEXT,
        ("terms", "price"),
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
    Field(
        "description_fr",
        ("description en français", "description in French"),
        FieldKind.LONG_TEXT,
        ("description",),
        most=5000,
    ),
    Field(
        "description_en",
        ("description en anglais", "description in English"),
        FieldKind.LONG_TEXT,
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
