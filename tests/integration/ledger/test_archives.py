"""Archives made in the background: an export, a backup; who may fetch them, and how long."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from tests.integration.ledger.conftest import (
    AT,
    PASSWORD,
    Enter,
    Houses,
    act,
    sign_in,
)
from tests.integration.ledger.test_jobs import AtOnce

from cordee.kernel.progress import SILENT
from cordee.ledger.audit import find_last
from cordee.ledger.jobs import JobKind, JobStage, JobTold
from cordee.ledger.jobs import find_last as find_last_job
from cordee.ledger.models import Account, Event, Job, RoleHeld
from cordee.ledger.states import Role
from cordee.web import background
from cordee.web.archives import ExportWanted, take_backup, take_out
from cordee.web.backup import PACKING
from cordee.web.condition import BACKED_UP
from cordee.web.downloads import (
    DOWNLOADS,
    KEPT,
    MOST_KEPT,
    find_download,
    keep_download,
    sweep_downloads,
)
from cordee.web.exporting import ADDING
from cordee.web.jobs import UnwantedError


pytestmark = pytest.mark.django_db
AGE = b"age-encryption.org/"


@pytest.fixture(autouse=True)
def now() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> AtOnce:
    made = AtOnce()
    monkeypatch.setattr(background, "jobs", made)
    # A job has a thread of its own, and with it a connection that it may close.
    monkeypatch.setattr(background, "close_old_connections", lambda: None)
    return made


def get_last(kind: JobKind) -> JobTold:
    last = find_last_job(kind)
    assert last is not None
    return last


def take(client: Client, houses: Houses) -> str:
    """Ask for everything of the house, and return the address of the file."""
    answer = client.post(reverse("imports:export", args=[houses.curie]))
    assert answer.headers["Location"] == reverse("jobs:jobs")
    return reverse("jobs:file", args=[get_last(JobKind.EXPORT).id])


def read(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def confirm_password(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def back_up(client: Client, passphrase: str = "") -> str:
    values = {"passphrase": passphrase, "again": passphrase}
    answer = client.post(reverse("settings:backup"), values)
    assert answer.headers["Location"] == reverse("jobs:jobs")
    return reverse("settings:backup_file", args=[get_last(JobKind.BACKUP).id])


class Stopping:
    """Somebody who no longer wants it from a step on."""

    def __init__(self, label: str) -> None:
        self.label = label

    def start(self, label: str, _total: int | None, _unit: str) -> None:
        if label == self.label:
            raise UnwantedError

    def advance(self, _amount: int) -> None:
        """It goes on."""

    def finish(self) -> None:
        """Nothing follows."""


def test_an_export_is_asked_for_and_fetched(
    alice: Account, houses: Houses, own_state: Path
) -> None:
    client = sign_in(alice)
    page = client.get(reverse("imports:export", args=[houses.curie])).content.decode()
    assert "Institut Curie" in page
    assert Job.objects.count() == 0
    address = take(client, houses)
    assert get_last(JobKind.EXPORT).stage is JobStage.DONE
    shown = client.get(reverse("jobs:jobs")).content.decode()
    assert address in shown
    assert "kept until" in shown
    answer = client.get(address)
    assert "cordee-2026-06-01-1130.zip" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(read(answer))) as archive:
        assert "manifest.json" in archive.namelist()
    assert list(own_state.glob(".download-*")) == []


def test_the_file_is_for_who_asked_alone_and_for_a_day(
    alice: Account, enter: Enter, houses: Houses, now: time_machine.Coordinates, own_state: Path
) -> None:
    client = sign_in(alice)
    address = take(client, houses)
    other = enter("Ann", Role.ADMINISTRATOR)
    theirs = sign_in(other)
    assert theirs.get(address).status_code == 404
    # Who configures sees that it was made, and cannot fetch it.
    page = theirs.get(reverse("jobs:jobs")).content.decode()
    assert "Everything taken out" in page
    assert address not in page
    now.shift(KEPT + timedelta(minutes=1))
    client = sign_in(alice)
    set_time(own_state)
    sweep_downloads(own_state, at=AT + KEPT + timedelta(minutes=1))
    assert client.get(address).status_code == 404
    page = client.get(reverse("jobs:jobs")).content.decode()
    assert address not in page
    assert "no longer kept" in page


def set_time(state: Path) -> None:
    """Give what is kept the time of the test, which the system's own clock knows nothing of."""
    for one in (state / DOWNLOADS).glob("*/*"):
        os.utime(one, (AT.timestamp(), AT.timestamp()))


def test_who_lost_the_role_fetches_nothing(alice: Account, enter: Enter, houses: Houses) -> None:
    dana = enter("Dana", Role.EDITOR)
    client = sign_in(dana)
    address = take(client, houses)
    assert read(client.get(address))
    # Somewhere else there is long work to see still.
    enter_elsewhere = RoleHeld.objects.get(account=dana)
    enter_elsewhere.organisation = houses.roussy
    enter_elsewhere.save()
    assert client.get(reverse("jobs:jobs")).status_code == 200
    assert client.get(address).status_code == 404


def test_an_auditor_takes_out_and_imports_nothing(enter: Enter, houses: Houses) -> None:
    client = sign_in(enter("Aude", Role.AUDITOR))
    assert read(client.get(take(client, houses)))
    assert client.get(reverse("imports:imports")).status_code == 404
    assert reverse("jobs:jobs") in client.get(reverse("accounts:mine")).content.decode()


def test_what_is_stopped_leaves_no_file_and_no_line_of_the_audit(
    alice: Account, houses: Houses, own_state: Path
) -> None:
    before = Event.objects.count()
    wanted = ExportWanted(houses.curie, "en")
    with pytest.raises(UnwantedError):
        take_out(wanted, Stopping(ADDING), by=act(alice))
    with pytest.raises(UnwantedError):
        take_backup("", Stopping(PACKING), by=act(alice))
    assert Event.objects.count() == before
    assert not (own_state / DOWNLOADS).exists()
    assert list(own_state.glob(".download-*")) == []


def test_an_export_is_begun_again_and_a_backup_is_asked_for_anew(
    alice: Account, houses: Houses
) -> None:
    client = sign_in(alice)
    take(client, houses)
    confirm_password(client)
    back_up(client, "long enough, this")
    Job.objects.update(stage=JobStage.INTERRUPTED)
    backup, export = get_last(JobKind.BACKUP), get_last(JobKind.EXPORT)
    page = client.get(reverse("jobs:jobs")).content.decode()
    assert reverse("jobs:again", args=[export.id]) in page
    assert reverse("jobs:again", args=[backup.id]) not in page
    assert f'href="{reverse("settings:backup")}"' in page
    client.post(reverse("jobs:again", args=[backup.id]))
    assert Job.objects.count() == 2
    client.post(reverse("jobs:again", args=[export.id]))
    assert Job.objects.filter(kind=JobKind.EXPORT, stage=JobStage.DONE).count() == 1


def test_a_backup_is_whole_and_fetched_by_the_password_alone(
    alice: Account, houses: Houses, own_state: Path, now: time_machine.Coordinates
) -> None:
    client = sign_in(alice)
    confirm_password(client)
    address = back_up(client)
    with tarfile.open(fileobj=io.BytesIO(read(client.get(address)))) as archive:
        names = archive.getnames()
    assert "tables/ledger.account.jsonl" in names
    assert not any(DOWNLOADS in name for name in names)
    assert find_last(BACKED_UP) is not None
    # Of a session that was left open nobody takes the ledger.
    now.shift(timedelta(hours=1))
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_a_passphrase_encrypts_the_backup_and_is_written_nowhere(
    alice: Account, houses: Houses, own_state: Path
) -> None:
    client = sign_in(alice)
    confirm_password(client)
    address = back_up(client, "long enough, this")
    assert read(client.get(address)).startswith(AGE)
    assert "long enough" not in str(Job.objects.values())


def test_a_backup_is_not_handed_out_as_an_export_nor_to_another_administrator(
    alice: Account, enter: Enter, houses: Houses
) -> None:
    client = sign_in(alice)
    confirm_password(client)
    address = back_up(client)
    wrong = reverse("jobs:file", args=[get_last(JobKind.BACKUP).id])
    assert client.get(wrong).status_code == 404
    other = sign_in(enter("Ann", Role.ADMINISTRATOR))
    confirm_password(other)
    assert other.get(address).status_code == 404
    export = take(client, houses)
    wrong = reverse("settings:backup_file", args=[get_last(JobKind.EXPORT).id])
    assert client.get(wrong).status_code == 404
    assert read(client.get(export))


def test_of_one_person_the_latest_few_are_kept_whatever_the_clock_says(
    alice: Account, own_state: Path
) -> None:
    made = []
    for day in (3, 2, 1, -365):
        made.append(
            keep_download(
                own_state, "a.zip", lambda path: path.touch() or None, owner=alice.id, at=AT
            )
        )
        at = (AT + timedelta(hours=day)).timestamp()
        os.utime(own_state / DOWNLOADS / str(alice.id) / str(made[-1]), (at, at))
    kept = [one for one in made if find_download(own_state, one, owner=alice.id)]
    assert len(kept) == MOST_KEPT
    assert made[-1] in kept


def test_the_command_takes_everything_out(alice: Account, houses: Houses, tmp_path: Path) -> None:
    path, told = tmp_path / "house.zip", StringIO()
    call_command("take_out", str(path), "--as=alice@cordee.example", stdout=told)
    assert "house.zip is written. Rows:" in told.getvalue()
    with zipfile.ZipFile(path) as archive:
        assert "data.json" in archive.namelist()
    last = Event.objects.order_by("-number")[0]
    assert (last.action, last.organisation) == ("export.take", houses.curie)
    assert "cordee export" in last.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--as=nobody@cordee.example"], "Nobody has an account"),
        (["--as=alice@cordee.example", "--for=Gustave Roussy"], "one of: Institut Curie"),
        (["--as=bob@cordee.example"], "one of: –"),
    ],
)
@pytest.mark.usefixtures("alice", "bob")
def test_the_command_says_what_it_lacks(words: list[str], said: str, tmp_path: Path) -> None:
    path = tmp_path / "house.zip"
    with pytest.raises(CommandError, match=said):
        call_command("take_out", str(path), *words)
    assert not path.exists()


def test_a_path_that_cannot_be_written_is_said(alice: Account, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("take_out", str(tmp_path / "no" / "a.zip"), "--as=alice@cordee.example")


def test_work_without_a_watcher_goes_through(alice: Account, houses: Houses) -> None:
    told = take_out(ExportWanted(houses.curie, "fr"), SILENT, by=act(alice))
    assert told["rows"] > 0
