from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cordee.web.pages.observatory.presenters.about import VENDORED, list_vendored


ROOT = Path(__file__).parents[3]
SETTINGS = ROOT / "src" / "cordee" / "web" / "settings.py"


def test_only_settings_read_the_environment() -> None:
    readers = {
        path.name
        for path in SETTINGS.parent.rglob("*.py")
        if "os.environ" in path.read_text(encoding="utf-8")
    }
    assert readers == {"settings.py", "wsgi.py"}


def test_vendored_files_are_those_of_the_licence_list() -> None:
    packages = runpy.run_path(str(ROOT / "tools" / "vendor.py"))["PACKAGES"]
    shipped = {
        (one.name, one.version, one.licence)
        for one in packages
        if one.destination.parent == VENDORED.parent
    }
    assert {(one.name, one.version, one.licence) for one in list_vendored()} == shipped
    for folder in VENDORED.parent.iterdir():
        assert not folder.is_dir() or (folder / "LICENSE").is_file()


@pytest.mark.parametrize(
    ("name", "value"),
    [("CORDEE_TIME_ZONE", "Mars/Olympus"), ("CORDEE_PROXIES", "proxy.example")],
)
def test_a_setting_that_means_nothing_is_refused(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        runpy.run_path(str(SETTINGS))


def test_the_day_is_that_of_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CORDEE_TIME_ZONE", raising=False)
    assert runpy.run_path(str(SETTINGS))["TIME_ZONE"] == "Europe/Paris"
    monkeypatch.setenv("CORDEE_TIME_ZONE", "America/Cayenne")
    assert runpy.run_path(str(SETTINGS))["TIME_ZONE"] == "America/Cayenne"


def test_the_clock_is_read_in_the_time_zone_of_the_house() -> None:
    """`timezone.localtime()` is the moment and its date is `timezone.localdate()`; of others it may not be."""
    others = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|timezone import .*\bnow\b")
    readers = {
        path.name
        for path in SETTINGS.parent.rglob("*.py")
        if others.search(path.read_text(encoding="utf-8"))
    }
    assert readers == set()
