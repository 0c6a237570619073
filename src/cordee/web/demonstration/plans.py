"""What the demonstration says of an agreement, before its days are counted from today."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from cordee.agreements.life import Stage
from cordee.agreements.states import (
    GateKind,
    Kind,
    Opinion,
    PartyRole,
    Permitted,
    Renewal,
    ScopeKind,
)


@dataclass(frozen=True)
class Opined:
    """An opinion: asked of whom, due how many days from today, and answered or not."""

    kind: GateKind
    authority: str
    due_in_days: int
    answer: Opinion | None = None


@dataclass(frozen=True)
class Allowed:
    """What the first organisation lets the second do, by which clause."""

    action: Permitted
    giver: str
    receiver: str
    clause: str


@dataclass(frozen=True)
class Planned:
    """An agreement of the demonstration. Months are counted from today; None is an open end."""

    key: str
    kind: Kind
    title_fr: str
    title_en: str
    parties: tuple[str, ...]
    stage: Stage
    start: int
    end: int | None
    roles: dict[str, PartyRole] = field(default_factory=dict)
    office: str = "house"
    renewal: Renewal = Renewal.NONE
    renewal_months: int | None = None
    notice_months: int | None = None
    amount: int | None = None
    parent: str = ""
    gates: tuple[Opined, ...] = ()
    permits: tuple[Allowed, ...] = ()
    scope: tuple[tuple[ScopeKind, str], ...] = ()
    signed: int = 0
    """At the stage of signature: how many parties have signed."""
    renewed_to: int | None = None

    @property
    def money(self) -> Decimal | None:
        """Return the amount in euros."""
        return None if self.amount is None else Decimal(self.amount)
