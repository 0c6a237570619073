"""The lives of missions and delegations, as tables. Stays, trainings, prizes and events have none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cordee.programmes.moving.states import (
    DELEGATION_STAGE_NAMES,
    DIRECTION_NAMES,
    EVENT_KIND_NAMES,
    MISSION_STAGE_NAMES,
    TRAINING_KIND_NAMES,
    DelegationStage,
    MissionStage,
    Sort,
)


FOLLOWED_UP_AFTER = (6, 12)
"""Months after the last day of a mission at which one looks back."""


@dataclass(frozen=True)
class Step:
    """A move from some stages to another, and what its button says."""

    name: str
    sources: frozenset[str]
    target: str
    label: str | Promise


_M, _D = MissionStage, DelegationStage
STEPS: Mapping[Sort, tuple[Step, ...]] = {
    Sort.MISSION: (
        Step("prepare", frozenset({_M.ASKED}), _M.PREPARED, _("Prepare the mission")),
        Step("leave", frozenset({_M.PREPARED}), _M.UNDER_WAY, _("The team has left")),
        Step("return", frozenset({_M.UNDER_WAY}), _M.FOLLOWED_UP, _("The team is back")),
        Step("close", frozenset({_M.FOLLOWED_UP}), _M.CLOSED, _("Close the mission")),
        Step("cancel", frozenset({_M.ASKED, _M.PREPARED}), _M.CANCELLED, _("Cancel the mission")),
    ),
    Sort.DELEGATION: (
        Step("receive", frozenset({_D.PLANNED}), _D.RECEIVED, _("It took place")),
        Step("follow", frozenset({_D.RECEIVED}), _D.FOLLOWED_UP, _("Follow up")),
        Step(
            "close",
            frozenset({_D.RECEIVED, _D.FOLLOWED_UP}),
            _D.CLOSED,
            _("Close the delegation"),
        ),
        Step("cancel", frozenset({_D.PLANNED}), _D.CANCELLED, _("Cancel the delegation")),
    ),
}
"""What may follow what; a sort without steps has no stages."""

STAGE_NAMES: Mapping[Sort, Mapping[str, str | Promise]] = {
    Sort.MISSION: {str(one): name for one, name in MISSION_STAGE_NAMES.items()},
    Sort.DELEGATION: {str(one): name for one, name in DELEGATION_STAGE_NAMES.items()},
}

KIND_NAMES: Mapping[Sort, Mapping[str, str | Promise]] = {
    Sort.STAY: {str(one): name for one, name in DIRECTION_NAMES.items()},
    Sort.DELEGATION: {str(one): name for one, name in DIRECTION_NAMES.items()},
    Sort.TRAINING: {str(one): name for one, name in TRAINING_KIND_NAMES.items()},
    Sort.EVENT: {str(one): name for one, name in EVENT_KIND_NAMES.items()},
}
"""What tells records of a sort apart in its list."""

CLOSED_STAGES = frozenset({_M.CLOSED.value, _M.CANCELLED.value})
"""Stages after which a record stays as it was; missions and delegations call them alike."""
