from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from tests.agreements.cast import (
    ALICE,
    ALPHA,
    BETA,
    CHARLIE,
    GAMMA,
    bring_into_force,
    make_agreement,
)
from tests.integration.agreements.conftest import SignIn
from tests.integration.agreements.test_pages import page, read

from cordee.agreements.periods import Terms
from cordee.directory.models import Organisation
from cordee.web import lakes


pytestmark = pytest.mark.django_db
INSERM, IMPERIAL, TROMSO = "02vjkv261", "041kmwe10", "00wge5k78"


@pytest.fixture
def real_names(demo_lake: Path, settings: object) -> None:
    """Let Alpha, Beta and Gamma be Inserm, Imperial College and Tromsø, over the demonstration's lake."""
    settings.CORDEE_LAKE = str(demo_lake)  # type: ignore[attr-defined]
    lakes.forget()
    rors = {ALPHA: (INSERM, "FR"), BETA: (IMPERIAL, "GB"), GAMMA: (TROMSO, "NO")}
    for identifier, (ror, country) in rors.items():
        Organisation.objects.filter(id=identifier).update(ror=ror, country=country)


@pytest.mark.usefixtures("real_names")
def test_works_of_the_parties_stand_beside_the_agreement(sign_in: SignIn) -> None:
    terms = Terms(date(2021, 1, 1), date(2027, 12, 31))
    made = make_agreement(terms=terms)
    client = sign_in(ALICE)
    shown = read(client.get(page("record", made)))
    assert f'hx-get="{page("evidence", made)}"' in shown
    shown = read(client.get(page("evidence", made)))
    assert "Before it: 0. During it: 11." in shown
    assert "2021: 11 works" in shown
    assert "<html" in shown
    assert "<html" not in read(client.get(page("evidence", made), headers={"HX-Request": "true"}))
    for link in ("works", "who"):
        assert (
            client.get(
                reverse(f"observatory:{link}"),
                {"org": INSERM, "with": f"organisation:{IMPERIAL}", "select": f"group:{IMPERIAL}"},
            ).status_code
            == 200
        )
    assert sign_in(CHARLIE).get(page("evidence", made)).status_code == 404


def test_parties_without_identifiers_cannot_be_told(sign_in: SignIn) -> None:
    made = make_agreement(parties=(ALPHA, GAMMA))
    shown = read(sign_in(ALICE).get(page("evidence", made)))
    assert "Fewer than two parties have a ROR identifier" in shown


def test_without_a_lake_the_record_still_opens(
    sign_in: SignIn, settings: object, tmp_path: Path
) -> None:
    settings.CORDEE_LAKE = str(tmp_path / "none")  # type: ignore[attr-defined]
    lakes.forget()
    made = make_agreement()
    client = sign_in(ALICE)
    read(client.get(page("record", made)))
    assert "none" in read(client.get(page("evidence", made)))
    lakes.forget()


@pytest.mark.usefixtures("real_names")
def test_agreements_and_activity_each_without_the_other(sign_in: SignIn) -> None:
    client = sign_in(ALICE)
    shown = read(client.get(page("activity")))
    assert "Imperial College London" in shown
    bring_into_force(make_agreement(terms=Terms(date(2021, 1, 1), None)))
    bring_into_force(
        make_agreement(
            terms=Terms(date(2021, 1, 1), None), title="Silent so far", parties=(ALPHA, GAMMA)
        )
    )
    shown = read(client.get(page("activity")))
    assert "Imperial College London" not in shown
    assert "Silent so far" in shown
    assert "Alpha and Beta together" not in shown
    assert "Imperial College London" not in read(sign_in(CHARLIE).get(page("activity")))


def test_agreements_of_a_country(sign_in: SignIn) -> None:
    make_agreement(title="With Germany")
    client = sign_in(ALICE)
    assert "With Germany" in read(client.get(page("with_country", "DE")))
    assert "No agreement with this country" in read(client.get(page("with_country", "IT")))
    assert "With Germany" not in read(sign_in(CHARLIE).get(page("with_country", "DE")))
    assert client.get(page("with_country", "nowhere")).status_code == 404


@pytest.mark.usefixtures("real_names")
def test_the_dossier_of_a_country_leads_to_them(sign_in: SignIn) -> None:
    address = reverse("dossiers:dossier", args=["country", "GB"])
    client = sign_in(ALICE)
    shown = read(client.get(address, {"org": INSERM}))
    assert page("with_country", "GB") in shown
    client.logout()
    assert page("with_country", "GB") not in read(client.get(address, {"org": INSERM}))
