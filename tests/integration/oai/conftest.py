"""A house that publishes, whoever harvests it, and the checker that others wrote for what is harvested."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import time_machine
from django.test import Client
from lxml import etree
from tests.agreements.cast import ALICE, AT, make_directory
from tests.conftest import find_shared

from cordee.web.oai.vocabulary import OAI, PREFIX
from cordee.web.publishing import HARVESTED, Choices, change_publishing, get_publishing
from cordee.web.rates import RATES


SINCE = datetime.fromisoformat("2026-01-02T09:00:00Z")
EVERYTHING = dict.fromkeys(HARVESTED, True)
REPOSITORY = {
    "name": "Alpha's records",
    "domain": "cris.alpha.example",
    "email": "cris@alpha.example",
}
LISTS = ("Identify", "ListMetadataFormats", "ListSets")

Publish = Callable[..., None]


@pytest.fixture(autouse=True)
def directory(db: None) -> None:
    make_directory()


@pytest.fixture(autouse=True)
def own_state(settings: object, tmp_path: Path) -> Iterator[Path]:
    settings.CORDEE_STATE = tmp_path  # type: ignore[attr-defined]
    settings.CORDEE_ADDRESS = "https://cris.alpha.example"  # type: ignore[attr-defined]
    RATES.forget()
    yield tmp_path
    RATES.forget()


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def publish() -> Publish:
    """Choose what is published, at a moment long enough ago."""

    def choose(*, at: datetime = SINCE, **sets: bool) -> None:
        choices = Choices(**REPOSITORY, **(sets or EVERYTHING))  # type: ignore[arg-type]
        change_publishing(choices, version=get_publishing().version, by=ALICE, at=at)

    return choose


@dataclass
class Harvester:
    """Asks the address and reads its answers; keeps the text of each."""

    client: Client = field(default_factory=Client)
    answers: list[bytes] = field(default_factory=list)

    def ask(self, method: str = "get", **values: str) -> etree._Element:
        given = {name.rstrip("_"): value for name, value in values.items()}
        answer = getattr(self.client, method)("/oai", given)
        assert answer.status_code == 200, answer.content
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
        self.answers.append(answer.content)
        return etree.fromstring(answer.content)

    def find_fault(self, **values: str) -> str:
        fault = self.ask(**values).find(f"{{{OAI}}}error")
        return "" if fault is None else str(fault.get("code"))

    def list(self, verb: str = "ListRecords", **values: str) -> list[etree._Element]:
        """Return the records of a whole list, or their headers, page by page; none where none fits."""
        found: list[etree._Element] = []
        root = self.ask(verb=verb, **{"metadataPrefix": PREFIX, **values})
        while True:
            fault = root.find(f"{{{OAI}}}error")
            if fault is not None:
                assert fault.get("code") == "noRecordsMatch", fault.text
                return found
            tag = "record" if verb == "ListRecords" else "header"
            found += root.findall(f"{{{OAI}}}{verb}/{{{OAI}}}{tag}")
            token = root.findtext(f".//{{{OAI}}}resumptionToken")
            if not token:
                return found
            root = self.ask(verb=verb, resumptionToken=token)

    def list_names(self, **values: str) -> list[str]:
        return [
            str(one.findtext(f"{{{OAI}}}identifier"))
            for one in self.list("ListIdentifiers", **values)
        ]


@pytest.fixture
def harvester() -> Harvester:
    return Harvester()


@dataclass(frozen=True)
class Checker:
    """The checks of the guidelines' validator, as written down beside the samples."""

    folder: Path
    module: ModuleType

    def check(self, paths: list[Path]) -> list[str]:
        # Without its Schematron, which needs a library of its own: of its three rules two are on elements
        # that are never written, and the third, that a start is no later than its end, the ledger holds.
        found: list[str] = self.module.check([str(one) for one in paths], use_schematron=False)
        return found

    def check_answers(self, answers: list[bytes], folder: Path) -> list[str]:
        folder.mkdir()
        paths = [folder / f"{number:03}.xml" for number in range(len(answers))]
        for path, answer in zip(paths, answers, strict=True):
            path.write_bytes(answer)
        return self.check(paths)


@pytest.fixture(scope="session")
def checker() -> Checker:
    shared = find_shared()
    tool = shared and shared / "validators" / "cris" / "tools" / "cerif_check.py"
    if tool is None or not tool.is_file():
        pytest.skip("the validators of CERIF are not here; set CORDEE_SHARED to run this test")
    spec = spec_from_file_location("cerif_check", tool)
    assert spec is not None
    assert spec.loader is not None
    module: Any = module_from_spec(spec)
    spec.loader.exec_module(module)
    whole = module.schema()
    module.schema = lambda: whole  # Compiled once: it takes longer than all that is checked by it.
    return Checker(tool.parent.parent / "openaire-cris", module)
