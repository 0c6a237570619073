from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest
from django.core import serializers
from django.db import connection
from tests.integration.ledger.conftest import AT, PASSWORD, Houses

from cordee.kernel.errors import RuleError, SourceError, UsageError
from cordee.ledger import moments
from cordee.ledger.audit import find_faults
from cordee.ledger.models import Account, ChainHead
from cordee.ledger.moments import reading_at_one_moment
from cordee.web.backup import (
    _check_members,
    _unpack,
    back_up,
    list_models,
    restore,
)


pytestmark = pytest.mark.django_db


def read_everything() -> str:
    return "".join(
        serializers.serialize("jsonl", model._default_manager.order_by("pk"))
        for model in list_models()
    )


def empty_the_ledger() -> None:
    """Empty it as nobody can who does not own the database: without its triggers."""
    vendor = connection.vendor
    with connection.cursor() as cursor:
        for trigger in ("update", "delete") if vendor == "sqlite" else ("change",):
            place = "" if vendor == "sqlite" else " ON ledger_event"
            cursor.execute(f"DROP TRIGGER ledger_event_no_{trigger}{place}")
        waiting = list(list_models())
        while waiting:
            for model in list(waiting):
                pointing = {
                    field.related_model
                    for field in model._meta.related_objects
                    if field.related_model in waiting and field.related_model is not model
                }
                if not pointing:
                    cursor.execute(f"DELETE FROM {model._meta.db_table}")
                    waiting.remove(model)
    ChainHead.objects.create(id=1)


def save(state: Path, path: Path, passphrase: str = "") -> Path:
    (state / "documents").mkdir(exist_ok=True)
    (state / "documents" / "ab12").write_bytes(b"signed")
    (state / "audit-key.pem").write_text("a key")
    (state / "audit-key.pem").chmod(0o600)
    (state / "mail").mkdir(exist_ok=True)
    (state / "mail" / "letter").write_text("not kept")
    back_up(state, path, passphrase=passphrase, version="0.1.0", at=AT)
    return path


@pytest.mark.usefixtures("alice", "bob", "charlie")
def test_what_is_backed_up_comes_back(own_state: Path, tmp_path: Path) -> None:
    path = save(own_state, tmp_path / "ledger.cordee")
    before = read_everything()
    empty_the_ledger()
    assert read_everything() != before
    place = tmp_path / "elsewhere"
    place.mkdir()
    kept = restore(place, path, passphrase="")
    assert read_everything() == before
    assert find_faults() == []
    assert Account.objects.get(name="Alice").check_password(PASSWORD)
    assert (place / "documents" / "ab12").read_bytes() == b"signed"
    assert (place / "audit-key.pem").stat().st_mode & 0o777 == 0o600
    assert not (place / "mail").exists()
    assert kept.rows == before.count("\n")


@pytest.mark.usefixtures("alice")
def test_new_rows_are_numbered_after_those_restored(
    own_state: Path, tmp_path: Path, enter: object
) -> None:
    path = save(own_state, tmp_path / "ledger.cordee")
    empty_the_ledger()
    restore(own_state, path, passphrase="")
    enter("Dora", None)  # type: ignore[operator]
    assert find_faults() == []


@pytest.mark.usefixtures("alice")
def test_a_ledger_that_holds_anything_is_not_overwritten(own_state: Path, tmp_path: Path) -> None:
    path = save(own_state, tmp_path / "ledger.cordee")
    with pytest.raises(RuleError, match="not empty"):
        restore(own_state, path, passphrase="")


@pytest.mark.usefixtures("houses")
class TestEncrypted:
    def test_opens_by_its_passphrase_alone(self, own_state: Path, tmp_path: Path) -> None:
        path = save(own_state, tmp_path / "ledger.cordee", "three blind mice")
        assert b"Curie" not in path.read_bytes()
        assert path.read_bytes().startswith(b"age-encryption.org/v1")
        empty_the_ledger()
        with pytest.raises(UsageError, match="encrypted"):
            restore(own_state, path, passphrase="")
        with pytest.raises(SourceError, match="does not open with this passphrase"):
            restore(own_state, path, passphrase="four blind mice")
        restore(own_state, path, passphrase="three blind mice")


@pytest.mark.usefixtures("houses")
class TestDamaged:
    def repack(self, path: Path, change: object) -> Path:
        """Write the archive anew with its members changed by a function of name and bytes."""
        changed = path.with_name("changed.cordee")
        with tarfile.open(path) as old, tarfile.open(changed, "w:gz") as new:
            for member in old:
                content = old.extractfile(member).read()  # type: ignore[union-attr]
                name, content = change(member.name, content)  # type: ignore[operator]
                if content is not None:
                    member.name, member.size = name, len(content)
                    new.addfile(member, io.BytesIO(content))
        return changed

    def check_refused(self, state: Path, path: Path, match: str) -> None:
        with pytest.raises(SourceError, match=match):
            restore(state, path, passphrase="")
        assert not Account.objects.exists()

    @pytest.mark.parametrize(
        ("change", "match"),
        [
            (
                lambda name, content: (
                    name,
                    content.replace(b"Curie", b"Other") if "organisation" in name else content,
                ),
                "directory.organisation.jsonl is not what was backed up",
            ),
            (
                lambda name, content: (name, None if "ab12" in name else content),
                "ab12 is not what was backed up",
            ),
            (
                lambda name, content: (name, None if name == "manifest.json" else content),
                "no whole backup",
            ),
            (
                lambda name, content: (
                    name,
                    json.dumps({**json.loads(content), "format": 99}).encode()
                    if name == "manifest.json"
                    else content,
                ),
                "later version",
            ),
            (
                lambda name, content: ("../../outside" if "ab12" in name else name, content),
                "no whole backup",
            ),
        ],
        ids=["edited", "member gone", "no manifest", "later", "path leads outside"],
    )
    def test_is_refused(self, change: object, match: str, own_state: Path, tmp_path: Path) -> None:
        path = self.repack(save(own_state, tmp_path / "ledger.cordee"), change)
        empty_the_ledger()
        self.check_refused(own_state, path, match)
        assert not (tmp_path.parent / "outside").exists()

    def test_cut_off(self, own_state: Path, tmp_path: Path) -> None:
        path = save(own_state, tmp_path / "ledger.cordee")
        path.write_bytes(path.read_bytes()[:-200])
        empty_the_ledger()
        self.check_refused(own_state, path, "no whole backup")

    def test_something_else(self, own_state: Path, tmp_path: Path) -> None:
        (tmp_path / "other").write_text("no archive")
        empty_the_ledger()
        self.check_refused(own_state, tmp_path / "other", "no whole backup")


def test_a_full_disk_leaves_the_former_backup(
    own_state: Path, tmp_path: Path, houses: Houses, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(own_state, tmp_path / "ledger.cordee")
    before = path.read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cordee.web.backup._pack", refuse)
    with pytest.raises(OSError, match="No space left"):
        save(own_state, path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.glob(".*")] == []


@pytest.mark.usefixtures("alice")
def test_a_file_damaged_anywhere_is_refused(own_state: Path, tmp_path: Path) -> None:
    (own_state / "documents").mkdir()
    digits = "".join(Random(20).choices("0123456789abcdef", k=400_000))
    (own_state / "documents" / "cd34").write_text(digits)
    whole = save(own_state, tmp_path / "ledger.cordee").read_bytes()
    # What follows the last member is padding, whose damage does no harm.
    for start in range(20, len(whole) * 9 // 10, len(whole) // 40):
        damaged = tmp_path / "damaged.cordee"
        damaged.write_bytes(whole[:start] + bytes(64) + whole[start + 64 :])
        with pytest.raises(SourceError):
            _check_members(_open_in(damaged, tmp_path / f"at-{start}"), damaged)


def _open_in(path: Path, folder: Path) -> Path:
    folder.mkdir()
    _unpack(path, folder, "")
    return folder


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's readers hold nobody up")
def test_a_backup_holds_no_writer_up(monkeypatch: pytest.MonkeyPatch) -> None:
    modes = []

    @contextmanager
    def begin() -> Iterator[None]:
        modes.append(connection.transaction_mode)
        yield

    monkeypatch.setattr(moments, "transaction", SimpleNamespace(atomic=begin))
    with reading_at_one_moment():
        pass
    assert (modes, connection.transaction_mode) == (["DEFERRED"], "IMMEDIATE")
