"""What somebody typed is a letter's or a table's content, never a header of it nor a formula in it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage as Parsed
from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path
from typing import cast
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from tests.agreements.cast import ALPHA, AT
from tests.integration.agreements.test_another_house import Values, records
from tests.integration.agreements.test_typed_markup import client, type_everywhere
from tests.spec.programmes.made import SMALL

from cordee.agreements.models import Agreement, DocumentVersion, Party
from cordee.kernel.cells import FORMULA_SIGNS, unguard
from cordee.ledger.models import Account
from cordee.programmes.models import (
    Application,
    Call,
    Decision,
    Instrument,
    InstrumentVersion,
    Partner,
    Review,
    Reviewer,
    Revision,
)
from cordee.programmes.moving.states import Sort
from cordee.programmes.moving.values import Due
from cordee.programmes.operations.move_letters import LateLetter
from cordee.programmes.operations.project_alarms import AlarmLetter, Late, LateKind
from cordee.programmes.queries.applications import read_application
from cordee.programmes.reviewing.states import ReviewLetter
from cordee.web.decision_papers import mail_letter
from cordee.web.digests import send_digests
from cordee.web.move_letters import send_late_letter
from cordee.web.partner_letters import send_invitation, tell_reopened
from cordee.web.project_letters import send_alarm
from cordee.web.reviewer_letters import mail_reviewers
from cordee.web.revision_letters import mail_requests


__all__ = ["client", "records"]  # fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ROOT = Path(__file__).parents[3]
BROKEN = "Foie\r\nBcc: all@elsewhere.example\r\n\r\nForged part"
FORMULAS = ('=HYPERLINK("x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "＝1")

SENDERS = {
    "src/cordee/web/decision_papers.py",
    "src/cordee/web/digests.py",
    "src/cordee/web/letters.py",
    "src/cordee/web/mail_check.py",
    "src/cordee/web/move_letters.py",
    "src/cordee/web/partner_letters.py",
    "src/cordee/web/project_letters.py",
    "src/cordee/web/request_letters.py",
    "src/cordee/web/role_letters.py",
    "src/cordee/web/reviewer_letters.py",
    "src/cordee/web/revision_letters.py",
}
"""What sends letters of ours; each is made to send one below. Others are allauth's."""


def test_every_sender_is_known() -> None:
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"^from django\.core\.mail import", path.read_text("utf-8"), re.MULTILINE)
    }
    assert found == SENDERS


def read_letters() -> list[Parsed]:
    """Return the letters as a mail server reads them."""
    parser = BytesParser(policy=SMTP)
    return [cast(Parsed, parser.parsebytes(one.message().as_bytes())) for one in mail.outbox]


def send_every_letter(client: Client, records: dict[str, Values]) -> None:
    client.post(reverse("settings:letter"))
    roles = reverse("accounts:roles", args=[ALPHA])
    client.post(roles, {"email": "dan@cordee.example", "role": "reader"})
    Agreement.objects.update(stage="in_force")
    Party.objects.update(signed_on="2026-01-01")
    with time_machine.travel(datetime(2027, 6, 30, 8, tzinfo=UTC)):
        call_command("send_reminders", stdout=io.StringIO())
    move = {"identifier": records["directory:request"]["identifier"], "move": "accept"}
    client.post(reverse("directory:move_request", kwargs=move), {"text": BROKEN})
    send_letters_to_partners()
    send_letters_of_the_day()
    Client().post(reverse("account_reset_password"), {"email": "alice@cordee.example"})
    Client().post(reverse("account_reset_password"), {"email": "nobody@cordee.example"})
    client.post(reverse("account_email"), {"email": "new@cordee.example"})


def send_letters_to_partners() -> None:
    kept = {"created_at": AT, "changed_at": AT, "stage_since": AT}
    instrument = Instrument.objects.create(office=ALPHA, code="small", created_at=AT)
    version = InstrumentVersion.objects.create(
        instrument=instrument, number=1, definition=SMALL, changed_at=AT
    )
    call = Call.objects.create(
        **kept,
        office=ALPHA,
        instrument_version=version,
        definition=SMALL,
        title_fr=BROKEN,
        title_en=BROKEN,
        year=2026,
    )
    row = Application.objects.create(**kept, call=call, number=1, account=uuid4(), title=BROKEN)
    Partner.objects.create(application=row, name=BROKEN, contact_email="new@cordee.example")
    record = read_application(row)
    (partner,) = record.partners
    asked = {"by": BROKEN, "address": "https://cordee.example/", "email": "new@cordee.example"}
    assert send_invitation(record, partner, **asked)
    assert tell_reopened(record, partner, by=BROKEN, reason=BROKEN)


def send_letters_of_the_day() -> None:
    """Send what the day's work sends of programmes, and a digest, to one account."""
    (account, *_others) = Account.objects.filter(email="alice@cordee.example")
    late = Late(uuid4(), LateKind.MILESTONE, AT.date(), uuid4(), BROKEN, name=BROKEN)
    send_alarm(AlarmLetter(account.id, (late,)))
    due = Due(uuid4(), Sort.DELEGATION, uuid4(), ALPHA, BROKEN, BROKEN, 0, BROKEN, AT.date())
    send_late_letter(LateLetter(account.id, (due,)))
    application = Application.objects.get()
    Application.objects.update(account=account.id)
    decision = Decision.objects.create(
        application=application,
        kind="refuse",
        decided_at=AT,
        letter_fr="Madame,\nnon.",
        letter_en="Madam,\nno.",
        letter_sent_at=AT,
    )
    assert mail_letter(decision.id, at=AT)
    reviewer = Reviewer.objects.create(
        call=application.call, name=BROKEN, email="new@cordee.example", created_at=AT, link_number=1
    )
    for number, kind in enumerate(ReviewLetter, 1):
        Review.objects.create(
            reviewer=reviewer,
            application=application,
            round=number,
            stage_since=AT,
            letter=kind.value,
        )
    assert mail_reviewers()
    Revision.objects.create(
        application=application,
        round=1,
        kind="rebuttal",
        asked_at=AT,
        request=BROKEN,
        due_at=AT + timedelta(days=9),
    )
    mail_requests(at=AT)
    Account.objects.update(digest="daily")
    Agreement.objects.update(stage="signature")
    assert send_digests(at=AT).sent


def test_no_letter_has_a_header_that_somebody_typed(
    client: Client, records: dict[str, Values]
) -> None:
    type_everywhere(BROKEN)
    send_every_letter(client, records)
    letters = read_letters()
    assert len(letters) >= 8, [one["Subject"] for one in letters]
    known = {
        "alice@cordee.example",
        "dan@cordee.example",
        "new@cordee.example",
        "nobody@cordee.example",
    }
    usual = {"content-type", "mime-version", "content-transfer-encoding", "subject", "from", "to"}
    for one in letters:
        assert {name.lower() for name in one} <= {*usual, "date", "message-id"}
        assert {one.strip() for one in str(one["To"]).split(",")} <= known
        assert not one.defects
        body = cast(Parsed, one.get_body(("plain",))).get_content()
        for line in body.splitlines():
            # What another person wrote is marked as theirs; names and titles are one line.
            assert not line.startswith(("Bcc:", "Forged")), body
    assert [
        one for one in letters if "Foie" in cast(Parsed, one.get_body(("plain",))).get_content()
    ]


@pytest.mark.parametrize(
    "email", ["a@x.example\nBcc: b@x.example", "a@x.example,b@x.example", '"a\r\n"@x.example']
)
def test_no_address_is_two(email: str, client: Client) -> None:
    for name in ("accounts:roles", "account_reset_password", "account_email"):
        address = reverse(name, args=[ALPHA] if name == "accounts:roles" else [])
        client.post(address, {"email": email, "role": "reader"})
    assert mail.outbox == []


def read_tables(
    client: Client, records: dict[str, Values]
) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield every table that an address of the record rooms hands out, by what it is called."""
    for name, values in records.items():
        answer = client.get(reverse(name, kwargs=values))
        kind = answer.headers.get("Content-Type", "")
        content = b"".join(answer) if "html" not in kind else b""
        if kind.startswith("text/csv"):
            yield name, read_csv(content)


def read_archive(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield every table of an archive, by its name there."""
    with zipfile.ZipFile(path) as archive:
        for one in archive.namelist():
            if one.endswith(".csv"):
                yield one, read_csv(archive.read(one))


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_no_table_has_a_formula_that_somebody_typed(
    client: Client, records: dict[str, Values], tmp_path: Path
) -> None:
    type_everywhere(*FORMULAS)
    DocumentVersion.objects.all().delete()  # Its file is not there to be taken out.
    directory, everything = tmp_path / "directory.csv", tmp_path / "everything.zip"
    call_command("directory_export", directory, stdout=io.StringIO())
    call_command("take_out", everything, email="alice@cordee.example", stdout=io.StringIO())
    tables = {
        **dict(read_tables(client, records)),
        **dict(read_archive(everything)),
        "directory": read_csv(directory.read_bytes()),
    }
    assert len(tables) >= 20, tables.keys()
    cells = [(name, cell) for name, rows in tables.items() for row in rows for cell in row]
    wrong = [
        (name, cell)
        for name, cell in cells
        if cell.strip(" ").startswith(tuple(FORMULA_SIGNS))
        and not re.fullmatch(r"-\d+([.,]\d+)?", cell)
    ]
    assert wrong == []
    guarded = [unguard(cell) for _, cell in cells if unguard(cell) != cell]
    for formula in FORMULAS:
        assert any(one.startswith(formula) for one in guarded), formula
