"""Long work: recorded, stopped with nothing written, begun again, seen by who may."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from tests.integration.ledger.conftest import AT, Enter, Houses, sign_in

from cordee.directory.models import Organisation
from cordee.kernel.messages import Sentence
from cordee.kernel.progress import SILENT, Progress
from cordee.ledger.jobs import (
    MOST_KEPT,
    JobKind,
    JobStage,
    end_job,
    find_last,
    get_job,
    interrupt_jobs,
    list_jobs,
    note_working,
    record_job,
)
from cordee.ledger.models import Account, Event, Import, Job
from cordee.ledger.queries import get_actor
from cordee.ledger.rights import Actor
from cordee.ledger.states import Role
from cordee.web import background, daily
from cordee.web.background import WRITING, ImportWanted, bring_in, start_again, stop
from cordee.web.importing import UPLOADS, get_file_kind, keep_upload
from cordee.web.jobs import Made, Stage, State, UnwantedError


pytestmark = pytest.mark.django_db
LINES = 600
TABLE = "kind,name,country\n" + "".join(f"company,Rope {one},France\n" for one in range(LINES))
TITLES = {"kind": "kind", "name_en": "name", "country": "country"}


class AtOnce:
    """Jobs that are done, in this thread, when they are begun; until told to wait."""

    def __init__(self) -> None:
        self.waits = False
        self.states: dict[str, State] = {}

    def start(
        self,
        owner: str,
        label: str,
        back: str,
        _plan: object,
        task: Callable[[Progress], Made | None],
    ) -> State:
        word = f"{owner} {len(self.states)}"
        stage = Stage.WAITING if self.waits else Stage.DONE
        self.states[word] = State(word, label, back, stage, "", 30, 0, "", "", 0, None)
        if not self.waits:
            try:
                task(SILENT)
            except Exception:  # noqa: BLE001 -- the real ones end every job by what it raised
                stage = Stage.FAILED
        return self.states[word]

    def get(self, word: str, owner: str) -> State:
        assert word.startswith(owner)
        return self.states[word]

    def stop(self, word: str, owner: str) -> State:
        told = self.get(word, owner)
        return State(word, told.label, told.back, Stage.STOPPED, "", 0, 0, "", "", 0, None)

    def list_going(self) -> tuple[State, ...]:
        return ()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> AtOnce:
    made = AtOnce()
    monkeypatch.setattr(background, "jobs", made)
    # A job has a thread of its own, and with it a connection that it may close.
    monkeypatch.setattr(background, "close_old_connections", lambda: None)
    return made


@pytest.fixture
def by(alice: Account) -> Actor:
    return get_actor(alice, on=AT.date(), origin="tests")


@pytest.fixture
def wanted(own_state: Path, houses: Houses, by: Actor) -> ImportWanted:
    assert by.account is not None
    kept = keep_upload(
        own_state,
        TABLE.encode(),
        "ropes.csv",
        get_file_kind("organisations"),
        houses.curie,
        owner=by.account,
        at=AT,
    )
    return ImportWanted(kept.id, find_titles(kept.read().columns), only_good=False)


def find_titles(columns: tuple[str, ...]) -> dict[str, str]:
    assert set(TITLES.values()) <= set(columns)
    return TITLES


def record(by: Actor, stage: JobStage = JobStage.WAITING, **wanted: object) -> UUID:
    made = record_job(JobKind.IMPORT, "ropes.csv", wanted, by=by, at=AT)
    if stage is JobStage.WORKING:
        note_working(made)
    elif stage is JobStage.INTERRUPTED:
        interrupt_jobs(at=AT)
    elif stage is not JobStage.WAITING:
        end_job(made, stage, at=AT)
    return made


def test_a_record_ends_once(by: Actor) -> None:
    made = record(by, JobStage.WORKING)
    end_job(made, JobStage.FAILED, at=AT, fault=Sentence("{file} is empty.", {"file": "a"}))
    end_job(made, JobStage.DONE, at=AT)
    told = get_job(made, by.account)
    assert told.stage is JobStage.FAILED
    assert str(told.fault) == "a is empty."


def test_what_was_going_when_the_server_ended_was_broken_off(by: Actor) -> None:
    working, done = record(by, JobStage.WORKING), record(by, JobStage.DONE)
    background.begin()
    assert get_job(working, None).stage is JobStage.INTERRUPTED
    assert get_job(done, None).stage is JobStage.DONE


def test_old_records_are_forgotten_and_going_ones_are_not(by: Actor) -> None:
    going = record(by)
    Job.objects.bulk_create(
        Job(kind="daily", stage="done", asked_at=AT) for _one in range(MOST_KEPT + 3)
    )
    record(by)
    assert Job.objects.count() == MOST_KEPT + 2
    assert Job.objects.filter(id=going).exists()


class Stopping:
    """Somebody who no longer wants it once rows are written."""

    def __init__(self, after: int) -> None:
        self.label, self.rows, self.after = "", 0, after

    def start(self, label: str, _total: int | None, _unit: str) -> None:
        self.label = label

    def advance(self, amount: int) -> None:
        self.rows += amount
        if self.rows > self.after:
            raise UnwantedError

    def finish(self) -> None:
        """Nothing follows."""


def test_an_import_that_is_stopped_has_written_nothing(by: Actor, wanted: ImportWanted) -> None:
    before = Organisation.objects.count(), Event.objects.count()
    watch = Stopping(after=LINES)
    with pytest.raises(UnwantedError):
        bring_in(wanted, watch, by=by)
    assert watch.label == WRITING
    assert (Organisation.objects.count(), Event.objects.count()) == before
    assert Import.objects.count() == 0
    # The file waits still: it can be brought in again.
    assert bring_in(wanted, SILENT, by=by)["new"] == LINES
    assert Organisation.objects.count() == before[0] + LINES


def test_progress_counts_the_rows(by: Actor, wanted: ImportWanted) -> None:
    watch = Stopping(after=10**9)
    bring_in(wanted, watch, by=by)
    assert watch.rows >= LINES * 3


def bring(client: Client, houses: Houses, table: str) -> str:
    values = {
        "kind": "organisations",
        "organisation": str(houses.curie),
        "file": SimpleUploadedFile("ropes.csv", table.encode()),
    }
    address: str = client.post(reverse("imports:imports"), values).headers["Location"]
    page = client.get(address)
    chosen = {name: str(place) for name, place in page.context["form"].initial.items()}
    answer = client.post(address, {**chosen, "seen": page.context["seen"], "do": "run"})
    return str(answer.headers["Location"])


def test_a_large_file_is_brought_in_in_the_background(alice: Account, houses: Houses) -> None:
    client = sign_in(alice)
    assert bring(client, houses, TABLE) == reverse("jobs:jobs")
    page = client.get(reverse("jobs:jobs")).content.decode()
    assert "ropes.csv" in page
    assert f"{LINES} new" in page
    assert Organisation.objects.filter(name_en__startswith="Rope").count() == LINES
    small = "kind,name,country\ncompany,Alone,France\n"
    assert bring(client, houses, small) == reverse("imports:imports")


def test_what_was_broken_off_is_begun_again_from_the_page(
    alice: Account, by: Actor, wanted: ImportWanted
) -> None:
    made = record(by, JobStage.INTERRUPTED, **wanted.to_record())
    client = sign_in(alice)
    assert "The server ended meanwhile" in client.get(reverse("jobs:jobs")).content.decode()
    client.post(reverse("jobs:again", args=[made]))
    assert Organisation.objects.filter(name_en__startswith="Rope").count() == LINES
    assert list_jobs(by.account, most=1)[0].stage is JobStage.DONE


def test_a_file_that_is_gone_is_said_and_nothing_begins(
    alice: Account, by: Actor, wanted: ImportWanted, own_state: Path
) -> None:
    made = record(by, JobStage.STOPPED, **wanted.to_record())
    for one in (own_state / UPLOADS).rglob("told.json"):
        one.unlink()
    page = sign_in(alice).post(reverse("jobs:again", args=[made]), follow=True)
    assert "No file waits at this address" in page.content.decode()
    assert Job.objects.count() == 1


def test_what_waits_is_stopped_at_once(
    alice: Account, by: Actor, wanted: ImportWanted, at_once: AtOnce
) -> None:
    at_once.waits = True
    first = background.start_import(wanted, "ropes.csv", "/import", by=by, at=AT)
    client = sign_in(alice)
    assert 'value="30"' in client.get(reverse("jobs:jobs")).content.decode()
    client.post(reverse("jobs:stop", args=[first]))
    assert get_job(first, None).stage is JobStage.STOPPED
    # One whose process is gone without a word.
    lost = record(by, JobStage.WORKING)
    stop(get_job(lost, None))
    assert get_job(lost, None).stage is JobStage.INTERRUPTED


def test_each_sees_their_own_and_nobody_begins_again_for_another(
    enter: Enter, by: Actor, wanted: ImportWanted
) -> None:
    made = record(by, JobStage.STOPPED, **wanted.to_record())
    editor = enter("Edith", Role.EDITOR)
    client = sign_in(editor)
    assert "ropes.csv" not in client.get(reverse("jobs:jobs")).content.decode()
    assert client.post(reverse("jobs:again", args=[made])).status_code == 404
    assert client.post(reverse("jobs:stop", args=[made])).status_code == 404
    assert client.post(reverse("jobs:today")).status_code == 404
    other = get_actor(editor, on=AT.date(), origin="tests")
    with pytest.raises(Exception, match="no such job"):
        start_again(get_job(made, None), "/", by=other, at=AT)
    reader = sign_in(enter("Rea", Role.READER))
    assert reader.get(reverse("jobs:jobs")).status_code == 404


def test_the_day_is_recorded_once_however_often_it_is_tried(
    own_state: Path, houses: Houses, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter((False, False, True))
    monkeypatch.setattr(daily, "do_daily", lambda _folder, **_at: next(answers))
    assert [daily.do_recorded(own_state, at=AT) for _one in range(2)] == [False, False]
    last = find_last(JobKind.DAILY)
    assert last is not None
    assert last.stage is JobStage.FAILED
    assert "log says why" in str(last.fault)
    # Done, it is not done again: the third answer is the last.
    assert [daily.do_recorded(own_state, at=AT) for _one in range(2)] == [True, True]
    assert Job.objects.count() == 1


def test_an_administrator_does_the_day_at_once(
    alice: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []
    monkeypatch.setattr(background, "do_daily", lambda _folder, **told: done.append(told) or True)
    client = sign_in(alice)
    assert "never" in client.get(reverse("jobs:jobs")).content.decode()
    client.post(reverse("jobs:today"))
    assert len(done) == 1
    last = find_last(JobKind.DAILY)
    assert last is not None
    assert last.stage is JobStage.DONE


def test_the_command_lists_them(by: Actor) -> None:
    said = StringIO()
    call_command("list_jobs", stdout=said)
    assert "Nothing so far." in said.getvalue()
    record(by, JobStage.INTERRUPTED)
    call_command("list_jobs", stdout=said)
    assert "broken off · Records brought in · ropes.csv" in said.getvalue()
