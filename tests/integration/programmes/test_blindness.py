"""A double-blind review: nothing that its reviewer is handed names who applies, and the other way round."""

from __future__ import annotations

import io
from uuid import UUID

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter
from tests.agreements.cast import ALICE
from tests.integration.agreements.conftest import SignIn
from tests.programmes.applying import AT, PAUL, make_application
from tests.programmes.reviewing import LATER, PARTNER, make_review, make_reviewed_call, write

from cordee.ledger.models import Account
from cordee.programmes.applied import Written
from cordee.programmes.models import Application, Attachment, Review, Reviewer
from cordee.programmes.operations.reviews import release_texts, submit_review
from cordee.web.reviewer_letters import mail_reviewers


PLANTED = ("Zyxplanted", "Paul", "Tokyo", "Beta")
"""Who applies and with whom, wherever it was written: question, partner, file name, and a file's own data."""

REVIEWER = "Wilhelmina"


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


def make_pdf() -> bytes:
    """Return a document whose own data names its author."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": "Zyxplanted Paul", "/Title": "Plan of Zyxplanted"})
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


@pytest.fixture
def application() -> UUID:
    call = make_reviewed_call("double")
    written = Written("Sequencing", "SEQ", 12, {"aims": "To test.", "ethics": False, "career": "Zyxplanted"})  # fmt: skip
    made = make_application(call, written=written, partners=(PARTNER,), by=PAUL)
    Application.objects.filter(id=made).update(stage="submitted", submitted_at=AT, stage_since=AT, receipt="x" * 64)  # fmt: skip
    return made


def read_all(secret: str, review: UUID) -> list[str]:
    """Return all that a link hands out about a review: pages, papers, days, and the names of files."""
    visitor = Client()
    told = []
    for name, *values in (
        ("desk", secret),
        ("desk_days", secret),
        ("review", secret, review),
        ("review_pdf", secret, review),
    ):
        for language in ("fr", "en"):
            answer = visitor.get(
                reverse(f"programmes:{name}", args=values), headers={"accept-language": language}
            )
            assert answer.status_code == 200, name
            told += [answer.headers.get("Content-Disposition", ""), read(answer.content)]
    return told


def read(content: bytes) -> str:
    """Return the text of an answer; of a PDF its own data too."""
    if not content.startswith(b"%PDF"):
        return content.decode()
    paper = PdfReader(io.BytesIO(content))
    return " ".join([*(page.extract_text() for page in paper.pages), str(paper.metadata)])


def test_no_page_paper_or_letter_names_who_applies(application: UUID) -> None:
    review = make_review(application, REVIEWER)
    waiting = make_review(application, "Otto", stage="invited", letter="invitation")
    assert mail_reviewers()
    submit_review(REVIEWER, review, write(), version=1, origin="", at=LATER)
    assert mail_reviewers()
    told = read_all(REVIEWER, review)
    told += [part for one in mail.outbox for part in (one.subject, str(one.body))]
    desk = Client().get(reverse("programmes:desk_days", args=["Otto"])).content.decode()
    assert str(waiting) in desk.replace("\r\n ", "")
    told.append(desk)
    assert len(mail.outbox) == 2, "an invitation and thanks"
    for said in told:
        for name in PLANTED:
            assert name not in said
    assert any("Sequencing" in said for said in told)


def test_a_document_that_names_is_not_handed_out_and_another_loses_its_data(
    application: UUID, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    Application.objects.filter(id=application).update(stage="draft")
    applicant = sign_in(PAUL)
    for code in ("plan", "cv"):
        file = SimpleUploadedFile(f"{code}-Zyxplanted.pdf", make_pdf(), "application/pdf")
        address = reverse("programmes:attach", args=[application, code])
        assert applicant.post(address, {"file": file}).status_code in {200, 302}
    Application.objects.filter(id=application).update(stage="submitted")
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    review = make_review(application, REVIEWER)
    plan, cv = (Attachment.objects.get(code=code).id for code in ("plan", "cv"))
    answer = Client().get(reverse("programmes:reviewed_file", args=[REVIEWER, review, plan]))
    assert answer.status_code == 200
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
    assert "Zyxplanted" not in read(content)
    assert b"Zyxplanted" not in content
    assert "Zyxplanted" not in answer.headers["Content-Disposition"]
    other = Client().get(reverse("programmes:reviewed_file", args=[REVIEWER, review, cv]))
    assert other.status_code == 404


def test_who_applies_reads_reviews_without_who_wrote_them(
    application: UUID, sign_in: SignIn
) -> None:
    review = make_review(application, REVIEWER)
    Reviewer.objects.update(email="wilhelmina@reviews.example")
    submit_review(REVIEWER, review, write(told="A fine plan."), version=1, origin="", at=LATER)  # fmt: skip
    assert release_texts(application, by=ALICE, at=LATER) == 1
    mail_reviewers()
    applicant = sign_in(PAUL)
    told = []
    for name in ("application", "application_pdf", "receipt"):
        answer = applicant.get(reverse(f"programmes:{name}", args=[application]))
        told += [answer.headers.get("Content-Disposition", ""), read(answer.content)]
    told.append(applicant.get(reverse("programmes:my_applications")).content.decode())
    assert any("A fine plan." in said for said in told)
    for said in told:
        for name in (REVIEWER, REVIEWER.lower(), "Between us.", "A team."):
            assert name not in said
    assert Review.objects.get().submitted_at is not None
    for page in ("application_reviews", "application_reviewers"):
        assert applicant.get(reverse(f"programmes:{page}", args=[application])).status_code == 404
    address = Account.objects.get(id=PAUL.account).email
    assert all(address not in one.to for one in mail.outbox)
