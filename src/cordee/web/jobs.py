"""Long work in the background of the pages: a few jobs at once, the others wait their turn.

Jobs live in the one process that serves the pages, and what they make in a temporary folder of
bounded size and age: nothing is left when the server stops. A job is known by a word nobody can guess
and belongs to the reader who started it; to anyone else it looks like one that does not exist.
"""

from __future__ import annotations

import atexit
import logging
import secrets
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Condition, Thread
from typing import TypeAlias

from django.utils.translation import gettext_noop

from cordee.kernel.errors import CordeeError, NotFoundError
from cordee.kernel.progress import Progress


logger = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds that the process waits at its end for a job to come to its next step."""

WORD_LENGTH = 24
"""Bytes of chance in the word of a job: as many as in a session key."""


class TooManyJobsError(CordeeError):
    """More was asked of the server than it does at a time."""


@dataclass(frozen=True)
class Limits:
    """What the background may take of the machine."""

    workers: int = 2  # drawing and typesetting fill a core each; the pages need one too
    waiting: int = 20  # at some five seconds each, whoever is last waits less than a minute
    unfinished: int = 4  # of one reader, who may want a dossier in each form
    newcomers: int = 8  # of readers not seen before at one address, which an institution may share
    kept: int = 100
    bytes: int = 200_000_000
    seconds: float = 1800  # long enough to come back from a telephone call


@dataclass(frozen=True)
class Made:
    """What a job made: the name of the file for the reader, its media type, its content."""

    name: str
    media_type: str
    content: bytes


Task: TypeAlias = Callable[[Progress], Made | None]
"""Work that makes a file to take away, or nothing but what it did."""
Plan: TypeAlias = Mapping[str, tuple[float, float]]
"""For the label of each step of a task, from where to where it moves the bar, in percent."""


class Stage(StrEnum):
    """Where a job is. Done, failed and stopped are final."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


FINAL = frozenset({Stage.DONE, Stage.FAILED, Stage.STOPPED})


@dataclass(frozen=True)
class State:
    """What a page tells of a job. `error` is None when the fault was foreseen by nobody."""

    word: str
    label: str
    back: str
    stage: Stage
    step: str
    percent: int
    ahead: int
    name: str
    media_type: str
    size: int
    error: CordeeError | None


@dataclass
class _Job:
    word: str
    owner: str
    label: str
    back: str
    plan: Plan
    task: Task | None
    newcomer: str
    stage: Stage = Stage.WAITING
    step: str = ""
    percent: float = 0.0
    is_unwanted: bool = False
    name: str = ""
    media_type: str = ""
    size: int = 0
    error: CordeeError | None = None
    ended_at: float = field(default=0.0)


class UnwantedError(Exception):
    """Raised inside a task whose reader no longer wants it."""


class Jobs:
    """The jobs of one process. Every method may be called from any thread."""

    def __init__(
        self, limits: Limits | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits, self._clock = limits or Limits(), clock
        self._changed = Condition()
        self._jobs: dict[str, _Job] = {}
        self._waiting: deque[_Job] = deque()
        self._workers: list[Thread] = []
        self._is_closed = False
        self._folder: TemporaryDirectory[str] | None = None

    def start(
        self, owner: str, label: str, back: str, plan: Plan, task: Task, newcomer: str = ""
    ) -> State:
        """Queue `task` for `owner` and return its state.

        `label` says what is made, `back` is the address of the page it was asked on, `newcomer`
        where an owner not known before asks from: whoever forgets who they are at each request is
        counted by that. Raises `TooManyJobsError` when the queue, or the reader's part of it, is full.
        """
        with self._changed:
            self._sweep()
            self._check_room(owner, newcomer)
            word = secrets.token_urlsafe(WORD_LENGTH)
            job = _Job(word, owner, label, back, plan, task, newcomer)
            self._jobs[word] = job
            self._waiting.append(job)
            if len(self._workers) < self._limits.workers:
                self._add_worker()
            self._changed.notify()
            return self._tell(job)

    def get(self, word: str, owner: str) -> State:
        """Return the state of a job; raise `NotFoundError` when `owner` has none by that word."""
        with self._changed:
            self._sweep()
            return self._tell(self._find(word, owner))

    def list_going(self) -> tuple[State, ...]:
        """Return everything that waits or works, whoever asked for it."""
        with self._changed:
            return tuple(self._tell(job) for job in self._jobs.values() if job.stage not in FINAL)

    def stop(self, word: str, owner: str) -> State:
        """Stop a job: at once when it waits, at its next step when it works."""
        with self._changed:
            job = self._find(word, owner)
            job.is_unwanted = True
            if job.stage == Stage.WAITING:
                self._waiting.remove(job)
                self._end(job, Stage.STOPPED)
            return self._tell(job)

    def read(self, word: str, owner: str) -> Made:
        """Return what a job has made; raise `NotFoundError` when it has not, or no longer."""
        with self._changed:
            self._sweep()
            job = self._find(word, owner)
            if job.stage != Stage.DONE:
                raise _make_unknown()
            content = self._get_path(job).read_bytes()
        return Made(job.name, job.media_type, content)

    def close(self) -> None:
        """Stop everything and wait a moment for what works: called when the process ends."""
        with self._changed:
            self._is_closed = True
            for job in self._jobs.values():
                job.is_unwanted = True
            self._changed.notify_all()
        for worker in self._workers:
            worker.join(PATIENCE)

    def _add_worker(self) -> None:
        if not self._workers:
            # An interpreter that ends under a query of a thread may crash; threads end before it.
            atexit.register(self.close)
        worker = Thread(target=self._work, name=f"job-{len(self._workers)}", daemon=True)
        self._workers.append(worker)
        worker.start()

    def _find(self, word: str, owner: str) -> _Job:
        job = self._jobs.get(word)
        if job is None or not secrets.compare_digest(job.owner.encode(), owner.encode()):
            raise _make_unknown()
        return job

    def _tell(self, job: _Job) -> State:
        ahead = self._waiting.index(job) if job in self._waiting else 0
        return State(
            word=job.word,
            label=job.label,
            back=job.back,
            stage=job.stage,
            step=job.step,
            percent=round(job.percent),
            ahead=ahead,
            name=job.name,
            media_type=job.media_type,
            size=job.size,
            error=job.error,
        )

    def _check_room(self, owner: str, newcomer: str) -> None:
        going = [job for job in self._jobs.values() if job.stage not in FINAL]
        unfinished = sum(job.owner == owner for job in going)
        strangers = sum(job.newcomer == newcomer for job in going) if newcomer else 0
        if unfinished >= self._limits.unfinished or strangers >= self._limits.newcomers:
            raise TooManyJobsError(
                gettext_noop(
                    "{count} documents are being made for you already. Wait for one of them, or stop it."
                ),
                count=max(unfinished, strangers),
            )
        if len(self._waiting) >= self._limits.waiting:
            raise TooManyJobsError(
                gettext_noop(
                    "{count} documents wait to be made, which is the most. Try again in a minute."
                ),
                count=len(self._waiting),
            )

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._is_closed:
                    self._changed.wait()
                if self._is_closed:
                    return
                job = self._waiting.popleft()
                job.stage = Stage.WORKING
                task, job.task = job.task, None
            assert task is not None
            self._carry_out(job, task)

    def _carry_out(self, job: _Job, task: Task) -> None:
        stage, made = Stage.FAILED, None
        try:
            made = task(_Watch(self._changed, job))
            stage = Stage.DONE
        except UnwantedError:
            stage = Stage.STOPPED
        except CordeeError as error:
            job.error = error
        except BaseException:
            # The libraries that typeset and draw panic by what is no `Exception`; a worker that
            # ended by it would leave all later documents waiting.
            logger.exception("The job “%s” failed", job.label)
        with self._changed:
            if job.is_unwanted:
                stage = Stage.STOPPED
            if stage == Stage.DONE and made is not None:
                stage = self._keep(job, made)
            self._end(job, stage)
            self._sweep()

    def _keep(self, job: _Job, made: Made) -> Stage:
        job.name, job.media_type, job.size = made.name, made.media_type, len(made.content)
        try:
            self._get_path(job).write_bytes(made.content)
        except OSError:
            logger.exception("What the job “%s” made cannot be kept", job.label)
            return Stage.FAILED
        return Stage.DONE

    def _end(self, job: _Job, stage: Stage) -> None:
        job.stage, job.ended_at, job.task = stage, self._clock(), None
        if stage == Stage.DONE:
            job.percent = 100.0

    def _get_path(self, job: _Job) -> Path:
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="cordee-", ignore_cleanup_errors=True)
        return Path(self._folder.name) / job.word

    def _sweep(self) -> None:
        """Forget what is too old, then the oldest of what is too much."""
        ended = sorted(
            (job for job in self._jobs.values() if job.stage in FINAL),
            key=lambda job: job.ended_at,
        )
        size = sum(job.size for job in ended)
        for place, job in enumerate(ended):
            is_old = self._clock() - job.ended_at > self._limits.seconds
            # The latest stays however large it is: its reader has just waited for it.
            is_too_much = place < len(ended) - 1 and (
                size > self._limits.bytes or len(ended) - place > self._limits.kept
            )
            if is_old or is_too_much:
                size -= job.size
                del self._jobs[job.word]
                self._get_path(job).unlink(missing_ok=True)


class _Watch:
    """Turns what a task tells of its steps into percent, and stops it when nobody wants it."""

    def __init__(self, changed: Condition, job: _Job) -> None:
        self._changed, self._job = changed, job
        self._span, self._total, self._done = (0.0, 0.0), 1, 0

    def start(self, label: str, total: int | None, unit: str) -> None:
        """Begin a step of the plan; one that is not planned leaves the bar where it is."""
        here = self._job.percent
        self._span, self._total, self._done = self._job.plan.get(label, (here, here)), total or 1, 0
        self._move(label)

    def advance(self, amount: int) -> None:
        """Move the bar inside the step."""
        self._done = min(self._done + amount, self._total)
        self._move(self._job.step)

    def finish(self) -> None:
        """Move the bar to the step's end."""
        self._done = self._total
        self._move(self._job.step)

    def _move(self, label: str) -> None:
        first, last = self._span
        with self._changed:
            if self._job.is_unwanted:
                raise UnwantedError
            self._job.step = label
            # A step that is begun anew, because the lake changed, does not move the bar back.
            reached = first + (last - first) * self._done / self._total
            self._job.percent = max(self._job.percent, reached)


def _make_unknown() -> NotFoundError:
    return NotFoundError(
        gettext_noop(
            "There is no such document, or it is no longer kept. Ask for it again on the page of its dossier."
        )
    )


jobs = Jobs()
"""Those of this process."""
