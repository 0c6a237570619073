"""The columns of a table of what agreements permit."""

from __future__ import annotations

from cordee.agreements.states import PERMITTED_NAMES
from cordee.ledger.cells import Field, FieldKind


FIELDS = (
    Field(
        "reference",
        ("référence de l’accord", "reference of the agreement"),
        synonyms=(
            "référence",
            "reference",
            "accord",
            "agreement",
            "numéro",
            "number",
            "ref",
            "réf",
        ),
        example=("ACC-2026-014", "AGR-2026-014"),
        most=60,
    ),
    Field(
        "giver",
        ("qui permet", "who permits"),
        FieldKind.ORGANISATION,
        ("donneur", "giver", "from", "de"),
        ("04t0gwh46", "04t0gwh46"),
    ),
    Field(
        "receiver",
        ("à qui", "to whom"),
        FieldKind.ORGANISATION,
        ("bénéficiaire", "receiver", "to", "à"),
        ("Gustave Roussy", "Gustave Roussy"),
    ),
    Field(
        "action",
        ("ce qui est permis", "what is permitted"),
        FieldKind.CHOICE,
        ("permission", "autorisation", "permit", "action"),
        ("utiliser ses plateformes", "use its facilities"),
        choices={one.value: name for one, name in PERMITTED_NAMES.items()},
    ),
    Field(
        "clause",
        ("article", "clause"),
        synonyms=("clause", "section", "paragraphe"),
        example=("5.2", "5.2"),
        most=120,
    ),
    Field(
        "conditions",
        ("conditions", "conditions"),
        FieldKind.LONG_TEXT,
        ("remarques", "remarks"),
        most=5000,
    ),
)
