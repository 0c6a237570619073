"""The columns of a table of agreements."""

from __future__ import annotations

from cordee.agreements.life import STAGE_NAMES, Stage
from cordee.agreements.states import KIND_NAMES, RENEWAL_NAMES
from cordee.ledger.cells import Field, FieldKind, in_both_languages


STAGES = (
    Stage.DRAFT,
    Stage.ROUTING,
    Stage.SIGNATURE,
    Stage.IN_FORCE,
    Stage.SUSPENDED,
    Stage.ENDED,
    Stage.TERMINATED,
    Stage.ABANDONED,
)
"""Stages an agreement may come in at. The others say what happened here: opinions, renewals."""

FIELDS = (
    Field(
        "reference",
        ("référence", "reference"),
        synonyms=("numéro", "n°", "no", "ref", "réf", "number", "code"),
        example=("ACC-2026-014", "AGR-2026-014"),
        most=60,
    ),
    Field(
        "kind",
        ("nature", "kind"),
        FieldKind.CHOICE,
        ("type", "type d'accord", "type of agreement", "sorte"),
        ("accord-cadre", "framework agreement"),
        choices={kind.value: name for kind, name in KIND_NAMES.items()},
    ),
    *in_both_languages(
        "title",
        ("titre", "title"),
        french=("titre", "intitulé", "objet", "titre français"),
        english=("title", "subject", "titre anglais", "english title"),
        examples=(
            ("Accord-cadre de coopération en cancérologie", ""),
            ("", "Framework for cooperation in oncology"),
        ),
    ),
    Field(
        "parties",
        ("parties", "parties"),
        FieldKind.ORGANISATIONS,
        ("partenaires", "partenaire", "partners", "partner", "signataires"),
        ("04t0gwh46; Gustave Roussy", "04t0gwh46; Gustave Roussy"),
        most=3000,
    ),
    Field(
        "start",
        ("début", "start"),
        FieldKind.DATE,
        ("date de début", "entrée en vigueur", "start date", "premier jour", "first day", "from"),
        ("2026-01-01", "2026-01-01"),
    ),
    Field(
        "end",
        ("fin", "end"),
        FieldKind.DATE,
        ("date de fin", "échéance", "expiration", "end date", "dernier jour", "last day", "until"),
        ("2029-12-31", "2029-12-31"),
    ),
    Field(
        "renewal",
        ("renouvellement", "renewal"),
        FieldKind.CHOICE,
        ("reconduction",),
        choices={renewal.value: name for renewal, name in RENEWAL_NAMES.items()},
    ),
    Field(
        "renewal_months",
        ("mois de reconduction", "months of renewal"),
        FieldKind.NUMBER,
        ("durée de reconduction", "renewal months"),
        most=600,
    ),
    Field(
        "notice_months",
        ("préavis en mois", "months of notice"),
        FieldKind.NUMBER,
        ("préavis", "notice", "notice months"),
        ("3", "3"),
        most=120,
    ),
    Field(
        "signed_on",
        ("signé le", "signed on"),
        FieldKind.DATE,
        ("date de signature", "signature", "signature date", "signed"),
        ("2025-12-15", "2025-12-15"),
    ),
    Field(
        "stage",
        ("étape", "stage"),
        FieldKind.CHOICE,
        ("statut", "état", "status", "state"),
        ("en vigueur", "in force"),
        choices={stage.value: STAGE_NAMES[stage] for stage in STAGES},
    ),
    Field(
        "summary",
        ("résumé", "summary"),
        FieldKind.LONG_TEXT,
        ("description", "remarques", "remarks", "commentaire", "comment"),
        most=10_000,
    ),
    Field("amount", ("montant", "amount"), FieldKind.AMOUNT, ("budget",)),
    Field("currency", ("devise", "currency"), synonyms=("monnaie",), most=3),
)
