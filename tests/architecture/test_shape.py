"""The shape of the code base, checked where no linter checks it."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "src").rglob("*.py"))
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
MOST_LINES_IN_MODULE = 400
MOST_LINES_IN_FUNCTION = 60
BANNED_NAMES = {"utils", "util", "helpers", "common", "core", "manager"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_module_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MOST_LINES_IN_MODULE


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_functions_are_short(path: Path) -> None:
    long = [
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= MOST_LINES_IN_FUNCTION
    ]
    assert not long


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_module_name_says_what_it_holds(path: Path) -> None:
    assert path.stem not in BANNED_NAMES


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_sentence_hides_in_an_f_string(path: Path) -> None:
    # The tool that collects sentences for the translators does not look into these.
    marked = {"_", "N_", "gettext", "ngettext"}
    hidden = [
        node.lineno
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for node in ast.walk(text)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in marked
    ]
    assert not hidden


@pytest.mark.parametrize("path", [p for p in MODULES if p.name == "__init__.py"], ids=name)
def test_package_file_holds_a_docstring_at_most(path: Path) -> None:
    body = ast.parse(path.read_text()).body
    if path.parent.name in {"cordee", "linking"}:
        # What others use as a library: names, and what loads them when they are first used.
        allowed = ast.Assign | ast.ImportFrom | ast.FunctionDef
        body = [node for node in body if not isinstance(node, allowed)]
    if path.parent.name == "models":
        # Django finds a room's tables in this one module, whatever files hold them.
        body = [node for node in body if not isinstance(node, ast.ImportFrom | ast.Assign)]
    if path.parent.name in {"queries", "operations"}:
        # What other rooms and pages ask of a room, by the room's name, whatever file holds it.
        body = [node for node in body if not isinstance(node, ast.ImportFrom | ast.Assign)]
    assert all(isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant) for n in body)


def test_every_setting_read_is_in_the_sample() -> None:
    source = (ROOT / "src/cordee/web/settings.py").read_text()
    read = set(re.findall(r'environ(?:\.get\(|\[)\s*"([A-Z_]+)"', source))
    listed = set(
        re.findall(r"^#?\s?([A-Z_]+)=", (ROOT / "dotenv-sample").read_text(), re.MULTILINE)
    )
    assert read == listed


@pytest.mark.parametrize(
    "module",
    [
        "cordee.cli.__main__",
        "cordee.observatory.figures.compute",
        "cordee.observatory.lake.ingest",
        "cordee.observatory.linking.linker",
    ],
)
def test_runs_without_django(module: str) -> None:
    code = f"import sys, {module}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_command_starts_without_heavy_engines() -> None:
    code = (
        "import sys, cordee.cli.__main__;"
        "print([m for m in ('duckdb', 'ibis', 'pyarrow', 'lxml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_pages_start_without_what_draws_documents(tmp_path: Path) -> None:
    # Forty megabytes that a server of the ledger alone never needs; a document loads them when it is made.
    code = (
        "import sys, django; django.setup()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "print([m for m in ('altair', 'vl_convert', 'typst', 'pandas') if m in sys.modules])"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cordee.web.settings",
        "CORDEE_STATE": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.strip() == "[]"


def test_locked_lists_name_no_index_and_hash_everything() -> None:
    for path in (ROOT / "requirements.txt", ROOT / "requirements-dev.txt"):
        text = path.read_text()
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9._-]+(?:\[[a-z,]+\])?==", text, re.MULTILINE | re.IGNORECASE)
        hashed = re.findall(r"^[a-z0-9._-]+.*\\\n\s+--hash=", text, re.MULTILINE | re.IGNORECASE)
        assert len(pinned) == len(hashed) > 0


def test_each_dependency_says_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    section = text[text.index("dependencies = [") : text.index("[project.scripts]")]
    named = [line for line in section.splitlines() if re.match(r'\s+"(?!cordee)', line)]
    assert named
    assert [line for line in named if "#" not in line] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    found = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text())
    assert [link for link in found if not (path.parent / link).exists()] == []


def test_make_targets_named_in_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        found for path in DOCUMENTS for found in re.findall(r"`make ([a-z-]+)`", path.read_text())
    }
    assert named <= targets


def test_published_schema_is_json() -> None:
    schema = json.loads((ROOT / "src/cordee/observatory/figures/schema.json").read_text())
    assert schema["$schema"].startswith("https://json-schema.org/")
