from __future__ import annotations

import runpy
from pathlib import Path

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
