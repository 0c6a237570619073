"""Entering the demonstration's agreements by the operations of their room, as an officer would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from cordee.agreements.contents import keep_content
from cordee.agreements.life import Stage, Step
from cordee.agreements.operations.agreements import create_agreement, move_agreement
from cordee.agreements.operations.documents import add_document
from cordee.agreements.operations.parties import Signatory, add_party, change_party
from cordee.agreements.operations.terms import (
    Answer,
    add_amendment,
    add_gate,
    add_permit,
    answer_gate,
    set_clauses,
)
from cordee.agreements.periods import Terms, add_months
from cordee.agreements.states import (
    NON_BINDING,
    AmendmentKind,
    DocumentKind,
    Follows,
    PartyRole,
)
from cordee.agreements.values import Draft, Scope
from cordee.ledger.rights import Actor
from cordee.web.demonstration.agreements import CLAUSES
from cordee.web.demonstration.plans import Opined, Planned


Clock = Callable[[], datetime]

WAY: Mapping[Stage, tuple[Step, ...]] = {
    Stage.DRAFT: (),
    Stage.ROUTING: (Step.ROUTE,),
    Stage.GATES: (Step.ROUTE, Step.ASK_OPINIONS),
    Stage.ABANDONED: (Step.ROUTE, Step.ABANDON),
    Stage.SIGNATURE: (Step.ROUTE, Step.SEND_TO_SIGNATURE),
    Stage.IN_FORCE: (Step.ROUTE, Step.SEND_TO_SIGNATURE, Step.ENTER_INTO_FORCE),
}
"""The moves that bring a draft to a stage; the later ones follow from being in force."""

LAST: Mapping[Stage, Step] = {
    Stage.SUSPENDED: Step.SUSPEND,
    Stage.EVALUATION: Step.EVALUATE,
    Stage.RENEWED: Step.RENEW,
    Stage.AMENDED: Step.AMEND,
    Stage.ENDED: Step.END,
    Stage.TERMINATED: Step.TERMINATE,
}

REASON = "Décision de démonstration / Decided for the demonstration"
SUMMARY = "Accord de démonstration : inventé.\nAn agreement of the demonstration: invented."
TEXT = """{title}

Ce texte accompagne un accord de démonstration, qui est inventé.
This text goes with an agreement of the demonstration, which is invented.
"""
FUNCTION = "Directeur de démonstration / Demonstration director"


class Writer:
    """Takes one planned agreement through its life. Each write is the next version of the record."""

    def __init__(
        self, planned: Planned, ids: Mapping[str, UUID], *, number: int, by: Actor, clock: Clock
    ) -> None:
        self.planned, self.ids, self.by, self.clock = planned, ids, by, clock
        self.number, self.version = number, 0
        self.today = clock().date()
        self.parties: list[tuple[UUID, PartyRole, Signatory]] = []
        self.agreement = UUID(int=0)

    def write(self, parent: UUID | None, documents: Path) -> UUID:
        """Enter the agreement with all that belongs to it, and return its identifier."""
        draft = self._make_draft(parent)
        office = self.ids[self.planned.office]
        self.agreement = create_agreement(draft, office=office, by=self.by, at=self.clock())
        self.version = 1
        self._write_parties()
        self._write_contents(documents)
        self._live()
        return self.agreement

    def _make_draft(self, parent: UUID | None) -> Draft:
        planned = self.planned
        end = None if planned.end is None else self._on(planned.end)
        terms = Terms(
            self._on(planned.start),
            end,
            renewal=planned.renewal,
            renewal_months=planned.renewal_months,
            notice_months=planned.notice_months,
        )
        return Draft(
            kind=planned.kind,
            title_fr=planned.title_fr,
            title_en=planned.title_en,
            terms=terms,
            reference=f"DEMO-{self.number:02d}",
            summary=SUMMARY,
            is_binding=planned.kind not in NON_BINDING,
            amount=planned.money,
            currency="EUR" if planned.money is not None else "",
            parent=parent,
            follows=Follows.UNDER if parent else None,
            scope=tuple(Scope(kind, text) for kind, text in planned.scope),
        )

    def _write_parties(self) -> None:
        for place, key in enumerate(self.planned.parties):
            role = self.planned.roles.get(key, PartyRole.PARTY)
            person = (self.number * 3 + place) % 40 + 1
            signatory = Signatory(f"Demonstration Person {person:02d}", FUNCTION, "both")
            made = add_party(
                self.agreement,
                self.ids[key],
                role,
                signatory,
                version=self._next(),
                by=self.by,
                at=self.clock(),
            )
            self.parties.append((made, role, signatory))

    def _write_contents(self, documents: Path) -> None:
        for permit in self.planned.permits:
            add_permit(
                self.agreement,
                permit.action,
                self.ids[permit.giver],
                self.ids[permit.receiver],
                permit.clause,
                "",
                version=self._next(),
                by=self.by,
                at=self.clock(),
            )
        set_clauses(self.agreement, CLAUSES, version=self._next(), by=self.by, at=self.clock())
        for gate in self.planned.gates:
            self._write_gate(gate)
        text = TEXT.format(title=f"{self.planned.title_fr} / {self.planned.title_en}")
        kept = keep_content(text.encode(), f"DEMO-{self.number:02d}.txt", documents)
        add_document(
            self.agreement,
            DocumentKind.TEXT,
            "Texte de démonstration / Demonstration text",
            "both",
            kept,
            version=self._next(),
            by=self.by,
            at=self.clock(),
        )

    def _write_gate(self, gate: Opined) -> None:
        due_on = self._find_day_due(gate)
        made = add_gate(
            self.agreement,
            gate.kind,
            gate.authority,
            is_blocking=True,
            due_on=due_on,
            version=self._next(),
            by=self.by,
            at=self.clock(),
        )
        if gate.answer is not None:
            answered_on = min(due_on, self.today) - timedelta(days=4)
            answer = Answer(gate.answer, answered_on, "Demonstration Person 40")
            answer_gate(
                self.agreement, made, answer, version=self._next(), by=self.by, at=self.clock()
            )

    def _find_day_due(self, gate: Opined) -> date:
        if Step.ENTER_INTO_FORCE not in self._list_steps():
            return self.today + timedelta(days=gate.due_in_days)
        # What is in force, or was, had its opinions a month before it was signed.
        return min(self._on(self.planned.start), self.today) - timedelta(days=45)

    def _list_steps(self) -> tuple[Step, ...]:
        return WAY.get(self.planned.stage, WAY[Stage.IN_FORCE])

    def _live(self) -> None:
        stage = self.planned.stage
        for step in self._list_steps():
            if step is Step.ENTER_INTO_FORCE:
                self._sign(len(self.parties))
            self._move(step)
        if stage is Stage.SIGNATURE:
            self._sign(self.planned.signed)
        if stage in {Stage.RENEWED, Stage.AMENDED}:
            self._amend()
        if stage in LAST:
            self._move(LAST[stage])

    def _sign(self, count: int) -> None:
        started = min(self._on(self.planned.start), self.today)
        for party, role, signatory in self.parties[:count]:
            change_party(
                self.agreement,
                party,
                role,
                signatory,
                started - timedelta(days=14),
                version=self._next(),
                by=self.by,
                at=self.clock(),
            )

    def _amend(self) -> None:
        renewed_to = self.planned.renewed_to
        kind = AmendmentKind.CHANGE if renewed_to is None else AmendmentKind.RENEWAL
        signed = self._on(min(self.planned.end or 0, 0) - 3)
        add_amendment(
            self.agreement,
            kind,
            "Avenant de démonstration / Demonstration amendment",
            signed,
            None if renewed_to is None else self._on(renewed_to),
            version=self._next(),
            by=self.by,
            at=self.clock(),
        )

    def _move(self, step: Step) -> None:
        closed_on = self.today - timedelta(days=60) if step is Step.TERMINATE else None
        move_agreement(
            self.agreement,
            step,
            version=self._next(),
            by=self.by,
            at=self.clock(),
            reason=REASON,
            closed_on=closed_on,
        )

    def _on(self, months: int) -> date:
        return add_months(self.today, months)

    def _next(self) -> int:
        """Return the version that is there, and count the one about to be written."""
        self.version += 1
        return self.version - 1
