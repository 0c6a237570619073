"""The public pages of instruments: the list, a record in words, the calendar of zones, versions compared."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.agreements.cast import ALICE, ALPHA, AT, CHARLIE
from tests.integration.agreements.conftest import SignIn

from cordee.programmes.definition.reading import read_definition, write_definition
from cordee.programmes.models import Instrument
from cordee.programmes.operations.instruments import (
    create_instrument,
    install_catalogue,
    publish_version,
    save_draft,
)
from cordee.programmes.shipped import list_shipped, read_shipped


pytestmark = pytest.mark.usefixtures("on_the_day")


def address(name: str, *values: object) -> str:
    return reverse(f"programmes:{name}", args=values)


def read(client: Client, where: str, language: str = "en") -> str:
    answer = client.get(where, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.content[:300]
    return " ".join(answer.content.decode().split())


def make(code: str, *, publish: bool = True) -> UUID:
    made = create_instrument(read_shipped()[code], office=ALPHA, by=ALICE, at=AT)
    if publish:
        publish_version(made, version=1, by=ALICE, at=AT)
    return made


def test_the_list_is_public_and_says_amount_duration_and_opening() -> None:
    install_catalogue(ALPHA, by=ALICE, at=AT)
    english = read(Client(), address("instruments"))
    for text in ("First Step", "€10,000 in all", "at most 1 year", "€14,000 a year", "5 years"):
        assert text in english
    french = read(Client(), address("instruments"), "fr")
    for text in ("Tremplin international", "10 000 €", "par an"):
        assert text in french


def test_every_shipped_instrument_has_its_page_in_both_languages() -> None:
    install_catalogue(ALPHA, by=ALICE, at=AT)
    shipped = {one.code: one for one in list_shipped()}
    for row in Instrument.objects.all():
        for language in ("en", "fr"):
            text = read(Client(), address("instrument", row.id), language)
            label = shipped[row.code].label.to_text(language)
            assert label in text


def test_a_record_says_its_rules_with_message_and_expression() -> None:
    text = read(Client(), address("instrument", make("first-step")))
    assert "strictly under five years" in text
    assert "applicant.years_since_recruitment &lt; 5.0 || " in text
    assert "https://pro.inserm.fr/?p=1842478" in text


def test_the_calendar_tells_when_a_country_is_open() -> None:
    where = address("instrument", make("pri"))
    assert "Japan (Asia and Oceania): open this year, 2026." in read(
        Client(), f"{where}?country=JP"
    )
    assert "Germany (Europe): next open in 2027." in read(Client(), f"{where}?country=DE")
    assert "Pays-Bas" in read(Client(), f"{where}?country=NL", "fr")
    assert "XX (" not in read(Client(), f"{where}?country=XX")


def test_two_versions_are_compared_in_words() -> None:
    made = make("pri")
    values = json.loads(json.dumps(read_shipped()["pri"]))
    values["funding"]["ceilings"][0]["max"] = "65000"
    values["documents"] = [{"code": "letter", "label": {"fr": "Lettre", "en": "Letter"}}]
    del values["rotation"]
    save_draft(made, values, version=2, by=ALICE, at=AT)
    publish_version(made, version=3, by=ALICE, at=AT, note="More for Europe.")
    text = read(Client(), address("instrument_history", made))
    for part in ("More for Europe.", "€60,000 in all", "€65,000 in all", "Letter", "removed"):
        assert part in text
    same = read(Client(), address("instrument_history", made) + "?before=1&after=1")
    assert "They say the same." in same


def test_the_file_of_a_version_reads_again() -> None:
    made = make("cnrs-irp")
    version = Instrument.objects.get(id=made).versions.get()
    answer = Client().get(address("instrument_json", version.id))
    assert "cnrs-irp-1.json" in answer.headers["Content-Disposition"]
    definition, faults = read_definition(json.loads(answer.content))
    assert faults == ()
    assert definition is not None
    assert write_definition(definition) == version.definition


def test_a_draft_is_no_page_for_others(sign_in: SignIn) -> None:
    made = make("pri", publish=False)
    version = Instrument.objects.get(id=made).versions.get().id
    assert sign_in(ALICE).get(address("instrument", made)).status_code == 200
    for client in (Client(), sign_in(CHARLIE)):
        for where in (
            address("instrument", made),
            address("instrument_history", made),
            address("instrument_version", version),
            address("instrument_json", version),
        ):
            assert client.get(where).status_code == 404
