"""Agreements as Word documents: by whom, told in the audit, and by an installation's own templates."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx import Document
from tests.agreements.cast import (
    ALICE,
    ALPHA,
    AT,
    AUDE,
    BETA,
    BOB,
    CHARLIE,
    REA,
    UNIT,
    bring_into_force,
    get_version,
    make_actor,
    make_agreement,
)
from tests.integration.agreements.conftest import SignIn, open_account

from cordee.agreements.models import Agreement
from cordee.agreements.operations.parties import Signatory, change_party
from cordee.agreements.states import Kind, PartyRole
from cordee.agreements.word.templates import read_ours
from cordee.ledger.models import Event
from cordee.ledger.rights import Actor
from cordee.ledger.states import Role
from cordee.web.own_templates import find_path, get_template


pytestmark = pytest.mark.django_db
ROOT = make_actor("Root", Role.ADMINISTRATOR, ALPHA)


def word(agreement: object, language: str = "en") -> str:
    return reverse("agreements:word", args=[agreement, language])


def read(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    head = document.sections[0].header.paragraphs
    return "\n".join(one.text for one in (*head, *document.paragraphs))


def write(*paragraphs: str) -> bytes:
    document, file = Document(), io.BytesIO()
    for one in paragraphs:
        document.add_paragraph(one)
    document.save(file)
    return file.getvalue()


def speak(agreement: object, **languages: str) -> None:
    for party in Agreement.objects.get(id=agreement).parties.all():
        name = {ALPHA: "alpha", BETA: "beta"}[party.organisation]
        change_party(
            party.agreement_id,
            party.id,
            PartyRole.PARTY,
            Signatory("A Director", "director", languages[name]),
            None,
            version=get_version(party.agreement_id),
            by=ALICE,
            at=AT,
        )


@pytest.mark.parametrize("actor", [ALICE, REA, AUDE, BOB])
def test_who_may_read_it_takes_it_and_the_audit_tells(actor: Actor, sign_in: SignIn) -> None:
    made = make_agreement(reference="A-1")
    answer = sign_in(actor).get(word(made))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="a-1-alpha-and-beta-together.en.docx"'
    )
    said = read(answer.content)
    assert "Alpha and Beta together" in said
    assert "Draft, not signed" in said
    event = Event.objects.filter(action="agreement.write").get()
    assert (event.actor, event.record) == (actor.account, str(made))
    assert '"language"' in event.text


def test_to_others_it_does_not_exist(sign_in: SignIn) -> None:
    made = make_agreement()
    client = sign_in(CHARLIE)
    assert client.get(word(made)).status_code == 404
    assert client.get(word(made, "de")).status_code == 404
    assert sign_in(ALICE).get(word(made, "de")).status_code == 404
    assert sign_in(ALICE).post(word(made)).status_code == 405
    assert not Event.objects.filter(action="agreement.write").exists()


def test_in_force_it_is_no_draft(sign_in: SignIn) -> None:
    made = make_agreement()
    bring_into_force(made)
    said = read(sign_in(ALICE).get(word(made)).content)
    assert "Draft, not signed" not in said
    assert "1 June 2026" in said


def test_the_page_offers_the_version_of_each_party(sign_in: SignIn) -> None:
    made = make_agreement()
    speak(made, alpha="fr", beta="en")
    page = sign_in(ALICE).get(reverse("agreements:record", args=[made])).content.decode()
    assert f'class="btn-main" href="{word(made, "fr")}"' in page
    assert f'class="btn-main" href="{word(made, "en")}"' in page
    assert "Signed in it: Alpha." in page
    assert "Signed in it: Beta." in page


def test_the_command_writes_one_file_for_each_language(tmp_path: Path) -> None:
    made = make_agreement(reference="A-1")
    speak(made, alpha="fr", beta="en")
    open_account(ALICE)
    out = tmp_path / "accord.docx"
    call_command("agreement_write", "a-1", str(out), "--as=alice@cordee.example")
    found = {one.name for one in tmp_path.glob("*.docx")}
    assert found == {"accord.fr.docx", "accord.en.docx"}
    assert "Accord-cadre" in read((tmp_path / "accord.fr.docx").read_bytes())
    call_command("agreement_write", str(made), str(out), "--as=alice@cordee.example", language="fr")
    assert "Accord-cadre" in read(out.read_bytes())
    assert Event.objects.filter(action="agreement.write").count() == 3


def test_the_command_says_why_not(tmp_path: Path) -> None:
    make_agreement(reference="A-1")
    make_agreement(reference="A-1", by=BOB, office=BETA)
    open_account(CHARLIE)
    open_account(BOB)
    out = str(tmp_path / "accord.docx")
    with pytest.raises(CommandError, match="no such agreement"):
        call_command("agreement_write", "A-1", out, "--as=charlie@cordee.example")
    with pytest.raises(CommandError, match="Several agreements"):
        call_command("agreement_write", "A-1", out, "--as=bob@cordee.example")
    with pytest.raises(CommandError, match="Nobody has an account"):
        call_command("agreement_write", "A-1", out, "--as=nobody@cordee.example")
    assert not list(tmp_path.glob("*.docx"))


def bring(client: object, content: bytes, **values: str) -> object:
    told = {"kind": "framework", "language": "en"} | values
    file = SimpleUploadedFile("../ours.docx", content)
    return client.post(reverse("settings:word"), {**told, "file": file})  # type: ignore[attr-defined]


def test_an_own_template_takes_the_place_of_ours_and_gives_it_back(sign_in: SignIn) -> None:
    made, client = make_agreement(), sign_in(ROOT)
    assert bring(client, write("House rules of {{ title }}")).status_code == 302  # type: ignore[attr-defined]
    assert "House rules of Alpha and Beta together" in read(client.get(word(made)).content)
    assert "Accord-cadre" in read(client.get(word(made, "fr")).content)
    page = client.get(reverse("settings:word")).content.decode()
    assert "your own, since" in page
    taken = client.get(reverse("settings:template", args=["framework", "en"]))
    assert taken.content == get_template(Kind.FRAMEWORK, "en") != read_ours(Kind.FRAMEWORK, "en")
    client.post(reverse("settings:drop_template", args=["framework", "en"]))
    assert get_template(Kind.FRAMEWORK, "en") == read_ours(Kind.FRAMEWORK, "en")
    told = Event.objects.filter(action="template.change").order_by("number")
    assert [one.record for one in told] == ["framework.en", "framework.en"]
    # Dropped once, there is nothing more to tell.
    client.post(reverse("settings:drop_template", args=["framework", "en"]))
    assert told.count() == 2


def test_a_template_with_faults_is_refused_with_all_of_them(sign_in: SignIn) -> None:
    make_agreement()  # The house of the first line of the audit is the one that configures.
    client = sign_in(ROOT)
    answer = bring(client, write("Dear {{ who }}", "about {{ what }}"))
    said = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "“who” is no field" in said
    assert "“what” is no field" in said
    assert not find_path(Kind.FRAMEWORK, "en").exists()
    assert not Event.objects.filter(action="template.change").exists()
    french = client.post(
        reverse("settings:word"),
        {"kind": "mou", "language": "fr", "file": SimpleUploadedFile("a.docx", write("{{ qui }}"))},
        headers={"Accept-Language": "fr"},
    )
    assert "Dans «" in french.content.decode()
    assert "« qui » n’est pas un champ" in french.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("actor", [ALICE, AUDE, make_actor("Ulla", Role.ADMINISTRATOR, UNIT)])
def test_only_who_configures_sees_templates(actor: Actor, sign_in: SignIn) -> None:
    make_agreement()
    client = sign_in(actor)
    assert client.get(reverse("settings:word")).status_code == 404
    assert bring(client, write("{{ title }}")).status_code == 404  # type: ignore[attr-defined]
    ours = reverse("settings:template", args=["mou", "fr"])
    assert client.get(ours).status_code == 404
    assert sign_in(ROOT).get(ours.replace("mou", "..%2Fsecret.key")).status_code == 404
