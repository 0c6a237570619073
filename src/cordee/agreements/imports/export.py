"""Agreements taken out as the rows of a table that could be brought in again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from cordee.agreements.imports.fields import FIELDS, STAGES
from cordee.agreements.imports.plan import NOT_COLUMNS
from cordee.agreements.life import LIVE, Stage
from cordee.agreements.models import Agreement
from cordee.agreements.queries import select_visible
from cordee.directory.imports.export import check_may_export
from cordee.directory.queries import get_names, get_parts
from cordee.ledger.bulk import chunk
from cordee.ledger.rights import Actor


def list_agreement_rows(
    organisation: UUID, *, by: Actor, on: date
) -> tuple[Mapping[str, object], ...]:
    """Return the agreements kept by an organisation or its parts that `by` may see, as values by fields.

    Parties stand by ROR identifier, else by name; `id` is beside the fields.
    """
    check_may_export(organisation, by=by, on=on)
    rows: list[Agreement] = []
    for some in chunk(get_parts([organisation], on=on)):
        rows += select_visible(by, on=on).filter(office__in=some).prefetch_related("parties")
    names = get_names(party.organisation for row in rows for party in row.parties.all())
    plain = [one.name for one in FIELDS if one.name not in NOT_COLUMNS]
    found = []
    for row in sorted(rows, key=lambda row: (row.reference, str(row.id))):
        signed = {party.signed_on for party in row.parties.all()}
        said = [names[one.organisation] for one in row.parties.all() if one.organisation in names]
        found.append(
            {
                "id": row.id,
                **{name: getattr(row, name) for name in plain},
                "parties": tuple(one.ror or one.to_name("en") for one in said),
                "signed_on": signed.pop() if len(signed) == 1 else None,
                "stage": _write_stage(Stage(row.stage)),
            }
        )
    return tuple(found)


def _write_stage(stage: Stage) -> str:
    if stage in LIVE:
        return Stage.IN_FORCE.value
    return stage.value if stage in STAGES else ""
