"""What an import says of a project, for the page that shows it before it is written."""

from __future__ import annotations

from cordee.ledger.cells import Field, FieldKind
from cordee.programmes.granting.states import PROJECT_STAGE_NAMES


FIELDS = (
    Field("grant_number", ("numéro de subvention", "grant number")),
    Field("acronym", ("acronyme", "acronym")),
    Field("title", ("titre", "title")),
    Field("programme", ("programme", "programme")),
    Field("funder_call", ("appel du financeur", "funder’s call")),
    Field("starts_on", ("premier jour", "first day"), FieldKind.DATE),
    Field("ends_on", ("dernier jour", "last day"), FieldKind.DATE),
    Field(
        "stage",
        ("étape", "stage"),
        FieldKind.CHOICE,
        choices={one.value: name for one, name in PROJECT_STAGE_NAMES.items()},
    ),
    Field("granted", ("accordé, en euros", "granted, in euros"), FieldKind.AMOUNT),
    Field("participants", ("participants", "participants"), FieldKind.LONG_TEXT),
)
"""In the order in which a plan shows them."""
