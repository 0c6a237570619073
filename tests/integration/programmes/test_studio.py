"""The studio: every part is written back as it was shown, rules are built or refused, files are told their faults."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.agreements.cast import ALICE, ALPHA, ANN, AT, CHARLIE, REA
from tests.integration.agreements.conftest import SignIn

from cordee.programmes.definition.parts import Definition
from cordee.programmes.definition.reading import read_definition
from cordee.programmes.judging.verdicts import Judge
from cordee.programmes.models import Instrument, InstrumentVersion
from cordee.programmes.operations.instruments import create_instrument, publish_version
from cordee.programmes.shipped import list_shipped, read_shipped
from cordee.programmes.states import Finding
from cordee.web.pages.programmes.forms.parts import PARTS


def address(name: str, *values: object) -> str:
    return reverse(f"programmes:{name}", args=values)


def make(code: str, *, publish: bool = False) -> UUID:
    made = create_instrument(read_shipped()[code], office=ALPHA, by=ALICE, at=AT)
    if publish:
        publish_version(made, version=1, by=ALICE, at=AT)
    return made


def get_definition(instrument: UUID) -> Definition:
    row = InstrumentVersion.objects.filter(instrument=instrument).order_by("-number")[0]
    return Definition.model_validate(row.definition)


def list_sent(text: str) -> dict[str, Any]:
    """Return what a browser would send of the form of the studio, untouched."""
    form = text.partition('id="studio-part"')[2].partition("</form>")[0]
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        values = {key: html.unescape(value) for key, value in re.findall(r'(\w+)="([^"]*)"', tag)}
        if values.get("type") == "checkbox":
            # A box that has a value is one of several by the same name.
            if " checked" in tag and "value" in values:
                sent.setdefault(values["name"], []).append(values["value"])
            elif " checked" in tag:
                sent[values["name"]] = "on"
        elif "name" in values:
            sent[values["name"]] = values.get("value", "")
    for attributes, inner in re.findall(r"<select([^>]*)>(.*?)</select>", form, re.DOTALL):
        name = re.search(r'name="([^"]+)"', attributes)
        chosen = re.findall(r'value="([^"]*)"\s+selected', inner)
        first = re.search(r'value="([^"]*)"', inner)
        if name and "multiple" in attributes:
            sent[name[1]] = chosen
        elif name:
            sent[name[1]] = (chosen or [first[1] if first else ""])[0]
    for name, inner in re.findall(
        r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL
    ):
        sent[name] = html.unescape(inner)
    return sent


def read(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, answer.content[:300]
    return answer.content.decode()


def send(client: Client, where: str, **changed: Any) -> HttpResponse:
    """Send the form of an address as it is shown, with something changed."""
    answer: HttpResponse = client.post(where, {**list_sent(read(client, where)), **changed})
    return answer


@pytest.fixture
def alice(sign_in: SignIn) -> Client:
    return sign_in(ALICE)


@pytest.mark.parametrize("code", ["pri", "pct", "emergence"])
def test_a_part_that_is_saved_untouched_says_what_it_said(alice: Client, code: str) -> None:
    made = make(code)
    before = get_definition(made)
    for part in PARTS:
        answer = send(alice, address("studio_part", made, part))
        assert answer.status_code == 302, (part, answer.content.decode()[-3000:])
    assert get_definition(made) == before


def test_the_studio_is_for_those_who_run_programmes_there(sign_in: SignIn) -> None:
    made = make("pri", publish=True)
    for actor in (REA, CHARLIE):
        client = sign_in(actor)
        for where in (
            address("studio", made),
            address("studio_part", made, "money"),
            address("studio_rule", made, "new"),
            address("instrument_publish", made),
        ):
            assert client.get(where).status_code == 404
    assert sign_in(REA).get(address("instrument_new")).status_code == 404


def test_an_instrument_is_begun_changed_and_published(alice: Client) -> None:
    sent = {
        "office": str(ALPHA),
        "code": "seed",
        "label_fr": "Amorce",
        "label_en": "Seed",
        "summary_fr": "Pour commencer.",
        "summary_en": "To begin with.",
        "aim": "explore",
        "kind": "funding",
        "opening": "call",
        "outcome": "project",
        "reference_day": "deadline",
    }
    answer = alice.post(address("instrument_new"), sent)
    made = Instrument.objects.get(code="seed").id
    assert answer.headers["Location"] == address("studio", made)
    money = {"ceilings-0-max": "2500", "caps-0-category": "salaries", "caps-0-percent": "0"}
    assert send(alice, address("studio_part", made, "money"), **money).status_code == 302
    assert send(alice, address("studio_part", made, "limits"), months_max="6").status_code == 302
    text = read(alice, address("studio", made))
    assert "€2,500 in all" in text
    assert "salaries" in text
    page = address("instrument_publish", made)
    alice.post(page, {"version": "3", "note": "First."})
    assert Client().get(address("instrument", made)).status_code == 200


def test_a_rule_is_built_of_rows_and_its_expression_written(alice: Client) -> None:
    made = make("mou")
    sent = {
        "id": "two-or-known",
        "label_fr": "Deux pays",
        "label_en": "Two countries",
        "message_fr": "Il faut deux partenaires étrangers.",
        "message_en": "There must be two foreign partners.",
        "all_of": "any",
        "conditions-count": "2",
        "conditions-0-fact": "partners.foreign",
        "conditions-0-comparison": "at_least",
        "conditions-0-value": "2",
        "conditions-1-fact": "partners.countries",
        "conditions-1-comparison": "contains_any",
        "conditions-1-value": "JP, KR",
    }
    assert send(alice, address("studio_rule", made, "new"), **sent).status_code == 302
    rule = get_definition(made).rules[-1]
    assert rule.expression == (
        'partners.foreign >= 2 || partners.countries.exists(one, one in ["JP", "KR"])'
    )
    where = address("studio_rule", made, "two-or-known")
    assert "partners.foreign &gt;= 2 ||" in read(alice, where)
    before = get_definition(made)
    assert send(alice, where).status_code == 302
    assert get_definition(made) == before
    assert send(alice, where, is_removed="on").status_code == 302
    assert len(get_definition(made).rules) == 1


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("applicant.shoe_size > 40", "There is no fact"),
        ('partners.foreign > "two"', "different sorts"),
        ("partners.foreign", "not yes or no"),
        (
            "partners.countries.all(a, partners.countries.all(b, partners.countries.all(c, a != b || b != c || a == c)))",
            "too long",
        ),
    ],
)
def test_a_rule_that_could_not_be_used_is_refused_when_it_is_written(
    alice: Client, expression: str, said: str
) -> None:
    made = make("mou")
    where = address("studio_rule", made, "no-money")
    answer = send(alice, where, **{"conditions-0-gone": "on", "expression": expression})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert get_definition(made).rules[0].expression == "answers.without_money"


def test_a_row_is_added_without_saving(alice: Client) -> None:
    made = make("emergence")
    where = address("studio_part", made, "reports")
    answer = send(alice, where, **{"more-reports": "1", "reports-1-kind": "financial"})
    assert answer.status_code == 200
    assert 'name="reports-2-kind"' in answer.content.decode()
    assert len(get_definition(made).reports) == 1


def test_who_saves_over_another_is_told(alice: Client, sign_in: SignIn) -> None:
    made = make("pri")
    where = address("studio_part", made, "limits")
    opened = list_sent(read(alice, where))
    assert send(sign_in(ANN), where, months_max="48").status_code == 302
    answer = alice.post(where, {**opened, "months_max": "36"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "The last change is by Ann" in page
    told = page.partition("What differs")[2].partition("</table>")[0]
    assert "<td>at most 4 years</td><td>at most 3 years</td>" in told
    assert get_definition(made).months.max == 48
    # Who has seen what differs saves by pressing again.
    assert alice.post(where, list_sent(page)).status_code == 302
    assert get_definition(made).months.max == 36


def test_who_publishes_what_another_changed_is_told(alice: Client, sign_in: SignIn) -> None:
    made = make("pri")
    where = address("instrument_publish", made)
    opened = alice.get(where).context["form"].initial
    studio = address("studio_part", made, "limits")
    assert send(sign_in(ANN), studio, months_max="48").status_code == 302
    answer = alice.post(where, opened)
    assert answer.status_code == 409
    assert "Ann" in answer.content.decode()
    assert InstrumentVersion.objects.get(instrument=made).stage == "draft"


def test_a_country_belongs_to_a_zone_from_a_day_to_a_day(alice: Client) -> None:
    made = make("pri")
    where = address("studio_part", made, "zones")
    dated = "IS, NO\nGB | 2021-01-01 | 2027-12-31\nch | 2025-01-01 |"
    assert send(alice, where, **{"zones-0-members": dated}).status_code == 302
    found = get_definition(made).zones[0].members
    assert [(one.country, str(one.since), str(one.until)) for one in found] == [
        ("IS", "None", "None"),
        ("NO", "None", "None"),
        ("GB", "2021-01-01", "2027-12-31"),
        ("CH", "2025-01-01", "None"),
    ]
    assert send(alice, where).status_code == 302
    assert get_definition(made).zones[0].members == found
    answer = send(alice, where, **{"zones-0-members": "GB | 2021-13-01"})
    assert answer.status_code == 422
    assert "zones.1.members.1.since" in answer.content.decode()


def test_faults_between_parts_are_told_in_the_studio_and_publishing_is_off(alice: Client) -> None:
    made = make("pri")
    where = address("studio_part", made, "limits")
    assert send(alice, where, months_min="90").status_code == 302
    text = read(alice, address("studio", made))
    assert "months: The least (90) is more than the most (60)." in text
    assert address("instrument_publish", made) not in text
    answer = alice.post(address("instrument_publish", made), {"version": "2", "note": ""})
    assert answer.status_code == 422


def test_a_file_is_told_every_fault_at_its_place(alice: Client) -> None:
    values = json.loads(json.dumps(read_shipped()["pri"]))
    values["label"] = {"fr": "", "en": "Trial"}
    values["aim"] = "wander"
    values["rules"][0]["colour"] = "blue"
    sent = {"office": str(ALPHA), "text": json.dumps(values)}
    answer = alice.post(address("instrument_bring_in"), sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    for where in ("label.fr", "aim", "rules.1.colour"):
        assert f"<li>{where}: " in text
    for broken in ("{", "[1]", '{"code": "a\\u0000"}', "[" * 20_000):
        answer = alice.post(address("instrument_bring_in"), {**sent, "text": broken})
        assert answer.status_code == 422
    assert not Instrument.objects.exists()


def test_a_file_with_a_known_code_becomes_its_next_draft(alice: Client) -> None:
    made = make("pri", publish=True)
    values = {**read_shipped()["pri"], "months": {"max": 48}}
    alice.post(address("instrument_bring_in"), {"office": str(ALPHA), "text": json.dumps(values)})
    assert get_definition(made).months.max == 48
    assert Instrument.objects.get().versions.count() == 2


def test_the_shipped_ones_are_added_by_a_button(alice: Client) -> None:
    alice.post(address("instrument_install"), {"office": str(ALPHA)})
    assert Instrument.objects.count() == len(list_shipped())


def test_a_wholly_new_instrument_needs_data_alone(alice: Client) -> None:
    """A sabbatical for nurses that no file of ours foresees: read, published, shown, its rules applied."""
    both = {"fr": "Séjour infirmier", "en": "Nurses' stay"}
    values = {
        "code": "nurses-stay",
        "label": both,
        "summary": both,
        "aim": "capacity",
        "kind": "mobility",
        "opening": "rolling",
        "outcome": "project",
        "funding": {
            "currency": "CAD",
            "per": "partner",
            "ceilings": [{"max": "800"}],
        },
        "sections": [
            {
                "title": both,
                "fields": [
                    {"key": "years_in_care", "kind": "number", "label": both, "is_required": True}
                ],
            }
        ],
        "rules": [
            {
                "id": "five-years",
                "phase": "eligibility",
                "expression": "answers.years_in_care >= 5.0",
                "label": both,
                "message": both,
            }
        ],
    }
    sent = {"office": str(ALPHA), "text": json.dumps(values)}
    assert alice.post(address("instrument_bring_in"), sent).status_code == 302
    made = Instrument.objects.get(code="nurses-stay").id
    alice.post(address("instrument_publish", made), {"version": "1", "note": ""})
    text = read(Client(), address("instrument", made))
    assert "800" in text
    assert "answers.years_in_care &gt;= 5.0" in text
    definition, faults = read_definition(values)
    assert definition is not None
    assert faults == ()
    facts = {"answers.years_in_care": 4.0}
    assert Judge(definition).judge(facts).results[-1].finding is Finding.NOT_MET
    assert Judge(definition).judge({}).results[-1].finding is Finding.UNKNOWN
