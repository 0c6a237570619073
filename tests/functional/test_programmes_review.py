"""A reviewer without an account judges an application, a committee decides, a project reports."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from tests.functional.browsing import MARKS, ROOT, find_faults, take
from tests.functional.conftest import serving
from tests.functional.test_programmes_calls import check_narrow
from tests.integration.web.conftest import make_lake


pytestmark = MARKS

TITLE = "Rare tumours"
LINK = re.compile(r"http://\S+/review/[\w-]+")


def prepare(state: Path, lake: Path) -> dict[str, str]:
    """Return what the program of preparation made in the ledger that is served."""
    env = {
        **os.environ,
        "CORDEE_STATE": str(state),
        "CORDEE_LAKE": str(lake),
        "DJANGO_SETTINGS_MODULE": "cordee.web.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.functional.reviewing"],
        env=env, cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    made: dict[str, str] = json.loads(done.stdout.decode().splitlines()[-1])
    return made


def enter(browser: Browser, address: str, session: str = "", locale: str = "en-GB") -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale=locale)
    if session:
        context.add_cookies([{"name": "cordee_session", "value": session, "url": address}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """Follow a link of the page's own part."""
    page.locator("main").get_by_role("link", name=name).first.click()


def press(page: Page, name: str | re.Pattern[str], said: str) -> None:
    """Press a button and wait for what is said of it."""
    page.locator("main").get_by_role("button", name=name).first.click()
    expect(page.get_by_text(said).first).to_be_visible()
    assert find_faults(page) == []


def read_link(state: Path) -> str:
    """Return where the last letter of review leads."""
    letters = sorted((state / "mail").iterdir(), key=lambda one: one.stat().st_mtime)
    found = LINK.search(letters[-1].read_text(encoding="utf-8").replace("=\n", ""))
    assert found is not None
    return found[0]


def test_an_application_is_reviewed_decided_and_reported_on(
    browser: Browser, tmp_path: Path
) -> None:
    """One application from its reviewer to the accepted report of its project.

    1. The officer proposes a reviewer by name and address, and sends the letter of invitation.
    2. The reviewer follows the link, in French and without an account, accepts, writes and hands in.
    3. The officer reads the review; the committee sits, and decides with its quorum.
    4. The minutes close, the letter goes out, and the applicant reads the decision.
    5. The officer begins the project with an agreement drafted from it; the applicant hands in a
       report, and the officer accepts it.
    """
    lake, state = tmp_path / "lake", tmp_path / "state"
    make_lake(lake, works=40)
    with serving(lake, state) as address:
        made = prepare(state, lake)
        officer = enter(browser, address, made["officer"])
        invite(officer, address, made["application"])
        reviewer = enter(browser, address, locale="fr-FR")
        review(reviewer, read_link(state))
        check_narrow(browser, [reviewer.url])
        officer.goto(f"{address}/applications/{made['application']}/reviews")
        expect(officer.get_by_text("80.0").first).to_be_visible()
        assert find_faults(officer) == []

        decide(officer, address, made["call"])
        applicant = enter(browser, address, made["applicant"], "fr-FR")
        applicant.goto(f"{address}/applications/{made['application']}")
        expect(applicant.get_by_text("Solide.")).to_be_visible()
        assert find_faults(applicant) == []

        project = begin_project(officer, address)
        report(applicant, officer, project)


def invite(officer: Page, address: str, application: str) -> None:
    officer.goto(f"{address}/applications/{application}/reviewers/new")
    assert find_faults(officer) == []
    officer.get_by_label("Name").fill("Rita Reader")
    officer.get_by_label("E-mail address").fill("rita@reviews.example")
    press(officer, "Propose", "The reviewer is proposed: invite them.")
    follow(officer, re.compile("^Invite"))
    # A day is proposed, and the letter that is shown names it.
    expect(officer.get_by_label("The review is awaited by")).to_have_value(re.compile(r"^2\d{3}-"))
    expect(officer.locator("main")).not_to_contain_text("by …")
    press(officer, "Send the letter", "The reviewer is invited.")
    expect(officer.get_by_text("asked to review").first).to_be_visible()


def review(reviewer: Page, link: str) -> None:
    reviewer.goto(link)
    assert find_faults(reviewer) == []
    with reviewer.expect_download() as taken:
        reviewer.get_by_role("link", name="Les jours, pour votre agenda").click()
    days = Path(taken.value.path()).read_text(encoding="utf-8")
    assert "candidature n° 1" in days.replace("\r\n ", "")
    assert TITLE not in days
    reviewer.get_by_role("button", name=re.compile("^Accepter")).click()
    follow(reviewer, "Écrire l’évaluation")
    # The call is judged without knowing who applies: a name stands nowhere.
    expect(reviewer.get_by_role("heading", level=1)).to_contain_text(TITLE)
    for hidden in ("Lucie", "Zyxplanted", "Twenty years"):
        expect(reviewer.locator("body")).not_to_contain_text(hidden)
    reviewer.locator("[name='score.science']").fill("4")
    reviewer.locator("[name='score.team']").fill("8")
    reviewer.get_by_label("financer", exact=True).check()
    reviewer.get_by_label("Pour le candidat").fill("Une belle question.")
    expect(reviewer.get_by_text(re.compile("Enregistré à"))).to_be_visible()
    assert find_faults(reviewer) == []
    take(reviewer, "review", whole=True)
    press(reviewer, "Déposer l’évaluation", "Votre évaluation est déposée. Merci.")


def decide(officer: Page, address: str, call: str) -> None:
    officer.goto(f"{address}/calls/{call}/committee/new")
    officer.get_by_label("Title").fill("Jury")
    officer.locator("[name=starts_day]").fill(datetime.now(UTC).date().isoformat())
    officer.locator("[name=starts_time]").fill("09:00")
    officer.locator("[name=quorum]").fill("1")
    press(officer, "Plan", "planned")
    session = officer.url
    follow(officer, "Give a seat")
    officer.locator("[name=seat]").select_option("chair")
    officer.locator("[name=name]").fill("Hugo Chair")
    press(officer, "Give the seat", "Hugo Chair")
    press(officer, "Add what waits", "1 application was added to the agenda.")
    follow(officer, "Open the session")
    officer.get_by_label("Hugo Chair").check()
    press(officer, "Open", "The session is open.")
    take(officer, "committee", whole=True)

    follow(officer, TITLE)
    officer.get_by_label("For the minutes").fill("A rare chance.")
    press(officer, "Save", "A rare chance.")
    follow(officer, "Decide")
    officer.get_by_label("funded", exact=True).check()
    officer.get_by_label("Amount given").fill("8000")
    officer.get_by_label("Why, in French").fill("Solide.")
    officer.get_by_label("Why, in English").fill("Sound.")
    press(officer, "Decide", "It is decided.")
    officer.goto(session)
    expect(
        officer.get_by_text("1 of 2 awards given · 12,000 EUR of 20,000 EUR left")
    ).to_be_visible()

    follow(officer, "Close the session")
    expect(officer.get_by_text("A rare chance.")).to_be_visible()
    officer.get_by_label("I have read the minutes").check()
    press(officer, "Close", "The session is closed.")
    officer.goto(f"{address}/calls/{call}/committee")
    assert find_faults(officer) == []
    follow(officer, re.compile("letter", re.IGNORECASE))
    press(officer, "Send the letter", "The applicant is told.")


def begin_project(officer: Page, address: str) -> str:
    """Return the address of the project that the award becomes."""
    officer.goto(f"{address}/grants")
    follow(officer, "Begin the project")
    officer.get_by_label("First day").fill(datetime.now(UTC).date().isoformat())
    press(officer, "Begin", "The project is begun.")
    project = officer.url
    follow(officer, "Agreement")
    officer.get_by_label("Draft one from this project").check()
    press(officer, "Save", "The agreement of the project is kept.")
    take(officer, "grant", whole=True)
    return project


def report(applicant: Page, officer: Page, project: str) -> None:
    applicant.goto(project)
    assert find_faults(applicant) == []
    follow(applicant, re.compile("^Rapport scientifique 1"))
    assert find_faults(applicant) == []
    page = applicant.url
    follow(applicant, "Remettre le rapport")
    applicant.get_by_label("Rapport", exact=False).first.fill("Douze tumeurs séquencées.")
    press(applicant, "Remettre", "Le rapport est remis.")
    expect(applicant.get_by_text("remis", exact=True)).to_be_visible()
    officer.goto(page)
    expect(officer.get_by_text("Douze tumeurs séquencées.")).to_be_visible()
    follow(officer, "Accept or return")
    officer.get_by_label("Accept", exact=True).check()
    press(officer, "Save", "accepted")
    officer.goto(project)
    expect(officer.get_by_role("row", name="Scientific report 1")).to_contain_text("accepted")
