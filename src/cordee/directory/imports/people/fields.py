"""The columns of a table of people."""

from __future__ import annotations

from cordee.directory.states import INVOLVEMENT_NAMES
from cordee.ledger.cells import Field, FieldKind, in_both_languages


OWN = (
    "family_name",
    "given_name",
    "orcid",
    "email",
    "website",
    "description_fr",
    "description_en",
)
"""Fields that are written into a person's own columns as they stand."""

FIELDS = (
    Field(
        "given_name",
        ("prénom", "given name"),
        synonyms=("first name", "forename", "prénoms"),
        example=("Alice", "Alice"),
        most=120,
    ),
    Field(
        "family_name",
        ("nom de famille", "family name"),
        synonyms=("nom", "last name", "surname", "name", "nom usuel"),
        example=("Exemple", "Example"),
        most=120,
    ),
    Field(
        "orcid",
        ("ORCID", "ORCID"),
        FieldKind.ORCID,
        ("orcid id", "orcid identifier", "identifiant orcid"),
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
    ),
    Field(
        "email",
        ("adresse électronique", "e-mail address"),
        FieldKind.EMAIL,
        ("email", "e-mail", "mail", "courriel", "mél", "adresse e-mail"),
        ("alice@example.org", "alice@example.org"),
        most=254,
    ),
    Field(
        "organisation",
        ("organisation", "organisation"),
        FieldKind.ORGANISATION,
        ("établissement", "équipe", "unité", "affectation", "organization", "team", "unit"),
        ("04t0gwh46", "04t0gwh46"),
    ),
    Field(
        "role",
        ("rôle", "role"),
        FieldKind.CHOICE,
        ("fonction", "qualité", "involvement"),
        ("dirige", "leads"),
        choices={role.value: name for role, name in INVOLVEMENT_NAMES.items()},
    ),
    Field(
        "start",
        ("depuis le", "from"),
        FieldKind.DATE,
        ("début", "du", "date de début", "start", "start date", "since"),
        ("2021-01-01", "2021-01-01"),
    ),
    Field(
        "end",
        ("jusqu’au", "until"),
        FieldKind.DATE,
        ("jusqu'au", "fin", "au", "date de fin", "end", "end date", "to"),
    ),
    Field(
        "share",
        ("quotité en %", "share in %"),
        FieldKind.NUMBER,
        ("quotité", "share", "part"),
        ("100", "100"),
        most=100,
    ),
    Field(
        "grade",
        ("grade", "grade"),
        synonyms=("corps", "corps et grade", "rank"),
        example=("CRCN", "CRCN"),
        most=40,
    ),
    *in_both_languages(
        "skills",
        ("compétences", "skills"),
        FieldKind.TEXTS,
        french=("compétences", "compétence"),
        english=("skills", "skill"),
        examples=(
            ("cryo-microscopie (10.1038/s41586-020-2649-2)", ""),
            ("", "cryo-microscopy (10.1038/s41586-020-2649-2)"),
        ),
    ),
    Field(
        "awards",
        ("distinctions", "awards"),
        FieldKind.TEXTS,
        ("prix", "financements", "award", "grants", "prizes"),
        ("ERC-StG 2021-01-01/2025-12-31", "ERC-StG 2021-01-01/2025-12-31"),
    ),
    Field(
        "website",
        ("site web", "website"),
        FieldKind.ADDRESS,
        ("site", "page", "url", "web"),
    ),
    *in_both_languages(
        "description",
        ("description", "description"),
        FieldKind.LONG_TEXT,
        french=("description", "présentation"),
        most=5000,
    ),
)
