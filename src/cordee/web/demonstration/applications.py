"""The applications of the demonstration: invented, to the call that is open, with real partners abroad."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from cordee.directory.queries.evidence import find_like
from cordee.ledger.rights import Actor
from cordee.programmes.applied import Money, PartnerPart, Written
from cordee.programmes.operations.applications import (
    save_application,
    start_application,
    submit_application,
)
from cordee.programmes.operations.partners import add_partner
from cordee.programmes.states import CostCategory
from cordee.web.demonstration.writer import Clock


@dataclass(frozen=True)
class PlannedApplication:
    """An application: whose account writes it, whether its entry is chosen, and the partner abroad."""

    login: str
    has_entry: bool
    title: str
    partner: str
    partner_name: str
    country: str


PLANNED_APPLICATIONS = (
    PlannedApplication(
        "lead",
        True,
        "Démonstration : tumeurs rares de l’enfant / Demonstration: rare tumours of children",
        "dkfz",
        "German Cancer Research Center",
        "DE",
    ),
    PlannedApplication(
        "member",
        False,
        "Démonstration : imagerie des organoïdes / Demonstration: imaging of organoids",
        "charite",
        "Charité - Universitätsmedizin Berlin",
        "DE",
    ),
)
"""One that is eligible by an award in its entry; one incomplete, for no entry was chosen."""

AIMS = "Texte inventé pour la démonstration. / A text invented for the demonstration."


def enter_applications(
    call: UUID, ids: Mapping[str, UUID], actors: Mapping[str, Actor], clock: Clock
) -> None:
    """Write and submit applications to the open call of the demonstration."""
    for planned in PLANNED_APPLICATIONS:
        actor = actors[planned.login]
        people = find_like(emails=(), orcids=(), name=actor.name, near=ids.values())
        made = start_application(
            call,
            organisation=ids["unit_tumours"],
            person=people[0] if planned.has_entry and people else None,
            by=actor,
            at=clock(),
        )
        written = Written(
            title=planned.title,
            months=12,
            answers={"aims": AIMS, "complementarity": AIMS},
            budget=(Money(CostCategory.TRAVEL, Decimal(8000)),),
        )
        save_application(made, written, version=1, by=actor, at=clock())
        part = PartnerPart(
            name=planned.partner_name,
            team="Demonstration team",
            country=planned.country,
            organisation=ids[planned.partner],
            contribution=AIMS,
        )
        add_partner(made, part, by=actor, at=clock())
        submit_application(made, by=actor, at=clock())
