"""Collect the sentences to translate, compile the translations, or check that both are in step.

Two catalogues: `cordee` holds what the pure packages say (marked ``N_("…")``), `django` what the
pages and the record rooms say. ``--check`` changes nothing and fails when a sentence is missing, untranslated, doubtful
(fuzzy), no longer used, lost a named place, or when a compiled file is older than its source.

Needs GNU gettext (Debian package ``gettext``).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib


ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "cordee"
LOCALE = PACKAGE / "locale"
LANGUAGE = "fr"
PURE = ("kernel", "reference", "observatory", "cli")
WITH_DJANGO = ("web", "ledger", "directory", "agreements", "programmes")
PLACE = re.compile(r"(?<!{)\{([a-z_]+)[^{}]*\}(?!})|%\(([a-z_]+)\)")


def run(*words: str, cwd: Path) -> None:
    """Run one command, or stop with what it said."""
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603 -- fixed words
    if done.returncode:
        sys.exit(f"{' '.join(words[:3])}…: {done.stderr.strip()}")


def collect_pure(template: Path) -> None:
    """Write the sentences of the pure packages to `template`."""
    modules = sorted(
        path.relative_to(PACKAGE.parent).as_posix()
        for part in PURE
        for path in (PACKAGE / part).rglob("*.py")
    )
    run(
        *("xgettext", "--language=Python", "--keyword=N_", "--from-code=UTF-8", "--no-wrap"),
        *("--add-location=file", "--sort-by-file", f"--output={template}", *modules),
        cwd=PACKAGE.parent,
    )
    head, _, rest = template.read_text("utf-8").partition("\n\n")
    kept = [line for line in head.splitlines() if not line.startswith(('"POT-Creation', '"PO-Rev'))]
    template.write_text(
        "\n".join(kept).replace("charset=CHARSET", "charset=UTF-8") + "\n\n" + rest, "utf-8"
    )


def merge(catalogue: Path, template: Path) -> None:
    """Bring new sentences of `template` into `catalogue`, drop what is no longer used."""
    if not catalogue.exists():
        catalogue.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(template, catalogue)
    run(
        *("msgmerge", "--quiet", "--update", "--backup=none", "--no-wrap", "--add-location=file"),
        *("--no-fuzzy-matching", str(catalogue), str(template)),
        cwd=ROOT,
    )
    run(
        "msgattrib",
        "--no-obsolete",
        "--no-wrap",
        f"--output-file={catalogue}",
        str(catalogue),
        cwd=ROOT,
    )


def collect_pages(folder: Path) -> None:
    """Collect the sentences of the pages into ``locale`` under `folder`, a copy of the package."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cordee.web.settings"}
    words = [sys.executable, "-m", "django", "makemessages", "--locale", LANGUAGE, "--no-wrap"]
    words += ["--add-location", "file", "--no-obsolete", "--ignore", "static/*"]
    done = subprocess.run(  # noqa: S603 -- fixed words
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"makemessages: {done.stderr.strip()}")


def make_copy(folder: Path) -> Path:
    """Copy what holds page sentences, so that collecting never touches the working tree."""
    copy = folder / "pages"
    for name in WITH_DJANGO:
        if (PACKAGE / name).is_dir():
            without = shutil.ignore_patterns("static", "migrations")
            shutil.copytree(PACKAGE / name, copy / name, ignore=without)
    shutil.copytree(LOCALE, copy / "locale")
    return copy


def update() -> None:
    """Collect, merge and compile both catalogues."""
    home = LOCALE / LANGUAGE / "LC_MESSAGES"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        collect_pure(folder / "cordee.pot")
        merge(home / "cordee.po", folder / "cordee.pot")
        copy = make_copy(folder)
        collect_pages(copy)
        shutil.copy(copy / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po", home / "django.po")
    for catalogue in sorted(LOCALE.rglob("*.po")):
        polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))


def get_sentences(path: Path) -> dict[str, polib.POEntry]:
    """Return the entries of a catalogue by context and text."""
    return {f"{e.msgctxt or ''}\x04{e.msgid}": e for e in polib.pofile(str(path)) if not e.obsolete}


def find_faults(catalogue: Path, expected: Path) -> list[str]:
    """Return a sentence for each way in which `catalogue` is not in step with the code."""
    entries, wanted = get_sentences(catalogue), get_sentences(expected)
    faults = [
        f"not collected: {entry.msgid!r}" for key, entry in wanted.items() if key not in entries
    ]
    faults += [
        f"no longer used: {entry.msgid!r}" for key, entry in entries.items() if key not in wanted
    ]
    for entry in entries.values():
        translations = list(entry.msgstr_plural.values()) or [entry.msgstr]
        if entry.fuzzy or not all(translations):
            faults.append(f"not translated: {entry.msgid!r}")
            continue
        places = set(PLACE.findall(entry.msgid + entry.msgid_plural))
        if any(set(PLACE.findall(text)) - places for text in translations):
            faults.append(f"a named place is not in the original: {entry.msgid!r}")
        if not entry.msgid_plural and set(PLACE.findall(entry.msgstr)) != places:
            faults.append(f"a named place was lost: {entry.msgid!r}")
    compiled = catalogue.with_suffix(".mo")
    read = polib.mofile(str(compiled)) if compiled.exists() else []
    spoken = {(e.msgctxt, e.msgid): e.msgstr for e in read}
    if spoken != {(e.msgctxt, e.msgid): e.msgstr for e in entries.values()}:
        faults.append("the compiled file is out of step; run `make messages`")
    return [f"{catalogue.name}: {fault}" for fault in faults]


def check() -> int:
    """Return 1 and say why when a catalogue is not in step with the code."""
    home = LOCALE / LANGUAGE / "LC_MESSAGES"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        collect_pure(folder / "cordee.pot")
        copy = make_copy(folder)
        collect_pages(copy)
        pages = copy / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
        faults = find_faults(home / "cordee.po", folder / "cordee.pot")
        faults += find_faults(home / "django.po", pages)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say what is out of step")
    if parser.parse_args().check:
        sys.exit(check())
    update()
