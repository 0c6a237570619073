"""Before linking: the compiled index is made once and kept, and the rules in force have a name."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import platformdirs

from cordee.kernel.collecting import without_collector
from cordee.kernel.progress import Progress, Silent
from cordee.observatory.linking.compile import Compiler
from cordee.observatory.linking.corrections import Corrections
from cordee.observatory.linking.index import FORMAT, is_whole, save_arrays
from cordee.observatory.linking.layout import Arrays
from cordee.observatory.units.codes import FIRST_INSERM, LAST_INSERM
from cordee.reference.organisations import Registry
from cordee.reference.places import load_places, us_states


VERSION = "4"
"""Rises when links change in a way a reader should know of. What must be linked again follows from
the rules themselves: see `get_stamp`."""

# What the compiled index is made by. Kernels and model work on it and leave it as it is.
_INDEX_RULES = (
    "compile.py",
    "countries.py",
    "endings.py",
    "facts.py",
    "forms.py",
    "layout.py",
    "names.py",
    "normalise.py",
    "words.py",
    "data",
)
# What decides links beside these.
_LINK_RULES = (
    "answers.py",
    "characters.py",
    "engine",
    "identifiers.py",
    "linker.py",
    "mojibake.py",
    "prepare.py",
    "spelling.py",
    "corrections.py",
    "correction_words.py",
    "noise.py",
    "reader.py",
    "traits.py",
)
# The model decides links and leaves the index as it is, so links name it and its folder does not.
_MODEL = "model.npz"
_RULE_ENDINGS = (".py", ".tsv")
# How Inserm numbers its units is said beside the reading of units, whose other rules make no link.
_UNITS = f"{FIRST_INSERM}-{LAST_INSERM}"


def get_index_path(checksum: str, cache: Path | None = None) -> Path:
    """Return where the index of the registry with a checksum lies, or will, by these rules."""
    folder = cache or Path(platformdirs.user_cache_dir("cordee", appauthor=False))
    stamp = hashlib.sha256(f"{_hash_rules(_INDEX_RULES)} {checksum}".encode()).hexdigest()
    return folder / f"names-{stamp[:12]}-{FORMAT}.arrow"


def prepare_index(
    registry: Registry, cache: Path | None = None, progress: Progress | None = None
) -> Path:
    """Return the file of the compiled index, compiling it first when it is missing or damaged."""
    path = get_index_path(registry.checksum, cache)
    if not is_whole(path):
        with _warming():
            save_arrays(_compile(registry, progress or Silent()), path)
    return path


@contextmanager
def _warming() -> Iterator[None]:
    """Let another process compile the kernels meanwhile: each of the two takes a minute or more, once."""
    command = "from cordee.observatory.linking.linker import warm_kernels; warm_kernels()"
    # Where it fails nothing is lost: the first link compiles what is missing.
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([sys.executable, "-c", command], stdout=quiet, stderr=quiet)  # noqa: S603 -- our own interpreter and command
    try:
        yield
    except BaseException:
        process.kill()
        raise
    finally:
        process.wait()


def get_stamp(registry: Registry, corrections: Corrections | None = None) -> str:
    """Return what names linker, rules, registry and corrections together: "4-5c2525d0".

    The rules are this package's own files and model, so a lake linked by other rules is never taken
    for one linked by these.
    """
    rules = _hash_rules((*_INDEX_RULES, *_LINK_RULES, f"data/{_MODEL}"))
    corrected = corrections.checksum if corrections else ""
    digest = hashlib.sha256(
        f"{rules} {_UNITS} {registry.checksum} {corrected}".encode()
    ).hexdigest()
    return f"{VERSION}-{digest[:8]}"


@cache
def _hash_rules(names: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    package = files("cordee.observatory.linking")
    for name in names:
        rule = package.joinpath(name)
        parts = [rule] if rule.is_file() else _list_rules(rule)
        for part in parts:
            digest.update(part.read_bytes())
    return digest.hexdigest()


def _list_rules(folder: Traversable) -> list[Traversable]:
    """Return the code and the tables of a folder, and nothing that is made of them or beside them."""
    rules = [one for one in folder.iterdir() if one.name.endswith(_RULE_ENDINGS)]
    return sorted(rules, key=lambda one: one.name)


def _compile(registry: Registry, progress: Progress) -> Arrays:
    with without_collector():
        return Compiler(registry, progress).compile(load_places(), us_states())
