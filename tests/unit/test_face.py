"""The public face of the library: what it names, and that importing it costs nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import cordee


STUB = Path(cordee.__file__).with_suffix(".pyi")


def test_type_checkers_see_the_names_that_are_there() -> None:
    told = {"__version__"}
    for node in ast.parse(STUB.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            told |= {alias.asname or alias.name for alias in node.names}
            for alias in node.names:
                assert alias.name == alias.asname
                place = f"{node.module}.{alias.name}"
                assert cordee._PLACES[alias.name] in {node.module, place}
    assert told == set(cordee.__all__)


@pytest.mark.parametrize("name", cordee.__all__)
def test_each_name_is_there_and_says_what_it_is(name: str) -> None:
    assert getattr(cordee, name).__doc__
    assert name in dir(cordee)


def test_a_name_that_is_not_there_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'fame'"):
        _ = cordee.fame


def test_importing_loads_no_engine() -> None:
    code = (
        "import sys, cordee; heavy = ('duckdb', 'ibis', 'pyarrow', 'numba', 'altair', 'django');"
        "print([one for one in heavy if one in sys.modules], len(dir(cordee)) > 10)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] True"
