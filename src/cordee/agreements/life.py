"""The life of an agreement as a table: its stages, the moves between them, and their picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cordee.ledger.worded import Worded, list_names


class Stage(Worded):
    """Where an agreement stands in its life."""

    DRAFT = "draft", _("draft")
    ROUTING = "routing", _("routing")
    GATES = "gates", _("opinions")
    SIGNATURE = "signature", _("signature")
    IN_FORCE = "in_force", _("in force")
    SUSPENDED = "suspended", _("suspended")
    EVALUATION = "evaluation", _("in force, being evaluated")
    RENEWED = "renewed", _("in force, renewed")
    AMENDED = "amended", _("in force, amended")
    ENDED = "ended", _("ended")
    TERMINATED = "terminated", _("terminated")
    ABANDONED = "abandoned", _("abandoned")


STAGE_NAMES = list_names(Stage)

OPEN = frozenset({Stage.DRAFT, Stage.ROUTING, Stage.GATES})
"""Stages in which the text is still being written."""

COMING = OPEN | {Stage.SIGNATURE}
"""Stages before the agreement holds."""

LIVE = frozenset({Stage.IN_FORCE, Stage.EVALUATION, Stage.RENEWED, Stage.AMENDED})
"""Stages in which the agreement holds, within its period."""

CLOSED = frozenset({Stage.ENDED, Stage.TERMINATED, Stage.ABANDONED})
"""Stages that nothing leads out of."""


class Step(StrEnum):
    """A move from one stage to another."""

    ROUTE = "route"
    ASK_OPINIONS = "ask_opinions"
    SEND_TO_SIGNATURE = "send_to_signature"
    BACK_TO_DRAFT = "back_to_draft"
    ENTER_INTO_FORCE = "enter_into_force"
    EVALUATE = "evaluate"
    GO_ON = "go_on"
    RENEW = "renew"
    AMEND = "amend"
    SUSPEND = "suspend"
    RESUME = "resume"
    END = "end"
    TERMINATE = "terminate"
    ABANDON = "abandon"


@dataclass(frozen=True)
class Move:
    """One line of the table: from where, to where, and whether a reason must be given."""

    step: Step
    sources: frozenset[Stage]
    target: Stage
    label: str | Promise
    needs_reason: bool = False


_WRITTEN = frozenset({Stage.ROUTING, Stage.GATES, Stage.SIGNATURE})

MOVES = (
    Move(Step.ROUTE, frozenset({Stage.DRAFT}), Stage.ROUTING, _("Send round")),
    Move(Step.ASK_OPINIONS, frozenset({Stage.ROUTING}), Stage.GATES, _("Ask for opinions")),
    Move(
        Step.SEND_TO_SIGNATURE,
        frozenset({Stage.ROUTING, Stage.GATES}),
        Stage.SIGNATURE,
        _("Send to signature"),
    ),
    Move(Step.BACK_TO_DRAFT, _WRITTEN, Stage.DRAFT, _("Back to draft"), needs_reason=True),
    Move(
        Step.ENTER_INTO_FORCE,
        frozenset({Stage.SIGNATURE}),
        Stage.IN_FORCE,
        _("Enter into force"),
    ),
    Move(Step.EVALUATE, LIVE - {Stage.EVALUATION}, Stage.EVALUATION, _("Evaluate")),
    Move(Step.GO_ON, frozenset({Stage.EVALUATION}), Stage.IN_FORCE, _("Go on unchanged")),
    Move(Step.RENEW, LIVE, Stage.RENEWED, _("Renew")),
    Move(Step.AMEND, LIVE, Stage.AMENDED, _("Amend")),
    Move(Step.SUSPEND, LIVE, Stage.SUSPENDED, _("Suspend"), needs_reason=True),
    Move(Step.RESUME, frozenset({Stage.SUSPENDED}), Stage.IN_FORCE, _("Resume"), needs_reason=True),
    Move(Step.END, LIVE | {Stage.SUSPENDED}, Stage.ENDED, _("End")),
    Move(
        Step.TERMINATE,
        LIVE | {Stage.SUSPENDED},
        Stage.TERMINATED,
        _("Terminate"),
        needs_reason=True,
    ),
    Move(Step.ABANDON, COMING, Stage.ABANDONED, _("Abandon"), needs_reason=True),
)

MOVE_BY_STEP = {move.step: move for move in MOVES}


def list_moves(stage: Stage) -> tuple[Move, ...]:
    """Return the moves that lead out of a stage, in the table's order.

    >>> [move.step.value for move in list_moves(Stage.SUSPENDED)]
    ['resume', 'end', 'terminate']
    """
    return tuple(move for move in MOVES if stage in move.sources)


def draw_moves() -> str:
    """Return the table as a state diagram in the language of Mermaid.

    >>> "draft --> routing: Send round" in draw_moves()
    True
    """
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    lines += [
        f"    {source.value} --> {move.target.value}: {move.label}"
        for source in Stage
        for move in list_moves(source)
    ]
    lines += [f"    {stage.value} --> [*]" for stage in Stage if stage in CLOSED]
    return "\n".join(lines) + "\n"
