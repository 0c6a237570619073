from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, expect
from tests.functional.browsing import MARKS, ROOT, find_faults, take
from tests.functional.conftest import serving
from tests.integration.web.conftest import make_lake


pytestmark = MARKS


def prepare(state: Path, lake: Path) -> dict[str, str]:
    environment = {
        **os.environ,
        "CORDEE_STATE": str(state),
        "CORDEE_LAKE": str(lake),
        "DJANGO_SETTINGS_MODULE": "cordee.web.settings",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", "")))),
    }
    words = [sys.executable, "-m", "tests.functional.applying"]
    done = subprocess.run(words, env=environment, check=True, capture_output=True, cwd=ROOT)
    told: dict[str, str] = json.loads(done.stdout.decode().splitlines()[-1])
    return told


def find_link(state: Path) -> str:
    """Return the address in the last letter that was written."""
    letters = sorted((state / "mail").iterdir(), key=lambda one: one.stat().st_mtime)
    text = letters[-1].read_text("utf-8").replace("=\n", "")
    found = re.search(r"http://\S+/partners/[\w-]+", text)
    assert found is not None
    return found[0]


def test_a_researcher_applies_with_a_team_in_japan(browser: Browser, tmp_path: Path) -> None:
    """Lucie applies, in French: not eligible at first, she mends it; the partner signs; she submits.

    1. She begins an application; what she writes saves itself.
    2. The panel says which rule is not met, by which facts, and what is not known.
    3. She names a team in Japan, and writes her award into the directory: the panel turns.
    4. The partner opens the link of the letter without an account, fills its part in and signs.
    5. She submits, and has a receipt. On a telephone the form fits.
    """
    make_lake(tmp_path / "lake", works=40)
    state = tmp_path / "state"
    with serving(tmp_path / "lake", state) as address:
        told = prepare(state, tmp_path / "lake")
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
        context.add_cookies([{"name": "cordee_session", "value": told["session"], "url": address}])
        page = context.new_page()
        page.goto(f"{address}/calls/{told['call']}/apply")
        assert find_faults(page) == []
        page.get_by_label("Lucie", exact=True).check()
        page.get_by_role("button", name="Commencer").click()
        form = page.url
        page.get_by_label("Titre du projet").fill("Tumeurs rares")
        page.get_by_label("Durée en mois").fill("12")
        page.get_by_label("Objectifs").fill("Comparer nos cohortes.")
        page.get_by_label("non", exact=True).check()
        page.locator("[name='asked.travel']").fill("9000")
        expect(page.locator("#saved")).to_contain_text("Enregistré", timeout=10_000)
        expect(page.locator("#budget-total")).to_contain_text("9", timeout=10_000)
        panel = page.locator("#panel-body")
        expect(panel.locator(".verdict")).to_contain_text("inéligible")

        page.get_by_role("link", name="Ajouter un partenaire").click()
        page.get_by_label("Organisation").fill("Université de Tokyo")
        page.get_by_label("Pays").select_option("JP")
        page.get_by_label("Son adresse électronique").fill("aki@tokyo.example")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_label("Titre du projet")).to_have_value("Tumeurs rares")
        assert find_faults(page) == []
        take(page, "applications", whole=True)

        page.goto(f"{address}/directory/people/{told['person']}/awards/new")
        page.get_by_label("Distinction").first.fill("ERC-StG")
        page.get_by_label("Premier jour").fill(f"{datetime.now(UTC).year - 2}-01-01")
        page.get_by_role("button", name="Enregistrer").click()
        page.goto(form)
        expect(panel.locator(".verdict .tag")).to_have_text("éligible")

        page.get_by_role("link", name="Inviter par courriel").click()
        page.get_by_role("button", name="Envoyer le courriel").click()
        partner = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="en-GB"
        ).new_page()
        partner.goto(find_link(state))
        assert find_faults(partner) == []
        expect(partner.get_by_text("Comparer nos cohortes")).to_have_count(0)
        partner.get_by_label("What the partner contributes").fill("We sequence.")
        partner.get_by_role("button", name="Save, and sign later").click()
        partner.get_by_label("Team").fill("Genomics")
        partner.get_by_label("Your name").fill("Aki")
        partner.get_by_label("I sign this part").check()
        partner.get_by_role("button", name="Save and sign").click()
        expect(partner.get_by_text("Genomics")).to_be_visible()
        expect(partner.get_by_text("signed by Aki")).to_be_visible()

        narrow = browser.new_context(
            viewport={"width": 380, "height": 800},
            color_scheme="dark",
            storage_state=context.storage_state(),
        ).new_page()
        narrow.goto(f"{form}?lang=fr")
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 380
        assert find_faults(narrow) == []

        page.goto(f"{form}/submit")
        page.get_by_label("J’ai lu").check()
        page.get_by_role("button", name="Déposer", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("La candidature est déposée")
        expect(page.locator(".hash")).to_have_text(re.compile("^[0-9a-f]{64}$"))


def test_a_connection_that_is_lost_loses_at_most_five_seconds(
    browser: Browser, tmp_path: Path
) -> None:
    """Lucie writes in a train: the connection goes and comes back, and at last the window closes.

    1. What she writes is kept while she goes on writing, without a pause: five seconds later it is there.
    2. The connection goes. The page says so, and keeps what she writes.
    3. It comes back: all of it is saved, nothing is asked of her.
    4. It goes again, and the window is lost with it. What she had written five seconds before is there.
    """
    make_lake(tmp_path / "lake", works=40)
    state = tmp_path / "state"
    with serving(tmp_path / "lake", state) as address:
        told = prepare(state, tmp_path / "lake")
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
        context.add_cookies([{"name": "cordee_session", "value": told["session"], "url": address}])
        page = context.new_page()
        page.goto(f"{address}/calls/{told['call']}/apply?lang=en")
        page.get_by_role("button", name="Begin").click()
        form, saved = page.url, page.locator("#saved")
        aims = page.get_by_label("Aims")

        # Never a second without a key: only the longest wait of the script saves.
        aims.press_sequentially("word " * 40, delay=30)
        expect(saved).to_contain_text("Saved")
        assert read_aims(browser, context, form).startswith("word word")

        context.set_offline(True)
        aims.fill("Written in a tunnel.")
        expect(saved).to_contain_text("the server does not answer", timeout=LOST)
        assert read_aims(browser, context, form) != "Written in a tunnel."
        aims.press_sequentially(" And more.")
        context.set_offline(False)
        expect(saved).to_contain_text("Saved", timeout=2 * LOST)
        assert read_aims(browser, context, form) == "Written in a tunnel. And more."

        aims.press_sequentially(" Kept.")
        page.wait_for_timeout(LOST)
        context.set_offline(True)
        aims.press_sequentially(" Lost.")
        page.close(run_before_unload=False)
        context.set_offline(False)
        assert read_aims(browser, context, form) == "Written in a tunnel. And more. Kept."


LOST = 5_000
"""Milliseconds of writing that a lost connection may cost."""


def read_aims(browser: Browser, context: BrowserContext, form: str) -> str:
    """Return what another window of the same person, which has a connection, shows."""
    other = browser.new_context(storage_state=context.storage_state())
    page = other.new_page()
    page.goto(form)
    found = page.get_by_label("Aims").input_value()
    other.close()
    return found
