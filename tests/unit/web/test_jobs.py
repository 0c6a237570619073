from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event

import pytest

from cordee.kernel.errors import NotFoundError, UsageError
from cordee.kernel.progress import Progress
from cordee.web.jobs import Jobs, Limits, Made, Stage, State, TooManyJobsError


ALICE, BOB = "alice", "bob"
PLAN = {"One": (0.0, 50.0), "Two": (50.0, 90.0)}


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def make(content: bytes = b"pdf") -> Made:
    return Made("dossier.pdf", "application/pdf", content)


def begin(jobs: Jobs, task: Callable[[Progress], Made], owner: str = ALICE) -> State:
    return jobs.start(owner, "Dossier as PDF", "/dossiers/country/GB", PLAN, task)


def wait(jobs: Jobs, word: str, *stages: Stage, owner: str = ALICE) -> State:
    for _ in range(500):
        state = jobs.get(word, owner)
        if state.stage in stages:
            return state
        time.sleep(0.01)
    pytest.fail(f"the job stayed {state.stage}")


def test_a_job_is_done_and_read() -> None:
    jobs = Jobs()
    word = begin(jobs, lambda _: make(b"x" * 10)).word
    state = wait(jobs, word, Stage.DONE)
    assert (state.percent, state.size, state.name) == (100, 10, "dossier.pdf")
    assert jobs.read(word, ALICE).content == b"x" * 10


def test_nobody_else_learns_that_a_job_exists() -> None:
    jobs = Jobs()
    word = begin(jobs, lambda _: make()).word
    wait(jobs, word, Stage.DONE)
    said = []
    for ask in (
        lambda: jobs.get(word, BOB),
        lambda: jobs.get(word, ""),
        lambda: jobs.get(word, "é"),
        lambda: jobs.read(word, BOB),
        lambda: jobs.stop(word, BOB),
        lambda: jobs.get("unknown", BOB),
    ):
        with pytest.raises(NotFoundError) as caught:
            ask()
        said.append(str(caught.value))
    assert len(set(said)) == 1


def test_words_cannot_be_guessed() -> None:
    jobs = Jobs(Limits(unfinished=50, waiting=50))
    words = {begin(jobs, lambda _: make()).word for _ in range(20)}
    assert len(words) == 20
    assert all(len(word) >= 32 for word in words)


def test_the_bar_follows_the_plan_and_never_goes_back() -> None:
    jobs, told = Jobs(), []
    steps, go = Event(), Event()

    def task(progress: Progress) -> Made:
        progress.start("One", 4, "")
        progress.advance(2)
        told.append(jobs.get(word, ALICE).percent)
        progress.finish()
        progress.start("Two", None, "")
        told.append(jobs.get(word, ALICE).percent)
        progress.start("One", 4, "")
        progress.start("Not planned", 4, "")
        told.append(jobs.get(word, ALICE).percent)
        steps.set()
        go.wait(5)
        return make()

    ready = Event()
    word = ""

    def wrapped(progress: Progress) -> Made:
        ready.wait(5)
        return task(progress)

    word = begin(jobs, wrapped).word
    ready.set()
    assert steps.wait(5)
    state = jobs.get(word, ALICE)
    assert (told, state.step) == ([25, 50, 50], "Not planned")
    go.set()
    wait(jobs, word, Stage.DONE)


def test_more_than_the_workers_wait_their_turn() -> None:
    jobs, go = Jobs(Limits(workers=1)), Event()

    def task(_: Progress) -> Made:
        go.wait(5)
        return make()

    first = begin(jobs, task).word
    wait(jobs, first, Stage.WORKING)
    second, third = begin(jobs, task).word, begin(jobs, task).word
    assert [jobs.get(word, ALICE).ahead for word in (second, third)] == [0, 1]
    go.set()
    wait(jobs, third, Stage.DONE)


def test_a_waiting_job_is_stopped_at_once_and_a_working_one_at_its_next_step() -> None:
    jobs, go = Jobs(Limits(workers=1)), Event()
    reached = []

    def task(progress: Progress) -> Made:
        go.wait(5)
        progress.start("One", 1, "")
        reached.append("the end")
        return make()

    working, waiting = begin(jobs, task).word, begin(jobs, task).word
    wait(jobs, working, Stage.WORKING)
    assert jobs.stop(waiting, ALICE).stage == Stage.STOPPED
    jobs.stop(working, ALICE)
    go.set()
    wait(jobs, working, Stage.STOPPED)
    assert reached == []
    with pytest.raises(NotFoundError):
        jobs.read(working, ALICE)


def test_a_foreseen_fault_is_told_and_another_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    jobs = Jobs()

    def foreseen(_: Progress) -> Made:
        raise UsageError("No such thing as {name}.", name="this")

    def unforeseen(_: Progress) -> Made:
        raise ZeroDivisionError

    first = wait(jobs, begin(jobs, foreseen).word, Stage.FAILED)
    assert str(first.error) == "No such thing as this."
    second = wait(jobs, begin(jobs, unforeseen).word, Stage.FAILED)
    assert second.error is None
    assert "Dossier as PDF" in caplog.text
    # The thread that met a fault goes on with the next job.
    wait(jobs, begin(jobs, lambda _: make()).word, Stage.DONE)


def test_a_reader_and_the_queue_have_their_limits() -> None:
    jobs, go = Jobs(Limits(workers=1, unfinished=2, waiting=2)), Event()

    def task(_: Progress) -> Made:
        go.wait(5)
        return make()

    first = begin(jobs, task).word
    wait(jobs, first, Stage.WORKING)
    begin(jobs, task)
    with pytest.raises(TooManyJobsError, match="2 documents are being made for you"):
        begin(jobs, task)
    begin(jobs, task, BOB)
    with pytest.raises(TooManyJobsError, match="2 documents wait"):
        begin(jobs, task, BOB)
    go.set()


def test_what_is_old_is_forgotten() -> None:
    clock = Clock()
    jobs = Jobs(Limits(seconds=60), clock)
    word = begin(jobs, lambda _: make()).word
    wait(jobs, word, Stage.DONE)
    clock.now = 61
    with pytest.raises(NotFoundError):
        jobs.read(word, ALICE)


def test_what_is_too_much_is_forgotten_oldest_first() -> None:
    clock = Clock()
    jobs = Jobs(Limits(bytes=25), clock)
    words = []
    for number in range(3):
        clock.now = number
        words.append(begin(jobs, lambda _: make(b"x" * 10)).word)
        wait(jobs, words[-1], Stage.DONE)
    with pytest.raises(NotFoundError):
        jobs.get(words[0], ALICE)
    assert [len(jobs.read(word, ALICE).content) for word in words[1:]] == [10, 10]


def test_closing_stops_what_works_and_what_waits() -> None:
    jobs, begun = Jobs(Limits(workers=1)), Event()

    def task(progress: Progress) -> Made:
        begun.set()
        for _ in range(1000):
            progress.start("One", 1, "")
            time.sleep(0.01)
        return make()

    first, second = begin(jobs, task).word, begin(jobs, task).word
    assert begun.wait(5)
    jobs.close()
    assert jobs.get(first, ALICE).stage == Stage.STOPPED
    assert jobs.get(second, ALICE).stage == Stage.WAITING


def test_a_file_larger_than_all_is_kept_for_who_waited_for_it() -> None:
    jobs = Jobs(Limits(bytes=5))
    word = begin(jobs, lambda _: make(b"x" * 10)).word
    wait(jobs, word, Stage.DONE)
    assert jobs.read(word, ALICE).content == b"x" * 10


def test_a_panic_of_a_library_ends_its_job_alone() -> None:
    class Panic(BaseException):
        """What the bindings of Rust raise; no `Exception`."""

    def panic(_: Progress) -> Made:
        raise Panic

    jobs = Jobs(Limits(workers=1))
    wait(jobs, begin(jobs, panic).word, Stage.FAILED)
    wait(jobs, begin(jobs, lambda _: make()).word, Stage.DONE)


def test_who_is_new_at_each_request_has_one_part_of_the_queue() -> None:
    jobs, go = Jobs(Limits(newcomers=2)), Event()

    def hold(_: Progress) -> Made:
        go.wait(5)
        return make()

    def ask(owner: str, newcomer: str) -> State:
        return jobs.start(owner, "Dossier as PDF", "/", PLAN, hold, newcomer)

    ask("one", "192.0.2.1"), ask("two", "192.0.2.1")
    with pytest.raises(TooManyJobsError):
        ask("three", "192.0.2.1")
    assert ask("four", "192.0.2.2").word
    assert ask("one", "").word
    go.set()
