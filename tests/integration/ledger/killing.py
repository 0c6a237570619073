"""Do one piece of work again and again, each time killed a step later, and tell what was left behind.

A step is a statement sent to the database, the end of a transaction, or a file opened or renamed. Each
attempt begins from a copy of the same state. Run by `apart.run("killing", …)`.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import serializers
from django.db import connection
from tests.agreements.cast import (
    ALICE,
    ALPHA,
    AT,
    ON,
    get_version,
    make_agreement,
    make_directory,
    move,
)
from tests.programmes.applying import PARTNER, PAUL, make_application, make_call

from cordee.agreements.contents import keep_content, read_content
from cordee.agreements.life import Step
from cordee.agreements.models import Agreement, DocumentVersion
from cordee.agreements.operations.documents import add_document
from cordee.agreements.operations.parties import Signatory, change_party
from cordee.agreements.states import DocumentKind, PartyRole
from cordee.directory.imports.fields import FIELDS
from cordee.directory.imports.write import make_organisation_kind
from cordee.directory.models import Organisation, SearchEntry
from cordee.kernel.errors import NotFoundError, SourceError
from cordee.ledger.audit import find_faults
from cordee.ledger.imports import Source
from cordee.ledger.models import Account, Event, Import
from cordee.ledger.rights import Actor, Grant
from cordee.ledger.sheets import match_columns, read_sheet, read_table
from cordee.ledger.states import Role
from cordee.programmes.models import Application, Partner
from cordee.programmes.operations.applications import compute_receipt, submit_application
from cordee.programmes.operations.partners import invite_partner
from cordee.programmes.queries.applications import get_application
from cordee.web.backup import DRAFT, back_up, list_models, restore
from cordee.web.state import make_ready


STATE = Path(settings.CORDEE_STATE)
LIST = "kind,name in English,country,part of\n" + "".join(
    f"team,Rope team {number},FR,Alpha\n" for number in range(6)
)
EDITOR = Actor(
    ALICE.account, "Alice", (Grant(Role.ADMINISTRATOR, ALPHA, ON.replace(year=2020)),), True
)
PDF = b"%PDF-1.7\nsigned\n"
SIGNATURES = ({"who": "Director", "when": "", "is_intact": True, "is_whole": True},)


class Killer:
    """Ends this process at once, as kill -9 does, when so many steps were begun."""

    def __init__(self, at: int) -> None:
        self.left = at

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        def execute(run: Callable[..., Any], *words: Any) -> Any:
            self.step()
            return run(*words)

        commit = connection._commit

        def end() -> None:
            self.step()
            commit()
            self.step()

        def hear(event: str, _values: object) -> None:
            if event in {"open", "os.rename"}:
                self.step()

        connection.execute_wrappers.append(execute)
        connection._commit = end
        sys.addaudithook(hear)


def try_until_whole(
    work: Callable[[], object], look: Callable[[], str], *, every: int = 1
) -> dict[str, object]:
    """Return how often the work was killed and what `look` found wrong, until it ends by itself."""
    connection.close()
    start = STATE.with_name("start")
    shutil.rmtree(start, ignore_errors=True)
    shutil.copytree(STATE, start)
    killed, wrong, step = 0, [], 1
    while True:
        shutil.rmtree(STATE)
        shutil.copytree(start, STATE)
        ended = run_apart(work, Killer(step))
        said = look()
        connection.close()
        if said:
            wrong.append(f"killed at step {step}: {said}")
        if ended:
            return {"killed": killed, "wrong": wrong, "last": said}
        killed, step = killed + 1, step + every


def run_apart(work: Callable[[], object], killer: Killer) -> bool:
    """Do the work in a child; return whether it came to its end."""
    child = os.fork()
    if not child:
        connection.ensure_connection()
        killer.watch()
        try:
            work()
        except BaseException as error:  # noqa: BLE001 -- the parent is told by the exit code
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return False
    assert os.WEXITSTATUS(status) == 0
    return True


def empty() -> None:
    """Put a ledger that nobody has an account in where the last one stood; it is made once."""
    connection.close()
    made = STATE.with_name("made")
    if not made.exists():
        STATE.mkdir(parents=True)
        make_ready(STATE, on=ON)
        connection.close()
        STATE.rename(made)
    shutil.rmtree(STATE, ignore_errors=True)
    shutil.copytree(made, STATE)


def begin() -> None:
    empty()
    make_directory()
    Account.objects.create(
        id=ALICE.account, email="alice@cordee.example", name="Alice", joined_at=AT
    )


def kill_an_import() -> dict[str, object]:
    begin()
    before = (Organisation.objects.count(), SearchEntry.objects.count(), Event.objects.count())

    def work() -> None:
        sheet = read_sheet(LIST.encode(), "list.csv")
        table = read_table(sheet, FIELDS, match_columns(sheet.columns, FIELDS, {}))
        source = Source("list.csv", "ab" * 32, table.titles)
        kind = make_organisation_kind(lambda _ids: ())
        kind.bring_in(table, source, ALPHA, only_good=False, by=EDITOR, at=AT)

    def look() -> str:
        now = (Organisation.objects.count(), SearchEntry.objects.count(), Event.objects.count())
        imports = Import.objects.count()
        is_nothing = now == before and imports == 0
        is_whole = now[0] == before[0] + 6 and imports == 1 and now[1] > before[1]
        faults = [str(one) for one in find_faults()]
        return "" if (is_nothing or is_whole) and not faults else f"{now} {imports} {faults}"

    return {**try_until_whole(work, look), "made": Organisation.objects.count() - before[0]}


def kill_a_signature() -> dict[str, object]:
    begin()
    made = make_agreement()
    move(made, Step.ROUTE, Step.SEND_TO_SIGNATURE)
    folder, first = STATE / "documents", get_version(made)

    def work() -> None:
        kept = keep_content(PDF, "Accord.pdf", folder)
        values = (made, DocumentKind.TEXT, "Signed by Beta", "fr", kept)
        add_document(*values, version=get_version(made), by=ALICE, at=AT, signatures=SIGNATURES)
        party = Agreement.objects.get(id=made).parties.get(position=1)
        signatory = Signatory("A Director", "director", "en")
        role = PartyRole(party.role)
        change_party(
            made, party.id, role, signatory, ON, version=get_version(made), by=ALICE, at=AT
        )

    def look() -> str:
        lines = Event.objects.filter(record=str(made))
        added = lines.filter(action="agreement.add_document").count()
        signed = lines.filter(action="agreement.sign").count()
        versions = list(DocumentVersion.objects.all())
        row = Agreement.objects.get(id=made)
        wrong = [str(one) for one in find_faults()]
        for one in versions:
            try:
                whole = read_content(one.sha256, folder) == PDF and len(one.signatures) == 1
            except (NotFoundError, SourceError) as error:
                wrong.append(str(error))
            else:
                wrong += [] if whole else ["the register and the file differ"]
        if len(versions) != added:
            wrong.append("the document and its line fell apart")
        if row.parties.filter(signed_on=ON).count() != signed:
            wrong.append("the signature and its line fell apart")
        if row.version != first + added + signed:
            wrong.append("the version does not count the changes")
        return "; ".join(wrong)

    return {
        **try_until_whole(work, look),
        "made": DocumentVersion.objects.count(),
        "signed": Agreement.objects.get(id=made).parties.filter(signed_on=ON).count(),
    }


def kill_a_submission() -> dict[str, object]:
    begin()
    call = make_call({"rules": [], "documents": []})
    application = make_application(call, partners=(PARTNER,))
    partner = Partner.objects.get(application=application).id
    invite_partner(application, partner, by=PAUL, at=AT)

    def work() -> None:
        submit_application(application, by=PAUL, at=AT)

    def look() -> str:
        row = Application.objects.get(id=application)
        lines = Event.objects.filter(record=str(application), action="application.submit").count()
        is_open = Partner.objects.exclude(secret_hash="").exists()
        told = (row.stage, lines, row.judgements.count(), is_open)
        wrong = [str(one) for one in find_faults()]
        if row.stage == "submitted":
            record = get_application(application, by=PAUL, on=ON)
            if row.receipt != compute_receipt(record, AT):
                wrong.append("the receipt is not of what was submitted")
            wrong += [] if told == ("submitted", 1, 1, False) else [str(told)]
        elif told != ("draft", 0, 0, True) or row.receipt:
            wrong.append(str(told))
        return "; ".join(wrong)

    told = try_until_whole(work, look)
    return {**told, "made": Application.objects.exclude(receipt="").count()}


def read_everything() -> str:
    return "".join(
        serializers.serialize("jsonl", model._default_manager.order_by("pk"))
        for model in list_models()
    )


def kill_a_restore() -> dict[str, object]:
    begin()
    made = make_agreement()
    kept = keep_content(PDF, "Accord.pdf", STATE / "documents")
    values = (made, DocumentKind.TEXT, "Text", "fr", kept)
    add_document(*values, version=get_version(made), by=ALICE, at=AT)
    path = STATE.with_name("ledger.cordee")
    back_up(STATE, path, passphrase="", version="0.1.0", at=AT)
    expected = read_everything()
    empty()
    left: list[str] = []

    def work() -> None:
        restore(STATE, path, passphrase="")

    def look() -> str:
        found = read_everything() if Account.objects.exists() or Event.objects.exists() else ""
        if found == expected:
            return "; ".join(str(one) for one in find_faults())
        if found:
            return "it is neither empty nor whole"
        left.extend(one.name for one in STATE.glob(f"{DRAFT}*"))
        # The same command goes through afterwards, and sweeps up.
        work()
        again = read_everything() == expected and not list(STATE.glob(f"{DRAFT}*"))
        return "" if again else "the second restore is not whole"

    told = try_until_whole(work, look, every=30)
    return {
        **told,
        "left": len(left),
        "file": read_content(kept.sha256, STATE / "documents") == PDF,
    }


if __name__ == "__main__":
    deeds = {
        "import": kill_an_import,
        "signature": kill_a_signature,
        "submission": kill_a_submission,
        "restore": kill_a_restore,
    }
    sys.stdout.write(json.dumps({name: do() for name, do in deeds.items()}) + "\n")
