"""Say what stands between a file and its use as an instrument; `cordee instruments check` runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cordee.kernel.errors import SourceError
from cordee.programmes.definition.reading import read_definition, read_json
from cordee.programmes.judging.checks import find_faults
from cordee.web.errors import say_error
from cordee.web.pages.programmes.views.opening import say_fault


FAULTY = 4
"""What the command line answers where something in a file was wrong."""


class Command(BaseCommand):
    help = "Say all that is wrong with files of instruments. No ledger is needed."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path)

    def handle(self, *args: object, **options: Any) -> None:
        faults = 0
        for path in options["paths"]:
            found = list_faults(path)
            for one in found or [_("nothing is wrong; it can be brought in and published.")]:
                self.stdout.write(f"{path}: {one}")
            faults += len(found)
        if faults:
            raise SystemExit(FAULTY)


def list_faults(path: Path) -> list[str]:
    """Return every fault of a file, each with its place."""
    try:
        definition, faults = read_definition(read_json(path.read_text(encoding="utf-8-sig")))
    except SourceError as error:
        return [say_error(error)]
    except (OSError, UnicodeDecodeError) as error:
        return [str(error)]
    return [say_fault(one) for one in (faults or (find_faults(definition) if definition else ()))]
