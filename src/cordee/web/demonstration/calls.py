"""The calls of the demonstration: invented openings of instruments that are real, and say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from cordee.ledger.rights import Actor
from cordee.programmes.calling.clock import LocalTime
from cordee.programmes.calling.values import CallDraft, InBoth
from cordee.programmes.definition.reading import write_definition
from cordee.programmes.operations.calls import create_call, publish_call
from cordee.programmes.operations.instruments import (
    install_catalogue,
    publish_version,
    save_draft,
)
from cordee.programmes.operations.questions import announce, answer_question, ask_question
from cordee.programmes.queries.calls import list_openable
from cordee.programmes.queries.instruments import get_instrument, get_version
from cordee.web.demonstration.writer import Clock


TEXT = InBoth(
    "Appel de démonstration : inventé. L’outil, lui, est celui que décrit sa source publique.",
    "A call of the demonstration: invented. The instrument itself is what its public source describes.",
)
QUESTION = "Demonstration: may a postdoctoral researcher be part of the team?"
ANSWER = InBoth(
    "Démonstration : oui, si le porteur travaille à l’institution.",
    "Demonstration: yes, if whoever applies works at the institution.",
)
NEWS = InBoth(
    "Démonstration : une réunion d’information aura lieu en ligne.",
    "Demonstration: an information meeting will be held online.",
)


@dataclass(frozen=True)
class PlannedCall:
    """A call: of which instrument, its title, from and until which day from now, and its money."""

    instrument: str
    title: InBoth
    opens: int | None
    closes: int
    envelope: int
    most_awards: int
    is_published: bool = True


PLANNED_CALLS = (
    PlannedCall(
        "first-step",
        InBoth(
            "Tremplin international {year} (démonstration)", "First Step {year} (demonstration)"
        ),
        None,
        45,
        100_000,
        10,
    ),
    PlannedCall(
        "pri",
        InBoth(
            "Projets de recherche internationaux {year} (démonstration)",
            "International Research Projects {year} (demonstration)",
        ),
        21,
        90,
        900_000,
        15,
    ),
    PlannedCall(
        "emergence",
        InBoth("Émergence {year} (démonstration)", "Emergence {year} (demonstration)"),
        60,
        120,
        200_000,
        10,
        is_published=False,
    ),
)
"""One that is open, one that opens soon, one that only its officers see."""

REVIEW = {
    "rounds": 2,
    "reviewers": 2,
    "blind": "single",
    "conflict_years": 5,
    "criteria": [
        {
            "code": "science",
            "label": {"fr": "Intérêt scientifique", "en": "Scientific interest"},
            "most": 5,
            "weight": "2",
        },
        {
            "code": "partnership",
            "label": {"fr": "Apport du partenaire", "en": "What the partner brings"},
            "most": 5,
        },
        {
            "code": "feasibility",
            "label": {"fr": "Faisabilité", "en": "Feasibility"},
            "most": 5,
        },
    ],
}
"""An example of how a call is reviewed: the public source of the instrument does not say."""

NOTE = "Démonstration : une évaluation d’exemple. / Demonstration: an example of a review."
DEADLINE = time(17, 0)
"""No clock is put forward or back at this hour."""


def enter_calls(actors: Mapping[str, Actor], clock: Clock) -> dict[str, UUID]:
    """Bring the shipped instruments into the house, and open calls of them; each by its instrument."""
    entered: dict[str, UUID] = {}
    officer, member = actors["officer"], actors["member"]
    house = officer.grants[0].organisation
    install_catalogue(house, by=officer, at=clock(), is_demonstration=True)
    openable = {one.definition.code: one for one in list_openable(officer, at=clock())}
    versions = {code: one.id for code, one in openable.items()}
    versions["first-step"] = _add_review(openable["first-step"].id, officer, clock)
    for planned in PLANNED_CALLS:
        made = create_call(
            _write(planned, clock().date()),
            instrument_version=versions[planned.instrument],
            by=officer,
            at=clock(),
            is_demonstration=True,
        )
        entered[planned.instrument] = made
        if not planned.is_published:
            continue
        publish_call(made, version=1, by=officer, at=clock())
        asked = ask_question(made, QUESTION, by=member, at=clock())
        answer_question(asked, ANSWER, is_public=True, known=None, by=officer, at=clock())
        announce(made, NEWS, by=officer, at=clock())
    return entered


def _add_review(version: UUID, officer: Actor, clock: Clock) -> UUID:
    """Publish a version of an instrument that is reviewed: how, its source does not say."""
    told, last = get_version(version, by=officer, on=clock().date())
    values = {**write_definition(last.definition), "review": REVIEW}
    save_draft(told.id, values, version=last.version, by=officer, at=clock(), note=NOTE)
    draft = get_instrument(told.id, by=officer, on=clock().date()).versions[0]
    return publish_version(told.id, version=draft.version, by=officer, at=clock(), note=NOTE)


def _write(planned: PlannedCall, today: date) -> CallDraft:
    closes = today + timedelta(days=planned.closes)
    opens = today + timedelta(days=planned.opens) if planned.opens is not None else None
    return CallDraft(
        title_fr=planned.title.fr.format(year=closes.year),
        title_en=planned.title.en.format(year=closes.year),
        year=closes.year,
        text_fr=TEXT.fr,
        text_en=TEXT.en,
        reference=f"DEMO-{planned.instrument.upper()}-{closes.year}",
        opens=LocalTime(datetime.combine(opens, time(9, 0))) if opens else None,
        closes=LocalTime(datetime.combine(closes, DEADLINE)),
        envelope=Decimal(planned.envelope),
        currency="EUR",
        most_awards=planned.most_awards,
    )
