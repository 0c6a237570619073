"""What became of funded pairs, reckoned in the background and kept while the lake stays as it is.

Over a large lake it takes longer than a page may. So a page asks, waits a moment, and asks again by itself
until the answer is there; whoever asks the same later has it at once. An answer tells of organisations and
years alone, of public works: it is kept by what was asked, which only who may see the awards can ask.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Condition

from django.utils.translation import gettext_noop

from cordee.kernel.errors import CordeeError, LakeError
from cordee.kernel.progress import Progress
from cordee.observatory.figures.outcome_parts import FundedPair, OutcomeChoice, Outcomes
from cordee.observatory.figures.outcomes import answer_outcomes
from cordee.observatory.figures.states import LakeState, read_state
from cordee.web.jobs import jobs
from cordee.web.lakes import Ground


MOST_KEPT = 50
"""Answers: each of the instruments of a house, over some spans of years."""

PATIENCE = 0.7
"""Seconds that a page waits for an answer: over a small lake it is there by then, and nothing blinks."""

STEP = gettext_noop("Comparing pairs")

_FAULT = gettext_noop(
    "The comparison could not be made and the fault is written in the server's log. It is tried again when the lake changes or the server is started anew."
)


@dataclass(frozen=True)
class Asked:
    """Pairs and how they are compared; by the same in the same state of the lake the answer is the same."""

    pairs: tuple[FundedPair, ...]
    choice: OutcomeChoice


class KeptOutcomes:
    """The answers of one process. May be asked from any thread."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._kept: OrderedDict[tuple[LakeState, Asked], Outcomes | CordeeError] = OrderedDict()
        self._going: set[tuple[LakeState, Asked]] = set()

    def ask(
        self, ground: Ground, asked: Asked, *, owner: str, label: str, back: str
    ) -> Outcomes | None:
        """Return the answer, None while it is being reckoned; raise what answering raised.

        `owner` is who asks, `label` says what is reckoned, `back` is the page it is for. Raises
        `TooManyJobsError` when the background has no room.
        """
        key = (read_state(ground.lake), asked)
        with self._changed:
            if key not in self._kept and key not in self._going:
                jobs.start(owner, label, back, {STEP: (0, 99)}, _Task(self, ground, key))
                self._going.add(key)
            self._changed.wait_for(lambda: key in self._kept, PATIENCE)
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        if isinstance(found, CordeeError):
            raise found
        return found

    def forget(self) -> None:
        """Forget every answer."""
        with self._changed:
            self._kept.clear()

    def keep(self, key: tuple[LakeState, Asked], found: Outcomes | CordeeError) -> None:
        """Keep an answer, or why there is none, in the place of the one asked for longest ago."""
        with self._changed:
            self._going.discard(key)
            self._kept[key] = found
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            self._changed.notify_all()


@dataclass(frozen=True)
class _Task:
    """The work of answering; whatever becomes of it, something is kept, or pages would ask for ever."""

    kept: KeptOutcomes
    ground: Ground
    key: tuple[LakeState, Asked]

    def __call__(self, progress: Progress) -> None:
        found: Outcomes | CordeeError = LakeError(_FAULT)
        try:
            progress.start(STEP, None, "")
            found = answer_outcomes(self.ground.observatory, self.key[1].pairs, self.key[1].choice)
        except CordeeError as error:
            found = error
        finally:
            self.kept.keep(self.key, found)


kept_outcomes = KeptOutcomes()
"""Those of this process."""
